import { a as boolean, d as number$1, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { i as PURPOSES, n as CHAMPION_STATES, r as EVIDENCE_MODES } from "./core-evaluation-words.js";
import { a as errorField, c as metaField, d as sha256HexField, f as shortText, i as digestField, l as policyChangeField, m as verdictField, n as count, o as intervalField, p as text, r as dateField, s as jsonField, t as checkVerdictField, u as severityField } from "./core-fields.js";

// packages/core/src/documents/evaluation.ts
const number = number$1().nullable();
const evaluationCheckSchema = strictObject({
	id: string().max(512),
	metric: shortText,
	kind: shortText,
	slice: string().max(512).nullable(),
	direction: _enum(["higher", "lower"]).nullable(),
	verdict: checkVerdictField,
	severity: severityField,
	blocking: boolean(),
	evidence: _enum(EVIDENCE_MODES),
	unit: shortText.nullable(),
	candidate: number,
	champion: number,
	delta: number,
	bound: number,
	contrast: strictObject({
		value: number,
		interval: intervalField.nullable()
	}),
	interval: intervalField.nullable(),
	level: number,
	method: shortText,
	p: number,
	p_adjusted: number,
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
		version: digestField.nullable(),
		files: count.nullable(),
		bytes: count.nullable()
	}),
	verdict: verdictField,
	purpose: _enum(PURPOSES),
	as_of: dateField,
	policy: jsonField,
	policy_change: policyChangeField.optional(),
	inconclusive_blocks: boolean(),
	inputs: record(shortText, inputFile),
	metrics: strictObject({
		candidate: record(shortText, number$1().nullable()),
		champion: record(shortText, number$1().nullable())
	}),
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