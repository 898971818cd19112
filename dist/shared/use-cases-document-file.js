import { t as ConfigError } from "./core-errors.js";
import { t as sealDocument } from "./core-seal.js";
import { n as readEvent, r as runIdentity } from "./use-cases-run-identity.js";
import { dirname, join, relative } from "node:path";
import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";

// packages/use-cases/src/document-file.ts
function writeWhole(path, content) {
	const draft = join(dirname(path), `.${randomUUID()}.draft`);
	try {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(draft, content);
		renameSync(draft, path);
	} catch (error) {
		removeDraft(draft);
		const reason = error.code ?? error.message;
		throw new ConfigError({
			code: "OUTPUT_NOT_WRITABLE",
			message: `Writing ${relative(process.cwd(), path)} failed: ${reason}.`,
			hint: "Choose a directory that can be written with `--out DIR`, and check the free space.",
			cause: error
		});
	}
}
function removeDraft(path) {
	try {
		rmSync(path, { force: true });
	} catch {}
}
function metaOf(host, startedMs, more = {}) {
	const now = host.now();
	const run = runIdentity(host.env, readEvent(host.env));
	return {
		time: new Date(now).toISOString(),
		duration_ms: Math.max(0, now - startedMs),
		host: {
			platform: process.platform,
			arch: process.arch,
			node: process.version,
			cpus: availableParallelism()
		},
		tool: host.tool,
		...run ? { run } : {},
		...host.env.GITHUB_ACTOR ? { actor: host.env.GITHUB_ACTOR.slice(0, 256) } : {},
		...more
	};
}
function writeDocument(path, content, meta) {
	const sealed = sealDocument(content, meta);
	writeWhole(path, sealed.file);
	return sealed;
}

export { writeDocument as n, writeWhole as r, metaOf as t };