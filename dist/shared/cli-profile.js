import { n as canonicalJson } from "./core-canonical-json.js";
import { i as EvidenceError, r as EXIT, t as ConfigError } from "./core-errors.js";
import { b as dataProfileSchema, c as byFrequency, d as referenceCounts, f as duckdbMeasurementEngine, h as parseExactDecimal, l as categoryCounts, m as exactDecimalText, p as addExact, u as driftEdges, y as psiEstimate } from "./data-main.js";
import { n as documentDigest } from "./core-digest.js";
import { t as profileDataset } from "./data-profile-dataset.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { t as accessEngine } from "./use-cases-engine-access.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";

// packages/data/src/profile/diff-profiles.ts
function diffProfiles(reference, current, alpha = .05) {
	const names = [...reference.columns, ...current.columns].map((column) => column.name);
	const find = (profile, name) => profile.columns.find((column) => column.name === name);
	return { columns: [...new Set(names)].map((name) => {
		const [a, b] = [find(reference, name), find(current, name)];
		return {
			...described(name, a, b, reference.rows, current.rows),
			...statistic(a, b, alpha)
		};
	}) };
}
function described(name, a, b, rowsA, rowsB) {
	const share = (column, rows) => column === void 0 || rows === 0 ? null : column.missing / rows;
	return {
		name,
		state: a && b ? "both" : a ? "only_reference" : "only_current",
		type: {
			reference: a?.type ?? null,
			current: b?.type ?? null
		},
		rows: {
			reference: valuesOf(a),
			current: valuesOf(b)
		},
		missing: {
			reference: share(a, rowsA),
			current: share(b, rowsB)
		}
	};
}
function valuesOf(column) {
	return column?.numeric?.count ?? column?.categories?.count ?? null;
}
function statistic(a, b, alpha) {
	const none = (reason) => ({
		psi: null,
		interval: null,
		evidence: null,
		reason
	});
	if (!a || !b) return none(`only the ${a ? "reference" : "current profile"} has this column`);
	const bins = a.numeric && b.numeric ? numberBins(a.numeric, b.numeric) : a.categories && b.categories ? categoryBins(a.categories, b.categories) : null;
	if (bins === null) return none("one profile holds numbers, the other categories");
	if (valuesOf(a) === 0 || valuesOf(b) === 0) return none("one profile holds no value");
	if (bins.counts.reference.length < 2) return none("the reference gives fewer than 2 bins");
	const kind = a.numeric ? "ordered" : "categories";
	const estimate = psiEstimate({
		bins: bins.counts,
		kind,
		threshold: 0,
		alpha
	});
	return {
		psi: estimate.value,
		interval: estimate.interval,
		evidence: bins.evidence,
		reason: null
	};
}
function numberBins(reference, current) {
	const edges = driftEdges(reference);
	const exact = reference.deciles.every((edge) => current.edges.includes(edge));
	const cumulated = edges.map((edge) => Math.round(countUpTo(current, edge)));
	const counts = [...cumulated, current.count].map((upTo, bin) => upTo - (cumulated[bin - 1] ?? 0));
	return {
		counts: {
			reference: referenceCounts(reference),
			current: counts
		},
		evidence: exact ? "exact" : "estimate"
	};
}
function countUpTo(profile, edge) {
	const edges = profile.edges.map(Number);
	const ends = [
		Number(profile.min ?? 0),
		...edges,
		Number(profile.max ?? 0)
	];
	let below = 0;
	for (let bin = 0; bin < profile.counts.length; bin++) {
		const [low, high] = [bin === 0 ? ends[0] : edges[bin - 1], bin < edges.length ? edges[bin] : ends.at(-1)];
		if (edge >= high) below += profile.counts[bin];
		else if (edge > low) return below + profile.counts[bin] * (edge - low) / (high - low);
		else return below;
	}
	return below;
}
function categoryBins(reference, current) {
	const found = new Map(current.values);
	const counts = reference.values.map(([label]) => found.get(label) ?? 0);
	const unlisted = current.count - counts.reduce((sum, count) => sum + count, 0);
	const known = current.complete || reference.values.every(([label]) => found.has(label));
	return {
		counts: categoryCounts(reference, {
			scope: current.count,
			evaluated: current.count,
			counts,
			unlisted
		}),
		evidence: known ? "exact" : "estimate"
	};
}

