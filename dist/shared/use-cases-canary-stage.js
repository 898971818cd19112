import { a as rolloutDecisionSchema, i as guardrailStatusSchema, n as CLOSED_ROLLOUT_STATES, r as ROLLOUT_STATES } from "./core-rollout.js";
import { _ as union, a as boolean, d as number$1, f as record, h as templateLiteral, i as array, l as literal, m as string, p as strictObject, r as _enum, s as json } from "./zod.js";
import { a as ExternalError, c as asDeliveryError, d as registerSecret, i as EvidenceError, l as redact, o as InternalError, r as EXIT, s as PermissionError, t as ConfigError } from "./core-errors.js";
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
import { t as LATER_TARGETS } from "./core-traffic.js";
import { a as withFileLock, i as weightsText, n as readWeightsFile, r as replaceFile, t as parseWeights } from "./rollout-weights-file.js";
import { r as sha256Hex } from "./core-digest.js";
import { t as noBlock } from "./use-cases-validate-stage.js";
import { t as moveAlias } from "./use-cases-move-alias.js";
import { join, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { readFile } from "node:fs/promises";
import { spawn } from "node:child_process";

// packages/rollout/src/journal/rollout-journal.ts
const digest = templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)]);
const weights = strictObject({
	stable: number$1().min(0).max(100),
	candidate: number$1().min(0).max(100)
});
const ms = number$1();
const text = string().max(4096);
const cumulative = union([strictObject({
	n: number$1().nullable(),
	events: number$1().nullable()
}), strictObject({
	n: number$1().nullable(),
	sum: number$1().nullable(),
	sum_sq: number$1().nullable()
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
	attempts: number$1().int().positive()
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
	step: number$1().int().nonnegative().nullable(),
	weights,
	announced: array(number$1()).max(100),
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
		known: number$1().int(),
		unknown: number$1().int(),
		consecutive_unknown: number$1().int()
	}),
	step_requests: strictObject({
		stable: number$1(),
		candidate: number$1()
	}),
	guardrails: array(guardrailStatusSchema),
	smoke: strictObject({
		fixtures: number$1(),
		passed: number$1(),
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
		n: number$1().nullable(),
		at: ms,
		looks: number$1().int()
	}).nullable(),
	alias_moved: boolean(),
	settling: boolean(),
	failures: number$1().int(),
	reason: text,
	warnings: array(text).max(1e3),
	policy: json(),
	decisions: array(rolloutDecisionSchema)
});

