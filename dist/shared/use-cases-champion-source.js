import { a as ExternalError, c as asDeliveryError, i as EvidenceError, l as redact, n as DeliveryError, t as ConfigError } from "./core-errors.js";
import { a as throughApi, c as readManifest, l as openLedger, o as gitRefLog, r as openRegistry, s as ANNOTATION, t as DEFAULT_LEDGER } from "./use-cases-open-registry.js";
import { n as documentDigest, r as sha256Hex } from "./core-digest.js";
import { t as modelIdentity } from "./core-version-id.js";
import { t as dataReportSchema } from "./core-data-report.js";
import { t as evaluationSchema } from "./core-evaluation2.js";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { lstat, mkdir, mkdtemp, readdir, rename, rm, rmdir } from "node:fs/promises";
import { execFile, spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";

// packages/registry/src/registration/read-document.ts
const KINDS = {
	"evaluation/1": {
		schema: evaluationSchema,
		what: "evaluation",
		command: "evaluate"
	},
	"data-report/1": {
		schema: dataReportSchema,
		what: "data report",
		command: "validate"
	}
};
function readEvaluation(bytes, path) {
	return readDocument(bytes, path, "evaluation/1");
}
function readDataReport(bytes, path) {
	return readDocument(bytes, path, "data-report/1");
}
function readDocument(bytes, path, kind) {
	const { schema, what, command } = KINDS[kind];
	const judged = kind === "evaluation/1";
	const reading = `Reading the ${what} ${path}`;
	const again = `Run \`model-delivery ${command}\` again.`;
	const unreadable = (found) => new EvidenceError({
		code: judged ? "EVALUATION_UNREADABLE" : "DATA_REPORT_UNREADABLE",
		message: `${reading}: ${found}.`,
		hint: again
	});
	const value = parsed(bytes);
	if (value === null) throw unreadable("it is not a JSON object");
	if (value.schema !== kind) throw unreadable(`expected the schema ${kind}, found ${JSON.stringify(value.schema ?? null)?.slice(0, 100)}`);
	const digest = requireDigest$1(value, reading, judged, again);
	if (value.error !== void 0) throw new EvidenceError({
		code: judged ? "EVALUATION_IN_ERROR" : "DATA_REPORT_IN_ERROR",
		message: `${reading}: it ended in an error (${errorOf(value.error)}).`,
		hint: again
	});
	const read = schema.safeParse(value);
	if (!read.success) {
		const issue = read.error.issues[0];
		throw unreadable(`it does not follow its schema (${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"})`);
	}
	return {
		document: read.data,
		digest,
		sha256: sha256Hex(bytes),
		path,
		bytes
	};
}
function requireDigest$1(value, reading, judged, again) {
	const stated = value.meta?.digest;
	const digest = documentDigest(value);
	if (stated === digest) return digest;
	throw new EvidenceError({
		code: judged ? "EVALUATION_FORGED" : "DATA_REPORT_FORGED",
		message: `${reading}: it says it has the digest ${typeof stated === "string" ? stated.slice(0, 100) : "(none)"} and has ${digest}: it was changed after it was written.`,
		hint: `Documents are never edited. ${again}`
	});
}
function parsed(bytes) {
	try {
		const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
		return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
	} catch {
		return null;
	}
}
function errorOf(error) {
	const { code, message } = error;
	return `${String(code).slice(0, 100)}: ${String(message).slice(0, 300)}`;
}

// packages/registry/src/stores/transfer/layer-path.ts
function layerFiles(manifest, version) {
	const files = manifest.layers.map((blob) => {
		const path = blob.annotations?.[ANNOTATION.modelPath] ?? blob.annotations?.[ANNOTATION.title];
		if (path === void 0 || !isSafe(path)) throw unsafe(version, path);
		return {
			path,
			blob
		};
	});
	const paths = new Set(files.map((file) => file.path));
	if (paths.size < files.length) throw unsafe(version, files.find((file, at) => files.findIndex((other) => other.path === file.path) !== at).path);
	for (const { path } of files) {
		const parts = path.split("/");
		for (let n = 1; n < parts.length; n++) {
			const folder = parts.slice(0, n).join("/");
			if (paths.has(folder)) throw unsafe(version, folder);
		}
	}
	return files;
}
function isSafe(path) {
	if (path === "" || path.startsWith("/") || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
	return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
function unsafe(version, path) {
	return new EvidenceError({
		code: "STORE_UNSAFE_PATH",
		message: `Pulling ${version}: a layer names ${path === void 0 ? "no path" : `the path ${JSON.stringify(path)}`}, which is not one file inside the folder.`,
		hint: "The version was not written by model-delivery. Do not use it; find out who could write to the store."
	});
}

// packages/registry/src/stores/transfer/pull-version.ts
async function pullVersion(store, version, directory, options = {}) {
	const bytes = await store.manifest(version);
	if (bytes === null) throw absent(version, `${store.kind} ${store.reference(version)}`);
	const files = layerFiles(readManifest(bytes, version), version);
	const target = resolve(directory);
	await assertFree(target);
	const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
	try {
		await mkdir(dirname(target), { recursive: true });
		for (const { path, blob } of files) {
			options.signal?.throwIfAborted();
			const content = await store.blob(blob.digest);
			if (content === null) throw absent(blob.digest, `the blob of ${path} of ${store.reference(version)}`);
			await mkdir(dirname(join(draft, path)), { recursive: true });
			await pipeline(content, createWriteStream(join(draft, path), {
				flags: "wx",
				flush: true
			}), { signal: options.signal });
		}
		await rmdir(target).catch((error) => {
			if (error.code !== "ENOENT") throw error;
		});
		await rename(draft, target);
	} catch (error) {
		await rm(draft, {
			recursive: true,
			force: true
		});
		throw notWritten(target, error);
	}
	return { files: files.map(({ path, blob }) => ({
		path,
		size: blob.size,
		sha256: blob.digest.slice(7)
	})) };
}
async function assertFree(directory) {
	const facts = await lstat(directory).catch((error) => {
		if (error.code === "ENOENT") return null;
		throw notWritten(directory, error);
	});
	if (facts === null || facts.isDirectory() && (await readdir(directory)).length === 0) return;
	throw new ConfigError({
		code: "PULL_TARGET_IN_USE",
		message: `Pulling to ${shownPath(directory)}: expected a folder that does not exist or is empty, found ${facts.isDirectory() ? "files in it" : "something else there"}.`,
		hint: "Name another folder with `--to`, or remove it first."
	});
}
const shownPath = (path) => relative(process.cwd(), path) || ".";
function notWritten(directory, cause) {
	const { code } = cause;
	if (cause instanceof DeliveryError || code === void 0 || code === "ABORT_ERR") return cause;
	const full = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
	return new ExternalError({
		code: "PULL_NOT_WRITTEN",
		system: "file system",
		message: `Pulling to ${shownPath(directory)}: ${full ? `there is no space left (${code})` : `the file system answered ${code}`}. Nothing of it was kept.`,
		hint: "Free space there, or name a folder that can be written with `--to DIR`.",
		cause
	});
}
function absent(digest, where) {
	return new EvidenceError({
		code: "VERSION_NOT_STORED",
		message: `Pulling ${digest}: the store does not have it (${where}).`,
		hint: "Check `registry.store`; if the store lost it, register the same model again from its source."
	});
}

// packages/use-cases/src/registry/evidence-names.ts
const EVIDENCE_ARTIFACT = "application/vnd.model-delivery.evidence.v1+json";
const SPELLINGS = {
	".pq": ".parquet",
	".ndjson": ".jsonl",
	".tsv": ".csv",
	".yml": ".yaml"
};
const METRICS = [".json", ".yaml"];
const PREDICTIONS = [
	".parquet",
	".csv",
	".jsonl"
];
function candidateName(path) {
	const written = extname(path).toLowerCase();
	const extension = SPELLINGS[written] ?? written;
	if (METRICS.includes(extension)) return {
		name: `metrics${extension}`,
		role: "metrics"
	};
	if (PREDICTIONS.includes(extension)) return {
		name: `predictions${extension}`,
		role: "predictions"
	};
	return null;
}
function profileName(dataset) {
	return `profile-${dataset.replaceAll(/[^A-Za-z0-9._-]/g, "_").slice(0, 100)}.json`;
}
function roleOf(name) {
	if (name === "evaluation.json") return "evaluation";
	if (name === "data-report.json") return "data-report";
	if (name === "golden.json") return "golden";
	if (name === "model-card.md") return "card";
	if (name === "model-card.json") return "card-json";
	if (/^profile-[A-Za-z0-9._-]+\.json$/.test(name)) return "profile";
	return candidateName(name)?.role ?? null;
}
const MEDIA_TYPES = {
	".json": "application/json",
	".yaml": "application/yaml",
	".csv": "text/csv",
	".jsonl": "application/x-ndjson",
	".parquet": "application/vnd.apache.parquet",
	".md": "text/markdown"
};
function mediaTypeOf(name) {
	return MEDIA_TYPES[extname(name)] ?? "application/octet-stream";
}

// packages/use-cases/src/registry/version-proof.ts
const MAX_BYTES = 64 << 20;
async function loadVersionProof(registry, version) {
	const id = version;
	const view = await registry.ledger.read();
	const registration = view.events.findLast((event) => event.action === "register" && event.model === registry.model && event.to === version);
	const modelVersion = await view.versionDocument(id, registry.model);
	if (registration === void 0 || modelVersion === null) throw broken(version, "registration", "the ledger does not know it");
	requireRecord(registry.model, id, modelVersion);
	const evidence = registration.evidence ?? modelVersion.evidence?.digest ?? null;
	const evidenceFiles = evidence === null ? [] : await storedEvidence(registry, id, evidence);
	const read = async (name) => {
		const file = evidenceFiles.find((stored) => stored.name === name);
		return file === void 0 ? null : bytesOf(registry, file);
	};
	const documents = await storedDocuments(id, modelVersion, evidence, read);
	const archived = view.isArchived(registry.model, id);
	return {
		version: id,
		modelVersion,
		...documents,
		evidence,
		evidenceFiles,
		archived,
		registration,
		read
	};
}
function requireRecord(model, version, record) {
	if (record.meta?.digest !== documentDigest(record)) throw broken(version, "record", "it was changed after it was written");
	if (record.model !== model) throw broken(version, "record", `it is of the model ${record.model}`);
	const identity = modelIdentity(record.files).version;
	if (identity !== version) throw broken(version, "record", `its files are those of ${identity}`);
}
async function storedEvidence(registry, version, digest) {
	const bytes = await registry.store.manifest(digest);
	if (bytes === null) throw broken(version, "evidence", `the store does not have the artifact ${digest}`);
	const manifest = readManifest(bytes, digest);
	if (manifest.subject?.digest !== version) throw broken(version, "evidence", `the artifact ${digest} is about ${manifest.subject?.digest ?? "nothing"}`);
	return manifest.layers.flatMap((layer) => {
		const name = layer.annotations?.["org.opencontainers.image.title"] ?? "";
		const role = roleOf(name);
		return role === null ? [] : [{
			name,
			role,
			digest: layer.digest,
			size: layer.size
		}];
	});
}
async function bytesOf(registry, file) {
	if (file.size > MAX_BYTES) throw broken(file.digest, file.name, `it has ${file.size} bytes, at most ${MAX_BYTES} are read`);
	const stream = await registry.store.blob(file.digest);
	if (stream === null) throw broken(file.digest, file.name, "the store does not have it");
	const chunks = [];
	for await (const chunk of stream) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}
async function storedDocuments(version, record, evidence, read) {
	const evaluationBytes = await read("evaluation.json");
	const reportBytes = await read("data-report.json");
	const evaluation = evaluationBytes === null ? null : readEvaluation(evaluationBytes, "evaluation.json");
	const dataReport = reportBytes === null ? null : readDataReport(reportBytes, "data-report.json");
	if (evidence === record.evidence?.digest) {
		requireDigest(version, "evaluation", record.evaluation?.digest, evaluation?.digest);
		requireDigest(version, "data report", record.data?.digest, dataReport?.digest);
	}
	if (evaluation !== null) requireAbout(version, record.model, evaluation.document);
	if (dataReport !== null && dataReport.document.model !== record.model) throw broken(version, "data report", `it is of the model ${dataReport.document.model}`);
	return {
		evaluation: evaluation?.document ?? null,
		dataReport: dataReport?.document ?? null
	};
}
function requireDigest(version, link, expected, found) {
	if (expected !== found) throw broken(version, link, `the record says ${expected ?? "none"}, the store has ${found ?? "none"}`);
}
function requireAbout(version, model, { model: judged }) {
	if (judged.name !== model) throw broken(version, "evaluation", `it is of the model ${judged.name}`);
	if (judged.version !== version) throw broken(version, "evaluation", `it is about ${judged.version ?? "unknown bytes"}`);
}
function broken(version, link, found) {
	return new EvidenceError({
		code: "PROOF_BROKEN",
		message: `Following the chain of proof of ${version}: the ${link} does not hold: ${found}.`,
		hint: "`model-delivery verify REF` names everything that disagrees; register the model again from its source."
	});
}

// packages/use-cases/src/registry/rescore-champion.ts
const WITHHELD = /^(INPUT_|ACTIONS_|GITHUB_TOKEN$|MODEL_DELIVERY_OCI_)/;
const SHOWN = 500;
async function rescoreChampion(host, { baseDirectory }, rescoring) {
	const model = join(rescoring.directory, "model");
	const out = join(rescoring.directory, "scores");
	await pullVersion(rescoring.registry.store, rescoring.version, model, { signal: host.signal });
	await mkdir(out);
	const env = {
		...Object.fromEntries(Object.entries(host.env).filter(([name]) => !WITHHELD.test(name))),
		MODEL_DELIVERY_MODEL: model,
		MODEL_DELIVERY_OUT: out
	};
	host.log.info(`Scoring the champion ${rescoring.version} anew: ${rescoring.command.join(" ")}`);
	const { code, printed } = await run(rescoring.command, {
		cwd: baseDirectory,
		env,
		signal: host.signal
	});
	if (code === 0) return out;
	throw new EvidenceError({
		code: "RESCORE_FAILED",
		message: `Scoring the champion ${rescoring.version} anew with ${JSON.stringify(rescoring.command.join(" "))} failed (${code === null ? "it did not start or was stopped" : `exit ${code}`}): ${redact(printed).trim().slice(-500)}`,
		hint: "Run `evaluation.champion.rescore` by hand with MODEL_DELIVERY_MODEL and MODEL_DELIVERY_OUT set."
	});
}
function run(command, options) {
	const [program, ...args] = command;
	return new Promise((done) => {
		let printed = "";
		const { signal, ...rest } = options;
		const child = spawn(program, args, {
			...rest,
			...signal ? { signal } : {},
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
		const keep = (chunk) => {
			printed = (printed + chunk.toString()).slice(-16 * SHOWN);
		};
		child.stdout.on("data", keep);
		child.stderr.on("data", keep);
		child.once("error", (error) => done({
			code: null,
			printed: `${printed}\n${error.message}`
		}));
		child.once("close", (code) => done({
			code,
			printed
		}));
	});
}

// packages/use-cases/src/registry/champion-source.ts
function registryChampionSource(host, configuration, access = {}) {
	return { resolve: async ({ alias, rescore }) => {
		try {
			const found = await findAlias(host, configuration, access, alias);
			if (found === null) return {
				state: "none",
				reason: noSuchAlias(configuration, alias)
			};
			return await filesOf(host, configuration, found, rescore);
		} catch (thrown) {
			return {
				state: "unreachable",
				reason: asDeliveryError(thrown).message.replace(/\.$/, "")
			};
		}
	} };
}
async function findAlias(host, configuration, access, alias) {
	for (const place of await placesOf(host, configuration, access)) {
		const registry = await place();
		const version = (await registry.ledger.read()).current(registry.model, alias);
		if (version !== null) return {
			registry,
			version
		};
	}
	return null;
}
async function placesOf(host, configuration, access) {
	if (throughApi(host, access)) return [() => openRegistry(host, configuration, access)];
	const { config } = configuration.loaded;
	const directory = configuration.baseDirectory;
	const ref = config.registry?.ledger?.git ?? "refs/heads/model-ledger";
	const configured = config.registry?.ledger?.remote;
	const local = await openRegistry(host, withoutRemote(configuration), {});
	const at = (refName, remote) => async () => {
		const refLog = gitRefLog({
			directory,
			remote,
			env: host.env,
			signal: host.signal
		});
		return Object.create(local, {
			ref: { value: refName },
			refLog: { value: refLog },
			ledger: { value: openLedger({
				refLog,
				ref: refName
			}) }
		});
	};
	const remotes = await lines(host, directory, ["remote"]);
	if (configured !== void 0 && remotes.length > 0 && !remotes.includes(configured)) throw new Error(`the remote ${configured} that registry.ledger.remote names does not exist; there are ${remotes.join(", ")}`);
	const tracking = await lines(host, directory, [
		"for-each-ref",
		"--format=%(refname)",
		`refs/remotes/*/${ref.replace(/^refs\/heads\//, "")}`
	]);
	const asked = configured === void 0 ? remotes : remotes.filter((name) => name === configured);
	return [
		at(ref, void 0),
		...tracking.map((name) => at(name, void 0)),
		...asked.map((name) => at(ref, name))
	];
}
function withoutRemote(configuration) {
	const { loaded } = configuration;
	const { remote: _remote, ...ledger } = loaded.config.registry?.ledger ?? { git: "refs/heads/model-ledger" };
	const config = {
		...loaded.config,
		registry: {
			...loaded.config.registry,
			ledger
		}
	};
	return {
		...configuration,
		loaded: {
			...loaded,
			config
		}
	};
}
async function lines(host, cwd, args) {
	const env = {
		...host.env,
		GIT_TERMINAL_PROMPT: "0"
	};
	const { stdout } = await promisify(execFile)("git", args, {
		cwd,
		env
	});
	return stdout.split("\n").filter(Boolean);
}
function noSuchAlias({ loaded }, alias) {
	return `the ledger ${loaded.config.registry?.ledger?.git ?? "refs/heads/model-ledger"} has no alias ${alias} of ${loaded.config.model}`;
}
async function filesOf(host, configuration, { registry, version }, rescore) {
	const root = host.env.RUNNER_TEMP || tmpdir();
	await mkdir(root, { recursive: true });
	const directory = await mkdtemp(join(root, "model-delivery-champion-"));
	if (rescore !== void 0) return {
		state: "ready",
		version,
		directory: await rescoreChampion(host, configuration, {
			registry,
			version,
			command: rescore,
			directory
		})
	};
	const proof = await loadVersionProof(registry, version);
	if (proof.evidence === null) throw new Error(`${version} was registered without evidence, so there is nothing to compare with`);
	const evidence = join(directory, "evidence");
	await pullVersion(registry.store, proof.evidence, evidence, { signal: host.signal });
	return {
		state: "ready",
		version,
		directory: evidence
	};
}

export { mediaTypeOf as a, readDataReport as c, candidateName as i, readEvaluation as l, loadVersionProof as n, profileName as o, EVIDENCE_ARTIFACT as r, pullVersion as s, registryChampionSource as t };