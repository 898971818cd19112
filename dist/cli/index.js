#!/usr/bin/env node
import { c as asDeliveryError, l as redact, r as EXIT } from "../shared/core-errors.js";
import { n as canonicalJson } from "../shared/core-canonical-json.js";
import { t as documentError } from "../shared/core-error.js";
import { r as nearestName } from "../shared/core-names.js";
import { t as TOOL } from "../shared/use-cases-version.js";
import { t as errorText } from "../shared/cli-error-text.js";
import { n as commandFirst, o as usageError, r as parseCall, t as GLOBAL_FLAGS } from "../shared/cli-flags.js";

// packages/cli/src/help.ts
function flagLines(flags) {
	const rows = Object.entries(flags).map(([name, flag]) => [`  ${flag.short ? `-${flag.short}, ` : ""}--${name}${flag.value ? ` ${flag.value}` : ""}`, flag.description]);
	const width = Math.max(...rows.map(([left]) => left.length)) + 2;
	return rows.map(([left, right]) => left.padEnd(width) + right).join("\n");
}
function generalHelp(commands) {
	const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
	return [
		"model-delivery carries a machine-learning model from data to production on evidence.",
		"",
		"Usage: model-delivery COMMAND [FLAGS]",
		"",
		"Commands:",
		...Object.entries(commands).map(([name, command]) => `  ${name.padEnd(width)}${command.summary}`),
		"",
		"Flags of every command:",
		flagLines(GLOBAL_FLAGS),
		"",
		"Exit codes: 0 pass, 1 fail, 2 configuration or usage, 3 inconclusive that blocks, 4 evidence missing or unusable,",
		"5 another system failed, 70 a bug of ours."
	].join("\n");
}
function commandHelp(name, command) {
	const own = Object.keys(command.flags).length === 0 ? [] : [
		"Flags:",
		flagLines(command.flags),
		""
	];
	return [
		command.summary,
		"",
		"Usage:",
		...command.usage.map((line) => `  model-delivery ${name} ${line}`.trimEnd()),
		"",
		...own,
		"Flags of every command:",
		flagLines(GLOBAL_FLAGS)
	].join("\n");
}

// packages/cli/src/terminal-log.ts
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
function terminalText(text) {
	return redact(text).replaceAll(CONTROL, "�");
}
function terminalLog(write, options) {
	const line = (prefix) => (text, at) => write(`${prefix}${at ? `${at.file}:${at.line}: ` : ""}${terminalText(text)}\n`);
	const silent = () => {};
	return {
		info: options.quiet ? silent : line(""),
		notice: options.quiet ? silent : line("note: "),
		warning: line("warning: "),
		error: line("error: "),
		debug: options.debug ? line("debug: ") : silent
	};
}

