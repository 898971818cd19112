import { F as asDeliveryError, L as registerSecret, M as ExternalError, N as InternalError, O as ConfigError, P as PermissionError, j as EvidenceError, k as DeliveryError } from "./core-main.js";
import { i as Octokit$1, r as paginateRest, t as legacyRestEndpointMethods } from "./octokit-plugin-rest-endpoint-methods.js";
import { t as requestLog } from "./octokit-plugin-request-log.js";
import { createHash } from "node:crypto";
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
/** Small files compress as they like: 64 kB of blanks are no bomb. */
const RATIO_FROM_BYTES = 65536;
const REGULAR = 32768;
const TYPE_MASK = 61440;
/**
* Reads a hostile zip in memory: regular files with flat names only, sizes checked before and during inflation, local
* headers equal to the central directory, every byte accounted for (no overlap, no gap, nothing before or behind), no
* encryption, no duplicate names, CRC checked, no zip64. An inner archive is a file like any other: it is never opened.
* @throws EvidenceError naming the rule that the archive breaks.
*/
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
/** What the directory says of one entry, without looking at its bytes. */
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
/** The entries must fill the archive from its first byte to the directory, one after the other. */
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
/** Offset of an entry's bytes, after checking that its local header says what the directory says. */
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
/** Whether sizes and checksum follow the data: archives that were written as a stream, such as GitHub's artifacts. */
function isDeferred(entry) {
	return (entry.flags & 8) !== 0;
}
/** Length of the data descriptor behind an entry, with or without its optional signature; 0 where there is none. */
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
/** `info` also gives the engine, and with it the number of bytes it took in. */
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
/** CRC-32 (ISO-HDLC); node:zlib has it only from Node 22, and the CLI also runs on 20. */
function crc32(bytes) {
	let crc = 4294967295;
	for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ crc >>> 8;
	return (crc ^ 4294967295) >>> 0;
}

// packages/github/src/artifacts/run-artifacts.ts
/** Largest archive we download from an untrusted run, in bytes. */
const MAX_ARCHIVE_BYTES = 20 << 20;
/**
* Artifacts of a run whose name begins with a prefix, by name. Every attempt of a run may upload under the same name (within
* one attempt a name is taken only once): the newest counts, as in the official client's `latest`.
*/
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
/**
* Downloads an artifact of an untrusted run by id, checks size and digest ourselves (the official client only reports a
* mismatch after it has unpacked), and reads it with our own zip reader.
* @throws EvidenceError naming what is wrong with it.
*/
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
/** The bytes of a download; null when there are more than we accept. */
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

// node_modules/@octokit/rest/dist-src/version.js
const VERSION = "22.0.1";

// node_modules/@octokit/rest/dist-src/index.js
const Octokit = Octokit$1.plugin(requestLog, legacyRestEndpointMethods, paginateRest).defaults({ userAgent: `octokit-rest.js/${VERSION}` });

// packages/github/src/rate-limit.ts
const DEFAULT_WAIT_MS = 6e4;
const SHORTEST_WAIT_MS = 1e3;
/**
* How long a primary or secondary rate limit asks to wait, in milliseconds; null when the failure is none. Order of GitHub's
* guidance: `retry-after`, then the reset of an exhausted primary limit, then a minute.
*/
function rateLimitWait(failure, nowMs) {
	if (failure.status !== 403 && failure.status !== 429) return null;
	const headers = failure.response?.headers ?? {};
	const retryAfter = Number(headers["retry-after"]);
	if (headers["retry-after"] !== void 0 && Number.isFinite(retryAfter)) return Math.max(0, retryAfter * 1e3);
	if (headers["x-ratelimit-remaining"] === "0") {
		const reset = Number(headers["x-ratelimit-reset"]) * 1e3 - nowMs;
		return Number.isFinite(reset) ? Math.max(SHORTEST_WAIT_MS, reset) : DEFAULT_WAIT_MS;
	}
	return failure.status === 429 || /secondary rate limit/i.test(failure.message ?? "") ? DEFAULT_WAIT_MS : null;
}

