import { i as EvidenceError, l as redact, s as PermissionError, t as ConfigError } from "./core-errors.js";
import { t as utcDate } from "./core-clock.js";
import { r as sha256Hex } from "./core-digest.js";
import { n as apiClient, r as openRegistry } from "./use-cases-open-registry.js";
import { t as sealDocument } from "./core-seal.js";
import { t as modelIdentity } from "./core-version-id.js";
import { n as readEvent, r as runIdentity, t as isForkPullRequest } from "./use-cases-run-identity.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { t as metaOf } from "./use-cases-document-file.js";
import { n as runStage } from "./use-cases-stage-run.js";
import { a as refusedOutcome, i as ledgerRefusal, n as storeRegistration, r as evidenceFiles } from "./use-cases-store-registration.js";
import { c as readDataReport, l as readEvaluation } from "./use-cases-champion-source.js";
import { t as modelFiles } from "./model-files-model-files.js";
import { o as gitUser } from "./use-cases-tag-projection.js";
import { basename, resolve } from "node:path";
import { promisify } from "node:util";
import { readFileSync, statSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { readFile } from "node:fs/promises";
import { execFile } from "node:child_process";

// packages/registry/src/lineage/frameworks.ts
const FRAMEWORKS = /* @__PURE__ */ new Set([
	"catboost",
	"flax",
	"jax",
	"jaxlib",
	"joblib",
	"keras",
	"lightgbm",
	"lightning",
	"mlflow",
	"numpy",
	"onnx",
	"onnxruntime",
	"onnxruntime-node",
	"pandas",
	"polars",
	"prophet",
	"pyarrow",
	"pytorch-lightning",
	"safetensors",
	"scikit-learn",
	"scipy",
	"sentence-transformers",
	"spacy",
	"statsmodels",
	"tensorflow",
	"tokenizers",
	"torch",
	"torchvision",
	"transformers",
	"xgboost",
	"@huggingface/transformers",
	"@tensorflow/tfjs",
	"@tensorflow/tfjs-node",
	"brain.js",
	"danfojs",
	"ml-matrix",
	"ml-random-forest"
]);
function frameworksIn(path, text) {
	const found = Object.entries(packagesIn(basename(path), text)).map(([name, version]) => [name.startsWith("@") ? name : normalized(name), version]).filter(([name, version]) => FRAMEWORKS.has(name) && version.length <= 256);
	return Object.fromEntries(found.sort(([a], [b]) => a < b ? -1 : 1));
}
function normalized(name) {
	return name.toLowerCase().replaceAll(/[-_.]+/g, "-") === "brain-js" ? "brain.js" : name.toLowerCase().replaceAll(/[-_]+/g, "-");
}
function packagesIn(name, text) {
	if (name === "package-lock.json" || name === "npm-shrinkwrap.json") return npmPackages(text);
	if (name.endsWith(".lock") && /^\[\[package\]\]/m.test(text)) return tomlPackages(text);
	if (/\.(txt|in|lock)$/.test(name)) return pinnedRequirements(text);
	return {};
}
function npmPackages(text) {
	try {
		const { packages = {} } = JSON.parse(text);
		const installed = Object.entries(packages).flatMap(([path, { version }]) => {
			const name = path.split("node_modules/").at(-1) ?? "";
			return path.startsWith("node_modules/") && typeof version === "string" ? [{
				path,
				name,
				version
			}] : [];
		});
		const depth = (path) => path.split("node_modules/").length;
		return Object.fromEntries(installed.sort((a, b) => depth(b.path) - depth(a.path)).map(({ name, version }) => [name, version]));
	} catch {
		return {};
	}
}
function tomlPackages(text) {
	const tables = text.split(/^\[\[package\]\]\s*$/m).slice(1);
	const value = (table, key) => new RegExp(`^${key}\\s*=\\s*"([^"\\n]{1,256})"`, "m").exec(table)?.[1];
	return Object.fromEntries(tables.flatMap((table) => {
		const own = table.split(/^\[/m)[0];
		const [name, version] = [value(own, "name"), value(own, "version")];
		return name === void 0 || version === void 0 ? [] : [[name, version]];
	}));
}
function pinnedRequirements(text) {
	const lines = text.split("\n").map((line) => /^\s*([A-Za-z0-9._-]{1,256})(?:\[[^\]\n]*\])?\s*===?\s*([^\s;#\\]{1,256})/.exec(line));
	return Object.fromEntries(lines.flatMap((match) => match === null ? [] : [[match[1], match[2]]]));
}

// packages/registry/src/lineage/build-lineage.ts
function buildLineage(facts) {
	const frameworks = Object.assign({}, ...facts.environment.map(({ path, text }) => frameworksIn(path, text)));
	const params = Object.fromEntries(Object.entries(facts.params).map(([name, value]) => [name, isSecretName(name) ? "***" : value]));
	return {
		schema: "lineage/1",
		model: facts.model,
		version: facts.version,
		code: facts.code,
		data: (facts.dataReport?.datasets ?? []).map(({ name, sha256 }) => ({
			name,
			sha256,
			version: null,
			query: null
		})),
		params,
		environment: {
			files: facts.environment.map(({ path, sha256 }) => ({
				path,
				sha256
			})),
			frameworks
		},
		seeds: seedsOf(facts),
		hardware: facts.hardware,
		metrics: facts.evaluation?.metrics.candidate ?? {}
	};
}
function seedsOf({ params, evaluation }) {
	const trained = Object.entries(params).filter(([name]) => /(^|[^a-z])seed([^a-z]|$)|random_state/i.test(name));
	const judged = (evaluation?.policy)?.statistics?.seed;
	return {
		...Object.fromEntries(trained),
		...judged === void 0 ? {} : { "evaluation.seed": judged }
	};
}
function isSecretName(name) {
	return /pass(word|wd|phrase)|secret|token|api[-_]?key|credential|private[-_]?key/i.test(name);
}

// packages/registry/src/lineage/parameters.ts
function parseParameters(texts) {
	const params = {};
	for (const text of texts) {
		const at = text.indexOf("=");
		const name = text.slice(0, Math.max(0, at)).trim();
		if (name === "" || name.length > 256) throw invalid(`expected NAME=VALUE, found ${JSON.stringify(text.slice(0, 80))}`);
		if (name === "__proto__") throw invalid("__proto__ is no name of a parameter");
		if (Object.hasOwn(params, name)) throw invalid(`${name} is given twice`);
		params[name] = parameterValue(text.slice(at + 1).trim());
	}
	return params;
}
function parseParameterInput(text) {
	if (!text.trimStart().startsWith("{")) return parseParameters(text.split("\n").map((line) => line.trim()).filter(Boolean));
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw invalid(`it begins with { and is not JSON (${cause.message.slice(0, 200)})`);
	}
}
function parameterValue(text) {
	try {
		const value = JSON.parse(text);
		return typeof value === "number" && !Number.isFinite(value) ? text : value;
	} catch {
		return text;
	}
}
function invalid(found) {
	return new ConfigError({
		code: "PARAMETER_INVALID",
		message: `Reading the parameters: ${found}.`,
		hint: "Write for example `--param depth=6 --param learning_rate=0.1`; the input `params` takes one a line, or a JSON object."
	});
}

// packages/registry/src/registration/age.ts
const DAYS = {
	ms: 1 / 864e5,
	s: 1 / 86400,
	m: 1 / 1440,
	h: 1 / 24,
	d: 1
};
function durationDays(duration) {
	const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
	return Number(match[1]) * DAYS[match[2]];
}

// packages/registry/src/registration/proof.ts
function requirementsOf(registry, hasDataBlock) {
	return {
		evaluation: registry?.require?.evaluation ?? "pass",
		data: registry?.require?.data ?? (hasDataBlock ? "pass" : "none"),
		maxAge: registry?.require?.max_age
	};
}
function judgeRegistration(facts) {
	const { evaluation, dataReport, require, adopted } = facts;
	if (evaluation === null && require.evaluation === "pass" && !adopted) throw missing("evaluation");
	if (dataReport === null && require.data === "pass" && !adopted) throw missing("data report");
	if (evaluation !== null) requireSameModel(facts, evaluation);
	if (dataReport !== null) requireSameData(facts, dataReport);
	if (adopted) return null;
	for (const document of [evaluation, dataReport]) if (document !== null) requireYoung(facts, document);
	return (evaluation === null || require.evaluation === "none" ? null : judgeEvaluation(facts, evaluation)) ?? (dataReport === null || require.data === "none" ? null : judgeData(facts, dataReport));
}
function missing(what) {
	const command = what === "evaluation" ? "evaluate --model PATH" : "validate";
	return new EvidenceError({
		code: what === "evaluation" ? "EVALUATION_MISSING" : "DATA_REPORT_MISSING",
		message: `Registering the model: there is no ${what}, and the policy requires one.`,
		hint: `Run \`model-delivery ${command}\` first, or name it with \`--${what.replace(" ", "-")} FILE\`. A model that already serves is taken in with \`--adopt --reason TEXT\`.`
	});
}
function requireSameModel({ model, version }, evaluation) {
	const { document, path } = evaluation;
	if (document.model.name !== model) throw new EvidenceError({
		code: "EVALUATION_OF_OTHER_MODEL",
		message: `Registering ${model}: the evaluation ${path} is of the model ${document.model.name}.`,
		hint: "Give the evaluation of this model; `model` in the configuration names it."
	});
	if (document.model.version === null) throw new EvidenceError({
		code: "EVALUATION_WITHOUT_VERSION",
		message: `Registering ${model}: the evaluation ${path} does not say which bytes it judged (model.version is null).`,
		hint: "Run `model-delivery evaluate --model PATH` (input `model`), so that the evaluation names the version."
	});
	if (document.model.version !== version) throw new EvidenceError({
		code: "EVALUATION_OF_OTHER_BYTES",
		message: `Registering ${model}: the evaluation ${path} is about ${document.model.version}, the model given is ${version}.`,
		hint: "Evaluate the files that are to be registered; after training again the evaluation has to run again, too."
	});
}
function requireSameData(facts, report) {
	if (report.document.model !== facts.model) throw new EvidenceError({
		code: "DATA_REPORT_OF_OTHER_MODEL",
		message: `Registering ${facts.model}: the data report ${report.path} is of the model ${report.document.model}.`,
		hint: "Give the data report of this model."
	});
	const read = facts.evaluation?.document.inputs.data_report;
	if (read !== void 0 && read.sha256 !== report.sha256) throw new EvidenceError({
		code: "DATA_REPORT_OTHER_THAN_EVALUATED",
		message: `Registering ${facts.model}: the evaluation read a data report with the sha256 ${read.sha256}, and ${report.path} has ${report.sha256}.`,
		hint: "Give the report that the evaluation read, or evaluate again."
	});
}
function requireYoung({ require, today, model }, { document, path }) {
	if (require.maxAge === void 0) return;
	const age = (Date.parse(today) - Date.parse(document.as_of)) / 864e5;
	const kind = document.schema.replace("/1", "").replace("-", " ");
	if (age < 0 || age > durationDays(require.maxAge)) throw new EvidenceError({
		code: "DOCUMENT_EXPIRED",
		message: `Registering ${model}: the ${kind} ${path} is of ${document.as_of}, today is ${today}, and registry.require.max_age is ${require.maxAge}.`,
		hint: age < 0 ? "It is dated in the future: judge again." : "Judge again: what was true then may not be now."
	});
}
function judgeEvaluation(facts, evaluation) {
	const { document, path } = evaluation;
	if (document.purpose === "pull_request") return {
		verdict: "fail",
		code: "EVALUATION_OF_PULL_REQUEST",
		message: `Registering ${facts.model}: the evaluation ${path} was made for a pull request, which proposes a model and never registers one.`,
		hint: "Evaluate on the main branch, after the merge, with the purpose `promotion`."
	};
	return judgeVerdict(facts, {
		kind: "evaluation",
		path,
		verdict: document.verdict,
		blocks: true
	});
}
function judgeData(facts, report) {
	const { verdict, inconclusive_blocks: blocks } = report.document;
	return judgeVerdict(facts, {
		kind: "data report",
		path: report.path,
		verdict,
		blocks
	});
}
function judgeVerdict({ model, approved }, { kind, path, verdict, blocks }) {
	if (verdict === "error") throw new EvidenceError({
		code: kind === "evaluation" ? "EVALUATION_IN_ERROR" : "DATA_REPORT_IN_ERROR",
		message: `Registering ${model}: the ${kind} ${path} ended in an error, so nothing is proven.`,
		hint: "Mend what it names and run the stage again."
	});
	if (verdict === "fail") return {
		verdict: "fail",
		code: kind === "evaluation" ? "EVALUATION_FAILED" : "DATA_REPORT_FAILED",
		message: `Registering ${model}: the ${kind} ${path} failed.`,
		hint: "A model that fails its gate is not registered."
	};
	if (verdict !== "inconclusive" || !blocks || approved) return null;
	return {
		verdict: "inconclusive",
		code: kind === "evaluation" ? "EVALUATION_INCONCLUSIVE" : "DATA_REPORT_INCONCLUSIVE",
		message: `Registering ${model}: the ${kind} ${path} is inconclusive, and nobody has approved it.`,
		hint: "Give it more rows (`rows_needed` says how many), or let a reviewer approve: `--approval` (input `approval: true`) in a job behind an environment with required reviewers."
	};
}

// packages/use-cases/src/registry/approval.ts
async function approvalOf(host, access) {
	const run = runIdentity(host.env, readEvent(host.env));
	const at = new Date(host.now()).toISOString();
	if (run === void 0) {
		const by = await gitUser(host);
		if (by === null) throw nobody();
		return {
			by: by.slice(0, 256),
			environment: null,
			run: null,
			at,
			comment: null
		};
	}
	const { repositoryName, runApproval } = await import("./github-main2.js");
	const approval = await runApproval(await apiClient(host, access), repositoryName(host.env.GITHUB_REPOSITORY), run.id);
	return approval === null ? null : {
		...approval,
		run: run.url ?? String(run.id),
		at: null
	};
}
function nobody() {
	return new PermissionError({
		code: "APPROVAL_BY_NOBODY",
		message: "Recording the approval: this is no workflow run, and git has no user.name, so nobody is known to approve.",
		hint: "Set `git config user.name`, or approve in a workflow job behind an environment with required reviewers."
	});
}

// packages/use-cases/src/registry/lineage-facts.ts
async function codeFacts(host, directory) {
	const git = (...args) => gitText(host, directory, args);
	const inRun = host.env.GITHUB_ACTIONS === "true";
	const commit = await git("rev-parse", "--verify", "--quiet", "HEAD") ?? (inRun ? host.env.GITHUB_SHA : void 0);
	const changed = await git("status", "--porcelain", "--untracked-files=no");
	const remote = await git("remote", "get-url", "origin");
	const server = host.env.GITHUB_SERVER_URL ?? "https://github.com";
	const repository = inRun && host.env.GITHUB_REPOSITORY ? `${server}/${host.env.GITHUB_REPOSITORY}` : remote && redact(remote);
	return {
		commit: commit || null,
		dirty: changed === void 0 ? null : changed !== "",
		repository: repository?.slice(0, 1024) || null
	};
}
function gitHubRepository(host, address) {
	if (host.env.GITHUB_REPOSITORY) return host.env.GITHUB_REPOSITORY;
	return /github\.com[/:]([A-Za-z0-9._-]+\/[A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(address ?? "")?.[1] ?? null;
}
async function gitText(host, cwd, args) {
	try {
		const { stdout } = await promisify(execFile)("git", args, {
			cwd,
			env: {
				...host.env,
				GIT_TERMINAL_PROMPT: "0",
				GIT_OPTIONAL_LOCKS: "0"
			},
			maxBuffer: 64 << 20
		});
		return stdout.trim();
	} catch {
		return;
	}
}
async function environmentFiles(directory, paths) {
	return Promise.all(paths.map(async (path) => {
		const bytes = await readFile(resolve(directory, path)).catch((cause) => {
			throw new EvidenceError({
				code: "ENVIRONMENT_FILE_MISSING",
				message: `Recording the environment: registry.environment names ${path}, and reading it failed (${cause.code ?? "unreadable"}).`,
				hint: "Commit the lock file, or take it out of `registry.environment`; paths are relative to the configuration.",
				cause
			});
		});
		return {
			path,
			sha256: sha256Hex(bytes),
			text: bytes.toString("utf8")
		};
	}));
}
function hardwareFacts() {
	return {
		platform: process.platform,
		arch: process.arch,
		cpus: availableParallelism(),
		cpu: cpus()[0]?.model?.trim() ?? "unknown",
		memory_gb: Math.round(totalmem() / 2 ** 30)
	};
}

// packages/use-cases/src/registry/registration-documents.ts
const MAX_BYTES = 32 << 20;
function registrationDocuments(host, paths) {
	const read = (named, usual, parse) => {
		const path = named ?? (paths.onlyNamed ? void 0 : `${paths.out}/${usual}`);
		const bytes = path === void 0 ? null : bytesOf(host, path, named !== void 0);
		return bytes === null ? null : parse(bytes, path);
	};
	return {
		evaluation: read(paths.evaluation, "evaluation.json", readEvaluation),
		dataReport: read(paths.dataReport, "data-report.json", readDataReport)
	};
}
function bytesOf(host, path, named) {
	const absolute = resolve(host.cwd, path);
	const facts = statSync(absolute, { throwIfNoEntry: false });
	if (facts === void 0 && !named) return null;
	if (facts?.isFile() && facts.size <= MAX_BYTES) return readFileSync(absolute);
	throw new EvidenceError({
		code: "DOCUMENT_UNREADABLE",
		message: `Reading ${path}: expected a document of at most ${MAX_BYTES} bytes, found ${facts === void 0 ? "no such file" : facts.isFile() ? `${facts.size} bytes` : "something that is no file"}.`,
		hint: "Check the path; it is relative to the working directory."
	});
}

// packages/use-cases/src/registry/required-checks.ts
async function judgeCodeChecks(host, access, commit, names) {
	if (names.length === 0) return null;
	if (commit.sha === null || commit.repository === null) throw unknownCommit(names, commit);
	const { codeChecks, repositoryName } = await import("./github-main2.js");
	const repository = repositoryName(commit.repository);
	const checks = await codeChecks(await apiClient(host, access), repository, commit.sha, names);
	const red = checks.find(({ state }) => state === "red");
	if (red !== void 0) return refusal(red, commit.sha);
	const open = checks.find(({ state }) => state !== "green");
	if (open !== void 0) throw notFinished(open, commit.sha);
	return null;
}
function refusal(check, sha) {
	return {
		verdict: "fail",
		code: "CODE_CHECK_RED",
		message: `Registering a model: the check run ${check.name} of the commit ${sha.slice(0, 12)} ended with ${check.conclusion}, and registry.require.code_checks asks for success.`,
		hint: `Mend it and run again${check.url === null ? "" : `: ${check.url}`}.`
	};
}
function notFinished(check, sha) {
	const found = check.state === "absent" ? "has no run" : `is ${check.conclusion}`;
	return new EvidenceError({
		code: "CODE_CHECK_MISSING",
		message: `Registering a model: the check run ${check.name} ${found} on the commit ${sha.slice(0, 12)}, and registry.require.code_checks names it.`,
		hint: "Check its name (that of the job), and let this job `needs:` it. The run must be of the very commit."
	});
}
function unknownCommit(names, { sha }) {
	return new ConfigError({
		code: "CODE_CHECKS_UNKNOWN_COMMIT",
		message: `Registering a model: registry.require.code_checks names ${names.join(", ")}, and ${sha === null ? "the commit" : "the repository on GitHub"} is not known here.`,
		hint: "Register in a workflow, or set GITHUB_REPOSITORY and GITHUB_TOKEN; or leave `code_checks` out."
	});
}

// packages/use-cases/src/registry/trusted-run.ts
const PROPOSALS = /* @__PURE__ */ new Set([
	"pull_request",
	"pull_request_target",
	"pull_request_review",
	"pull_request_review_comment",
	"merge_group"
]);
function untrustedRun(host) {
	if (host.env.GITHUB_ACTIONS !== "true") return null;
	const event = readEvent(host.env);
	const proposal = proposalOf(host.env.GITHUB_EVENT_NAME, event);
	if (proposal === null) return null;
	return {
		verdict: "fail",
		code: "UNTRUSTED_RUN",
		message: `Registering a model: this run was started by ${proposal}, and what a pull request trains is never registered.`,
		hint: "Register on the main branch after the merge (ml-cd.yml trains there again), or by workflow_dispatch."
	};
}
function proposalOf(name, event) {
	if (isForkPullRequest(event)) return "a pull request of a fork";
	if (name !== void 0 && PROPOSALS.has(name)) return `the event ${name}`;
	const upstream = event.workflow_run?.event;
	return upstream !== void 0 && PROPOSALS.has(upstream) ? `the workflow run of a ${upstream}` : null;
}
function untrustedEvaluation(host, evaluation, path) {
	const run = evaluation.meta?.run;
	const here = host.env.GITHUB_ACTIONS === "true" ? host.env.GITHUB_REPOSITORY : void 0;
	const found = run?.event !== void 0 && PROPOSALS.has(run.event) ? `a run of the event ${run.event}` : run?.repository !== void 0 && here !== void 0 && run.repository !== here ? `a run of the repository ${run.repository}` : null;
	if (found === null) return null;
	return {
		verdict: "fail",
		code: "EVALUATION_UNTRUSTED",
		message: `Registering a model: the evaluation ${path} was made by ${found}.`,
		hint: "Evaluate in the run that registers, on the main branch."
	};
}

// packages/use-cases/src/registry/register-stage.ts
async function registerStage(host, request) {
	const result = {
		version: null,
		created: null,
		reference: null,
		card: null
	};
	const file = `${request.out}/model-version.json`;
	return {
		...await runStage(host, {
			schema: "model-version/1",
			file
		}, async (startedMs) => {
			const configuration = readConfiguration(host, request.config);
			request.onConfigured?.(configuration);
			requireWhole(request, configuration);
			const { model } = configuration.loaded.config;
			const end = {
				schema: "model-version/1",
				file,
				model,
				failOn: request.failOn,
				startedMs
			};
			try {
				const untrusted = untrustedRun(host);
				if (untrusted !== null) return refusedOutcome(host, end, untrusted);
				const root = resolve(host.cwd, request.model);
				const identity = modelIdentity(await modelFiles(root, request.model));
				result.version = identity.version;
				const proven = await prove(host, request, configuration, {
					identity,
					root
				});
				if ("code" in proven) return refusedOutcome(host, {
					...end,
					version: identity.version
				}, proven);
				const registry = await openRegistry(host, configuration, request.access);
				const stored = await storeRegistration(host, registry, proven, {
					...request,
					file,
					startedMs
				});
				if ("refusal" in stored) return refusedOutcome(host, {
					...end,
					version: identity.version
				}, ledgerRefusal(stored.refusal));
				result.created = stored.created;
				result.reference = stored.reference;
				result.card = stored.card;
				return stored.outcome;
			} catch (error) {
				if (!(error instanceof EvidenceError) || host.signal?.aborted) throw error;
				const { code, message, hint } = error;
				return refusedOutcome(host, {
					...end,
					version: result.version ?? void 0
				}, {
					verdict: "error",
					code,
					message,
					hint
				});
			}
		}),
		...result
	};
}
function requireWhole(request, { loaded }) {
	const usage = (message, hint) => new ConfigError({
		code: "USAGE",
		message,
		hint
	});
	if (request.model === void 0) throw usage("register needs the model: nothing was given.", "Pass `--model PATH` (input `model`), a file or a directory.");
	if (request.adopt && !request.reason) throw usage("Adopting a model without a gate needs a reason.", "Pass `--reason TEXT` (input `reason`): it stays with the version for ever.");
	if (!request.adopt && request.reason) throw usage("register takes a reason only with `--adopt`.", "Leave `--reason` out, or add `--adopt` to take in a model without a gate.");
	if (loaded.config.registry === void 0) throw new ConfigError({
		code: "CONFIG_BLOCK_MISSING",
		message: `The configuration ${request.config} has no \`registry:\` block, so there is no place to register a model.`,
		hint: "Add for example `registry: { store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger } }`."
	});
}
async function prove(host, request, configuration, { identity, root }) {
	const { config } = configuration.loaded;
	const base = configuration.baseDirectory;
	const { out, evaluation, dataReport, adopt } = request;
	const documents = registrationDocuments(host, {
		out,
		evaluation,
		dataReport,
		onlyNamed: adopt
	});
	const approval = request.approval ? await approvalOf(host, request.access ?? {}) : null;
	const refusal = judgeRegistration({
		model: config.model,
		version: identity.version,
		...documents,
		require: requirementsOf(config.registry, config.data !== void 0),
		approved: approval !== null,
		adopted: adopt,
		today: request.asOf ?? utcDate(host.now())
	}) ?? untrustedDocument(host, documents);
	if (refusal !== null) return withApprovalHint(refusal, request);
	const code = await codeFacts(host, base);
	const red = adopt ? null : await codeCheckRefusal(host, request, configuration, code);
	if (red !== null) return red;
	const lineage = buildLineage({
		model: config.model,
		version: identity.version,
		code,
		dataReport: documents.dataReport?.document ?? null,
		evaluation: documents.evaluation?.document ?? null,
		params: request.params,
		environment: await environmentFiles(base, config.registry?.environment ?? []),
		hardware: hardwareFacts()
	});
	const evidence = await evidenceFiles({
		base,
		working: host.cwd
	}, config, documents.evaluation, documents.dataReport);
	return {
		configuration,
		identity,
		root,
		documents,
		lineage: sealDocument(lineage, metaOf(host, host.now())),
		approval,
		evidence
	};
}
function untrustedDocument(host, { evaluation }) {
	return evaluation === null ? null : untrustedEvaluation(host, evaluation.document, evaluation.path);
}
function codeCheckRefusal(host, request, { loaded }, code) {
	const names = loaded.config.registry?.require?.code_checks ?? [];
	const sha = (host.env.GITHUB_ACTIONS === "true" ? host.env.GITHUB_SHA : void 0) ?? code.commit;
	return judgeCodeChecks(host, request.access ?? {}, {
		sha,
		repository: gitHubRepository(host, code.repository)
	}, names);
}
function withApprovalHint(refusal, request) {
	if (refusal.verdict !== "inconclusive" || !request.approval) return refusal;
	return {
		...refusal,
		code: "APPROVAL_MISSING",
		message: `${refusal.message.replace(/\.$/, "")}: an approval was asked for, and GitHub knows none of this run.`,
		hint: "Let the job name an `environment` with required reviewers: their approval is read from the API (`actions: read`), never from an input."
	};
}

export { parseParameterInput as n, parseParameters as r, registerStage as t };