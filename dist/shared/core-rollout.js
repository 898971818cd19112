import { a as boolean, d as number$1, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { a as errorField, c as metaField, f as shortText, i as digestField, m as verdictField, n as count, p as text, s as jsonField } from "./core-fields.js";

// packages/core/src/documents/rollout.ts
const ROLLOUT_STATES = [
	"Idle",
	"Locked",
	"Deployed",
	"Smoked",
	"Shadowing",
	"Canary",
	"Hold",
	"Promoting",
	"Soaking",
	"Completed",
	"RollingBack",
	"RolledBack",
	"Foreign",
	"Broken"
];
/** What a canary can be asked, apart from `replay`, which judges files. */
const CANARY_COMMANDS = [
	"plan",
	"start",
	"tick",
	"status",
	"abort",
	"reconcile",
	"run"
];
/** States in which nothing is under way: no arm but one has traffic, and no lease is held. */
const CLOSED_ROLLOUT_STATES = [
	"Idle",
	"Completed",
	"RolledBack"
];
const number = number$1().nullable();
/** Where one guardrail stands. All evidence is natural logarithms of e-values; null where a test does not apply. */
const guardrailStatusSchema = strictObject({
	id: shortText,
	kind: _enum([
		"count",
		"histogram",
		"mean"
	]),
	/** Totals over the known windows of this rollout. */
	stable: strictObject({
		n: number$1(),
		events: number,
		rate: number
	}),
	candidate: strictObject({
		n: number$1(),
		events: number,
		rate: number
	}),
	ln_e: strictObject({
		harm_exact: number,
		harm_robust: number,
		non_inferiority_exact: number,
		non_inferiority_robust: number,
		absolute: number
	}),
	/** Which route proved it: the ratio to the stable arm, the absolute rate, or none yet. */
	met: _enum(["ratio", "absolute"]).nullable(),
	harm: _enum([
		"robust",
		"exact",
		"breaker"
	]).nullable(),
	message: text
});
/** One decision of the judge or transition of the machine, oldest first. */
const rolloutDecisionSchema = strictObject({
	seq: count,
	time: string().max(64),
	from: _enum(ROLLOUT_STATES),
	to: _enum(ROLLOUT_STATES),
	step: count.nullable(),
	/** Candidate's share in percent after the decision. */
	weight: number$1().min(0).max(100),
	reason: text
});
const rolloutDocumentSchema = strictObject({
	schema: literal("rollout/1"),
	model: shortText,
	endpoint: shortText,
	candidate: digestField.nullable(),
	champion: digestField.nullable(),
	state: _enum(ROLLOUT_STATES),
	/** Index of the step under way, from 0; null outside the canary. */
	step: count.nullable(),
	/** Candidate's share of traffic in percent, as last read back from the target. */
	weight: number$1().min(0).max(100),
	verdict: verdictField,
	/** Whether an inconclusive end blocks (exit 3): rolled back without a decision. */
	inconclusive_blocks: boolean(),
	decisions: array(rolloutDecisionSchema).max(1e5),
	guardrails: array(guardrailStatusSchema).max(100),
	reason: text,
	/** Windows judged, and how many of them were unknown. */
	windows: strictObject({
		known: count,
		unknown: count
	}),
	smoke: strictObject({
		fixtures: count,
		passed: count,
		message: text
	}).nullable(),
	/** What the canary can detect in its time: `plan` only. */
	plan: jsonField.optional(),
	/** The effective `rollout` block in canonical form, defaults filled in. */
	policy: jsonField,
	promoted: boolean(),
	warnings: array(text).max(1e3),
	error: errorField.optional(),
	meta: metaField.optional()
});

export { rolloutDecisionSchema as a, guardrailStatusSchema as i, CLOSED_ROLLOUT_STATES as n, rolloutDocumentSchema as o, ROLLOUT_STATES as r, CANARY_COMMANDS as t };