import { r as readConfiguration, t as containment } from "./use-cases-configuration.js";
import { t as utcDate } from "./core-clock.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { F as asDeliveryError, O as ConfigError, S as exitCode, b as combineExitCodes, c as loadConfig, n as documentError, t as applyPolicy } from "./core-main.js";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

// packages/use-cases/src/base-policy.ts
/** The configuration a stage is judged by. @throws ConfigError when the base file does not parse. */
async function effectivePolicy(configuration, stage, find) {
	const { loaded } = configuration;
	const base = await find?.(configuration);
	if (base === void 0) return {
		config: loaded.config,
		change: void 0,
		locate: loaded.locate
	};
	const applied = applyPolicy(loaded.config, base.text === null ? null : loadConfig(base.text, base.name).config, stage);
	const same = sameBlock(applied.config, loaded.config, stage);
	return {
		...applied,
		locate: same ? loaded.locate : void 0
	};
}
function sameBlock(a, b, stage) {
	return JSON.stringify(stage === "data" ? a.data?.checks : a.evaluation) === JSON.stringify(stage === "data" ? b.data?.checks : b.evaluation);
}

// packages/use-cases/src/ledger-champion.ts
const run = promisify(execFile);
const DEFAULT_LEDGER = "refs/heads/model-ledger";
function gitIn(directory, env) {
	return async (...args) => {
		try {
			const { stdout } = await run("git", args, {
				cwd: directory,
				env: {
					...env,
					GIT_TERMINAL_PROMPT: "0"
				},
				timeout: 6e4,
				maxBuffer: 64 << 20
			});
			return stdout;
		} catch {
			return null;
		}
	};
}
/**
* Looks an alias up in the git ledger: the local branch, then remote-tracking branches, then the remote itself. Only a
* remote that answered (or no remote at all) and has no such branch or alias means that there is no champion; a shallow
* clone without the branch does not.
*/
function ledgerChampionSource(host, config, directory) {
	const git = gitIn(directory, host.env);
	const ledger = config.registry?.ledger?.git ?? DEFAULT_LEDGER;
	return { resolve: async ({ alias }) => {
		if (await git("rev-parse", "--git-dir") === null) return unreachable(`${directory} is not in a git repository, so the ledger ${ledger} cannot be read`);
		const found = await findLedger(git, ledger, config.registry?.ledger?.remote);
		return typeof found === "object" ? found : aliasIn(found, config.model, alias, ledger);
	} };
}
function unreachable(reason) {
	return {
		state: "unreachable",
		reason
	};
}
async function findLedger(git, ledger, remote) {
	const tracking = await git("for-each-ref", "--format=%(refname)", `refs/remotes/*/${ledger.replace(/^refs\/heads\//, "")}`) ?? "";
	for (const ref of [ledger, ...tracking.split("\n").filter(Boolean)]) {
		const text = await git("show", `${ref}:ledger.jsonl`);
		if (text !== null) return text;
	}
	const remotes = (await git("remote") ?? "").split("\n").filter(Boolean);
	const asked = remote === void 0 ? remotes : remotes.filter((name) => name === remote);
	for (const name of asked) {
		const answer = await git("ls-remote", name, ledger);
		if (answer === null) return unreachable(`the remote ${name} did not answer when asked for the ledger ${ledger}`);
		if (answer.trim() === "") continue;
		if (await git("fetch", "--quiet", "--depth=1", name, ledger) === null) return unreachable(`the ledger ${ledger} could not be fetched from ${name}`);
		return await git("show", "FETCH_HEAD:ledger.jsonl") ?? unreachable(`the ledger ${ledger} of ${name} has no ledger.jsonl`);
	}
	return {
		state: "none",
		reason: `there is no ledger ${ledger} yet, so no model was ever registered`
	};
}
function aliasIn(text, model, alias, ledger) {
	for (const line of text.split("\n").filter(Boolean)) try {
		const event = JSON.parse(line);
		if (event.model === model && event.alias === alias) return unreachable(`the ledger ${ledger} has the alias ${alias}, but pulling a registered model is not part of this version: name its predictions with \`champion: {directory: …}\``);
	} catch {
		return unreachable(`the ledger ${ledger} has a line that is not JSON`);
	}
	return {
		state: "none",
		reason: `the ledger ${ledger} has no alias ${alias} of ${model}`
	};
}

// packages/use-cases/src/locations.ts
/** Where in the configuration each check stands, for annotations; empty where the applied policy is another file's. */
function locationsOf(paths, locate) {
	if (locate === void 0) return {};
	return { locations: Object.fromEntries([...paths].map(([id, path]) => [id, locate([...path])])) };
}

// packages/use-cases/src/stage-run.ts
/**
* Runs a stage so that a document exists however it ends: its own, or an error document of the same schema. Errors become
* exit codes here; nothing escapes.
*/
async function runStage(host, target, body) {
	const started = host.now();
	try {
		return await body(started);
	} catch (thrown) {
		return errorOutcome(host, target, asDeliveryError(thrown), started);
	}
}
function errorOutcome(host, target, error, started) {
	const content = {
		schema: target.schema,
		...target.model ? { model: target.model } : {},
		verdict: "error",
		error: documentError(error)
	};
	const summary = error.message;
	const location = error instanceof ConfigError ? error.location : void 0;
	const base = {
		verdict: "error",
		exitCode: error.exitCode,
		summary,
		error,
		location
	};
	try {
		const sealed = writeDocument(resolve(host.cwd, target.file), content, metaOf(host, started));
		return {
			...base,
			path: target.file,
			digest: sealed.digest,
			document: sealed.document
		};
	} catch (second) {
		const exitCode = combineExitCodes([error.exitCode, asDeliveryError(second).exitCode]);
		return {
			...base,
			exitCode,
			path: null,
			digest: null,
			document: content
		};
	}
}
/** The outcome of a stage that wrote its own document. */
function outcomeOf(path, sealed, exitCode, summary) {
	return {
		path,
		digest: sealed.digest,
		verdict: sealed.document.verdict,
		exitCode,
		summary,
		document: sealed.document
	};
}

