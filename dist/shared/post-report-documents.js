import { a as ExternalError, i as EvidenceError } from "./core-errors.js";
import { n as parseDocument, t as documentsInDirectory } from "./use-cases-documents-in.js";
import { join, resolve } from "node:path";
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

// packages/github/src/artifacts/zip-reader.ts
const DOCUMENT_LIMITS = {
	maxEntries: 16,
	maxEntryBytes: 8 << 20,
	maxTotalBytes: 16 << 20,
	maxRatio: 200,
	name: /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
};
const END = 101010256;
const DESCRIPTOR = 134695760;
const CENTRAL = 33639248;
const LOCAL = 67324752;
const END_BYTES = 22;
const LOCAL_BYTES = 30;
const RATIO_FROM_BYTES = 65536;
const REGULAR = 32768;
const TYPE_MASK = 61440;
function readZip(archive, limits = DOCUMENT_LIMITS) {
	const directory = centralDirectory(archive, limits);
	const { entries } = directory;
	for (const entry of entries) checkEntry(entry, limits);
	checkTogether(entries, limits);
	checkLayout(directory, archive);
	const files = /* @__PURE__ */ new Map();
	for (const entry of entries) files.set(entry.name, contentOf(archive, entry));
	return files;
}
function refuse(reason) {
	return new EvidenceError({
		code: "ARTIFACT_REFUSED",
		message: `Reading the artifact of an untrusted run: ${reason}.`,
		hint: "Nothing of it was used. Artifacts made by the actions of this suite pass; look at what else uploads under this name."
	});
}
function centralDirectory(archive, limits) {
	const end = archive.length - END_BYTES;
	if (end < 0 || archive.readUInt32LE(end) !== END) throw refuse("it is not a plain zip archive (no end record where it must be)");
	const disks = archive.readUInt16LE(end + 4) + archive.readUInt16LE(end + 6);
	const total = archive.readUInt16LE(end + 10);
	const size = archive.readUInt32LE(end + 12);
	const start = archive.readUInt32LE(end + 16);
	if (disks !== 0 || archive.readUInt16LE(end + 8) !== total) throw refuse("it spans several disks");
	if (total > limits.maxEntries) throw refuse(`it has ${total} entries, at most ${limits.maxEntries} are accepted`);
	if (start + size !== end) throw refuse("its directory does not end where the archive ends");
	const entries = [];
	let at = start;
	for (let i = 0; i < total; i++) {
		if (at + 46 > end || archive.readUInt32LE(at) !== CENTRAL) throw refuse("its directory is damaged");
		const nameLength = archive.readUInt16LE(at + 28);
		const next = at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
		if (next > end) throw refuse("its directory is damaged");
		entries.push({
			name: archive.toString("latin1", at + 46, at + 46 + nameLength),
			flags: archive.readUInt16LE(at + 8),
			method: archive.readUInt16LE(at + 10),
			crc: archive.readUInt32LE(at + 16),
			compressed: archive.readUInt32LE(at + 20),
			size: archive.readUInt32LE(at + 24),
			offset: archive.readUInt32LE(at + 42),
			mode: archive.readUInt32LE(at + 38) >>> 16
		});
		at = next;
	}
	if (at !== end) throw refuse("its directory is longer than its entries");
	return {
		entries,
		start
	};
}
function shownName(entry) {
	return JSON.stringify(entry.name.slice(0, 80));
}
function checkEntry(entry, limits) {
	const shown = shownName(entry);
	if (!limits.name.test(entry.name)) throw refuse(`the entry name ${shown} is not a flat ASCII file name`);
	const type = entry.mode & TYPE_MASK;
	if (type !== REGULAR && type !== 0) throw refuse(`the entry ${shown} is not a regular file`);
	if (entry.flags & 1) throw refuse(`the entry ${shown} is encrypted`);
	if (entry.method !== 0 && entry.method !== 8) throw refuse(`the entry ${shown} uses compression method ${entry.method}`);
	if (entry.size > limits.maxEntryBytes) throw refuse(`the entry ${shown} says it has ${entry.size} bytes, at most ${limits.maxEntryBytes} are accepted`);
	if (entry.size > RATIO_FROM_BYTES && entry.size > entry.compressed * limits.maxRatio) throw refuse(`the entry ${shown} is compressed more than ${limits.maxRatio} to 1`);
}
function checkTogether(entries, limits) {
	const names = entries.map((entry) => entry.name.toLowerCase());
	const twice = entries.find((_, i) => names.indexOf(names[i]) !== i);
	if (twice) throw refuse(`the entry ${shownName(twice)} stands there twice`);
	const total = entries.reduce((sum, entry) => sum + entry.size, 0);
	if (total > limits.maxTotalBytes) throw refuse(`its files have ${total} bytes together, at most ${limits.maxTotalBytes} are accepted`);
}
function checkLayout({ entries, start }, archive) {
	let at = 0;
	for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
		if (entry.offset < at) throw refuse(`the entry ${shownName(entry)} overlaps another`);
		if (entry.offset > at) throw refuse(`there are bytes before the entry ${shownName(entry)} that belong to nothing`);
		const data = dataStart(archive, entry);
		if (data + entry.compressed > start) throw refuse(`the entry ${shownName(entry)} runs past the end`);
		at = data + entry.compressed + descriptorBytes(archive, entry, data + entry.compressed, start);
	}
	if (at !== start) throw refuse("there are bytes before its directory that belong to nothing");
}
function dataStart(archive, entry) {
	const at = entry.offset;
	if (at + LOCAL_BYTES > archive.length || archive.readUInt32LE(at) !== LOCAL) throw refuse(`the entry ${shownName(entry)} has no local header`);
	const nameLength = archive.readUInt16LE(at + 26);
	const name = archive.toString("latin1", at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength);
	const said = [
		archive.readUInt32LE(at + 14),
		archive.readUInt32LE(at + 18),
		archive.readUInt32LE(at + 22)
	];
	const known = [
		entry.crc,
		entry.compressed,
		entry.size
	];
	if (!(name === entry.name && archive.readUInt16LE(at + 6) === entry.flags && archive.readUInt16LE(at + 8) === entry.method && (said.every((value, i) => value === known[i]) || isDeferred(entry) && said.every((value) => value === 0)))) throw refuse(`the local header of ${shownName(entry)} differs from the directory`);
	return at + LOCAL_BYTES + nameLength + archive.readUInt16LE(at + 28);
}
function isDeferred(entry) {
	return (entry.flags & 8) !== 0;
}
function descriptorBytes(archive, entry, at, end) {
	if (!isDeferred(entry)) return 0;
	const holds = (from) => from + 12 <= end && archive.readUInt32LE(from) === entry.crc && archive.readUInt32LE(from + 4) === entry.compressed && archive.readUInt32LE(from + 8) === entry.size;
	if (at + 4 <= end && archive.readUInt32LE(at) === DESCRIPTOR && holds(at + 4)) return 16;
	if (holds(at)) return 12;
	throw refuse(`the sizes behind the entry ${shownName(entry)} differ from the directory`);
}
function contentOf(archive, entry) {
	const start = dataStart(archive, entry);
	const raw = archive.subarray(start, start + entry.compressed);
	const content = entry.method === 0 ? Buffer.from(raw) : inflated(raw, entry);
	if (content.length !== entry.size) throw refuse(`the entry ${shownName(entry)} has ${content.length} bytes and claims ${entry.size}`);
	if (crc32(content) !== entry.crc) throw refuse(`the entry ${shownName(entry)} does not match its checksum`);
	return content;
}
function inflated(raw, entry) {
	const { buffer, engine } = inflateWithin(raw, entry);
	if (engine.bytesWritten !== raw.length) throw refuse(`the entry ${shownName(entry)} has bytes behind its compressed data`);
	return buffer;
}
function inflateWithin(raw, entry) {
	try {
		const options = {
			maxOutputLength: entry.size + 1,
			info: true
		};
		return inflateRawSync(raw, options);
	} catch {
		throw refuse(`the entry ${shownName(entry)} does not inflate to the ${entry.size} bytes it claims`);
	}
}
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k++) c = c & 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
	return c >>> 0;
});
function crc32(bytes) {
	let crc = 4294967295;
	for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ crc >>> 8;
	return (crc ^ 4294967295) >>> 0;
}