// packages/github/src/api-error.ts
/** The scope of `permissions:` that a call needs, by the path it goes to; the first match counts. */
const SCOPES = [
	[/\/issues\/.*comments/, "pull-requests"],
	[/\/check-runs/, "checks"],
	[/\/pulls/, "pull-requests"],
	[/\/actions\//, "actions"],
	[/\/deployments/, "deployments"]
];
/** Scopes that an action reads only in order to write: asking for `read` first would cost the user a second failed run. */
const WRITTEN = /\/issues\/.*comments|\/check-runs|\/deployments/;
/** Turns a failed API call into one of our errors, with what to do next. */
function apiError(failure, endpoint, attempts, nowMs) {
	const call = describeCall(endpoint);
	const said = String(failure.message ?? "no message").slice(0, 300);
	const wait = rateLimitWait(failure, nowMs);
	if (wait !== null) return rateLimited(call, failure, attempts, wait);
	if (failure.status === 401) return new PermissionError({
		code: "TOKEN_REFUSED",
		message: `The GitHub API did not accept the token for ${call} (401: ${said}).`,
		hint: "The token may have expired or belong to another server. Leave `github-token` at its default in workflows.",
		cause: failure
	});
	if (failure.status === 403) return forbidden(call, endpoint, failure, said);
	return failed(call, failure, attempts, said);
}
/** `METHOD /path` with the parameters filled in. */
function describeCall(endpoint) {
	const values = endpoint;
	const path = (endpoint.url ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] === void 0 ? whole : String(values[name]).slice(0, 100));
	return `${endpoint.method ?? "GET"} ${path}`.trim();
}
function failed(call, failure, attempts, said) {
	const absent = failure.status === 404;
	const answer = failure.response === void 0 ? "no answer" : `HTTP ${failure.status}`;
	const error = new ExternalError({
		code: absent ? "GITHUB_NOT_FOUND" : "GITHUB_API_FAILED",
		system: "GitHub API",
		message: `The GitHub API failed on ${call}: ${answer} (${said}), after ${attempts} attempt${attempts === 1 ? "" : "s"}.`,
		hint: absent ? "A token without read access also gets 404: check `permissions:` of the job, then the name." : "Run the job again; if it stays, look at the status page of the GitHub server.",
		attempts,
		retryable: failure.response === void 0 || (failure.status ?? 0) >= 500,
		cause: failure
	});
	return Object.assign(error, { status: failure.status });
}
function rateLimited(call, failure, attempts, waitMs) {
	return new ExternalError({
		code: "RATE_LIMITED",
		system: "GitHub API",
		message: `The GitHub API limits this token's rate: ${call} got HTTP ${failure.status} ${attempts} time${attempts === 1 ? "" : "s"}; the limit ends in about ${Math.ceil(waitMs / 1e3)} s.`,
		hint: "Run the job again after that time, or give the job fewer API calls (one report job instead of one per matrix leg).",
		attempts,
		retryable: true,
		cause: failure
	});
}
function forbidden(call, endpoint, failure, said) {
	const accepted = failure.response?.headers?.["x-accepted-github-permissions"];
	const url = endpoint.url ?? "";
	const scope = SCOPES.find(([pattern]) => pattern.test(url))?.[1] ?? "contents";
	const level = WRITTEN.test(url) || (endpoint.method ?? "GET") !== "GET" ? "write" : "read";
	const lines = scope === "contents" ? [`contents: ${level}`] : ["contents: read", `${scope}: ${level}`];
	return new PermissionError({
		code: "PERMISSION_DENIED",
		message: `The token may not ${call} (403: ${said}).`,
		hint: `Add to the job:\n  permissions:\n${lines.map((line) => `    ${line}\n`).join("")}${accepted ? `(the API accepts: ${accepted.replaceAll("_", "-").replaceAll("=", ": ")}) ` : ""}Pull requests from forks always get a read-only token: report on them with the workflow_run recipe (ml-report.yml).`,
		cause: failure
	});
}
/** The HTTP status an error came from, if it came from an API answer. */
function statusOf(error) {
	return error.status;
}
/** Whether a call that failed may nevertheless have been carried out. */
function mayHaveHappened(error) {
	return error instanceof ExternalError && error.code === "GITHUB_API_FAILED" && error.retryable;
}

