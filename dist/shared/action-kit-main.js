import { D as nearestNames, F as asDeliveryError, I as redact, L as registerSecret, O as ConfigError, R as _enum, z as string } from "./core-main.js";
import { a as setOutput, i as notice, n as error, o as setSecret, r as info, s as warning, t as debug } from "./actions-core.js";
import { basename, dirname, resolve } from "node:path";

// packages/action-kit/src/action-spec.ts
const textInput = string();
const wholeNumberInput = string().regex(/^\d{1,15}$/, "expected a whole number").transform(Number);
/** Words separated by commas or line breaks. */
const listInput = string().transform((value) => value.split(/[\n,]/).map((word) => word.trim()).filter(Boolean));
/** Inputs that every action takes. */
const COMMON_INPUTS = {
	config: {
		description: "Configuration file, relative to `working-directory`.",
		default: "model-delivery.yaml",
		parse: textInput
	},
	"working-directory": {
		description: "Directory the other paths are relative to.",
		default: ".",
		parse: textInput
	},
	"github-token": {
		description: "Token for the GitHub API; see the permissions below.",
		default: "${{ github.token }}",
		parse: textInput
	},
	"fail-on": {
		description: "When the step fails: `policy` (as the configuration says), `fail` (an inconclusive result never fails), `inconclusive` (it always does), `never` (report only).",
		default: "policy",
		parse: _enum([
			"policy",
			"fail",
			"inconclusive",
			"never"
		])
	},
	name: {
		description: "Suffix of the artifact's name, for jobs of a matrix.",
		parse: string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "expected letters, digits, \".\", \"_\" or \"-\"")
	}
};
/** Outputs that every action sets. */
const COMMON_OUTPUTS = {
	verdict: "`pass`, `fail`, `inconclusive` or `error`.",
	document: "Path of the document the stage wrote.",
	digest: "`sha256:<hex>` of the document.",
	summary: "The result in one sentence."
};

// packages/action-kit/src/github-access.ts
/** An API client for this runner. The client is loaded only when a stage talks to the API. */
async function githubClient(host, token) {
	const { createClient } = await import("./github-main2.js");
	return createClient(await githubAccess(host, token));
}
/**
* What an API client needs on this runner: URLs of the server (GHES has its own) and its proxy. @actions/github is loaded
* only here, because most starts of an action never talk to the API.
*/
async function githubAccess(host, token) {
	const { context } = await import("./actions-github3.js");
	return {
		token,
		apiUrl: context.apiUrl,
		graphqlUrl: context.graphqlUrl,
		fetch: await proxiedFetch(host),
		userAgent: `${host.tool.name}/${host.tool.version}`,
		log: (line) => host.log.info(line)
	};
}
/** The toolkit's `fetch` through the runner's proxy (it honours `no_proxy`); undefined where there is no proxy. */
async function proxiedFetch(host) {
	if (![
		"https_proxy",
		"HTTPS_PROXY",
		"http_proxy",
		"HTTP_PROXY"
	].some((name) => host.env[name])) return void 0;
	const { defaults } = await import("./actions-github2.js");
	return defaults.request?.fetch;
}

