import { a as boolean, d as number$1, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { i as PURPOSES, n as CHAMPION_STATES, r as EVIDENCE_MODES } from "./core-evaluation-words.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, i as digestField, l as policyChangeField, m as verdictField, n as count, o as intervalField, p as text, r as dateField, s as jsonField, t as checkVerdictField, u as severityField } from "./core-fields.js";

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

export { evaluationSchema as t };