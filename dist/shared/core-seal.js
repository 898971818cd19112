import { t as canonicalFile } from "./core-canonical-json.js";
import { n as documentDigest } from "./core-digest.js";
import { u as redactAll } from "./core-errors.js";

// packages/core/src/documents/seal.ts
/**
* Computes the digest of a document, writes it to `meta` and gives the canonical bytes of the file. Documents are uploaded
* and shown to others, so secrets are removed first, wherever they came from: a policy, a path, a row of data.
*/
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