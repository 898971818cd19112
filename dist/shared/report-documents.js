import { a as boolean, d as number, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { n as aliasEventSchema, t as modelVersionSchema } from "./core-model-version.js";
import { n as CLOSED_ROLLOUT_STATES, o as rolloutDocumentSchema } from "./core-rollout.js";
import { t as dataReportSchema } from "./core-data-report.js";
import { n as errorDocumentSchema } from "./core-error.js";
import { t as evaluationSchema } from "./core-evaluation2.js";
import { a as errorField, c as metaField, f as shortText, i as digestField, m as verdictField, n as count, p as text, r as dateField, s as jsonField } from "./core-fields.js";

// packages/core/src/documents/retraining.ts
const SIGNAL_KINDS = [
	"drift",
	"metric",
	"volume",
	"age"
];
const retrainingDocumentSchema = strictObject({
	schema: literal("retraining/1"),
	model: shortText,
	verdict: verdictField,
	as_of: dateField,
	triggered: boolean(),
	reason: text,
	signals: array(strictObject({
		kind: _enum(SIGNAL_KINDS),
		subject: string().max(512).nullable(),
		value: number().nullable(),
		threshold: number().nullable(),
		windows: strictObject({
			over: count,
			seen: count,
			k: count,
			m: count
		}).nullable(),
		over: boolean(),
		crossed: boolean(),
		judged: boolean(),
		message: text
	})).max(1e4),
	idempotency_key: string().max(256).nullable(),
	cooldown_until: string().max(64).nullable(),
	budget: strictObject({
		used: count,
		runs: count.nullable(),
		per: shortText.nullable()
	}),
	breaker: strictObject({
		useless: count,
		runs: count.nullable(),
		open: boolean(),
		issue: count.nullable()
	}),
	dispatched: strictObject({
		workflow: shortText,
		ref: shortText,
		run_id: count.nullable(),
		run_url: string().max(1024).nullable()
	}).nullable(),
	inputs: record(shortText, strictObject({
		path: string().max(1024),
		digest: digestField
	})),
	champion: digestField.nullable(),
	policy: jsonField,
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
function isModelVersion(document) {
	return document.schema === "model-version/1" && "files" in document;
}
function isAliasEvent(document) {
	return document.schema === "alias-event/1" && "action" in document;
}
function isRollout(document) {
	return document.schema === "rollout/1" && "decisions" in document;
}
function isRetraining(document) {
	return document.schema === "retraining/1" && "signals" in document;
}
const SCHEMAS = {
	"data-report/1": dataReportSchema,
	"evaluation/1": evaluationSchema,
	"model-version/1": modelVersionSchema,
	"alias-event/1": aliasEventSchema,
	"rollout/1": rolloutDocumentSchema,
	"retraining/1": retrainingDocumentSchema,
	"error/1": errorDocumentSchema
};
const REPORTED_SCHEMAS = Object.keys(SCHEMAS);
function readDocument(value) {
	const word = typeof value === "object" && value !== null && "schema" in value ? value.schema : void 0;
	const known = REPORTED_SCHEMAS.find((each) => each === word);
	if (known === void 0) return null;
	const whole = SCHEMAS[known].safeParse(value);
	if (whole.success) return { document: whole.data };
	const error = errorDocumentSchema.safeParse(value);
	if (error.success) return { document: error.data };
	return { problems: whole.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "(document)"}: ${issue.message}`) };
}
function modelOf(document) {
	return typeof document.model === "object" ? document.model.name : document.model;
}
function runOfDocument(document) {
	const run = document.meta?.run;
	return typeof run === "object" && run !== null ? run : void 0;
}
function exitFactsOf(document) {
	if (isAliasEvent(document)) return {
		verdict: "pass",
		inconclusiveBlocks: false,
		policyIntroduced: false
	};
	const stage = document;
	return {
		verdict: isRollout(document) && !CLOSED_ROLLOUT_STATES.includes(document.state) && document.verdict === "inconclusive" ? "pass" : document.verdict,
		inconclusiveBlocks: stage.inconclusive_blocks ?? false,
		policyIntroduced: stage.policy_change?.introduced ?? false
	};
}
function documentsByModel(documents, fallback) {
	const named = new Set(documents.map(modelOf).filter((name) => name !== void 0));
	return (named.size === 0 ? [fallback] : [...named].sort()).map((model) => ({
		model,
		documents: documents.filter((each) => (modelOf(each) ?? model) === model)
	}));
}

export { isDataReport as a, isRetraining as c, readDocument as d, runOfDocument as f, isAliasEvent as i, isRollout as l, documentsByModel as n, isEvaluation as o, exitFactsOf as r, isModelVersion as s, REPORTED_SCHEMAS as t, modelOf as u };