import { c as asDeliveryError, i as EvidenceError, o as InternalError, t as ConfigError } from "./core-errors.js";
import { a as toCount, i as quoteLiteral, n as quoteIdentifier, r as quoteList, t as openEngine } from "./engine-main.js";
import { a as boolean, g as tuple, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as holmAdjust, i as inspectSource, o as findRoot, r as locateSource, s as assertAlpha, t as typedRelation } from "./engine-typed-relation.js";
import { i as nearestNames } from "./core-names.js";
import { c as isBlocking, o as combineVerdicts, t as CHECK_VERDICTS } from "./core-verdict.js";
import { t as documentError } from "./core-error.js";
import { t as COLUMN_TYPES } from "./core-data.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, n as count, p as text } from "./core-fields.js";
import { r as poissonDensity } from "./stats-saddle-point.js";
import { r as sha256Hex } from "./core-digest.js";
import { relative, resolve, sep } from "node:path";
import { readFile, realpath, stat } from "node:fs/promises";

// packages/core/src/documents/data-profile.ts
const PROFILE_QUANTILES = 120;
const PROFILE_CATEGORIES = 1e3;
const LENGTH_EDGES = [
	0,
	1,
	2,
	4,
	8,
	16,
	32,
	64,
	128,
	256,
	512,
	1024
];
const exactDouble = string().regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/, "expected a finite number as text");
const exactDecimal = string().max(2200).regex(/^-?\d+(?:\.\d+)?$/, "expected a decimal number as text");
const numericProfile$1 = strictObject({
	count,
	nan: count,
	positive_infinity: count,
	negative_infinity: count,
	min: exactDouble.nullable(),
	max: exactDouble.nullable(),
	sum: exactDecimal,
	edges: array(exactDouble).max(120),
	deciles: array(exactDouble).max(9),
	counts: array(count).max(121)
}).refine((profile) => profile.counts.length === profile.edges.length + 1, "expected one count more than edges").refine((profile) => ascending(profile.edges), "expected strictly ascending edges").refine((profile) => profile.deciles.every((edge) => profile.edges.includes(edge)), "expected deciles among the edges").refine((profile) => profile.counts.reduce((sum, n) => sum + n, 0) === profile.count, "expected counts that add up to count");
const categoryProfile$1 = strictObject({
	count,
	distinct: count.nullable(),
	values: array(tuple([shortText, count])).max(PROFILE_CATEGORIES),
	other: count,
	complete: boolean()
}).refine((profile) => profile.values.reduce((sum, [, n]) => sum + n, profile.other) === profile.count, "expected counts that add up to count");
const lengthProfile$1 = strictObject({
	min: count.nullable(),
	max: count.nullable(),
	counts: array(count).length(LENGTH_EDGES.length + 1)
});
const columnProfile = strictObject({
	name: shortText,
	type: _enum(COLUMN_TYPES),
	role: _enum(["key", "time"]).nullable(),
	missing: count,
	uncast: count,
	numeric: numericProfile$1.optional(),
	categories: categoryProfile$1.optional(),
	lengths: lengthProfile$1.optional(),
	time: strictObject({
		min: shortText.nullable(),
		max: shortText.nullable()
	}).optional()
});
const dataProfileSchema = strictObject({
	schema: literal("data-profile/1"),
	dataset: shortText.nullable(),
	rows: count,
	inputs: array(strictObject({
		source: string().max(1024),
		rows: count,
		bytes: count,
		sha256: sha256HexField
	})).min(1).max(1e4),
	columns: array(columnProfile).max(2e4),
	engine: strictObject({
		name: shortText,
		version: shortText
	}).nullable(),
	warnings: array(text).max(1e3),
	error: errorField.optional(),
	meta: metaField.optional()
});
function ascending(edges) {
	return edges.every((edge, index) => index === 0 || Number(edges[index - 1]) < Number(edge));
}

// packages/stats/src/incomplete-gamma.ts
function incompleteGamma(a, x) {
	if (!(a > 0) || !(x >= 0)) throw new RangeError(`incompleteGamma needs a > 0 and x >= 0, got a = ${a}, x = ${x}`);
	if (x === 0) return {
		lower: 0,
		upper: 1
	};
	if (x === Number.POSITIVE_INFINITY) return {
		lower: 1,
		upper: 0
	};
	if (x < a + 1) {
		const lower = gammaSeries(a, x);
		return {
			lower,
			upper: 1 - lower
		};
	}
	const upper = gammaFraction(a, x);
	return {
		lower: 1 - upper,
		upper
	};
}
function gammaSeries(a, x) {
	let term = 1;
	let sum = 1;
	for (let n = 1; term > sum * (Number.EPSILON / 8); n++) {
		term *= x / (a + n);
		sum += term;
	}
	return poissonDensity(a, x) * sum;
}
function gammaFraction(a, x) {
	const tiny = 1e-300;
	let b = x + 1 - a;
	let c = 1 / tiny;
	let d = 1 / b;
	let fraction = d;
	for (let i = 1; i < 1e7; i++) {
		const numerator = -i * (i - a);
		b += 2;
		d = numerator * d + b;
		if (Math.abs(d) < tiny) d = tiny;
		c = b + numerator / c;
		if (Math.abs(c) < tiny) c = tiny;
		d = 1 / d;
		const factor = d * c;
		fraction *= factor;
		if (Math.abs(factor - 1) < Number.EPSILON) break;
	}
	return a * poissonDensity(a, x) * fraction;
}

// packages/stats/src/chi-squared.ts
function chiSquaredCdf(x, k) {
	return incompleteGamma(k / 2, x / 2).lower;
}
function chiSquaredSf(x, k) {
	return incompleteGamma(k / 2, x / 2).upper;
}
function noncentralChiSquaredCdf(x, k, lambda) {
	if (x <= 0) return 0;
	if (lambda === 0) return chiSquaredCdf(x, k);
	const mean = lambda / 2;
	const half = x / 2;
	let j = Math.ceil(mean + 12 * Math.sqrt(mean) + 60);
	let weight = poissonDensity(j, mean);
	let a = k / 2 + j;
	let tail = incompleteGamma(a, half).lower;
	let term = poissonDensity(a, half);
	let sum = 0;
	for (; j >= 0; j--) {
		sum += weight * tail;
		if (j < mean && weight * (mean / (mean - j)) <= sum * 1e-18) break;
		weight = weight > 1e-290 ? weight * j / mean : poissonDensity(Math.max(0, j - 1), mean);
		term = term > 1e-290 ? term * a / half : poissonDensity(a - 1, half);
		a -= 1;
		tail = Math.min(1, tail + term);
	}
	return Math.min(1, sum);
}
function noncentralChiSquaredSf(x, k, lambda) {
	if (x <= 0) return 1;
	if (lambda === 0) return chiSquaredSf(x, k);
	const mean = lambda / 2;
	const half = x / 2;
	let j = Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean) - 60));
	let weight = poissonDensity(j, mean);
	let a = k / 2 + j;
	let tail = incompleteGamma(a, half).upper;
	let term = poissonDensity(a, half);
	let sum = 0;
	for (;; j++) {
		sum += weight * tail;
		if (j > mean && weight * (j / (j - mean)) <= sum * 1e-18) break;
		weight = weight > 1e-290 ? weight * mean / (j + 1) : poissonDensity(j + 1, mean);
		tail = Math.min(1, tail + term);
		a += 1;
		term = term > 1e-290 ? term * half / a : poissonDensity(a, half);
	}
	return Math.min(1, sum);
}
function noncentralityInterval(x, k, alpha) {
	const lower = (lambda) => noncentralChiSquaredSf(x, k, lambda) - alpha;
	const upper = (lambda) => alpha - noncentralChiSquaredCdf(x, k, lambda);
	return {
		lower: noncentralityRoot(lower, x),
		upper: noncentralityRoot(upper, x)
	};
}
function noncentralityRoot(rising, x) {
	if (rising(0) >= 0) return 0;
	let step = 4 * Math.sqrt(x) + 10;
	let high = x + step;
	while (rising(high) < 0) {
		step *= 2;
		high += step;
	}
	return findRoot(rising, 0, high);
}

