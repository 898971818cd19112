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
/** Whether a model is to be trained again, and why. */
const retrainingDocumentSchema = strictObject({
	schema: literal("retraining/1"),
	model: shortText,
	verdict: verdictField,
	as_of: dateField,
	triggered: boolean(),
	/** Always says why it did or did not. */
	reason: text,
	signals: array(strictObject({
		kind: _enum(SIGNAL_KINDS),
		/** Column, metric or dataset the signal is about. */
		subject: string().max(512).nullable(),
		value: number().nullable(),
		threshold: number().nullable(),
		/** `k of m` asked, and how many of the last m windows were over the line. */
		windows: strictObject({
			over: count,
			seen: count,
			k: count,
			m: count
		}).nullable(),
		/** Whether this document is over the line; `crossed` = enough windows are. Both false where nothing could be judged. */
		over: boolean(),
		crossed: boolean(),
		judged: boolean(),
		message: text
	})).max(1e4),
	idempotency_key: string().max(256).nullable(),
	/** Start of the next moment a run may be dispatched; null when no cooldown runs. */
	cooldown_until: string().max(64).nullable(),
	budget: strictObject({
		used: count,
		runs: count.nullable(),
		per: shortText.nullable()
	}),
	/** Runs dispatched since the champion was promoted; `open` = there are too many, and nothing is dispatched. */
	breaker: strictObject({
		useless: count,
		runs: count.nullable(),
		open: boolean(),
		issue: count.nullable()
	}),
	/** What was dispatched; null where nothing was. */
	dispatched: strictObject({
		workflow: shortText,
		ref: shortText,
		run_id: count.nullable(),
		run_url: string().max(1024).nullable()
	}).nullable(),
	/** Documents this was judged from, by role. */
	inputs: record(shortText, strictObject({
		path: string().max(1024),
		digest: digestField
	})),
	/** The champion the metric and age signals compare with. */
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
/** The schema of each reported document, in the order of the stages. */
const SCHEMAS = {
	"data-report/1": dataReportSchema,
	"evaluation/1": evaluationSchema,
	"model-version/1": modelVersionSchema,
	"alias-event/1": aliasEventSchema,
	"rollout/1": rolloutDocumentSchema,
	"retraining/1": retrainingDocumentSchema,
	"error/1": errorDocumentSchema
};
/** Schema words of the documents a report shows; others in the same directory (profiles, lineage) are left aside. */
const REPORTED_SCHEMAS = Object.keys(SCHEMAS);
/**
* Reads a parsed JSON value as a document. Every string of it is then of limited length, and no key is unknown.
* @returns the document, `null` when its schema word is not one that is reported, or the reasons why it does not fit.
*/
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
/** The model a document is about; undefined for an error met before the model was known. */
function modelOf(document) {
	return typeof document.model === "object" ? document.model.name : document.model;
}
/** The run that made a document; a line of the ledger names it by its address only. */
function runOfDocument(document) {
	const run = document.meta?.run;
	return typeof run === "object" && run !== null ? run : void 0;
}
/**
* Exit facts of any document. A move of an alias that was recorded has happened: it passes. A rollout that is under way is no
* result yet and stops nobody, whatever `fail-on` says; it blocks where it ended without a decision and its policy says so.
*/
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

export { isDataReport as a, isRetraining as c, readDocument as d, runOfDocument as f, isAliasEvent as i, isRollout as l, documentsByModel as n, isEvaluation as o, exitFactsOf as r, isModelVersion as s, REPORTED_SCHEMAS as t, modelOf as u };