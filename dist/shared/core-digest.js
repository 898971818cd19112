import { n as canonicalJson } from "./core-canonical-json.js";
import { createHash } from "node:crypto";

// packages/core/src/digest.ts
/** 64 hex digits of sha256 over UTF-8 text or bytes. */
function sha256Hex(content) {
	return createHash("sha256").update(content).digest("hex");
}
/** `sha256:<hex>` of the canonical form of a document without its `meta` and without the closing LF. */
function documentDigest(document) {
	const { meta: _meta, ...digested } = document;
	return `sha256:${sha256Hex(canonicalJson(digested))}`;
}
/** First four bytes, big-endian, of sha256(check id followed by the canonical policy): an unsigned 32-bit seed. */
function checkSeed(checkId, policy) {
	return Number.parseInt(sha256Hex(checkId + canonicalJson(policy)).slice(0, 8), 16);
}

export { documentDigest as n, sha256Hex as r, checkSeed as t };