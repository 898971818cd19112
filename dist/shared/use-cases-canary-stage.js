import { a as rolloutDecisionSchema, i as guardrailStatusSchema, n as CLOSED_ROLLOUT_STATES, r as ROLLOUT_STATES } from "./core-rollout.js";
import { a as ExternalError, c as asDeliveryError, i as EvidenceError, r as EXIT, t as ConfigError } from "./core-errors.js";
import { _ as union, a as boolean, d as number, f as record, h as templateLiteral, i as array, l as literal, m as string, p as strictObject, r as _enum, s as json } from "./zod.js";
import { t as documentError } from "./core-error.js";
import { s as exitCode } from "./core-verdict.js";
import { n as durationMs, t as ARMS } from "./rollout-ports.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { n as runStage, t as outcomeOf } from "./use-cases-stage-run.js";
import { n as loadVersionProof } from "./use-cases-champion-source.js";
import { n as apiClient, r as openRegistry } from "./use-cases-open-registry.js";
import { n as readEvent, r as runIdentity } from "./use-cases-run-identity.js";
import { a as directionsOf, i as thresholdsOf, n as createJudge, o as ExactRateRatio, r as percent, s as AbsoluteRate, t as judgePolicy } from "./rollout-judge-policy.js";
import { n as normalQuantile, t as normalCdf } from "./stats-normal.js";
import { r as poissonDensity } from "./stats-saddle-point.js";
import { n as canonicalJson } from "./core-canonical-json.js";
import { t as refPart } from "./core-ref-log-names.js";
import { n as sourceFor, t as targetFor } from "./rollout-target-for.js";
import { t as noBlock } from "./use-cases-validate-stage.js";
import { t as moveAlias } from "./use-cases-move-alias.js";
import { join, relative, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { readFile } from "node:fs/promises";

// packages/rollout/src/journal/rollout-journal.ts
const digest = templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)]);
const weights = strictObject({
	stable: number().min(0).max(100),
	candidate: number().min(0).max(100)
});
const ms = number();
const text = string().max(4096);
const cumulative = union([strictObject({
	n: number().nullable(),
	events: number().nullable()
}), strictObject({
	n: number().nullable(),
	sum: number().nullable(),
	sum_sq: number().nullable()
})]).nullable();
const intentSchema = strictObject({
	key: string().max(256),
	purpose: _enum([
		"advance",
		"hold",
		"promote",
		"rollback"
	]),
	weights,
	by: string().max(256),
	until: ms,
	attempts: number().int().positive()
});
const rolloutJournalSchema = strictObject({
	schema: literal("rollout-journal/1"),
	id: string().max(256),
	model: string().max(256),
	endpoint: string().max(256),
	candidate: digest,
	champion: digest.nullable(),
	mode: _enum([
		"split",
		"direct",
		"whole",
		"alias"
	]),
	state: _enum(ROLLOUT_STATES),
	step: number().int().nonnegative().nullable(),
	weights,
	announced: array(number()).max(100),
	intent: intentSchema.nullable(),
	lease: strictObject({
		owner: string().max(256).nullable(),
		expires: ms
	}),
	times: strictObject({
		started: ms,
		canary: ms.nullable(),
		step: ms.nullable(),
		soak: ms.nullable(),
		judged: ms.nullable()
	}),
	evidence: json().nullable(),
	reading: strictObject({
		timeMs: ms,
		guardrails: record(string(), strictObject({
			stable: cumulative,
			candidate: cumulative
		})),
		problems: array(text)
	}).nullable(),
	windows: strictObject({
		known: number().int(),
		unknown: number().int(),
		consecutive_unknown: number().int()
	}),
	step_requests: strictObject({
		stable: number(),
		candidate: number()
	}),
	guardrails: array(guardrailStatusSchema),
	smoke: strictObject({
		fixtures: number(),
		passed: number(),
		message: text
	}).nullable(),
	rollback: strictObject({ weights }),
	ending: strictObject({
		outcome: _enum([
			"harm",
			"no_decision",
			"unreachable"
		]),
		reason: text
	}).nullable(),
	confirm: strictObject({
		n: number().nullable(),
		time: ms.nullable(),
		at: ms,
		looks: number().int()
	}).nullable(),
	alias_moved: boolean(),
	settling: boolean(),
	failures: number().int(),
	reason: text,
	warnings: array(text).max(1e3),
	policy: json(),
	decisions: array(rolloutDecisionSchema)
});

// packages/rollout/src/journal/journal-log.ts
const FILE = "journal.json";
const EVENTS = "events.jsonl";
const SCHEMA = "rollout-journal/1";
const journalRef = (endpoint) => `refs/model-delivery/rollout/${refPart(endpoint)}`;
function openJournal(refLog, endpoint) {
	const ref = journalRef(endpoint);
	return {
		place: refLog.place,
		ref,
		async read() {
			const commit = await refLog.head(ref);
			if (commit === null) return {
				commit,
				journal: null
			};
			return {
				commit,
				journal: parseJournal(await refLog.read(commit, FILE), ref, endpoint)
			};
		},
		async write(head, journal) {
			const added = eventsOf(head.journal, journal);
			const files = { [FILE]: `${JSON.stringify(journal)}\n` };
			if (added !== "") files[EVENTS] = await eventsSoFar(refLog, head.commit) + added;
			const message = `${journal.endpoint}: ${journal.state}${journal.intent ? ` (${journal.intent.purpose})` : ""}\n\n${journal.reason}`;
			const outcome = await refLog.append(ref, head.commit, {
				files,
				message
			});
			return outcome.ok ? {
				commit: outcome.commit,
				journal
			} : null;
		}
	};
}
async function eventsSoFar(refLog, commit) {
	const bytes = commit === null ? null : await refLog.read(commit, EVENTS);
	return bytes === null ? "" : new TextDecoder().decode(bytes);
}
function eventsOf(before, after) {
	const known = before?.id === after.id ? before.decisions.length : 0;
	const { id, candidate, champion } = after;
	return after.decisions.slice(known).map((decision) => `${JSON.stringify({
		rollout: id,
		candidate,
		champion,
		...decision
	})}\n`).join("");
}
function parseJournal(bytes, ref, endpoint) {
	if (bytes === null) throw malformed(ref, `it has no ${FILE}`);
	let value;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (error) {
		throw malformed(ref, `${FILE} is no JSON`, error);
	}
	const schema = value?.schema;
	if (typeof schema === "string" && schema.startsWith("rollout-journal/") && schema !== SCHEMA) throw malformed(ref, `it was written as ${schema}, and this version of model-delivery reads ${SCHEMA} only`);
	const parsed = rolloutJournalSchema.safeParse(value);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw malformed(ref, `${FILE} at ${issue.path.join(".") || "its top"}: ${issue.message}`);
	}
	if (parsed.data.endpoint !== endpoint) throw malformed(ref, `it is of the endpoint ${parsed.data.endpoint}`);
	return parsed.data;
}
function malformed(ref, detail, cause) {
	return new EvidenceError({
		code: "JOURNAL_MALFORMED",
		message: `The rollout journal ${ref} cannot be read: ${detail}. Where the rollout stands is unknown, so nothing was changed.`,
		hint: `Look at the split yourself, and at \`git log ${ref}\`; then move the ref to its last good commit, or delete it when the stable arm has all traffic.`,
		cause
	});
}

// packages/rollout/src/judge/window-between.ts
function windowBetween(previous, reading, guardrails) {
	const wholly = problemOfReads(previous, reading);
	const entries = guardrails.map(({ id, kind }) => [id, wholly === null ? difference(kind, previous.guardrails[id], reading.guardrails[id]) : { unknown: wholly }]);
	return {
		t: reading.timeMs / 1e3,
		guardrails: Object.fromEntries(entries)
	};
}
function problemOfReads(previous, reading) {
	if (!(reading.timeMs > previous.timeMs)) return "a stale read: its time is not after that of the read before";
	const problems = [...previous.problems.map((problem) => `read before: ${problem}`), ...reading.problems];
	return problems.length === 0 ? null : problems.join("; ");
}
function difference(kind, before, after) {
	const window = {};
	for (const arm of ARMS) {
		const [from, to] = [before?.[arm], after?.[arm]];
		const problem = counterProblem(kind, from, to);
		if (problem !== null) return { unknown: `${arm}: ${problem}` };
		window[arm] = kind === "mean" ? meanBetween(from, to) : countBetween(from, to);
	}
	return window;
}
function counterProblem(kind, from, to) {
	if (!to) return "no series";
	if (!from) return "no series in the read before";
	const rising = kind === "mean" ? ["n", "sum_sq"] : ["n", "events"];
	const names = kind === "mean" ? [...rising, "sum"] : rising;
	for (const name of names) {
		const [start, end] = [numberOf(from, name), numberOf(to, name)];
		if (!Number.isFinite(start) || !Number.isFinite(end)) return `${name} is ${Number.isFinite(end) ? start : end}`;
		if (rising.includes(name) && end < start) return `counter reset, ${name} went from ${start} to ${end}`;
	}
	return null;
}
function numberOf(numbers, name) {
	return numbers[name];
}
function countBetween(from, to) {
	const [start, end] = [from, to];
	return {
		n: end.n - start.n,
		x: end.events - start.events
	};
}
function meanBetween(from, to) {
	const [start, end] = [from, to];
	return {
		n: end.n - start.n,
		sum: end.sum - start.sum,
		sum_sq: end.sum_sq - start.sum_sq
	};
}

// packages/rollout/src/judge/canary-judging.ts
function canaryJudging(policy) {
	return { judge(evidence, previous, reading) {
		const judge = createJudge(policy, evidence ?? void 0);
		const window = windowBetween(previous, reading, policy.guardrails);
		const judgement = judge.add(window);
		const statuses = judge.statuses();
		const messages = statuses.map(({ message }) => message);
		return {
			evidence: judge.toJSON(),
			known: judgement.known,
			problem: judgement.unknown.map(({ guardrail, reason }) => `${guardrail}: ${reason}`).join("; "),
			requests: requestsOf(window),
			rollback: judgement.rollback?.reason ?? null,
			hold: judgement.hold?.reason ?? null,
			met: judgement.met,
			reason: reasonOf$1(judgement, messages),
			statuses
		};
	} };
}
function reasonOf$1({ rollback, hold }, messages) {
	return rollback?.reason ?? hold?.reason ?? messages.join(" ");
}
function requestsOf({ guardrails }) {
	const requests = {
		stable: 0,
		candidate: 0
	};
	for (const window of Object.values(guardrails)) {
		if ("unknown" in window) continue;
		for (const arm of ARMS) requests[arm] = Math.max(requests[arm], window[arm].n);
	}
	return requests;
}

// packages/rollout/src/machine/rollout-policy.ts
function patienceMs(policy) {
	return policy.inconclusive === "extend" ? 2 * policy.horizonMs : policy.horizonMs;
}
const DEFAULT_STEPS = [
	{
		weight: 5,
		min_time: "30m",
		min_requests: 2e3
	},
	{
		weight: 25,
		min_time: "10m"
	},
	{
		weight: 50,
		min_time: "10m"
	},
	{ weight: 100 }
];
function effectiveRollout(config) {
	return {
		...config,
		first_rollout: config.first_rollout ?? "direct",
		steps: config.steps ?? DEFAULT_STEPS,
		alpha: config.alpha ?? .05,
		window: config.window ?? "60s",
		unknown: config.unknown ?? { max_consecutive: 3 },
		soak: config.soak ?? { for: "10m" },
		lease: {
			ttl: config.lease?.ttl ?? "20m",
			grace: config.lease?.grace ?? "10m"
		},
		arms: config.arms ?? {
			stable: "stable",
			candidate: "candidate"
		},
		horizon: config.horizon ?? "6h",
		inconclusive: config.inconclusive ?? "rollback"
	};
}
function rolloutPolicy(config) {
	const whole = effectiveRollout(config);
	const steps = whole.steps.map((step) => ({
		weight: step.weight,
		minTimeMs: step.min_time === void 0 ? 0 : durationMs(step.min_time),
		minRequests: step.min_requests ?? 0
	}));
	refuseSteps(steps);
	const last = steps.at(-1);
	return {
		firstRollout: whole.first_rollout,
		steps: steps.filter(({ weight }) => weight < 100),
		windowMs: durationMs(whole.window),
		horizonMs: durationMs(whole.horizon),
		soakMs: Math.max(durationMs(whole.soak.for), last.weight === 100 ? last.minTimeMs : 0),
		maxConsecutiveUnknown: whole.unknown.max_consecutive,
		leaseTtlMs: durationMs(whole.lease.ttl),
		leaseGraceMs: durationMs(whole.lease.grace),
		inconclusive: whole.inconclusive
	};
}
function refuseSteps(steps) {
	const weights = steps.map(({ weight }) => weight);
	if (weights.every((weight, i) => weight > (weights[i - 1] ?? 0)) && weights[0] < 100) return;
	throw new ConfigError({
		code: "ROLLOUT_STEPS",
		message: `rollout.steps has the weights ${weights.join(", ")}; expected weights that rise from above 0, the first below 100.`,
		hint: "Write for example `steps: [ { weight: 5, min_time: 30m, min_requests: 2000 }, { weight: 25 }, { weight: 50 }, { weight: 100 } ]`."
	});
}

