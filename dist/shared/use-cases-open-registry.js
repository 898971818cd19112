import { a as ExternalError, d as registerSecret, i as EvidenceError, n as DeliveryError, o as InternalError, s as PermissionError, t as ConfigError } from "./core-errors.js";
import { n as requireRefLogPath, r as requireRefName } from "./core-ref-log-names.js";
import { n as canonicalJson, t as canonicalFile } from "./core-canonical-json.js";
import { a as boolean, d as number, f as record, i as array, l as literal, m as string, o as custom, p as strictObject, u as looseObject } from "./zod.js";
import { i as nearestNames, n as isAlias, t as MODEL_NAME } from "./core-names.js";
import { t as sealDocument } from "./core-seal.js";
import { n as aliasEventSchema, t as modelVersionSchema } from "./core-model-version.js";
import { n as documentDigest, r as sha256Hex } from "./core-digest.js";
import { c as metaField, d as sha256HexField, f as shortText, i as digestField, p as text, s as jsonField } from "./core-fields.js";
import { n as rememberedHash, t as hashFile } from "./model-files-hash-file.js";
import { basename, join, relative, resolve } from "node:path";
import { createHash, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { constants, createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { homedir, hostname } from "node:os";
import { chmod, copyFile, link, lstat, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { execFile, spawn } from "node:child_process";
import { setTimeout as setTimeout$1 } from "node:timers/promises";

// packages/core/src/documents/lineage.ts
const filePath = string().max(1024);
const lineageSchema = strictObject({
	schema: literal("lineage/1"),
	model: shortText,
	version: digestField,
	code: strictObject({
		commit: string().max(64).nullable(),
		dirty: boolean().nullable(),
		repository: string().max(1024).nullable()
	}),
	data: array(strictObject({
		name: shortText,
		sha256: sha256HexField.nullable(),
		version: string().max(1024).nullable(),
		query: text.nullable()
	})).max(1e3),
	params: record(shortText, jsonField),
	environment: strictObject({
		files: array(strictObject({
			path: filePath,
			sha256: sha256HexField
		})).max(1e3),
		frameworks: record(shortText, shortText)
	}),
	seeds: record(shortText, jsonField),
	hardware: record(shortText, jsonField),
	metrics: record(shortText, number().nullable()),
	meta: metaField.optional()
});

// packages/registry/src/ledger/digest.ts
function hexOf(digest) {
	return digest.slice(7);
}

// packages/registry/src/ledger/layout.ts
const LEDGER_FILE = "ledger.jsonl";
function versionPath(version) {
	return `versions/${hexOf(version)}.json`;
}
function versionPathOfModel(model, version) {
	return `versions/${model}/${hexOf(version)}.json`;
}
function lineagePath(digest) {
	return `lineage/${hexOf(digest)}.json`;
}

// packages/registry/src/ledger/ledger-lines.ts
const MAX_LEDGER_BYTES = 64 << 20;
const MAX_LINE_BYTES = 65536;
const LF$1 = 10;
const NO_LINES = {
	events: [],
	hashes: [],
	bytes: 0,
	malformed: null,
	chain: []
};
function parseLedger(content, before = NO_LINES) {
	const events = [...before.events];
	const hashes = [...before.hashes];
	const chain = [...before.chain];
	let start = before.bytes;
	const stop = (expected, found) => {
		const where = `${LEDGER_FILE}:${events.length + 1}`;
		return {
			events,
			hashes,
			bytes: start,
			chain,
			malformed: {
				kind: "malformed",
				where,
				expected,
				found
			}
		};
	};
	if (content.length > 67108864) return stop(`a ledger of at most ${MAX_LEDGER_BYTES} bytes`, `${content.length} bytes`);
	while (start < content.length) {
		const end = content.indexOf(LF$1, start);
		if (end < 0) return stop("a line that ends with LF", `${content.length - start} bytes without it`);
		if (end - start > MAX_LINE_BYTES) return stop(`at most ${MAX_LINE_BYTES} bytes`, `${end - start} bytes`);
		const line = content.subarray(start, end);
		const event = parseEvent(line);
		if (typeof event === "string") return stop("one alias-event/1 in JSON", event);
		chain.push(...linkFindings(event, events.length + 1, hashes.at(-1) ?? null));
		events.push(event);
		hashes.push(`sha256:${sha256Hex(line)}`);
		start = end + 1;
	}
	return {
		events,
		hashes,
		bytes: start,
		chain,
		malformed: null
	};
}
function parseEvent(line) {
	let value;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
	} catch (error) {
		return `${error.message.slice(0, 120)}`;
	}
	const parsed = aliasEventSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	return `${issue?.path.join(".") || "the line"}: ${issue?.message ?? "not an event"}`.slice(0, 200);
}
function linkFindings(event, number, previous) {
	const where = `${LEDGER_FILE}:${number}`;
	const findings = [];
	if (event.seq !== number) findings.push({
		kind: "seq",
		where,
		expected: String(number),
		found: String(event.seq)
	});
	if (event.previous !== previous) findings.push({
		kind: "previous",
		where,
		expected: String(previous),
		found: String(event.previous)
	});
	const stated = event.meta.digest;
	const digest = documentDigest(event);
	if (stated !== void 0 && stated !== digest) findings.push({
		kind: "digest",
		where,
		expected: digest,
		found: stated
	});
	return findings;
}

// packages/registry/src/ledger/alias-state.ts
const NO_MODEL = {
	aliases: /* @__PURE__ */ new Map(),
	versions: [],
	archived: /* @__PURE__ */ new Set()
};
function foldEvents(events) {
	const models = /* @__PURE__ */ new Map();
	const findings = [];
	events.forEach((event, index) => {
		const model = models.get(event.model) ?? {
			aliases: /* @__PURE__ */ new Map(),
			versions: [],
			archived: /* @__PURE__ */ new Set()
		};
		models.set(event.model, model);
		for (const finding of contradictions(model, event)) findings.push({
			...finding,
			where: `${LEDGER_FILE}:${index + 1}`
		});
		apply(model, event);
	});
	return {
		models,
		findings
	};
}
function apply(model, event) {
	const to = event.to;
	if (event.action === "archive") model.archived.add(to);
	if (event.action === "register" && !model.versions.includes(to)) model.versions.push(to);
	if (event.alias === null || event.action === "archive") return;
	const { stack, held } = model.aliases.get(event.alias) ?? {
		stack: [],
		held: /* @__PURE__ */ new Set()
	};
	model.aliases.set(event.alias, {
		stack,
		held,
		last: event
	});
	held.add(to);
	if (event.action === "rollback") {
		const below = stack.length > 1 ? stack.lastIndexOf(to, stack.length - 2) : -1;
		if (below >= 0) stack.splice(below + 1);
		else stack.splice(-1, 1, to);
	} else if (stack.at(-1) !== to) stack.push(to);
}
function* contradictions(model, event) {
	const to = event.to;
	if (event.alias === null !== (event.action === "archive")) yield {
		kind: "malformed",
		expected: event.action === "archive" ? "no alias in an archive event" : `the alias of a ${event.action}`,
		found: String(event.alias)
	};
	const stood = event.alias === null ? null : model.aliases.get(event.alias)?.stack.at(-1) ?? null;
	if (event.from !== stood) yield {
		kind: "from",
		expected: String(stood),
		found: String(event.from)
	};
	if (event.action !== "register" && !model.versions.includes(to)) yield {
		kind: "version",
		expected: "a registered version",
		found: to
	};
	if (event.action === "promote" && model.archived.has(to)) yield {
		kind: "version",
		expected: "a version that is not archived",
		found: to
	};
}

// packages/registry/src/ledger/resolve-version.ts
const VERSION = /^(sha256:)?([0-9a-f]{8,64})$/;
function resolveVersion(view, model, word) {
	if (isAlias(word)) return {
		version: aliased(view, model, word),
		alias: word
	};
	const prefix = VERSION.exec(word)?.[2];
	if (prefix === void 0) throw new ConfigError({
		code: "VERSION_WORD",
		message: `Looking up a version of ${model}: ${JSON.stringify(word.slice(0, 100))} is neither an alias nor sha256:<hex> nor a prefix of at least 8 hex digits.`,
		hint: "Aliases are lower-case words such as champion; `model-delivery history` shows the versions."
	});
	return {
		version: byPrefix(view, model, prefix),
		alias: null
	};
}
function aliased(view, model, alias) {
	const version = view.current(model, alias);
	if (version !== null) return version;
	const known = [...view.aliases(model).keys()];
	const near = nearestNames(alias, known);
	throw new EvidenceError({
		code: "ALIAS_UNKNOWN",
		message: `The model ${model} has no alias ${alias}; ${known.length === 0 ? "nothing is registered under that name yet" : `it has ${known.join(", ")}`}.`,
		hint: near.length > 0 ? `Did you mean ${near[0]}?` : "Register a version first, then promote it to the alias."
	});
}
function byPrefix(view, model, prefix) {
	const found = view.versions(model).filter((version) => hexOf(version).startsWith(prefix));
	if (found.length === 1) return found[0];
	if (found.length > 1) throw new ConfigError({
		code: "VERSION_AMBIGUOUS",
		message: `The prefix ${prefix} names ${found.length} versions of ${model}: ${found.slice(0, 5).join(", ")}${found.length > 5 ? ", …" : ""}.`,
		hint: "Write more digits."
	});
	throw new EvidenceError({
		code: "VERSION_UNKNOWN",
		message: `The ledger knows no version sha256:${prefix}${prefix.length < 64 ? "…" : ""} of ${model}; it knows ${view.versions(model).length} others.`,
		hint: "`model-delivery history` shows the versions; a version is known once it is registered."
	});
}

// packages/registry/src/ledger/ledger-view.ts
const MAX_DOCUMENT_BYTES = 32 << 20;
var LedgerView = class {
	commit;
	events;
	lines;
	#refLog;
	#models;
	findings;
	constructor(refLog, commit, lines) {
		this.commit = commit;
		this.lines = lines;
		this.events = lines.events;
		this.#refLog = refLog;
		const folded = foldEvents(lines.events);
		this.#models = folded.models;
		this.findings = [
			...lines.chain,
			...folded.findings,
			...lines.malformed ? [lines.malformed] : []
		];
	}
	get intact() {
		return this.findings.length === 0;
	}
	model(model) {
		return this.#models.get(model) ?? NO_MODEL;
	}
	alias(model, alias) {
		return this.model(model).aliases.get(alias);
	}
	current(model, alias) {
		return this.alias(model, alias)?.stack.at(-1) ?? null;
	}
	aliases(model) {
		const states = [...this.model(model).aliases].sort(([a], [b]) => a < b ? -1 : 1);
		return new Map(states.map(([alias, { stack }]) => [alias, stack.at(-1)]));
	}
	stack(model, alias) {
		return this.alias(model, alias)?.stack ?? [];
	}
	versions(model) {
		return this.model(model).versions;
	}
	isArchived(model, version) {
		return this.model(model).archived.has(version);
	}
	async versionDocument(version, model) {
		const paths = [...model === void 0 ? [] : [versionPathOfModel(model, version)], versionPath(version)];
		for (const path of paths) {
			const document = await this.#document(path, (value) => modelVersionSchema.safeParse(value));
			if (document === null) continue;
			if (document.version !== version) throw unusable(path, `a document about ${version}`, document.version);
			if (model === void 0 || document.model === model) return document;
		}
		return null;
	}
	lineageDocument(digest) {
		return this.#document(lineagePath(digest), (value) => lineageSchema.safeParse(value));
	}
	resolve(model, word) {
		return resolveVersion(this, model, word);
	}
	async #document(path, parse) {
		const bytes = this.commit === null ? null : await this.#refLog.read(this.commit, path);
		if (bytes === null) return null;
		if (bytes.length > MAX_DOCUMENT_BYTES) throw unusable(path, `at most ${MAX_DOCUMENT_BYTES} bytes`, `${bytes.length} bytes`);
		let value;
		try {
			value = JSON.parse(Buffer.from(bytes).toString("utf8"));
		} catch (error) {
			throw unusable(path, "a JSON document", error.message.slice(0, 120), error);
		}
		const parsed = parse(value);
		if (parsed.success) return parsed.data;
		throw unusable(path, "the document of its schema", parsed.error.issues[0]?.message ?? "something else");
	}
};
function unusable(path, expected, found, cause) {
	return new EvidenceError({
		code: "LEDGER_DOCUMENT",
		message: `Reading ${path} of the ledger: expected ${expected}, found ${found}.`,
		hint: "Somebody changed the ledger by hand: `model-delivery verify` names the commit that did.",
		cause
	});
}
function requireReadable(lines, ref, place) {
	if (lines.malformed === null) return;
	const { where, expected, found } = lines.malformed;
	throw new EvidenceError({
		code: "LEDGER_MALFORMED",
		message: `Reading the ledger ${ref} of ${place}: line ${where.slice(LEDGER_FILE.length + 1)} is unusable: expected ${expected}, found ${found}.`,
		hint: "Ledgers are written by model-delivery only: look at the last commits of the branch, and put it back to the last good one."
	});
}

// packages/registry/src/ledger/moves.ts
function refused(kind, actual, message) {
	return {
		ok: false,
		kind,
		actual,
		message
	};
}
function decideRegister(view, request) {
	const to = request.version.version;
	const from = view.current(request.model, request.alias);
	if (view.isArchived(request.model, to)) return refused("refused", from, `${to} of ${request.model} is archived; archived versions are not registered again`);
	const created = !view.versions(request.model).includes(to);
	return {
		ok: true,
		alias: request.alias,
		from,
		to,
		created
	};
}
function decidePromote(view, request, expect) {
	const { model, alias, version: to } = request;
	requireRegistered(view, model, to);
	const from = view.current(model, alias);
	if (from !== expect) return moved(model, alias, expect, from);
	if (view.isArchived(model, to)) return refused("refused", from, `${to} of ${model} is archived; archived versions are not promoted`);
	return {
		ok: true,
		alias,
		from,
		to,
		created: false
	};
}
function decideRollback(view, request, expect, begun) {
	const { model, alias } = request;
	if (request.to !== void 0) requireRegistered(view, model, request.to);
	const state = view.alias(model, alias);
	const from = view.current(model, alias);
	if (from !== expect) return moved(model, alias, expect, from);
	if (begun.alias(model, alias)?.last.seq !== state?.last.seq && request.to === void 0) return moved(model, alias, expect, from);
	if (state === void 0) return refused("refused", null, `${model} has no alias ${alias} that could go back`);
	const below = state.stack.slice(0, -1).filter((version) => !view.isArchived(model, version));
	const to = request.to ?? below.at(-1);
	if (to === void 0) return refused("refused", from, `there is nothing under ${from} on the stack of ${alias}: it was never anything else`);
	if (to === from) return refused("refused", from, `${alias} of ${model} stands at ${to} already`);
	if (view.isArchived(model, to)) return refused("refused", from, `${to} of ${model} is archived; archived versions are not promoted`);
	if (!state.held.has(to)) return refused("refused", from, `${alias} of ${model} never named ${to}: that is a promotion, not a rollback`);
	return {
		ok: true,
		alias,
		from,
		to,
		created: false
	};
}
function decideArchive(view, request) {
	const { model, version } = request;
	requireRegistered(view, model, version);
	if (view.isArchived(model, version)) return refused("refused", null, `${version} of ${model} is archived already`);
	const serving = [...view.model(model).aliases].filter(([, { stack, last }]) => stack.at(-1) === version && last.action !== "register");
	if (serving.length > 0) return refused("refused", version, `${version} of ${model} is what ${serving.map(([alias]) => alias).sort().join(", ")} names; promote another version first`);
	return {
		ok: true,
		alias: null,
		from: null,
		to: version,
		created: false
	};
}
function moved(model, alias, expect, actual) {
	const [wanted, found] = [expect ?? "nothing", actual ?? "nothing"];
	return refused("moved", actual, `${alias} of ${model} names ${actual === expect ? `${found} again` : `${found}, not ${wanted}`}: somebody moved it meanwhile`);
}
function requireRegistered(view, model, version) {
	if (view.versions(model).includes(version)) return;
	throw new EvidenceError({
		code: "VERSION_UNKNOWN",
		message: `The ledger knows no version ${version} of ${model}.`,
		hint: "Register it first; `model-delivery history` shows the versions."
	});
}

// packages/registry/src/ledger/ledger.ts
function openLedger(options) {
	return new GitLedger(options);
}
const ATTEMPTS$4 = 100;
const MAX_WAIT_MS$1 = 4e3;
const MAX_SPREAD = 4;
var GitLedger = class {
	ref;
	#options;
	#latest;
	constructor(options) {
		requireRefName(options.ref);
		this.ref = options.ref;
		this.#options = options;
	}
	get place() {
		return this.#options.refLog.place;
	}
	async read() {
		return (await this.#snapshot()).view;
	}
	async #snapshot() {
		const { refLog } = this.#options;
		const commit = await refLog.head(this.ref);
		const latest = this.#latest;
		if (latest && latest.view.commit === commit) return latest;
		const content = commit === null ? /* @__PURE__ */ new Uint8Array() : await refLog.read(commit, LEDGER_FILE);
		if (content === null) throw this.#withoutFile(commit);
		const lines = parseLedger(content, latest && startsWith(content, latest.content) ? latest.view.lines : NO_LINES);
		requireReadable(lines, this.ref, this.place);
		this.#latest = {
			view: new LedgerView(refLog, commit, lines),
			content
		};
		return this.#latest;
	}
	async register(request) {
		const alias = request.alias ?? "candidate";
		requireNames(request.model, alias);
		return this.#write("register", request, (view) => decideRegister(view, {
			...request,
			alias
		}));
	}
	async promote(request) {
		requireNames(request.model, request.alias);
		const { model, alias, expect } = request;
		return this.#write("promote", request, (view, begun) => decidePromote(view, request, expect === void 0 ? begun.current(model, alias) : expect));
	}
	async rollback(request) {
		requireNames(request.model, request.alias);
		const { model, alias, expect } = request;
		return this.#write("rollback", request, (view, begun) => decideRollback(view, request, expect === void 0 ? begun.current(model, alias) : expect, begun));
	}
	async archive(request) {
		requireNames(request.model);
		return this.#write("archive", request, (view) => decideArchive(view, request));
	}
	async #write(action, request, decide) {
		requireReason(request.reason);
		const attempts = this.#options.attempts ?? ATTEMPTS$4;
		const clock = this.#options.clock ?? (() => performance.now());
		const { refLog } = this.#options;
		const begun = await this.#snapshot();
		const once = (snapshot) => this.#attempt(action, request, (view) => decide(view, begun.view), snapshot);
		const again = async () => once(await this.#snapshot());
		for (let attempt = 1; attempt <= attempts; attempt++) {
			const began = clock();
			const inTurn = attempt > 1 && refLog.inTurn !== void 0;
			const outcome = await (attempt === 1 ? once(begun) : inTurn ? refLog.inTurn(this.ref, again) : again());
			if (outcome !== null) return outcome;
			if (attempt > 1 || refLog.inTurn === void 0) await this.#pause(attempt, clock() - began);
		}
		throw new ExternalError({
			code: "LEDGER_BUSY",
			system: "git",
			message: `Writing to the ledger ${this.ref} of ${this.place}: the branch moved ${attempts} times between reading and writing.`,
			hint: "Many jobs write at once: run this one again, or give the jobs a common `concurrency` group.",
			retryable: true,
			attempts
		});
	}
	async #attempt(action, request, decide, snapshot) {
		const { view } = snapshot;
		const decision = view.intact ? decide(view) : broken(view);
		if (!decision.ok) return decision;
		const { event, line, files } = await this.#compose(action, request, decision, snapshot);
		const message = `${action} ${request.model}${decision.alias === null ? "" : ` ${decision.alias}`}: ${decision.to}`;
		const outcome = await this.#options.refLog.append(this.ref, view.commit, {
			files,
			message
		});
		return outcome.ok ? {
			ok: true,
			event,
			line,
			commit: outcome.commit,
			created: decision.created
		} : null;
	}
	async #compose(action, request, { alias, from, to }, { view, content }) {
		const registered = "lineage" in request ? {
			lineage: request.lineage.digest,
			evidence: request.evidence
		} : {};
		const { model, reason } = request;
		const sealed = sealDocument({
			schema: "alias-event/1",
			seq: view.events.length + 1,
			action,
			model,
			alias,
			from,
			to,
			reason,
			previous: view.lines.hashes.at(-1) ?? null,
			...registered
		}, {});
		const event = {
			...sealed.document,
			meta: {
				...request.meta,
				digest: sealed.digest
			}
		};
		const line = canonicalFile(event);
		const files = { [LEDGER_FILE]: Buffer.concat([content, Buffer.from(line)]) };
		if ("lineage" in request) Object.assign(files, await this.#documents(request, view));
		return {
			event,
			line,
			files
		};
	}
	async #documents(request, view) {
		const version = request.version.version;
		const [shared, own] = [versionPath(version), versionPathOfModel(request.model, version)];
		const files = {};
		const present = await view.versionDocument(version);
		if (present === null) files[shared] = canonicalFile(request.version);
		else if (present.model !== request.model && await view.versionDocument(version, request.model) === null) files[own] = canonicalFile(request.version);
		const lineage = lineagePath(request.lineage.digest);
		if (await view.lineageDocument(request.lineage.digest) === null) files[lineage] = request.lineage.file;
		return files;
	}
	async #pause(attempt, tookMs) {
		const limit = Math.min(MAX_WAIT_MS$1, tookMs * Math.min(MAX_SPREAD, 2 ** attempt));
		const ms = Math.ceil((this.#options.random ?? Math.random)() * limit);
		await (this.#options.sleep ?? ((wait) => new Promise((done) => setTimeout(done, wait))))(ms);
	}
	#withoutFile(commit) {
		return new EvidenceError({
			code: "LEDGER_MALFORMED",
			message: `Reading the ledger ${this.ref} of ${this.place}: its commit ${commit.slice(0, 12)} has no file ${LEDGER_FILE}.`,
			hint: "Point `registry.ledger.git` to a branch of its own: it holds nothing but the ledger."
		});
	}
};
function broken(view) {
	const { where, kind, expected, found } = view.findings[0];
	return {
		ok: false,
		kind: "refused",
		actual: null,
		message: `the ledger's chain is broken at ${where} (${kind}: expected ${expected}, found ${found}); nothing is written on top of it`
	};
}
function startsWith(content, prefix) {
	return content.length >= prefix.length && Buffer.compare(content.subarray(0, prefix.length), prefix) === 0;
}
function requireNames(model, alias) {
	if (!MODEL_NAME.test(model)) throw new ConfigError({
		code: "MODEL_NAME",
		message: `A model's name has up to 63 of a-z 0-9 . _ - and begins with a letter or digit; found ${JSON.stringify(model.slice(0, 100))}.`
	});
	if (alias === void 0 || isAlias(alias)) return;
	throw new ConfigError({
		code: "ALIAS_NAME",
		message: `An alias has up to 32 of a-z 0-9 - , begins with a letter and is not 8 or more hex digits; found ${JSON.stringify(alias.slice(0, 100))}.`,
		hint: "Use candidate, staging, champion, or a word of your own."
	});
}
const MAX_REASON = 4096;
function requireReason(reason) {
	if (reason.trim() !== "" && reason.length <= MAX_REASON) return;
	throw new ConfigError({
		code: "REASON_MISSING",
		message: `Every move in the ledger says why, in 1 to ${MAX_REASON} characters; found ${reason.length === 0 ? "none" : `${reason.length}`}.`,
		hint: "Give --reason TEXT."
	});
}

