import { c as number$1, d as string, i as boolean, l as record, n as _enum, r as array, s as literal, u as strictObject } from "./zod.js";
import { t as dataReportSchema } from "./core-data-report.js";
import { a as dateField, c as intervalField, d as policyChangeField, f as severityField, g as verdictField, h as text, i as count, l as jsonField, m as shortText, n as errorDocumentSchema, o as digestField, p as sha256HexField, r as checkVerdictField, s as errorField, u as metaField } from "./core-error.js";
import { i as PURPOSES, n as CHAMPION_STATES, r as EVIDENCE_MODES } from "./core-evaluation-words.js";

// packages/core/src/documents/evaluation.ts
const number = number$1().nullable();
const evaluationCheckSchema = strictObject({
	id: string().max(512),
	metric: shortText,
	/** The kind of bound: min, max, above, below, min_ratio, max_ratio, min_delta, max_regression; `first_model`. */
	kind: shortText,
	slice: string().max(512).nullable(),
	/** Whether more is better; null where the metric has no known direction and none was needed. */
	direction: _enum(["higher", "lower"]).nullable(),
	verdict: checkVerdictField,
	severity: severityField,
	blocking: boolean(),
	evidence: _enum(EVIDENCE_MODES),
	unit: shortText.nullable(),
	candidate: number,
	champion: number,
	/** candidate - champion, not oriented. */
	delta: number,
	bound: number,
	/** T, which the verdict is decided on: satisfied when >= 0 (strict bounds: > 0). */
	contrast: strictObject({
		value: number,
		interval: intervalField.nullable()
	}),
	/** Two-sided interval of `candidate` (absolute checks) or of `delta` (comparisons). */
	interval: intervalField.nullable(),
	/** Confidence level of both intervals, 1 - 2 alpha. */
	level: number,
	method: shortText,
	/** One-sided p of "T < 0", before and after Holm. */
	p: number,
	p_adjusted: number,
	/** Rows in the scope of the check. */
	n: count.nullable(),
	mde: number,
	rows_needed: count.nullable(),
	message: text
});
const inputFile = strictObject({
	path: string().max(1024),
	sha256: sha256HexField,
	rows: count.nullable(),
	bytes: count.optional()
});
const evaluationSchema = strictObject({
	schema: literal("evaluation/1"),
	model: strictObject({
		name: shortText,
		/** The version id the model's bytes have; null when no `--model` was given. */
		version: digestField.nullable(),
		files: count.nullable(),
		bytes: count.nullable()
	}),
	verdict: verdictField,
	purpose: _enum(PURPOSES),
	as_of: dateField,
	/** The effective `evaluation` block in canonical form, defaults filled in. */
	policy: jsonField,
	policy_change: policyChangeField.optional(),
	/** Whether an inconclusive check of this document blocks: judged `prove` and `on_inconclusive: block`. */
	inconclusive_blocks: boolean(),
	/** By role: candidate, champion, candidate_metrics, champion_metrics, data_report. */
	inputs: record(shortText, inputFile),
	metrics: strictObject({
		candidate: record(shortText, number$1().nullable()),
		champion: record(shortText, number$1().nullable())
	}),
	/** Rows are the truth, columns the prediction. */
	confusion: strictObject({
		labels: array(shortText).max(200),
		candidate: array(array(number$1())).max(200),
		champion: array(array(number$1())).max(200).nullable()
	}).nullable(),
	champion: strictObject({
		state: _enum(CHAMPION_STATES),
		version: digestField.nullable(),
		source: string().max(1024).nullable(),
		reason: text.nullable()
	}),
	first_model: boolean(),
	checks: array(evaluationCheckSchema).max(1e5),
	counts: record(shortText, count),
	promote_to: shortText.nullable(),
	warnings: array(text).max(1e3),
	error: errorField.optional(),
	meta: metaField.optional()
});

// packages/report/src/view/documents.ts
function isDataReport(document) {
	return document.schema === "data-report/1" && "datasets" in document;
}
function isEvaluation(document) {
	return document.schema === "evaluation/1" && "checks" in document;
}
/** Schema words of the documents a report shows; others in the same directory (profiles, lineage) are left aside. */
const REPORTED_SCHEMAS = [
	"data-report/1",
	"evaluation/1",
	"error/1"
];
/**
* Reads a parsed JSON value as a document. Every string of it is then of limited length, and no key is unknown.
* @returns the document, `null` when its schema word is not one that is reported, or the reasons why it does not fit.
*/
function readDocument(value) {
	const word = typeof value === "object" && value !== null && "schema" in value ? value.schema : void 0;
	if (!REPORTED_SCHEMAS.some((known) => known === word)) return null;
	const whole = word === "data-report/1" ? dataReportSchema.safeParse(value) : word === "evaluation/1" ? evaluationSchema.safeParse(value) : errorDocumentSchema.safeParse(value);
	if (whole.success) return { document: whole.data };
	const error = errorDocumentSchema.safeParse(value);
	if (error.success) return { document: error.data };
	return { problems: whole.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "(document)"}: ${issue.message}`) };
}
/** The model a document is about; undefined for an error met before the model was known. */
function modelOf(document) {
	return typeof document.model === "object" ? document.model.name : document.model;
}
/**
* The documents of each model, models in order of their names. Errors that name no model belong to every one of them,
* or to `fallback` where no document names a model.
*/
function documentsByModel(documents, fallback) {
	const named = new Set(documents.map(modelOf).filter((name) => name !== void 0));
	return (named.size === 0 ? [fallback] : [...named].sort()).map((model) => ({
		model,
		documents: documents.filter((each) => (modelOf(each) ?? model) === model)
	}));
}

export { modelOf as a, isEvaluation as i, documentsByModel as n, readDocument as o, isDataReport as r, REPORTED_SCHEMAS as t };