// packages/rollout/src/journal/journal-log.ts
const FILE = "journal.json";
const EVENTS = "events.jsonl";
const journalRef = (endpoint) => `refs/model-delivery/rollout/${endpoint}`;
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
			reason: reasonOf$2(judgement, messages),
			statuses
		};
	} };
}
function reasonOf$2({ rollback, hold }, messages) {
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
	const usable = isComplete(reading);
	const previous = journal.reading;
	if (previous === null) {
		if (!usable) return unknown(journal, policy, seen, times, reading.problems[0] ?? "the metrics are incomplete");
		return {
			journal: changed(journal, policy, seen, {
				times,
				reading: kept(reading)
			}),
			judgement: null,
			known: false
		};
	}
	const judgement = judging.judge(journal.evidence, previous, reading);
	const { requests, problem } = judgement;
	const base = {
		times,
		evidence: judgement.evidence,
		guardrails: judgement.statuses
	};
	const from = usable ? {
		...base,
		reading: kept(reading)
	} : base;
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
	const arms = Object.values(reading.guardrails).flatMap(({ stable, candidate }) => [stable, candidate]);
	if (arms.length === 0 || reading.problems.length > 0) return false;
	return arms.every((counts) => counts !== null && Object.values(counts).every((value) => Number.isFinite(value) && value >= 0));
}
const kept = (reading) => ({
	timeMs: reading.timeMs,
	guardrails: reading.guardrails,
	problems: reading.problems.map((problem) => problem.slice(0, 4096))
});
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
const sameSplit$1 = (a, b) => Math.abs(a.candidate - b.candidate) < .01;
function announce(journal, policy, seen, target, purpose, weights, fields = {}) {
	const before = journal.intent;
	const repeated = before !== null && before.purpose === purpose && sameSplit$1(before.weights, weights);
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
	if (intent === null) return sameSplit$1(target.weights, journal.weights) ? null : foreign(journal, policy, seen, target, journal.weights);
	if (sameSplit$1(target.weights, intent.weights)) {
		if (!target.converged) return wait(journal);
		return goOn$1(observed(journal, policy, seen, target));
	}
	if (!sameSplit$1(target.weights, journal.weights)) return foreign(journal, policy, seen, target, intent.weights);
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
	if (journal.mode !== "alias" && !sameSplit$1(journal.weights, ALL)) return startPromotion(journal, policy, seen, journal.reason);
	const moved = championMoved(journal, policy, seen);
	if (moved) return moved;
	if (seen.champion !== journal.candidate) {
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
	const unsettled = settleSplit(journal, policy, seen);
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
	if (blind && soaked < policy.horizonMs) return wait(now);
	if (blind && policy.inconclusive === "rollback") return fallBack(now, policy, seen, "no_decision", "While soaking: the metrics have been silent for the whole horizon.");
	if (!settles) return goOn$1(completed(now, policy, seen));
	return {
		journal: changed(now, policy, seen, { settling: true }),
		effect: settle,
		again: true
	};
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
	if (judged === null) return atHorizon(journal, policy, seen, null) ?? wait(journal);
	const now = judged.journal;
	const { judgement } = judged;
	if (judgement?.rollback) return takeBack(now, policy, seen, "harm", judgement.rollback);
	const holding = judgement?.hold ?? silence(now, policy);
	if (holding !== null) return atHorizon(now, policy, seen, judged) ?? hold(now, policy, seen, holding);
	if (now.state === "Canary") return forward(now, policy, seen, judged);
	return atHorizon(now, policy, seen, judged) ?? (judged.known ? goOn$1(released(now, policy, seen)) : wait(now));
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
	return sameSplit$1(journal.weights, first) ? goOn$1(held) : announce(held, policy, seen, target, "hold", first);
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
	if (missing !== null) return atHorizon(journal, policy, seen, judged) ?? wait(changed(journal, policy, seen, { reason: missing }));
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
function atHorizon(journal, policy, seen, judged) {
	if (seen.nowMs - (journal.times.canary ?? seen.nowMs) < policy.horizonMs) return null;
	const reason = `The horizon has passed without a decision. ${journal.reason}`;
	if (policy.inconclusive === "hold") return journal.state === "Hold" ? wait(journal) : hold(journal, policy, seen, reason);
	const harmless = judged?.known === true && judged.judgement?.hold === null;
	if (policy.inconclusive === "promote" && journal.state === "Canary") {
		if (harmless) return startPromotion(journal, policy, seen, `${reason} The policy promotes.`);
		if (judged === null) return null;
	}
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
	} : failed$1(journal, policy, seen, target.unreachable);
	if (written && sameSplit$1(target.weights, journal.rollback.weights)) return confirm(journal, policy, seen, hasSource, confirmMs);
	if (!journal.announced.some((weight) => Math.abs(weight - target.weights.candidate) < .01) && !sameSplit$1(target.weights, journal.weights)) return wait(foreignOf(journal, policy, seen, target));
	if (intent?.purpose === "rollback" && intent.key === seen.confirmed && sameSplit$1(target.weights, intent.weights)) {
		if (!target.converged) return wait(journal);
		return goOn$1(changed(journal, policy, seen, {
			weights: target.weights,
			intent: null,
			confirm: {
				n: null,
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
function failed$1(journal, policy, seen, error) {
	const failures = journal.failures + 1;
	if (failures >= 5) return wait(broken(journal, policy, seen, failures, error.message));
	return {
		...wait(changed(journal, policy, seen, { failures })),
		failure: error
	};
}
function broken(journal, policy, seen, failures, why) {
	const reason = `The rollback to ${journal.rollback.weights.stable} % stable failed ${failures} times: ${why} A person must look: set the split by hand, then \`canary abort\`.`;
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
	const { reading } = seen;
	const before = journal.confirm;
	if (!hasSource || seen.nowMs < before.at) return aliasBack(journal, policy, seen);
	if (before.n !== null && seen.nowMs - before.at < confirmMs) return wait(journal);
	const n = reading === void 0 || isUnreachable(reading) ? null : candidateRequests(reading);
	const looks = before.looks + 1;
	if (n === null) {
		if (looks <= policy.maxConsecutiveUnknown) return wait(changed(journal, policy, seen, { confirm: {
			...before,
			looks
		} }));
		const warning = "The rollback is confirmed by the target only: the metrics were silent.";
		return aliasBack({
			...journal,
			warnings: [...journal.warnings, warning]
		}, policy, seen);
	}
	if (before.n !== null && n <= before.n) return aliasBack(journal, policy, seen);
	if (looks > CONFIRM_LOOKS) return wait(broken(journal, policy, seen, journal.failures, "the target confirms it, but the candidate still gets requests."));
	return wait(changed(journal, policy, seen, { confirm: {
		n,
		at: seen.nowMs,
		looks
	} }));
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
	const { smoke, confirmed, settled } = memory;
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
		settled
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
			return isUnreachable(done) ? done.unreachable : null;
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
const MAX_BYTES$2 = 52428800;
async function readGoldenFixtures(path) {
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch (cause) {
		throw unusable("SMOKE_FIXTURES_MISSING", path, cause.code === "ENOENT" ? "no such file" : cause.message, cause);
	}
	if (text.length > MAX_BYTES$2) throw unusable("SMOKE_FIXTURES_MALFORMED", path, "larger than 50 MB");
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
	const { id, request, response } = object$1(item) ?? {};
	if (typeof id !== "string" && typeof id !== "number") throw refuse("`id` is missing");
	const inputs = object$1(request)?.inputs;
	const outputs = object$1(response)?.outputs;
	for (const [name, tensors] of [["request.inputs", inputs], ["response.outputs", outputs]]) {
		if (!Array.isArray(tensors) || tensors.length === 0) throw refuse(`\`${name}\` holds no tensor`);
		const wrong = tensors.findIndex((tensor) => typeof object$1(tensor)?.name !== "string" || object$1(tensor)?.data === void 0);
		if (wrong >= 0) throw refuse(`\`${name}[${wrong}]\` needs \`name\` and \`data\``);
	}
	return {
		id: String(id),
		request,
		response
	};
}
function object$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
function unusable(code, path, found, cause) {
	return new EvidenceError({
		code,
		message: `Reading the golden fixtures ${path}: ${found}.`,
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
const MAX_BYTES$1 = 52428800;
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
			return reasonOf$1(error);
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
				message: `The candidate at ${this.#base} gave no answer to a golden request: ${reasonOf$1(cause)}.`,
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
			if (size > MAX_BYTES$1) throw new Error("the answer is larger than 50 MB");
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
function reasonOf$1(error) {
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

// packages/rollout/src/json-command.ts
const MAX_OUTPUT_BYTES = 10485760;
const SHOWN_STDERR = 2e3;
const GRACE_MS = 2e3;
async function runJsonCommand(call) {
	const { stdout } = await runCommand(call);
	if (stdout.trim() === "") return void 0;
	try {
		return JSON.parse(stdout);
	} catch (cause) {
		throw new ExternalError({
			code: "COMMAND_ANSWER_NOT_JSON",
			system: call.name,
			message: `${label(call)} printed no JSON: ${excerpt(stdout)}`,
			hint: "It must print exactly one JSON value on standard output; everything else belongs on standard error.",
			cause
		});
	}
}
function runCommand(call) {
	return new Promise((resolve, reject) => {
		const [program, ...args] = call.command;
		const child = spawn(program, args, {
			cwd: call.context.directory,
			env: call.context.env,
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			shell: false,
			detached: true
		});
		const stop = watchLimits(call, child.pid);
		const output = {
			stdout: "",
			stderr: ""
		};
		collect(child.stdout, (text) => {
			if (output.stdout.length <= MAX_OUTPUT_BYTES) output.stdout += text;
			else stop.now("printed more than 10 MB");
		});
		collect(child.stderr, (text) => {
			output.stderr = (output.stderr + text).slice(-10485760);
		});
		child.stdin.on("error", () => {});
		child.stdin.end(`${JSON.stringify(call.input)}\n`);
		child.on("error", (error) => {
			stop.done();
			reject(notStarted(call, error));
		});
		child.on("close", (code, signal) => {
			stop.done();
			if (stop.reason() === void 0 && code === 0) resolve(output);
			else reject(failed(call, stop.reason() ?? (code === null ? `ended by ${signal}` : `exit code ${code}`), output));
		});
	});
}
function collect(stream, add) {
	stream.setEncoding("utf8");
	stream.on("data", add);
}
function watchLimits(call, pid) {
	let reason;
	let killTimer;
	const signalGroup = (signal) => {
		if (pid === void 0) return;
		try {
			process.kill(-pid, signal);
		} catch {}
	};
	const now = (why) => {
		if (reason !== void 0) return;
		reason = why;
		signalGroup("SIGTERM");
		killTimer = setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
	};
	const timer = setTimeout(() => now(`no end after ${call.timeoutMs / 1e3} s`), call.timeoutMs);
	const onAbort = () => now("stopped because this run is ending");
	call.signal?.addEventListener("abort", onAbort, { once: true });
	if (call.signal?.aborted) onAbort();
	return {
		now,
		reason: () => reason,
		done: () => {
			clearTimeout(timer);
			clearTimeout(killTimer);
			call.signal?.removeEventListener("abort", onAbort);
		}
	};
}
function label(call) {
	return `The command of ${call.name} (${call.command[0]})`;
}
function excerpt(text) {
	const shown = redact(text.trim());
	return shown.length > SHOWN_STDERR ? `${shown.slice(0, SHOWN_STDERR)}…` : shown;
}
function notStarted(call, error) {
	return new ConfigError({
		code: "COMMAND_NOT_STARTED",
		message: `${label(call)} could not be started in ${call.context.directory}: ${error.code ?? error.message}.`,
		hint: "Name a program on the PATH or a path relative to the configuration; arguments are separate list items, no shell reads them.",
		cause: error
	});
}
function failed(call, why, output) {
	const said = excerpt(output.stderr) || excerpt(output.stdout) || "nothing printed";
	return new ExternalError({
		code: "COMMAND_FAILED",
		system: call.name,
		message: `${label(call)} failed: ${why}; it said: ${said}`,
		hint: "Run the same command by hand with the same environment; it must end with exit code 0.",
		retryable: true
	});
}

// packages/rollout/src/sources/command-source.ts
function commandSource(settings, context) {
	return {
		kind: "command",
		read: async (signal) => {
			const answer = await runJsonCommand({
				name: "source.command",
				command: settings.command,
				input: {
					guardrails: settings.guardrails,
					arms: settings.arms
				},
				timeoutMs: settings.timeoutMs,
				context,
				signal
			});
			try {
				return readingFrom(answer, settings.guardrails, context.now ?? Date.now);
			} catch (cause) {
				throw new ExternalError({
					code: "SOURCE_ANSWER_UNUSABLE",
					system: "source.command",
					message: `The answer of source.command cannot be used: ${cause.message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
					hint: "Expected {\"t\":SECONDS,\"arms\":{\"stable\":{\"n\":…,\"<guardrail id>\":…},\"candidate\":{…}}} with cumulative counters.",
					cause
				});
			}
		}
	};
}
function readingFrom(answer, guardrails, now) {
	const { t, arms, problems } = object(answer, "the answer");
	if (t !== void 0 && (typeof t !== "number" || !Number.isFinite(t))) throw new Error("`t` is no number of seconds");
	const byArm = object(arms, "`arms`");
	for (const arm of Object.keys(byArm)) if (!ARMS.includes(arm)) throw new Error(`unknown arm ${JSON.stringify(arm)}`);
	return {
		timeMs: t === void 0 ? now() : Math.round(t * 1e3),
		guardrails: Object.fromEntries(guardrails.map((guardrail) => [guardrail.id, Object.fromEntries(ARMS.map((arm) => [arm, numbersOf(guardrail, arm, byArm[arm])]))])),
		problems: problems === void 0 ? [] : texts(problems)
	};
}
function numbersOf(guardrail, arm, value) {
	if (value === void 0 || value === null) return null;
	const numbers = object(value, `arms.${arm}`);
	const own = Object.hasOwn(numbers, guardrail.id) ? numbers[guardrail.id] : void 0;
	if (own === void 0 || own === null) return null;
	const where = `arms.${arm}.${guardrail.id}`;
	if (guardrail.kind === "mean") {
		const mean = object(own, where);
		return {
			n: number(mean.n, where),
			sum: number(mean.sum, where),
			sum_sq: number(mean.sum_sq ?? 0, where)
		};
	}
	if (typeof own === "object") {
		const count = object(own, where);
		return {
			n: number(count.n, where),
			events: number(count.events, where)
		};
	}
	return {
		n: number(numbers.n, `arms.${arm}.n`),
		events: number(own, where)
	};
}
function number(value, where) {
	if (typeof value === "number") return value;
	if (value === null || value === void 0 || value === "NaN") return NaN;
	throw new Error(`${where}: expected a number`);
}
function object(value, where) {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	throw new Error(`${where}: expected an object`);
}
function texts(value) {
	if (Array.isArray(value) && value.every((text) => typeof text === "string")) return value;
	throw new Error("`problems`: expected a list of texts");
}

// packages/rollout/src/sources/selector.ts
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*(,?)/;
const MAX_LENGTH = 4096;
function parseSelector(text, key) {
	const refuse = (what) => new ConfigError({
		code: "METRIC_SELECTOR_INVALID",
		message: `${key}: ${what}; found ${text.slice(0, 200)}`,
		hint: "Name a raw counter with optional label conditions, such as requests_total{code=~\"5..\"}: rates and sums are formed here, per arm and window."
	});
	if (text.length > MAX_LENGTH) throw refuse(`longer than ${MAX_LENGTH} characters`);
	const trimmed = text.trim();
	const metric = METRIC.exec(trimmed)?.[0];
	if (metric === void 0) throw refuse("expected the name of a metric");
	const rest = trimmed.slice(metric.length).trim();
	if (rest === "") return {
		metric,
		matchers: []
	};
	if (!rest.startsWith("{") || !rest.endsWith("}")) throw refuse("expected METRIC or METRIC{label=\"value\",…}");
	const matchers = [];
	let inside = rest.slice(1, -1);
	let more = true;
	while (inside.trim() !== "") {
		const match = MATCHER.exec(inside);
		if (match === null || !more) throw refuse(`expected label="value" at ${inside.trim().slice(0, 40)}`);
		matchers.push(matcher(match[1], match[2], unquote(match[3]), refuse));
		inside = inside.slice(match[0].length);
		more = match[4] === ",";
	}
	return {
		metric,
		matchers
	};
}
function matcher(label, op, value, refuse) {
	if (op === "=") return {
		label,
		op,
		value,
		test: (found) => found === value
	};
	if (op === "!=") return {
		label,
		op,
		value,
		test: (found) => found !== value
	};
	let pattern;
	try {
		pattern = new RegExp(`^(?:${value})$`, "s");
	} catch (error) {
		throw refuse(`${label}${op}: ${error.message}`);
	}
	return {
		label,
		op,
		value,
		test: (found) => pattern.test(found) === (op === "=~")
	};
}
function unquote(quoted) {
	return quoted.slice(1, -1).replace(/\\(.)/g, (_, escaped) => {
		if (escaped === "n") return "\n";
		if (escaped === "t") return "	";
		return escaped;
	});
}
function selects(selector, labels) {
	return selector.matchers.every((matcher) => matcher.test(labels.get(matcher.label) ?? ""));
}
function promQl(selector) {
	if (selector.matchers.length === 0) return selector.metric;
	const conditions = selector.matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
	return `${selector.metric}{${conditions.join(",")}}`;
}

// packages/rollout/src/sources/guardrail-counters.ts
const DEFAULT_ARM_LABEL = "version";
function guardrailPlans(guardrails) {
	return guardrails.map(planOf);
}
function planOf(guardrail) {
	const armLabel = guardrail.arm_label ?? DEFAULT_ARM_LABEL;
	const query = (text, role) => ({
		selector: parseSelector(text, `rollout.guardrails ${guardrail.id}: ${role}`),
		by: [armLabel]
	});
	if (guardrail.kind === "histogram") return histogramPlan(guardrail, armLabel, query(guardrail.metric, "metric").selector);
	const { id } = guardrail;
	const total = query(guardrail.total, "total");
	if (guardrail.kind === "mean") return {
		id,
		armLabel,
		queries: {
			total,
			events: query(guardrail.value, "value")
		},
		numbers: meanOf
	};
	return {
		id,
		armLabel,
		queries: {
			total,
			events: query(guardrail.events, "events")
		},
		numbers: countOf
	};
}
function countOf(total, events) {
	return total.length === 0 ? null : {
		n: sum(total),
		events: sum(events)
	};
}
function meanOf(total, value) {
	if (total.length === 0 || value.length === 0 && sum(total) > 0) return null;
	return {
		n: sum(total),
		sum: sum(value),
		sum_sq: 0
	};
}
function histogramPlan(guardrail, armLabel, selector) {
	const buckets = {
		...selector,
		metric: `${selector.metric}_bucket`
	};
	return {
		id: guardrail.id,
		armLabel,
		queries: { total: {
			selector: buckets,
			by: [armLabel, "le"]
		} },
		numbers: (samples) => {
			if (samples.length === 0) return null;
			const at = (edge) => samples.filter((sample) => edgeOf(sample) === edge);
			const [fast, all] = [at(guardrail.slo), at(Number.POSITIVE_INFINITY)];
			if (fast.length === 0) throw notAnEdge(guardrail, buckets.metric, samples);
			if (all.length === 0) return {
				n: NaN,
				events: NaN
			};
			return {
				n: sum(all),
				events: sum(all) - sum(fast)
			};
		}
	};
}
function edgeOf(sample) {
	const text = sample.labels.get("le") ?? "";
	return text === "+Inf" || text === "Inf" ? Number.POSITIVE_INFINITY : text === "" ? NaN : Number(text);
}
function notAnEdge(guardrail, metric, samples) {
	const edges = [...new Set(samples.map(edgeOf))].filter(Number.isFinite).sort((a, b) => a - b);
	return new ConfigError({
		code: "HISTOGRAM_SLO_NOT_AN_EDGE",
		message: `rollout.guardrails ${guardrail.id}: slo ${guardrail.slo} is no bucket edge of ${metric}; its edges are ${edges.slice(0, 50).join(", ") || "none"}.`,
		hint: "How many requests were slower is known at bucket edges only: choose one of them, or add a bucket to the server."
	});
}
function sum(samples) {
	return samples.reduce((total, sample) => total + sample.value, 0);
}
function assembleReading(plans, arms, samplesOf, when) {
	const guardrails = {};
	for (const plan of plans) {
		const of = (query, arm) => query === void 0 ? [] : samplesOf(query).filter((sample) => sample.labels.get(plan.armLabel) === arms[arm]);
		guardrails[plan.id] = Object.fromEntries(ARMS.map((arm) => [arm, plan.numbers(of(plan.queries.total, arm), of(plan.queries.events, arm))]));
	}
	return {
		timeMs: when.timeMs,
		guardrails,
		problems: when.problems
	};
}
function queriesOf(plans) {
	return plans.flatMap(({ queries }) => queries.events === void 0 ? [queries.total] : [queries.total, queries.events]);
}
function selectSamples(samples, query) {
	return samples.filter((sample) => sample.metric === query.selector.metric && selects(query.selector, sample.labels));
}

// packages/rollout/src/sources/metrics-http.ts
const MAX_BYTES = 10485760;
const TIMEOUT_MS = 1e4;
const ATTEMPTS$1 = 2;
async function fetchMetrics(request) {
	for (let attempt = 1;; attempt++) try {
		return await fetchOnce(request);
	} catch (error) {
		if (!(error instanceof ExternalError && error.retryable && !request.signal?.aborted) || attempt === ATTEMPTS$1) throw error;
	}
}
async function fetchOnce({ url, form, token, signal }) {
	const timeout = AbortSignal.timeout(TIMEOUT_MS);
	let answer;
	let body;
	try {
		answer = await fetch(url, {
			method: form === void 0 ? "GET" : "POST",
			...form === void 0 ? {} : { body: new URLSearchParams(form) },
			headers: token === null ? {} : { authorization: `Bearer ${token}` },
			signal: signal === void 0 ? timeout : AbortSignal.any([signal, timeout])
		});
		body = await readBounded(answer, url);
	} catch (cause) {
		if (cause instanceof ExternalError) throw cause;
		throw unreachable(url, cause);
	}
	if (answer.status === 200) return body;
	throw refused$1(url, answer.status, body);
}
async function readBounded(answer, url) {
	const chunks = [];
	let size = 0;
	for await (const chunk of answer.body ?? []) {
		size += chunk.length;
		if (size > MAX_BYTES) throw new ExternalError({
			code: "METRICS_TOO_LARGE",
			system: "metrics",
			message: `Reading ${url}: the answer is larger than ${MAX_BYTES / 1024 / 1024} MB.`,
			hint: "Serve the guardrails on their own endpoint, or read them through a Prometheus server."
		});
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
function unreachable(url, cause) {
	const inner = cause.cause;
	return new ExternalError({
		code: "METRICS_UNREACHABLE",
		system: "metrics",
		message: `Reading ${url} failed: ${inner?.code ?? inner?.message ?? cause.message}.`,
		hint: "Check rollout.source, and that the address can be reached from where this runs.",
		retryable: true,
		attempts: ATTEMPTS$1,
		cause
	});
}
function refused$1(url, status, body) {
	const found = `${url} answered ${status}: ${body.trim().slice(0, 300) || "nothing"}`;
	if (status === 401 || status === 403) return new PermissionError({
		code: "METRICS_REFUSED",
		message: `Reading metrics: ${found}`,
		hint: "Give the token by the environment and name its variable: source: { prometheus: { url: …, token_env: NAME } }."
	});
	return new ExternalError({
		code: "METRICS_FAILED",
		system: "metrics",
		message: `Reading metrics: ${found}`,
		hint: "Open the address by hand; it must answer 200.",
		retryable: status >= 500 || status === 429,
		attempts: ATTEMPTS$1
	});
}

// packages/rollout/src/sources/prometheus-source.ts
function prometheusSource(settings) {
	const plans = guardrailPlans(settings.guardrails);
	return {
		kind: "prometheus",
		read: async (signal) => {
			const ask = (query, time) => queryVector(settings, query, time, signal);
			const now = (await ask("vector(time())")).samples[0]?.value ?? NaN;
			const queries = new Map(queriesOf(plans).map((query) => [promQlSum(query), query]));
			const answers = /* @__PURE__ */ new Map();
			for (const text of queries.keys()) answers.set(text, await ask(text, now));
			const ages = await Promise.all([...new Set(plans.map((plan) => promQlTime(plan.queries.total)))].map((text) => ask(text, now)));
			const times = ages.flatMap(({ samples }) => samples.map((sample) => sample.value));
			return assembleReading(plans, settings.arms, (query) => answers.get(promQlSum(query))?.samples ?? [], {
				timeMs: Math.round(1e3 * times.reduce((a, b) => Math.min(a, b), now)),
				problems: [...new Set([...answers.values(), ...ages].flatMap(({ warnings }) => warnings))]
			});
		}
	};
}
function promQlSum(query) {
	return `sum by (${query.by.join(",")}) (${promQl(query.selector)})`;
}
function promQlTime(query) {
	return `min by (${query.by[0]}) (timestamp(${promQl(query.selector)}))`;
}
async function queryVector(settings, query, time, signal) {
	const url = `${settings.url.replace(/\/$/, "")}/api/v1/query`;
	const text = await fetchMetrics({
		url,
		form: time === void 0 ? { query } : {
			query,
			time: String(time)
		},
		token: settings.token,
		signal
	});
	try {
		return parseVector(JSON.parse(text));
	} catch (cause) {
		throw new ExternalError({
			code: "PROMETHEUS_ANSWER_UNUSABLE",
			system: "prometheus",
			message: `The answer of ${url} to ${query} cannot be used (${cause.message}): ${text.slice(0, 200)}`,
			hint: "rollout.source.prometheus must name the root of a Prometheus server, such as http://127.0.0.1:9090.",
			cause
		});
	}
}
function parseVector(answer) {
	if (answer.status !== "success") throw new Error(`status ${String(answer.status)}: ${String(answer.error)}`);
	if (answer.data?.resultType !== "vector" || !Array.isArray(answer.data.result)) throw new Error("expected a vector");
	return {
		samples: answer.data.result.map(({ metric, value }) => ({
			metric: "",
			labels: new Map(Object.entries(metric)),
			value: parseValue(value[1]),
			timeMs: value[0] * 1e3
		})),
		warnings: Array.isArray(answer.warnings) ? answer.warnings.map((text) => `Prometheus warns: ${text}`) : []
	};
}
function parseValue(text) {
	if (text === "+Inf") return Number.POSITIVE_INFINITY;
	if (text === "-Inf") return Number.NEGATIVE_INFINITY;
	return text.trim() === "" ? NaN : Number(text);
}

// packages/rollout/src/sources/exposition.ts
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\[\\"n])*)"\s*(,?)/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|0[xX][0-9a-fA-F]+|Inf|NaN|Infinity)$/i;
const MAX_LINE = 1e6;
function parseExposition(text, wanted) {
	const samples = [];
	let start = 0;
	for (let number = 1; start < text.length; number++) {
		let end = text.indexOf("\n", start);
		if (end === -1) end = text.length;
		const line = text.slice(start, end);
		start = end + 1;
		const sample = parseLine(line, number, wanted);
		if (sample !== null) samples.push(sample);
	}
	return samples;
}
function parseLine(line, number, wanted) {
	const trimmed = line.trim();
	if (trimmed === "" || trimmed.startsWith("#")) return null;
	if (trimmed.length > MAX_LINE) throw unreadable(number, "the line is longer than a million characters");
	NAME.lastIndex = 0;
	const metric = NAME.exec(trimmed)?.[0];
	if (metric === void 0) throw unreadable(number, `expected the name of a metric; found ${trimmed.slice(0, 60)}`);
	if (!wanted.has(metric)) return null;
	const { labels, end } = parseLabels(trimmed, metric.length, number);
	const [value, time, ...rest] = trimmed.slice(end).split(" # ")[0].trim().split(/\s+/);
	if (!value || rest.length > 0) throw unreadable(number, `expected a value after ${metric}`);
	return {
		metric,
		labels,
		value: parseNumber(value, number),
		timeMs: time === void 0 ? null : parseTime(time, number)
	};
}
function parseLabels(line, from, number) {
	const labels = /* @__PURE__ */ new Map();
	let at = from;
	while (line[at] === " " || line[at] === "	") at++;
	if (line[at] !== "{") return {
		labels,
		end: at
	};
	at++;
	for (let more = true;;) {
		while (line[at] === " " || line[at] === "	") at++;
		if (line[at] === "}") return {
			labels,
			end: at + 1
		};
		LABEL.lastIndex = at;
		const match = LABEL.exec(line);
		if (match === null || !more) throw unreadable(number, `expected label="value" or }; found ${line.slice(at, at + 60)}`);
		if (labels.has(match[1])) throw unreadable(number, `the label ${match[1]} stands twice`);
		labels.set(match[1], unescapeLabel(match[2]));
		at = LABEL.lastIndex;
		more = match[3] === ",";
	}
}
function unescapeLabel(text) {
	return text.includes("\\") ? text.replace(/\\([\\"n])/g, (_, c) => c === "n" ? "\n" : c) : text;
}
function parseNumber(text, line) {
	if (!NUMBER.test(text)) throw unreadable(line, `expected a number; found ${text.slice(0, 60)}`);
	const lower = text.toLowerCase();
	if (lower.endsWith("nan")) return NaN;
	if (lower.includes("inf")) return lower.startsWith("-") ? -Infinity : Infinity;
	return Number(text);
}
function parseTime(text, line) {
	const value = parseNumber(text, line);
	return text.includes(".") || Math.abs(value) < 1e11 ? value * 1e3 : value;
}
function unreadable(line, what) {
	return new ExternalError({
		code: "METRICS_TEXT_UNREADABLE",
		system: "metrics",
		message: `Reading the metrics text, line ${line}: ${what}.`,
		hint: "Expected the Prometheus text format, such as requests_total{version=\"stable\",code=\"200\"} 1027"
	});
}

// packages/rollout/src/sources/prometheus-text-source.ts
function prometheusTextSource(settings) {
	const plans = guardrailPlans(settings.guardrails);
	const wanted = new Set(queriesOf(plans).map((query) => query.selector.metric));
	return {
		kind: "prometheus_text",
		read: async (signal) => {
			const text = await fetchMetrics({
				url: settings.url,
				token: settings.token,
				signal
			});
			const samples = parseExposition(text, wanted);
			return assembleReading(plans, settings.arms, (query) => selectSamples(samples, query), {
				timeMs: oldestTime(samples) ?? settings.now(),
				problems: []
			});
		}
	};
}
function oldestTime(samples) {
	const times = samples.flatMap((sample) => sample.timeMs === null ? [] : [sample.timeMs]);
	return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

// packages/rollout/src/sources/source-for.ts
const COMMAND_TIMEOUT$1 = "30s";
function sourceFor(config, guardrails, arms, context) {
	const labels = arms ?? {
		stable: "stable",
		candidate: "candidate"
	};
	if (new Set(ARMS.map((arm) => labels[arm])).size < ARMS.length) throw new ConfigError({
		code: "ROLLOUT_ARMS_ALIKE",
		message: `rollout.arms names both arms ${labels.stable}: their numbers could not be told apart.`,
		hint: "Name the two values that the label arm_label has in the metrics."
	});
	if ("command" in config) {
		const { read, timeout } = Array.isArray(config.command) ? {
			read: config.command,
			timeout: void 0
		} : config.command;
		const timeoutMs = durationMs(timeout ?? COMMAND_TIMEOUT$1);
		return commandSource({
			command: read,
			guardrails,
			arms: labels,
			timeoutMs
		}, context);
	}
	const [kind, server] = "prometheus" in config ? ["prometheus", config.prometheus] : ["prometheus_text", config.prometheus_text];
	const url = typeof server === "string" ? server : server.url;
	const token = typeof server === "string" ? null : tokenOf(kind, server.token_env, context);
	return kind === "prometheus" ? prometheusSource({
		url,
		token,
		guardrails,
		arms: labels
	}) : prometheusTextSource({
		url,
		token,
		guardrails,
		arms: labels,
		now: context.now ?? Date.now
	});
}
function tokenOf(kind, name, context) {
	if (name === void 0) return null;
	const value = context.env[name];
	if (value === void 0 || value === "") throw new ConfigError({
		code: "SOURCE_TOKEN_MISSING",
		message: `rollout.source.${kind}.token_env names ${name}, which is not set in the environment.`,
		hint: `Set ${name}, for example from a secret in the step's env.`
	});
	registerSecret(value);
	return value;
}

// packages/rollout/src/targets/split-percentages.ts
function inPercent(weights) {
	const total = weights.stable + weights.candidate;
	if (total === 0 || total === 100) return {
		stable: weights.stable,
		candidate: weights.candidate
	};
	const candidate = 100 * weights.candidate / total;
	return {
		stable: 100 - candidate,
		candidate
	};
}
function sameWeights(a, b) {
	return a.stable === b.stable && a.candidate === b.candidate;
}

// packages/rollout/src/targets/command-target.ts
const ROUNDING = .5;
function commandTarget(settings, context) {
	const call = (name, command, input, signal) => ({
		name: `target.command.${name}`,
		command,
		input,
		timeoutMs: settings.timeoutMs,
		context,
		signal
	});
	const read = async (signal) => stateFrom("read", await runJsonCommand(call("read", settings.read, {}, signal)));
	const target = {
		kind: "command",
		canSplit: true,
		promotesByAlias: false,
		read,
		apply: async (weights, expect, key, signal) => {
			const answer = await runJsonCommand(call("apply", settings.apply, {
				weights,
				expect,
				key
			}, signal));
			const conflict = isObject(answer) && answer.conflict === true;
			const state = isObject(answer) && answer.weights !== void 0 && answer.version !== void 0 ? stateFrom("apply", answer) : await read(signal);
			return {
				ok: !conflict && (sameSplit(state.weights, weights) || !state.converged),
				state
			};
		}
	};
	const promote = settings.promote;
	if (promote === void 0) return target;
	return {
		...target,
		promote: async (version, key, signal) => {
			await runCommand(call("promote", promote, {
				version,
				key
			}, signal));
		}
	};
}
function sameSplit(a, b) {
	if (a.candidate === 0 !== (b.candidate === 0) || a.stable === 0 !== (b.stable === 0)) return false;
	return Math.abs(a.candidate - b.candidate) <= ROUNDING;
}
function stateFrom(name, answer) {
	try {
		if (!isObject(answer)) throw new Error("expected an object");
		if (typeof answer.version !== "string" || answer.version === "") throw new Error("`version` is missing");
		return {
			weights: inPercent(parseWeights(JSON.stringify(answer.weights ?? null))),
			version: answer.version,
			candidateReady: optionalBoolean(answer, "candidate_ready") ?? null,
			converged: optionalBoolean(answer, "converged") ?? true
		};
	} catch (cause) {
		throw new ExternalError({
			code: "COMMAND_ANSWER_UNUSABLE",
			system: `target.command.${name}`,
			message: `The answer of target.command.${name} cannot be used: ${cause.message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
			hint: "Expected {\"weights\":{\"stable\":95,\"candidate\":5},\"version\":\"…\"}; `version` changes with every change of the split.",
			cause
		});
	}
}
function optionalBoolean(answer, key) {
	const value = answer[key];
	if (value === void 0 || value === null) return void 0;
	if (typeof value !== "boolean") throw new Error(`\`${key}\` is not true or false`);
	return value;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// packages/rollout/src/targets/dev-gateway-target.ts
const HTTP_TIMEOUT_MS = 5e3;
const ATTEMPTS = 3;
function devGatewayFileTarget(path) {
	return {
		kind: "dev_gateway",
		canSplit: true,
		promotesByAlias: false,
		read: async () => stateOf(await readWeightsFile(path)),
		apply: async (weights, expect) => withFileLock(path, async () => {
			const before = await readWeightsFile(path);
			if (before.version !== expect) {
				const state = stateOf(before);
				return {
					ok: sameWeights(state.weights, inPercent(weights)),
					state
				};
			}
			await replaceFile(path, weightsText(weights));
			return {
				ok: true,
				state: stateOf(await readWeightsFile(path))
			};
		})
	};
}
function stateOf({ weights, version }) {
	return {
		weights: inPercent(weights),
		version,
		candidateReady: null,
		converged: true
	};
}
function devGatewayAdminTarget(admin) {
	registerSecret(admin.token);
	const address = `${admin.url.replace(/\/$/, "")}/-/weights`;
	return {
		kind: "dev_gateway",
		canSplit: true,
		promotesByAlias: false,
		read: async (signal) => (await ask(address, admin.token, {}, signal)).state,
		apply: async (weights, expect, _key, signal) => {
			const headers = {
				"content-type": "application/json",
				"if-match": `"${expect}"`
			};
			const answer = await ask(address, admin.token, {
				method: "PUT",
				headers,
				body: weightsText(weights)
			}, signal);
			return {
				ok: answer.status === 200 || sameWeights(answer.state.weights, inPercent(weights)),
				state: answer.state
			};
		}
	};
}
async function ask(address, token, init, signal) {
	let last;
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		const timeout = AbortSignal.timeout(HTTP_TIMEOUT_MS);
		try {
			const answer = await fetch(address, {
				...init,
				redirect: "error",
				headers: {
					...init.headers,
					authorization: `Bearer ${token}`
				},
				signal: signal === void 0 ? timeout : AbortSignal.any([signal, timeout])
			});
			const text = await answer.text();
			if (answer.status < 500) return understand(address, answer.status, text);
			last = /* @__PURE__ */ new Error(`it answered ${answer.status}`);
		} catch (error) {
			if (error instanceof ExternalError || error instanceof PermissionError || signal?.aborted) throw error;
			last = error;
		}
	}
	throw new ExternalError({
		code: "GATEWAY_UNREACHABLE",
		system: "dev_gateway",
		message: `Asking the gateway at ${address} failed ${ATTEMPTS} times: ${reasonOf(last)}.`,
		hint: "Check that the gateway runs and that rollout.target.dev_gateway.admin.url names its admin port.",
		retryable: true,
		attempts: ATTEMPTS,
		cause: last
	});
}
function understand(address, status, text) {
	if (status === 401 || status === 403) throw new PermissionError({
		code: "GATEWAY_TOKEN_REFUSED",
		message: `The gateway at ${address} refused the token (${status}).`,
		hint: "The variable that rollout.target.dev_gateway.admin.token_env names must hold the gateway's admin.token."
	});
	try {
		if (status !== 200 && status !== 412) throw new Error(`status ${status}`);
		const body = JSON.parse(text);
		if (typeof body.version !== "string") throw new Error("no version");
		return {
			status,
			state: {
				weights: inPercent(parseWeights(JSON.stringify(body.weights))),
				version: body.version,
				candidateReady: null,
				converged: true
			}
		};
	} catch (cause) {
		throw new ExternalError({
			code: "GATEWAY_ANSWER_UNUSABLE",
			system: "dev_gateway",
			message: `The answer of ${address} cannot be used (${cause.message}): ${text.slice(0, 200)}`,
			hint: "Check that the address is the admin port of a model-delivery gateway.",
			cause
		});
	}
}
function reasonOf(error) {
	const cause = error.cause;
	return cause?.code ?? cause?.message ?? error.message;
}

// packages/rollout/src/targets/nginx-split.ts
const HUNDREDTHS = 100;
const HEADER = "# model-delivery split";
function renderSplit(weights, names) {
	const rounded = roundToHundredths(weights);
	const { stable, candidate } = names.upstreams;
	const arms = rounded.candidate === 0 ? [`    * ${stable};`] : rounded.stable === 0 ? [`    * ${candidate};`] : [`    ${rounded.candidate}% ${candidate};`, `    * ${stable};`];
	return [
		`${HEADER} ${JSON.stringify({
			stable: rounded.stable,
			candidate: rounded.candidate
		})}`,
		"# Written by model-delivery; a change by hand is reported as foreign.",
		`split_clients "${names.key}" $${names.variable} {`,
		...arms,
		"}",
		""
	].join("\n");
}
function roundToHundredths(weights) {
	const candidate = Math.round(weights.candidate * HUNDREDTHS) / HUNDREDTHS;
	return {
		stable: Math.round((100 - candidate) * HUNDREDTHS) / HUNDREDTHS,
		candidate
	};
}
function parseSplit(text, names) {
	const code = text.replace(/#[^\n]*/g, "");
	const body = /split_clients\s+(?:"[^"]*"|\S+)\s+\$([A-Za-z_]\w*)\s*\{([^{}]*)\}/.exec(code);
	if (body === null || body[1] !== names.variable) return null;
	const { stable, candidate } = names.upstreams;
	let candidateShare = 0;
	let assigned = 0;
	for (const line of body[2].split(";").map((part) => part.trim())) {
		if (line === "") continue;
		const match = /^(?:(\d+(?:\.\d{1,2})?)%|\*)\s+(\S+)$/.exec(line);
		if (match === null || match[2] !== stable && match[2] !== candidate) return null;
		const share = match[1] === void 0 ? 100 - assigned : Number(match[1]);
		assigned += share;
		if (match[2] === candidate) candidateShare += share;
	}
	return assigned === 100 ? roundToHundredths({
		stable: 0,
		candidate: candidateShare
	}) : null;
}

// packages/rollout/src/targets/nginx-target.ts
function nginxTarget(settings, context) {
	const nginx = new Nginx(settings, context);
	return {
		kind: "nginx",
		canSplit: true,
		promotesByAlias: false,
		read: () => nginx.read(),
		apply: (weights, expect, _key, signal) => nginx.apply(weights, expect, signal)
	};
}
var Nginx = class {
	#settings;
	#context;
	#names;
	#loadedFile;
	constructor(settings, context) {
		this.#settings = settings;
		this.#context = context;
		this.#loadedFile = `${settings.config}.loaded`;
		this.#names = {
			upstreams: {
				stable: settings.upstreams?.stable ?? "stable",
				candidate: settings.upstreams?.candidate ?? "candidate"
			},
			variable: settings.variable ?? "model_delivery_arm",
			key: settings.key ?? "$request_id"
		};
	}
	async read() {
		return (await this.#look()).state;
	}
	async #look() {
		const text = await this.#readConfig();
		const written = parseSplit(text, this.#names);
		if (written === null) throw this.#unreadable(`it holds no split of ${Object.values(this.#names.upstreams).join(" and ")}`);
		const loaded = await this.#readLoaded();
		const inStep = loaded === null || loaded.sha256 === sha256Hex(text);
		return {
			state: {
				weights: inStep ? written : loaded.weights,
				version: sha256Hex(`${text}\n${loaded?.sha256 ?? ""}`),
				candidateReady: null,
				converged: true
			},
			inStep
		};
	}
	apply(weights, expect, signal) {
		const { config } = this.#settings;
		return withFileLock(config, async () => {
			const { state: before, inStep } = await this.#look();
			const wanted = roundToHundredths(weights);
			if (before.version !== expect) return {
				ok: inStep && sameWeights(before.weights, wanted),
				state: before
			};
			const old = await this.#readConfig();
			if (inStep) await this.#recordLoaded(old, before.weights);
			const text = renderSplit(wanted, this.#names);
			await replaceFile(config, text);
			await this.#loadOrRestore(old, signal);
			await this.#recordLoaded(text, wanted);
			return {
				ok: true,
				state: await this.read()
			};
		});
	}
	async #loadOrRestore(old, signal) {
		try {
			await this.#run("test", this.#settings.test ?? ["nginx", "-t"], signal);
			await this.#run("reload", this.#settings.reload ?? [
				"nginx",
				"-s",
				"reload"
			], signal);
		} catch (cause) {
			await replaceFile(this.#settings.config, old);
			throw new ExternalError({
				code: "NGINX_REFUSED",
				system: "nginx",
				message: `nginx did not take the new split: ${cause.message}`,
				hint: `The file ${this.#settings.config} was put back as it was. Run the test command by hand.`,
				retryable: true,
				cause
			});
		}
	}
	async #run(name, command, signal) {
		const { timeoutMs } = this.#settings;
		await runCommand({
			name: `target.nginx.${name}`,
			command,
			input: {},
			timeoutMs,
			context: this.#context,
			signal
		});
	}
	async #readConfig() {
		try {
			return await readFile(this.#settings.config, "utf8");
		} catch (cause) {
			throw this.#unreadable(cause.code === "ENOENT" ? "no such file" : String(cause), cause);
		}
	}
	#unreadable(found, cause) {
		return new ExternalError({
			code: "NGINX_SPLIT_UNREADABLE",
			system: "nginx",
			message: `Reading the nginx include ${this.#settings.config}: ${found}.`,
			hint: `Write it once, include it in nginx's http block and reload:\n${renderSplit({
				stable: 100,
				candidate: 0
			}, this.#names)}`,
			cause
		});
	}
	async #readLoaded() {
		const text = await readFile(this.#loadedFile, "utf8").catch((error) => {
			if (error.code === "ENOENT") return null;
			throw this.#unreadable(`${this.#loadedFile}: ${error.message}`, error);
		});
		if (text === null) return null;
		try {
			const { sha256, weights } = JSON.parse(text);
			if (typeof sha256 === "string" && typeof weights.stable === "number" && typeof weights.candidate === "number") return {
				sha256,
				weights
			};
		} catch {}
		throw this.#unreadable(`${this.#loadedFile} is not what this tool writes; delete it and reload nginx`);
	}
	async #recordLoaded(text, weights) {
		const { stable, candidate } = weights;
		const record = {
			sha256: sha256Hex(text),
			weights: {
				stable,
				candidate
			}
		};
		await replaceFile(this.#loadedFile, `${JSON.stringify(record)}\n`);
	}
};

// packages/rollout/src/targets/promote-by-command.ts
const PROMOTE_TIMEOUT_MS = 9e5;
function promoteByCommand(target, command, context) {
	if (command === void 0) return target;
	return {
		...target,
		promote: async (version, key, signal) => {
			await runCommand({
				name: `target.${target.kind}.promote`,
				command,
				input: {
					version,
					key
				},
				timeoutMs: PROMOTE_TIMEOUT_MS,
				context,
				signal
			});
			const before = await target.read(signal);
			if ((await target.apply({
				stable: 100,
				candidate: 0
			}, before.version, key, signal)).ok) return;
			throw new ExternalError({
				code: "PROMOTE_CONFLICT",
				system: target.kind,
				message: "Somebody else changed the split while the promoted model was moved to the stable arm.",
				hint: "Look at the target, then run `model-delivery canary reconcile`.",
				retryable: true
			});
		}
	};
}

// packages/rollout/src/targets/registry-alias-target.ts
const STATE = {
	weights: {
		stable: 100,
		candidate: 0
	},
	version: "alias",
	candidateReady: null,
	converged: true
};
function registryAliasTarget() {
	return {
		kind: "registry_alias",
		canSplit: false,
		promotesByAlias: true,
		read: async () => ({
			...STATE,
			weights: { ...STATE.weights }
		}),
		apply: async (weights) => {
			if (weights.stable === 100) return {
				ok: true,
				state: {
					...STATE,
					weights: { ...STATE.weights }
				}
			};
			throw new InternalError({
				code: "TARGET_CANNOT_SPLIT",
				message: `A registry_alias target was asked for ${weights.candidate} % on the candidate; it cannot split traffic.`
			});
		}
	};
}

// packages/rollout/src/targets/target-for.ts
const COMMAND_TIMEOUT = "60s";
const NGINX_TIMEOUT = "30s";
function targetFor(config, context) {
	for (const kind of LATER_TARGETS) if (config[kind] !== void 0) throw notInThisVersion(kind);
	if (config.dev_gateway !== void 0) return gatewayTarget(config.dev_gateway, context);
	if (config.command !== void 0) {
		const { read, apply, promote, timeout } = config.command;
		return commandTarget({
			read,
			apply,
			promote,
			timeoutMs: durationMs(timeout ?? COMMAND_TIMEOUT)
		}, context);
	}
	if (config.nginx !== void 0) {
		const timeoutMs = durationMs(config.nginx.timeout ?? NGINX_TIMEOUT);
		const target = nginxTarget({
			...config.nginx,
			config: resolve(context.directory, config.nginx.config),
			timeoutMs
		}, context);
		return promoteByCommand(target, config.nginx.promote, context);
	}
	if (config.registry_alias !== void 0) return registryAliasTarget();
	throw new ConfigError({
		code: "ROLLOUT_TARGET_MISSING",
		message: "rollout.target names no target; expected dev_gateway, command, nginx or registry_alias.",
		hint: "For example `target: { dev_gateway: { weights: run/weights.json } }`; see docs/rollout-targets.md."
	});
}
function gatewayTarget(config, context) {
	const target = config.admin === void 0 ? devGatewayFileTarget(resolve(context.directory, config.weights ?? "")) : devGatewayAdminTarget({
		url: config.admin.url,
		token: secretOf(config.admin.token_env, context)
	});
	return promoteByCommand(target, config.promote, context);
}
function secretOf(name, context) {
	const value = context.env[name];
	if (value !== void 0 && value !== "") return value;
	throw new ConfigError({
		code: "TARGET_TOKEN_MISSING",
		message: `rollout.target.dev_gateway.admin.token_env names ${name}, which is not set in the environment.`,
		hint: `Set ${name} to the gateway's admin.token, for example from a secret in the step's env.`
	});
}
function notInThisVersion(kind) {
	return new ConfigError({
		code: "ROLLOUT_TARGET_NOT_IN_THIS_VERSION",
		message: `rollout.target names ${kind}, which this version does not implement; it implements dev_gateway, command, nginx and registry_alias.`,
		hint: "Until then `command` drives any system that has a command line: three small scripts, see docs/rollout-targets.md."
	});
}

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
async function carryToEnd(host, world, setting) {
	let failures = 0;
	let told = "";
	for (;;) {
		const last = await tick(world, setting.machine, { kind: "tick" });
		if (host.signal?.aborted) return stop(world, setting);
		const { journal } = last.head;
		if (journal === null) return carried(last);
		const line = `${journal.state} at ${journal.weights.candidate} %: ${journal.reason}`;
		if (line !== told) host.log.info(line);
		told = line;
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
	const { version } = (await registry.ledger.read()).resolve(registry.model, reference);
	const proof = await loadVersionProof(registry, version);
	if (proof.archived) throw refused(version, "status", "the version is archived", "Register or choose another version.");
	const warnings = [];
	const { adopted, evaluation, data, approval } = proof.modelVersion;
	if (adopted !== null) warnings.push(`${version.slice(0, 19)} was adopted without a gate: ${adopted.reason}`);
	else if (evaluation === null) warnings.push(`${version.slice(0, 19)} was registered without an evaluation.`);
	else if (evaluation.verdict !== "pass" && !(evaluation.verdict === "inconclusive" && approval !== null)) throw refused(version, "evaluation", `its verdict is ${evaluation.verdict}`, "Only a version that passed its gate, or was approved, gets traffic.");
	if (adopted === null && data !== null && data.verdict !== "pass" && data.verdict !== "inconclusive") throw refused(version, "data report", `its verdict is ${data.verdict}`, "Train on data that pass, and register again.");
	return {
		version,
		proof,
		warnings
	};
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
async function projectDeployment(host, access, document) {
	const { env } = host;
	const ref = env.GITHUB_SHA;
	const token = access.client !== void 0 || Boolean(access.token ?? env.GITHUB_TOKEN);
	if (!env.GITHUB_REPOSITORY || !ref || !token || document.state === "Idle") return;
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
	} catch (error) {
		host.log.warning(`The GitHub Deployment of ${document.endpoint} was not updated: ${error.message}. It is display only; it needs \`deployments: write\`.`);
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
	return planCanary(judgePolicy(setting.config), shape, await trafficNow(world, policy.windowMs, requestsPerSecond));
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
			if (action === "rollback" && await current() !== expect) return {
				ok: false,
				actual: await current()
			};
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
				to
			});
			if (!outcome.ok) {
				if (outcome.kind === "refused") host.log.warning(`The alias ${alias} was not moved: ${outcome.message}`);
				return {
					ok: false,
					actual: outcome.actual
				};
			}
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
async function openRolloutSetting(host, configuration, { access = {}, owner = processOwner(), sleep }) {
	const { config, model } = rolloutBlock(configuration);
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
	const patient = {
		...host,
		signal: void 0
	};
	const registry = await openRegistry(patient, configuration, access);
	const journal = openJournal(registry.refLog, config.endpoint);
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
	return {
		model,
		config,
		registry,
		target,
		source,
		champion,
		machine,
		world
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
	const state = setting.target.promotesByAlias ? null : await world.target.read(world.signal);
	if (state !== null && champion !== null) requireStable(state, setting);
	const { model, config, target } = setting;
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
			sleep: request.sleep ?? pause
		});
		const done = await perform(host, request, configuration, setting);
		const facts = {
			model: setting.model,
			config: setting.config,
			...done
		};
		const document = rolloutDocument(facts);
		const reads = request.command === "plan" || request.command === "status";
		if (!reads) await projectDeployment(host, request.access ?? {}, document);
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
	return taken(await carryToEnd(host, world, setting));
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