// packages/registry/src/stores/content/descriptor.ts
const MEDIA = {
	manifest: "application/vnd.oci.image.manifest.v1+json",
	index: "application/vnd.oci.image.index.v1+json",
	modelArtifact: "application/vnd.cncf.model.manifest.v1+json",
	empty: "application/vnd.oci.empty.v1+json"
};
const ANNOTATION = {
	modelPath: "org.cncf.model.filepath",
	title: "org.opencontainers.image.title",
	tag: "org.opencontainers.image.ref.name"
};
const digestSchema = custom((value) => typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value), "expected sha256: and 64 hex digits");
const descriptorSchema = looseObject({
	mediaType: string().max(255),
	digest: digestSchema,
	size: number().int().nonnegative(),
	artifactType: string().max(255).optional(),
	annotations: record(string(), string()).optional()
});
const manifestSchema = looseObject({
	schemaVersion: literal(2),
	mediaType: string().optional(),
	artifactType: string().optional(),
	config: descriptorSchema,
	layers: array(descriptorSchema).max(1e5),
	subject: descriptorSchema.optional()
});
function readManifest(bytes, where) {
	const refuse = (found, cause) => new EvidenceError({
		code: "STORE_MANIFEST",
		message: `Reading the manifest ${where}: expected an OCI image manifest, found ${found}.`,
		hint: "The version was not written by model-delivery, or by a newer one. `model-delivery verify` shows what else is wrong.",
		cause
	});
	let content;
	try {
		content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (cause) {
		throw refuse("bytes that are no JSON", cause);
	}
	const manifest = manifestSchema.safeParse(content);
	if (manifest.success) return manifest.data;
	const problem = manifest.error.issues[0];
	throw refuse(`${problem.message} at ${problem.path.join(".") || "the top"}`);
}

// packages/registry/src/stores/content/unknown-manifest.ts
function unknownManifest(tag, digest, place) {
	return new EvidenceError({
		code: "VERSION_NOT_STORED",
		message: `Setting the tag ${tag} to ${digest}: ${place} does not have that version.`,
		hint: "Register the model first; if it was registered, check `registry.store`."
	});
}

// packages/registry/src/stores/content/verified.ts
function alteredContent(place, expected, found) {
	return new EvidenceError({
		code: "STORE_CONTENT_ALTERED",
		message: `Reading ${expected} from ${place}: found bytes with the digest ${found}.`,
		hint: "The stored bytes were changed or damaged. `model-delivery verify REF` names them: remove them from the store, then register the same model again from its source."
	});
}
function verifiedBytes(bytes, digest, place) {
	const found = `sha256:${sha256Hex(bytes)}`;
	if (found !== digest) throw alteredContent(place, digest, found);
	return bytes;
}
var DigestCheck = class extends Transform {
	#hash = createHash("sha256");
	#digest;
	#place;
	constructor(digest, place) {
		super({ highWaterMark: 1 << 20 });
		this.#digest = digest;
		this.#place = place;
	}
	_transform(chunk, _encoding, done) {
		this.#hash.update(chunk);
		done(null, chunk);
	}
	_flush(done) {
		const found = `sha256:${this.#hash.digest("hex")}`;
		done(found === this.#digest ? null : alteredContent(this.#place, this.#digest, found));
	}
};
function verifiedStream(source, digest, place, explain = (error) => error) {
	const check = new DigestCheck(digest, place);
	check.on("error", () => source.destroy());
	check.on("close", () => source.destroy());
	source.on("error", (error) => check.destroy(explain(error)));
	source.on("close", () => {
		const broken = Object.assign(/* @__PURE__ */ new Error("the answer ended early"), { code: "ECONNRESET" });
		if (!source.readableEnded) check.destroy(explain(source.errored ?? broken));
	});
	return source.pipe(check);
}

// packages/registry/src/stores/content/write-content.ts
function sourceName(source) {
	return source instanceof Uint8Array ? "a document" : source.shown ?? basename(source.path);
}
function changedSource(path, expected, found) {
	return new EvidenceError({
		code: "MODEL_CHANGED",
		message: `Storing ${path}: expected the bytes ${expected} that were identified, found ${found}.`,
		hint: "Something wrote to the file meanwhile. Let training finish before registering, then run it again."
	});
}
function descriptorOf(mediaType, bytes) {
	return {
		mediaType,
		digest: `sha256:${sha256Hex(bytes)}`,
		size: bytes.length
	};
}
async function writeVersion(place, identity, root, options = {}) {
	const manifestBytes = Buffer.from(identity.manifest);
	const manifest = {
		...descriptorOf(MEDIA.manifest, manifestBytes),
		artifactType: MEDIA.modelArtifact
	};
	const { config, layers } = readManifest(manifestBytes, identity.version);
	const single = (await lstat(root)).isFile();
	const blobs = /* @__PURE__ */ new Map();
	layers.forEach((blob, index) => {
		const shown = identity.files[index].path;
		blobs.set(blob.digest, {
			blob,
			source: {
				path: single ? root : join(root, shown),
				shown
			}
		});
	});
	blobs.set(config.digest, {
		blob: config,
		source: Buffer.from(identity.config)
	});
	const total = [...blobs.values()].reduce((sum, { blob }) => sum + blob.size, 0);
	let done = 0;
	let bytesSent = 0;
	for (const { blob, source } of blobs.values()) {
		options.signal?.throwIfAborted();
		const before = done;
		const moved = (bytes) => {
			done += bytes;
			options.progress?.(done, total);
		};
		bytesSent += await place.writeBlob(blob, source, {
			signal: options.signal,
			moved
		});
		done = before + blob.size;
		options.progress?.(done, total);
	}
	const created = !await place.hasManifest(manifest.digest);
	if (created) {
		await place.writeManifest({
			descriptor: manifest,
			bytes: manifestBytes
		}, options.signal);
		bytesSent += manifestBytes.length;
	}
	return {
		created,
		bytesSent
	};
}
async function writeArtifact(place, subjectDigest, artifactType, files, options = {}) {
	const subject = await subjectOf(place, subjectDigest);
	const empty = Buffer.from("{}");
	const config = descriptorOf(MEDIA.empty, empty);
	const layers = await Promise.all(sortedByName(files).map(layerOf));
	const bytes = Buffer.from(canonicalJson({
		schemaVersion: 2,
		mediaType: MEDIA.manifest,
		artifactType,
		config,
		layers: layers.map(({ blob }) => blob),
		subject
	}));
	const descriptor = {
		...descriptorOf(MEDIA.manifest, bytes),
		artifactType
	};
	if (await place.hasManifest(descriptor.digest)) {
		await place.relist({
			descriptor,
			bytes,
			subject
		}, options.signal);
		return descriptor.digest;
	}
	const total = layers.reduce((sum, { blob }) => sum + blob.size, 0);
	let done = 0;
	for (const { blob, source } of [...layers, {
		blob: config,
		source: empty
	}]) {
		options.signal?.throwIfAborted();
		await place.writeBlob(blob, source, { signal: options.signal });
		if (blob !== config) done += blob.size;
		options.progress?.(done, total);
	}
	await place.writeManifest({
		descriptor,
		bytes,
		subject
	}, options.signal);
	return descriptor.digest;
}
async function subjectOf(place, digest) {
	const bytes = await place.manifest(digest);
	if (bytes) return {
		mediaType: MEDIA.manifest,
		digest,
		size: bytes.length,
		artifactType: MEDIA.modelArtifact
	};
	throw new EvidenceError({
		code: "VERSION_NOT_STORED",
		message: `Attaching documents to ${digest}: ${place.name} does not have that version.`,
		hint: "Register the model first; if it was registered, check `registry.store`."
	});
}
function sortedByName(files) {
	const names = new Set(files.map((file) => file.name));
	if (files.length === 0 || names.size < files.length) throw new InternalError({
		code: "INTERNAL",
		message: `An artifact needs files with different names; got ${files.map((file) => file.name).join(", ") || "none"}.`
	});
	return [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
async function layerOf(file) {
	const annotations = { [ANNOTATION.title]: file.name };
	if (file.content instanceof Uint8Array) return {
		blob: {
			...descriptorOf(file.mediaType, file.content),
			annotations
		},
		source: file.content
	};
	const { size, sha256 } = await hashFile(file.content.path);
	return {
		blob: {
			mediaType: file.mediaType,
			digest: `sha256:${sha256}`,
			size,
			annotations
		},
		source: file.content
	};
}

// packages/registry/src/stores/tag-name.ts
function assertTag(name) {
	if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name) && !isReservedTag(name)) return;
	throw new ConfigError({
		code: "STORE_TAG_NAME",
		message: `Setting a tag: expected at most 128 letters, digits, ".", "_" or "-", found ${JSON.stringify(name)}.`,
		hint: "Choose another alias; `sha256-…` and `c-…` are kept for the store itself."
	});
}
const referrersTag = (digest) => digest.replace(":", "-");
const keepingTag = (digest) => `c-${digest.slice(7, 27)}`;
function isReservedTag(name) {
	return /^sha256-[0-9a-f]{64}(\..*)?$/.test(name) || /^c-[0-9a-f]{20}$/.test(name);
}

// packages/registry/src/stores/oci-layout/draft-file.ts
const INCOMING = ".incoming";
async function draftPath(directory) {
	const incoming = join(directory, INCOMING);
	await mkdir(incoming, { recursive: true });
	return join(incoming, `${process.pid}@${hostname()}@${randomUUID()}`);
}
async function removeAbandonedDrafts(directory) {
	const incoming = join(directory, INCOMING);
	const drafts = await readdir(incoming).catch((error) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	for (const draft of drafts) {
		const [pid, host] = draft.split("@");
		if (host === hostname() && !processIsAlive(Number(pid))) await rm(join(incoming, draft), { force: true });
	}
}
function processIsAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

// packages/registry/src/stores/oci-layout/index-lock.ts
const ABANDONED_AFTER_MS$1 = 15e3;
const GIVE_UP_AFTER_MS$1 = 6e4;
var LockLost = class extends Error {};
async function withLock(path, draftPath, change) {
	const began = Date.now();
	for (;;) {
		const mine = JSON.stringify({
			token: randomUUID(),
			pid: process.pid,
			host: hostname()
		});
		if (await acquire(path, mine, await draftPath())) try {
			return await change(async () => {
				if (await contentOf$1(path) !== mine) throw new LockLost();
			});
		} catch (error) {
			if (!(error instanceof LockLost)) throw error;
		} finally {
			if (await contentOf$1(path) === mine) await rm(path, { force: true });
		}
		else if (!await takeOverAbandoned(path)) {
			if (Date.now() - began > GIVE_UP_AFTER_MS$1) throw busy(path);
			await setTimeout$1(2 + Math.random() * 10);
		}
	}
}
async function acquire(path, mine, draft) {
	try {
		await writeFile(draft, mine, { flag: "wx" });
		await link(draft, path).catch(async (error) => {
			if (![
				"EPERM",
				"ENOTSUP",
				"EOPNOTSUPP",
				"ENOSYS"
			].includes(error.code ?? "")) throw error;
			await writeFile(path, mine, { flag: "wx" });
		});
		return true;
	} catch (error) {
		if (error.code === "EEXIST") return false;
		throw error;
	} finally {
		await rm(draft, { force: true });
	}
}
async function contentOf$1(path) {
	return await readFile(path, "utf8").catch(() => null);
}
async function takeOverAbandoned(path) {
	const content = await contentOf$1(path);
	if (content === null) return true;
	if (!await isAbandoned$1(path, content)) return false;
	const aside = `${path}.${randomUUID()}`;
	try {
		await rename(path, aside);
	} catch {
		return true;
	}
	if (await contentOf$1(aside) !== content) await link(aside, path).catch(() => void 0);
	await rm(aside, { force: true });
	return true;
}
async function isAbandoned$1(path, content) {
	const facts = await stat(path).catch(() => null);
	if (facts === null) return false;
	if (Date.now() - facts.mtimeMs > ABANDONED_AFTER_MS$1) return true;
	try {
		const holder = JSON.parse(content);
		return holder.host === hostname() && !processIsAlive(holder.pid);
	} catch {
		return false;
	}
}
function busy(path) {
	return new ExternalError({
		code: "STORE_BUSY",
		system: "file system",
		retryable: true,
		message: `Waiting ${GIVE_UP_AFTER_MS$1 / 1e3} s for the lock ${basename(path)} of the model store: other processes keep holding it.`,
		hint: "Run it again when they are done; remove the file if there are none."
	});
}

// packages/registry/src/stores/oci-layout/index-file.ts
const indexSchema = looseObject({
	schemaVersion: literal(2),
	manifests: array(descriptorSchema)
});
const LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
async function readIndex$1(directory) {
	const path = join(directory, "index.json");
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		if (error.code !== "ENOENT") throw error;
		return {
			schemaVersion: 2,
			mediaType: MEDIA.index,
			manifests: []
		};
	}
	try {
		return indexSchema.parse(JSON.parse(text));
	} catch (cause) {
		throw new EvidenceError({
			code: "STORE_CORRUPT",
			message: `Reading the model store ${basename(directory)}: index.json is no index of an OCI layout.`,
			hint: "Restore index.json from a copy: the blobs are untouched, and the ledger names every version and its digest.",
			cause
		});
	}
}
async function replaceFile(directory, name, content, commit) {
	const draft = await draftPath(directory);
	try {
		const handle = await open(draft, "wx");
		try {
			await handle.writeFile(content);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await commit?.();
		await rename(draft, join(directory, name));
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	await syncDirectory(directory);
}
async function syncDirectory(path) {
	const handle = await open(path, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
async function createLayout(directory) {
	await mkdir(join(directory, "blobs", "sha256"), { recursive: true });
	await writeFile(join(directory, "oci-layout"), LAYOUT, { flag: "wx" }).catch(async (error) => {
		if (error.code !== "EEXIST") throw error;
		if (await readFile(join(directory, "oci-layout"), "utf8") === "") await replaceFile(directory, "oci-layout", LAYOUT);
	});
}
async function changeIndex(directory, change) {
	await withLock(join(directory, "index.json.lock"), () => draftPath(directory), async (stillMine) => {
		const index = await readIndex$1(directory);
		const manifests = change(index.manifests);
		if (manifests === null) return;
		await replaceFile(directory, "index.json", `${JSON.stringify({
			...index,
			mediaType: MEDIA.index,
			manifests
		})}\n`, stillMine);
	});
}
function tagOf(descriptor) {
	return descriptor.annotations?.[ANNOTATION.tag] ?? null;
}
function tagged(descriptor, tag) {
	return {
		...descriptor,
		annotations: { [ANNOTATION.tag]: tag }
	};
}
function storedManifest(index, digest) {
	const found = index.manifests.filter((descriptor) => descriptor.digest === digest);
	if (found.length === 0) return null;
	const { annotations: _annotations, ...bare } = found[0];
	return found.find((descriptor) => tagOf(descriptor) === null) ?? bare;
}

// packages/registry/src/stores/oci-layout/blob-file.ts
function blobPath(directory, digest) {
	return join(directory, "blobs", "sha256", digest.slice(7));
}
async function hasBlobFile(directory, blob) {
	const facts = await stat(blobPath(directory, blob.digest)).catch((error) => {
		if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
		throw error;
	});
	return facts?.isFile() === true && facts.size === blob.size;
}
const SYNC_UP_TO_BYTES = 32 << 20;
async function writeBlobFile(directory, blob, source, options) {
	const draft = await draftPath(directory);
	try {
		const handle = await open(draft, "wx", 420);
		try {
			const found = await fill({
				path: draft,
				handle
			}, blob, source, options);
			if (found !== blob.digest) throw changedSource(sourceName(source), blob.digest, found);
			if (blob.size <= SYNC_UP_TO_BYTES) await handle.datasync();
		} finally {
			await handle.close();
		}
		await rename(draft, blobPath(directory, blob.digest));
		await syncDirectory(join(directory, "blobs", "sha256"));
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	return blob.size;
}
async function fill(draft, blob, source, options) {
	if (source instanceof Uint8Array) {
		await draft.handle.writeFile(source);
		return `sha256:${sha256Hex(source)}`;
	}
	const known = await rememberedHash(source.path);
	if (known !== null) {
		if (`sha256:${known.sha256}` !== blob.digest) return `sha256:${known.sha256}`;
		await copyWithin(draft, source.path, options);
		const copied = (await draft.handle.stat()).size;
		if (copied === known.size && await rememberedHash(source.path) !== null) return blob.digest;
		await draft.handle.truncate(0);
		options.moved?.(-copied);
	}
	return copyHashing(draft.handle, source, options);
}
async function copyWithin({ path, handle }, source, { signal, moved }) {
	signal?.throwIfAborted();
	const { mode } = await handle.stat();
	let seen = 0;
	const look = async () => {
		const { size } = await handle.stat();
		moved?.(size - seen);
		seen = size;
	};
	const watch = setInterval(() => void look().catch(() => void 0), 500);
	try {
		await unlessAborted(copyFile(source, path, constants.COPYFILE_FICLONE), signal);
		await chmod(path, mode & 511);
		await look();
	} finally {
		clearInterval(watch);
	}
}
async function unlessAborted(copy, signal) {
	if (signal === void 0) return copy;
	let stop = () => {};
	const aborted = new Promise((_, fail) => {
		stop = () => fail(signal.reason);
		signal.addEventListener("abort", stop, { once: true });
	});
	try {
		await Promise.race([copy, aborted]);
	} finally {
		signal.removeEventListener("abort", stop);
		copy.catch(() => void 0);
	}
}
async function copyHashing(handle, source, options) {
	const each = async (block, position) => {
		for (let at = 0; at < block.length;) at += (await handle.write(block, at, block.length - at, position + at)).bytesWritten;
		options.moved?.(block.length);
	};
	const { sha256 } = await hashFile(source.path, {
		signal: options.signal,
		each
	});
	return `sha256:${sha256}`;
}

// packages/registry/src/stores/oci-layout/layout-error.ts
function layoutError(directory, doing, cause) {
	const code = cause.code;
	if (cause instanceof DeliveryError || code === void 0 || code === "ABORT_ERR") return cause;
	const message = `${doing} in the model store ${directory}`;
	if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return new ExternalError({
		code: "STORE_FULL",
		system: "file system",
		message: `${message}: there is no space left (${code}). Nothing of the version is visible.`,
		hint: "Free space there, or move the store with `registry.store.oci_layout` or MODEL_DELIVERY_STORE, and run it again.",
		cause
	});
	if (code === "EACCES" || code === "EPERM" || code === "EROFS") return new PermissionError({
		code: "STORE_READ_ONLY",
		message: `${message}: it may not be written or read (${code}).`,
		hint: "Give this user access to the folder, or name another one in `registry.store.oci_layout`.",
		cause
	});
	return new ExternalError({
		code: "STORE_UNREACHABLE",
		system: "file system",
		message: `${message}: the file system answered ${code}.`,
		hint: "Check that `registry.store.oci_layout` names a folder and that its disk is mounted.",
		cause
	});
}

// packages/registry/src/stores/oci-layout/layout-store.ts
function ociLayoutStore(directory, shown = directory) {
	const place = new LayoutPlace(directory, shown);
	const doing = (what, work) => work().catch((error) => {
		throw layoutError(shown, what, error);
	});
	return {
		kind: "oci_layout",
		reference: (digest) => `${shown.replace(/\/+$/, "") || "/"}@${digest}`,
		manifest: (digest) => doing(`Reading ${digest}`, () => place.manifest(digest)),
		push: (identity, root, options) => doing(`Storing ${identity.version}`, () => place.push(() => writeVersion(place, identity, root, options))),
		attach: (subject, artifactType, files, options) => doing(`Attaching documents to ${subject}`, () => place.push(() => writeArtifact(place, subject, artifactType, files, options))),
		blob: (digest) => doing(`Reading ${digest}`, () => place.blob(digest)),
		tag: (name, digest) => doing(`Setting the tag ${name}`, () => place.tag(name, digest)),
		tags: () => doing("Reading the tags", () => place.tags())
	};
}
var LayoutPlace = class {
	name;
	#directory;
	#shown;
	constructor(directory, shown) {
		this.name = `the model store ${shown}`;
		this.#directory = directory;
		this.#shown = shown;
	}
	async push(work) {
		await createLayout(this.#directory);
		await removeAbandonedDrafts(this.#directory);
		return await work();
	}
	async hasManifest(digest) {
		const stored = storedManifest(await readIndex$1(this.#directory), digest);
		return stored !== null && await hasBlobFile(this.#directory, stored);
	}
	async manifest(digest) {
		if (storedManifest(await readIndex$1(this.#directory), digest) === null) return null;
		try {
			return verifiedBytes(await readFile(blobPath(this.#directory, digest)), digest, this.name);
		} catch (error) {
			if (error.code === "ENOENT") return null;
			throw error;
		}
	}
	async writeBlob(blob, source, options) {
		if (await hasBlobFile(this.#directory, blob)) return 0;
		return await writeBlobFile(this.#directory, blob, source, options);
	}
	async writeManifest({ descriptor, bytes }) {
		await this.writeBlob(descriptor, bytes, {});
		await changeIndex(this.#directory, (descriptors) => descriptors.some((other) => other.digest === descriptor.digest && tagOf(other) === null) ? null : [...descriptors, descriptor]);
	}
	async relist() {}
	async blob(digest) {
		const handle = await open(blobPath(this.#directory, digest), "r").catch((error) => {
			if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
			throw error;
		});
		if (handle === null) return null;
		const file = createReadStream("", {
			fd: handle,
			highWaterMark: 1 << 20
		});
		return verifiedStream(file, digest, this.name, (error) => layoutError(this.#shown, `Reading ${digest}`, error));
	}
	async tag(name, digest) {
		assertTag(name);
		await changeIndex(this.#directory, (descriptors) => {
			const stored = storedManifest({
				schemaVersion: 2,
				manifests: descriptors
			}, digest);
			if (stored === null) throw unknownManifest(name, digest, this.name);
			if (descriptors.find((descriptor) => tagOf(descriptor) === name)?.digest === digest) return null;
			return [...descriptors.filter((descriptor) => tagOf(descriptor) !== name), tagged(stored, name)];
		});
	}
	async tags() {
		const { manifests } = await readIndex$1(this.#directory);
		const names = manifests.flatMap((descriptor) => {
			const name = tagOf(descriptor);
			return name === null ? [] : [[name, descriptor.digest]];
		});
		return Object.fromEntries(names.sort(([a], [b]) => a < b ? -1 : 1));
	}
};

// packages/registry/src/stores/oci-registry/challenge.ts
function readChallenge(header) {
	if (header === void 0 || header.length > 8192) return null;
	const scheme = /^\s*(basic|bearer)\b/i.exec(header)?.[1]?.toLowerCase();
	if (scheme === "basic") return { scheme };
	if (scheme !== "bearer") return null;
	const fields = /* @__PURE__ */ new Map();
	for (const [, name, quoted, plain] of header.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi)) fields.set(name.toLowerCase(), quoted ?? plain ?? "");
	const realm = fields.get("realm");
	return realm ? {
		scheme,
		realm,
		service: fields.get("service"),
		scope: fields.get("scope")
	} : null;
}
function mergeScopes(known, asked) {
	const actions = /* @__PURE__ */ new Map();
	for (const scope of [...known, ...asked?.split(" ") ?? []]) {
		const at = scope.lastIndexOf(":");
		if (at <= 0) continue;
		const resource = scope.slice(0, at);
		const set = actions.get(resource) ?? /* @__PURE__ */ new Set();
		for (const action of scope.slice(at + 1).split(",")) set.add(action);
		actions.set(resource, set);
	}
	return [...actions].map(([resource, set]) => `${resource}:${[...set].sort().join(",")}`);
}

// packages/registry/src/stores/oci-registry/read-body.ts
const MAX_BYTES = 8 << 20;
async function readBody(body) {
	const chunks = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > MAX_BYTES) throw new ExternalError({
			code: "STORE_ANSWER",
			system: "container registry",
			message: `Reading an answer of the container registry: expected at most ${MAX_BYTES} bytes, found more.`,
			hint: "Check that `registry.store.oci` names a container registry."
		});
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

// packages/registry/src/stores/oci-registry/authorization.ts
const tokenSchema = looseObject({
	token: string().optional(),
	access_token: string().optional(),
	expires_in: number().optional()
});
const MARGIN_MS = 1e4;
var Authorization = class {
	#connection;
	#origin;
	#credentials;
	#now;
	#header = null;
	#expires = Number.POSITIVE_INFINITY;
	#bearer = null;
	#scopes = [];
	constructor(fields) {
		this.#connection = fields.connection;
		this.#origin = fields.origin;
		this.#credentials = fields.credentials;
		this.#now = fields.now;
	}
	async header(url) {
		if (url.origin !== this.#origin) return null;
		if (this.#bearer && this.#now() > this.#expires - MARGIN_MS) await this.#renew(this.#bearer);
		return this.#header;
	}
	async answer(url, used, challengeHeader) {
		if (url.origin !== this.#origin) return false;
		const challenge = readChallenge(challengeHeader);
		if (challenge === null) return false;
		if (challenge.scheme === "bearer") {
			await this.#renew(challenge);
			return true;
		}
		if (!this.#credentials) return false;
		this.#header = basic(this.#credentials);
		return this.#header !== used;
	}
	async #renew(challenge) {
		this.#scopes = mergeScopes(this.#scopes, challenge.scope);
		const url = this.#realm(challenge);
		if (challenge.service !== void 0) url.searchParams.set("service", challenge.service);
		for (const scope of this.#scopes) url.searchParams.append("scope", scope);
		const headers = { accept: "application/json" };
		if (this.#credentials) headers.authorization = basic(this.#credentials);
		const response = await this.#connection.send({
			method: "GET",
			url,
			headers
		});
		const text = (await readBody(response.body)).toString("utf8");
		const token = response.status === 200 ? readToken(text) : null;
		if (token === null) throw this.#refused(url, response.status);
		registerSecret(token.token);
		this.#bearer = challenge;
		this.#header = `Bearer ${token.token}`;
		this.#expires = this.#now() + token.seconds * 1e3;
	}
	#realm(challenge) {
		const url = URL.parse(challenge.realm);
		const secure = url?.protocol === "https:" || url?.protocol === "http:" && this.#origin.startsWith("http:");
		if (url && secure) return url;
		throw new ExternalError({
			code: "STORE_TOKEN",
			system: "container registry",
			message: `Getting a token for ${this.#origin}: it names ${JSON.stringify(challenge.realm)}, and credentials are sent by https only.`,
			hint: "Check `registry.store.oci`, and the configuration of the registry."
		});
	}
	#refused(url, status) {
		return new ExternalError({
			code: "STORE_TOKEN",
			system: "container registry",
			retryable: status === 429 || status >= 500,
			message: `Getting a token for ${this.#origin} from ${url.origin}${url.pathname}${this.#credentials ? ` as ${this.#credentials.username}` : " without credentials"}: it answered ${status}.`,
			hint: "Check the credentials: MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD, `docker login`, or for ghcr.io `permissions: packages: write`."
		});
	}
};
function basic({ username, password }) {
	return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
function readToken(text) {
	try {
		const { token, access_token, expires_in } = tokenSchema.parse(JSON.parse(text));
		const value = token || access_token;
		return value ? {
			token: value,
			seconds: expires_in ?? 60
		} : null;
	} catch {
		return null;
	}
}

// packages/registry/src/stores/oci-registry/connection.ts
const IDLE_MS$1 = 12e4;
const GRACE_MS = 1e3;
var Connection = class {
	#env;
	#agents = /* @__PURE__ */ new Map();
	constructor(env) {
		this.#env = env;
	}
	async send(request) {
		const { protocol } = request.url;
		const module = protocol === "https:" ? await import("node:https") : await import("node:http");
		const length = request.body ? { "content-length": String(request.body.length) } : {};
		const options = {
			method: request.method,
			headers: {
				...request.headers,
				...length
			},
			agent: await this.#agent(protocol, request.url.hostname),
			...request.signal && { signal: request.signal }
		};
		return await new Promise((resolve, reject) => {
			const message = module.request(request.url, options);
			message.setTimeout(IDLE_MS$1, () => message.destroy(timedOut(request.url)));
			let answered = false;
			let sent = false;
			message.on("response", (body) => {
				answered = true;
				body.once("close", () => sent || message.destroy());
				resolve({
					status: body.statusCode ?? 0,
					headers: body.headers,
					body
				});
			});
			message.on("error", (error) => answered || reject(error));
			const write = (block) => new Promise((written, failed) => {
				if (answered) return failed(new AnsweredEarly());
				message.write(block, (error) => error ? failed(error) : written());
			});
			(request.body?.send(write) ?? Promise.resolve()).then(() => {
				sent = true;
				message.end();
			}, (error) => {
				if (answered) return;
				if (isBrokenConnection(error)) return void setTimeout(() => reject(error), GRACE_MS);
				reject(error);
				message.destroy();
			});
		});
	}
	async #agent(protocol, hostname) {
		const known = this.#agents.get(protocol);
		if (known) return known;
		assertProxySupport(this.#env, hostname);
		const { Agent } = protocol === "https:" ? await import("node:https") : await import("node:http");
		const agent = new Agent({
			keepAlive: true,
			maxSockets: 8,
			proxyEnv: { ...this.#env }
		});
		this.#agents.set(protocol, agent);
		return agent;
	}
};
function isBrokenConnection(error) {
	return [
		"EPIPE",
		"ECONNRESET",
		"ERR_STREAM_DESTROYED"
	].includes(error.code ?? "");
}
var AnsweredEarly = class extends Error {};
function timedOut(url) {
	return Object.assign(/* @__PURE__ */ new Error(`no byte from ${url.host} for ${IDLE_MS$1 / 1e3} s`), { code: "ETIMEDOUT" });
}
function assertProxySupport(env, hostname) {
	const proxied = [
		"https_proxy",
		"HTTPS_PROXY",
		"http_proxy",
		"HTTP_PROXY"
	].some((name) => env[name]);
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if (!proxied || [
		"localhost",
		"127.0.0.1",
		"[::1]"
	].includes(hostname) || major > 24 || major === 24 && minor >= 5) return;
	throw new ConfigError({
		code: "STORE_PROXY",
		message: `Reaching the container registry ${hostname}: a proxy is set, and Node ${process.versions.node} cannot use one here.`,
		hint: "Use Node 24.5 or newer."
	});
}

// packages/registry/src/stores/oci-registry/registry-error.ts
const SYSTEM = "container registry";
function refusal(doing, reference, status, body, attempts = 1) {
	const message = `${doing} at ${reference}: the registry answered ${status}${detail(body)}.`;
	if (status === 401 || status === 403) return new PermissionError({
		code: status === 401 ? "STORE_UNAUTHORIZED" : "STORE_FORBIDDEN",
		message,
		hint: "Give credentials with the right to it: MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD, `docker login`, or for ghcr.io a job with\npermissions:\n  packages: write"
	});
	const retryable = isTransient(status);
	return new ExternalError({
		code: "STORE_REFUSED",
		system: SYSTEM,
		retryable,
		attempts,
		message: `${message.slice(0, -1)}${attempts > 1 ? `, ${attempts} times` : ""}.`,
		hint: retryable ? "Run it again later: what was uploaded whole is not sent again." : "Check `registry.store.oci`: the registry must exist, know the repository and take OCI artifacts."
	});
}
function isTransient(status) {
	return status === 408 || status === 429 || status >= 500 && status !== 501;
}
function unreachable(doing, reference, attempts, cause) {
	const { code, message } = cause;
	return new ExternalError({
		code: "STORE_UNREACHABLE",
		system: SYSTEM,
		retryable: true,
		attempts,
		message: `${doing} at ${reference}: the registry cannot be reached (${code ?? message}), tried ${attempts} times.`,
		hint: "Check `registry.store.oci`, the network and HTTPS_PROXY, and run it again: what was uploaded whole is not sent again.",
		cause
	});
}
function unexpectedAnswer(doing, reference, found) {
	return new ExternalError({
		code: "STORE_ANSWER",
		system: SYSTEM,
		message: `${doing} at ${reference}: ${found}.`,
		hint: "Check that `registry.store.oci` names a container registry that follows the OCI distribution specification."
	});
}
function detail(body) {
	try {
		const { errors } = JSON.parse(body);
		const { code, message } = errors[0];
		return ` (${[code, message].filter((part) => typeof part === "string").join(": ").slice(0, 300)})`;
	} catch {
		return "";
	}
}

// packages/registry/src/stores/oci-registry/client.ts
const ATTEMPTS$3 = 4;
const MAX_WAIT_MS = 6e4;
const MAX_REDIRECTS = 5;
var RegistryClient = class {
	address;
	#connection;
	#authorization;
	#sleep;
	#now;
	constructor(options) {
		this.address = options.address;
		this.#now = options.now ?? Date.now;
		this.#connection = new Connection(options.env ?? {});
		this.#authorization = new Authorization({
			connection: this.#connection,
			origin: options.address.origin,
			credentials: options.credentials,
			now: this.#now
		});
		this.#sleep = options.sleep ?? (async (ms, signal) => void await setTimeout$1(ms, void 0, signal && { signal }));
	}
	url(path) {
		return new URL(`${this.address.origin}/v2/${this.address.repository}/${path}`);
	}
	async call(url, options) {
		return await this.repeat(options, async () => {
			const response = await this.exchange(url, options);
			return {
				status: response.status,
				headers: response.headers,
				body: await readBody(response.body)
			};
		});
	}
	async open(url, options) {
		let opened = null;
		await this.repeat(options, async () => {
			const response = await this.exchange(url, options);
			if (response.status === 200) {
				opened = response;
				return {
					status: 200,
					headers: response.headers,
					body: Buffer.alloc(0)
				};
			}
			return {
				status: response.status,
				headers: response.headers,
				body: await readBody(response.body)
			};
		});
		return opened;
	}
	async repeat(options, work) {
		for (let attempt = 1;; attempt++) {
			let wait = 250 * 4 ** (attempt - 1);
			try {
				const answer = await work();
				if (answer.status >= 200 && answer.status < 300) return answer;
				if (options.also?.includes(answer.status)) return answer;
				if (!isTransient(answer.status) || attempt === 4) throw refusal(options.doing, this.address.reference, answer.status, answer.body.toString("utf8"), attempt);
				wait = this.#retryAfter(answer.headers) ?? wait;
			} catch (error) {
				options.signal?.throwIfAborted();
				if (error instanceof DeliveryError || !isNetworkFailure(error)) throw error;
				if (attempt === 4) throw unreachable(options.doing, this.address.reference, attempt, error);
			}
			await this.#sleep(Math.min(wait, MAX_WAIT_MS), options.signal);
		}
	}
	async exchange(start, options) {
		let url = start;
		let challenged = false;
		for (let redirects = 0;;) {
			const headers = {
				accept: "*/*",
				"user-agent": "model-delivery",
				...options.headers
			};
			const authorization = await this.#authorization.header(url);
			if (authorization !== null) headers.authorization = authorization;
			const { method, body, signal } = options;
			const response = await this.#connection.send({
				method,
				url,
				headers,
				body,
				signal
			});
			const { status } = response;
			if (status === 401 && !challenged) {
				challenged = true;
				if (await this.#authorization.answer(url, authorization, response.headers["www-authenticate"])) {
					response.body.resume();
					if (!body?.once) continue;
					return {
						...response,
						status: 408
					};
				}
			}
			const location = response.headers.location;
			if (!isRedirect(status) || location === void 0 || method !== "GET" && method !== "HEAD") return response;
			response.body.resume();
			if (++redirects > MAX_REDIRECTS) throw unexpectedAnswer(options.doing, this.address.reference, `more than ${MAX_REDIRECTS} redirects`);
			url = this.follow(url, location, options.doing);
		}
	}
	follow(from, location, doing) {
		const url = URL.parse(location, from.href);
		const downgrade = from.protocol === "https:" && url?.protocol !== "https:";
		if (url && !downgrade && (url.protocol === "https:" || url.protocol === "http:")) return url;
		throw unexpectedAnswer(doing, this.address.reference, `it points to ${JSON.stringify(location.slice(0, 200))}, which is not reached by https`);
	}
	#retryAfter(headers) {
		const value = headers["retry-after"];
		if (value === void 0) return null;
		const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1e3 : Date.parse(value) - this.#now();
		return Number.isFinite(ms) ? Math.max(0, ms) : null;
	}
};
function isRedirect(status) {
	return [
		301,
		302,
		303,
		307,
		308
	].includes(status);
}
function isNetworkFailure(error) {
	const { code, syscall } = error;
	if (code === void 0 || code === "ABORT_ERR") return false;
	if ([
		"open",
		"read",
		"close",
		"fstat"
	].includes(syscall ?? "") && !["ECONNRESET", "ETIMEDOUT"].includes(code)) return false;
	return /^(E[A-Z]+|HPE_.*|CERT_.*|.*_CERT.*|UND_ERR.*)$/.test(code) || code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS");
}

// packages/registry/src/stores/oci-registry/reference.ts
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(`^(?<host>(?:[a-zA-Z0-9-]+\\.)*[a-zA-Z0-9-]+(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+\\](?::[0-9]{1,5})?)/(?<repository>${COMPONENT}(?:/${COMPONENT})*)$`);
function repositoryAddress(reference, plainHttp) {
	const match = reference.length <= 512 ? REFERENCE.exec(reference.replace(/^oci:\/\//, "")) : null;
	if (!match) throw new ConfigError({
		code: "STORE_REFERENCE",
		message: `Reading \`registry.store.oci\`: expected HOST/NAME in lower case without tag or digest, found ${JSON.stringify(reference)}.`,
		hint: "Write it like ghcr.io/acme/models."
	});
	const { host, repository } = match.groups;
	const name = host.replace(/:\d+$/, "");
	const local = [
		"localhost",
		"127.0.0.1",
		"[::1]"
	].includes(name);
	const api = host === "docker.io" ? "registry-1.docker.io" : host;
	return {
		reference: `${host}/${repository}`,
		host,
		origin: new URL(`${plainHttp ?? local ? "http" : "https"}://${api}`).origin,
		repository
	};
}

// packages/registry/src/stores/oci-registry/referrers.ts
const ATTEMPTS$2 = 5;
async function listReferrer(client, subject, artifact, saysListed, signal) {
	if (saysListed && await isListed(client, subject, artifact.digest, signal)) return;
	const url = client.url(`manifests/${referrersTag(subject)}`);
	for (let attempt = 0; attempt < ATTEMPTS$2; attempt++) {
		const known = await readIndex(client, url, signal);
		if (known.some((other) => other.digest === artifact.digest)) return;
		const manifests = [...known, artifact].sort((a, b) => a.digest < b.digest ? -1 : 1);
		const bytes = Buffer.from(JSON.stringify({
			schemaVersion: 2,
			mediaType: MEDIA.index,
			manifests
		}));
		if ((await client.call(url, {
			method: "PUT",
			doing: "Listing documents under their version",
			headers: { "content-type": MEDIA.index },
			body: {
				length: bytes.length,
				send: (write) => write(bytes)
			},
			signal,
			also: [
				400,
				405,
				409,
				415,
				422
			]
		})).status >= 400) return;
	}
}
async function isListed(client, subject, artifact, signal) {
	const answer = await client.call(client.url(`referrers/${subject}`), {
		method: "GET",
		doing: "Reading the documents of a version",
		headers: { accept: MEDIA.index },
		signal,
		also: [
			400,
			404,
			405
		]
	});
	return answer.status === 200 && descriptors(answer).some((descriptor) => descriptor.digest === artifact);
}
async function readIndex(client, url, signal) {
	const answer = await client.call(url, {
		method: "GET",
		doing: "Reading the documents of a version",
		headers: { accept: MEDIA.index },
		signal,
		also: [404]
	});
	return answer.status === 404 ? [] : descriptors(answer);
}
function descriptors({ body }) {
	try {
		const { manifests } = JSON.parse(body.toString("utf8"));
		return Array.isArray(manifests) ? manifests.map((entry) => descriptorSchema.parse(entry)) : [];
	} catch {
		return [];
	}
}

// packages/registry/src/stores/oci-registry/blob-body.ts
function blobBody(blob, source, options) {
	return {
		length: blob.size,
		once: true,
		async send(write) {
			if (source instanceof Uint8Array) {
				await write(source);
				return options.moved?.(source.length);
			}
			let last = null;
			const each = async (block, position) => {
				const end = position + block.length;
				if (end > blob.size) throw changedSource(sourceName(source), blob.digest, `${end} bytes or more instead of ${blob.size}`);
				if (end === blob.size) last = Buffer.from(block);
				else await write(block);
				options.moved?.(block.length);
			};
			const { size, sha256 } = await hashFile(source.path, {
				signal: options.signal,
				each
			});
			const found = `sha256:${sha256}`;
			if (found !== blob.digest || size !== blob.size) throw changedSource(sourceName(source), blob.digest, found);
			if (last !== null) await write(last);
		}
	};
}

// packages/registry/src/stores/oci-registry/upload.ts
const LOST_SESSION = [404, 416];
async function uploadBlob(client, blob, source, options) {
	const { signal } = options;
	const doing = `Uploading the blob ${blob.digest}`;
	const url = client.url(`blobs/${blob.digest}`);
	if ((await client.call(url, {
		method: "HEAD",
		doing,
		signal,
		also: [404]
	})).status === 200) return 0;
	let sent = 0;
	await client.repeat({
		doing,
		signal
	}, async () => {
		const session = await openUpload(client, blob, doing, signal);
		let moved = 0;
		const body = blobBody(blob, source, {
			signal,
			moved: (bytes) => {
				moved += bytes;
				sent += bytes;
				options.moved?.(bytes);
			}
		});
		const headers = { "content-type": "application/octet-stream" };
		let done = false;
		try {
			const response = await client.exchange(session, {
				method: "PUT",
				doing,
				headers,
				body,
				signal
			});
			const answer = {
				status: LOST_SESSION.includes(response.status) ? 408 : response.status,
				headers: response.headers,
				body: await readBody(response.body)
			};
			done = answer.status < 300;
			return answer;
		} finally {
			if (!done) options.moved?.(-moved);
		}
	});
	return sent;
}
async function openUpload(client, blob, doing, signal) {
	const start = client.url("blobs/uploads/");
	const opened = await client.call(start, {
		method: "POST",
		doing,
		body: {
			length: 0,
			send: async () => void 0
		},
		signal
	});
	const { location } = opened.headers;
	if (location === void 0) {
		const found = `it answered ${opened.status} to the start of an upload, without Location`;
		throw unexpectedAnswer(doing, client.address.reference, found);
	}
	const url = client.follow(start, location, doing);
	url.search += `${url.search === "" ? "?" : "&"}digest=${encodeURIComponent(blob.digest)}`;
	return url;
}

// packages/registry/src/stores/oci-registry/registry-place.ts
const ACCEPT = { accept: `${MEDIA.manifest}, ${MEDIA.index}` };
const MAX_PAGES = 1e3;
var RegistryPlace = class {
	name;
	#client;
	constructor(client) {
		this.#client = client;
		this.name = client.address.reference;
	}
	async hasManifest(digest, signal) {
		return await this.#digestOf(digest, `Looking for ${digest}`, signal) !== null;
	}
	async manifest(digest) {
		const url = this.#client.url(`manifests/${digest}`);
		const options = {
			method: "GET",
			doing: `Reading ${digest}`,
			headers: ACCEPT,
			also: [404]
		};
		const answer = await this.#client.call(url, options);
		return answer.status === 404 ? null : verifiedBytes(answer.body, digest, this.name);
	}
	async writeBlob(blob, source, options) {
		return await uploadBlob(this.#client, blob, source, options);
	}
	async writeManifest({ descriptor, bytes, subject }, signal) {
		const { digest } = descriptor;
		if (subject) {
			const answer = await this.#put(digest, bytes, `Storing the manifest ${digest}`, signal);
			return await listReferrer(this.#client, subject.digest, descriptor, "oci-subject" in answer.headers, signal);
		}
		const doing = `Storing the manifest ${digest}`;
		if ((await this.#put(keepingTag(digest), bytes, doing, signal, [
			400,
			405,
			409,
			422
		])).status >= 400 || !await this.hasManifest(digest, signal)) await this.#put(digest, bytes, doing, signal);
	}
	async relist({ descriptor, subject }, signal) {
		if (subject) await listReferrer(this.#client, subject.digest, descriptor, true, signal);
	}
	async blob(digest) {
		const doing = `Reading the blob ${digest}`;
		const url = this.#client.url(`blobs/${digest}`);
		const response = await this.#client.open(url, {
			method: "GET",
			doing,
			also: [404]
		});
		if (response === null) return null;
		return verifiedStream(response.body, digest, this.name, (error) => isNetworkFailure(error) ? unreachable(doing, this.name, 1, error) : error);
	}
	async tag(name, digest) {
		assertTag(name);
		const bytes = await this.manifest(digest);
		if (bytes === null) throw unknownManifest(name, digest, this.name);
		await this.#put(name, bytes, `Setting the tag ${name} to ${digest}`, void 0);
	}
	async tags() {
		const names = (await this.#tagNames()).filter((name) => !isReservedTag(name)).sort();
		const tags = {};
		for (const name of names) {
			const digest = await this.#digestOf(name, `Reading the tag ${name}`, void 0);
			if (digest !== null) tags[name] = digest;
		}
		return tags;
	}
	async #tagNames() {
		const names = [];
		let url = this.#client.url("tags/list?n=1000");
		for (let page = 0; url !== null && page < MAX_PAGES; page++) {
			const doing = "Reading the tags";
			const answer = await this.#client.call(url, {
				method: "GET",
				doing,
				also: [404]
			});
			if (answer.status === 404) break;
			names.push(...this.#tagList(answer.body.toString("utf8")));
			const next = /<([^>]*)>\s*;\s*rel="?next"?/.exec(String(answer.headers.link ?? ""))?.[1];
			url = next === void 0 ? null : this.#client.follow(url, next, doing);
		}
		return names;
	}
	#tagList(body) {
		try {
			return looseObject({ tags: array(string()).nullish() }).parse(JSON.parse(body)).tags ?? [];
		} catch {
			throw unexpectedAnswer("Reading the tags", this.name, "the answer is no list of tags");
		}
	}
	async #digestOf(reference, doing, signal) {
		const url = this.#client.url(`manifests/${reference}`);
		const answer = await this.#client.call(url, {
			method: "HEAD",
			doing,
			headers: ACCEPT,
			signal,
			also: [404]
		});
		if (answer.status === 404) return null;
		const asked = digestSchema.safeParse(reference);
		if (asked.success) return asked.data;
		const told = digestSchema.safeParse(answer.headers["docker-content-digest"]);
		if (told.success) return told.data;
		throw unexpectedAnswer(doing, this.name, "the answer has no Docker-Content-Digest");
	}
	async #put(reference, bytes, doing, signal, also = []) {
		const answer = await this.#client.call(this.#client.url(`manifests/${reference}`), {
			method: "PUT",
			doing,
			headers: { "content-type": readManifest(bytes, reference).mediaType ?? MEDIA.manifest },
			body: {
				length: bytes.length,
				send: (write) => write(bytes)
			},
			signal,
			also
		});
		const digest = digestSchema.safeParse(reference);
		const stored = answer.headers["docker-content-digest"];
		if (digest.success && typeof stored === "string" && stored !== digest.data) throw alteredContent(this.name, digest.data, stored);
		return answer;
	}
};

// packages/registry/src/stores/oci-registry/registry-store.ts
function ociRegistryStore(options) {
	const address = repositoryAddress(options.reference, options.plainHttp);
	const place = new RegistryPlace(new RegistryClient({
		...options,
		address
	}));
	return {
		kind: "oci",
		reference: (digest) => `${address.reference}@${digest}`,
		manifest: (digest) => place.manifest(digest),
		push: async (identity, root, transfer) => {
			if (await place.hasManifest(identity.version)) return {
				created: false,
				bytesSent: 0
			};
			return await writeVersion(place, identity, root, transfer);
		},
		attach: (subject, artifactType, files, transfer) => writeArtifact(place, subject, artifactType, files, transfer),
		blob: (digest) => place.blob(digest),
		tag: (name, digest) => place.tag(name, digest),
		tags: () => place.tags()
	};
}

// packages/registry/src/stores/oci-registry/credentials.ts
const dockerConfigSchema = looseObject({ auths: record(string(), looseObject({
	auth: string().optional(),
	username: string().optional(),
	password: string().optional()
})).optional() });
async function findCredentials(host, env, githubToken) {
	const secret = env.MODEL_DELIVERY_OCI_PASSWORD || env.MODEL_DELIVERY_OCI_TOKEN;
	const found = secret ? {
		username: env.MODEL_DELIVERY_OCI_USERNAME || "token",
		password: secret
	} : host === "ghcr.io" && githubToken ? {
		username: env.GITHUB_ACTOR || "token",
		password: githubToken
	} : await fromDocker(host, env);
	registerSecret(found?.password);
	return found;
}
async function fromDocker(host, env) {
	const path = join(env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker"), "config.json");
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch {
		return null;
	}
	const { auths = {} } = readDockerConfig(text, env.DOCKER_CONFIG ? path : "~/.docker/config.json");
	const entry = (host === "docker.io" ? ["https://index.docker.io/v1/", host] : [host, `https://${host}`]).map((name) => auths[name]).find((candidate) => candidate !== void 0);
	if (entry?.username && entry.password) return {
		username: entry.username,
		password: entry.password
	};
	const decoded = Buffer.from(entry?.auth ?? "", "base64").toString("utf8");
	const colon = decoded.indexOf(":");
	return colon > 0 ? {
		username: decoded.slice(0, colon),
		password: decoded.slice(colon + 1)
	} : null;
}
function readDockerConfig(text, shown) {
	try {
		return dockerConfigSchema.parse(JSON.parse(text));
	} catch {
		throw new ConfigError({
			code: "STORE_CREDENTIALS",
			message: `Reading the credentials of the container registry from ${shown}: it is not a Docker configuration.`,
			hint: "Repair it with `docker login`, or set MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD."
		});
	}
}

// packages/registry/src/stores/store-for.ts
async function storeFor(configured, settings) {
	const override = settings.env.MODEL_DELIVERY_STORE;
	const named = override ? parseOverride(override) : configured;
	if (named === void 0) throw new ConfigError({
		code: "STORE_MISSING",
		message: "Opening the model store: `registry.store` is not set.",
		hint: "Add `registry: { store: { oci_layout: registry/ } }` for a folder, or `{ oci: \"ghcr.io/OWNER/NAME\" }` for a container registry."
	});
	const overridden = Boolean(override);
	if ("mlflow" in named) throw new ConfigError({
		code: "STORE_UNSUPPORTED",
		message: "Opening the model store: `registry.store.mlflow` is not in this version.",
		hint: "Use `oci_layout` or `oci`; versions registered there can be copied to MLflow by its own tools."
	});
	if ("oci_layout" in named) return {
		store: ociLayoutStore(resolve(settings.baseDirectory, named.oci_layout), named.oci_layout),
		overridden
	};
	const { host } = repositoryAddress(named.oci);
	const credentials = await findCredentials(host, settings.env, settings.token);
	return {
		store: ociRegistryStore({
			reference: named.oci,
			credentials,
			env: settings.env
		}),
		overridden
	};
}
function parseOverride(text) {
	const match = /^(oci_layout|oci):(.+)$/s.exec(text);
	if (match?.[1] === "oci_layout") return { oci_layout: match[2] };
	if (match?.[1] === "oci") return { oci: match[2] };
	throw new ConfigError({
		code: "STORE_OVERRIDE",
		message: `Reading MODEL_DELIVERY_STORE: expected oci_layout:PATH or oci:HOST/NAME, found ${JSON.stringify(text)}.`,
		hint: "Correct it, or unset it to use `registry.store`."
	});
}

// packages/git/src/append-turn.ts
const ABANDONED_AFTER_MS = 2e4;
const GIVE_UP_AFTER_MS = 1e4;
async function inTurn(file, wanted, work, giveUpAfterMs = GIVE_UP_AFTER_MS) {
	const mine = JSON.stringify({
		token: randomUUID(),
		pid: process.pid,
		host: hostname()
	});
	const began = Date.now();
	while (!await take(file, mine)) {
		if (!await wanted()) return null;
		if (Date.now() - began > giveUpAfterMs) return work();
		if (await isAbandoned(file)) await rm(file, { force: true }).catch(() => void 0);
		else await setTimeout$1(2 + Math.random() * 8);
	}
	try {
		return await wanted() ? await work() : null;
	} finally {
		if (await contentOf(file) === mine) await rm(file, { force: true }).catch(() => void 0);
	}
}
async function take(file, mine) {
	try {
		await writeFile(file, mine, { flag: "wx" });
		return true;
	} catch (error) {
		return error.code !== "EEXIST";
	}
}
function contentOf(file) {
	return readFile(file, "utf8").catch(() => null);
}
async function isAbandoned(file) {
	const facts = await stat(file).catch(() => null);
	if (facts === null) return false;
	if (Date.now() - facts.mtimeMs > ABANDONED_AFTER_MS) return true;
	try {
		const holder = JSON.parse(await contentOf(file) ?? "");
		return holder.host === hostname() && !isAlive(holder.pid);
	} catch {
		return false;
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

// packages/git/src/git-command.ts
const TIMEOUT_MS$1 = 6e4;
const SETTINGS = [
	["core.hooksPath", "/dev/null"],
	["gc.auto", "0"],
	["maintenance.auto", "false"],
	["i18n.commitEncoding", "UTF-8"],
	["pack.compression", "1"],
	["core.quotePath", "false"],
	["push.followTags", "false"],
	["push.recurseSubmodules", "no"],
	["push.gpgSign", "false"]
].flatMap((pair) => ["-c", pair.join("=")]);
const LOCKS = ["core.filesRefLockTimeout", "core.packedRefsTimeout"];
const MISLEADING = [
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_COMMON_DIR",
	"GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY",
	"GIT_PREFIX"
];
var GitCommand = class {
	directory;
	shown;
	#env;
	#settings;
	#signal;
	constructor(directory, env, { signal, lockWaitMs = 3e3 } = {}) {
		this.directory = directory;
		this.shown = relative(process.cwd(), directory) || "this folder";
		this.#signal = signal;
		this.#settings = [...SETTINGS, ...LOCKS.flatMap((lock) => ["-c", `${lock}=${lockWaitMs}`])];
		const kept = Object.entries(env).filter(([name]) => !MISLEADING.includes(name));
		this.#env = {
			...Object.fromEntries(kept),
			LC_ALL: "C",
			GIT_TERMINAL_PROMPT: "0",
			GCM_INTERACTIVE: "never",
			GIT_LITERAL_PATHSPECS: "1",
			GIT_OPTIONAL_LOCKS: "0"
		};
	}
	async attempt(args, options = {}) {
		const child = this.start(args, {
			...options,
			timeoutMs: options.timeoutMs ?? TIMEOUT_MS$1
		});
		const [stdout, stderr] = [[], []];
		child.stdout.on("data", (chunk) => stdout.push(chunk));
		child.stderr.on("data", (chunk) => stderr.push(chunk));
		child.stdin.on("error", () => {});
		child.stdin.end(options.input ?? "");
		const [status, signal] = await new Promise((done, fail) => {
			child.on("error", (error) => fail(this.cannotStart(error)));
			child.on("close", (code, ended) => done([code, ended]));
		});
		return {
			status,
			signal,
			stdout: Buffer.concat(stdout),
			stderr: Buffer.concat(stderr).toString("utf8")
		};
	}
	start(args, options = {}) {
		this.#signal?.throwIfAborted();
		return spawn("git", [...this.#settings, ...args], {
			cwd: this.directory,
			env: {
				...this.#env,
				...options.env
			},
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			timeout: options.timeoutMs,
			signal: this.#signal
		});
	}
	async run(what, args, options = {}) {
		const result = await this.attempt(args, options);
		if (result.status === 0) return result.stdout;
		throw gitFailed(what, this, result);
	}
	async text(what, args, options = {}) {
		return (await this.run(what, args, options)).toString("utf8").replace(/\n$/, "");
	}
	environment(names) {
		const entries = Object.entries(this.#env).filter(([name, value]) => names.test(name) && value);
		return Object.fromEntries(entries);
	}
	cannotStart(error) {
		if (error.name === "AbortError") return error;
		const absent = error.code === "ENOENT";
		return new ExternalError({
			code: absent ? "GIT_MISSING" : "GIT_FAILED",
			system: "git",
			message: `Running git in ${this.shown}: ${error.message}.`,
			hint: "Install git, put it on the PATH, and see that the directory exists.",
			cause: error
		});
	}
};
function gitFailed(what, git, result) {
	const failed = (code, message, hint) => new ExternalError({
		code,
		system: "git",
		message: `${what}: ${message}`,
		hint
	});
	if (/not a git repository/.test(result.stderr)) return failed("NOT_A_REPOSITORY", `${git.shown} is not in a git repository.`, "Run inside a clone of the repository (`git init` makes a new one); the ledger is a branch of it.");
	if (/dubious ownership/.test(result.stderr)) return failed("GIT_FAILED", `git refuses ${git.shown}, because it belongs to another user.`, "Run there: git config --global --add safe.directory \"$PWD\"");
	const said = lastWords(git, result);
	return failed("GIT_FAILED", `git failed in ${git.shown}: ${said}`, "Run the same git command by hand to see more.");
}
function lastWords(git, { status, stderr, signal }) {
	return stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("hint:")).slice(-4).join("; ").replaceAll(`${git.directory}/`, "").slice(-400) || (status === null ? stopped(signal) : `status ${status}`);
}
function stopped(signal) {
	return signal && signal !== "SIGTERM" ? `it was ended by ${signal}` : "it was stopped (time limit)";
}

// packages/git/src/tree.ts
const FOLDER = "40000";
async function filesOf(tree, read) {
	const files = /* @__PURE__ */ new Map();
	const collect = async (folder, prefix) => {
		for (const { mode, name, id } of entriesOf(folder)) if (mode !== FOLDER) files.set(prefix + name, id);
		else await collect(await folderAt(id, read), `${prefix}${name}/`);
	};
	await collect(tree, "");
	return files;
}
async function folderAt(id, read) {
	const folder = await read(id);
	if (folder !== null) return folder;
	throw new ExternalError({
		code: "GIT_FAILED",
		system: "git",
		message: `Listing the files of a commit: the repository lacks its folder ${id}.`,
		hint: "The repository is damaged or partial: look with `git fsck`, or fetch the branch again."
	});
}
function entriesOf({ id, content }) {
	const entries = [];
	const idBytes = id.length / 2;
	for (let at = 0; at < content.length;) {
		const space = content.indexOf(32, at);
		const end = content.indexOf(0, space);
		entries.push({
			mode: content.toString("latin1", at, space),
			name: content.toString("utf8", space + 1, end),
			id: content.toString("hex", end + 1, end + 1 + idBytes)
		});
		at = end + 1 + idBytes;
	}
	return entries;
}

// packages/git/src/git-objects.ts
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
var GitObjects = class {
	#git;
	#reader;
	#identity;
	#ident;
	constructor(git, reader, identity) {
		this.#git = git;
		this.#reader = reader;
		this.#identity = identity;
	}
	async read(commit, path) {
		requireCommitName(commit);
		const what = `Reading ${path} at ${commit.slice(0, 12)}`;
		const file = await this.#reader.read(what, `${commit}:${path}`);
		if (file === null) await this.#tree(what, commit);
		return file?.type === "blob" ? file.content : null;
	}
	async list(commit, folder) {
		const paths = [...(await this.contentIds(commit)).keys()].sort();
		return folder === "" ? paths : paths.filter((path) => path.startsWith(`${folder}/`));
	}
	async contentIds(commit) {
		requireCommitName(commit);
		const what = `Listing the files of ${commit.slice(0, 12)}`;
		return filesOf(await this.#tree(what, commit), (id) => this.#reader.read(what, id));
	}
	async #tree(what, commit) {
		const tree = await this.#reader.read(what, `${commit}^{tree}`);
		if (tree === null) throw unknownCommit(what, this.#git.shown, commit);
		return tree;
	}
	async commit(parent, change) {
		const result = await this.#import(SCRATCH, parent, change, `reset ${SCRATCH}\n\n`);
		if (result.status !== 0) throw gitFailed("Writing a commit", this.#git, result);
		return result.commit;
	}
	commitOn(ref, parent, change) {
		return this.#import(ref, parent, change, "");
	}
	async #import(branch, parent, change, end) {
		const author = await this.author();
		const from = parent === null ? "" : `from ${parent}\n`;
		const input = [
			Buffer.from(`commit ${branch}\nmark :1\nauthor ${author} now\ncommitter ${author} now\n`),
			data(change.message.endsWith("\n") ? change.message : `${change.message}\n`),
			Buffer.from(from),
			...Object.entries(change.files).flatMap(([path, content]) => [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)]),
			Buffer.from(`get-mark :1\n${end}done\n`)
		];
		const result = await this.#git.attempt([
			"fast-import",
			"--quiet",
			"--done",
			"--date-format=now"
		], { input: Buffer.concat(input) });
		return {
			...result,
			commit: result.stdout.toString("utf8").trim()
		};
	}
	author() {
		this.#ident ??= (async () => {
			const configured = (await this.#git.attempt([
				"config",
				"--get-regexp",
				"^user\\.(name|email)$"
			])).stdout.toString("utf8");
			const env = this.#git.environment(/^GIT_AUTHOR_(NAME|EMAIL)$/);
			const name = env.GIT_AUTHOR_NAME ?? lastValue(configured, "user.name") ?? this.#identity.name;
			const email = env.GIT_AUTHOR_EMAIL ?? lastValue(configured, "user.email") ?? this.#identity.email;
			return `${plain(name)} <${plain(email)}>`;
		})();
		return this.#ident;
	}
	async isAncestor(ancestor, descendant) {
		if (ancestor === descendant || (await this.#parents(descendant)).includes(ancestor)) return true;
		const args = [
			"merge-base",
			"--is-ancestor",
			ancestor,
			descendant
		];
		const { status } = await this.#git.attempt(args);
		if (status === 0 || status === 1) return status === 0;
		await this.#git.run("Comparing two commits", args);
		return false;
	}
	async has(commit) {
		return await this.#reader.read("Looking for a commit", `${commit}^{commit}`) !== null;
	}
	async #parents(commit) {
		const found = await this.#reader.read("Comparing two commits", `${commit}^{commit}`);
		return found === null ? [] : parentsIn(found.content);
	}
	async *commits(commit) {
		requireCommitName(commit);
		const what = `Reading the history of ${commit.slice(0, 12)}`;
		if (!await this.has(commit)) throw unknownCommit(what, this.#git.shown, commit);
		const log = await this.#git.run(what, [
			"log",
			...[
				"--topo-order",
				"--no-show-signature",
				"--no-color",
				"--no-notes",
				"--encoding=UTF-8",
				"-z"
			],
			"--format=%H%n%P%n%ct%n%B",
			commit,
			"--"
		]);
		let last;
		for (const record of log.toString("utf8").split("\0")) {
			if (record === "") continue;
			const [name, parents, time, ...message] = record.split("\n");
			last = {
				commit: name,
				parents: parents.split(" ").filter(Boolean),
				time: Number(time),
				message: message.join("\n")
			};
			yield last;
		}
		if (last?.parents.length === 0) await this.#requireRoot(what, last.commit);
	}
	async #requireRoot(what, commit) {
		if ((await this.#parents(commit)).length === 0) return;
		throw new EvidenceError({
			code: "HISTORY_CUT",
			message: `${what}: the clone ${this.#git.shown} is shallow and does not have the commits before ${commit.slice(0, 12)}.`,
			hint: "Run `git fetch --unshallow`, or fetch the branch without --depth."
		});
	}
};
const SCRATCH = "refs/model-delivery/scratch";
function data(content) {
	const bytes = Buffer.from(content);
	return Buffer.concat([
		Buffer.from(`data ${bytes.length}\n`),
		bytes,
		Buffer.from("\n")
	]);
}
function quoted(path) {
	return `"${path.replaceAll("\"", "\\\"")}"`;
}
function lastValue(listing, name) {
	return listing.split("\n").filter((line) => line.startsWith(`${name} `)).at(-1)?.slice(name.length + 1).trim() || void 0;
}
function plain(text) {
	return text.replace(/[<>\x00-\x1f]/g, " ").trim();
}
function parentsIn(commit) {
	const text = commit.toString("utf8");
	return [...text.slice(0, text.indexOf("\n\n")).matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
}
function requireCommitName(commit) {
	if (COMMIT.test(commit)) return;
	throw new ExternalError({
		code: "COMMIT_UNKNOWN",
		system: "git",
		message: `${JSON.stringify(commit.slice(0, 100))} is no commit.`
	});
}
function unknownCommit(what, directory, commit) {
	return new ExternalError({
		code: "COMMIT_UNKNOWN",
		system: "git",
		message: `${what}: the repository ${directory} has no commit ${commit}.`,
		hint: "Fetch the branch; a shallow or partial clone may lack it."
	});
}

// packages/git/src/local-ref.ts
var LocalRefs = class {
	#git;
	#reader;
	#folder;
	constructor(git, reader) {
		this.#git = git;
		this.#reader = reader;
	}
	async head(ref) {
		const found = await this.#reader.read(`Reading ${ref}`, ref);
		if (found !== null) return found.id;
		const result = await this.#git.attempt([
			"for-each-ref",
			"--format=%(objectname) %(refname)",
			ref
		]);
		if (result.status !== 0) throw gitFailed(`Reading ${ref}`, this.#git, result);
		return result.stdout.toString("utf8").split("\n").find((line) => line.endsWith(` ${ref}`))?.split(" ")[0] ?? null;
	}
	async turnFile(ref) {
		this.#folder ??= this.#git.text("Looking for the repository", ["rev-parse", "--git-common-dir"]);
		const name = createHash("sha256").update(ref).digest("hex").slice(0, 12);
		return resolve(this.#git.directory, await this.#folder, `model-delivery-${name}.turn`);
	}
	async move(ref, commit, expected) {
		const args = [
			"update-ref",
			"--no-deref",
			"-m",
			"model-delivery",
			ref,
			commit,
			expected ?? ""
		];
		return this.moveBy(ref, expected, async () => ({
			...await this.#git.attempt(args),
			commit
		}));
	}
	async moveBy(ref, expected, command) {
		for (let attempt = 1;; attempt++) {
			const result = await command();
			if (result.status === 0) return true;
			const now = await this.head(ref);
			if (now === result.commit) return true;
			if (now !== expected) return false;
			if (attempt === ATTEMPTS$1) throw cannotWrite(this.#git.shown, ref, lastWords(this.#git, result));
			await new Promise((done) => setTimeout(done, 20 * attempt));
		}
	}
};
const ATTEMPTS$1 = 2;
function cannotWrite(directory, ref, said) {
	return new ExternalError({
		code: "REF_NOT_WRITABLE",
		system: "git",
		message: `Moving ${ref} of ${directory}: git failed ${ATTEMPTS$1} times, though the ref did not move: ${said}`,
		hint: "Look for a lock file of a killed process, a full disk, a read-only file system, or a branch whose name is a folder of this one."
	});
}

// packages/git/src/object-reader.ts
const IDLE_MS = 1e3;
const TIMEOUT_MS = 6e4;
const LF = 10;
var ObjectReader = class {
	#git;
	#process;
	constructor(git) {
		this.#git = git;
	}
	async read(what, name) {
		const found = await this.#open().ask(what, name);
		if (found !== null || !this.#process) return found;
		if (this.#process.asked === 1) return null;
		this.#process.end();
		this.#process = void 0;
		return this.#open().ask(what, name);
	}
	#open() {
		if (this.#process === void 0 || this.#process.ended) this.#process = new BatchProcess(this.#git);
		return this.#process;
	}
};
var BatchProcess = class {
	#child;
	#waiting = [];
	#parts = [];
	#length = 0;
	#needed = 0;
	#stderr = "";
	#timer;
	ended = false;
	asked = 0;
	constructor(git) {
		this.#child = git.start(["cat-file", "--batch"]);
		this.#child.stdout.on("data", (part) => this.#take(part));
		this.#child.stderr.on("data", (part) => {
			this.#stderr = (this.#stderr + part.toString("utf8")).slice(-4e3);
		});
		this.#child.stdin.on("error", () => {});
		this.#child.on("error", (error) => this.#fail(() => git.cannotStart(error)));
		this.#child.on("close", (status) => this.#fail((what) => gitFailed(what, git, {
			status,
			stdout: Buffer.alloc(0),
			stderr: this.#stderr
		})));
		this.#rest();
	}
	ask(what, name) {
		this.asked += 1;
		return new Promise((answer, fail) => {
			this.#waiting.push({
				what,
				answer,
				fail
			});
			this.#child.stdin.write(`${name}\n`);
			this.#watch();
		});
	}
	end() {
		this.ended = true;
		this.#child.stdin.end();
	}
	#take(part) {
		this.#parts.push(part);
		this.#length += part.length;
		if (this.#length < this.#needed) return;
		let bytes = Buffer.concat(this.#parts);
		for (;;) {
			const answer = answerIn(bytes);
			if (typeof answer === "number") {
				this.#needed = answer;
				break;
			}
			bytes = bytes.subarray(answer.length);
			this.#waiting.shift()?.answer(answer.object);
		}
		this.#parts.splice(0, this.#parts.length, bytes);
		this.#length = bytes.length;
		if (this.#waiting.length === 0) this.#rest();
		else this.#watch();
	}
	#watch() {
		clearTimeout(this.#timer);
		for (const part of [this.#child, ...pipes(this.#child)]) part.ref();
		this.#timer = setTimeout(() => {
			this.#child.kill("SIGKILL");
		}, TIMEOUT_MS);
	}
	#rest() {
		clearTimeout(this.#timer);
		for (const part of [this.#child, ...pipes(this.#child)]) part.unref();
		this.#timer = setTimeout(() => this.end(), IDLE_MS).unref();
	}
	#fail(error) {
		this.ended = true;
		clearTimeout(this.#timer);
		for (const { what, fail } of this.#waiting.splice(0)) fail(error(what));
	}
};
function pipes(child) {
	return [
		child.stdin,
		child.stdout,
		child.stderr
	];
}
function answerIn(bytes) {
	const lineEnd = bytes.indexOf(LF);
	if (lineEnd < 0) return bytes.length + 1;
	const match = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.toString("utf8", 0, lineEnd));
	if (!match) return {
		object: null,
		length: lineEnd + 1
	};
	const end = lineEnd + 1 + Number(match[3]);
	if (bytes.length < end + 1) return end + 1;
	const content = Buffer.from(bytes.subarray(lineEnd + 1, end));
	return {
		object: {
			id: match[1],
			type: match[2],
			content
		},
		length: end + 1
	};
}

// packages/git/src/remote-ref.ts
var RemoteRefs = class {
	#git;
	#objects;
	#local;
	remote;
	constructor(git, objects, local, remote) {
		this.#git = git;
		this.#objects = objects;
		this.#local = local;
		this.remote = remote;
	}
	async head(ref, here) {
		const commit = await this.#ask(ref);
		if (commit !== null && commit !== here) await this.#fetch(ref, commit);
		return commit;
	}
	async #ask(ref) {
		const result = await this.#git.attempt([
			"ls-remote",
			"--quiet",
			"--",
			this.remote,
			ref
		]);
		if (result.status !== 0) throw this.#unreachable(`Asking ${this.remote} for ${ref}`, result);
		return result.stdout.toString("utf8").split("\n").find((line) => line.endsWith(`\t${ref}`))?.split("	")[0] ?? null;
	}
	async #fetch(ref, commit) {
		const kept = this.#keptAs(ref);
		const known = await this.#local.head(kept);
		if (known === commit) return;
		const result = await this.#git.attempt([
			...[
				"fetch",
				"--quiet",
				"--no-tags",
				"--no-write-fetch-head",
				"--no-recurse-submodules",
				"--refmap="
			],
			"--",
			this.remote,
			ref
		]);
		if (result.status !== 0) throw this.#unreachable(`Fetching ${ref} from ${this.remote}`, result);
		if (!await this.#objects.has(commit)) throw this.#unreachable(`Fetching ${ref} from ${this.remote}: it was rewound meanwhile`, result);
		await this.#git.attempt([
			"update-ref",
			kept,
			commit,
			known ?? ""
		]);
	}
	#keptAs(ref) {
		return `refs/model-delivery/remotes/${createHash("sha256").update(this.remote).digest("hex").slice(0, 12)}/${ref.slice(5)}`;
	}
	async push(ref, commit, expected) {
		for (let attempt = 1;; attempt++) {
			const result = await this.#git.attempt([
				"push",
				"--porcelain",
				"--no-verify",
				"--",
				this.remote,
				`${commit}:${ref}`
			]);
			if (result.status === 0) return { ok: true };
			const actual = await this.#afterFailure(ref, result);
			if (actual !== null && await this.#objects.isAncestor(commit, actual)) return { ok: true };
			if (actual !== expected && !await this.#isBehind(actual, expected)) return {
				ok: false,
				actual
			};
			if (attempt === ATTEMPTS) throw this.#rejected(ref, result);
			await new Promise((done) => setTimeout(done, 50 * attempt));
		}
	}
	async #isBehind(actual, expected) {
		if (expected === null) return false;
		return actual === null || await this.#objects.isAncestor(actual, expected);
	}
	async #afterFailure(ref, result) {
		const said = `${result.stdout.toString("utf8")}\n${result.stderr}`;
		if (DENIED.test(said)) throw this.#denied(ref, said);
		return this.head(ref, await this.#local.head(ref));
	}
	#rejected(ref, result) {
		const said = result.stdout.toString("utf8").split("\n").find((line) => line.startsWith("!"))?.replaceAll("	", " ");
		return new ExternalError({
			code: "PUSH_REJECTED",
			system: "git",
			message: `Pushing ${ref} to ${this.remote}: it was rejected ${ATTEMPTS} times, though the ref did not move: ${said ?? lastWords(this.#git, result)}`,
			hint: "The server may protect this ref by a rule or a hook: let the writer of the ledger pass it.",
			attempts: ATTEMPTS
		});
	}
	#denied(ref, said) {
		const line = said.split("\n").find((text) => DENIED.test(text)) ?? "";
		return new PermissionError({
			code: "PUSH_DENIED",
			message: `Pushing ${ref} to ${this.remote}: the remote does not allow it: ${line.trim().slice(0, 300)}`,
			hint: "Use credentials that may write to the repository, and let them pass the rules of this branch."
		});
	}
	#unreachable(what, result) {
		const said = lastWords(this.#git, result);
		if (DENIED.test(result.stderr)) return new PermissionError({
			code: "REMOTE_DENIED",
			message: `${what}: the remote did not let us in: ${said}`,
			hint: "Give git credentials for the remote; nothing is asked for on a terminal here."
		});
		if (/not a git repository \(or any|dubious ownership/.test(result.stderr)) return new ExternalError({
			code: "NOT_A_REPOSITORY",
			system: "git",
			message: `${what}: ${said}`
		});
		return new ExternalError({
			code: "REMOTE_UNREACHABLE",
			system: "git",
			message: `${what}: no usable answer: ${said}`,
			hint: "Check `registry.ledger.remote`, `git remote -v` and the network. Nothing was changed.",
			retryable: true
		});
	}
};
const ATTEMPTS = 4;
const DENIED = /permission denied|authentication failed|could not read (?:username|password)|access denied|returned error: 40[13]|protected branch|pre-receive hook declined|update hook|not authorized|write access .* not granted/i;

// packages/git/src/git-ref-log.ts
const IDENTITY = {
	name: "model-delivery",
	email: "model-delivery@localhost"
};
function gitRefLog(options) {
	const git = new GitCommand(options.directory, options.env, options);
	const reader = new ObjectReader(git);
	const objects = new GitObjects(git, reader, options.identity ?? IDENTITY);
	const local = new LocalRefs(git, reader);
	const remote = options.remote === void 0 ? void 0 : new RemoteRefs(git, objects, local, options.remote);
	return new GitRefLog(git.shown, objects, local, remote);
}
var GitRefLog = class {
	place;
	#objects;
	#local;
	#remote;
	#turns = /* @__PURE__ */ new Set();
	constructor(shown, objects, local, remote) {
		this.place = remote === void 0 ? shown : `${shown} (remote ${remote.remote})`;
		this.#objects = objects;
		this.#local = local;
		this.#remote = remote;
	}
	async head(ref) {
		requireRefName(ref);
		const here = await this.#local.head(ref);
		if (this.#remote === void 0) return here;
		const there = await this.#remote.head(ref, here);
		if (here === null || there === null || here === there) return there ?? here;
		if (await this.#objects.isAncestor(here, there)) return there;
		if (await this.#objects.isAncestor(there, here)) return here;
		throw new EvidenceError({
			code: "REF_DIVERGED",
			message: `${ref} has commits here (${here.slice(0, 12)}) that ${this.#remote.remote} lacks, and commits there (${there.slice(0, 12)}) that are not here.`,
			hint: `The remote is the truth: look at what is only here (git log ${there.slice(0, 12)}..${here.slice(0, 12)}), then git update-ref ${ref} ${there}`
		});
	}
	async read(commit, path) {
		requireRefLogPath(path);
		return this.#objects.read(commit, path);
	}
	async list(commit, folder) {
		if (folder !== "") requireRefLogPath(folder);
		return this.#objects.list(commit, folder);
	}
	contentIds(commit) {
		return this.#objects.contentIds(commit);
	}
	commits(commit) {
		return this.#objects.commits(commit);
	}
	async append(ref, expected, change) {
		requireRefName(ref);
		for (const path of Object.keys(change.files)) requireRefLogPath(path);
		const actual = await this.head(ref);
		if (actual !== expected) return {
			ok: false,
			actual
		};
		if (this.#remote === void 0) return this.#appendHere(ref, expected, change);
		const commit = await this.#objects.commit(expected, change);
		const pushed = await this.#remote.push(ref, commit, expected);
		if (!pushed.ok) return pushed;
		await this.#follow(ref, commit);
		return {
			ok: true,
			commit
		};
	}
	async inTurn(ref, work) {
		return (await inTurn(await this.#local.turnFile(ref), async () => true, async () => {
			this.#turns.add(ref);
			try {
				return { result: await work() };
			} finally {
				this.#turns.delete(ref);
			}
		})).result;
	}
	async #appendHere(ref, expected, change) {
		const stands = async () => await this.#local.head(ref) === expected;
		let commit = "";
		const write = async () => {
			const written = await this.#objects.commitOn(ref, expected, change);
			commit = written.commit;
			return written;
		};
		const move = () => this.#local.moveBy(ref, expected, write);
		const [turn] = await Promise.all([this.#local.turnFile(ref), this.#objects.author()]);
		return (this.#turns.has(ref) ? await move() : await inTurn(turn, stands, move)) ? {
			ok: true,
			commit
		} : {
			ok: false,
			actual: await this.#local.head(ref)
		};
	}
	async #follow(ref, commit) {
		for (;;) {
			const here = await this.#local.head(ref);
			if (here !== null && !await this.#objects.isAncestor(here, commit)) return;
			if (here === commit || await this.#local.move(ref, commit, here)) return;
		}
	}
};

// packages/use-cases/src/registry/open-registry.ts
const DEFAULT_LEDGER = "refs/heads/model-ledger";
async function openRegistry(host, configuration, access = {}) {
	const { config } = configuration.loaded;
	const ref = config.registry?.ledger?.git ?? "refs/heads/model-ledger";
	const { refLog, localOnly } = await refLogOf(host, configuration, access);
	const settings = {
		baseDirectory: configuration.baseDirectory,
		env: host.env,
		token: access.token || host.env.GITHUB_TOKEN
	};
	const opened = await storeFor(config.registry?.store, settings).catch((error) => {
		if (error instanceof ConfigError) return error;
		throw error;
	});
	const open = () => {
		if (opened instanceof ConfigError) throw opened;
		return opened;
	};
	return {
		model: config.model,
		ref,
		refLog,
		ledger: openLedger({
			refLog,
			ref
		}),
		localOnly,
		get store() {
			return open().store;
		},
		get storeOverridden() {
			return open().overridden;
		}
	};
}
async function refLogOf(host, configuration, access = {}) {
	if (throughApi(host, access)) {
		const { githubRefLog, repositoryName } = await import("./github-main2.js");
		return {
			refLog: githubRefLog(await apiClient(host, access), repositoryName(host.env.GITHUB_REPOSITORY)),
			localOnly: false
		};
	}
	const remote = configuration.loaded.config.registry?.ledger?.remote;
	const directory = configuration.baseDirectory;
	const remotes = await gitRemotes(host, directory);
	if (remote !== void 0 && !remotes.includes(remote)) throw unknownRemote(remote, remotes);
	return {
		refLog: gitRefLog({
			directory,
			remote,
			env: host.env,
			signal: host.signal
		}),
		localOnly: remote === void 0
	};
}
function throughApi(host, access) {
	const token = access.token || host.env.GITHUB_TOKEN;
	return host.env.GITHUB_ACTIONS === "true" && (access.client !== void 0 || Boolean(token));
}
async function apiClient(host, access) {
	if (access.client !== void 0) return access.client();
	const { createClient } = await import("./github-main2.js");
	return createClient({
		token: access.token || host.env.GITHUB_TOKEN || "",
		apiUrl: host.env.GITHUB_API_URL ?? "https://api.github.com",
		graphqlUrl: host.env.GITHUB_GRAPHQL_URL,
		userAgent: `${host.tool.name}/${host.tool.version}`,
		log: (line) => host.log.info(line)
	});
}
async function gitRemotes(host, directory) {
	try {
		const { stdout } = await promisify(execFile)("git", ["remote"], {
			cwd: directory,
			env: {
				...host.env,
				GIT_TERMINAL_PROMPT: "0"
			}
		});
		return stdout.split("\n").filter(Boolean);
	} catch (cause) {
		throw new ConfigError({
			code: "LEDGER_NO_REPOSITORY",
			message: "Opening the ledger: the configuration is not in a git repository, and the ledger is a branch of one.",
			hint: "Run `git init`, or run the command in the repository of the model.",
			cause
		});
	}
}
function unknownRemote(remote, remotes) {
	return new ConfigError({
		code: "LEDGER_REMOTE_UNKNOWN",
		message: `Opening the ledger: \`registry.ledger.remote\` is ${remote}, and the repository has ${remotes.length === 0 ? "no remotes" : `the remotes ${remotes.join(", ")}`}.`,
		hint: `Add it (\`git remote add ${remote} URL\`), or leave \`remote\` out to keep the ledger in this repository alone.`
	});
}

export { throughApi as a, readManifest as c, parseLedger as d, LEDGER_FILE as f, lineageSchema as g, versionPathOfModel as h, refLogOf as i, openLedger as l, versionPath as m, apiClient as n, gitRefLog as o, lineagePath as p, openRegistry as r, ANNOTATION as s, DEFAULT_LEDGER as t, LedgerView as u };