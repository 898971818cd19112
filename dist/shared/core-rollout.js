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
const CANARY_COMMANDS = [
	"plan",
	"start",
	"tick",
	"status",
	"abort",
	"reconcile",
	"run"
];
const CLOSED_ROLLOUT_STATES = [
	"Idle",
	"Completed",
	"RolledBack"
];
const number = number$1().nullable();
const guardrailStatusSchema = strictObject({
	id: shortText,
	kind: _enum([
		"count",
		"histogram",
		"mean"
	]),
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
	met: _enum(["ratio", "absolute"]).nullable(),
	harm: _enum([
		"robust",
		"exact",
		"breaker"
	]).nullable(),
	message: text
});
const rolloutDecisionSchema = strictObject({
	seq: count,
	time: string().max(64),
	from: _enum(ROLLOUT_STATES),
	to: _enum(ROLLOUT_STATES),
	step: count.nullable(),
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
	step: count.nullable(),
	weight: number$1().min(0).max(100),
	verdict: verdictField,
	inconclusive_blocks: boolean(),
	decisions: array(rolloutDecisionSchema).max(1e5),
	guardrails: array(guardrailStatusSchema).max(100),
	reason: text,
	windows: strictObject({
		known: count,
		unknown: count
	}),
	smoke: strictObject({
		fixtures: count,
		passed: count,
		message: text
	}).nullable(),
	plan: jsonField.optional(),
	policy: jsonField,
	promoted: boolean(),
	warnings: array(text).max(1e3),
	error: errorField.optional(),
	meta: metaField.optional()
});

export { rolloutDecisionSchema as a, guardrailStatusSchema as i, CLOSED_ROLLOUT_STATES as n, rolloutDocumentSchema as o, ROLLOUT_STATES as r, CANARY_COMMANDS as t };