// packages/rollout/src/machine/open-rollout.ts
function modeOf({ champion, target }) {
	if (target.promotesByAlias) return "alias";
	if (champion === null) return "direct";
	return target.canSplit ? "split" : "whole";
}
function openRollout(opening) {
	const { config, nowMs, owner, candidate, champion } = opening;
	const policy = rolloutPolicy(config);
	const mode = modeOf(opening);
	const weights = opening.state?.weights ?? {
		stable: 100,
		candidate: 0
	};
	const reason = `${candidate.slice(0, 19)} is to replace ${champion?.slice(0, 19) ?? "nothing: it is the first model"}.`;
	const time = new Date(nowMs).toISOString();
	return {
		schema: "rollout-journal/1",
		id: `${candidate.slice(7, 19)}-${nowMs}`,
		model: opening.model,
		endpoint: config.endpoint,
		candidate,
		champion,
		mode,
		state: "Locked",
		step: null,
		weights,
		announced: [weights.candidate],
		intent: null,
		lease: {
			owner,
			expires: nowMs + policy.leaseTtlMs
		},
		times: {
			started: nowMs,
			canary: null,
			step: null,
			soak: null,
			judged: null
		},
		evidence: null,
		reading: null,
		windows: {
			known: 0,
			unknown: 0,
			consecutive_unknown: 0
		},
		step_requests: {
			stable: 0,
			candidate: 0
		},
		guardrails: [],
		smoke: null,
		rollback: { weights },
		ending: null,
		confirm: null,
		alias_moved: false,
		settling: false,
		failures: 0,
		reason,
		warnings: [],
		policy: effectiveRollout(config),
		decisions: [{
			seq: 1,
			time,
			from: "Idle",
			to: "Locked",
			step: null,
			weight: weights.candidate,
			reason
		}]
	};
}

// packages/rollout/src/machine/observation.ts
const isUnreachable = (value) => typeof value === "object" && value !== null && "unreachable" in value;

// packages/rollout/src/machine/transition.ts
const WRITE_TIME_MS = 6e4;
function changed(journal, policy, seen, fields) {
	return {
		...journal,
		...fields,
		lease: {
			owner: seen.owner,
			expires: seen.nowMs + policy.leaseTtlMs
		}
	};
}
function entered(journal, policy, seen, to, reason, fields = {}) {
	const next = changed(journal, policy, seen, {
		...fields,
		state: to,
		reason
	});
	const decision = {
		seq: journal.decisions.length + 1,
		time: new Date(seen.nowMs).toISOString(),
		from: journal.state,
		to,
		step: next.step,
		weight: next.weights.candidate,
		reason: reason.slice(0, 4096)
	};
	return {
		...next,
		decisions: [...journal.decisions, decision]
	};
}
const wait = (journal) => ({
	journal,
	effect: null,
	again: false
});
const goOn$1 = (journal) => ({
	journal,
	effect: null,
	again: true
});
function takeBack(journal, policy, seen, outcome, reason) {
	const fields = {
		ending: {
			outcome,
			reason: reason.slice(0, 4096)
		},
		intent: null,
		confirm: null,
		failures: 0,
		step: null
	};
	return goOn$1(entered(journal, policy, seen, "RollingBack", reason, fields));
}

// packages/rollout/src/machine/evidence.ts
function windowDue(journal, policy, nowMs) {
	const { judged } = journal.times;
	return judged === null || nowMs < judged || nowMs - judged >= policy.windowMs / 2;
}
function judgeReading(journal, policy, seen, judging) {
	const { reading } = seen;
	if (reading === void 0 || !windowDue(journal, policy, seen.nowMs)) return null;
	const times = {
		...journal.times,
		judged: seen.nowMs
	};
	if (isUnreachable(reading)) return unknown(journal, policy, seen, times, reading.unreachable.message);
	const previous = journal.reading;
	if (previous === null) return firstRead(journal, policy, seen, times, reading);
	const judgement = judging.judge(journal.evidence, previous, reading);
	const { requests, problem } = judgement;
	const from = {
		times,
		evidence: judgement.evidence,
		guardrails: judgement.statuses,
		reading: nextStart(previous, reading)
	};
	if (!judgement.known) return {
		...unknown({
			...journal,
			...from
		}, policy, seen, times, problem),
		judgement
	};
	const { windows, step_requests } = journal;
	return {
		journal: changed(journal, policy, seen, {
			...from,
			windows: {
				...windows,
				known: windows.known + 1,
				consecutive_unknown: 0
			},
			step_requests: {
				stable: step_requests.stable + requests.stable,
				candidate: step_requests.candidate + requests.candidate
			}
		}),
		judgement,
		known: true
	};
}
function firstRead(journal, policy, seen, times, reading) {
	const start = Number.isFinite(reading.timeMs) && reading.problems.length === 0 ? startOf(reading) : null;
	if (isComplete(reading)) return {
		journal: changed(journal, policy, seen, {
			times,
			reading: start
		}),
		judgement: null,
		known: false
	};
	const problem = reading.problems[0] ?? "the metrics lack an arm, or a number of it";
	return unknown({
		...journal,
		reading: start
	}, policy, seen, times, problem);
}
function unknown(journal, policy, seen, times, problem) {
	const { windows } = journal;
	return {
		journal: changed(journal, policy, seen, {
			times,
			windows: {
				...windows,
				unknown: windows.unknown + 1,
				consecutive_unknown: windows.consecutive_unknown + 1
			},
			reason: `Unknown window: ${problem}`.slice(0, 4096)
		}),
		judgement: null,
		known: false
	};
}
function isComplete(reading) {
	const guardrails = Object.values(reading.guardrails);
	return Number.isFinite(reading.timeMs) && reading.problems.length === 0 && guardrails.length > 0 && guardrails.every(isWhole);
}
const isWhole = ({ stable, candidate }) => [stable, candidate].every((counts) => counts !== null && Object.entries(counts).every(([name, value]) => Number.isFinite(value) && (value >= 0 || name === "sum")));
const startOf = ({ timeMs, guardrails }) => ({
	timeMs,
	guardrails: Object.fromEntries(Object.entries(guardrails).map(([id, arms]) => [id, isWhole(arms) ? arms : {
		stable: null,
		candidate: null
	}])),
	problems: []
});
function nextStart(previous, reading) {
	if (reading.problems.length > 0 || !(reading.timeMs > previous.timeMs)) return previous;
	const start = startOf(reading);
	const entries = Object.entries(start.guardrails).map(([id, arms]) => {
		return [id, reading.guardrails[id] !== void 0 && isWhole(reading.guardrails[id]) ? arms : previous.guardrails[id] ?? arms];
	});
	return {
		...start,
		guardrails: {
			...previous.guardrails,
			...Object.fromEntries(entries)
		}
	};
}
function candidateRequests(reading) {
	const known = Object.values(reading.guardrails).map(({ candidate }) => candidate?.n).filter((n) => typeof n === "number" && Number.isFinite(n));
	return known.length === 0 ? null : Math.max(...known);
}
const SHARE_STANDARD_ERRORS = 5;
const SHARE_TOLERANCE = .2;
function shareFits(requests, weight) {
	const total = requests.stable + requests.candidate;
	if (total === 0) return false;
	const expected = weight / 100;
	const spread = Math.sqrt(expected * (1 - expected) / total);
	const tolerated = SHARE_TOLERANCE * Math.min(expected, 1 - expected) + SHARE_STANDARD_ERRORS * spread;
	return Math.abs(requests.candidate / total - expected) <= tolerated;
}

// packages/rollout/src/machine/split.ts
const splitOf = (candidate) => ({
	stable: 100 - candidate,
	candidate
});
const sameSplit = (a, b) => Math.abs(a.candidate - b.candidate) < .01;
function announce(journal, policy, seen, target, purpose, weights, fields = {}) {
	const before = journal.intent;
	const repeated = before !== null && before.purpose === purpose && sameSplit(before.weights, weights);
	const until = seen.nowMs + WRITE_TIME_MS;
	const key = repeated ? before.key : `${journal.id}/${journal.decisions.length}/${purpose}/${weights.candidate}`;
	const attempts = repeated && before.by === seen.owner ? before.attempts + 1 : 1;
	const intent = {
		key,
		purpose,
		weights,
		by: seen.owner,
		until,
		attempts
	};
	const announced = [.../* @__PURE__ */ new Set([...journal.announced, weights.candidate])];
	return {
		journal: changed(journal, policy, seen, {
			...fields,
			intent,
			announced
		}),
		effect: {
			kind: "apply",
			weights,
			expect: target.version,
			key,
			until
		},
		again: true
	};
}
function foreign(journal, policy, seen, target, expected) {
	const reason = `Somebody else changed the split: the target gives the candidate ${target.weights.candidate} %, this rollout last set ${expected.candidate} %. Nothing more is written. \`canary abort\` takes it back to the stable arm.`;
	return wait(entered(journal, policy, seen, "Foreign", reason, {
		weights: target.weights,
		intent: null
	}));
}
function settleSplit(journal, policy, seen) {
	if (journal.mode === "alias") return null;
	const target = seen.target;
	if (target === void 0) return null;
	if (isUnreachable(target)) return {
		...wait(journal),
		failure: target.unreachable
	};
	const { intent } = journal;
	if (intent === null) return sameSplit(target.weights, journal.weights) ? null : foreign(journal, policy, seen, target, journal.weights);
	if (sameSplit(target.weights, intent.weights)) {
		if (!target.converged) return wait(journal);
		return goOn$1(observed(journal, policy, seen, target));
	}
	if (!sameSplit(target.weights, journal.weights)) return foreign(journal, policy, seen, target, intent.weights);
	return pending(journal, policy, seen, target, intent);
}
function pending(journal, policy, seen, target, intent) {
	if (!target.converged && seen.nowMs < intent.until) return wait(journal);
	if (intent.by !== seen.owner && stillWriting(intent, seen)) return wait(journal);
	const mine = intent.by === seen.owner;
	if (intent.purpose === "hold" && !(mine && intent.attempts >= 3)) return announce(journal, policy, seen, target, "hold", intent.weights);
	if (mine && intent.attempts < 3) return announce(journal, policy, seen, target, intent.purpose, intent.weights);
	const why = mine ? `The target did not take ${intent.weights.candidate} % in ${intent.attempts} attempts.` : `The process that was to set ${intent.weights.candidate} % ended before it did.`;
	return takeBack(journal, policy, seen, "no_decision", why);
}
function stillWriting(intent, seen) {
	return seen.nowMs < intent.until && seen.alive(intent.by) !== false;
}
function observed(journal, policy, seen, target) {
	return changed(journal, policy, seen, {
		weights: target.weights,
		intent: null
	});
}