// packages/github/src/retry.ts
const ATTEMPTS = 4;
const MAX_WAIT_MS = 6e4;
const BASE_WAIT_MS = 500;
const TRANSIENT = [
	500,
	502,
	503,
	504
];
/**
* A request hook that repeats what may be repeated: reads and updates on 5xx and broken connections, anything on a rate
* limit whose end is near. A creating POST is not repeated after a 5xx or a broken connection: it may have happened.
* What remains becomes one of our errors.
*/
function withRetries(options) {
	const sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
	const now = options.now ?? Date.now;
	const maxWait = options.maxWaitMs ?? MAX_WAIT_MS;
	return async (request, endpoint) => {
		for (let attempt = 1;; attempt++) try {
			return await request(endpoint);
		} catch (error) {
			if (error instanceof DeliveryError) throw error;
			const failure = error;
			if (failure.status === void 0 && !isNetworkFailure(failure)) throw asDeliveryError(error);
			const wait = waitBefore(failure, mayRepeat(endpoint), attempt, now());
			if (wait === null || wait > maxWait || attempt === ATTEMPTS) throw apiError(failure, endpoint, attempt, now());
			options.log?.(`GitHub API: ${describe(failure)}; trying again in ${Math.ceil(wait / 1e3)} s (attempt ${attempt + 1} of ${ATTEMPTS})`);
			await sleep(wait);
		}
	};
}
/** Whether doing a request twice is the same as doing it once. Our GraphQL calls only read. */
function mayRepeat(endpoint) {
	return (endpoint.method ?? "GET").toUpperCase() !== "POST" || /\/graphql$/.test(endpoint.url ?? "");
}
/** Milliseconds to wait before the next attempt; null when there must be none. */
function waitBefore(failure, repeatable, attempt, nowMs) {
	const limit = rateLimitWait(failure, nowMs);
	if (limit !== null) return limit;
	return (TRANSIENT.includes(failure.status) || isNetworkFailure(failure)) && repeatable ? BASE_WAIT_MS * 2 ** (attempt - 1) : null;
}
/** A request that got no answer: octokit reports these as status 500 without a response. */
function isNetworkFailure(failure) {
	if (failure.response !== void 0) return false;
	return failure.status === 500 || /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket|terminated|fetch failed/i.test(String(failure.message));
}
function describe(failure) {
	return failure.response === void 0 ? "no answer" : `HTTP ${failure.status}`;
}