// packages/github/src/artifacts/run-artifacts.ts
const MAX_ARCHIVE_BYTES = 20 << 20;
async function listRunArtifacts(client, repository, runId, prefix) {
	const all = await client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
		...repository,
		run_id: runId,
		per_page: 100
	});
	const newest = /* @__PURE__ */ new Map();
	const ours = all.filter((artifact) => artifact.name.startsWith(prefix)).sort((a, b) => a.id - b.id);
	for (const artifact of ours) {
		newest.delete(artifact.name);
		if (artifact.expired) continue;
		newest.set(artifact.name, {
			id: artifact.id,
			name: artifact.name,
			bytes: artifact.size_in_bytes,
			digest: artifact.digest ?? null
		});
	}
	return [...newest.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}
async function downloadArtifact(client, repository, artifact) {
	const shown = JSON.stringify(artifact.name.slice(0, 100));
	const tooLarge = (bytes) => refusal(shown, `it has ${bytes} bytes, at most ${MAX_ARCHIVE_BYTES} are accepted`);
	if (artifact.bytes > MAX_ARCHIVE_BYTES) throw tooLarge(String(artifact.bytes));
	const { data } = await client.rest.actions.downloadArtifact({
		...repository,
		artifact_id: artifact.id,
		archive_format: "zip",
		request: { parseSuccessResponseBody: false }
	});
	const archive = await readBounded(data, shown);
	if (archive === null) throw tooLarge(`more than ${MAX_ARCHIVE_BYTES}`);
	const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
	if (artifact.digest !== null && artifact.digest !== digest) throw refusal(shown, `its bytes have ${digest}, the API says ${artifact.digest}`);
	return readZip(archive);
}
function refusal(shown, reason) {
	return new EvidenceError({
		code: "ARTIFACT_REFUSED",
		message: `The artifact ${shown} was refused: ${reason}.`,
		hint: "Nothing of it was used."
	});
}
async function readBounded(body, shown) {
	const chunks = [];
	let size = 0;
	try {
		for await (const chunk of body ?? []) {
			size += chunk.length;
			if (size > MAX_ARCHIVE_BYTES) return null;
			chunks.push(chunk);
		}
	} catch (error) {
		throw new ExternalError({
			code: "ARTIFACT_DOWNLOAD_BROKEN",
			system: "GitHub artifact storage",
			message: `Downloading the artifact ${shown} broke off after ${size} bytes: ${error.message}.`,
			hint: "Run the job again.",
			retryable: true,
			cause: error
		});
	}
	return Buffer.concat(chunks);
}

