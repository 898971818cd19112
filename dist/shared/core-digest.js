import { n as canonicalJson } from "./core-canonical-json.js";
import { createHash } from "node:crypto";

// packages/core/src/digest.ts
function sha256Hex(content) {
	return createHash("sha256").update(content).digest("hex");
}
function documentDigest(document) {
	const { meta: _meta, ...digested } = document;
	return `sha256:${sha256Hex(canonicalJson(digested))}`;
}
function checkSeed(checkId, policy) {
	return Number.parseInt(sha256Hex(checkId + canonicalJson(policy)).slice(0, 8), 16);
}

export { documentDigest as n, sha256Hex as r, checkSeed as t };