import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

// packages/model-files/src/hash-file.ts
const BLOCK = 1 << 20;
async function hashFile(file, options = {}) {
	const handle = await open(file, "r");
	try {
		return await hashHandle(handle, options);
	} finally {
		await handle.close();
	}
}
async function hashHandle(handle, { signal, each }) {
	const hash = createHash("sha256");
	const blocks = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)];
	let size = 0;
	let reading = handle.read(blocks[0], 0, BLOCK, null);
	for (let turn = 0;; turn++) {
		const { bytesRead } = await reading;
		if (bytesRead === 0) break;
		signal?.throwIfAborted();
		reading = handle.read(blocks[(turn + 1) % 2], 0, BLOCK, null);
		reading.catch(() => void 0);
		const block = blocks[turn % 2].subarray(0, bytesRead);
		const passedOn = each?.(block, size);
		hash.update(block);
		await passedOn;
		size += bytesRead;
	}
	return {
		size,
		sha256: hash.digest("hex")
	};
}

export { hashFile as t };