// packages/github/src/client.ts
/**
* The one place that makes an API client: base URL, proxy, retries and messages.
* @throws ConfigError when there is no token.
*/
function createClient(options) {
	if (options.token === "") throw new ConfigError({
		code: "TOKEN_MISSING",
		message: "Talking to the GitHub API needs a token, and the input `github-token` is empty.",
		hint: "Leave `github-token` at its default, ${{ github.token }}, or pass one with the permissions of the README."
	});
	registerSecret(options.token);
	const silent = () => {};
	const octokit = new Octokit({
		auth: options.token,
		baseUrl: options.apiUrl.replace(/\/+$/, ""),
		userAgent: options.userAgent ?? "model-delivery",
		log: {
			debug: silent,
			info: silent,
			warn: silent,
			error: silent
		},
		...options.fetch ? { request: { fetch: options.fetch } } : {}
	});
	octokit.hook.wrap("request", withRetries(options));
	if (options.graphqlUrl) octokit.graphql = octokit.graphql.defaults({ baseUrl: options.graphqlUrl.replace(/\/graphql\/*$/, "") });
	return octokit;
}
/** `OWNER/REPO` of `GITHUB_REPOSITORY`. @throws ConfigError for anything else. */
function repositoryName(fullName) {
	const match = /^(?!\.\.?\/)([A-Za-z0-9._-]+)\/(?!\.\.?$)([A-Za-z0-9._-]+)$/.exec(fullName ?? "");
	if (!match) throw new ConfigError({
		code: "REPOSITORY_UNKNOWN",
		message: `GITHUB_REPOSITORY names the repository as OWNER/REPO; found ${JSON.stringify(fullName ?? null)}.`,
		hint: "Run inside a workflow, or set GITHUB_REPOSITORY."
	});
	return {
		owner: match[1],
		repo: match[2]
	};
}

// packages/github/src/comment-marker.ts
/** Negative, zero or positive like every comparator. */
function compareSequence(a, b) {
	return a.runNumber - b.runNumber || a.attempt - b.attempt;
}
const MARKER = /^<!-- model-delivery:v1 key=([a-z0-9][a-z0-9._-]{0,62}) seq=(\d{1,15})\.(\d{1,9}) -->(?:\r?\n|$)/;
/** Model and sequence of one of our comments; null for any other body. */
function parseMarker(body) {
	const match = MARKER.exec(body);
	if (!match) return null;
	return {
		model: match[1],
		sequence: {
			runNumber: Number(match[2]),
			attempt: Number(match[3])
		}
	};
}
/** The body after its first line: what "unchanged" compares. Line ends are GitHub's to normalise. */
function bodyAfterMarker(body) {
	const text = body.replaceAll("\r\n", "\n");
	const end = text.indexOf("\n");
	return end < 0 ? "" : text.slice(end + 1).trimEnd();
}

// packages/github/src/comments.ts
/**
* The report comment of a model on a pull request: the marker is its first line and we are its author. Reads every page:
* a busy pull request has hundreds. The oldest match wins, so that a duplicate made by hand never takes over.
*/
async function findReportComment(client, repository, pullRequest, model, viewer) {
	const pages = client.paginate.iterator(client.rest.issues.listComments, {
		...repository,
		issue_number: pullRequest,
		per_page: 100
	});
	for await (const { data } of pages) for (const comment of data) {
		const marker = parseMarker(comment.body ?? "");
		if (!marker || marker.model !== model || !viewer.wrote(comment.user)) continue;
		return {
			id: comment.id,
			url: comment.html_url,
			body: comment.body ?? "",
			sequence: marker.sequence
		};
	}
	return null;
}
/** Creates the comment, or brings the present one up to date; never lets an older run overwrite a newer verdict. */
async function writeReportComment(client, repository, pullRequest, present, body) {
	const marker = parseMarker(body);
	if (!marker) throw new InternalError({
		code: "COMMENT_WITHOUT_MARKER",
		message: "A report comment was to be written whose body does not begin with its marker; it would never be found again."
	});
	if (present === null) return create(client, repository, pullRequest, body);
	if (compareSequence(marker.sequence, present.sequence) < 0) return {
		action: "stale",
		url: present.url
	};
	if (bodyAfterMarker(body) === bodyAfterMarker(present.body)) return {
		action: "unchanged",
		url: present.url
	};
	try {
		const { data } = await client.rest.issues.updateComment({
			...repository,
			comment_id: present.id,
			body
		});
		return {
			action: "updated",
			url: data.html_url
		};
	} catch (error) {
		if (statusOf(error) === 404) return create(client, repository, pullRequest, body);
		throw error;
	}
}
/**
* Creates a comment once. After a failure that may hide a success the body is looked for before it is sent again: its marker
* carries our run, so that nobody else has written the same.
*/
async function create(client, repository, pullRequest, body) {
	const post = async () => {
		const { data } = await client.rest.issues.createComment({
			...repository,
			issue_number: pullRequest,
			body
		});
		return {
			action: "created",
			url: data.html_url
		};
	};
	try {
		return await post();
	} catch (error) {
		if (!mayHaveHappened(error)) throw error;
		const url = await urlOfBody(client, repository, pullRequest, body);
		return url === null ? post() : {
			action: "created",
			url
		};
	}
}
async function urlOfBody(client, repository, pullRequest, body) {
	return (await client.paginate(client.rest.issues.listComments, {
		...repository,
		issue_number: pullRequest,
		per_page: 100
	})).find((comment) => comment.body === body)?.html_url ?? null;
}

// packages/github/src/earlier-names.ts
/** GitHub lists at most this many files of a pull request. */
const LISTED_FILES = 3e3;
/**
* Reads the files of a pull request for a path that its base does not have.
* @throws EvidenceError when the list is cut off before an answer: padding a pull request must not switch the gate off.
*/
async function earlierNames(client, repository, pullRequest, path, limit = LISTED_FILES) {
	const files = await client.paginate(client.rest.pulls.listFiles, {
		...repository,
		pull_number: pullRequest,
		per_page: 100
	});
	const own = files.find((file) => file.filename === path);
	if (files.length >= limit && own?.status !== "renamed") throw new EvidenceError({
		code: "CHANGED_FILES_INCOMPLETE",
		message: `Looking for the earlier name of ${path}: pull request #${pullRequest} changes ${limit} files or more, and GitHub lists no more than that.`,
		hint: "Move or introduce the configuration in a pull request of its own."
	});
	return {
		renamedFrom: own?.status === "renamed" ? own.previous_filename ?? null : null,
		removed: files.filter((file) => file.status === "removed").map((file) => file.filename)
	};
}
/** Number of the pull request that a merge group's branch (`…/pr-12-<sha>`) belongs to. */
function pullRequestOfMergeGroup(headRef) {
	const match = /\/pr-(\d{1,15})-[0-9a-f]{40}$/.exec(headRef ?? "");
	return match ? Number(match[1]) : void 0;
}

// packages/github/src/contents.ts
const MAX_BYTES = 1 << 20;
/**
* Text of a file at a commit, through the API (a shallow checkout does not have the base commit); null when the commit has
* no such file. A commit that the API does not show is an error, not a missing file: a gate would take it for a first policy.
* @throws EvidenceError when the path is not a regular file of at most 1 MB, or the commit is unknown.
*/
async function fileAt(client, repository, path, sha) {
	try {
		const { data } = await client.rest.repos.getContent({
			...repository,
			path: insideRepository(path),
			ref: sha
		});
		if (Array.isArray(data) || data.type !== "file" || !("content" in data) || data.size > MAX_BYTES) throw new EvidenceError({
			code: "BASE_FILE_UNUSABLE",
			message: `Reading ${path} at ${sha}: expected a regular file of at most ${MAX_BYTES} bytes.`,
			hint: "Keep the configuration a plain file in the repository."
		});
		return Buffer.from(data.content, "base64").toString("utf8");
	} catch (error) {
		if (statusOf(error) !== 404) throw error;
		await requireCommit(client, repository, sha, path);
		return null;
	}
}
/** Dots in a path would change the address of the API call. */
function insideRepository(path) {
	const parts = path.split("/");
	if (path !== "" && !parts.some((part) => part === "" || part === "." || part === "..")) return path;
	throw new ConfigError({
		code: "PATH_OUTSIDE",
		message: `Reading ${JSON.stringify(path.slice(0, 200))} from the repository: expected a path below its root, without "." and "..".`,
		hint: "Keep the configuration inside the repository."
	});
}
async function requireCommit(client, repository, sha, path) {
	try {
		await client.rest.git.getCommit({
			...repository,
			commit_sha: sha
		});
	} catch (error) {
		if (statusOf(error) !== 404) throw error;
		throw new EvidenceError({
			code: "BASE_COMMIT_UNKNOWN",
			message: `Reading ${path} at ${sha}: ${repository.owner}/${repository.repo} has no such commit, or the token may not see it.`,
			hint: "Give the job `permissions: contents: read`. Without the base commit nothing is known about the policy.",
			cause: error
		});
	}
}
/** Paths a pull request changes, at most `limit`; null when there are more (then everything counts as changed). */
async function changedFiles(client, repository, pullRequest, limit = LISTED_FILES) {
	const paths = [];
	const pages = client.paginate.iterator(client.rest.pulls.listFiles, {
		...repository,
		pull_number: pullRequest,
		per_page: 100
	});
	for await (const { data } of pages) {
		for (const file of data) {
			paths.push(file.filename);
			if (file.previous_filename) paths.push(file.previous_filename);
		}
		if (paths.length >= limit) return null;
	}
	return paths;
}

// packages/github/src/pull-requests.ts
function facts(pull) {
	return {
		number: pull.number,
		state: pull.state === "open" ? "open" : "closed",
		headSha: pull.head.sha,
		baseSha: pull.base.sha,
		baseRef: pull.base.ref,
		fork: pull.head.repo?.id !== pull.base.repo.id
	};
}
/** A pull request by number. */
async function pullRequest(client, repository, number) {
	const { data } = await client.rest.pulls.get({
		...repository,
		pull_number: number
	});
	return facts(data);
}
/** The newest merged pull request of a commit on the default branch; null when there is none. */
async function mergedPullRequestOf(client, repository, sha) {
	const { data } = await client.rest.repos.listPullRequestsAssociatedWithCommit({
		...repository,
		commit_sha: sha,
		per_page: 100
	});
	const merged = data.filter((pull) => pull.merged_at).sort((a, b) => Date.parse(b.merged_at) - Date.parse(a.merged_at) || b.number - a.number);
	return merged[0] ? facts(merged[0]) : null;
}
/** A workflow run by id. */
async function workflowRun(client, repository, runId) {
	const { data } = await client.rest.actions.getWorkflowRun({
		...repository,
		run_id: runId
	});
	return {
		id: data.id,
		runNumber: data.run_number,
		attempt: data.run_attempt ?? 1,
		event: data.event,
		path: data.path.split("@")[0],
		headSha: data.head_sha,
		headBranch: data.head_branch ?? "",
		headOwner: data.head_repository?.owner?.login ?? "",
		htmlUrl: data.html_url,
		conclusion: data.conclusion ?? null
	};
}
/**
* The pull request of a `pull_request` run, from the API alone: by the head's owner and branch (the run's own list is empty
* for forks), exactly one open, with the same head commit as the run.
* @throws EvidenceError when none or several match, or the head has moved since.
*/
async function pullRequestOfRun(client, repository, run) {
	const open = run.headOwner === "" || run.headBranch === "" ? [] : await openPullsOf(client, repository, run);
	const same = open.filter((pull) => pull.head.sha === run.headSha);
	if (same.length === 1) return facts(same[0]);
	const [code, hint] = whyNotOne(open.length, same.length);
	throw new EvidenceError({
		code,
		message: `Looking for the open pull request of run ${run.id} (${run.headOwner || "deleted repository"}:${run.headBranch} at ${run.headSha}): found ${open.length}, of which ${same.length} at that commit.`,
		hint
	});
}
async function openPullsOf(client, repository, run) {
	const { data } = await client.rest.pulls.list({
		...repository,
		state: "open",
		head: `${run.headOwner}:${run.headBranch}`,
		per_page: 100
	});
	const owner = run.headOwner.toLowerCase();
	return data.filter((pull) => pull.head.ref === run.headBranch && pull.head.repo?.owner.login.toLowerCase() === owner);
}
function whyNotOne(open, same) {
	if (same > 1) return ["PULL_REQUEST_AMBIGUOUS", "One branch has several open pull requests: close all but one, then run the job again."];
	if (open > 0) return ["PULL_REQUEST_MOVED", "The branch has moved on; the run of its newest commit reports instead."];
	return ["PULL_REQUEST_NOT_FOUND", "Nothing is reported: the identity of a pull request is never taken from an artifact."];
}

// packages/github/src/viewer.ts
/**
* Asks GraphQL who we are: `GET /user` is 403 for the token of a job. REST writes a bot's login as `name[bot]`, GraphQL not
* always; a missing `[bot]` is forgiven only where REST says that the author is a bot, so that no person of that name passes.
* @throws ExternalError when GraphQL answers with errors.
*/
async function currentViewer(client) {
	const login = await viewerLogin(client);
	return {
		login,
		wrote: (user) => user !== null && (user.login === login || user.type === "Bot" && user.login === `${login}[bot]`)
	};
}
async function viewerLogin(client) {
	try {
		const { viewer } = await client.graphql("query { viewer { login } }");
		return viewer.login;
	} catch (error) {
		if (error instanceof DeliveryError) throw error;
		throw new ExternalError({
			code: "GITHUB_API_FAILED",
			system: "GitHub API",
			message: `Asking the GitHub API whom the token belongs to failed: ${error.message.slice(0, 300)}`,
			hint: "Our comment is recognised by its author. Run the job again, or look at the status page of the GitHub server.",
			retryable: true,
			cause: error
		});
	}
}

export { listRunArtifacts as _, workflowRun as a, earlierNames as c, writeReportComment as d, bodyAfterMarker as f, downloadArtifact as g, repositoryName as h, pullRequestOfRun as i, pullRequestOfMergeGroup as l, createClient as m, mergedPullRequestOf as n, changedFiles as o, parseMarker as p, pullRequest as r, fileAt as s, currentViewer as t, findReportComment as u, DOCUMENT_LIMITS as v, readZip as y };