// packages/rollout/src/machine/promotion.ts
const ALL = splitOf(100);
function startPromotion(journal, policy, seen, reason) {
	const moved = championMoved(journal, policy, seen);
	if (moved) return moved;
	if (journal.mode === "alias") return goOn$1(entered(journal, policy, seen, "Promoting", reason, { step: null }));
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	const target = seen.target;
	if (target === void 0 || isUnreachable(target)) return wait(journal);
	const promoting = entered(journal, policy, seen, "Promoting", reason, { step: null });
	return announce(promoting, policy, seen, target, "promote", ALL);
}
function championMoved(journal, policy, seen) {
	const { champion } = seen;
	if (champion === void 0) return wait(journal);
	if (isUnreachable(champion)) return {
		...wait(journal),
		failure: champion.unreachable
	};
	if (champion === journal.champion || champion === journal.candidate) return null;
	const reason = `The champion alias was moved from ${journal.champion ?? "nothing"} to ${champion ?? "nothing"} meanwhile: what the canary compared with no longer is the champion.`;
	return takeBack(journal, policy, seen, "no_decision", reason);
}
function stepPromoting(journal, policy, seen) {
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	if (journal.mode !== "alias" && !sameSplit(journal.weights, ALL)) return startPromotion(journal, policy, seen, journal.reason);
	const moved = championMoved(journal, policy, seen);
	if (moved) return moved;
	if (seen.champion !== journal.candidate) {
		if (seen.aliasRefused?.action === "promote") {
			const refused = `The registry refused to make ${journal.candidate} champion: ${seen.aliasRefused.why}`;
			return takeBack(journal, policy, seen, "no_decision", refused);
		}
		const reason = `canary of ${journal.endpoint}: ${journal.reason}`.slice(0, 1024);
		const { candidate: to, champion: expect } = journal;
		return {
			journal,
			effect: {
				kind: "alias",
				action: "promote",
				to,
				expect,
				reason
			},
			again: true
		};
	}
	return goOn$1(entered(journal, policy, seen, "Soaking", "The candidate has all traffic and is the champion.", {
		alias_moved: true,
		weights: ALL,
		times: {
			...journal.times,
			soak: seen.nowMs,
			judged: null
		},
		reading: null,
		windows: {
			...journal.windows,
			consecutive_unknown: 0
		}
	}));
}
function stepSoaking(journal, policy, seen, judging, settles) {
	const settle = {
		kind: "settle",
		version: journal.candidate,
		key: `${journal.id}/settle`
	};
	if (seen.settled) return goOn$1(completed(journal, policy, seen));
	if (journal.settling) return {
		journal,
		effect: settle,
		again: true
	};
	const unsettled = settleSplit(journal, policy, seen) ?? aliasTaken(journal, policy, seen);
	if (unsettled) return unsettled;
	const judged = judging ? judgeReading(journal, policy, {
		...seen,
		reading: candidateOnly(journal, seen)
	}, judging) : null;
	const now = judged?.journal ?? journal;
	const harm = judged?.judgement?.rollback;
	if (harm) return fallBack(now, policy, seen, "harm", `While soaking: ${harm}`);
	const soaked = seen.nowMs - (journal.times.soak ?? seen.nowMs) - policy.soakMs;
	if (soaked < 0) return wait(now);
	const blind = judging !== null && now.windows.consecutive_unknown > 0;
	if (blind && soaked < patienceMs(policy)) return wait(now);
	if (blind) return fallBack(now, policy, seen, "no_decision", "While soaking: the metrics have been silent for the whole horizon.");
	if (!settles) return goOn$1(completed(now, policy, seen));
	return {
		journal: changed(now, policy, seen, { settling: true }),
		effect: settle,
		again: true
	};
}
function aliasTaken(journal, policy, seen) {
	const { champion } = seen;
	if (champion === void 0 || champion === journal.candidate) return null;
	if (isUnreachable(champion)) return {
		...wait(journal),
		failure: champion.unreachable
	};
	const reason = `Somebody moved the champion alias to ${champion ?? "nothing"} while the candidate, with all traffic, was soaking. Nothing more is written. \`canary abort\` gives the traffic back to the stable arm.`;
	return wait(entered(journal, policy, seen, "Foreign", reason));
}
function fallBack(journal, policy, seen, outcome, reason) {
	if (journal.champion !== null) return takeBack(journal, policy, seen, outcome, reason);
	const alert = `${reason} There is no earlier version to return to: a person must decide.`;
	return wait(entered(journal, policy, seen, "Broken", alert, { ending: {
		outcome,
		reason
	} }));
}
function completed(journal, policy, seen) {
	const reason = `${journal.candidate.slice(0, 19)} serves all traffic and is the champion.`;
	return {
		...entered(journal, policy, seen, "Completed", reason, {
			intent: null,
			settling: false
		}),
		lease: {
			owner: null,
			expires: seen.nowMs
		}
	};
}
function candidateOnly(journal, seen) {
	const { reading } = seen;
	if (reading === void 0 || isUnreachable(reading)) return reading;
	const none = {
		n: 0,
		events: 0,
		sum: 0,
		sum_sq: 0
	};
	const guardrails = {};
	for (const [id, arms] of Object.entries(reading.guardrails)) {
		const before = journal.reading?.guardrails[id]?.stable;
		const shape = arms.candidate !== null && "sum" in arms.candidate ? {
			n: 0,
			sum: 0,
			sum_sq: 0
		} : {
			n: none.n,
			events: none.events
		};
		guardrails[id] = {
			candidate: arms.candidate,
			stable: before ?? shape
		};
	}
	return {
		...reading,
		guardrails,
		problems: []
	};
}

// packages/rollout/src/machine/canary.ts
function stepCanary(journal, policy, seen, judging) {
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	const judged = judgeReading(journal, policy, seen, judging);
	if (judged === null) return atHorizon(journal, policy, seen) ?? wait(journal);
	const now = judged.journal;
	const { judgement } = judged;
	if (judgement?.rollback) return takeBack(now, policy, seen, "harm", judgement.rollback);
	const holding = judgement?.hold ?? silence(now, policy);
	if (holding !== null) return atHorizon(now, policy, seen) ?? hold(now, policy, seen, holding);
	if (now.state === "Canary") return forward(now, policy, seen, judged);
	return atHorizon(now, policy, seen) ?? (judged.known ? goOn$1(released(now, policy, seen)) : wait(now));
}
function silence({ windows, reason }, policy) {
	const silent = windows.consecutive_unknown;
	return silent > 0 && silent >= policy.maxConsecutiveUnknown ? `${silent} windows in a row are unknown. ${reason}` : null;
}
function hold(journal, policy, seen, reason) {
	const target = seen.target;
	if (journal.state === "Hold") return wait({
		...journal,
		reason
	});
	if (target === void 0 || isUnreachable(target)) return wait(journal);
	const first = splitOf(policy.steps[0].weight);
	const held = entered(journal, policy, seen, "Hold", reason, {
		step: 0,
		...freshStep(journal, seen)
	});
	return sameSplit(journal.weights, first) ? goOn$1(held) : announce(held, policy, seen, target, "hold", first);
}
function released(journal, policy, seen) {
	return entered(journal, policy, seen, "Canary", "The reason to hold is gone: the canary goes on from its first step.", {
		step: 0,
		...freshStep(journal, seen)
	});
}
const freshStep = (journal, seen) => ({
	times: {
		...journal.times,
		step: seen.nowMs
	},
	step_requests: {
		stable: 0,
		candidate: 0
	}
});
function forward(journal, policy, seen, judged) {
	const missing = whatIsMissing(journal, policy, seen, judged);
	if (missing !== null) return atHorizon(journal, policy, seen) ?? wait(changed(journal, policy, seen, { reason: missing }));
	const { reason } = judged.judgement;
	const target = seen.target;
	const index = (journal.step ?? 0) + 1;
	const next = policy.steps[index];
	if (next === void 0) return startPromotion(journal, policy, seen, reason);
	if (target === void 0 || isUnreachable(target)) return wait(journal);
	const advanced = entered(journal, policy, seen, "Canary", `${next.weight} % of traffic. ${reason}`, {
		step: index,
		...freshStep(journal, seen)
	});
	return announce(advanced, policy, seen, target, "advance", splitOf(next.weight));
}
function whatIsMissing(journal, policy, seen, { known, judgement }) {
	const { weight, minTimeMs, minRequests } = policy.steps[journal.step ?? 0];
	const { stable, candidate } = journal.step_requests;
	if (!known || judgement === null) return journal.reason;
	if (!judgement.met) return judgement.reason;
	const leftMs = minTimeMs - (seen.nowMs - (journal.times.step ?? seen.nowMs));
	if (leftMs > 0) return `Every guardrail is met; ${Math.ceil(leftMs / 1e3)} s of this step remain.`;
	if (candidate < minRequests) return `Every guardrail is met; the candidate has had ${candidate} of the ${minRequests} requests of this step.`;
	if (stable + candidate === 0) return "No request has been counted since this step began.";
	if (shareFits(journal.step_requests, weight)) return null;
	return `The candidate gets ${(100 * candidate / (stable + candidate)).toPrecision(3)} % of the requests where ${weight} % were asked for: the split is not in force (sticky sessions, a cache?).`;
}
function atHorizon(journal, policy, seen) {
	if (seen.nowMs - (journal.times.canary ?? seen.nowMs) < patienceMs(policy)) return null;
	const reason = `The horizon has passed without a decision. ${journal.reason}`;
	if (policy.inconclusive === "hold") return journal.state === "Hold" ? wait(journal) : hold(journal, policy, seen, reason);
	return takeBack(journal, policy, seen, "no_decision", reason);
}

// packages/rollout/src/machine/opening.ts
function stepLocked(journal, policy, seen) {
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	const target = seen.target;
	if (target !== void 0 && !isUnreachable(target) && target.candidateReady === false) {
		const reason = "The candidate arm is not ready.";
		if (seen.nowMs - journal.times.started >= policy.horizonMs) return takeBack(journal, policy, seen, "no_decision", `${reason} The horizon has passed.`);
		return wait(journal.reason === reason ? journal : changed(journal, policy, seen, { reason }));
	}
	return goOn$1(entered(journal, policy, seen, "Deployed", "The candidate is deployed and has no traffic."));
}
function stepDeployed(journal, policy, seen, hasSmoke) {
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	if (!hasSmoke) {
		const warning = "No smoke test is configured: nothing asked the candidate anything before it got traffic.";
		return goOn$1(entered(journal, policy, seen, "Smoked", warning, { warnings: [...journal.warnings, warning] }));
	}
	if (seen.smoke === void 0) return {
		journal,
		effect: { kind: "smoke" },
		again: true
	};
	if (isUnreachable(seen.smoke)) {
		const reason = `The smoke test could not be made: ${seen.smoke.unreachable.message}`;
		return takeBack(journal, policy, seen, "unreachable", reason);
	}
	return smokeJudged(journal, policy, seen, seen.smoke);
}
function smokeJudged(journal, policy, seen, smoke) {
	const { fixtures, passed, message } = smoke;
	const found = {
		fixtures,
		passed,
		message: message.slice(0, 4096)
	};
	const warnings = [...journal.warnings, ...smoke.warnings].slice(0, 1e3);
	const kept = {
		...journal,
		smoke: found,
		warnings
	};
	if (fixtures === 0 || passed < fixtures) {
		const reason = `Smoke: ${passed} of ${fixtures} golden requests were answered as expected. ${message}`;
		return takeBack(kept, policy, seen, "harm", reason.trim());
	}
	return goOn$1(entered(kept, policy, seen, "Smoked", `All ${fixtures} golden requests were answered as expected.`));
}
function stepSmoked(journal, policy, seen) {
	if (journal.mode !== "split") return startPromotion(journal, policy, seen, wholeReason(journal));
	const unsettled = settleSplit(journal, policy, seen);
	if (unsettled) return unsettled;
	const target = seen.target;
	if (target === void 0 || isUnreachable(target)) return wait(journal);
	const first = policy.steps[0];
	const opened = entered(journal, policy, seen, "Canary", `Canary begins with ${first.weight} % of traffic.`, {
		step: 0,
		times: {
			...journal.times,
			canary: seen.nowMs,
			step: seen.nowMs
		}
	});
	return announce(opened, policy, seen, target, "advance", splitOf(first.weight));
}
function wholeReason(journal) {
	if (journal.mode === "direct") return "First rollout of this model: there is no second arm to compare with.";
	return "The target cannot split traffic: the candidate takes all of it at once.";
}

