import { s as exitCode } from "./core-verdict.js";
import { t as utcDate } from "./core-clock.js";
import { a as locationsOf, i as runStage, o as effectivePolicy, r as outcomeOf, t as noBlock } from "./use-cases-validate-stage.js";
import { r as readConfiguration, t as containment } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

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
		if (await git("rev-parse", "--git-dir") === null) return unreachable(`the configuration is not in a git repository, so the ledger ${ledger} cannot be read`);
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
		const { accessEngine } = await import("./use-cases-engine-access2.js");
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

export { evaluateStage as t };