// packages/stats/src/psi-bins.ts
const MIN_EXPECTED = 5;
function compareCodePoints(a, b) {
	const [left, right] = [[...a], [...b]];
	for (let i = 0; i < Math.min(left.length, right.length); i++) {
		const difference = left[i].codePointAt(0) - right[i].codePointAt(0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
function expectedScale(bins) {
	const n = total$1(bins.reference);
	const m = total$1(bins.current);
	return (pooled) => n + m === 0 ? 0 : pooled * Math.min(n, m) / (n + m);
}
function mergeOrderedBins(bins) {
	const expected = expectedScale(bins);
	const merged = {
		reference: [],
		current: []
	};
	let [reference, current] = [0, 0];
	const close = () => {
		merged.reference.push(reference);
		merged.current.push(current);
		[reference, current] = [0, 0];
	};
	for (let bin = 0; bin < bins.reference.length; bin++) {
		reference += bins.reference[bin];
		current += bins.current[bin];
		if (expected(reference + current) >= 5) close();
	}
	if (merged.reference.length === 0) close();
	merged.reference[merged.reference.length - 1] += reference;
	merged.current[merged.current.length - 1] += current;
	return merged;
}
function mergeCategoryBins(bins) {
	const expected = expectedScale(bins);
	const pairs = bins.reference.map((count, bin) => [count, bins.current[bin]]);
	const isSmall = ([r, c]) => expected(r + c) < 5;
	const large = pairs.filter((pair) => !isSmall(pair));
	const small = pairs.filter(isSmall);
	if (small.length > 0) {
		const rest = [total$1(small.map(([r]) => r)), total$1(small.map(([, c]) => c))];
		if (large.length === 0 || !isSmall(rest)) large.push(rest);
		else joinSmallest(large, rest);
	}
	return {
		reference: large.map(([r]) => r),
		current: large.map(([, c]) => c)
	};
}
function joinSmallest(bins, rest) {
	let smallest = bins[0];
	for (const bin of bins) if (bin[0] + bin[1] < smallest[0] + smallest[1]) smallest = bin;
	smallest[0] += rest[0];
	smallest[1] += rest[1];
}
function total$1(counts) {
	return counts.reduce((sum, count) => sum + count, 0);
}

// packages/stats/src/psi.ts
function psiValue(bins) {
	const { reference, current } = bins;
	const smoothed = [...reference, ...current].some((count) => count === 0);
	const added = smoothed ? .5 : 0;
	const n = total$1(reference) + added * reference.length;
	const m = total$1(current) + added * current.length;
	let value = 0;
	reference.forEach((count, bin) => {
		const p = (count + added) / n;
		const q = (current[bin] + added) / m;
		value += (q - p) * Math.log(q / p);
	});
	return {
		value,
		smoothed
	};
}
function psiInterval(input) {
	const { value, n, m, degreesOfFreedom, alpha } = input;
	const size = n * m / (n + m);
	const { lower, upper } = noncentralityInterval(size * value, degreesOfFreedom, alpha);
	return [lower / size, upper / size];
}
function psiEstimate(input) {
	const { bins: unmerged, kind, threshold, alpha } = input;
	assertAlpha(alpha);
	assertBins(unmerged);
	const n = total$1(unmerged.reference);
	const m = total$1(unmerged.current);
	const effectiveSize = n * m / (n + m);
	const bins = kind === "ordered" ? mergeOrderedBins(unmerged) : mergeCategoryBins(unmerged);
	const degreesOfFreedom = bins.reference.length - 1;
	if (degreesOfFreedom === 0) return {
		value: 0,
		interval: null,
		p: null,
		degreesOfFreedom,
		effectiveSize,
		bins,
		smoothed: false
	};
	const { value, smoothed } = psiValue(bins);
	const x = effectiveSize * value;
	return {
		value,
		interval: psiInterval({
			value,
			n,
			m,
			degreesOfFreedom,
			alpha
		}),
		p: threshold === 0 ? chiSquaredSf(x, degreesOfFreedom) : noncentralChiSquaredSf(x, degreesOfFreedom, effectiveSize * threshold),
		degreesOfFreedom,
		effectiveSize,
		bins,
		smoothed
	};
}
function psiVerdict(input) {
	const { estimate, adjustedP, threshold, alpha } = input;
	if (estimate.interval === null || adjustedP === null) return "inconclusive";
	if (adjustedP <= alpha) return "fail";
	return estimate.interval[1] <= threshold ? "pass" : "inconclusive";
}
function assertBins({ reference, current }) {
	if (reference.length !== current.length || reference.length < 2) throw new RangeError(`PSI needs the same 2 or more bins on both sides, got ${reference.length} and ${current.length}`);
	const bad = [...reference, ...current].find((count) => !Number.isInteger(count) || count < 0);
	if (bad !== void 0) throw new RangeError(`bin counts are whole numbers >= 0, got ${bad}`);
	if (total$1(reference) === 0 || total$1(current) === 0) throw new RangeError("PSI needs rows on both sides, one side has none");
}

// packages/engine/src/source/open-sources.ts
async function openSources(binding, specs, options) {
	const names = Object.keys(specs);
	const located = /* @__PURE__ */ new Map();
	const sources = {};
	for (const name of names) try {
		located.set(name, await locateSource(specs[name]));
	} catch (error) {
		sources[name] = { error: asDeliveryError(error) };
	}
	const allowedPaths = [...located.values()].flatMap((source) => source.readPaths);
	const engine = await openEngine(binding, {
		...options,
		allowedPaths
	});
	for (const [name, source] of located) try {
		sources[name] = await inspectSource(engine, source);
	} catch (error) {
		sources[name] = { error: asDeliveryError(error) };
	}
	return {
		engine,
		sources
	};
}

// packages/engine/src/sql/allowed-functions.ts
const ALLOWED_MACROS = /* @__PURE__ */ new Set([
	"array_to_string",
	"date_add",
	"days_in_month",
	"fdiv",
	"fmod",
	"list_append",
	"list_avg",
	"list_count",
	"list_first",
	"list_last",
	"list_max",
	"list_median",
	"list_min",
	"list_prepend",
	"list_reverse",
	"list_sum",
	"nullif",
	"round_even",
	"roundbankers",
	"split_part"
]);
const REFUSED_SCALARS = /* @__PURE__ */ new Set([
	"age",
	"current_setting",
	"getvariable",
	"current_localtime",
	"current_localtimestamp",
	"parse_duckdb_log_message",
	"version"
]);

// packages/engine/src/sql/expression.ts
const REFUSED_CLASSES = {
	SUBQUERY: "a subquery",
	STAR: "`*` or COLUMNS()",
	WINDOW: "a window function",
	PARAMETER: "a parameter",
	DEFAULT: "DEFAULT",
	LAMBDA: "a lambda",
	LAMBDA_REF: "a lambda",
	POSITIONAL_REFERENCE: "a positional reference"
};
const ALLOWED_CLASSES = /* @__PURE__ */ new Set([
	"COLUMN_REF",
	"CONSTANT",
	"COMPARISON",
	"CONJUNCTION",
	"FUNCTION",
	"OPERATOR",
	"CASE",
	"CAST",
	"BETWEEN",
	"COLLATE"
]);
async function parseExpression(engine, text, purpose = "rule") {
	if (text.trim() === "") throw refused(purpose, text, "it is empty");
	if (text.includes("\0")) throw refused(purpose, text, "it holds a NUL character");
	const expression = singleExpression(await syntaxTree(engine, `SELECT ${text}`), purpose, text);
	const sql = `(\n${text}\n)`;
	singleExpression(await syntaxTree(engine, `SELECT ${sql}`), purpose, text);
	const columns = /* @__PURE__ */ new Set();
	const functions = /* @__PURE__ */ new Set();
	visit(expression, (node) => inspect(node, columns, functions, purpose, text));
	await checkFunctions(engine, functions, purpose, text);
	return {
		text,
		sql,
		columns: [...columns]
	};
}
async function checkExpression(engine, expression, scope, purpose = "rule") {
	const known = scope.columns.map((column) => column.name);
	const lower = new Set(known.map((name) => name.toLowerCase()));
	const unknown = expression.columns.find((name) => !lower.has(name.toLowerCase()));
	if (unknown !== void 0) {
		const near = nearestNames(unknown, known);
		const hint = near.length > 0 ? `Nearest columns: ${near.join(", ")}.` : `Columns: ${known.slice(0, 20).join(", ")}.`;
		throw refused(purpose, expression.text, `there is no column ${unknown}`, hint);
	}
	const sql = `SELECT ${expression.sql} AS ${quoteIdentifier("value")} FROM ${scope.relation}`;
	return (await engine.describe(sql, {
		purpose: `checking ${purpose}`,
		userExpression: expression.text
	}))[0].type;
}
function refused(purpose, text, why, hint) {
	const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
	return new ConfigError({
		code: "RULE_INVALID",
		message: `Reading ${purpose} \`${shown}\`: ${why}. Expected one SQL expression over the columns of one row.`,
		hint: hint ?? "Example: `arrival >= departure`. A column with an unusual name is written \"in double quotes\"."
	});
}
async function syntaxTree(engine, sql) {
	const { rows } = await engine.query(`SELECT json_serialize_sql(${quoteLiteral(sql)})`, [], { purpose: "parsing an expression" });
	return JSON.parse(String(rows[0][0]));
}
function singleExpression(tree, purpose, text) {
	if (tree.error) throw refused(purpose, text, `it does not parse (${(tree.error_message ?? "no reason given").split("\n", 1)[0]})`);
	const node = tree.statements?.[0]?.node;
	const list = node?.select_list;
	if (!(tree.statements?.length === 1 && node?.type === "SELECT_NODE" && node.from_table?.type === "EMPTY" && isEmpty(node.modifiers) && isEmpty(node.cte_map?.map) && isEmpty(node.group_expressions) && node.where_clause === null && node.having === null && node.qualify === null && node.sample === null) || list?.length !== 1) throw refused(purpose, text, "it is more than one expression or a whole statement");
	return list[0];
}
function isEmpty(value) {
	return Array.isArray(value) && value.length === 0;
}
function visit(value, see) {
	if (Array.isArray(value)) for (const item of value) visit(item, see);
	else if (value !== null && typeof value === "object") {
		const node = value;
		if (typeof node.class === "string") see(node);
		for (const field of Object.values(node)) visit(field, see);
	}
}
function inspect(node, columns, functions, purpose, text) {
	const kind = node.class;
	if (!ALLOWED_CLASSES.has(kind)) throw refused(purpose, text, `it contains ${REFUSED_CLASSES[kind] ?? kind.toLowerCase()}`);
	if (node.type === "GROUPING_FUNCTION") throw refused(purpose, text, "it contains GROUPING()");
	if (kind === "COLUMN_REF") {
		const names = node.column_names ?? [];
		if (names.length !== 1) throw refused(purpose, text, `it names ${names.join(".")}`, `Name columns without a table; a dot in a column name needs quotes: "${names.join(".")}".`);
		columns.add(names[0]);
	}
	if (kind === "FUNCTION") {
		if (node.filter !== null || node.distinct === true) throw refused(purpose, text, `it aggregates with ${node.function_name}()`);
		functions.add(node.function_name.toLowerCase());
	}
}
async function checkFunctions(engine, names, purpose, text) {
	for (const name of names) {
		const { rows } = await engine.query(`SELECT DISTINCT function_type, coalesce(stability, '') FROM duckdb_functions() WHERE lower(function_name) = ? ORDER BY ALL`, [name], { purpose: "looking up a function" });
		if (rows.length === 0) throw refused(purpose, text, `there is no function ${name}()`);
		if (ALLOWED_MACROS.has(name)) continue;
		const scalars = rows.filter((row) => row[0] === "scalar");
		if (scalars.length === 0) throw refused(purpose, text, `${name}() is ${KINDS[String(rows[0][0])] ?? "not allowed here"}`);
		if (REFUSED_SCALARS.has(name) || scalars.some((row) => row[1] !== "CONSISTENT")) throw refused(purpose, text, `${name}() depends on more than the row`, "The same data must always give the same verdict: write a fixed value, for example DATE '2026-01-31'.");
		if (rows.some((row) => row[0] === "aggregate")) throw refused(purpose, text, `${name}() is an aggregate`);
	}
}
const KINDS = {
	aggregate: "an aggregate",
	table: "a table function",
	table_macro: "a table function",
	macro: "not allowed here",
	pragma: "a pragma"
};

// packages/data/src/engines/duckdb/fused-row-counts.ts
const AGGREGATES_PER_STATEMENT = 200;
function isFusable(request) {
	return request.measure === "rows" && request.where === null && request.test.kind !== "rule" && request.test.kind !== "unique";
}
async function fusedRowCounts(engine, relation, tests, dataset) {
	if (tests.length === 0) return [];
	const conditions = [...new Set(tests.flatMap(({ evaluated, failed }) => [evaluated, failed]))];
	const counts = /* @__PURE__ */ new Map();
	let scope = 0;
	for (let start = 0; start < conditions.length; start += AGGREGATES_PER_STATEMENT) {
		const chunk = conditions.slice(start, start + AGGREGATES_PER_STATEMENT);
		const list = chunk.map((condition) => `count(*) FILTER (${condition})`);
		const { rows } = await engine.query(`SELECT count(*), ${list.join(", ")} FROM ${relation}`, [], { purpose: `checking the rows of ${dataset}` });
		const [all, ...cells] = rows[0];
		scope = toCount(all);
		chunk.forEach((condition, index) => {
			counts.set(condition, toCount(cells[index]));
		});
	}
	return tests.map(({ evaluated, failed }) => ({
		scope,
		evaluated: counts.get(evaluated),
		failed: counts.get(failed)
	}));
}

// packages/data/src/measurement/exact-number.ts
const EXACT_ZERO = {
	numerator: 0n,
	denominator: 1n
};
function exactDyadic(integer, exponent) {
	return exponent >= 0 ? {
		numerator: integer << BigInt(exponent),
		denominator: 1n
	} : {
		numerator: integer,
		denominator: 1n << BigInt(-exponent)
	};
}
function addExact(a, b) {
	if (a.denominator === b.denominator) return {
		numerator: a.numerator + b.numerator,
		denominator: a.denominator
	};
	return {
		numerator: a.numerator * b.denominator + b.numerator * a.denominator,
		denominator: a.denominator * b.denominator
	};
}
function exactMean(sum, count) {
	return nearestDouble({
		numerator: sum.numerator,
		denominator: sum.denominator * BigInt(count)
	});
}
function nearestDouble({ numerator, denominator }) {
	if (numerator === 0n) return 0;
	const negative = numerator < 0n;
	const magnitude = negative ? -numerator : numerator;
	let shift = 65 - (bitLength(magnitude) - bitLength(denominator));
	shift = Math.min(shift, 1076);
	const [top, bottom] = shift >= 0 ? [magnitude << BigInt(shift), denominator] : [magnitude, denominator << BigInt(-shift)];
	let quotient = top / bottom;
	if (quotient * bottom !== top) quotient |= 1n;
	const value = scale(quotient, -shift);
	return negative ? -value : value;
}
function scale(quotient, exponent) {
	if (exponent < -1010) {
		const kept = roundToEven(quotient, BigInt(Math.max(0, -1074 - exponent)));
		return Number(kept) * 2 ** Math.max(exponent, -1074);
	}
	return exponent > 960 ? Number(quotient) * 2 ** 900 * 2 ** (exponent - 900) : Number(quotient) * 2 ** exponent;
}
function roundToEven(value, drop) {
	if (drop === 0n) return value;
	const half = 1n << drop - 1n;
	const rest = value & (1n << drop) - 1n;
	const floor = value >> drop;
	return rest > half || rest === half && (floor & 1n) === 1n ? floor + 1n : floor;
}
function bitLength(value) {
	return value.toString(2).length;
}
function exactDecimalText({ numerator, denominator }) {
	let [rest, twos, fives] = [
		denominator,
		0,
		0
	];
	while (rest % 2n === 0n) [rest, twos] = [rest / 2n, twos + 1];
	while (rest % 5n === 0n) [rest, fives] = [rest / 5n, fives + 1];
	if (rest !== 1n) throw new InternalError({
		code: "DECIMAL_DOES_NOT_END",
		message: `1/${denominator} has no finite decimal expansion.`
	});
	const places = Math.max(twos, fives);
	const scaled = numerator * 2n ** BigInt(places - twos) * 5n ** BigInt(places - fives);
	const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
	const whole = digits.slice(0, digits.length - places);
	const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
	return `${scaled < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
function parseExactDecimal(text) {
	const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
	if (match === null) throw new InternalError({
		code: "NOT_A_DECIMAL",
		message: `Expected a decimal number, found ${text}.`
	});
	const fraction = match[2] ?? "";
	return {
		numerator: BigInt(`${match[1]}${fraction}`),
		denominator: 10n ** BigInt(fraction.length)
	};
}

// packages/data/src/engines/duckdb/column-sql.ts
function numberLiteral(value) {
	return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : `'${value}'::DOUBLE`;
}
function doubleOf(column) {
	return {
		integer: `${column.sql}::DOUBLE`,
		number: column.sql,
		boolean: `${column.sql}::INTEGER::DOUBLE`,
		date: `(CASE WHEN isfinite(${column.sql}) THEN (${column.sql} - DATE '1970-01-01')::DOUBLE END)`,
		timestamp: `(CASE WHEN isfinite(${column.sql}) THEN epoch(${column.sql}) END)`,
		string: null
	}[column.type];
}
function textOf(column) {
	return column.type === "string" ? column.sql : column.rawSql;
}
function isMissing(column) {
	return `${column.invalidSql === null ? column.sql : column.rawSql} IS NULL`;
}
const LONGEST_LABEL = 200;
function labelOf(column) {
	const text = column.type === "boolean" ? `CAST(${column.sql} AS VARCHAR)` : textOf(column);
	return `CASE WHEN length(${text}) > ${LONGEST_LABEL} THEN 'sha256:' || sha256(${text}) ELSE ${text} END`;
}

// packages/data/src/engines/duckdb/measure-sql.ts
function source(relation) {
	return relation.where === null ? relation.from : `${relation.from} WHERE ${relation.where}`;
}
function finiteCountsSql(relation, value) {
	return `SELECT count(*), count(*) FILTER (isfinite(${value})), count(*) FILTER (NOT isfinite(${value})) FROM ${source(relation)}`;
}
function integerSumSql(relation, value) {
	return `SELECT count(*), count(${value}), sum(${value}::HUGEINT) FROM ${source(relation)}`;
}
function magnitudeSql(relation, value) {
	return `SELECT max(abs(${value}::DOUBLE)) FROM ${source(relation)}`;
}
const DYADIC_SHIFT = 54;
function dyadicSumSql(relation, value) {
	return `SELECT k, count(*), count(v), count(*) FILTER (NOT isfinite(v)), sum(CASE WHEN k IS NOT NULL THEN (${`CASE WHEN k < -900 THEN v * pow(2, 500) * pow(2, -446 - k) ELSE v * pow(2, ${54} - k) END`})::HUGEINT END) FROM (
    SELECT v, CASE WHEN isfinite(v) AND v <> 0 THEN floor(log2(abs(v)) / 32) * 32 END AS k FROM (SELECT ${value} AS v FROM ${source(relation)})
  ) GROUP BY k`;
}
const FEW_RANKS = 8;
function ranksSql(relation, value, ranks, n) {
	const values = `SELECT v FROM (SELECT ${value} AS v FROM ${source(relation)}) WHERE isfinite(v)`;
	if (ranks.length > FEW_RANKS) return `SELECT v FROM (SELECT v, row_number() OVER (ORDER BY v) AS place FROM (${values})) WHERE place IN (${ranks.map((rank) => rank + 1).join(", ")}) ORDER BY place`;
	return `SELECT unnest(quantile_disc(v, [${ranks.map((rank) => `'${(rank + .5) / n}'::DOUBLE`).join(", ")}])) FROM (${values})`;
}
function histogramSql(relation, value, edges) {
	return `SELECT count(*), count(*) FILTER (isfinite(v)), count(*) FILTER (NOT isfinite(v)),
    map_values(histogram(v, [${[...edges.map((edge) => `'${edge}'::DOUBLE`), "'Infinity'::DOUBLE"].join(", ")}]) FILTER (isfinite(v))) FROM (SELECT ${value} AS v FROM ${source(relation)})`;
}
function groups(relation, label) {
	return `SELECT label, count(*) AS n FROM (SELECT ${label} AS label FROM ${source(relation)}) WHERE label IS NOT NULL GROUP BY label`;
}
function listedCategoriesSql(relation, label, listed) {
	return `SELECT known.label, sum(g.n) FROM (${groups(relation, label)}) AS g LEFT JOIN (SELECT unnest(${listed}) AS label) AS known ON g.label = known.label GROUP BY known.label`;
}
function topCategoriesSql(relation, label, limit) {
	return `SELECT label, n, count(*) OVER (), sum(n) OVER () FROM (${groups(relation, label)}) ORDER BY n DESC, label LIMIT ${limit}`;
}
function scopeSql(relation) {
	return `SELECT count(*) FROM ${source(relation)}`;
}
function duplicatesSql(relation, keys) {
	return `SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (n > 1), 0) FROM (
    SELECT count(*) AS n FROM ${source({
		from: relation.from,
		where: completeKey(relation, keys)
	})} GROUP BY ${keys.join(", ")})`;
}
function completeKey(relation, keys) {
	const present = keys.map((key) => `${key} IS NOT NULL`);
	return [...relation.where === null ? [] : [relation.where], ...present].join(" AND ");
}
function duplicatedKeySql(relation, keys) {
	const where = completeKey(relation, keys);
	const key = keys.length === 1 ? keys[0] : `(${keys.join(", ")})`;
	return `${where} AND ${key} IN (SELECT ${keys.length === 1 ? key : `row(${keys.join(", ")})`} FROM ${relation.from} WHERE ${where} GROUP BY ${keys.join(", ")} HAVING count(*) > 1)`;
}

// packages/data/src/engines/duckdb/measure-column.ts
function measureColumn(engine, relation, column, request, options) {
	const context = {
		engine,
		relation,
		column,
		options
	};
	switch (request.measure) {
		case "sum": return exactSum(context);
		case "quantiles": return quantiles(context, request.fractions);
		case "histogram": return histogram(context, numbers(column), request.edges);
		case "categories": return categories(context, request.listed);
		case "top_categories": return topCategories(context, request.limit);
		case "summary": return summary(context);
		case "lengths": return lengths(context, request.edges);
	}
}
function numbers(column) {
	const sql = doubleOf(column);
	if (sql !== null) return sql;
	throw new InternalError({
		code: "NOT_NUMERIC",
		message: `The plan asks for numbers of ${column.name}, which is ${column.type}.`
	});
}
async function rowsOf({ engine, options }, sql) {
	return (await engine.query(sql, [], options)).rows;
}
const LARGEST_WHOLE = 1e25;
async function exactSum(context) {
	const { column, relation } = context;
	if (column.type === "integer" || column.type === "boolean") {
		const value = column.type === "boolean" ? `${column.sql}::INTEGER` : column.sql;
		const [[magnitude]] = await rowsOf(context, magnitudeSql(relation, value));
		if (magnitude === null || magnitude < LARGEST_WHOLE) {
			const [[scope, evaluated, sum]] = await rowsOf(context, integerSumSql(relation, value));
			const exact = {
				numerator: BigInt(sum ?? 0),
				denominator: 1n
			};
			return {
				scope: toCount(scope),
				evaluated: toCount(evaluated),
				nonFinite: 0,
				sum: exact
			};
		}
	}
	return dyadicSum(context);
}
async function dyadicSum(context) {
	const result = {
		scope: 0,
		evaluated: 0,
		nonFinite: 0,
		sum: EXACT_ZERO
	};
	for (const [bucket, rows, present, nonFinite, sum] of await rowsOf(context, dyadicSumSql(context.relation, numbers(context.column)))) {
		result.scope += toCount(rows);
		result.evaluated += toCount(present) - toCount(nonFinite);
		result.nonFinite += toCount(nonFinite);
		if (bucket !== null) result.sum = addExact(result.sum, exactDyadic(sum, bucket - 54));
	}
	return result;
}
async function quantiles(context, fractions) {
	const value = numbers(context.column);
	const [[scope, finite, nonFinite]] = await rowsOf(context, finiteCountsSql(context.relation, value));
	const n = toCount(finite);
	const result = {
		scope: toCount(scope),
		evaluated: n,
		nonFinite: toCount(nonFinite),
		values: []
	};
	if (n === 0) return result;
	const positions = fractions.map((fraction) => position(fraction, n));
	const ranks = [...new Set(positions.flatMap(({ rank, rest }) => rest === 0 ? [rank] : [rank, rank + 1]))].sort((a, b) => a - b);
	const rows = await rowsOf(context, ranksSql(context.relation, value, ranks, n));
	const at = new Map(ranks.map((rank, index) => [rank, rows[index][0]]));
	result.values = positions.map(({ rank, rest }) => {
		const low = at.get(rank);
		return rest === 0 ? low : low + (at.get(rank + 1) - low) * rest;
	});
	return result;
}
function position({ numerator, denominator }, n) {
	const scaled = BigInt(n - 1) * BigInt(numerator);
	const divisor = BigInt(denominator);
	return {
		rank: Number(scaled / divisor),
		rest: Number(scaled % divisor) / denominator
	};
}
async function histogram(context, value, edges) {
	const [[scope, finite, nonFinite, list]] = await rowsOf(context, histogramSql(context.relation, value, edges));
	const counts = list === null ? new Array(edges.length + 1).fill(0) : JSON.parse(String(list));
	return {
		scope: toCount(scope),
		evaluated: toCount(finite),
		nonFinite: toCount(nonFinite),
		counts
	};
}
async function categories(context, listed) {
	const { engine, relation, column, options } = context;
	const scope = await engine.count(scopeSql(relation), [], options);
	const sql = listedCategoriesSql(relation, labelOf(column), `${quoteList(listed)}::VARCHAR[]`);
	const found = new Map((await rowsOf(context, sql)).map(([label, n]) => [label, toCount(n)]));
	const counts = listed.map((label) => found.get(label) ?? 0);
	const unlisted = found.get(null) ?? 0;
	return {
		scope,
		evaluated: counts.reduce((sum, n) => sum + n, unlisted),
		counts,
		unlisted
	};
}
async function topCategories(context, limit) {
	const { engine, relation, column, options } = context;
	const scope = await engine.count(scopeSql(relation), [], options);
	const rows = await rowsOf(context, topCategoriesSql(relation, labelOf(column), limit));
	const values = rows.map(([label, n]) => [label, toCount(n)]);
	const [, , distinct, evaluated] = rows[0] ?? [
		null,
		null,
		0,
		0
	];
	return {
		scope,
		evaluated: toCount(evaluated),
		distinct: toCount(distinct),
		values
	};
}
async function summary(context) {
	const { column, relation } = context;
	const value = doubleOf(column) ?? "NULL::DOUBLE";
	const isTime = column.type === "date" || column.type === "timestamp";
	const text = (aggregate) => isTime ? `CAST(${aggregate}(${column.sql}) AS VARCHAR)` : "NULL";
	const where = relation.where === null ? "" : ` WHERE ${relation.where}`;
	const [cells] = await rowsOf(context, `SELECT ${[
		"count(*)",
		`count(*) FILTER (${isMissing(column)})`,
		`count(*) FILTER (${column.invalidSql ?? "false"})`,
		column.type === "string" ? `count(${column.sql})` : `count(*) FILTER (isfinite(${value}))`,
		`count(*) FILTER (isnan(${value}))`,
		`count(*) FILTER (${value} = 'Infinity'::DOUBLE)`,
		`count(*) FILTER (${value} = '-Infinity'::DOUBLE)`,
		`min(${value}) FILTER (isfinite(${value}))`,
		`max(${value}) FILTER (isfinite(${value}))`,
		text("min"),
		text("max")
	].join(", ")} FROM ${relation.from}${where}`);
	const [scope, missing, uncast, evaluated, nan, positiveInfinity, negativeInfinity] = cells.slice(0, 7).map(toCount);
	const [min, max, minText, maxText] = cells.slice(7);
	return {
		scope,
		missing,
		uncast,
		evaluated,
		nan,
		positiveInfinity,
		negativeInfinity,
		min,
		max,
		minText,
		maxText
	};
}
async function lengths(context, edges) {
	const { relation, column } = context;
	const length = `length(${textOf(column)})::DOUBLE`;
	const { scope, evaluated, counts } = await histogram(context, length, edges);
	const where = relation.where === null ? "" : ` WHERE ${relation.where}`;
	const [[min, max]] = await rowsOf(context, `SELECT min(${length}), max(${length}) FROM ${relation.from}${where}`);
	return {
		scope,
		evaluated,
		min,
		max,
		counts
	};
}

// packages/data/src/engines/duckdb/row-test-sql.ts
function columnConditions(test, column) {
	if (test.kind === "missing") return {
		evaluated: "true",
		failed: isMissing(column)
	};
	if (test.kind === "type") return {
		evaluated: `NOT ${isMissing(column)}`,
		failed: column.invalidSql ?? "false"
	};
	const evaluated = `${column.sql} IS NOT NULL`;
	return {
		evaluated,
		failed: `(${evaluated} AND (${accepted(test, column)}) IS NOT TRUE)`
	};
}
function ruleConditions(sql) {
	return {
		evaluated: `${sql} IS NOT NULL`,
		failed: `${sql} IS FALSE`
	};
}
function accepted(test, column) {
	switch (test.kind) {
		case "values": return acceptedValues(test.allowed, column);
		case "range": return acceptedRange(test.min, test.max, column);
		case "length": return between(`length(${textOf(column)})`, bound(test.min, numberLiteral), bound(test.max, numberLiteral));
		case "matches": return `regexp_full_match(${textOf(column)}, ${quoteLiteral(test.pattern)})`;
		case "finite": return column.type === "number" ? `isfinite(${column.sql})` : "true";
	}
}
function acceptedRange(min, max, column) {
	const literal = (end) => typeof end === "number" ? numberLiteral(end) : textBound(end, column.type);
	const inside = between(column.type === "date" ? `${column.sql}::TIMESTAMP` : column.sql, bound(min, literal), bound(max, literal));
	return column.type === "string" || column.type === "integer" ? inside : `isfinite(${column.sql}) AND ${inside}`;
}
function textBound(text, type) {
	return type === "string" ? quoteLiteral(text) : instant(text);
}
function instant(text) {
	return `(CAST(${quoteLiteral(text)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`;
}
function bound(end, literal) {
	return end === null ? null : literal(end);
}
function between(value, min, max) {
	return [min === null ? null : `${value} >= ${min}`, max === null ? null : `${value} <= ${max}`].filter((part) => part !== null).join(" AND ") || "true";
}
function acceptedValues(allowed, column) {
	const list = allowed.map((value) => valueLiteral(value, column.type)).filter((literal) => literal !== null);
	const value = column.type === "date" ? `${column.sql}::TIMESTAMP` : column.sql;
	return list.length === 0 ? "false" : `${value} IN (${[...new Set(list)].join(", ")})`;
}
function valueLiteral(value, type) {
	switch (type) {
		case "string": return quoteLiteral(String(value));
		case "boolean": return /^(?:true|false)$/i.test(String(value)) ? String(value) : null;
		case "integer":
		case "number": {
			const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
			if (typeof number !== "number" || !Number.isFinite(number)) return null;
			return type === "integer" && !Number.isInteger(number) ? null : numberLiteral(number);
		}
		default: return typeof value === "string" ? instant(value) : null;
	}
}

// packages/data/src/engines/duckdb/duckdb-dataset.ts
const EXAMPLE_CHARACTERS = 200;
var DuckdbDataset = class {
	name;
	columnNames;
	#engine;
	#source;
	#conditions = /* @__PURE__ */ new Map();
	#declared = null;
	constructor(name, engine, source) {
		refuseLongNames(name, source);
		this.name = name;
		this.columnNames = source.columns.map((column) => column.name);
		this.#engine = engine;
		this.#source = source;
	}
	description() {
		const { format, files, bytes, sha256, rows } = this.#source;
		const columns = this.#typed.columns.map(({ name, type }) => ({
			name,
			type
		}));
		return {
			format,
			files: files.length,
			bytes,
			sha256,
			rows,
			columns
		};
	}
	async declare(types) {
		this.#declared = await typedRelation(this.#engine, this.#source, Object.fromEntries(types));
	}
	get #typed() {
		if (this.#declared !== null) return this.#declared;
		throw new InternalError({
			code: "TYPES_NOT_DECLARED",
			message: `Measuring ${this.name} before its types were declared.`
		});
	}
	async columnsOfCondition(condition, purpose) {
		const parsed = this.#conditions.get(condition) ?? await parseExpression(this.#engine, condition, purpose);
		this.#conditions.set(condition, parsed);
		return parsed.columns;
	}
	async measure(requests) {
		const results = requests.map(() => void 0);
		const fusable = requests.flatMap((request, index) => isFusable(request) ? [{
			request,
			index
		}] : []);
		const tests = fusable.map(({ request }) => columnConditions(request.test, this.#column(request.test.column)));
		const fused = await fusedRowCounts(this.#engine, this.#typed.relation, tests, this.name);
		fusable.forEach(({ index }, position) => {
			results[index] = { value: fused[position] };
		});
		for (const [index, request] of requests.entries()) results[index] ??= await this.#measureAlone(request);
		return results;
	}
	async examples(request) {
		const relation = await this.#relation(request.where);
		const columns = request.columns.map((name) => this.#column(name));
		const failing = await this.#failing(request.test, relation);
		const shown = columns.map((column) => `left(${column.rawSql}, 201)`);
		const order = columns.flatMap((column) => [column.sql, column.rawSql]);
		const conditions = [...relation.where === null ? [] : [relation.where], failing];
		const { rows } = await this.#engine.query(`SELECT ${shown.join(", ")} FROM ${relation.from} WHERE ${conditions.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ${request.limit}`, [], {
			purpose: `showing failing rows of ${this.name}`,
			...userExpression(request)
		});
		return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, shortened(row[index])])));
	}
	async #measureAlone(request) {
		const user = userExpression(request);
		try {
			return { value: await this.#measureOne(request) };
		} catch (thrown) {
			const error = asDeliveryError(thrown);
			if (user.userExpression === void 0 || !(error instanceof ConfigError || error instanceof EvidenceError)) throw error;
			return { failure: error };
		}
	}
	async #measureOne(request) {
		const relation = await this.#relation(request.where);
		const options = {
			purpose: `measuring ${this.name}`,
			...userExpression(request)
		};
		if (request.measure === "row_count") return { scope: await this.#engine.count(scopeSql(relation), [], options) };
		if (request.measure !== "rows") return measureColumn(this.#engine, relation, this.#column(request.column), request, options);
		const { test } = request;
		if (test.kind === "unique") {
			const keys = test.columns.map((name) => this.#column(name).sql);
			const scope = await this.#engine.count(scopeSql(relation), [], options);
			const { rows } = await this.#engine.query(duplicatesSql(relation, keys), [], options);
			return {
				scope,
				evaluated: toCount(rows[0][0]),
				failed: toCount(rows[0][1])
			};
		}
		const conditions = test.kind === "rule" ? await this.#ruleConditions(test.condition) : columnConditions(test, this.#column(test.column));
		return this.#countRows(relation, conditions, options);
	}
	async #countRows(relation, { evaluated, failed }, options) {
		const sql = `SELECT count(*), count(*) FILTER (${evaluated}), count(*) FILTER (${failed}) FROM ${relation.where === null ? relation.from : `${relation.from} WHERE ${relation.where}`}`;
		const { rows } = await this.#engine.query(sql, [], options);
		return {
			scope: toCount(rows[0][0]),
			evaluated: toCount(rows[0][1]),
			failed: toCount(rows[0][2])
		};
	}
	async #failing(test, relation) {
		if (test.kind === "unique") return duplicatedKeySql(relation, test.columns.map((name) => this.#column(name).sql));
		if (test.kind === "rule") return (await this.#ruleConditions(test.condition)).failed;
		return columnConditions(test, this.#column(test.column)).failed;
	}
	async #relation(where) {
		return {
			from: this.#typed.relation,
			where: where === null ? null : `(${await this.#condition(where)} IS TRUE)`
		};
	}
	async #ruleConditions(condition) {
		return ruleConditions(await this.#condition(condition));
	}
	async #condition(text) {
		await this.columnsOfCondition(text, "condition");
		const parsed = this.#conditions.get(text);
		const type = await checkExpression(this.#engine, parsed, this.#typed, "condition");
		if (type !== "BOOLEAN") throw new ConfigError({
			code: "RULE_INVALID",
			message: `Evaluating \`${text.slice(0, 200)}\` on ${this.name}: expected a condition that is true or false, found a value of type ${type}.`,
			hint: "Compare the value with something, for example `arrival >= departure`."
		});
		return parsed.sql;
	}
	#column(name) {
		const column = this.#typed.columns.find((candidate) => candidate.name === name);
		if (column) return column;
		throw new InternalError({
			code: "UNPLANNED_COLUMN",
			message: `Measuring ${this.name}: the plan names a column ${name} that does not exist.`
		});
	}
};
function userExpression(request) {
	const text = request.test?.kind === "rule" ? request.test.condition : request.where;
	return text === null || text === void 0 ? {} : { userExpression: text };
}
function shortened(text) {
	if (text === null) return null;
	const characters = [...text];
	return characters.length > EXAMPLE_CHARACTERS ? `${characters.slice(0, EXAMPLE_CHARACTERS).join("")}…` : text;
}
function refuseLongNames(dataset, source) {
	const long = source.columns.find((column) => column.name.length > 256);
	if (long === void 0) return;
	throw new EvidenceError({
		code: "COLUMN_NAME_TOO_LONG",
		message: `Reading ${dataset}: the column name ${JSON.stringify(long.name.slice(0, 60))}… has ${long.name.length} characters; at most 256 fit into a document.`,
		hint: "Check that the file has a header (`header: false` says it has none), or rename the column."
	});
}

// packages/data/src/engines/duckdb/duckdb-engine.ts
function duckdbMeasurementEngine(options) {
	return {
		name: "duckdb",
		version: options.binding.version.replace(/-.*$/, ""),
		open: (requests, openOptions) => openSession(options, requests, openOptions)
	};
}
async function openSession(options, requests, openOptions) {
	const specs = Object.fromEntries(requests.map((request) => [request.name, sourceSpec(request, options)]));
	const { engine, sources } = await openSources(options.binding, specs, {
		memory: options.memory,
		threads: options.threads,
		tempDirectory: options.tempDirectory,
		queryTimeoutMs: options.queryTimeoutMs
	});
	const interrupt = () => engine.interrupt();
	openOptions.signal?.addEventListener("abort", interrupt);
	const close = async () => {
		openOptions.signal?.removeEventListener("abort", interrupt);
		await engine.close();
	};
	try {
		const datasets = [];
		for (const { name } of requests) datasets.push(openDataset(name, engine, sources[name]));
		return {
			datasets,
			patternProblem: (pattern) => patternProblem(engine, pattern),
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}
function sourceSpec(request, options) {
	const { source, baseDirectory, format, delimiter, quote, encoding, header, nullValues } = request;
	return {
		path: source,
		baseDirectory,
		containedIn: options.containedIn,
		options: {
			format,
			delimiter,
			quote,
			encoding,
			header,
			nullValues
		}
	};
}
function openDataset(name, engine, source) {
	if ("error" in source) return {
		name,
		failure: source.error
	};
	try {
		return { dataset: new DuckdbDataset(name, engine, source) };
	} catch (error) {
		return {
			name,
			failure: asDeliveryError(error)
		};
	}
}
async function patternProblem(engine, pattern) {
	try {
		await engine.query(`SELECT regexp_full_match('', ${quoteLiteral(pattern)})`, [], {
			purpose: "checking a pattern",
			userExpression: pattern
		});
		return null;
	} catch (error) {
		return asDeliveryError(error).message.replace(/^.*cannot be evaluated: /s, "");
	}
}

// packages/data/src/judge/drift-bins.ts
function driftEdges(profile) {
	return profile.deciles.map(Number);
}
function referenceCounts(profile) {
	const deciles = new Set(profile.deciles);
	const counts = [0];
	profile.counts.forEach((count, bin) => {
		counts[counts.length - 1] += count;
		if (deciles.has(profile.edges[bin])) counts.push(0);
	});
	return counts;
}
function categoryCounts(profile, current) {
	const reference = profile.values.map(([, count]) => count);
	const rest = (counts) => counts.slice(100).reduce((sum, count) => sum + count, 0);
	const unknown = profile.complete ? {
		other: 0,
		unseen: current.unlisted
	} : {
		other: current.unlisted,
		unseen: 0
	};
	return {
		reference: [
			...reference.slice(0, 100),
			rest(reference) + profile.other,
			0
		],
		current: [
			...current.counts.slice(0, 100),
			rest(current.counts) + unknown.other,
			unknown.unseen
		]
	};
}

// packages/data/src/profile/build-profile.ts
async function buildProfile(opened, subject) {
	const { rows, bytes, sha256, columns } = opened.description();
	if (rows === 0) throw new EvidenceError({
		code: "DATA_NO_ROWS",
		message: `Profiling ${subject.source}: expected rows, found none.`,
		hint: "Check the step that writes the file."
	});
	const chosen = columns.filter(({ name }) => subject.only?.has(name) ?? true);
	const profiles = [];
	for (const column of chosen) profiles.push(await profileColumn(opened, column, subject));
	return {
		schema: "data-profile/1",
		dataset: subject.dataset,
		rows,
		inputs: [{
			source: subject.source,
			rows,
			bytes,
			sha256
		}],
		columns: profiles,
		warnings: []
	};
}
async function profileColumn(opened, column, subject) {
	const { name, type } = column;
	const [summary] = await ask(opened, [{
		measure: "summary",
		column: name,
		where: null
	}]);
	const pinned = subject.like?.columns.find((candidate) => candidate.name === name);
	const profile = {
		name,
		type,
		role: roleOf(name, subject),
		missing: summary.missing,
		uncast: summary.uncast
	};
	if (profiledAs(type, pinned) === "numbers") profile.numeric = await numericProfile(opened, name, summary, pinned?.numeric);
	else profile.categories = await categoryProfile(opened, name, pinned?.categories);
	if (type === "string") profile.lengths = await lengthProfile(opened, name);
	if (type === "date" || type === "timestamp") profile.time = {
		min: summary.minText,
		max: summary.maxText
	};
	return profile;
}
function roleOf(name, { key, time }) {
	if (key.includes(name)) return "key";
	return name === time ? "time" : null;
}
function profiledAs(type, pinned) {
	if (type === "string" || type === "boolean") return "categories";
	return pinned?.categories ? "categories" : "numbers";
}
async function ask(opened, requests) {
	return (await opened.measure(requests)).map((result) => {
		if ("value" in result) return result.value;
		throw new InternalError({
			code: "PROFILE_MEASUREMENT",
			message: `Profiling ${opened.name}: ${result.failure.message}`,
			cause: result.failure
		});
	});
}
async function numericProfile(opened, column, summary, pinned) {
	const bins = pinned ? {
		edges: pinned.edges.map(Number),
		deciles: pinned.deciles.map(Number)
	} : await ownBins(opened, column);
	const [histogram, sum] = await ask(opened, [{
		measure: "histogram",
		column,
		edges: bins.edges,
		where: null
	}, {
		measure: "sum",
		column,
		where: null
	}]);
	return {
		count: summary.evaluated,
		nan: summary.nan,
		positive_infinity: summary.positiveInfinity,
		negative_infinity: summary.negativeInfinity,
		min: summary.min === null ? null : String(summary.min),
		max: summary.max === null ? null : String(summary.max),
		sum: exactDecimalText(sum.sum),
		edges: bins.edges.map(String),
		deciles: bins.deciles.map(String),
		counts: histogram.counts
	};
}
async function ownBins(opened, column) {
	const [{ values }] = await ask(opened, [{
		measure: "quantiles",
		column,
		fractions: Array.from({ length: 120 - 1 }, (_, i) => ({
			numerator: i + 1,
			denominator: 120
		})),
		where: null
	}]);
	const perDecile = 120 / 10;
	return {
		edges: distinct(values),
		deciles: distinct(values.filter((_, i) => (i + 1) % perDecile === 0))
	};
}
function distinct(sorted) {
	return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}
async function categoryProfile(opened, column, pinned) {
	if (pinned) return pinnedCategories(opened, column, pinned);
	const [top] = await ask(opened, [{
		measure: "top_categories",
		column,
		limit: PROFILE_CATEGORIES,
		where: null
	}]);
	const complete = top.distinct <= top.values.length;
	const values = complete ? top.values : top.values.slice(0, 100);
	return {
		count: top.evaluated,
		distinct: top.distinct,
		values,
		other: top.evaluated - sum(values),
		complete
	};
}
async function pinnedCategories(opened, column, pinned) {
	const listed = pinned.values.map(([label]) => label);
	const [found] = await ask(opened, [{
		measure: "categories",
		column,
		listed,
		where: null
	}]);
	const values = byFrequency(listed.map((label, index) => [label, found.counts[index]]));
	const complete = found.unlisted === 0;
	const distinctValues = complete ? values.filter(([, count]) => count > 0).length : null;
	return {
		count: found.evaluated,
		distinct: distinctValues,
		values,
		other: found.unlisted,
		complete
	};
}
function byFrequency(values) {
	return [...values].sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b));
}
function sum(values) {
	return values.reduce((total, [, count]) => total + count, 0);
}
async function lengthProfile(opened, column) {
	const [{ min, max, counts }] = await ask(opened, [{
		measure: "lengths",
		column,
		edges: LENGTH_EDGES,
		where: null
	}]);
	return {
		min,
		max,
		counts
	};
}

// packages/data/src/plan/column-pattern.ts
function isPattern(key) {
	return /[*?]/.test(key);
}
function matchingColumns(key, columns) {
	if (!isPattern(key)) return columns.filter((column) => column === key);
	const expression = new RegExp(`^${[...key].map(translate).join("")}$`, "su");
	return columns.filter((column) => expression.test(column));
}
function translate(character) {
	if (character === "*") return ".*";
	return character === "?" ? "." : character.replace(/[\\^$.|+()[\]{}/]/u, "\\$&");
}

// packages/data/src/plan/declared-types.ts
function declaredTypes(data, dataset, columns) {
	const declared = /* @__PURE__ */ new Map();
	const keys = Object.keys(data.columns).sort((a, b) => Number(isPattern(a)) - Number(isPattern(b)));
	for (const key of keys) {
		const { type, datasets } = data.columns[key];
		if (type === void 0 || datasets && !datasets.includes(dataset)) continue;
		for (const column of matchingColumns(key, columns)) {
			const earlier = declared.get(column);
			if (earlier && earlier.type !== type) throw contradiction(dataset, column, earlier, {
				type,
				key
			});
			if (!earlier) declared.set(column, {
				type,
				key
			});
		}
	}
	return new Map([...declared].map(([column, { type }]) => [column, type]));
}
function contradiction(dataset, column, one, other) {
	return new ConfigError({
		code: "TYPE_DECLARED_TWICE",
		message: `Reading data.columns: the column ${column} of ${dataset} is declared ${one.type} by \`${one.key}\` and ${other.type} by \`${other.key}\`; expected one type.`,
		hint: `Narrow the pattern \`${other.key}\`, or give one of the two entries \`datasets:\`.`
	});
}

// packages/data/src/run/select-datasets.ts
function selectDatasets(data, selection) {
	const names = judgedNames(data, selection);
	const references = new Set(names.map((name) => data.datasets[name].reference).filter((name) => name !== void 0 && data.datasets[name].profile === void 0));
	return Object.entries(data.datasets).filter(([name]) => names.includes(name) || references.has(name)).map(([name, config]) => {
		const replaced = selection.source !== void 0 && names.includes(name);
		return {
			name,
			config: replaced ? {
				...config,
				source: selection.source
			} : config,
			baseDirectory: replaced ? selection.workingDirectory : selection.baseDirectory,
			judged: names.includes(name)
		};
	});
}
function judgedNames(data, { datasets, source }) {
	const all = Object.keys(data.datasets);
	if (all.length === 0) throw new ConfigError({
		code: "NO_DATASETS",
		message: "Reading data.datasets: expected at least one data set, found none.",
		hint: "Add `data: { datasets: { train: { source: data/train.parquet } } }`, or run `model-delivery init --data FILE`."
	});
	for (const name of datasets ?? []) if (!all.includes(name)) throw unknownDataset(name, all);
	const names = all.filter((name) => (datasets ?? []).length === 0 || datasets.includes(name));
	if (source !== void 0 && names.length !== 1) throw new ConfigError({
		code: "SOURCE_OF_WHICH_DATASET",
		message: `Replacing a source by ${source}: expected one data set, found ${names.length} (${names.join(", ")}).`,
		hint: "Say which one with `--dataset NAME`."
	});
	return names;
}
function unknownDataset(name, known) {
	const near = nearestNames(name, known, 1)[0];
	return new ConfigError({
		code: "UNKNOWN_DATASET",
		message: `Selecting the data set ${name}: the configuration has ${known.join(", ") || "none"}.`,
		hint: near === void 0 ? "Name one of them." : `Did you mean ${near}?`
	});
}
function sourceRequest({ name, config, baseDirectory }, data) {
	const { source, format, delimiter, quote, encoding, header } = config;
	return {
		name,
		source,
		baseDirectory,
		format,
		delimiter,
		quote,
		encoding,
		header,
		nullValues: config.null_values ?? data.defaults.null_values
	};
}

// packages/data/src/stores/profile-file.ts
const LARGEST_BYTES = 256 * 2 ** 20;
async function readProfileFile(path, baseDirectory, containedIn) {
	const bytes = await readBytes(path, resolve(baseDirectory, path), containedIn);
	let value;
	try {
		value = JSON.parse(bytes.toString("utf8"));
	} catch (cause) {
		throw unusable$1(path, "no JSON", cause);
	}
	const schema = value?.schema;
	if (schema !== "data-profile/1") throw unusable$1(path, schema === void 0 ? "JSON without `schema`" : `schema ${JSON.stringify(schema)}`);
	const parsed = dataProfileSchema.safeParse(value);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw unusable$1(path, `a damaged one: ${issue.path.join(".")}: ${issue.message}`);
	}
	return {
		profile: parsed.data,
		sha256: sha256Hex(bytes)
	};
}
async function readBytes(path, absolute, containedIn) {
	try {
		const real = await realpath(absolute);
		if (containedIn !== void 0) refuseOutside(path, real, await realpath(containedIn));
		const facts = await stat(real);
		if (!facts.isFile() || facts.size > LARGEST_BYTES) throw unusable$1(path, facts.isFile() ? `a file of ${facts.size} bytes` : "no regular file");
		return await readFile(real);
	} catch (cause) {
		if (cause instanceof EvidenceError || cause instanceof ConfigError) throw cause;
		const absent = cause.code === "ENOENT";
		throw new EvidenceError({
			code: absent ? "PROFILE_MISSING" : "PROFILE_UNREADABLE",
			message: `Reading the profile ${path}: ${absent ? `there is no such file` : cause.message}.`,
			hint: "Make it with `model-delivery profile --dataset NAME --to FILE` on data that are known to be good, and commit it.",
			cause
		});
	}
}
function refuseOutside(path, real, folder) {
	if (relative(folder, real).split(sep)[0] !== "..") return;
	throw new ConfigError({
		code: "PROFILE_OUTSIDE_WORKSPACE",
		message: `Reading the profile ${path}: it lies outside of the workspace.`,
		hint: "Commit the profile to the repository."
	});
}
function unusable$1(path, found, cause) {
	return new EvidenceError({
		code: "PROFILE_INVALID",
		message: `Reading the profile ${path}: expected a data-profile/1, found ${found}.`,
		hint: "Make it again with `model-delivery profile --dataset NAME --to FILE`.",
		cause
	});
}

// packages/data/src/summary.ts
function summaryOfData(report) {
	const { verdict, checks, error, datasets } = report;
	const decisive = checks.filter((check) => check.blocking && check.verdict === verdict);
	const more = decisive.length > 1 ? ` (and ${decisive.length - 1} more)` : "";
	switch (verdict) {
		case "pass": {
			const evaluated = checks.filter((check) => check.verdict !== "not_applicable").length;
			const rows = datasets.reduce((sum, dataset) => sum + (dataset.rows ?? 0), 0).toLocaleString("en-US");
			return `pass: ${evaluated} ${evaluated === 1 ? "check" : "checks"} evaluated on ${rows} rows of ${datasets.map(({ name }) => name).join(", ")}.`;
		}
		case "error": return `error: ${error?.message ?? decisive[0]?.message ?? "the data is unusable"}`;
		default: return `${verdict}: ${decisive[0]?.message ?? "see the checks"}${more}`;
	}
}

// packages/data/src/plan/check-id.ts
function part(name) {
	return name.replaceAll("/", "%2F");
}
function columnCheckId(dataset, column, kind) {
	return `${part(dataset)}/${part(column)}/${kind}`;
}
function tableCheckId(dataset, kind, ...details) {
	return [
		part(dataset),
		kind,
		...details.map(part)
	].join("/");
}
function keyName(columns) {
	return columns.join("+");
}
function isPositional(id) {
	return /^[^/]+\/rule\/\d+(?:\/\d+)?$/.test(id);
}
var IdRegister = class {
	#uses = /* @__PURE__ */ new Map();
	take(id) {
		const uses = (this.#uses.get(id) ?? 0) + 1;
		this.#uses.set(id, uses);
		return uses === 1 ? id : this.take(`${id}/${uses}`);
	}
};

// packages/data/src/waivers.ts
function waiversOn(waivers, asOf) {
	const positional = waivers.find((waiver) => isPositional(waiver.check));
	if (positional) throw new ConfigError({
		code: "WAIVER_POSITIONAL",
		message: `Reading data.waivers: ${positional.check} names a rule by its position, which the next edit can change.`,
		hint: "Give the rule a `name` and waive `<dataset>/rule/<name>`."
	});
	const inForce = waivers.filter((waiver) => asOf <= waiver.until);
	return {
		active: new Map(inForce.map((waiver) => [waiver.check, waiver])),
		expired: waivers.filter((waiver) => asOf > waiver.until)
	};
}
function applyWaiver(check, waivers) {
	const waiver = waivers.active.get(check.id);
	if (waiver === void 0 || check.verdict !== "fail" && check.verdict !== "inconclusive") return check;
	const { reason, until, by } = waiver;
	return {
		...check,
		verdict: "waived",
		waiver: {
			reason,
			until,
			by
		}
	};
}
function waiverWarnings(waivers, ids, isJudged) {
	return [...[...waivers.active.keys()].filter((id) => !ids.has(id) && isJudged(id)).map((id) => `The waiver of ${id} names no check of this configuration.`), ...waivers.expired.map(({ check, until }) => `The waiver of ${check} expired on ${until} and was not applied.`)];
}

// packages/data/src/run/assemble-report.ts
function assembleReport(runs, facts) {
	const checks = runs.flatMap((run) => run.checks);
	const failures = runs.flatMap(({ failure }) => failure === null ? [] : [failure]);
	return {
		schema: "data-report/1",
		model: facts.config.model,
		verdict: failures.length > 0 ? "error" : combineVerdicts(checks),
		as_of: facts.asOf,
		policy: effectivePolicy(facts),
		inconclusive_blocks: facts.data.on_inconclusive === "block",
		datasets: runs.map((run) => datasetEntry(run, folders(facts))),
		checks,
		counts: countVerdicts(checks),
		engine: {
			name: facts.engine.name,
			version: facts.engine.version
		},
		warnings: warnings(runs, checks, facts),
		...failures.length > 0 ? { error: portable(failures[0], folders(facts)) } : {}
	};
}
function effectivePolicy({ data, selected }) {
	const { memory: _memory, threads: _threads, ...defaults } = data.defaults;
	const datasets = { ...data.datasets };
	for (const { name, config } of selected) datasets[name] = config;
	return JSON.parse(JSON.stringify({
		...data,
		datasets,
		defaults
	}));
}
function datasetEntry({ selected, description, missing, reference, failure }, folders) {
	const columns = (description?.columns ?? []).map(({ name, type }) => ({
		name,
		type,
		missing: missing?.get(name) ?? null
	}));
	return {
		name: selected.name,
		source: selected.config.source,
		format: description?.format ?? selected.config.format ?? null,
		rows: description?.rows ?? null,
		bytes: description?.bytes ?? null,
		sha256: description?.sha256 ?? null,
		files: description?.files ?? null,
		columns,
		profile: reference?.file ?? null,
		...failure === null ? {} : { error: portable(failure, folders) }
	};
}
function portable(error, folders) {
	const field = documentError(error);
	const shorten = (text) => folders.reduce((short, folder) => short.replaceAll(`${folder}/`, "").replaceAll(folder, "."), text);
	return {
		...field,
		message: shorten(field.message),
		...field.hint === void 0 ? {} : { hint: shorten(field.hint) }
	};
}
function folders({ selected, baseDirectory }) {
	const all = [baseDirectory, ...selected.map((dataset) => dataset.baseDirectory)].map((folder) => resolve(folder));
	return [...new Set(all)].filter((folder) => folder !== "/").sort((a, b) => b.length - a.length);
}
function countVerdicts(checks) {
	const counts = Object.fromEntries(CHECK_VERDICTS.map((word) => [word, 0]));
	for (const check of checks) counts[check.verdict] += 1;
	const warned = checks.filter(({ severity, verdict }) => severity !== "fail" && (verdict === "fail" || verdict === "inconclusive"));
	return {
		...counts,
		warn: warned.length
	};
}
function warnings(runs, checks, { data, waivers }) {
	const judged = new Set(runs.filter((run) => run.selected.judged && run.description !== null).map((run) => run.selected.name));
	const isKnown = (name) => Object.hasOwn(data.datasets, name);
	const mayBeJudged = (id) => {
		const name = id.split("/")[0].replaceAll("%2F", "/");
		return judged.has(name) || !isKnown(name);
	};
	const ids = new Set(checks.map((check) => check.id));
	return [
		...absentButPresent(runs),
		...driftWithoutReference(runs, data),
		...waiverWarnings(waivers, ids, mayBeJudged)
	].slice(0, 1e3);
}
function absentButPresent(runs) {
	return runs.flatMap(({ selected: { name, config }, description }) => config.absent.filter((column) => description?.columns.some((found) => found.name === column)).map((column) => `${column} is declared absent from ${name}, but the data have it.`));
}
function driftWithoutReference(runs, data) {
	if (data.defaults.drift === void 0) return [];
	return runs.some(({ reference }) => reference !== null && reference.facts.state !== "none" && reference.facts.state !== "itself") ? [] : ["data.defaults.drift has no effect: no data set has a `reference` or a `profile`."];
}

// packages/data/src/plan/check-plan.ts
function isSettled(question) {
	return "verdict" in question;
}

// packages/data/src/plan/column-presence.ts
function columnPresence(facts, name) {
	if (facts.config.absent.includes(name)) return {
		state: "absent",
		reason: `${name} is declared absent from ${facts.name}`
	};
	const column = facts.columns.find((candidate) => candidate.name === name);
	return column ? {
		state: "present",
		column
	} : {
		state: "missing",
		reason: missingColumn(facts, name)
	};
}
function missingColumn(facts, name) {
	const near = nearestNames(name, facts.columns.map((column) => column.name), 1)[0];
	const hint = near === void 0 ? "" : `; did you mean ${near}?`;
	return `${facts.name} has no column ${name}, which the configuration names${hint}`;
}
function settledByColumns(facts, names) {
	let absent = null;
	for (const name of names) {
		const presence = columnPresence(facts, name);
		if (presence.state === "missing") return {
			verdict: "error",
			reason: presence.reason
		};
		if (presence.state === "absent") absent ??= {
			verdict: "not_applicable",
			reason: presence.reason
		};
	}
	return absent;
}
function settledByCondition(facts, condition) {
	if (condition === null) return null;
	const names = facts.conditions.get(condition) ?? [];
	const spelled = (name) => facts.config.absent.find((column) => sameName(column, name)) ?? facts.columns.find((column) => sameName(column.name, name))?.name ?? name;
	return settledByColumns(facts, names.map(spelled));
}
function sameName(a, b) {
	return a.toLowerCase() === b.toLowerCase();
}

// packages/data/src/plan/instant-text.ts
const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
function isInstant(text) {
	const date = INSTANT.exec(text)?.[1];
	if (date === void 0) return false;
	const parsed = /* @__PURE__ */ new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

// packages/data/src/plan/plan-drift.ts
function driftQuestion(facts, column, threshold) {
	const { reference, name } = facts;
	switch (reference.state) {
		case "itself": return {
			verdict: "not_applicable",
			reason: `${name} is itself the reference that drift is measured against`
		};
		case "none": return {
			verdict: "error",
			reason: `${name} has nothing to compare ${column.name} with: give it \`reference:\` or \`profile:\`, or narrow the check with \`datasets:\``
		};
		case "unusable": return {
			verdict: "error",
			reason: reference.reason
		};
		case "profile": {
			const profiled = reference.profile.columns.find((candidate) => candidate.name === column.name);
			if (profiled === void 0) return {
				verdict: "error",
				reason: `the profile of ${reference.name} has no column ${column.name}: make it again`
			};
			return comparable(profiled, column, threshold, reference.name);
		}
	}
}
function comparable(profiled, column, threshold, reference) {
	if (profiled.categories) return {
		ask: "drift",
		column: column.name,
		threshold,
		reference: {
			kind: "categories",
			profile: profiled.categories
		}
	};
	if (profiled.numeric && numberScale(profiled.type) === numberScale(column.type)) return {
		ask: "drift",
		column: column.name,
		threshold,
		reference: {
			kind: "numbers",
			profile: profiled.numeric
		}
	};
	return {
		verdict: "error",
		reason: `${column.name} is ${profiled.type} in the profile of ${reference} and ${column.type} here: declare its \`type\` and make the profile again`
	};
}
function numberScale(type) {
	return type === "integer" ? "number" : type;
}
function planDefaultDrift(data, facts, taken, ids) {
	const drift = data.defaults.drift;
	if (drift === void 0) return [];
	const roles = /* @__PURE__ */ new Set([...facts.config.key ?? [], facts.config.time]);
	return (facts.reference.state === "profile" ? driftingColumns$1(facts.reference.profile.columns) : unprofiled(facts)).filter((name) => !taken.has(name) && !roles.has(name)).map((name) => ({
		id: ids.take(columnCheckId(facts.name, name, "drift")),
		dataset: facts.name,
		column: name,
		kind: "drift",
		severity: "fail",
		where: null,
		expected: { psi: drift.psi },
		path: [
			"data",
			"defaults",
			"drift"
		],
		question: defaultQuestion(facts, name, drift.psi)
	}));
}
function driftingColumns$1(columns) {
	return columns.filter((column) => column.role === null).map((column) => column.name);
}
function unprofiled(facts) {
	return facts.reference.state === "unusable" ? facts.columns.map((column) => column.name) : [];
}
function defaultQuestion(facts, name, threshold) {
	const presence = columnPresence(facts, name);
	if (presence.state === "absent") return {
		verdict: "not_applicable",
		reason: presence.reason
	};
	if (presence.state === "missing") return {
		verdict: "error",
		reason: `${facts.name} lacks the profiled column ${name}`
	};
	return driftQuestion(facts, presence.column, threshold);
}

// packages/data/src/plan/plan-columns.ts
const COLUMN_KINDS = [
	"type",
	"missing",
	"values",
	"range",
	"length",
	"matches",
	"finite",
	"drift"
];
function planColumns(data, facts, ids) {
	const names = facts.columns.map((column) => column.name);
	return Object.entries(data.columns).flatMap(([key, checks]) => {
		if (checks.datasets && !checks.datasets.includes(facts.name)) return [];
		return (isPattern(key) ? matchingColumns(key, names) : [key]).flatMap((column) => planColumn(facts, key, column, checks, ids));
	});
}
function planUnmatchedPattern(facts, key, checks, ids) {
	const reason = `the pattern ${key} matches no column of any data set it applies to; ${facts.name} has ${facts.columns.length} columns`;
	return kindsOf(checks).map((kind) => planned(facts, key, key, kind, checks, {
		verdict: "error",
		reason
	}, ids));
}
function planColumn(facts, key, column, checks, ids) {
	const presence = columnPresence(facts, column);
	if (presence.state === "absent") {
		const settled = {
			verdict: "not_applicable",
			reason: presence.reason
		};
		return kindsOf(checks).map((kind) => planned(facts, key, column, kind, checks, settled, ids));
	}
	if (presence.state === "missing") {
		const settled = {
			verdict: "error",
			reason: presence.reason
		};
		return kindsOf(checks).map((kind) => planned(facts, key, column, kind, checks, settled, ids));
	}
	return kindsOf(checks).filter((kind) => kind !== "columns").map((kind) => {
		return planned(facts, key, column, kind, checks, settledByCondition(facts, checks.where ?? null) ?? columnQuestion(facts, presence.column, kind, checks), ids);
	});
}
function kindsOf(checks) {
	const kinds = COLUMN_KINDS.filter((kind) => checks[kind] !== void 0);
	return kinds.length === 0 ? ["columns"] : kinds;
}
function planned(facts, key, column, kind, checks, question, ids) {
	return {
		id: ids.take(columnCheckId(facts.name, column, kind)),
		dataset: facts.name,
		column,
		kind,
		severity: checks.severity,
		where: checks.where ?? null,
		expected: kind === "columns" ? { require: [column] } : checks[kind],
		path: kind === "columns" ? [
			"data",
			"columns",
			key
		] : [
			"data",
			"columns",
			key,
			kind
		],
		question
	};
}
const NOTHING_TOLERATED$1 = { max_count: 0 };
function columnQuestion(facts, column, kind, checks) {
	if (kind === "drift") return driftQuestion(facts, column, checks.drift.psi);
	const tolerance = kind === "missing" ? checks.missing : checks.tolerance ?? NOTHING_TOLERATED$1;
	const unfit = unfitFor(column, kind, checks);
	if (unfit !== null) return {
		verdict: "error",
		reason: unfit
	};
	return {
		ask: "rows",
		test: rowTest(column.name, kind, checks),
		tolerance
	};
}
function rowTest(column, kind, checks) {
	switch (kind) {
		case "type":
		case "missing":
		case "finite": return {
			kind,
			column
		};
		case "values": return {
			kind,
			column,
			allowed: checks.values
		};
		case "range": return {
			kind,
			column,
			min: checks.range[0],
			max: checks.range[1]
		};
		case "length": return {
			kind,
			column,
			min: checks.length[0],
			max: checks.length[1]
		};
		case "matches": return {
			kind,
			column,
			pattern: checks.matches
		};
	}
}
function isNumeric(type) {
	return type === "integer" || type === "number";
}
function unfitFor(column, kind, checks) {
	if (kind === "finite") return unfitFinite(column);
	if (kind === "values") return unfitInstants(column, "values", checks.values);
	if (kind !== "range") return null;
	return unfitRange(column, checks.range) ?? unfitInstants(column, "range", checks.range);
}
function unfitInstants(column, kind, values) {
	if (column.type !== "date" && column.type !== "timestamp") return null;
	const odd = values.find((value) => typeof value === "string" && !isInstant(value));
	return odd === void 0 ? null : `${kind} of ${column.name} (${column.type}) names ${JSON.stringify(odd)}, which is no date: write 2026-01-31 or 2026-01-31T12:00:00Z`;
}
function unfitFinite(column) {
	return isNumeric(column.type) ? null : `finite needs a column of numbers, ${column.name} is ${column.type}: declare \`type: number\``;
}
function unfitRange(column, range) {
	const kinds = new Set(range.filter((end) => end !== null).map((end) => typeof end));
	const found = [...kinds].join(" and ") || "no end";
	const expected = isNumeric(column.type) ? "number" : column.type === "boolean" ? "nothing" : "string";
	if (kinds.size === 1 && kinds.has(expected)) return null;
	if (kinds.size === 0) return `range of ${column.name} has two open ends and would accept anything`;
	const fix = expected === "string" && column.type === "string" ? `: declare \`type: number\` if ${column.name} holds numbers` : "";
	return `range of ${column.name} (${column.type}) is bounded by ${found}, which cannot be compared with ${column.type} values${fix}`;
}

// packages/data/src/plan/decimal-fraction.ts
function decimalFraction(value) {
	const [mantissa = "", exponent = "0"] = String(value).split("e");
	const [whole = "0", fraction = ""] = mantissa.split(".");
	const places = fraction.length - Number(exponent);
	let [numerator, denominator] = [BigInt(whole + fraction), 10n ** BigInt(Math.max(0, places))];
	const divisor = greatestCommonDivisor(numerator, denominator);
	if (divisor > 0n) [numerator, denominator] = [numerator / divisor, denominator / divisor];
	return {
		numerator: Number(numerator),
		denominator: Number(denominator)
	};
}
function greatestCommonDivisor(a, b) {
	return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

// packages/data/src/plan/plan-tables.ts
const NOTHING_TOLERATED = { max_count: 0 };
function planTables(data, facts, ids) {
	let rules = 0;
	return data.checks.flatMap((check, index) => {
		const rule = "rule" in check ? rules++ : 0;
		if (check.datasets && !check.datasets.includes(facts.name)) return [];
		const entry = tableEntry(check, rule);
		const details = check.name === void 0 ? entry.details : [check.name];
		const settled = entry.kind === "columns" ? null : settledByCondition(facts, check.where ?? null);
		return [{
			id: ids.take(tableCheckId(facts.name, entry.kind, ...details)),
			dataset: facts.name,
			column: entry.column,
			kind: entry.kind,
			severity: check.severity,
			where: check.where ?? null,
			expected: entry.expected,
			path: [
				"data",
				"checks",
				index
			],
			question: settled ?? entry.question(facts)
		}];
	});
}
function tableEntry(check, rule) {
	if ("columns" in check) return {
		kind: "columns",
		column: null,
		details: [],
		expected: check.columns,
		question: (facts) => columnsQuestion(facts, check.columns)
	};
	if ("row_count" in check) {
		const bounds = check.row_count;
		return {
			kind: "row_count",
			column: null,
			details: [],
			expected: json(bounds),
			question: () => ({
				ask: "row_count",
				bounds
			})
		};
	}
	if ("unique" in check) return uniqueEntry(check.unique, check.tolerance ?? NOTHING_TOLERATED);
	if ("mean" in check) {
		const { column, ...bounds } = check.mean;
		return {
			kind: "mean",
			column,
			details: [column],
			expected: json(bounds),
			question: (facts) => numericQuestion(facts, column, "mean", () => ({
				ask: "mean",
				column,
				bounds
			}))
		};
	}
	if ("quantile" in check) return quantileEntry(check.quantile);
	const condition = check.rule;
	const tolerance = check.tolerance ?? NOTHING_TOLERATED;
	return {
		kind: "rule",
		column: null,
		details: [String(rule)],
		expected: condition,
		question: (facts) => settledByCondition(facts, condition) ?? {
			ask: "rows",
			test: {
				kind: "rule",
				condition
			},
			tolerance
		}
	};
}
function uniqueEntry(columns, tolerance) {
	return {
		kind: "unique",
		column: columns.length === 1 ? columns[0] : null,
		details: [keyName(columns)],
		expected: columns,
		question: (facts) => settledByColumns(facts, columns) ?? {
			ask: "rows",
			test: {
				kind: "unique",
				columns
			},
			tolerance
		}
	};
}
function quantileEntry({ column, q, ...bounds }) {
	return {
		kind: "quantile",
		column,
		details: [column, String(q)],
		expected: json({
			q,
			...bounds
		}),
		question: (facts) => numericQuestion(facts, column, "quantile", () => ({
			ask: "quantile",
			column,
			q,
			fraction: decimalFraction(q),
			bounds
		}))
	};
}
function numericQuestion(facts, column, kind, question) {
	const settled = settledByColumns(facts, [column]);
	if (settled) return settled;
	const presence = columnPresence(facts, column);
	const type = presence.state === "present" ? presence.column.type : "string";
	if (isNumeric(type) || kind === "mean" && type === "boolean") return question();
	return {
		verdict: "error",
		reason: `${kind} needs a column of numbers, ${column} is ${type}: declare \`type: number\` in data.columns`
	};
}
function columnsQuestion(facts, { require, allow_extra, order }) {
	const names = facts.columns.map((column) => column.name);
	const required = require.filter((name) => names.includes(name) || !facts.config.absent.includes(name));
	const found = required.filter((name) => names.includes(name));
	const inData = names.filter((name) => found.includes(name));
	return {
		ask: "columns",
		missing: required.filter((name) => !names.includes(name)),
		unexpected: allow_extra ? [] : names.filter((name) => !require.includes(name)),
		misplaced: order ? found.filter((name, index) => inData[index] !== name) : []
	};
}
function json(value) {
	return JSON.parse(JSON.stringify(value));
}

// packages/data/src/plan/plan-checks.ts
function planChecks(data, readable, unreadable) {
	refuseUnusableKeys(data);
	const unmatched = unmatchedPatterns(data, readable, unreadable);
	const checks = readable.flatMap((facts) => planDataset(data, facts, unmatched));
	const tooLong = checks.find((check) => check.id.length > 512);
	if (tooLong) throw new ConfigError({
		code: "CHECK_ID_TOO_LONG",
		message: `Planning the checks of ${tooLong.dataset}: the id ${tooLong.id.slice(0, 80)}… has ${tooLong.id.length} characters; at most 512 fit.`,
		hint: "Give the check a short `name`, or shorten the names it is made of."
	});
	return checks;
}
function planDataset(data, facts, unmatched) {
	const ids = new IdRegister();
	const columns = planColumns(data, facts, ids);
	for (const key of unmatched) {
		const checks = data.columns[key];
		if (!checks.datasets || checks.datasets.includes(facts.name)) columns.push(...planUnmatchedPattern(facts, key, checks, ids));
	}
	const drifting = new Set(columns.filter((check) => check.kind === "drift").map((check) => check.column));
	const planned = [
		...columns,
		...planDefaultDrift(data, facts, drifting, ids),
		...planTables(data, facts, ids)
	];
	return facts.rows === 0 ? planned.map(withoutRows$1) : planned;
}
function withoutRows$1(check) {
	if (isSettled(check.question)) return check;
	return {
		...check,
		question: {
			verdict: "error",
			reason: `${check.dataset} has no rows`
		}
	};
}
function unmatchedPatterns(data, readable, unreadable) {
	const patterns = Object.keys(data.columns).filter((key) => {
		if (!isPattern(key)) return false;
		const applies = (name) => data.columns[key].datasets?.includes(name) ?? true;
		if (unreadable.some(applies)) return false;
		return !readable.some((facts) => applies(facts.name) && matchingColumns(key, facts.columns.map((column) => column.name)).length > 0);
	});
	return new Set(patterns);
}
function refuseUnusableKeys(data) {
	data.checks.forEach((check, index) => {
		if (!("columns" in check) || check.where === void 0) return;
		throw new ConfigError({
			code: "WHERE_WITHOUT_ROWS",
			message: `Reading data.checks.${index}: \`columns\` asks about the whole data set, so \`where: ${check.where}\` cannot restrict it.`,
			hint: "Remove `where` from this entry."
		});
	});
}

// packages/data/src/run/find-references.ts
async function findReferences(selected, sources) {
	const profiles = /* @__PURE__ */ new Map();
	const found = /* @__PURE__ */ new Map();
	const referenced = new Set(Object.values(sources.data.datasets).map((dataset) => dataset.reference));
	for (const { name, config } of selected.filter((dataset) => dataset.judged)) {
		const of = config.reference ?? (config.profile === void 0 ? null : name);
		if (of === null) {
			found.set(name, {
				facts: { state: referenced.has(name) ? "itself" : "none" },
				file: null,
				failure: null
			});
			continue;
		}
		const profile = profiles.get(of) ?? findProfile(of, sources);
		profiles.set(of, profile);
		found.set(name, await profile);
	}
	return found;
}
async function findProfile(name, sources) {
	const path = sources.data.datasets[name].profile;
	try {
		if (path !== void 0) {
			const { profile, sha256 } = await sources.readProfile(path);
			return {
				facts: {
					state: "profile",
					name,
					profile
				},
				file: {
					path,
					sha256
				},
				failure: null
			};
		}
		return {
			facts: {
				state: "profile",
				name,
				profile: await computeProfile(name, sources)
			},
			file: null,
			failure: null
		};
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		return {
			facts: {
				state: "unusable",
				reason: error.message
			},
			file: null,
			failure: path === void 0 ? null : error
		};
	}
}
async function computeProfile(name, { data, opened }) {
	const dataset = opened.get(name);
	if (dataset === void 0) throw new EvidenceError({
		code: "REFERENCE_UNREADABLE",
		message: `The reference ${name} could not be read.`
	});
	const { source, key = [], time = null } = data.datasets[name];
	return {
		...await buildProfile(dataset, {
			dataset: name,
			source,
			key,
			time,
			only: driftingColumns(data, dataset.columnNames)
		}),
		engine: null
	};
}
function driftingColumns(data, columns) {
	if (data.defaults.drift !== void 0) return new Set(columns);
	const keys = Object.keys(data.columns).filter((key) => data.columns[key].drift !== void 0);
	return new Set(keys.flatMap((key) => isPattern(key) ? matchingColumns(key, columns) : [key]));
}

// packages/data/src/judge/wording.ts
function countText(count) {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
function numberText(value) {
	return Number.isInteger(value) && Math.abs(value) < 0x38d7ea4c68000 ? String(value) : String(Number(value.toPrecision(6)));
}
function shareText(share) {
	return `${numberText(Number((share * 100).toPrecision(6)))} %`;
}
function toleranceText(tolerance) {
	if (tolerance.max_share !== void 0) return `at most ${shareText(tolerance.max_share)} tolerated`;
	return tolerance.max_count === 0 ? "0 tolerated" : `at most ${countText(tolerance.max_count)} tolerated`;
}
function boundsText({ min, max }, text = String) {
	if (min !== void 0 && max !== void 0) return `between ${text(min)} and ${text(max)}`;
	return min === void 0 ? `at most ${text(max)}` : `at least ${text(min)}`;
}
function clipped(text, length = 200) {
	const characters = [...text];
	return characters.length > length ? `${characters.slice(0, length).join("")}…` : text;
}
function whereText(where) {
	return where === null ? "" : ` where ${clipped(where, 100)}`;
}
function listText(values) {
	const shown = values.slice(0, 8).map((value) => clipped(String(value), 40));
	return values.length > shown.length ? `${shown.join(", ")} and ${values.length - shown.length} more` : shown.join(", ");
}
function intervalText(min, max) {
	return `[${min ?? "-∞"}, ${max ?? "∞"}]`;
}
function failureText(test, expected) {
	switch (test.kind) {
		case "missing": return "missing";
		case "type": return `not of type ${String(expected)}`;
		case "values": return `not one of ${listText(test.allowed)}`;
		case "range": return `outside ${intervalText(test.min, test.max)}`;
		case "length": return `with a length outside ${intervalText(test.min, test.max)}`;
		case "matches": return `not matching ${clipped(test.pattern)}`;
		case "finite": return "not finite";
		case "rule": return `violating \`${clipped(test.condition)}\``;
		case "unique": return "sharing their key with another row";
	}
}

// packages/data/src/judge/judge-columns.ts
function judgeColumns(check, { missing, unexpected, misplaced }) {
	const failed = missing.length + unexpected.length;
	const findings = [
		...missing.length > 0 ? [`missing ${names(missing)}`] : [],
		...unexpected.length > 0 ? [`unexpected ${names(unexpected)}`] : [],
		...misplaced.length > 0 ? [`not in the required order: ${names(misplaced)}`] : []
	];
	return {
		verdict: findings.length === 0 ? "pass" : "fail",
		evaluated: null,
		failed,
		skipped: null,
		observed: {
			missing,
			unexpected,
			misplaced
		},
		message: `${check.dataset}: ${findings.length === 0 ? "all required columns are there, and no others that are not allowed" : findings.join("; ")}`
	};
}
function names(columns) {
	const shown = columns.slice(0, 10).map((name) => clipped(name, 60));
	return columns.length > shown.length ? `${shown.join(", ")} and ${columns.length - shown.length} more` : shown.join(", ");
}

// packages/data/src/judge/judgement.ts
function unjudged(verdict, message) {
	return {
		verdict,
		evaluated: null,
		failed: null,
		skipped: null,
		observed: null,
		message
	};
}
function nothingSelected(subject, where) {
	return {
		...unjudged("not_applicable", `${subject}: no row matches \`${where}\``),
		evaluated: 0
	};
}

// packages/data/src/judge/judge-drift.ts
const NUMBERS = "sum of (q - p) ln(q / p) over right-closed bins between the deciles of the reference; bins expecting fewer than 5 rows merged, +0.5 everywhere if a bin is empty";
const CATEGORIES = "sum of (q - p) ln(q / p) over the 100 most frequent categories of the reference, __other__ and __unseen__; bins expecting fewer than 5 rows merged, +0.5 everywhere if a bin is empty";
function estimateDrift(check, question, result, alpha) {
	const { column, reference, threshold } = question;
	if (result.scope === 0) return nothingSelected(column, check.where ?? "true");
	const bins = reference.kind === "numbers" ? {
		reference: referenceCounts(reference.profile),
		current: result.counts
	} : categoryCounts(reference.profile, result);
	const rows = {
		reference: total(bins.reference),
		current: result.evaluated,
		skipped: result.scope - result.evaluated
	};
	const problem = unusable(bins, rows, column, reference.kind);
	if (problem !== null) return {
		...unjudged("error", problem),
		evaluated: rows.current,
		skipped: rows.skipped
	};
	const kind = reference.kind === "numbers" ? "ordered" : "categories";
	return {
		check,
		question,
		estimate: psiEstimate({
			bins,
			kind,
			threshold,
			alpha
		}),
		rows
	};
}
function unusable(bins, rows, column, kind) {
	const values = kind === "numbers" ? "finite value" : "value";
	if (rows.current === 0) return `${column}: no drift statistic, none of the rows judged has a ${values}`;
	if (rows.reference === 0) return `${column}: no drift statistic, the reference has no ${values}`;
	return bins.reference.length < 2 ? `${column}: no drift statistic, the reference gives fewer than 2 bins` : null;
}
function judgeDrift(estimates, isWaived, alpha) {
	const family = estimates.filter(({ check, estimate }) => check.severity === "fail" && !isWaived(check.id) && estimate.p !== null);
	const adjusted = holmAdjust(family.map(({ estimate }) => estimate.p));
	return estimates.map((drift) => {
		const member = family.indexOf(drift);
		return judgeEstimate(drift, member < 0 ? drift.estimate.p : adjusted[member], alpha);
	});
}
function judgeEstimate({ check, question, estimate, rows }, adjustedP, alpha) {
	const { threshold, reference } = question;
	const verdict = psiVerdict({
		estimate,
		adjustedP,
		threshold,
		alpha
	});
	return {
		verdict,
		evaluated: rows.current,
		failed: null,
		skipped: rows.skipped,
		observed: estimate.value,
		message: sentence(check, question, estimate, rows, verdict, alpha),
		statistic: {
			name: "psi",
			definition: reference.kind === "numbers" ? NUMBERS : CATEGORIES,
			value: estimate.value,
			interval: estimate.interval,
			threshold,
			p: estimate.p,
			p_adjusted: adjustedP,
			bins: estimate.degreesOfFreedom + 1,
			n_reference: rows.reference,
			n_current: rows.current
		}
	};
}
function sentence(check, { column, threshold }, estimate, rows, verdict, alpha) {
	const sample = `${countText(rows.current)} rows${whereText(check.where)} against ${countText(rows.reference)}`;
	if (estimate.interval === null) return `${column}: PSI cannot be told, too few rows for two bins (${sample})`;
	const [low, high] = estimate.interval.map(numberText);
	return `${column}: ${`PSI ${numberText(estimate.value)}, ${numberText((1 - 2 * alpha) * 100)} % interval [${low}, ${high}]`}: ${{
		pass: `at most ${threshold} beyond sampling noise`,
		fail: `above ${threshold} beyond sampling noise`,
		inconclusive: `cannot be told from ${threshold} with so few rows`
	}[verdict]} (${sample})`;
}
function total(counts) {
	return counts.reduce((sum, count) => sum + count, 0);
}

// packages/data/src/judge/judge-numbers.ts
function judgeRowCount(check, { bounds }, { scope }) {
	if (scope === 0) return nothingSelected(check.dataset, check.where ?? "true");
	return {
		verdict: within(scope, bounds) ? "pass" : "fail",
		evaluated: scope,
		failed: null,
		skipped: null,
		observed: scope,
		message: `${check.dataset}: ${countText(scope)} rows${whereText(check.where)}, expected ${boundsText(bounds, countText)}`
	};
}
function judgeMean(check, { column, bounds }, result) {
	const value = result.evaluated === 0 ? null : exactMean(result.sum, result.evaluated);
	return judgeNumber(check, {
		name: `mean of ${column}`,
		column,
		value,
		bounds,
		result
	});
}
function judgeQuantile(check, { column, q, bounds }, result) {
	return judgeNumber(check, {
		name: `${q}-quantile of ${column}`,
		column,
		value: result.values[0] ?? null,
		bounds,
		result
	});
}
function judgeNumber(check, { name, column, value, bounds, result }) {
	const { scope, evaluated, nonFinite } = result;
	if (scope === 0) return nothingSelected(column, check.where ?? "true");
	const rows = {
		evaluated,
		failed: null,
		skipped: scope - evaluated
	};
	if (value === null) {
		const message = `${column}: no ${check.kind}, none of the ${countText(scope)} rows${whereText(check.where)} has a finite number`;
		return {
			verdict: "error",
			...rows,
			observed: null,
			message
		};
	}
	const leftOut = nonFinite > 0 ? `; ${countText(nonFinite)} NaN or infinite values left out` : "";
	return {
		verdict: within(value, bounds) ? "pass" : "fail",
		...rows,
		observed: value,
		message: `${name}: ${numberText(value)} over ${countText(evaluated)} rows${whereText(check.where)}, expected ${boundsText(bounds)}${leftOut}`
	};
}
function within(value, { min, max }) {
	return (min === void 0 || value >= min) && (max === void 0 || value <= max);
}

// packages/data/src/judge/judge-rows.ts
function judgeRows(check, question, counts) {
	const { test, tolerance } = question;
	const subject = check.column ?? (test.kind === "unique" ? test.columns.join("+") : check.dataset);
	const skipped = counts.scope - counts.evaluated;
	if (counts.scope === 0) return nothingSelected(subject, check.where ?? "true");
	const { evaluated, failed } = counts;
	if (evaluated === 0 && test.kind !== "missing" && test.kind !== "type") return {
		verdict: "error",
		evaluated,
		failed,
		skipped,
		observed: null,
		message: `${subject}: nothing to judge, none of the ${countText(counts.scope)} rows${whereText(check.where)} has ${absentThing(test.kind)}`
	};
	const verdict = tolerated(failed, evaluated, tolerance) ? "pass" : "fail";
	const noun = test.kind === "type" ? "values" : "rows";
	const leftOut = skipped > 0 && test.kind !== "type" ? `; ${countText(skipped)} not judged` : "";
	const message = `${subject}: ${countText(failed)} of ${countText(evaluated)} ${noun}${whereText(check.where)} ${failureText(test, check.expected)} (${toleranceText(tolerance)})${leftOut}`;
	return {
		verdict,
		evaluated,
		failed,
		skipped,
		observed: evaluated === 0 ? null : failed / evaluated,
		message
	};
}
function absentThing(kind) {
	if (kind === "rule") return "values for which the rule is true or false";
	return kind === "unique" ? "a complete key" : "a value of the right type";
}
function tolerated(failed, evaluated, tolerance) {
	if (tolerance.max_count !== void 0) return failed <= tolerance.max_count;
	return failed === 0 || failed / evaluated <= tolerance.max_share;
}

// packages/data/src/run/judge-dataset.ts
async function judgeDataset(opened, checks, rules) {
	const requests = checks.map(measurementFor);
	const answers = await opened.measure(requests.filter((request) => request !== null));
	let next = 0;
	const outcomes = checks.map((check, index) => judge(check, requests[index] === null ? null : answers[next++], rules.alpha));
	const drifts = outcomes.filter((outcome) => "estimate" in outcome);
	const judged = new Map(judgeDrift(drifts, rules.isWaived, rules.alpha).map((judgement, index) => [drifts[index], judgement]));
	return outcomes.map((outcome, index) => dataCheck(checks[index], "estimate" in outcome ? judged.get(outcome) : outcome));
}
function measurementFor(check) {
	if (isSettled(check.question)) return null;
	const { question, where } = check;
	switch (question.ask) {
		case "columns": return null;
		case "rows": return {
			measure: "rows",
			test: question.test,
			where
		};
		case "row_count": return {
			measure: "row_count",
			where
		};
		case "mean": return {
			measure: "sum",
			column: question.column,
			where
		};
		case "quantile": return {
			measure: "quantiles",
			column: question.column,
			fractions: [question.fraction],
			where
		};
		case "drift": return driftMeasurement(question, where);
	}
}
function driftMeasurement({ column, reference }, where) {
	if (reference.kind === "numbers") return {
		measure: "histogram",
		column,
		edges: driftEdges(reference.profile),
		where
	};
	return {
		measure: "categories",
		column,
		listed: reference.profile.values.map(([label]) => label),
		where
	};
}
function judge(check, answer, alpha) {
	const { question } = check;
	if (isSettled(question)) return unjudged(question.verdict, question.reason);
	if (question.ask === "columns") return judgeColumns(check, question);
	if (answer === null) throw new InternalError({
		code: "UNMEASURED_CHECK",
		message: `Nothing was measured for ${check.id}.`
	});
	if ("failure" in answer) return unjudged("error", answer.failure.message);
	return judgeMeasured(check, question, answer.value, alpha);
}
function judgeMeasured(check, question, value, alpha) {
	switch (question.ask) {
		case "rows": return judgeRows(check, question, value);
		case "row_count": return judgeRowCount(check, question, value);
		case "mean": return judgeMean(check, question, value);
		case "quantile": return judgeQuantile(check, question, value);
		case "drift": return estimateDrift(check, question, value, alpha);
	}
}
function dataCheck(check, judgement) {
	const { id, dataset, column, kind, severity, expected } = check;
	const { verdict, evaluated, failed, skipped, observed, message, statistic } = judgement;
	return {
		id,
		dataset,
		column,
		kind,
		verdict,
		severity,
		blocking: isBlocking({
			verdict,
			severity
		}),
		evaluated,
		failed,
		skipped,
		observed,
		expected,
		message: message.slice(0, 4096),
		...statistic === void 0 ? {} : { statistic }
	};
}

// packages/data/src/measurement/row-test.ts
function columnsOfTest(test) {
	if (test.kind === "unique") return test.columns;
	return test.kind === "rule" ? [] : [test.column];
}

// packages/data/src/run/show-examples.ts
const MOST_COLUMNS = 12;
async function showExamples(opened, facts, planned, judged, limit) {
	const checks = [];
	for (const [index, check] of judged.entries()) {
		const { question, where } = planned[index];
		const columns = isSettled(question) || question.ask !== "rows" ? [] : shownColumns(facts, question.test);
		if (check.verdict !== "fail" || !check.failed || columns.length === 0 || limit === 0 || isSettled(question) || question.ask !== "rows") {
			checks.push(check);
			continue;
		}
		checks.push({
			...check,
			examples: await opened.examples({
				test: question.test,
				where,
				columns,
				limit
			})
		});
	}
	return checks;
}
function shownColumns(facts, test) {
	const names = facts.columns.map((column) => column.name);
	const key = (facts.config.key ?? []).filter((name) => names.includes(name));
	if (test.kind === "missing" && key.length === 0) return [];
	const spelled = (test.kind === "rule" ? facts.conditions.get(test.condition) ?? [] : columnsOfTest(test)).map((name) => names.find((known) => known === name) ?? names.find((known) => known.toLowerCase() === name.toLowerCase()));
	return [.../* @__PURE__ */ new Set([...key, ...spelled])].slice(0, MOST_COLUMNS);
}

// packages/data/src/run/user-conditions.ts
function conditionsFor(data, dataset) {
	const applies = (names) => names?.includes(dataset) ?? true;
	const columns = Object.entries(data.columns).filter(([, checks]) => checks.where !== void 0 && applies(checks.datasets)).map(([key, checks]) => ({
		text: checks.where,
		purpose: `data.columns.${key}.where`
	}));
	const tables = data.checks.flatMap((check, index) => {
		if (!applies(check.datasets)) return [];
		const found = [];
		if (check.where !== void 0) found.push({
			text: check.where,
			purpose: `data.checks.${index}.where`
		});
		if ("rule" in check) found.push({
			text: check.rule,
			purpose: `data.checks.${index}.rule`
		});
		return found;
	});
	return [...columns, ...tables];
}
async function readConditions(data, dataset) {
	const columns = /* @__PURE__ */ new Map();
	for (const { text, purpose } of conditionsFor(data, dataset.name)) columns.set(text, await dataset.columnsOfCondition(text, purpose));
	return columns;
}
async function checkPatterns(data, session) {
	for (const [key, { matches }] of Object.entries(data.columns)) {
		const problem = matches === void 0 ? null : await session.patternProblem(matches);
		if (problem === null) continue;
		throw new ConfigError({
			code: "PATTERN_INVALID",
			message: `Reading data.columns.${key}.matches: expected an RE2 pattern, found \`${matches.slice(0, 200)}\`: ${problem}`,
			hint: "RE2 has no lookahead and no backreferences; the pattern must match the whole value."
		});
	}
}

// packages/data/src/run/judge-session.ts
async function judgeSession(session, rules) {
	const failures = /* @__PURE__ */ new Map();
	const prepared = await prepareAll(session, rules, failures);
	await checkPatterns(rules.data, session);
	const opened = new Map([...prepared].map(([name, { opened }]) => [name, opened]));
	const references = await findReferences(rules.selected, {
		data: rules.data,
		readProfile: rules.readProfile,
		opened
	});
	const facts = rules.selected.flatMap(({ name, config, judged }) => {
		const dataset = prepared.get(name);
		return judged && dataset ? [factsOf(name, config, dataset, references.get(name))] : [];
	});
	const unread = Object.keys(rules.data.datasets).filter((name) => !facts.some((dataset) => dataset.name === name));
	const planned = planChecks(rules.data, facts, unread);
	const runs = [];
	for (const selected of rules.selected) {
		rules.signal?.throwIfAborted();
		const dataset = prepared.get(selected.name) ?? null;
		const own = planned.filter((check) => check.dataset === selected.name);
		const datasetFacts = facts.find(({ name }) => name === selected.name) ?? null;
		const reference = references.get(selected.name) ?? null;
		runs.push(await runDataset(selected, dataset, datasetFacts, own, reference, failures.get(selected.name) ?? null, rules));
	}
	return runs;
}
async function prepareAll(session, rules, failures) {
	const prepared = /* @__PURE__ */ new Map();
	for (const result of session.datasets) if ("failure" in result) failures.set(result.name, evidence(result.failure));
	else {
		const { dataset } = result;
		const types = declaredTypes(rules.data, dataset.name, dataset.columnNames);
		const done = await recordingEvidence(dataset.name, failures, rules.signal, async () => {
			await dataset.declare(types);
			return {
				opened: dataset,
				conditions: await readConditions(rules.data, dataset)
			};
		});
		if (done) prepared.set(dataset.name, done);
	}
	return prepared;
}
function evidence(error) {
	if (error instanceof EvidenceError) return error;
	throw error;
}
async function recordingEvidence(name, failures, signal, work) {
	try {
		return await work();
	} catch (error) {
		signal?.throwIfAborted();
		if (!(error instanceof EvidenceError)) throw error;
		failures.set(name, error);
		return null;
	}
}
function factsOf(name, config, { opened, conditions }, reference) {
	const { rows, columns } = opened.description();
	return {
		name,
		config,
		rows,
		columns,
		conditions,
		reference: reference.facts
	};
}
async function runDataset(selected, prepared, facts, planned, reference, failure, rules) {
	const unread = {
		selected,
		description: null,
		missing: null,
		reference,
		planned: [],
		checks: [],
		failure
	};
	if (prepared === null) return unread;
	const failures = /* @__PURE__ */ new Map();
	rules.progress(`checking ${selected.name}: ${planned.length} checks`);
	const done = await recordingEvidence(selected.name, failures, rules.signal, async () => {
		return {
			missing: await missingByColumn(prepared.opened),
			checks: facts === null ? [] : await judged(prepared.opened, facts, planned, rules)
		};
	});
	if (done === null) return {
		...unread,
		failure: failures.get(selected.name)
	};
	const description = prepared.opened.description();
	return {
		selected,
		description,
		reference,
		planned,
		...done,
		failure: withoutRows(description, selected) ?? reference?.failure ?? null
	};
}
async function judged(opened, facts, planned, rules) {
	const { data, waivers } = rules;
	const checks = await judgeDataset(opened, planned, {
		alpha: data.defaults.alpha,
		isWaived: (id) => waivers.active.has(id)
	});
	return (await showExamples(opened, facts, planned, checks, data.defaults.examples)).map((check) => applyWaiver(check, waivers));
}
async function missingByColumn(opened) {
	const names = opened.columnNames;
	const answers = await opened.measure(names.map((column) => ({
		measure: "rows",
		test: {
			kind: "missing",
			column
		},
		where: null
	})));
	return new Map(names.map((name, index) => {
		const answer = answers[index];
		if ("failure" in answer) throw new InternalError({
			code: "MISSING_NOT_COUNTED",
			message: `Counting missing values of ${name}: ${answer.failure.message}`
		});
		return [name, answer.value.failed];
	}));
}
function withoutRows(description, { name, config, judged }) {
	if (description.rows > 0 || !judged) return null;
	return new EvidenceError({
		code: "DATA_NO_ROWS",
		message: `Reading ${config.source} (${name}): expected rows, found none.`,
		hint: "Check the step that writes the file: a filter that removes everything leaves a header only."
	});
}

// packages/data/src/validate.ts
async function validateData(input) {
	const data = dataConfig(input.config);
	const waivers = waiversOn(data.waivers, input.asOf);
	const selected = selectDatasets(data, {
		...input,
		workingDirectory: input.workingDirectory ?? process.cwd()
	});
	const engine = typeof input.engine === "function" ? await input.engine() : input.engine;
	input.onProgress?.(`reading ${selected.map(({ name }) => name).join(", ")}`);
	const requests = selected.map((dataset) => sourceRequest(dataset, data));
	const session = await engine.open(requests, { signal: input.signal });
	try {
		const runs = await judgeSession(session, {
			data,
			selected,
			waivers,
			readProfile: (path) => readProfileFile(path, input.baseDirectory, input.containedIn),
			progress: input.onProgress ?? (() => void 0),
			signal: input.signal
		});
		return {
			report: assembleReport(runs, {
				config: input.config,
				data,
				selected,
				waivers,
				asOf: input.asOf,
				engine,
				baseDirectory: input.baseDirectory
			}),
			locations: Object.fromEntries(runs.flatMap(({ planned }) => planned.map(({ id, path }) => [id, path])))
		};
	} finally {
		await session.close();
	}
}
function dataConfig(config) {
	const { data } = config;
	if (data === void 0) throw new ConfigError({
		code: "NO_DATA_BLOCK",
		message: "Validating data: the configuration has no `data:` block.",
		hint: "Add one, or run `model-delivery init --data FILE` to have one written."
	});
	if (data.contracts.length === 0) return data;
	throw new ConfigError({
		code: "CONTRACTS_NOT_AVAILABLE",
		message: `Reading data.contracts: importing ${data.contracts.map((contract) => contract.import).join(", ")} was asked for, but importers are not part of this version.`,
		hint: "Write the checks under data.columns and data.checks, and remove `contracts`."
	});
}

export { parseExpression as _, unknownDataset as a, dataProfileSchema as b, byFrequency as c, referenceCounts as d, duckdbMeasurementEngine as f, checkExpression as g, parseExactDecimal as h, sourceRequest as i, categoryCounts as l, exactDecimalText as m, summaryOfData as n, declaredTypes as o, addExact as p, readProfileFile as r, buildProfile as s, validateData as t, driftEdges as u, openSources as v, psiEstimate as y };