// packages/rollout/src/machine/rolling-back.ts
const CONFIRM_LOOKS = 10;
function stepRollingBack(journal, policy, seen, hasSource, confirmMs) {
	if (journal.mode === "alias") return aliasBack(journal, policy, seen);
	const { target } = seen;
	if (target === void 0) return wait(journal);
	const { intent } = journal;
	const written = intent === null && journal.confirm !== null;
	if (isUnreachable(target)) return written ? {
		...wait(journal),
		failure: target.unreachable
	} : failed(journal, policy, seen, target.unreachable);
	if (written && sameSplit(target.weights, journal.rollback.weights)) return confirm(journal, policy, seen, hasSource, confirmMs);
	if (!journal.announced.some((weight) => Math.abs(weight - target.weights.candidate) < .01) && !sameSplit(target.weights, journal.weights)) return wait(foreignOf(journal, policy, seen, target));
	if (intent?.purpose === "rollback" && intent.key === seen.confirmed && sameSplit(target.weights, intent.weights)) {
		if (!target.converged) return wait(journal);
		return goOn$1(changed(journal, policy, seen, {
			weights: target.weights,
			intent: null,
			confirm: {
				n: null,
				time: null,
				at: seen.nowMs,
				looks: 0
			}
		}));
	}
	return write(journal, policy, seen, target);
}
function write(journal, policy, seen, target) {
	const { intent } = journal;
	if (intent !== null && intent.by !== seen.owner && stillWriting(intent, seen)) return wait(journal);
	const tried = intent !== null;
	const failures = journal.failures + (tried ? 1 : 0);
	if (failures >= 5) return wait(broken(journal, policy, seen, failures, "the target never confirmed it"));
	return announce(journal, policy, seen, target, "rollback", journal.rollback.weights, {
		failures,
		confirm: null
	});
}
function failed(journal, policy, seen, error) {
	const failures = journal.failures + 1;
	if (failures >= 5) return wait(broken(journal, policy, seen, failures, error.message));
	return {
		...wait(changed(journal, policy, seen, { failures })),
		failure: error
	};
}
function broken(journal, policy, seen, failures, why) {
	const reason = `The rollback to ${journal.rollback.weights.stable} % stable ${failures === 0 ? "is not confirmed" : `failed ${failures} times`}: ${why} A person must look: set the split by hand, then \`canary abort\`.`;
	return entered(journal, policy, seen, "Broken", reason, {
		failures,
		intent: null
	});
}
function foreignOf(journal, policy, seen, target) {
	const reason = `Somebody else set the candidate to ${target.weights.candidate} % while it was being rolled back. Nothing more is written; \`canary abort\` takes it back anyway.`;
	return entered(journal, policy, seen, "Foreign", reason, {
		weights: target.weights,
		intent: null
	});
}
function confirm(journal, policy, seen, hasSource, confirmMs) {
	const before = journal.confirm;
	if (!hasSource || seen.nowMs < before.at) return aliasBack(journal, policy, seen);
	if (before.n !== null && seen.nowMs - before.at < confirmMs) return wait(journal);
	const found = newerRead(seen, before);
	const looks = before.looks + 1;
	if (found === null) {
		if (looks <= policy.maxConsecutiveUnknown) return wait(changed(journal, policy, seen, { confirm: {
			...before,
			at: seen.nowMs,
			looks
		} }));
		const warning = "The rollback is confirmed by the target only: the metrics were silent.";
		return aliasBack({
			...journal,
			warnings: [...journal.warnings, warning]
		}, policy, seen);
	}
	if (found.n === before.n) return aliasBack(journal, policy, seen);
	if (looks > CONFIRM_LOOKS) return wait(broken(journal, policy, seen, journal.failures, "the target confirms it, but the candidate still gets requests."));
	return wait(changed(journal, policy, seen, { confirm: {
		...found,
		at: seen.nowMs,
		looks
	} }));
}
function newerRead({ reading }, before) {
	if (reading === void 0 || isUnreachable(reading)) return null;
	const n = candidateRequests(reading);
	const newer = Number.isFinite(reading.timeMs) && (before.time === null || reading.timeMs > before.time);
	return n === null || !newer ? null : {
		n,
		time: reading.timeMs
	};
}
function aliasBack(journal, policy, seen) {
	if (!journal.alias_moved) return mayHaveMoved(journal, seen) ? aliasRead(journal, policy, seen) : goOn$1(rolledBack(journal, policy, seen));
	return aliasRead(journal, policy, seen);
}
const mayHaveMoved = (journal, seen) => seen.champion !== void 0 && journal.decisions.some(({ to }) => to === "Promoting");
function aliasRead(journal, policy, seen) {
	const { champion } = seen;
	if (champion === void 0) return wait(journal);
	if (isUnreachable(champion)) return {
		...wait(journal),
		failure: champion.unreachable
	};
	if (champion === journal.champion) return goOn$1(rolledBack(journal, policy, seen));
	if (champion !== journal.candidate) {
		const reason = `The split is back at the stable arm, but somebody moved the champion alias to ${champion ?? "nothing"} meanwhile: check what serves.`;
		return wait(journal.alias_moved ? entered(journal, policy, seen, "Foreign", reason) : rolledBack(journal, policy, seen));
	}
	if (journal.champion === null) {
		const reason = `There is no earlier version to return to. ${journal.ending?.reason ?? ""}`.trim();
		return wait(entered(journal, policy, seen, "Broken", reason));
	}
	if (seen.aliasRefused?.action === "rollback") {
		const reason = `The split is back at the stable arm, but the registry refuses to make ${journal.champion} champion again: ${seen.aliasRefused.why}`;
		return wait(entered(journal, policy, seen, "Broken", reason));
	}
	const reason = `canary of ${journal.endpoint} rolled back: ${journal.ending?.reason ?? ""}`.slice(0, 1024);
	const { champion: to, candidate: expect } = journal;
	return {
		journal,
		effect: {
			kind: "alias",
			action: "rollback",
			to,
			expect,
			reason
		},
		again: true
	};
}
function rolledBack(journal, policy, seen) {
	const reason = journal.ending?.reason ?? "Rolled back.";
	return {
		...entered(journal, policy, seen, "RolledBack", reason, {
			weights: journal.rollback.weights,
			intent: null,
			confirm: null,
			alias_moved: false
		}),
		lease: {
			owner: null,
			expires: seen.nowMs
		}
	};
}

// packages/rollout/src/machine/step.ts
const CHAMPION_STATES = [
	"Smoked",
	"Canary",
	"Promoting",
	"Soaking",
	"RollingBack"
];
const READING_STATES = [
	"Canary",
	"Hold",
	"Soaking"
];
function isAtRest(state) {
	return CLOSED_ROLLOUT_STATES.includes(state) || state === "Foreign" || state === "Broken";
}
function needsOf(journal, setting, nowMs) {
	const { state } = journal;
	const confirming = state === "RollingBack" && journal.confirm !== null;
	const judging = READING_STATES.includes(state) && windowDue(journal, setting.policy, nowMs);
	return {
		target: journal.mode !== "alias" && !isAtRest(state),
		champion: CHAMPION_STATES.includes(state),
		reading: setting.hasSource && (confirming || judging)
	};
}
function step(journal, seen, setting) {
	return lookedAfter(journal, seen, setting.policy, decide(journal, seen, setting));
}
function lookedAfter(journal, seen, policy, next) {
	if (!(next.journal === journal && next.failure === void 0 && !isAtRest(journal.state)) || journal.lease.expires - seen.nowMs > policy.leaseTtlMs / 2) return next;
	return {
		...next,
		journal: changed(journal, policy, seen, {})
	};
}
function decide(journal, seen, setting) {
	const asked = askedFor(journal, seen, setting.policy);
	if (asked) return asked;
	if (isAtRest(journal.state)) return wait(journal);
	const { policy, judging, hasSmoke, hasSource, confirmMs } = setting;
	switch (journal.state) {
		case "Locked": return stepLocked(journal, policy, seen);
		case "Deployed": return stepDeployed(journal, policy, seen, hasSmoke);
		case "Smoked": return stepSmoked(journal, policy, seen);
		case "Promoting": return stepPromoting(journal, policy, seen);
		case "Soaking": return stepSoaking(journal, policy, seen, hasSource ? judging : null, setting.settles);
		case "RollingBack": return stepRollingBack(journal, policy, seen, hasSource, confirmMs);
		default: return judging ? stepCanary(journal, policy, seen, judging) : wait(journal);
	}
}
function askedFor(journal, seen, policy) {
	const { request } = seen;
	const { state } = journal;
	if (request.kind === "tick" || CLOSED_ROLLOUT_STATES.includes(state) || state === "RollingBack") return null;
	if (request.kind === "abort") return irreversible(journal) ? null : takeBack(journal, policy, seen, "no_decision", request.reason);
	if (isAtRest(state) || state === "Promoting" || state === "Soaking") return null;
	const overdueMs = seen.nowMs - journal.lease.expires - policy.leaseGraceMs;
	if (overdueMs <= 0) return null;
	const reason = `Nobody looked after this rollout for ${Math.round((overdueMs + policy.leaseGraceMs + policy.leaseTtlMs) / 1e3)} s: its lease expired.`;
	return takeBack(journal, policy, seen, "no_decision", reason);
}
const irreversible = (journal) => journal.settling || journal.champion === null && (journal.alias_moved || journal.state === "Soaking");

// packages/rollout/src/machine/rollout-driver.ts
const MAX_LOOKS = 60;
const RETRY_MS = 200;
async function tick(world, setting, request) {
	let head = await world.journal.read();
	const memory = { readOnce: false };
	for (let look = 0; look < MAX_LOOKS; look++) {
		if (head.journal === null) return {
			head,
			failure: null,
			outrun: false
		};
		const seen = await observe(world, setting, head.journal, request, memory);
		const next = step(head.journal, seen, setting);
		if (next.journal !== head.journal) {
			const written = await world.journal.write(head, next.journal);
			if (written === null) return {
				head: await world.journal.read(),
				failure: null,
				outrun: true
			};
			head = written;
		}
		const failure = next.effect ? await perform$1(world, next.effect, memory) : null;
		if (failure) return {
			head,
			failure,
			outrun: false
		};
		if (next.failure) return {
			head,
			failure: next.failure,
			outrun: false
		};
		if (!next.effect && !next.again) return {
			head,
			failure: null,
			outrun: false
		};
	}
	const failure = new ExternalError({
		code: "ROLLOUT_UNSETTLED",
		system: world.target.kind,
		message: `The rollout did not come to rest in ${MAX_LOOKS} looks; it stands at ${head.journal?.state}.`,
		hint: "Run `canary tick` again."
	});
	return {
		head,
		failure,
		outrun: false
	};
}
async function observe(world, setting, journal, request, memory) {
	const needs = needsOf(journal, setting, world.now());
	const wantsReading = needs.reading && !memory.readOnce && world.source !== null;
	if (wantsReading) memory.readOnce = true;
	const [target, champion, reading] = await Promise.all([
		needs.target ? reached(() => world.target.read(world.signal)) : void 0,
		needs.champion ? reached(() => world.champion.current()) : void 0,
		wantsReading ? reached(() => world.source.read(world.signal)) : void 0
	]);
	const { smoke, confirmed, settled, aliasRefused } = memory;
	return {
		nowMs: world.now(),
		owner: world.owner,
		request,
		alive: (owner) => world.alive(owner),
		target,
		champion,
		reading,
		smoke,
		confirmed,
		settled,
		aliasRefused
	};
}
async function reached(ask) {
	try {
		return await ask();
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		if (error.exitCode === EXIT.bug || error.exitCode === EXIT.config) throw error;
		return { unreachable: error };
	}
}
async function perform$1(world, effect, memory) {
	switch (effect.kind) {
		case "smoke":
			memory.smoke = await reached(() => world.smoke(world.signal));
			return null;
		case "settle": {
			const done = await reached(async () => world.target.promote?.(effect.version, effect.key, world.signal));
			if (isUnreachable(done)) return done.unreachable;
			memory.settled = true;
			return null;
		}
		case "alias": {
			const { action, to, expect, reason } = effect;
			const done = await reached(() => world.champion.move(action, to, expect, reason));
			if (isUnreachable(done)) return done.unreachable;
			if (!done.ok) memory.aliasRefused = {
				action,
				why: done.message ?? `it names ${done.actual ?? "nothing"} now.`
			};
			return null;
		}
		case "apply":
			await apply(world, effect, memory);
			return null;
	}
}
async function apply(world, effect, memory) {
	if (world.now() >= effect.until) return;
	try {
		if ((await world.target.apply(effect.weights, effect.expect, effect.key, world.signal)).ok) memory.confirmed = effect.key;
	} catch (thrown) {
		const error = asDeliveryError(thrown);
		if (error.exitCode === EXIT.bug || error.exitCode === EXIT.config) throw error;
		memory.failures = (memory.failures ?? 0) + 1;
		await world.sleep(RETRY_MS * 2 ** Math.min(memory.failures, 4));
	}
}

