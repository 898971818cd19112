import { n as canonicalJson } from "./core-canonical-json.js";
import { c as asDeliveryError, r as EXIT } from "./core-errors.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { resolve } from "node:path";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { execFileSync } from "node:child_process";

// packages/use-cases/src/doctor.ts
async function diagnose(host, request) {
	const checks = [
		nodeVersion(),
		git(host),
		outputDirectory(host, request.out)
	];
	const { diagnosis, configuration } = configurationOf(host, request.config);
	checks.push(diagnosis);
	if (configuration) checks.push(...files(configuration), ...await delivery(host, configuration));
	checks.push(await engine(host, request.enginePath), workflow(host));
	return {
		verdict: checks.some((check) => check.verdict === "fail") ? "fail" : "pass",
		checks
	};
}
function nodeVersion() {
	return Number(process.versions.node.split(".")[0]) >= 20 ? {
		id: "node",
		verdict: "pass",
		message: `Node ${process.versions.node}`
	} : {
		id: "node",
		verdict: "fail",
		message: `Node ${process.versions.node} is too old`,
		hint: "Install Node 20 or newer."
	};
}
function git(host) {
	try {
		const text = (...args) => execFileSync("git", args, {
			cwd: host.cwd,
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			]
		}).trim();
		return {
			id: "git",
			verdict: "pass",
			message: `git repository at ${text("rev-parse", "--short", "HEAD")}${text("rev-parse", "--is-shallow-repository") === "true" ? " (shallow clone)" : ""}`
		};
	} catch {
		return {
			id: "git",
			verdict: "not_applicable",
			message: "not in a git repository with a commit",
			hint: "Needed only for `--policy REF` and for champions by alias."
		};
	}
}
function outputDirectory(host, out) {
	try {
		mkdirSync(resolve(host.cwd, out), { recursive: true });
		accessSync(resolve(host.cwd, out), constants.W_OK);
		return {
			id: "output",
			verdict: "pass",
			message: `documents go to ${out}`
		};
	} catch (error) {
		return {
			id: "output",
			verdict: "fail",
			message: `${out} cannot be written: ${error.message}`,
			hint: "Choose another directory with --out DIR."
		};
	}
}
function configurationOf(host, path) {
	try {
		const configuration = readConfiguration(host, path);
		const { config } = configuration.loaded;
		const stages = [
			"data",
			"evaluation",
			"registry",
			"rollout",
			"retraining"
		].filter((stage) => config[stage]);
		return {
			diagnosis: {
				id: "configuration",
				verdict: "pass",
				message: `${path} is valid: model ${config.model}, ${stages.join(", ") || "no stage"}`
			},
			configuration
		};
	} catch (thrown) {
		const { message, hint } = asDeliveryError(thrown);
		return { diagnosis: {
			id: "configuration",
			verdict: "fail",
			message,
			hint
		} };
	}
}
function files(configuration) {
	const { config } = configuration.loaded;
	const at = (path) => resolve(configuration.baseDirectory, path);
	const look = (id, path, hint) => {
		const fixed = /[*?]/.test(path) ? path.slice(0, path.search(/[*?]/)).replace(/[^/]*$/, "") || "." : path;
		return existsSync(at(fixed)) ? {
			id,
			verdict: "pass",
			message: `${path} is there`
		} : {
			id,
			verdict: "fail",
			message: `${path} is not there`,
			hint
		};
	};
	const datasets = Object.entries(config.data?.datasets ?? {}).flatMap(([name, dataset]) => [look(`data/${name}/source`, dataset.source, "Check the path (it is relative to the configuration) and `lfs: true` of the checkout."), ...dataset.profile ? [look(`data/${name}/profile`, dataset.profile, `Write it: npx model-delivery profile --dataset ${name} --to ${dataset.profile}`)] : []]);
	const champion = config.evaluation?.champion;
	const paths = [
		champion?.directory,
		champion?.predictions,
		champion?.metrics
	].filter((path) => path !== void 0);
	return [...datasets, ...paths.map((path) => look("evaluation/champion", path, "Commit the production model's predictions or metrics."))];
}
async function delivery(host, configuration) {
	const { registry, rollout } = configuration.loaded.config;
	return [...registry ? await (await import("./use-cases-registry-diagnosis.js")).diagnoseRegistry(host, configuration) : [], ...rollout ? await (await import("./use-cases-rollout-diagnosis.js")).diagnoseRollout(host, configuration) : []];
}
async function engine(host, enginePath) {
	try {
		const { accessEngine } = await import("./use-cases-engine-access2.js");
		const { openEngine } = await import("./engine-main2.js");
		const { binding, temporaryDirectory } = await accessEngine(host, enginePath);
		const opened = await openEngine(binding, {
			tempDirectory: temporaryDirectory,
			allowedPaths: []
		});
		await opened.query("select 1");
		await opened.close();
		return {
			id: "engine",
			verdict: "pass",
			message: `DuckDB ${opened.libraryVersion} from ${binding.source} (${binding.directory})`
		};
	} catch (thrown) {
		const { message, hint } = asDeliveryError(thrown);
		return {
			id: "engine",
			verdict: "fail",
			message,
			hint
		};
	}
}
function workflow(host) {
	if (host.env.GITHUB_ACTIONS !== "true") return {
		id: "workflow",
		verdict: "not_applicable",
		message: "not in a workflow run"
	};
	const missing = [
		"GITHUB_REPOSITORY",
		"GITHUB_EVENT_PATH",
		"GITHUB_API_URL"
	].filter((name) => !host.env[name]);
	return missing.length === 0 ? {
		id: "workflow",
		verdict: "pass",
		message: `run ${host.env.GITHUB_RUN_ID} of ${host.env.GITHUB_REPOSITORY}`
	} : {
		id: "workflow",
		verdict: "fail",
		message: `the runner did not set ${missing.join(", ")}`,
		hint: "Run inside a step of a job."
	};
}

// packages/cli/src/commands/doctor.ts
const MARKS = {
	pass: "ok  ",
	fail: "FAIL",
	not_applicable: "-   "
};
const doctor = {
	summary: "Check configuration, files, engine, git and environment.",
	usage: ["[--config FILE] [--engine-path DIR]"],
	flags: { "engine-path": {
		description: "Directory with the DuckDB library.",
		value: "DIR"
	} },
	async run(host, call) {
		if (call.words.length > 0) throw usageError(`doctor takes no word; found ${call.words[0]}.`, "Run it without one.");
		const result = await diagnose(host, {
			config: call.config,
			out: call.out,
			enginePath: textFlag(call, "engine-path")
		});
		const lines = result.checks.map((check) => `${MARKS[check.verdict]} ${check.id}: ${check.message}${check.hint ? `\n       ${check.hint}` : ""}`);
		return {
			exitCode: result.verdict === "pass" ? EXIT.pass : EXIT.fail,
			text: lines.join("\n"),
			json: canonicalJson(result)
		};
	}
};

export { doctor };