// packages/action-kit/src/read-inputs.ts
/** The environment variable a runner hands an input over in: spaces become `_`, letters upper case, `-` stays. */
function inputVariable(name) {
	return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
/**
* Reads all inputs of an action at once. The runner gives '' for an absent input and enforces nothing, so absence, defaults
* and required inputs are settled here, and every problem is reported with input, received value and expected form.
*/
function readInputs(spec, env) {
	const problems = [];
	const values = {};
	for (const [name, input] of Object.entries(spec.inputs)) {
		const given = env[inputVariable(name)]?.trim() || (name === "github-token" ? env.GITHUB_TOKEN : input.default) || "";
		if (given === "") {
			if (input.required) problems.push(`${name}: required, but empty (${input.description})`);
			continue;
		}
		const parsed = input.parse.safeParse(given);
		if (parsed.success) values[name] = parsed.data;
		else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(", ")}; found ${JSON.stringify(given.slice(0, 80))}`);
	}
	problems.push(...misspelt(spec, env));
	if (problems.length > 0) throw new ConfigError({
		code: "INPUT_INVALID",
		message: `The inputs of ${spec.name} have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}: ${problems.join("; ")}`,
		hint: `The inputs are described in actions/${spec.name}/README.md.`
	});
	return values;
}
/** The runner only warns about inputs an action does not have; a misspelt threshold must not be a warning. */
function misspelt(spec, env) {
	const known = new Set(Object.keys(spec.inputs).map(inputVariable));
	return Object.keys(env).filter((name) => name.startsWith("INPUT_") && env[name] !== "" && !known.has(name)).map((name) => name.slice(6).toLowerCase()).map((name) => {
		const near = nearestNames(name, Object.keys(spec.inputs), 1)[0];
		return `${name}: no such input${near ? `; did you mean ${near}?` : ""}`;
	});
}

// packages/action-kit/src/error-rendering.ts
/** An error with its whole chain of causes, for the debug log. */
function describeError(error) {
	const lines = [];
	for (let at = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? `${at.name}: ${at.message}`);
	return redact(lines.join("\ncaused by "));
}

// packages/action-kit/src/safe-log.ts
/**
* Text for the log of a step. The runner takes lines that begin with `::` (and `##[` anywhere) for commands: text that comes
* from data must not set outputs, mask words or forge annotations.
*/
function safeLogText(text) {
	return text.replaceAll("\r", "").split("\n").map((line) => line.replace(/^(\s*):(?=:)/, "$1∶").replaceAll("##[", "#​#[")).join("\n");
}

// packages/action-kit/src/log.ts
/** The log of a step: annotations through the toolkit (which escapes them), everything else as plain, harmless lines. */
function actionLog() {
	const clean = (text) => safeLogText(redact(text));
	return {
		info: (text) => info(clean(text)),
		debug: (text) => debug(redact(text)),
		notice: (text, at) => notice(redact(text), properties(at)),
		warning: (text, at) => warning(redact(text), properties(at)),
		error: (text, at) => error(redact(text), properties(at))
	};
}
function properties(at) {
	return at === void 0 ? {} : {
		file: at.file,
		startLine: at.line,
		...at.title ? { title: at.title } : {}
	};
}

// packages/action-kit/src/run-action.ts
/**
* The frame of every action: reads the inputs, runs the body, sets the outputs of the spec (and no others), and only then
* fails the step. Errors are rendered in one place; what we did not foresee exits 70.
*/
async function runAction(spec, tool, body) {
	const controller = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => controller.abort());
	const outcome = await attempt(spec, tool, body, controller.signal);
	for (const name of Object.keys(spec.outputs)) setOutput(name, outcome.outputs[name] ?? "");
	if (outcome.exitCode === 0) return;
	actionLog().error([outcome.summary, outcome.hint].filter(Boolean).join("\n"), outcome.location);
	process.exitCode = outcome.exitCode;
}
async function attempt(spec, tool, body, signal) {
	try {
		const inputs = readInputs(spec, process.env);
		const token = inputs["github-token"] ?? "";
		if (token !== "") setSecret(token);
		registerSecret(token);
		const host = {
			cwd: resolve(process.env.GITHUB_WORKSPACE ?? process.cwd(), inputs["working-directory"] ?? "."),
			env: process.env,
			now: Date.now,
			log: actionLog(),
			tool,
			signal
		};
		let client;
		return await body(inputs, {
			host,
			token,
			client: () => client ??= githubClient(host, token),
			mark: (step) => debug(`${step} after ${performance.now().toFixed(1)} ms`)
		});
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		if (error.exitCode === 70) debug(describeError(error));
		return {
			exitCode: error.exitCode,
			summary: `${error.code}: ${error.message}`,
			hint: error.hint,
			outputs: {
				verdict: "error",
				summary: error.message
			},
			location: "location" in error ? error.location : void 0
		};
	}
}

// packages/action-kit/src/upload-artifact.ts
/** Name of the artifact of a stage: `model-delivery-<model>-<stage>[-<name>]`. */
function artifactName(model, stage, suffix) {
	return [
		"model-delivery",
		model,
		stage,
		...suffix ? [suffix] : []
	].join("-");
}
/**
* Uploads a stage's files as a workflow artifact. The client is heavy, so it is loaded only here. Where the runner offers no
* artifact service the upload is skipped with a notice; a refused upload is a warning: the verdict does not depend on it.
*/
async function uploadArtifact(host, name, files) {
	if (!host.env.ACTIONS_RESULTS_URL) {
		host.log.notice("This runner offers no artifact service (ACTIONS_RESULTS_URL is not set): the documents were not uploaded.");
		return;
	}
	try {
		const { DefaultArtifactClient } = await import("./actions-artifact.js");
		const root = dirname(files[0]);
		await new DefaultArtifactClient().uploadArtifact(name, [...files], root, { retentionDays: void 0 });
		host.log.info(`Uploaded ${files.map((file) => basename(file)).join(", ")} as artifact ${name}.`);
	} catch (error) {
		host.log.warning(`Uploading the artifact ${name} failed: ${error.message}. Give the jobs of a matrix different \`name\` inputs; a report from another job will not find these documents.`);
	}
}

export { COMMON_OUTPUTS as a, wholeNumberInput as c, COMMON_INPUTS as i, uploadArtifact as n, listInput as o, runAction as r, textInput as s, artifactName as t };