import { _ as union, a as boolean, d as number, f as record, g as tuple, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as nonEmpty, c as share, i as isoDate, l as tolerance, o as onInconclusive, r as finite, s as severity, u as wholeNumber } from "./core-words.js";

// packages/core/src/config/data.ts
const COLUMN_TYPES = [
	"integer",
	"number",
	"string",
	"boolean",
	"date",
	"timestamp"
];
const datasetSchema = strictObject({
	source: nonEmpty.describe("File or glob: CSV (also gzip), Parquet or JSON Lines. Relative to this file."),
	profile: nonEmpty.optional().describe("Committed data-profile/1 that drift is measured against."),
	reference: nonEmpty.optional().describe("Dataset whose profile is the reference of drift checks."),
	key: array(nonEmpty).min(1).optional().describe("Columns that identify a row; examples are shown in key order."),
	label: nonEmpty.optional(),
	time: nonEmpty.optional(),
	absent: array(nonEmpty).default([]).describe("Columns this dataset does not have (the label at serving time)."),
	format: _enum([
		"csv",
		"parquet",
		"jsonl"
	]).optional().describe("Default: by content and extension."),
	delimiter: string().length(1).optional().describe("CSV only; default: detected."),
	quote: string().length(1).optional().describe("CSV only; default: detected."),
	encoding: _enum([
		"utf-8",
		"utf-16",
		"latin-1"
	]).optional().describe("CSV only; default: detected."),
	header: boolean().optional().describe("CSV only; default: true."),
	null_values: array(string()).optional().describe("CSV only; default: defaults.null_values.")
});
const FORMATS = [
	"gx",
	"dbt",
	"odcs",
	"tfdv",
	"soda",
	"pandera",
	"table-schema"
];
const missingBound = union([literal(0), tolerance]).transform((value) => value === 0 ? { max_count: 0 } : value).describe("How many values may be missing: 0, {max_count: n} or {max_share: s}.");
const rangeEnd = union([finite, string()]).nullable();
const columnChecksSchema = strictObject({
	type: _enum(COLUMN_TYPES).optional(),
	missing: missingBound.optional(),
	values: array(union([
		string(),
		finite,
		boolean()
	])).min(1).optional().describe("The allowed values."),
	range: tuple([rangeEnd, rangeEnd]).optional().describe("[min, max], inclusive; null leaves an end open."),
	length: tuple([wholeNumber.nullable(), wholeNumber.nullable()]).optional().describe("[min, max] in code points."),
	matches: nonEmpty.optional().describe("RE2 pattern of the whole value."),
	finite: literal(true).optional().describe("Neither NaN nor infinite."),
	drift: strictObject({ psi: finite.nonnegative() }).optional().describe("Population stability index against the reference profile."),
	tolerance: tolerance.optional().describe("Failing rows tolerated by each row check of this column."),
	severity: severity.default("fail"),
	where: nonEmpty.optional().describe("SQL condition; rows that do not match are not judged."),
	datasets: array(nonEmpty).min(1).optional().describe("Default: every dataset that should have the column.")
});
const shared = {
	name: nonEmpty.optional().describe("Gives the check a stable id."),
	where: nonEmpty.optional(),
	severity: severity.default("fail"),
	datasets: array(nonEmpty).min(1).optional()
};
const bounded = (value) => value.min !== void 0 || value.max !== void 0;
const boundMessage = { message: "expected `min`, `max` or both" };
const tableCheckSchemas = {
	columns: strictObject({
		columns: strictObject({
			require: array(nonEmpty).default([]),
			allow_extra: boolean().default(true),
			order: boolean().default(false).describe("Whether the required columns must stand in this order.")
		}),
		...shared
	}),
	row_count: strictObject({
		row_count: strictObject({
			min: wholeNumber.optional(),
			max: wholeNumber.optional()
		}).refine(bounded, boundMessage),
		...shared
	}),
	unique: strictObject({
		unique: array(nonEmpty).min(1),
		tolerance: tolerance.optional(),
		...shared
	}),
	mean: strictObject({
		mean: strictObject({
			column: nonEmpty,
			min: finite.optional(),
			max: finite.optional()
		}).refine(bounded, boundMessage),
		...shared
	}),
	quantile: strictObject({
		quantile: strictObject({
			column: nonEmpty,
			q: share,
			min: finite.optional(),
			max: finite.optional()
		}).refine(bounded, boundMessage),
		...shared
	}),
	rule: strictObject({
		rule: nonEmpty,
		tolerance: tolerance.optional(),
		...shared
	})
};
const TABLE_CHECK_KINDS = Object.keys(tableCheckSchemas);
const tableCheckSchema = union([
	tableCheckSchemas.columns,
	tableCheckSchemas.row_count,
	tableCheckSchemas.unique,
	tableCheckSchemas.mean,
	tableCheckSchemas.quantile,
	tableCheckSchemas.rule
]);
const waiverSchema = strictObject({
	check: nonEmpty.describe("Exact id of one check."),
	reason: nonEmpty,
	until: isoDate.describe("Last day (UTC) the waiver is valid."),
	by: nonEmpty
});
const dataSchema = strictObject({
	datasets: record(nonEmpty, datasetSchema).default({}),
	contracts: array(strictObject({
		import: nonEmpty,
		dataset: nonEmpty,
		format: _enum(FORMATS).optional()
	})).default([]).describe("Contracts in the formats of other tools."),
	columns: record(nonEmpty, columnChecksSchema).default({}).describe("By column name or pattern (`*`, `?`): what every dataset that has the column must satisfy."),
	checks: array(tableCheckSchema).default([]),
	waivers: array(waiverSchema).default([]),
	on_inconclusive: onInconclusive.default("warn"),
	defaults: strictObject({
		examples: wholeNumber.max(100).default(5).describe("Failing rows shown per failed check."),
		memory: string().regex(/^\d+(?:\.\d+)?\s?(?:KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/, "expected a size such as 512MB or 2GB").optional().describe("Memory limit of the engine; default: the smaller of 2GB and a quarter of the machine."),
		threads: union([literal("auto"), number().int().positive()]).default("auto"),
		alpha: number().gt(0).lt(.5).default(.05),
		null_values: array(string()).default([""]),
		drift: strictObject({ psi: finite.nonnegative() }).optional().describe("Asked of every profiled column.")
	}).prefault({})
});

export { TABLE_CHECK_KINDS as n, dataSchema as r, COLUMN_TYPES as t };