import { A as EXIT, O as ConfigError, j as EvidenceError, s as dataProfileSchema } from "./core-main.js";
import { n as canonicalJson } from "./core-canonical-json.js";
import { n as documentDigest } from "./core-digest.js";
import { a as mergeProfiles, i as profileDataset, o as diffProfiles, s as duckdbMeasurementEngine } from "./data-main.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { t as accessEngine } from "./use-cases-engine-access2.js";
import { a as usageError, r as textFlag } from "./cli-flags.js";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

// packages/use-cases/src/profile-stage.ts
/** Profiles a dataset of the configuration, or a file, and writes data-profile/1. */
async function writeProfile(host, request) {
	const started = host.now();
	const configuration = configurationFor(host, request);
	const profile = await profileDataset({
		config: configuration?.loaded.config ?? null,
		dataset: request.dataset,
		source: request.source,
		baseDirectory: configuration?.baseDirectory ?? host.cwd,
		workingDirectory: host.cwd,
		like: request.like === void 0 ? void 0 : readProfile(host, request.like),
		signal: host.signal,
		engine: async () => {
			const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
			return duckdbMeasurementEngine({
				binding,
				tempDirectory: temporaryDirectory
			});
		}
	});
	return write$1(host, request.to, profile, started);
}
/** A file alone needs no configuration; a dataset does. */
function configurationFor(host, request) {
	if (request.dataset === void 0 && !existsSync(resolve(host.cwd, request.config))) return void 0;
	return readConfiguration(host, request.config);
}
/** Adds up profiles over the same bins. */
function writeMergedProfile(host, paths, to) {
	const started = host.now();
	return write$1(host, to, mergeProfiles(paths.map((path) => readProfile(host, path))), started);
}
/** Compares two profile files, column by column. */
function compareProfiles(host, reference, current) {
	return diffProfiles(readProfile(host, reference), readProfile(host, current));
}
function write$1(host, to, profile, started) {
	return {
		...writeDocument(resolve(host.cwd, to), profile, metaOf(host, started)),
		path: to
	};
}
function readProfile(host, path) {
	const refuse = (found) => new EvidenceError({
		code: "PROFILE_UNREADABLE",
		message: `Reading the profile ${path}: expected a data-profile/1 document, found ${found}.`,
		hint: "Write one with `npx model-delivery profile --source FILE --to PROFILE.json`."
	});
	const file = resolve(host.cwd, path);
	if (!existsSync(file)) throw new ConfigError({
		code: "PROFILE_NOT_FOUND",
		message: `There is no profile ${path}.`,
		hint: "Check the path."
	});
	let value;
	try {
		value = JSON.parse(readFileSync(file, "utf8"));
	} catch {
		throw refuse("text that is not JSON");
	}
	const parsed = dataProfileSchema.safeParse(value);
	if (!parsed.success) throw refuse(parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
	const stated = parsed.data.meta?.digest;
	if (stated !== void 0 && stated !== documentDigest(value)) throw refuse("one that was changed after it was written");
	return parsed.data;
}

// packages/cli/src/commands/profile.ts
const profile = {
	summary: "Write, merge or compare data profiles: what drift is measured against.",
	usage: [
		"(--dataset NAME | --source FILE) [--to FILE] [--like PROFILE]",
		"merge PROFILE PROFILE… --to FILE",
		"diff REFERENCE CURRENT"
	],
	flags: {
		dataset: {
			description: "Dataset of the configuration.",
			value: "NAME"
		},
		source: {
			description: "File or glob; with --dataset it replaces its source.",
			value: "FILE"
		},
		to: {
			description: "Where the profile is written (default OUT/data-profile.json).",
			value: "FILE"
		},
		like: {
			description: "Take the bins of this profile, so that the two can be merged.",
			value: "PROFILE"
		},
		"engine-path": {
			description: "Directory with the DuckDB library.",
			value: "DIR"
		}
	},
	run(host, call) {
		const [verb, ...paths] = call.words;
		if (verb === "merge") return Promise.resolve(merge(host, call, paths));
		if (verb === "diff") return Promise.resolve(diff(host, paths));
		if (verb !== void 0) throw usageError(`profile knows merge and diff; found ${verb}.`, "Name a file with --source FILE.");
		return write(host, call);
	}
};
async function write(host, call) {
	const dataset = textFlag(call, "dataset");
	const source = textFlag(call, "source");
	if (dataset === void 0 && source === void 0) throw usageError("profile needs --dataset NAME or --source FILE.", "Run `model-delivery profile --help` for its flags.");
	return result(await writeProfile(host, {
		config: call.config,
		dataset,
		source,
		like: textFlag(call, "like"),
		to: textFlag(call, "to") ?? `${call.out}/data-profile.json`,
		enginePath: textFlag(call, "engine-path")
	}));
}
function merge(host, call, paths) {
	const to = textFlag(call, "to");
	if (paths.length < 2 || to === void 0) throw usageError("profile merge needs at least two profiles and --to FILE.", "For example: profile merge a.json b.json --to both.json");
	return result(writeMergedProfile(host, paths, to));
}
function diff(host, paths) {
	if (paths.length !== 2) throw usageError("profile diff needs two profiles.", "For example: profile diff reference.json current.json");
	const comparison = compareProfiles(host, paths[0], paths[1]);
	const lines = comparison.columns.map((column) => {
		const psi = column.psi === null ? column.reason ?? "-" : column.psi.toPrecision(3);
		const interval = column.interval ? ` (${column.interval.map((end) => end.toPrecision(3)).join(" to ")})` : "";
		return `${column.name}\t${column.state}\tpsi ${psi}${interval}`;
	});
	return {
		exitCode: EXIT.pass,
		text: lines.join("\n"),
		json: canonicalJson(comparison)
	};
}
function result({ document, path, digest }) {
	const text = `wrote ${path}: ${document.columns.length} columns, ${document.rows.toLocaleString("en-US")} rows (${digest})`;
	return {
		exitCode: EXIT.pass,
		text,
		json: canonicalJson(document)
	};
}

export { profile };