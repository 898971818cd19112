import { t as ConfigError } from "./core-errors.js";
import { n as FAIL_ON } from "./core-verdict.js";
import { i as nearestNames, r as nearestName } from "./core-names.js";
import { parseArgs } from "node:util";

// packages/cli/src/flags.ts
const GLOBAL_FLAGS = {
	config: {
		description: "Configuration file (default model-delivery.yaml).",
		value: "FILE"
	},
	out: {
		description: "Directory for documents (default .model-delivery).",
		value: "DIR"
	},
	json: { description: "Write the result as JSON to stdout, everything else to stderr." },
	"fail-on": {
		description: "When to exit non-zero: policy (default), fail, inconclusive, never.",
		value: "WORD"
	},
	quiet: { description: "Only results and errors." },
	seed: {
		description: "Seed of resampling (default: from check and policy).",
		value: "N"
	},
	"as-of": {
		description: "Date that waivers are judged by (default today, UTC).",
		value: "DATE"
	},
	help: {
		description: "Show this help.",
		short: "h"
	},
	version: { description: "Show the version." }
};
function textFlag(call, name) {
	const value = call.values[name];
	return typeof value === "string" ? value : void 0;
}
function textFlags(call, name) {
	const value = call.values[name];
	return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
}
function usageError(message, hint) {
	return new ConfigError({
		code: "USAGE",
		message,
		hint
	});
}
function commandFirst(argv) {
	let at = 0;
	while (at < argv.length) {
		const [, name = "", inline] = /^--([a-z-]+)(=.*)?$/.exec(argv[at]) ?? [];
		const flag = Object.hasOwn(GLOBAL_FLAGS, name) ? GLOBAL_FLAGS[name] : void 0;
		if (flag === void 0 || name === "help" || name === "version") break;
		at += flag.value !== void 0 && inline === void 0 ? 2 : 1;
	}
	const [command, ...rest] = argv.slice(at);
	return command === void 0 ? [...argv] : [
		command,
		...argv.slice(0, at),
		...rest
	];
}
function parseCall(command, args, flags) {
	const { rest, thresholds } = takeThresholds(args, command === "evaluate");
	const known = {
		...GLOBAL_FLAGS,
		...flags
	};
	const help = `Run \`model-delivery ${command} --help\` for its flags.`;
	refuseUnknown(rest, known, help);
	let parsed;
	try {
		parsed = parseArgs({
			args: [...rest],
			allowPositionals: true,
			strict: true,
			options: Object.fromEntries(Object.entries(known).map(([name, flag]) => [name, {
				type: flag.value === void 0 ? "boolean" : "string",
				...flag.short ? { short: flag.short } : {},
				...flag.multiple ? { multiple: true } : {}
			}]))
		});
	} catch (error) {
		throw usageError(error.message.split(". ")[0], help);
	}
	const values = parsed.values;
	return {
		words: parsed.positionals,
		values,
		thresholds,
		config: values.config ?? "model-delivery.yaml",
		out: values.out ?? ".model-delivery",
		json: values.json === true,
		quiet: values.quiet === true,
		failOn: failOnWord(values["fail-on"]),
		seed: seedOf(values.seed),
		asOf: dateOf(values["as-of"])
	};
}
function refuseUnknown(args, known, help) {
	const end = args.indexOf("--");
	for (const arg of end < 0 ? args : args.slice(0, end)) {
		const name = /^--([^=]+)/.exec(arg)?.[1];
		if (name === void 0 || Object.hasOwn(known, name)) continue;
		throw usageError(`Unknown flag --${name}; did you mean --${nearestNames(name, Object.keys(known), 1)[0] ?? nearestName(name, Object.keys(known))}?`, help);
	}
}
function takeThresholds(args, allowed) {
	const rest = [];
	const thresholds = [];
	for (let i = 0; i < args.length; i++) {
		const match = allowed ? /^--threshold-([A-Za-z0-9_.-]+)(?:=(.*))?$/.exec(args[i]) : null;
		if (!match) {
			rest.push(args[i]);
			continue;
		}
		const text = match[2] ?? args[++i];
		const value = Number(text);
		if (text === void 0 || text.trim() === "" || !Number.isFinite(value)) throw usageError(`--threshold-${match[1]} expects a number; found ${text ?? "nothing"}.`, "Write for example --threshold-f1 0.88.");
		thresholds.push({
			metric: match[1].replaceAll("-", "_"),
			value
		});
	}
	return {
		rest,
		thresholds
	};
}
function failOnWord(word) {
	if (word === void 0) return "policy";
	if (FAIL_ON.includes(word)) return word;
	throw usageError(`--fail-on expects one of ${FAIL_ON.join(", ")}; found ${word}.`, "Leave it out to follow the configuration.");
}
function seedOf(text) {
	if (text === void 0) return void 0;
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw usageError(`--seed expects a whole number; found ${text}.`, "Leave it out for the seed that follows from check and policy.");
}
function dateOf(text) {
	if (text === void 0) return void 0;
	if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)) return text;
	throw usageError(`--as-of expects a date such as 2026-11-21; found ${text}.`, "Leave it out for today.");
}

export { textFlags as a, textFlag as i, commandFirst as n, usageError as o, parseCall as r, GLOBAL_FLAGS as t };