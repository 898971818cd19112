import { createHash } from "node:crypto";
import { lstat, open } from "node:fs/promises";

// packages/model-files/src/hash-memo.ts
const MAX_FILES = 1e5;
const TICK_MS = 100;
const WHOLE_SECONDS_TICK_MS = 2100;
const hashedFiles = /* @__PURE__ */ new Map();
function rememberHash(before, after, began, hashed) {
	const key = keyOf(before);
	hashedFiles.delete(key);
	if (!sameFacts(before, after) || before.size !== BigInt(hashed.size) || !isSettled(before, began)) return;
	const oldest = hashedFiles.size < MAX_FILES ? void 0 : hashedFiles.keys().next().value;
	if (oldest !== void 0) hashedFiles.delete(oldest);
	hashedFiles.set(key, {
		...hashed,
		facts: before
	});
}
async function rememberedHash(path) {
	const facts = await lstat(path, { bigint: true });
	const known = hashedFiles.get(keyOf(facts));
	if (known === void 0 || !sameFacts(known.facts, facts)) return null;
	return {
		size: known.size,
		sha256: known.sha256
	};
}
function keyOf({ dev, ino }) {
	return `${dev}:${ino}`;
}
function sameFacts(a, b) {
	return a.isFile() && b.isFile() && a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}
function isSettled({ mtimeNs, ctimeNs }, began) {
	const whole = mtimeNs % 1000000000n === 0n && ctimeNs % 1000000000n === 0n;
	return Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1000000n) + (whole ? WHOLE_SECONDS_TICK_MS : TICK_MS) < began;
}

// packages/model-files/src/hash-file.ts
const BLOCK = 1 << 20;
async function hashFile(file, options = {}) {
	const handle = await open(file, "r");
	try {
		const began = Date.now();
		const before = await handle.stat({ bigint: true });
		const hashed = await hashHandle(handle, options);
		rememberHash(before, await handle.stat({ bigint: true }), began, hashed);
		return hashed;
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

export { rememberedHash as n, hashFile as t };