// packages/rollout/src/plan/forecast.ts
function eventArm(n, rate) {
	return {
		n,
		mean: rate,
		variance: rate * (1 - rate)
	};
}
function turned(window, { word }) {
	return word === "up" ? window : {
		candidate: window.stable,
		stable: window.candidate
	};
}
function meanTerm({ candidate, stable }, margin) {
	const weight = candidate.n * stable.n / (candidate.n + stable.n);
	const variance = candidate.variance / candidate.n + margin * margin * stable.variance / stable.n;
	return {
		mean: weight * (candidate.mean - margin * stable.mean),
		variance: weight * weight * variance,
		counted: 1
	};
}
function countTerm({ candidate, stable }, margin) {
	const share = margin * candidate.n / (margin * candidate.n + stable.n);
	const events = candidate.n * candidate.mean + stable.n * stable.mean;
	return {
		mean: (1 - share) * candidate.n * candidate.mean - share * stable.n * stable.mean,
		variance: (1 - share) ** 2 * candidate.n * candidate.variance + share ** 2 * stable.n * stable.variance,
		counted: -Math.expm1(-events)
	};
}
function robustPower(question, windows) {
	const term = (question.kind === "means" ? meanTerm : countTerm)(question.window, question.margin);
	if (!(term.counted > 0) || windows * term.counted < 5) return 0;
	const drift = (question.alternative === "harm" ? 1 : -1) * term.mean;
	const perWindow = term.variance + term.mean * term.mean;
	const rho = 5 * perWindow / term.counted;
	const spread = windows * perWindow + rho;
	const needed = Math.sqrt(2 * spread * Math.max(0, question.threshold - Math.LN2 + .5 * Math.log(spread / rho)));
	if (term.variance === 0) return windows * drift >= needed ? 1 : 0;
	return normalCdf((windows * drift - needed) / Math.sqrt(windows * term.variance));
}
function exactProves(window, margin, threshold, windows, power) {
	const [mine, theirs] = [window.candidate, window.stable].map(({ n, mean }) => windows * n * mean);
	const events = mine + theirs;
	if (events === 0) return false;
	const unlucky = mine + normalQuantile(power) * Math.sqrt(mine * theirs / events);
	const candidate = {
		n: windows * window.candidate.n,
		x: Math.min(events, unlucky)
	};
	const stable = {
		n: windows * window.stable.n,
		x: events - candidate.x
	};
	return new ExactRateRatio(margin, "non_inferiority").update({
		candidate,
		stable
	}) >= threshold;
}
function absoluteProves({ n, mean }, { limit, threshold }, windows, power) {
	const unlucky = Math.min(windows * n, poissonQuantile(windows * n * mean, power));
	return new AbsoluteRate(limit).update({
		n: windows * n,
		x: unlucky
	}) >= threshold;
}
const MANY_EVENTS = 1e3;
function poissonQuantile(mean, p) {
	if (mean === 0) return 0;
	if (mean > MANY_EVENTS) return mean + normalQuantile(p) * Math.sqrt(mean);
	let count = 0;
	for (let below = poissonDensity(0, mean); below < p; below += poissonDensity(count, mean)) count++;
	return count;
}
function firstThat(most, condition) {
	if (most < 1 || !condition(most)) return null;
	let [low, high] = [0, most];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (condition(middle)) high = middle;
		else low = middle;
	}
	return high;
}

