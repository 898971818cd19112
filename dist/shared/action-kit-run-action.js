import { a as ExternalError, c as asDeliveryError, d as registerSecret, l as redact, o as InternalError, r as EXIT, t as ConfigError } from "./core-errors.js";
import { i as nearestNames } from "./core-names.js";
import { m as string, r as _enum } from "./zod.js";
import { a as notice, c as setSecret, i as info, l as warning, n as error, s as setOutput, t as debug } from "./actions-core.js";
import { resolve } from "node:path";
import { statSync } from "node:fs";

// packages/action-kit/src/action-spec.ts
const textInput = string();
const wholeNumberInput = string().regex(/^\d{1,15}$/, "expected a whole number").transform(Number);
const listInput = string().transform((value) => value.split(/[\n,]/).map((word) => word.trim()).filter(Boolean));
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
const COMMON_OUTPUTS = {
	verdict: "`pass`, `fail`, `inconclusive` or `error`.",
	document: "Path of the document the stage wrote.",
	digest: "`sha256:<hex>` of the document.",
	summary: "The result in one sentence."
};

// packages/action-kit/src/github-access.ts
async function githubClient(host, token) {
	const { createClient } = await import("./github-main2.js");
	return createClient(await githubAccess(host, token));
}
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
function inputVariable(name) {
	return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
function givenToken(env) {
	return env[inputVariable("github-token")]?.trim() || env.GITHUB_TOKEN?.trim() || "";
}
function readInputs(spec, env) {
	const problems = [];
	const values = {};
	for (const [name, input] of Object.entries(spec.inputs)) {
		const given = name === "github-token" ? givenToken(env) : env[inputVariable(name)]?.trim() || input.default || "";
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
function misspelt(spec, env) {
	const known = new Set(Object.keys(spec.inputs).map(inputVariable));
	return Object.keys(env).filter((name) => name.startsWith("INPUT_") && env[name] !== "" && !known.has(name)).map((name) => name.slice(6).toLowerCase()).map((name) => {
		const near = nearestNames(name, Object.keys(spec.inputs), 1)[0];
		return `${name}: no such input${near ? `; did you mean ${near}?` : ""}`;
	});
}

// packages/action-kit/src/error-rendering.ts
const MAX_CAUSES = 8;
function describeError(error) {
	const lines = [];
	let at = error;
	for (; at instanceof Error && lines.length < MAX_CAUSES; at = at.cause) lines.push(at.stack ?? `${at.name}: ${at.message}`);
	return redact(lines.join("\ncaused by "));
}

// packages/action-kit/src/safe-log.ts
const COMMAND = new RegExp(`^([\\s\\u0085]*):(?=:)`);
function safeLogText(text) {
	return text.replaceAll("\r", "").split("\n").map((line) => line.replace(COMMAND, "$1∶").replaceAll("##[", "#​#[")).join("\n");
}

// packages/action-kit/src/log.ts
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

// packages/action-kit/src/process-guard.ts
const LINGER_MS = 2e3;
function guardProcess(options) {
	let ended = false;
	const fail = (error) => {
		ended = true;
		process.exitCode = EXIT.bug;
		try {
			options.unforeseen(error);
		} catch (second) {
			process.stdout.write(`::error::${oneLine(error.message)} (and then: ${oneLine(String(second))})\n`);
		}
		process.exitCode = EXIT.bug;
	};
	process.on("uncaughtException", (thrown) => {
		fail(asBug(thrown));
		flushAndExit(EXIT.bug);
	});
	process.on("exit", () => {
		if (!ended) fail(neverEnded());
	});
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
		if (!options.cancelled.signal.aborted) return options.cancelled.abort();
		if (ended) return;
		ended = true;
		options.killed();
		flushAndExit(EXIT.external);
	});
	return { ended() {
		ended = true;
		setTimeout(() => flushAndExit(process.exitCode ?? EXIT.pass), LINGER_MS).unref();
	} };
}
function flushAndExit(code) {
	process.stdout.write("", () => process.exit(code));
}
function asBug(thrown) {
	const error = asDeliveryError(thrown);
	if (error.exitCode === EXIT.bug) return error;
	return new InternalError({
		code: "INTERNAL",
		message: `model-delivery hit a bug of its own: nobody handled ${error.code}: ${error.message}`,
		hint: error.hint,
		cause: error
	});
}
function neverEnded() {
	return new InternalError({
		code: "ENDED_WITHOUT_RESULT",
		message: "model-delivery hit a bug of its own: the process had nothing left to do before there was a result.",
		hint: "Please report it with the log of this step."
	});
}
function oneLine(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

// packages/action-kit/src/run-action.ts
const MAX_MESSAGE_LENGTH = 3e3;
const MAX_OUTPUT_LENGTH = 8e3;
async function runAction(spec, tool, body) {
	const cancelled = new AbortController();
	const guard = guardProcess({
		cancelled,
		unforeseen: (error) => endStep(spec, errorOutcome(error)),
		killed: () => endStep(spec, errorOutcome(cancellation(spec)))
	});
	endStep(spec, await attempt(spec, tool, body, cancelled.signal));
	guard.ended();
}
async function attempt(spec, tool, body, signal) {
	try {
		const token = givenToken(process.env);
		if (token !== "") setSecret(token);
		registerSecret(token);
		const inputs = readInputs(spec, process.env);
		const host = {
			cwd: workingDirectory(process.env, inputs["working-directory"] ?? "."),
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
		return errorOutcome(signal.aborted ? cancellation(spec) : asDeliveryError(thrown));
	}
}
function workingDirectory(env, given) {
	const path = resolve(env.GITHUB_WORKSPACE ?? process.cwd(), given);
	if (given === "." || statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
	throw new ConfigError({
		code: "WORKING_DIRECTORY_MISSING",
		message: `The input working-directory is ${JSON.stringify(given)}, and ${path} is not a directory.`,
		hint: "It is relative to the workspace. Does the job check the repository out before this step?"
	});
}
function cancellation(spec) {
	return new ExternalError({
		code: "CANCELLED",
		system: "workflow runner",
		message: `The run was cancelled while ${spec.name} was working.`,
		hint: "Run the job again for a result.",
		retryable: true
	});
}
function errorOutcome(error) {
	if (error.exitCode === EXIT.bug) showStack(error);
	return {
		exitCode: error.exitCode,
		summary: `${error.code}: ${error.message}`,
		hint: error.hint,
		outputs: {
			verdict: "error",
			summary: error.message
		},
		location: error instanceof ConfigError ? error.location : void 0
	};
}
function showStack(error) {
	const stack = describeError(error);
	if (process.env.MODEL_DELIVERY_DEBUG === "1") actionLog().info(stack);
	else debug(stack);
}
function endStep(spec, outcome) {
	for (const name of Object.keys(spec.outputs)) setOutput(name, outputText(outcome.outputs[name] ?? ""));
	if (outcome.exitCode === EXIT.pass) return;
	process.exitCode = outcome.exitCode;
	const message = [clipped(outcome.summary, MAX_MESSAGE_LENGTH), outcome.hint].filter(Boolean).join("\n");
	actionLog().error(message, outcome.location);
}
function outputText(value) {
	return clipped(redact(value), MAX_OUTPUT_LENGTH);
}
function clipped(text, length) {
	return text.length <= length ? text : `${text.slice(0, length - 1)}\u2026`;
}

export { textInput as a, listInput as i, COMMON_INPUTS as n, wholeNumberInput as o, COMMON_OUTPUTS as r, runAction as t };