// packages/cli/src/main.ts
const COMMANDS = {
	init: {
		summary: "Profile a file and write a configuration and a workflow that pass on it.",
		load: async () => (await import("../shared/cli-init.js")).init
	},
	doctor: {
		summary: "Check configuration, engine, git, token and environment.",
		load: async () => (await import("../shared/cli-doctor.js")).doctor
	},
	validate: {
		summary: "Validate data: schema, rules, statistics, drift.",
		load: async () => (await import("../shared/cli-validate.js")).validate
	},
	profile: {
		summary: "Write, merge or compare data profiles.",
		load: async () => (await import("../shared/cli-profile.js")).profile
	},
	evaluate: {
		summary: "Judge a model: thresholds and comparison with the champion.",
		load: async () => (await import("../shared/cli-evaluate.js")).evaluate
	},
	register: {
		summary: "Register a model with its proof.",
		load: async () => (await import("../shared/cli-register.js")).register
	},
	promote: {
		summary: "Move an alias to a registered version.",
		load: async () => (await import("../shared/cli-promote.js")).promote
	},
	rollback: {
		summary: "Move an alias back to the version before.",
		load: async () => (await import("../shared/cli-rollback.js")).rollback
	},
	archive: {
		summary: "Mark a version as not to be used any more.",
		load: async () => (await import("../shared/cli-archive.js")).archive
	},
	history: {
		summary: "Tell what the aliases named, when and why.",
		load: async () => (await import("../shared/cli-history.js")).history
	},
	show: {
		summary: "Show a registered version.",
		load: async () => (await import("../shared/cli-show.js")).show
	},
	pull: {
		summary: "Write the files of a version to a directory, verified.",
		load: async () => (await import("../shared/cli-pull.js")).pull
	},
	verify: {
		summary: "Recompute everything about a version and the ledger.",
		load: async () => (await import("../shared/cli-verify.js")).verify
	},
	"retrain-check": {
		summary: "Judge whether to train again, and dispatch the retraining workflow.",
		load: async () => (await import("../shared/cli-retrain-check.js")).retrainCheck
	},
	report: {
		summary: "Render documents as Markdown, HTML or JUnit.",
		load: async () => (await import("../shared/cli-report.js")).report
	},
	canary: {
		summary: "Roll a registered model out step by step, judged by evidence, and back.",
		load: async () => (await import("../shared/cli-canary.js")).canary
	},
	"dev-gateway": {
		summary: "A weighted reverse proxy for demos, tests and one-host serving.",
		load: async () => (await import("../shared/cli-dev-gateway.js")).devGateway
	}
};
async function main(terminal) {
	const debug = Boolean(terminal.env.MODEL_DELIVERY_DEBUG);
	try {
		return await dispatch(terminal, debug);
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		if (terminal.argv.includes("--json")) terminal.stdout(`${errorJson(error)}\n`);
		terminal.stderr(renderError(error, debug));
		return error.exitCode;
	}
}
async function dispatch(terminal, debug) {
	const [name, ...args] = commandFirst(terminal.argv);
	if (name === void 0 || name === "help" || name === "--help" || name === "-h") {
		terminal.stdout(`${generalHelp(COMMANDS)}\n`);
		return name === void 0 ? EXIT.config : EXIT.pass;
	}
	if (name === "--version") {
		terminal.stdout(`${TOOL.version}\n`);
		return EXIT.pass;
	}
	const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0;
	if (!entry) {
		const near = nearestName(name, Object.keys(COMMANDS));
		throw usageError(`Unknown command ${name}; did you mean ${near}?`, "Run `model-delivery --help` for the commands.");
	}
	const command = await entry.load();
	if (args.includes("--help") || args.includes("-h")) {
		terminal.stdout(`${commandHelp(name, command)}\n`);
		return EXIT.pass;
	}
	const call = parseCall(name, args, command.flags);
	const log = terminalLog(terminal.stderr, {
		quiet: call.quiet,
		debug
	});
	const host = {
		cwd: terminal.cwd,
		env: terminal.env,
		now: terminal.now,
		log,
		tool: TOOL,
		signal: terminal.signal
	};
	const result = await command.run(host, call);
	terminal.stdout(call.json ? `${result.json}\n` : result.text === "" ? "" : `${terminalText(result.text)}\n`);
	return result.exitCode;
}
function errorJson(error) {
	return canonicalJson({
		schema: "error/1",
		verdict: "error",
		error: documentError(error)
	});
}
function renderError(error, debug) {
	const trace = debug && error.stack ? `\n${terminalText(`${error.stack}\n${causes(error)}`)}` : "";
	return `error: ${terminalText(errorText(documentError(error)))}${trace}\n`;
}
function causes(error) {
	const cause = error.cause;
	return cause instanceof Error ? `caused by ${cause.stack}\n${causes(cause)}` : "";
}

// packages/cli/src/index.ts
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
process.once("SIGTERM", () => controller.abort());
process.on("uncaughtException", (error) => {
	process.stderr.write(`error: INTERNAL: model-delivery hit a bug of its own: ${error.message}\n`);
	process.exit(70);
});
process.on("unhandledRejection", (error) => {
	process.stderr.write(`error: INTERNAL: model-delivery hit a bug of its own: ${String(error)}\n`);
	process.exit(70);
});
process.exitCode = await main({
	argv: process.argv.slice(2),
	env: process.env,
	cwd: process.cwd(),
	stdout: (text) => void process.stdout.write(text),
	stderr: (text) => void process.stderr.write(text),
	now: Date.now,
	signal: controller.signal
});

export {  };