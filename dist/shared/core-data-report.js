import { a as boolean, d as number, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, l as policyChangeField, m as verdictField, n as count, o as intervalField, p as text, r as dateField, s as jsonField, t as checkVerdictField, u as severityField } from "./core-fields.js";

// packages/core/src/documents/data-report.ts
const DATA_CHECK_KINDS = [
	"columns",
	"type",
	"missing",
	"values",
	"range",
	"length",
	"matches",
	"finite",
	"unique",
	"row_count",
	"mean",
	"quantile",
	"rule",
	"drift"
];
const dataCheckSchema = strictObject({
	id: string().max(512),
	dataset: shortText,
	column: shortText.nullable(),
	kind: _enum(DATA_CHECK_KINDS),
	verdict: checkVerdictField,
	severity: severityField,
	blocking: boolean(),
	evaluated: count.nullable(),
	failed: count.nullable(),
	skipped: count.nullable(),
	observed: jsonField,
	expected: jsonField,
	message: text,
	statistic: strictObject({
		name: shortText,
		definition: text,
		value: number().nullable(),
		interval: intervalField.nullable(),
		threshold: number(),
		p: number().nullable().optional(),
		p_adjusted: number().nullable().optional(),
		bins: count.optional(),
		n_reference: count.optional(),
		n_current: count.optional()
	}).optional(),
	examples: array(record(shortText, string().max(512).nullable())).max(100).optional(),
	waiver: strictObject({
		reason: text,
		until: dateField,
		by: shortText
	}).optional()
});
const dataReportSchema = strictObject({
	schema: literal("data-report/1"),
	model: shortText,
	verdict: verdictField,
	as_of: dateField,
	policy: jsonField,
	policy_change: policyChangeField.optional(),
	inconclusive_blocks: boolean(),
	datasets: array(strictObject({
		name: shortText,
		source: string().max(1024),
		format: shortText.nullable(),
		rows: count.nullable(),
		bytes: count.nullable(),
		sha256: sha256HexField.nullable(),
		files: count.nullable(),
		columns: array(strictObject({
			name: shortText,
			type: shortText,
			missing: count.nullable()
		})).max(2e4),
		profile: strictObject({
			path: string().max(1024),
			sha256: sha256HexField
		}).nullable(),
		error: errorField.optional()
	})).max(1e3),
	checks: array(dataCheckSchema).max(1e5),
	counts: record(shortText, count),
	engine: strictObject({
		name: shortText,
		version: shortText
	}).nullable(),
	warnings: array(text).max(1e3),
	error: errorField.optional(),
	meta: metaField.optional()
});

export { dataReportSchema as t };