// packages/rollout/src/plan/plan-canary.ts
const POWER = .8;
const LARGEST_RATIO = 100;
const GENEROUS_MAX_RATE = 3;
function planCanary(policy, shape, traffic) {
	const rps = traffic?.requestsPerSecond ?? null;
	const guardrails = policy.guardrails.map((guardrail) => guardrailPlan(guardrail, policy, shape, traffic));
	const requests = rps === null ? null : rps * (shape.weight / 100) * shape.horizonMs / 1e3;
	const enough = requests === null || requests >= shape.minRequests;
	const warnings = policy.guardrails.flatMap((guardrail, i) => rateWarnings(guardrail, guardrails[i]));
	if (!enough) warnings.push(`The first step asks for ${shape.minRequests} requests of the candidate; ${shape.weight} % of ${rps} requests per second gives ${Math.floor(requests)} in its time.`);
	const known = guardrails.every(({ stable }) => stable !== null);
	return {
		requests_per_second: rps,
		candidate_requests: requests,
		guardrails,
		promotable: !enough ? false : known ? guardrails.every((each) => each.promotable !== null) : null,
		warnings
	};
}
function rateWarnings({ id, kind, harmIf, maxRate }, { stable }) {
	if (kind === "mean" && stable !== null && stable <= 0) return [`${id}: the stable mean is ${stable}; ratios to it need a mean above 0.`];
	if (kind === "mean" || harmIf !== "up") return [];
	if (maxRate === null) return [`${id} has no \`max_rate\`: a service without errors can never be promoted.`];
	if (stable === null || maxRate <= GENEROUS_MAX_RATE * stable) return [];
	return [`${id}: \`max_rate\` ${percent(maxRate)} is more than ${GENEROUS_MAX_RATE}x the stable rate of ${percent(stable)}; a candidate that much worse could be promoted.`];
}
function guardrailPlan(guardrail, policy, shape, traffic) {
	const { id } = guardrail;
	const stable = traffic && Object.hasOwn(traffic.stable, id) ? traffic.stable[id] : null;
	const unknown = {
		id,
		stable: null,
		detectable_ratio: null,
		promotable: null,
		seconds_to_proof: null
	};
	if (traffic === null || stable === null) return {
		...unknown,
		message: `${id}: nothing is known about the stable arm yet.`
	};
	const value = "rate" in stable ? stable.rate : stable.mean;
	const perWindow = traffic.requestsPerSecond * shape.windowMs / 1e3;
	const windowAt = (ratio) => ({
		candidate: armOf(perWindow * shape.weight / 100, stable, ratio),
		stable: armOf(perWindow * (100 - shape.weight) / 100, stable, 1)
	});
	const numbers = {
		stable: value,
		detectable_ratio: detectableRatio(guardrail, policy, shape, windowAt, "rate" in stable ? stable.rate : null),
		...proofOf(guardrail, policy, shape, windowAt(1))
	};
	return {
		id,
		...numbers,
		message: messageOf(guardrail, numbers, shape)
	};
}
function armOf(n, stable, ratio) {
	if ("rate" in stable) return eventArm(n, Math.min(1, ratio * stable.rate));
	return {
		n,
		mean: ratio * stable.mean,
		variance: stable.sd ** 2
	};
}
const kindOf = (guardrail) => guardrail.kind === "mean" ? "means" : "counts";
const windowsIn = (shape) => Math.floor(shape.horizonMs / shape.windowMs);
function detectableRatio(guardrail, policy, shape, windowAt, rate) {
	const threshold = thresholdsOf(guardrail, policy).harm;
	const direction = directionsOf(guardrail)[0];
	const detects = (ratio) => {
		const question = {
			window: turned(windowAt(direction.word === "up" ? ratio : 1 / ratio), direction),
			kind: kindOf(guardrail),
			margin: 1,
			alternative: "harm",
			threshold
		};
		return robustPower(question, windowsIn(shape)) >= POWER;
	};
	const largest = rate === null || direction.word === "down" ? LARGEST_RATIO : Math.min(LARGEST_RATIO, 1 / rate);
	const hundredths = firstThat(Math.floor(100 * largest) - 100, (steps) => detects(1 + steps / 100));
	return hundredths === null ? null : 1 + hundredths / 100;
}
function proofOf(guardrail, policy, shape, window) {
	const most = windowsIn(shape);
	const least = Math.max(1, Math.ceil(shape.minRequests / window.candidate.n), Math.ceil(shape.minTimeMs / shape.windowMs));
	const { met: threshold } = thresholdsOf(guardrail, policy);
	const ratio = (windows, power) => directionsOf(guardrail).every((direction) => {
		const seen = turned(window, direction);
		const question = {
			window: seen,
			kind: kindOf(guardrail),
			margin: direction.margin,
			threshold
		};
		if (robustPower({
			...question,
			alternative: "non_inferiority"
		}, windows) < power) return false;
		return guardrail.kind === "mean" || exactProves(seen, direction.margin, threshold, windows, power);
	});
	const { maxRate: limit } = guardrail;
	const absolute = (windows, power) => limit !== null && absoluteProves(window.candidate, {
		limit,
		threshold
	}, windows, power);
	const half = firstThat(most, (windows) => ratio(windows, .5) || absolute(windows, .5));
	const windows = half === null ? null : Math.max(half, least);
	const inTime = least <= most;
	const route = absolute(most, POWER) ? "absolute" : ratio(most, POWER) ? "ratio" : null;
	return {
		promotable: inTime ? route : null,
		seconds_to_proof: windows === null || windows > most ? null : windows * shape.windowMs / 1e3
	};
}
function messageOf(guardrail, plan, shape) {
	const time = minutes(shape.horizonMs / 1e3);
	const word = guardrail.harmIf === "down" ? "a fall" : "a rise";
	const harm = plan.detectable_ratio === null ? `no worsening is rolled back with 80 % probability within ${time}` : `${word} by a factor of ${plan.detectable_ratio} or more is rolled back with 80 % probability within ${time}`;
	const proof = plan.promotable === null ? `an equal candidate will often not be proven within ${time}` : `an equal candidate is proven by the ${plan.promotable === "ratio" ? "comparison with the stable arm" : "absolute rate"}${plan.seconds_to_proof === null ? "" : `, half of them within ${minutes(plan.seconds_to_proof)}`}`;
	return `${guardrail.id}: ${harm}; ${proof}.`;
}
function minutes(seconds) {
	return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`;
}

// packages/rollout/src/rollout-document.ts
function rolloutDocument(facts) {
	const { journal, config } = facts;
	const error = facts.failure ?? alertOf(journal);
	const verdict = error ? "error" : verdictOf(journal);
	return {
		schema: "rollout/1",
		model: facts.model,
		endpoint: config.endpoint,
		candidate: journal?.candidate ?? facts.candidate ?? null,
		champion: journal?.champion ?? facts.champion ?? null,
		state: journal?.state ?? "Idle",
		step: journal?.step ?? null,
		weight: journal?.weights.candidate ?? 0,
		verdict,
		inconclusive_blocks: journal?.state === "RolledBack",
		decisions: journal?.decisions ?? [],
		guardrails: journal?.guardrails ?? [],
		reason: (facts.reason ?? journal?.reason ?? "No rollout of this endpoint is under way.").slice(0, 4096),
		windows: {
			known: journal?.windows.known ?? 0,
			unknown: journal?.windows.unknown ?? 0
		},
		smoke: journal?.smoke ?? null,
		...facts.plan === void 0 ? {} : { plan: facts.plan },
		policy: journal?.policy ?? effectiveRollout(config),
		promoted: journal?.state === "Completed" || journal?.state === "Soaking",
		warnings: [...journal?.warnings ?? [], ...facts.warnings ?? []].slice(0, 1e3),
		...error ? { error: documentError(error) } : {}
	};
}
function verdictOf(journal) {
	if (journal === null || journal.state === "Completed") return "pass";
	if (journal.state === "RolledBack" && journal.ending?.outcome === "harm") return "fail";
	return "inconclusive";
}
function alertOf(journal) {
	if (journal === null) return null;
	const { state, reason, ending } = journal;
	const hint = "Look at the target and at what serves; `model-delivery canary abort` takes the rollout back to the stable arm.";
	if (state === "Foreign") return new ExternalError({
		code: "ROLLOUT_FOREIGN",
		system: "target",
		message: reason,
		hint
	});
	if (state === "Broken") return new ExternalError({
		code: "ROLLOUT_BROKEN",
		system: "target",
		message: reason,
		hint
	});
	if (state === "RolledBack" && ending?.outcome === "unreachable") {
		const message = `Rolled back without any traffic: ${ending.reason}`;
		return new ExternalError({
			code: "ROLLOUT_CANDIDATE_UNREACHABLE",
			system: "candidate",
			message,
			hint: "Start the candidate server, then run the canary again."
		});
	}
	return null;
}
function rolloutExitCode(document, failure, failOn) {
	if (failure) return failure.exitCode;
	if (document.error) return EXIT.external;
	if (!CLOSED_ROLLOUT_STATES.includes(document.state)) return EXIT.pass;
	return exitCode({
		verdict: document.verdict,
		inconclusiveBlocks: document.inconclusive_blocks
	}, failOn);
}
const SENTENCE = {
	Completed: "promoted",
	RolledBack: "rolled back",
	Foreign: "stopped: somebody else changed the target",
	Broken: "broken: a person must look",
	Idle: "nothing under way"
};
function summaryOfRollout(document) {
	const { state, verdict, candidate, endpoint, weight, reason } = document;
	return `${verdict}: canary${candidate === null ? "" : ` of ${candidate.slice(0, 19)}`} on ${endpoint}: ${SENTENCE[state] ?? `${state} at ${weight} %`}. ${reason}`.slice(0, 1e3);
}

// packages/rollout/src/smoke/inference-tensor.ts
const BARE_NUMBER_WORDS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
function parseInferenceJson(text) {
	try {
		return parseExact(text);
	} catch (error) {
		const quoted = text.replace(BARE_NUMBER_WORDS, (token) => token.startsWith("\"") ? token : `"${token}"`);
		if (quoted === text) throw error;
		return parseExact(quoted);
	}
}
function parseExact(text) {
	const exact = (_key, value, context) => typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "") ? BigInt(context.source) : value;
	return JSON.parse(text, exact);
}
function flatten(data) {
	if (!Array.isArray(data)) return [data];
	return data.every((item) => !Array.isArray(item)) ? data : data.flatMap(flatten);
}
function firstDifference(expected, found, tolerance) {
	for (const wanted of expected) {
		const got = found.find((tensor) => tensor.name === wanted.name);
		if (got === void 0) return `output ${wanted.name} is missing; the server answered ${found.map((tensor) => tensor.name).join(", ") || "none"}`;
		const difference = tensorDifference(wanted, got, tolerance);
		if (difference !== null) return `output ${wanted.name}: ${difference}`;
	}
	return null;
}
function tensorDifference(wanted, got, tolerance) {
	if (wanted.datatype !== void 0 && got.datatype !== void 0 && wanted.datatype !== got.datatype) return `datatype ${got.datatype}, expected ${wanted.datatype}`;
	if (wanted.shape !== void 0 && got.shape !== void 0 && String(wanted.shape) !== String(got.shape)) return `shape [${got.shape}], expected [${wanted.shape}]`;
	const [expected, found] = [flatten(wanted.data), flatten(got.data)];
	if (expected.length !== found.length) return `${found.length} values, expected ${expected.length}`;
	const datatype = wanted.datatype ?? got.datatype;
	for (const [i, value] of expected.entries()) {
		const other = found[i] ?? null;
		if (!sameScalar(value, other, datatype, tolerance)) return `value ${i} is ${shown(other)}, expected ${shown(value)}${isFloat(value, datatype) ? ` within ${tolerance.abs} + ${tolerance.rel} of it` : ""}`;
	}
	return null;
}
function sameScalar(expected, found, datatype, tolerance) {
	if (!isFloat(expected, datatype)) return expected === found;
	if (typeof expected !== "number" || typeof found !== "number") return false;
	if (expected === found) return true;
	return Math.abs(found - expected) <= tolerance.abs + tolerance.rel * Math.abs(expected);
}
function isFloat(value, datatype) {
	if (datatype !== void 0) return /^(?:FP|BF)\d+$/.test(datatype);
	return typeof value === "number" && !Number.isInteger(value);
}
function shown(value) {
	return typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : String(value);
}

// packages/rollout/src/smoke/golden-fixtures.ts
const MAX_BYTES$1 = 52428800;
async function readGoldenFixtures(path) {
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch (cause) {
		throw unusable("SMOKE_FIXTURES_MISSING", path, cause.code === "ENOENT" ? "no such file" : `it cannot be read (${cause.code})`, cause);
	}
	if (text.length > MAX_BYTES$1) throw unusable("SMOKE_FIXTURES_MALFORMED", path, "larger than 50 MB");
	let value;
	try {
		value = parseInferenceJson(text);
	} catch (cause) {
		throw unusable("SMOKE_FIXTURES_MALFORMED", path, `not JSON: ${cause.message}`, cause);
	}
	if (!Array.isArray(value)) throw unusable("SMOKE_FIXTURES_MALFORMED", path, "expected a list");
	if (value.length === 0) throw unusable("SMOKE_FIXTURES_EMPTY", path, "it holds no fixture");
	const fixtures = value.map((item, i) => fixtureFrom(item, i, path));
	const twice = fixtures.find(({ id }, i) => fixtures.findIndex((other) => other.id === id) !== i);
	if (twice !== void 0) throw unusable("SMOKE_FIXTURES_MALFORMED", path, `the id ${twice.id} stands twice`);
	return fixtures;
}
function fixtureFrom(item, index, path) {
	const refuse = (what) => unusable("SMOKE_FIXTURES_MALFORMED", path, `fixture ${index}: ${what}`);
	const { id, request, response } = object(item) ?? {};
	if (typeof id !== "string" && typeof id !== "number") throw refuse("`id` is missing");
	const inputs = object(request)?.inputs;
	const outputs = object(response)?.outputs;
	for (const [name, tensors] of [["request.inputs", inputs], ["response.outputs", outputs]]) {
		if (!Array.isArray(tensors) || tensors.length === 0) throw refuse(`\`${name}\` holds no tensor`);
		const wrong = tensors.findIndex((tensor) => typeof object(tensor)?.name !== "string" || object(tensor)?.data === void 0);
		if (wrong >= 0) throw refuse(`\`${name}[${wrong}]\` needs \`name\` and \`data\``);
	}
	return {
		id: String(id),
		request,
		response
	};
}
function object(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
function unusable(code, path, found, cause) {
	return new EvidenceError({
		code,
		message: `Reading the golden fixtures ${relative(process.cwd(), path)}: ${found}.`,
		hint: "Expected [{\"id\":\"…\",\"request\":{\"inputs\":[{\"name\",\"shape\",\"datatype\",\"data\"}]},\"response\":{\"outputs\":[…]}}]; record it with the model you trained.",
		cause
	});
}

// packages/rollout/src/smoke/batch-rows.ts
const MAX_ROWS = 64;
function batchRows(tensors) {
	const rows = tensors.map((tensor) => tensor.shape?.[0]);
	const first = rows[0];
	if (first === void 0 || first < 2 || rows.some((count) => count !== first)) return null;
	return Math.min(first, MAX_ROWS);
}
function rowOf(tensor, index) {
	const [rows, ...rest] = tensor.shape;
	const values = flatten(tensor.data);
	const size = values.length / rows;
	return {
		...tensor,
		shape: [1, ...rest],
		data: values.slice(index * size, (index + 1) * size)
	};
}

// packages/rollout/src/smoke/oip-client.ts
const MAX_BYTES = 52428800;
const READY_PAUSE_MS = 200;
var OipClient = class {
	#base;
	#model;
	#timeoutMs;
	constructor(base, model, timeoutMs) {
		this.#base = base.replace(/\/(?:v2\/?)?$/, "");
		this.#model = `/v2/models/${encodeURIComponent(model)}`;
		this.#timeoutMs = timeoutMs;
	}
	async untilReady(waitMs, signal) {
		const deadline = performance.now() + waitMs;
		for (const path of ["/v2/health/ready", `${this.#model}/ready`]) for (;;) {
			const found = await this.#readiness(path, signal);
			if (found === null) break;
			if (performance.now() >= deadline || signal?.aborted) throw this.#notReady(path, found, waitMs);
			await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
		}
	}
	async #readiness(path, signal) {
		try {
			const { status, text } = await this.ask(path, void 0, signal);
			return status === 200 ? null : `answered ${status} ${text.slice(0, 200)}`;
		} catch (error) {
			return reasonOf(error);
		}
	}
	#notReady(path, found, waitMs) {
		return new ExternalError({
			code: "SMOKE_NOT_READY",
			system: "candidate",
			message: `The candidate at ${this.#base} is not ready after ${waitMs / 1e3} s: ${path} ${found}.`,
			hint: "Check that the candidate serves there, that rollout.smoke.model is the name the server knows, and raise rollout.smoke.wait for slow starts.",
			retryable: true
		});
	}
	async metadata(signal) {
		const get = async (path) => {
			const { status, body } = await this.ask(path, void 0, signal);
			return status === 200 && typeof body === "object" && body !== null ? body : {};
		};
		return {
			server: await get("/v2"),
			model: await get(this.#model)
		};
	}
	async infer(request, signal) {
		try {
			return await this.ask(`${this.#model}/infer`, request, signal);
		} catch (cause) {
			throw new ExternalError({
				code: "SMOKE_NO_ANSWER",
				system: "candidate",
				message: `The candidate at ${this.#base} gave no answer to a golden request: ${reasonOf(cause)}.`,
				hint: "It was ready before: look at its log. Raise rollout.smoke.timeout for slow models.",
				retryable: true,
				cause
			});
		}
	}
	async ask(path, body, signal) {
		const timeout = AbortSignal.timeout(this.#timeoutMs);
		const answer = await fetch(`${this.#base}${path}`, {
			...body === void 0 ? {} : {
				method: "POST",
				body: exactJson(body),
				headers: { "content-type": "application/json" }
			},
			signal: signal === void 0 ? timeout : AbortSignal.any([signal, timeout])
		});
		const chunks = [];
		let size = 0;
		for await (const chunk of answer.body ?? []) {
			size += chunk.length;
			if (size > MAX_BYTES) throw new Error("the answer is larger than 50 MB");
			chunks.push(chunk);
		}
		const text = Buffer.concat(chunks).toString("utf8");
		return {
			status: answer.status,
			text,
			body: parsedOrUndefined(text)
		};
	}
};
function parsedOrUndefined(text) {
	try {
		return parseInferenceJson(text);
	} catch {
		return;
	}
}
function exactJson(value) {
	const integers = [];
	return JSON.stringify(value, (_key, member) => typeof member === "bigint" ? `\u0000${integers.push(member) - 1}` : member).replace(/"\\u0000(\d+)"/g, (_, index) => String(integers[Number(index)]));
}
function reasonOf(error) {
	const { cause, name, message } = error;
	if (name === "TimeoutError") return "did not answer in time";
	return cause?.code ?? cause?.message ?? message;
}

// packages/rollout/src/smoke/serving-parity.ts
const MAX_TOLD = 50;
const DIGEST = /^(?:sha256:)?([0-9a-f]{8,64})$/;
function servingParity(expected, metadata, modelVersions) {
	const told = {};
	for (const [prefix, values] of Object.entries(metadata)) for (const key of [
		"name",
		"version",
		"platform"
	]) if (typeof values[key] === "string") told[`${prefix}_${key}`] = values[key].slice(0, 200);
	const versions = [...modelVersions, ...parameterTexts(metadata.model, [
		"version",
		"model_version",
		"digest"
	])];
	if (versions.length > 0) told.model_version = versions[0].slice(0, 200);
	const runtime = {
		...frameworksTold(metadata.server),
		...frameworksTold(metadata.model)
	};
	for (const [name, version] of Object.entries(runtime).slice(0, MAX_TOLD)) told[name] = version.slice(0, 200);
	return {
		told,
		warnings: frameworkWarnings(expected.frameworks, runtime),
		wrongVersion: wrongVersionOf(expected.version, versions)
	};
}
function wrongVersionOf(expected, versions) {
	const ours = expected.replace(/^sha256:/, "");
	for (const version of versions) {
		const hex = DIGEST.exec(version)?.[1];
		if (hex !== void 0 && (version.startsWith("sha256:") || /[a-f]/.test(hex) || hex.length === 64) && !ours.startsWith(hex)) return version;
	}
	return null;
}
function frameworkWarnings(trained, runtime) {
	const normalized = new Map(Object.entries(runtime).map(([name, version]) => [normalName(name), version]));
	return Object.entries(trained).flatMap(([name, version]) => {
		const serving = normalized.get(normalName(name));
		if (serving === void 0 || serving === version) return [];
		return [`the model was trained with ${name} ${version} and the candidate serves with ${name} ${serving}`];
	});
}
function normalName(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function parametersOf(metadata) {
	const { parameters } = metadata;
	return typeof parameters === "object" && parameters !== null ? parameters : {};
}
function parameterTexts(metadata, keys) {
	const parameters = parametersOf(metadata);
	return keys.flatMap((key) => typeof parameters[key] === "string" ? [parameters[key]] : []);
}
function frameworksTold(metadata) {
	const parameters = parametersOf(metadata);
	const entries = [
		metadata.frameworks,
		metadata.environment,
		parameters.frameworks,
		parameters.environment,
		parameters
	].flatMap((block) => typeof block === "object" && block !== null ? Object.entries(block) : []);
	return Object.fromEntries(entries.filter((entry) => typeof entry[1] === "string"));
}

// packages/rollout/src/smoke/smoke-for.ts
const WAIT = "10s";
const TIMEOUT = "10s";
const TOLERANCE = {
	abs: 1e-6,
	rel: 0
};
function smokeFor(config, subject, context) {
	const { candidate, fixtures } = config;
	if (candidate === void 0 || fixtures === void 0) throw new ConfigError({
		code: "SMOKE_INCOMPLETE",
		message: `rollout.smoke does not name ${candidate === void 0 ? "the candidate" : "its fixtures"}.`,
		hint: "Expected smoke: { candidate: \"http://127.0.0.1:9002\", fixtures: golden.json }: the address of the candidate alone, and golden requests."
	});
	const client = new OipClient(candidate, config.model ?? subject.model, durationMs(config.timeout ?? TIMEOUT));
	const tolerance = config.tolerance === void 0 ? TOLERANCE : {
		abs: 0,
		rel: 0,
		...defined(config.tolerance)
	};
	return async (signal) => {
		const golden = await readGoldenFixtures(resolve(context.directory, fixtures));
		await client.untilReady(durationMs(config.wait ?? WAIT), signal);
		const session = new SmokeSession(client, tolerance, config.batch === true, signal);
		for (const fixture of golden) await session.run(fixture);
		return session.report(golden.length, subject, await client.metadata(signal).catch(() => ({
			server: {},
			model: {}
		})));
	};
}
function defined(tolerance) {
	return Object.fromEntries(Object.entries(tolerance).filter(([, value]) => value !== void 0));
}
var SmokeSession = class {
	#client;
	#tolerance;
	#batch;
	#signal;
	#modelVersions = /* @__PURE__ */ new Set();
	#passed = 0;
	#message = "";
	constructor(client, tolerance, batch, signal) {
		this.#client = client;
		this.#tolerance = tolerance;
		this.#batch = batch;
		this.#signal = signal;
	}
	async run(fixture) {
		const { request, response } = fixture;
		const problem = await this.#ask(request, response.outputs) ?? (this.#batch ? await this.#askRows(fixture) : null);
		if (problem === null) this.#passed += 1;
		else if (this.#message === "") this.#message = `fixture ${fixture.id}: ${problem}`;
	}
	async #ask(request, expected) {
		const { status, body, text } = await this.#client.infer(request, this.#signal);
		if (status !== 200) return `the candidate answered ${status}: ${text.trim().slice(0, 300)}`;
		const answer = body;
		if (!Array.isArray(answer?.outputs)) return `the answer holds no outputs: ${text.slice(0, 200)}`;
		if (typeof answer.model_version === "string") this.#modelVersions.add(answer.model_version);
		return firstDifference(expected, answer.outputs, this.#tolerance);
	}
	async #askRows({ request, response }) {
		const rows = batchRows([...request.inputs, ...response.outputs]);
		for (let row = 0; row < (rows ?? 0); row++) {
			const single = {
				...request,
				inputs: request.inputs.map((tensor) => rowOf(tensor, row))
			};
			const problem = await this.#ask(single, response.outputs.map((tensor) => rowOf(tensor, row)));
			if (problem !== null) return `row ${row} asked alone differs from the batch: ${problem}`;
		}
		return null;
	}
	report(fixtures, subject, metadata) {
		const { told, warnings, wrongVersion } = servingParity(subject, metadata, this.#modelVersions);
		if (wrongVersion === null) return {
			fixtures,
			passed: this.#passed,
			message: this.#message,
			server: told,
			warnings
		};
		return {
			fixtures,
			passed: 0,
			message: `the candidate serves version ${wrongVersion}, not ${subject.version}`,
			server: told,
			warnings
		};
	}
};

// packages/use-cases/src/rollout/carry-on.ts
const STOP_BUDGET_MS = 6500;
const SHORT_WAIT_MS = 1e3;
const FAILURES = 5;
const carried = ({ head, failure }) => ({
	journal: head.journal,
	failure
});
async function carryOnce(world, setting, request) {
	let last = await tick(world, setting.machine, request);
	for (let look = 0; look < 4 && last.failure === null && confirming(last); look++) {
		await world.sleep(setting.machine.confirmMs);
		last = await tick(world, setting.machine, { kind: "tick" });
	}
	return carried(last);
}
const confirming = ({ head }) => head.journal?.state === "RollingBack" && head.journal.confirm !== null;
async function carryToEnd(host, world, setting, onMove) {
	let failures = 0;
	let told = "";
	let where = "";
	for (;;) {
		const last = await tick(world, setting.machine, { kind: "tick" });
		if (host.signal?.aborted) return stop(world, setting);
		const { journal } = last.head;
		if (journal === null) return carried(last);
		const line = `${journal.state} at ${journal.weights.candidate} %: ${journal.reason}`;
		if (line !== told) host.log.info(line);
		told = line;
		const now = `${journal.state} ${journal.weights.candidate}`;
		if (now !== where) onMove(journal);
		where = now;
		failures = last.failure ? failures + 1 : 0;
		if (last.failure) host.log.warning(last.failure.message);
		if (isAtRest(journal.state) || failures >= FAILURES || heldForGood(journal, setting, world.now())) return carried(last);
		await world.sleep(pauseOf(journal, setting));
		if (host.signal?.aborted) return stop(world, setting);
	}
}
function pauseOf(journal, setting) {
	const { policy, confirmMs } = setting.machine;
	if (journal.state === "RollingBack") return confirmMs;
	return journal.intent !== null || journal.state === "Locked" || journal.state === "Deployed" ? Math.min(policy.windowMs, SHORT_WAIT_MS) : policy.windowMs;
}
function heldForGood(journal, setting, nowMs) {
	const { policy } = setting.machine;
	const over = nowMs - (journal.times.canary ?? nowMs) >= policy.horizonMs;
	return journal.state === "Hold" && policy.inconclusive === "hold" && over;
}
async function stop(world, setting, reason = "The run was told to stop.") {
	const deadline = AbortSignal.timeout(STOP_BUDGET_MS);
	const hurried = {
		...world,
		signal: deadline,
		sleep: (ms) => pause(Math.min(ms, 500), deadline)
	};
	const machine = {
		...setting.machine,
		confirmMs: Math.min(setting.machine.confirmMs, SHORT_WAIT_MS)
	};
	let last = await tick(hurried, machine, {
		kind: "abort",
		reason
	});
	while (!deadline.aborted && last.head.journal?.state === "RollingBack") {
		await pause(machine.confirmMs, deadline);
		if (!deadline.aborted) last = await tick(hurried, machine, { kind: "tick" });
	}
	return carried(last);
}
function pause(ms, signal) {
	if (signal?.aborted) return Promise.resolve();
	return new Promise((done) => {
		const wake = () => {
			clearTimeout(timer);
			signal?.removeEventListener("abort", wake);
			done();
		};
		const timer = setTimeout(wake, ms);
		signal?.addEventListener("abort", wake);
	});
}

// packages/use-cases/src/rollout/chain-of-proof.ts
async function proveCandidate(setting, reference) {
	const { registry } = setting;
	const view = await registry.ledger.read();
	const { version } = view.resolve(registry.model, reference);
	if (!view.intact) throw brokenLedger(version, view.findings[0]);
	const proof = await loadVersionProof(registry, version);
	if (proof.archived) throw refused(version, "status", "the version is archived", "Register or choose another version.");
	const { adopted } = proof.modelVersion;
	if (adopted !== null) return {
		version,
		proof,
		warnings: [`${version.slice(0, 19)} was adopted without a gate: ${adopted.reason}`]
	};
	requireEvaluation(proof);
	requireData(proof);
	for (const document of [proof.evaluation, proof.dataReport]) if (document !== null) requireYoung(setting, proof, document);
	return {
		version,
		proof,
		warnings: proof.modelVersion.evaluation === null ? [`${version.slice(0, 19)} was registered without an evaluation.`] : []
	};
}
function requireEvaluation({ version, modelVersion, evaluation: document, evidence }) {
	const { evaluation: recorded, approval } = modelVersion;
	if (recorded === null) return;
	const gone = "Register the model again, with its evaluation.";
	if (document === null) throw refused(version, "evaluation", "the store does not have it", gone);
	const own = evidence === modelVersion.evidence?.digest;
	if (own && document.verdict !== recorded.verdict) throw refused(version, "record", `it says ${recorded.verdict}, the evaluation says ${document.verdict}`, gone);
	if (document.purpose === "pull_request") throw refused(version, "evaluation", "it was made for a pull request", "Evaluate on the main branch and register again.");
	const approved = document.verdict === "inconclusive" && (approval !== null || !own);
	if (document.verdict === "pass" || approved) return;
	throw refused(version, "evaluation", `its verdict is ${document.verdict}`, "Only a version that passed its gate, or was approved, gets traffic.");
}
function requireData({ version, modelVersion: { data }, dataReport }) {
	if (data === null) return;
	const gone = "Register the model again, with its data report.";
	if (dataReport === null) throw refused(version, "data report", "the store does not have it", gone);
	const { verdict } = dataReport;
	if (verdict === "pass" || verdict === "inconclusive") return;
	throw refused(version, "data report", `its verdict is ${verdict}`, "Train on data that pass, and register again.");
}
function requireYoung({ maxAge, today }, { version }, { as_of, schema }) {
	if (maxAge === void 0) return;
	const ageMs = Date.parse(today) - Date.parse(as_of);
	if (ageMs >= 0 && ageMs <= durationMs(maxAge)) return;
	throw refused(version, schema.replace("/1", "").replace("-", " "), `it is of ${as_of}, today is ${today}, and registry.require.max_age is ${maxAge}`, "Judge the model again and register what comes of it.");
}
function brokenLedger(version, { where, kind, expected, found }) {
	return refused(version, "ledger", `its chain is broken at ${where} (${kind}: expected ${expected}, found ${found})`, "Nothing gets traffic on the word of a ledger that was changed: `model-delivery history` names every finding.");
}
function refused(version, link, found, hint) {
	return new EvidenceError({
		code: "PROOF_REFUSED",
		message: `Following the chain of proof of ${version}: the ${link} does not hold: ${found}.`,
		hint
	});
}
async function smokeOf(host, setting, configuration, { version, proof }) {
	const { smoke } = setting.config;
	if (smoke === void 0) return null;
	const fixtures = smoke.fixtures ?? await storedFixtures(proof);
	if (fixtures !== void 0) await readGoldenFixtures(resolve(configuration.baseDirectory, fixtures));
	const lineage = await (await setting.registry.ledger.read()).lineageDocument(proof.modelVersion.lineage.digest);
	const subject = {
		model: setting.model,
		version,
		frameworks: lineage?.environment.frameworks ?? {}
	};
	const context = {
		directory: configuration.baseDirectory,
		env: host.env,
		now: host.now
	};
	return smokeFor({
		...smoke,
		...fixtures === void 0 ? {} : { fixtures }
	}, subject, context);
}
async function storedFixtures(proof) {
	const golden = proof.evidenceFiles.find(({ role }) => role === "golden");
	const bytes = golden === void 0 ? null : await proof.read(golden.name);
	if (bytes === null) return void 0;
	const path = join(mkdtempSync(join(tmpdir(), "model-delivery-golden-")), "golden.json");
	writeFileSync(path, bytes);
	return path;
}

// packages/use-cases/src/rollout/deployment-projection.ts
const STATUS = {
	Completed: "success",
	RolledBack: "failure",
	Foreign: "failure",
	Broken: "failure"
};
function deploymentProjection(host, access) {
	let shown = Promise.resolve(true);
	const show = (document) => {
		shown = shown.then((going) => going && project(host, access, document));
	};
	return {
		show,
		finish: async (document) => {
			show(document);
			await shown;
		}
	};
}
async function project(host, access, document) {
	const { env } = host;
	const ref = env.GITHUB_SHA;
	const token = access.client !== void 0 || Boolean(access.token ?? env.GITHUB_TOKEN);
	if (!env.GITHUB_REPOSITORY || !ref || !token) return false;
	if (document.state === "Idle") return true;
	try {
		const { projectDeploymentStatus, repositoryName } = await import("./github-main2.js");
		await projectDeploymentStatus(await apiClient(host, access), repositoryName(env.GITHUB_REPOSITORY), {
			ref,
			environment: document.endpoint,
			key: `${document.candidate}@${document.decisions[0]?.time ?? ""}`,
			state: STATUS[document.state] ?? "in_progress",
			description: `${document.state} at ${document.weight} %: ${document.reason}`,
			logUrl: runIdentity(env, readEvent(env))?.url
		});
		return true;
	} catch (error) {
		host.log.warning(`The GitHub Deployment of ${document.endpoint} was not updated: ${error.message}. It is display only; it needs \`deployments: write\`.`);
		return false;
	}
}

// packages/use-cases/src/rollout/plan-rollout.ts
const WATCH_MS = 5e3;
async function planRollout(setting, world, requestsPerSecond) {
	const { policy, hasSource } = setting.machine;
	if (!setting.target.canSplit || !hasSource) return null;
	const first = policy.steps[0];
	const shape = {
		weight: first.weight,
		windowMs: policy.windowMs,
		horizonMs: policy.horizonMs,
		minRequests: first.minRequests,
		minTimeMs: first.minTimeMs
	};
	const { traffic, warnings } = await watched(world, policy.windowMs, requestsPerSecond);
	const plan = planCanary(judgePolicy(setting.config), shape, traffic);
	return {
		...plan,
		warnings: [...plan.warnings, ...warnings]
	};
}
async function watched(world, windowMs, requestsPerSecond) {
	try {
		return {
			traffic: await trafficNow(world, windowMs, requestsPerSecond),
			warnings: []
		};
	} catch (thrown) {
		const { exitCode, message } = asDeliveryError(thrown);
		if (exitCode !== EXIT.external) throw thrown;
		return {
			traffic: requestsPerSecond === void 0 ? null : {
				requestsPerSecond,
				stable: {}
			},
			warnings: [`The traffic could not be watched: ${message}`]
		};
	}
}
async function trafficNow(world, windowMs, requestsPerSecond) {
	const first = await world.source.read(world.signal);
	await world.sleep(Math.min(windowMs, WATCH_MS));
	const second = await world.source.read(world.signal);
	const seconds = (second.timeMs - first.timeMs) / 1e3;
	const watched = seconds > 0 ? (requests(second) - requests(first)) / seconds : 0;
	const rate = requestsPerSecond ?? watched;
	if (!(rate > 0)) return null;
	const entries = Object.entries(second.guardrails).flatMap(([id, { stable }]) => {
		if (stable === null || !("events" in stable) || !(stable.n > 0)) return [];
		return [[id, { rate: stable.events / stable.n }]];
	});
	return {
		requestsPerSecond: rate,
		stable: Object.fromEntries(entries)
	};
}
function requests(reading) {
	const counts = Object.values(reading.guardrails).map(({ stable, candidate }) => (stable?.n ?? 0) + (candidate?.n ?? 0));
	return Math.max(0, ...counts.filter(Number.isFinite));
}
function refuseHopeless(plan, strict) {
	if (!strict || plan === null || plan.promotable !== false) return;
	throw new ConfigError({
		code: "ROLLOUT_CANNOT_DECIDE",
		message: `Under \`rollout.strict\` a canary that cannot decide in its time is not begun. ${plan.guardrails.map(({ message }) => message).join(" ")}`,
		hint: "Give it more traffic, more time (`horizon`), a wider `non_inferiority` or a `max_rate`; `canary plan` shows the numbers."
	});
}

// packages/use-cases/src/rollout/champion-alias.ts
function championAlias(host, registry, alias = "champion") {
	const current = async () => {
		return (await registry.ledger.read()).aliases(registry.model).get(alias) ?? null;
	};
	return {
		alias,
		current,
		async move(action, to, expect, reason) {
			const outcome = await moveAlias(host, registry, action === "promote" ? {
				action,
				version: to,
				alias,
				reason,
				expect
			} : {
				action,
				alias,
				reason,
				to,
				expect
			});
			if (!outcome.ok) return {
				ok: false,
				actual: outcome.actual,
				message: outcome.message
			};
			for (const warning of outcome.warnings) host.log.warning(warning);
			return { ok: true };
		}
	};
}

// packages/use-cases/src/rollout/process-owner.ts
function processOwner() {
	return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`.slice(-256);
}
function ownerAlive(owner) {
	const match = /^(.*)\/(\d+)\/[0-9a-f]{8}$/.exec(owner);
	if (match === null || match[1] !== hostname()) return null;
	try {
		process.kill(Number(match[2]), 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

// packages/use-cases/src/rollout/rollout-setting.ts
const CONFIRM_MS = 5e3;
async function openRolloutSetting(host, configuration, { access = {}, owner = processOwner(), carriesOn, sleep }) {
	const { config: today, model } = rolloutBlock(configuration);
	const patient = {
		...host,
		signal: void 0
	};
	const registry = await openRegistry(patient, configuration, access);
	const journal = openJournal(registry.refLog, today.endpoint);
	const { config, warnings } = carriesOn ? policyOf((await journal.read()).journal, today) : {
		config: today,
		warnings: []
	};
	const context = {
		directory: configuration.baseDirectory,
		env: host.env,
		now: host.now
	};
	if (config.target === void 0) throw missing("target", "target: { dev_gateway: { weights: run/weights.json } }");
	const target = targetFor(config.target, context);
	const source = config.source ? sourceFor(config.source, config.guardrails ?? [], config.arms, context) : null;
	const judged = config.guardrails !== void 0 && config.guardrails.length > 0;
	if (target.canSplit && !judged) judgePolicy(config);
	if (target.canSplit && source === null) throw missing("source", "source: { prometheus_text: \"http://127.0.0.1:9100/metrics\" }");
	const policy = rolloutPolicy(config);
	const champion = championAlias(patient, registry);
	const machine = {
		policy,
		judging: judged ? canaryJudging(judgePolicy(config)) : null,
		hasSmoke: config.smoke !== void 0,
		hasSource: source !== null && judged,
		settles: target.promote !== void 0,
		confirmMs: Math.min(policy.windowMs, CONFIRM_MS)
	};
	const world = (smoke, signal) => ({
		journal,
		target,
		source,
		smoke,
		champion,
		now: host.now,
		sleep: (ms) => sleep(ms, signal),
		owner,
		alive: ownerAlive,
		signal
	});
	const { max_age: maxAge } = configuration.loaded.config.registry?.require ?? {};
	return {
		model,
		config,
		registry,
		target,
		source,
		champion,
		machine,
		maxAge,
		today: new Date(host.now()).toISOString().slice(0, 10),
		warnings,
		world
	};
}
const CARRIED = [
	"first_rollout",
	"steps",
	"guardrails",
	"breakers",
	"alpha",
	"window",
	"horizon",
	"unknown",
	"soak",
	"lease",
	"arms",
	"inconclusive"
];
function policyOf(journal, config) {
	if (journal === null || CLOSED_ROLLOUT_STATES.includes(journal.state)) return {
		config,
		warnings: []
	};
	const [begun, now] = [journal.policy, effectiveRollout(config)];
	const differing = CARRIED.filter((key) => canonicalJson(begun[key] ?? null) !== canonicalJson(now[key] ?? null));
	if (differing.length === 0) return {
		config,
		warnings: []
	};
	const carried = Object.fromEntries(differing.map((key) => [key, begun[key]]));
	const warning = `The configuration of ${differing.map((key) => `rollout.${key}`).join(", ")} was changed while this rollout is open: it is carried to its end as it began.`;
	return {
		config: {
			...config,
			...carried
		},
		warnings: [warning]
	};
}
function rolloutBlock(configuration) {
	const { rollout, model } = configuration.loaded.config;
	if (rollout === void 0) throw noBlock("rollout", configuration.repositoryPath);
	return {
		config: rollout,
		model
	};
}
function missing(key, example) {
	return new ConfigError({
		code: "ROLLOUT_INCOMPLETE",
		message: `The \`rollout\` block names no \`${key}\`, and a canary cannot be made without it.`,
		hint: `Add for example \`${example}\`.`
	});
}

// packages/use-cases/src/rollout/start-rollout.ts
async function beginRollout(setting, world, candidate) {
	const head = await world.journal.read();
	const open = head.journal !== null && !CLOSED_ROLLOUT_STATES.includes(head.journal.state);
	if (open && head.journal.candidate === candidate.version) return {
		kind: "resumed",
		head
	};
	if (open) throw alreadyOpen(head, candidate.version);
	const champion = await world.champion.current();
	if (champion === candidate.version) return {
		kind: "serving",
		head
	};
	if (champion === null && setting.machine.policy.firstRollout === "refuse") throw firstRefused(candidate.version);
	const { model, config, target } = setting;
	const state = setting.target.promotesByAlias ? null : await world.target.read(world.signal);
	if (state !== null && champion !== null) requireStable(state, setting);
	if (target.canSplit && champion !== null) await setting.source?.read(world.signal);
	const opening = {
		model,
		config,
		candidate: candidate.version,
		champion,
		target,
		state
	};
	const locked = {
		...openRollout({
			...opening,
			nowMs: world.now(),
			owner: world.owner
		}),
		warnings: candidate.warnings
	};
	const written = await world.journal.write(head, locked);
	if (written !== null) return {
		kind: "opened",
		head: written
	};
	return beginRollout(setting, world, candidate);
}
function alreadyOpen({ journal }, wanted) {
	return new ExternalError({
		code: "ROLLOUT_OPEN",
		system: "rollout journal",
		message: `Starting ${wanted.slice(0, 19)}: the endpoint ${journal.endpoint} has an open rollout of ${journal.candidate.slice(0, 19)} (${journal.state}).`,
		hint: "Wait for it, carry it on with `canary tick`, or take it back with `canary abort`.",
		retryable: true
	});
}
function firstRefused(version) {
	return new EvidenceError({
		code: "FIRST_ROLLOUT_REFUSED",
		message: `Starting ${version.slice(0, 19)}: there is no champion to compare with, and \`rollout.first_rollout\` is refuse.`,
		hint: "Adopt what serves now (`register --adopt --reason TEXT`, then `promote … --to champion`), or set `first_rollout: direct`."
	});
}
function requireStable(state, setting) {
	if (state.weights.candidate === 0) return;
	throw new ExternalError({
		code: "ROLLOUT_SPLIT_TAKEN",
		system: setting.target.kind,
		message: `Starting a rollout: the target gives the candidate arm ${state.weights.candidate} % already; expected 0 %, with the champion in the stable arm.`,
		hint: "Let the stable arm serve the champion and set the split to 100/0; `target.…promote` (a command) does so after every promotion."
	});
}

// packages/use-cases/src/rollout/canary-stage.ts
function canaryStage(host, request) {
	const file = `${request.out}/rollout.json`;
	return runStage({
		...host,
		signal: void 0
	}, {
		schema: "rollout/1",
		file
	}, async (startedMs) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		const setting = await openRolloutSetting(host, configuration, {
			...request,
			carriesOn: request.command !== "plan",
			sleep: request.sleep ?? pause
		});
		const projection = deploymentProjection(host, request.access ?? {});
		const factsOf = (done) => ({
			model: setting.model,
			config: setting.config,
			...done,
			warnings: [...setting.warnings, ...done.warnings ?? []]
		});
		const onMove = (journal) => projection.show(rolloutDocument(factsOf({ journal })));
		const done = await perform(host, {
			...request,
			onMove
		}, configuration, setting);
		const document = rolloutDocument(factsOf(done));
		const reads = request.command === "plan" || request.command === "status";
		if (!reads) await projection.finish(document);
		for (const warning of document.warnings) host.log.warning(warning);
		const sealed = writeDocument(resolve(host.cwd, file), document, metaOf(host, startedMs));
		const code = reads ? EXIT.pass : rolloutExitCode(document, done.failure ?? null, request.failOn);
		return outcomeOf(file, sealed, code, summaryOf(document, done.plan !== void 0));
	});
}
function summaryOf(document, planned) {
	if (planned) return `plan: ${document.reason}`;
	return document.error ? `${document.error.code}: ${document.error.message}` : summaryOfRollout(document);
}
async function perform(host, request, configuration, setting) {
	const reference = request.reference ?? "candidate";
	switch (request.command) {
		case "status": return { journal: (await setting.world(null, host.signal).journal.read()).journal };
		case "plan": return plan(host, request, setting, reference);
		case "start":
		case "run": return begin(host, request, configuration, setting, reference);
		case "abort": return abort(request, setting);
		case "tick":
		case "reconcile": return goOn(host, request.command, configuration, setting);
	}
}
const taken = ({ journal, failure }) => ({
	journal,
	failure
});
async function abort(request, setting) {
	const world = setting.world(null, void 0);
	const { journal } = await world.journal.read();
	const owner = request.onlyIfOwnedBy;
	if (owner !== void 0 && journal?.lease.owner !== owner) return { journal };
	if (owner !== void 0 && journal?.state === "Foreign") return { journal };
	return taken(await stop(world, setting, request.reason ?? "Somebody aborted it."));
}
async function plan(host, request, setting, reference) {
	const { version, warnings } = await proveCandidate(setting, reference);
	const world = setting.world(null, host.signal);
	const champion = await world.champion.current();
	const found = await planRollout(setting, world, request.requestsPerSecond);
	const reason = (champion === null ? "First rollout: smoke, then all traffic at once; there is no second arm." : null) ?? (found === null ? "The target cannot split traffic: smoke, promotion as a whole, soak." : found.guardrails.map(({ message }) => message).join(" "));
	return {
		journal: null,
		candidate: version,
		champion,
		plan: found ?? {
			guardrails: [],
			promotable: null,
			warnings: []
		},
		reason,
		warnings: [...warnings, ...found?.warnings ?? []]
	};
}
async function begin(host, request, configuration, setting, reference) {
	const candidate = await proveCandidate(setting, reference);
	const world = setting.world(await smokeOf(host, setting, configuration, candidate), host.signal);
	if (setting.config.strict) refuseHopeless(await planRollout(setting, world, void 0), true);
	if ((await beginRollout(setting, world, candidate)).kind === "serving") return serving(candidate);
	if (request.command === "start") return taken(await carryOnce(world, setting, { kind: "tick" }));
	return taken(await carryToEnd(host, world, setting, request.onMove));
}
function serving({ version, warnings }) {
	return {
		journal: null,
		candidate: version,
		champion: version,
		reason: `${version.slice(0, 19)} already is the champion: there is nothing to roll out.`,
		warnings
	};
}
async function goOn(host, command, configuration, setting) {
	const { journal } = await setting.world(null, host.signal).journal.read();
	if (journal === null) return { journal };
	if (CLOSED_ROLLOUT_STATES.includes(journal.state)) return { journal };
	const smoke = await smokeForOpen(host, configuration, setting, journal);
	return taken(await carryOnce(setting.world(smoke, host.signal), setting, { kind: command }));
}
async function smokeForOpen(host, configuration, setting, { state, candidate }) {
	if (state !== "Locked" && state !== "Deployed") return null;
	return smokeOf(host, setting, configuration, await proveCandidate(setting, candidate));
}

export { processOwner as n, canaryStage as t };