// packages/use-cases/src/validate-stage.ts
/** Validates data and leaves `data-report.json` behind, whatever happens. */
function validateStage(host, request) {
	const file = `${request.out}/data-report.json`;
	return runStage(host, {
		schema: "data-report/1",
		file
	}, async (started) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		if (configuration.loaded.config.data === void 0) throw noBlock("data", request.config);
		const policy = await effectivePolicy(configuration, "data", request.basePolicy);
		const { validateData, duckdbMeasurementEngine, summaryOfData } = await import("./data-main2.js");
		const { accessEngine } = await import("./use-cases-engine-access.js");
		const { defaults } = policy.config.data;
		const { report, locations } = await validateData({
			config: policy.config,
			baseDirectory: configuration.baseDirectory,
			workingDirectory: host.cwd,
			containedIn: containment(host, sourcesOf(policy.config, request.source)),
			datasets: request.datasets,
			source: request.source,
			asOf: request.asOf ?? utcDate(host.now()),
			signal: host.signal,
			onProgress: (line) => host.log.info(line),
			engine: async () => {
				const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
				return duckdbMeasurementEngine({
					binding,
					tempDirectory: temporaryDirectory,
					memory: defaults.memory,
					threads: defaults.threads
				});
			}
		});
		for (const warning of report.warnings) host.log.warning(warning);
		const content = policy.change === void 0 ? report : {
			...report,
			policy_change: policy.change
		};
		const meta = metaOf(host, started, locationsOf(Object.entries(locations), policy.locate));
		const sealed = writeDocument(resolve(host.cwd, file), content, meta);
		const code = exitCode({
			verdict: report.verdict,
			inconclusiveBlocks: report.inconclusive_blocks,
			policyIntroduced: policy.change?.introduced ?? false
		}, request.failOn);
		return outcomeOf(file, sealed, code, summaryOfData(report));
	});
}
function sourcesOf(config, source) {
	const written = Object.values(config.data?.datasets ?? {}).flatMap((dataset) => [dataset.source, dataset.profile ?? ""]);
	return source === void 0 ? written : [...written, source];
}
/** The error of a stage whose block the configuration lacks. */
function noBlock(block, file) {
	return new ConfigError({
		code: "CONFIG_BLOCK_MISSING",
		message: `The configuration ${file} has no \`${block}:\` block, so there is nothing to judge.`,
		hint: `Add one; \`npx model-delivery init --data FILE\` writes a commented example.`
	});
}

// packages/use-cases/src/evaluate-stage.ts
/** Judges a model and leaves `evaluation.json` behind, whatever happens. */
function evaluateStage(host, request) {
	const file = `${request.out}/evaluation.json`;
	return runStage(host, {
		schema: "evaluation/1",
		file
	}, async (started) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		const policy = await effectivePolicy(configuration, "evaluation", request.basePolicy);
		if (policy.config.evaluation === void 0) throw noBlock("evaluation", request.config);
		const { duckdbPredictionReader, evaluate, summaryOfEvaluation } = await import("./evaluation-main.js");
		const { accessEngine } = await import("./use-cases-engine-access.js");
		const { content, locations } = await evaluate({
			config: policy.config,
			baseDirectory: configuration.baseDirectory,
			workingDirectory: host.cwd,
			containedIn: containment(host, [
				request.candidate,
				request.champion,
				request.model
			].filter((path) => path !== void 0)),
			overrides: {
				candidate: request.candidate,
				champion: request.champion,
				model: request.model,
				dataReport: request.dataReport,
				thresholds: Object.fromEntries(request.thresholds.map(({ metric, value }) => [metric, value]))
			},
			purpose: request.purpose ?? purposeOf(host),
			seed: request.seed,
			asOf: request.asOf ?? utcDate(host.now()),
			defaultDataReport: resolve(host.cwd, request.out, "data-report.json"),
			predictions: duckdbPredictionReader(async () => accessEngine(host, request.enginePath)),
			championSource: request.championSource ?? ledgerChampionSource(host, policy.config, configuration.baseDirectory)
		});
		for (const warning of content.warnings) host.log.warning(warning);
		const whole = policy.change === void 0 ? content : {
			...content,
			policy_change: policy.change
		};
		const sealed = writeDocument(resolve(host.cwd, file), whole, metaOf(host, started, locationsOf(locations, policy.locate)));
		const code = exitCode({
			verdict: content.verdict,
			inconclusiveBlocks: content.inconclusive_blocks,
			policyIntroduced: policy.change?.introduced ?? false
		}, request.failOn);
		return outcomeOf(file, sealed, code, summaryOfEvaluation(content));
	});
}
/** What an evaluation is for unless the user says: a pull request or merge group is a proposal, all else a promotion. */
function purposeOf(host) {
	const event = host.env.GITHUB_EVENT_NAME;
	return event === "pull_request" || event === "merge_group" ? "pull_request" : "promotion";
}

export { validateStage as n, evaluateStage as t };