// actions/post-report/src/documents.ts
const ARTIFACT_PREFIX = "model-delivery-";
const WITH_DOCUMENTS = /-(?:validate-data|evaluate-gate|register-model|deploy-canary|trigger-retraining)(?:-[A-Za-z0-9._-]+)?$/;
const MAX_ARTIFACTS = 256;
const MAX_ARTIFACT_BYTES = 64 << 20;
function localDocuments(host, from) {
	const root = resolve(host.cwd, from);
	return [root, ...(statSync(root, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : []).map((entry) => join(root, entry.name)).sort()].flatMap(documentsInDirectory).map((found) => found.document);
}
async function artifactDocuments(context, repository, runId) {
	const client = await context.client();
	const artifacts = (await listRunArtifacts(client, repository, runId, ARTIFACT_PREFIX)).filter(({ name }) => WITH_DOCUMENTS.test(name));
	refuseFlood(artifacts, runId);
	const documents = [];
	for (const artifact of artifacts) for (const [name, bytes] of await downloadArtifact(client, repository, artifact)) {
		if (!name.endsWith(".json")) continue;
		const shown = `${artifact.name}/${name}`;
		const document = parseDocument(shown, utf8(shown, bytes));
		if (document !== null) documents.push(document);
	}
	if (documents.length === 0) throw new EvidenceError({
		code: "REPORT_NO_DOCUMENTS",
		message: `Looked for artifacts named ${ARTIFACT_PREFIX}… of run ${runId} and found no document in ${artifacts.length} of them.`,
		hint: "The run must have used validate-data or evaluate-gate of this suite, and its artifacts must not have expired."
	});
	return documents;
}
function refuseFlood(artifacts, runId) {
	const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
	if (artifacts.length <= MAX_ARTIFACTS && bytes <= MAX_ARTIFACT_BYTES) return;
	throw new EvidenceError({
		code: "ARTIFACTS_TOO_MANY",
		message: `Run ${runId} left ${artifacts.length} artifacts with documents, ${bytes} bytes together; at most ${MAX_ARTIFACTS} and ${MAX_ARTIFACT_BYTES} bytes are read.`,
		hint: "Nothing of them was used. Report fewer models in one run."
	});
}
function utf8(name, bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new EvidenceError({
			code: "DOCUMENT_REFUSED",
			message: `The document ${JSON.stringify(name.slice(0, 200))} cannot be reported: it is not UTF-8.`,
			hint: "Run the stage that writes it again and do not edit documents."
		});
	}
}

export { artifactDocuments, readZip as i, localDocuments, listRunArtifacts as n, DOCUMENT_LIMITS as r, downloadArtifact as t };