// packages/data/src/profile/merge-profiles.ts
const LIKE = "Profile the later data with the bins of the first: `model-delivery profile --source FILE --like FIRST.json --to FILE.json`.";
function mergeProfiles(profiles) {
	const [first, ...rest] = profiles;
	if (first === void 0) throw refuse("PROFILE_MERGE_NOTHING", "expected at least one profile, found none", LIKE);
	return rest.reduce(mergeTwo, { ...first });
}
function mergeTwo(a, b) {
	refuseSharedInputs(a, b);
	refuseDifferentColumns(a, b);
	return {
		schema: "data-profile/1",
		dataset: a.dataset === b.dataset ? a.dataset : null,
		rows: a.rows + b.rows,
		inputs: [...a.inputs, ...b.inputs],
		columns: a.columns.map((column) => mergeColumn(column, b.columns.find((other) => other.name === column.name))),
		engine: a.engine,
		warnings: [.../* @__PURE__ */ new Set([...a.warnings, ...b.warnings])]
	};
}
function mergeColumn(a, b) {
	const type = a.type === b.type ? a.type : sharedType(a, b);
	const merged = {
		name: a.name,
		type,
		role: a.role === b.role ? a.role : null,
		missing: a.missing + b.missing,
		uncast: a.uncast + b.uncast
	};
	if (a.numeric && b.numeric) merged.numeric = mergeNumeric(a.name, a.numeric, b.numeric);
	else if (a.categories && b.categories) merged.categories = mergeCategories(a.name, a.categories, b.categories);
	else throw refuse("PROFILE_TYPES_DIFFER", `${a.name} is profiled as numbers in one and as categories in the other`, LIKE);
	if (a.lengths && b.lengths) merged.lengths = mergeLengths(a.lengths, b.lengths);
	if (a.time && b.time) merged.time = {
		min: least(a.time.min, b.time.min),
		max: greatest(a.time.max, b.time.max)
	};
	return merged;
}
function sharedType(a, b) {
	const types = /* @__PURE__ */ new Set([a.type, b.type]);
	if (types.size === 2 && types.has("integer") && types.has("number")) return "number";
	throw refuse("PROFILE_TYPES_DIFFER", `${a.name} is ${a.type} in one and ${b.type} in the other`, "Declare its `type` in data.columns and make the profiles again.");
}
function mergeNumeric(name, a, b) {
	if (a.edges.join() !== b.edges.join() || a.deciles.join() !== b.deciles.join()) throw refuse("PROFILE_BINS_DIFFER", `the bin edges of ${name} differ, so its counts cannot be added`, LIKE);
	const ends = (x, y, pick) => {
		const values = [x, y].filter((value) => value !== null).map(Number);
		return values.length === 0 ? null : String(pick(...values));
	};
	return {
		count: a.count + b.count,
		nan: a.nan + b.nan,
		positive_infinity: a.positive_infinity + b.positive_infinity,
		negative_infinity: a.negative_infinity + b.negative_infinity,
		min: ends(a.min, b.min, Math.min),
		max: ends(a.max, b.max, Math.max),
		sum: exactDecimalText(addExact(parseExactDecimal(a.sum), parseExactDecimal(b.sum))),
		edges: a.edges,
		deciles: a.deciles,
		counts: a.counts.map((count, bin) => count + b.counts[bin])
	};
}
function mergeCategories(name, a, b) {
	const labels = new Set([...a.values, ...b.values].map(([label]) => label));
	if (!(labels.size === a.values.length && labels.size === b.values.length) && !(a.complete && b.complete)) throw refuse("PROFILE_BINS_DIFFER", `the listed categories of ${name} differ and do not cover all values, so its counts cannot be added`, LIKE);
	const counts = new Map([...labels].map((label) => [label, 0]));
	for (const [label, count] of [...a.values, ...b.values]) counts.set(label, counts.get(label) + count);
	const complete = a.complete && b.complete;
	return {
		count: a.count + b.count,
		distinct: complete ? [...counts.values()].filter((count) => count > 0).length : null,
		values: byFrequency([...counts]),
		other: a.other + b.other,
		complete
	};
}
function mergeLengths(a, b) {
	const ends = (x, y, pick) => {
		const values = [x, y].filter((value) => value !== null);
		return values.length === 0 ? null : pick(...values);
	};
	return {
		min: ends(a.min, b.min, Math.min),
		max: ends(a.max, b.max, Math.max),
		counts: a.counts.map((count, bin) => count + b.counts[bin])
	};
}
function least(a, b) {
	return a === null || b !== null && b < a ? b : a;
}
function greatest(a, b) {
	return a === null || b !== null && b > a ? b : a;
}
function refuseSharedInputs(a, b) {
	const known = new Map(a.inputs.map((input) => [input.sha256, input.source]));
	const shared = b.inputs.find((input) => known.has(input.sha256));
	if (shared === void 0) return;
	throw refuse("PROFILE_COUNTED_TWICE", `both hold the data with sha256 ${shared.sha256} (${known.get(shared.sha256)} and ${shared.source}), which would be counted twice`, "Merge profiles of different data only.");
}
function refuseDifferentColumns(a, b) {
	const [inA, inB] = [a, b].map((profile) => profile.columns.map((column) => column.name));
	const odd = [...inA.filter((name) => !inB.includes(name)), ...inB.filter((name) => !inA.includes(name))];
	if (odd.length === 0) return;
	throw refuse("PROFILE_COLUMNS_DIFFER", `only one of them has ${odd.slice(0, 10).join(", ")}`, "Merge profiles of data with the same columns.");
}
function refuse(code, found, hint) {
	return new ConfigError({
		code,
		message: `Merging profiles: ${found}.`,
		hint
	});
}

// packages/use-cases/src/profile-stage.ts
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
function configurationFor(host, request) {
	if (request.dataset === void 0 && !existsSync(resolve(host.cwd, request.config))) return void 0;
	return readConfiguration(host, request.config);
}
function writeMergedProfile(host, paths, to) {
	const started = host.now();
	return write$1(host, to, mergeProfiles(paths.map((path) => readProfile(host, path))), started);
}
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

export { diffProfiles as n, profile, mergeProfiles as t };