import { t as canonicalFile } from "./core-canonical-json.js";
import { n as documentDigest } from "./core-digest.js";
import { u as redactAll } from "./core-errors.js";

// packages/core/src/documents/seal.ts
function sealDocument(unsafe, meta) {
	const content = redactAll(unsafe);
	const digest = documentDigest(content);
	const document = {
		...content,
		meta: {
			...redactAll(meta),
			digest
		}
	};
	return {
		document,
		digest,
		file: canonicalFile(document)
	};
}

export { sealDocument as t };