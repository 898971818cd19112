import { _ as union, a as boolean, d as number, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { r as EVIDENCE_MODES, t as BOUND_KINDS } from "./core-evaluation-words.js";
import { a as nonEmpty, o as onInconclusive, r as finite, s as severity, t as commandLine, u as wholeNumber } from "./core-words.js";

// packages/core/src/config/evaluation.ts
const COMPARISON_BOUNDS = [
	"min_ratio",
	"max_ratio",
	"min_delta",
	"max_regression"
];
const metricCheckSchema = strictObject({
	metric: nonEmpty.describe("scikit-learn's name, `latency_pNN`, or a name of the metrics file."),
	source: literal("data_report").optional().describe("Judge a figure of the data report instead of a metric."),
	vs: literal("champion").optional(),
	min: finite.optional().describe("Inclusive."),
	max: finite.optional().describe("Inclusive."),
	above: finite.optional().describe("Strict."),
	below: finite.optional().describe("Strict."),
	min_ratio: finite.positive().optional().describe("candidate >= ratio x champion (higher is better)."),
	max_ratio: finite.positive().optional().describe("candidate <= ratio x champion (lower is better)."),
	min_delta: finite.optional().describe("Gain over the champion, in the better direction."),
	max_regression: finite.nonnegative().optional().describe("Loss against the champion that is still accepted."),
	unit: nonEmpty.optional().describe("A label."),
	severity: severity.default("fail"),
	evidence: _enum(EVIDENCE_MODES).optional(),
	higher_is_better: boolean().optional().describe("Needed by `vs:` for metrics outside the catalogue.")
}).superRefine((check, context) => {
	const bounds = BOUND_KINDS.filter((kind) => check[kind] !== void 0);
	const comparisons = COMPARISON_BOUNDS.filter((kind) => check[kind] !== void 0);
	if (bounds.length === 0) context.addIssue({
		code: "custom",
		message: `expected a bound: ${BOUND_KINDS.join(", ")}`
	});
	if (check.vs !== void 0 && comparisons.length === 0) context.addIssue({
		code: "custom",
		message: `\`vs: champion\` needs one of ${COMPARISON_BOUNDS.join(", ")}`
	});
	if (check.vs === void 0 && comparisons.length > 0) context.addIssue({
		code: "custom",
		message: `${comparisons[0]} compares with the champion: add \`vs: champion\``
	});
});
const modeByPurpose = strictObject({
	pull_request: _enum(EVIDENCE_MODES).default("guard"),
	promotion: _enum(EVIDENCE_MODES).default("prove")
});
const evaluationConfigSchema = strictObject({
	candidate: strictObject({
		predictions: nonEmpty.optional(),
		metrics: nonEmpty.optional()
	}).prefault({}).describe("Files the training wrote: predictions, metrics or both."),
	champion: strictObject({
		alias: nonEmpty.optional(),
		rescore: commandLine.optional().describe("Scores the champion anew when the test set has moved on."),
		directory: nonEmpty.optional(),
		predictions: nonEmpty.optional(),
		metrics: nonEmpty.optional()
	}).optional(),
	columns: strictObject({
		id: nonEmpty.optional(),
		label: nonEmpty.optional(),
		score: nonEmpty.optional(),
		prediction: nonEmpty.optional(),
		cluster: nonEmpty.optional(),
		weight: nonEmpty.optional(),
		latency: nonEmpty.optional()
	}).prefault({}).describe("Column names of prediction files; defaults: id, label, score, prediction."),
	positive: union([
		string(),
		finite,
		boolean()
	]).optional().describe("The positive label, where labels are not 0/1 or false/true."),
	decision_threshold: finite.optional().describe("Class = positive when score >= this; default 0.5."),
	first_model: _enum([
		"block",
		"require_absolute",
		"allow"
	]).default("require_absolute"),
	evidence: modeByPurpose.prefault({}),
	on_inconclusive: strictObject({
		pull_request: onInconclusive.default("warn"),
		promotion: onInconclusive.default("block")
	}).prefault({}),
	statistics: strictObject({
		alpha: number().gt(0).lt(.5).default(.05).describe("One-sided; intervals have level 1 - 2 alpha."),
		bootstrap: number().int().min(200).max(1e6).default(2e3),
		seed: union([literal("auto"), wholeNumber]).default("auto"),
		correction: literal("holm").default("holm")
	}).prefault({}),
	checks: array(metricCheckSchema).default([]),
	slices: strictObject({
		by: array(union([nonEmpty, array(nonEmpty).min(1)])).min(1),
		min_n: number().int().positive().default(30),
		checks: array(metricCheckSchema).min(1)
	}).optional(),
	promote_to: nonEmpty.optional().describe("Becomes the output `promote-to` when the gate passes."),
	notify_on_fail: array(record(string(), string())).optional()
});

export { evaluationConfigSchema as n, COMPARISON_BOUNDS as t };