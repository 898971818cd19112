import { n as documentDigest } from "./core-digest.js";
import { i as EvidenceError } from "./core-errors.js";
import { d as readDocument } from "./report-documents.js";
import { join } from "node:path";
import { readFileSync, readdirSync, statSync } from "node:fs";

// packages/use-cases/src/documents-in.ts
const MAX_DOCUMENT_BYTES = 32 << 20;
function documentsInDirectory(directory) {
	return (statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory).sort() : []).filter((name) => name.endsWith(".json") && statSync(join(directory, name)).isFile()).flatMap((name) => {
		const path = join(directory, name);
		if (statSync(path).size > MAX_DOCUMENT_BYTES) throw refused(name, `it is larger than ${MAX_DOCUMENT_BYTES} bytes`);
		const document = parseDocument(name, readFileSync(path, "utf8"));
		return document === null ? [] : [{
			name,
			document
		}];
	});
}
function parseDocument(name, text) {
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		throw refused(name, "it is not JSON");
	}
	const read = readDocument(value);
	if (read === null) return null;
	if ("problems" in read) throw refused(name, `it does not follow its schema (${read.problems.join("; ")})`);
	const stated = read.document.meta?.digest;
	const actual = documentDigest(value);
	if (stated !== void 0 && stated !== actual) throw refused(name, `it says it has the digest ${stated} and has ${actual}: it was changed after it was written`);
	return read.document;
}
function refused(name, reason) {
	return new EvidenceError({
		code: "DOCUMENT_REFUSED",
		message: `The document ${JSON.stringify(name.slice(0, 200))} cannot be reported: ${reason}.`,
		hint: "Run the stage that writes it again and do not edit documents."
	});
}

export { parseDocument as n, documentsInDirectory as t };