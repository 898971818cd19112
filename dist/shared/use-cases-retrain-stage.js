import { a as ExternalError, i as EvidenceError, n as DeliveryError, o as InternalError, t as ConfigError } from "./core-errors.js";
import { s as exitCode } from "./core-verdict.js";
import { t as utcDate } from "./core-clock.js";
import { n as canonicalJson, t as canonicalFile } from "./core-canonical-json.js";
import { n as documentDigest, r as sha256Hex } from "./core-digest.js";
import { a as boolean, d as number, f as record, i as array, l as literal, m as string, p as strictObject, r as _enum } from "./zod.js";
import { f as datetime } from "./core-words.js";
import { r as nearestName } from "./core-names.js";
import { t as refPart } from "./core-ref-log-names.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { n as writeDocument, t as metaOf } from "./use-cases-document-file.js";
import { i as refLogOf, n as apiClient } from "./use-cases-open-registry.js";
import { n as runStage, t as outcomeOf } from "./use-cases-stage-run.js";
import { t as noBlock } from "./use-cases-validate-stage.js";
import { c as codeMarkdown } from "./report-main.js";
import { n as readEvent, r as runIdentity } from "./use-cases-run-identity.js";
import { t as dataReportSchema } from "./core-data-report.js";
import { n as errorDocumentSchema } from "./core-error.js";
import { t as evaluationSchema } from "./core-evaluation2.js";
import { resolve } from "node:path";
import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";

// packages/retraining/src/windows.ts
function windowRule(text) {
	if (text === void 0) return {
		k: 1,
		m: 1
	};
	const [k, m] = text.split(" of ").map(Number);
	return {
		k,
		m
	};
}
const UNITS = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
function durationMs(text) {
	const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
	if (!match) throw new InternalError({
		code: "DURATION",
		message: `${JSON.stringify(text)} passed the schema and is no duration.`
	});
	return Number(match[1]) * UNITS[match[2]];
}

// packages/retraining/src/signals/signal.ts
function unjudged(kind, subject, threshold, why) {
	return {
		kind,
		subject,
		value: null,
		threshold,
		windows: null,
		over: false,
		crossed: false,
		judged: false,
		message: `Not judged: ${why}.`
	};
}

// packages/retraining/src/signals/age-signal.ts
const DAY_MS = 864e5;
function ageSignal(limit, champion, momentMs, dispatches) {
	const limitMs = durationMs(limit);
	const threshold = limitMs / DAY_MS;
	if (champion === null) return unjudged("age", null, threshold, "there is no champion");
	const ageMs = momentMs - Date.parse(champion.since);
	const value = Math.max(0, Math.floor(ageMs / DAY_MS));
	const over = ageMs >= limitMs;
	const passedMs = Date.parse(champion.since) + agePeriod(limit, champion, momentMs) * limitMs;
	const answered = over && dispatches.some((each) => Date.parse(each.time) >= passedMs);
	return {
		kind: "age",
		subject: champion.version,
		value,
		threshold,
		windows: null,
		over,
		crossed: over && !answered,
		judged: true,
		message: `The champion serves since ${champion.since.slice(0, 10)}, ${value} day${value === 1 ? "" : "s"}; allowed ${limit}${answered ? "; a run was started for that" : ""}.`
	};
}
function agePeriod(limit, champion, momentMs) {
	return Math.floor((momentMs - Date.parse(champion.since)) / Math.max(1, durationMs(limit)));
}

// packages/retraining/src/signals/drift-signal.ts
const LISTED$1 = 5;
function driftSignal(report, digest) {
	const checks = report.checks.filter((check) => check.kind === "drift");
	const judged = checks.filter((check) => check.verdict !== "error" && check.verdict !== "not_applicable");
	if (judged.length === 0) throw noDriftChecks(checks);
	const failing = judged.filter((check) => check.verdict === "fail").sort((a, b) => psi(b) - psi(a));
	return {
		signal: {
			kind: "drift",
			subject: failing[0] === void 0 ? null : place(failing[0]),
			value: failing.length,
			threshold: 0,
			windows: null,
			over: failing.length > 0,
			crossed: false,
			judged: true,
			message: message(failing, judged.length, checks.length)
		},
		window: {
			kind: "drift",
			digest,
			over: failing.length > 0,
			value: failing.length,
			champion: null
		}
	};
}
function message(failing, judged, all) {
	const unread = all === judged ? "" : ` (${all - judged} more could not be evaluated)`;
	if (failing.length === 0) return `None of ${counted(judged)} failed${unread}.`;
	const named = failing.slice(0, LISTED$1).map((check) => `${place(check)}${amount(check)}`);
	const more = failing.length > LISTED$1 ? ` and ${failing.length - LISTED$1} more` : "";
	return `${failing.length} of ${counted(judged)} failed${unread}: ${named.join(", ")}${more}.`;
}
const counted = (checks) => `${checks} drift check${checks === 1 ? "" : "s"}`;
const psi = (check) => check.statistic?.value ?? 0;
const place = (check) => `${check.dataset}/${check.column ?? "?"}`.slice(0, 512);
function amount(check) {
	const value = check.statistic?.value;
	return value == null ? "" : ` (${check.statistic.name} ${Number(value.toPrecision(3))} above ${check.statistic.threshold})`;
}
function noDriftChecks(checks) {
	const found = checks.length === 0 ? "no drift check" : `${checks.length} drift checks, none of which could be evaluated`;
	return new EvidenceError({
		code: "RETRAINING_NO_DRIFT_CHECKS",
		message: `\`retraining.when.drift\` looks for failing drift checks, and the data report holds ${found}.`,
		hint: "Give columns a bound (`drift: {psi: 0.1}`), the data set a `profile` or `reference`, and validate the serving data before this step."
	});
}

// packages/retraining/src/signals/metric-signal.ts
const HIGHER = /^(?:accuracy|balanced_accuracy|precision|recall|f1|mcc|roc_auc|average_precision|r2)$/;
const LOWER = /^(?:log_loss|brier|mae|mse|rmse|latency_p\d{1,2}(?:\.\d+)?)$/;
function metricSignal(rule, evaluation, digest, champion) {
	const none = (why) => ({
		signal: unjudged("metric", rule.name ?? null, rule.max_drop, why),
		window: null
	});
	if (champion === null) return none("there is no champion whose registered evaluation it could be compared with");
	if (champion.evaluation === null) return none("the champion was taken in without an evaluation");
	const side = championSide(evaluation, champion);
	if (side === null) return none(`the evaluation judges ${evaluation.model.version ?? "an unnamed model"}, not the champion ${champion.version}`);
	const name = rule.name ?? leadingMetric(champion.evaluation);
	const registered = metricOf(champion.evaluation, "candidate", name, "the champion's registered evaluation");
	const current = metricOf(evaluation, side, name, "the evaluation");
	const direction = directionIn(rule, name, [evaluation, champion.evaluation]);
	const value = Number((direction === "higher" ? registered - current : current - registered).toPrecision(12));
	const over = value > rule.max_drop;
	const change = value > 0 ? `${value} worse than` : value < 0 ? `${-value} better than` : "the same as";
	return {
		signal: {
			kind: "metric",
			subject: name,
			value,
			threshold: rule.max_drop,
			windows: null,
			over,
			crossed: false,
			judged: true,
			message: `${name} of the champion is ${current}, ${change} at registration (${registered}); allowed ${rule.max_drop}.`
		},
		window: {
			kind: "metric",
			digest,
			over,
			value,
			champion: champion.version
		}
	};
}
function championSide(evaluation, champion) {
	if (evaluation.model.version === champion.version) return "candidate";
	if (evaluation.champion.state === "ready" && evaluation.champion.version === champion.version) return "champion";
	return evaluation.model.version === null && evaluation.champion.version === null ? "candidate" : null;
}
function leadingMetric(evaluation) {
	const lead = evaluation.checks.find((check) => check.slice === null && evaluation.metrics.candidate[check.metric] != null);
	if (lead !== void 0) return lead.metric;
	throw new ConfigError({
		code: "RETRAINING_METRIC_UNNAMED",
		message: "`retraining.when.metric` names no metric, and the registered evaluation has no overall check to take it from.",
		hint: "Name one: `metric: {name: roc_auc, max_drop: 0.02}`."
	});
}
function metricOf(evaluation, side, name, where) {
	const value = Object.hasOwn(evaluation.metrics[side], name) ? evaluation.metrics[side][name] : void 0;
	if (value !== void 0 && value !== null) return value;
	const known = Object.keys(evaluation.metrics[side]).slice(0, 20).join(", ") || "none";
	throw new EvidenceError({
		code: "RETRAINING_METRIC_MISSING",
		message: `\`retraining.when.metric\` compares ${name}, and ${where} has no such number (it has: ${known}).`,
		hint: "Name a metric that both evaluations state, or evaluate the champion again with predictions."
	});
}
function directionIn(rule, name, evaluations) {
	if (rule.higher_is_better !== void 0) return rule.higher_is_better ? "higher" : "lower";
	const stated = evaluations.flatMap((each) => each.checks).find((check) => check.metric === name && check.direction);
	if (stated?.direction) return stated.direction;
	if (HIGHER.test(name)) return "higher";
	if (LOWER.test(name)) return "lower";
	throw new ConfigError({
		code: "RETRAINING_METRIC_DIRECTION",
		message: `\`retraining.when.metric\` watches ${name}, and it is not known whether more of it is better.`,
		hint: "Say so: `higher_is_better: true` or `false` beside `max_drop`."
	});
}

// packages/retraining/src/signals/volume-signal.ts
function volumeSignal(rule, report, champion, lastDispatch) {
	const none = (why) => unjudged("volume", rule.dataset ?? null, rule.new_rows, why);
	if (champion === null) return none("there is no champion whose training data it could be compared with");
	if (champion.dataReport === null) return none("no data report was registered with the champion");
	const known = new Map(champion.dataReport.datasets.map((dataset) => [dataset.name, dataset.rows]));
	const name = rule.dataset ?? report.datasets.find((dataset) => known.has(dataset.name))?.name;
	if (name === void 0) return none("the data report and that of the champion have no data set in common");
	const rows = rowsOf(report, name);
	const before = known.get(name);
	if (before === void 0 || before === null) return none(`the champion's data report does not count the rows of ${name}`);
	const answered = lastDispatch === void 0 ? 0 : lastDispatch.rows[name] ?? 0;
	const base = Math.max(before, answered);
	const value = rows - base;
	const since = answered > before ? "the newest retraining run" : "the champion";
	return {
		kind: "volume",
		subject: name,
		value,
		threshold: rule.new_rows,
		windows: null,
		over: value >= rule.new_rows,
		crossed: value >= rule.new_rows,
		judged: true,
		message: `${name} has ${rows} rows, ${value} more than ${since} was trained with (${base}); ${rule.new_rows} are asked.`
	};
}
function rowsOf(report, name) {
	const dataset = report.datasets.find((each) => each.name === name);
	if (dataset?.rows != null) return dataset.rows;
	const names = report.datasets.map((each) => each.name);
	const near = names.length === 0 ? "none" : nearestName(name, names);
	throw new EvidenceError({
		code: "RETRAINING_ROWS_UNKNOWN",
		message: `\`retraining.when.volume\` counts the rows of ${name}, and the data report ${dataset === void 0 ? `has no such data set; nearest: ${near}` : "could not read it"}.`,
		hint: "Validate that data set before this step, or name another with `volume: {dataset: …}`."
	});
}
function rowsByDataset(report) {
	const entries = (report?.datasets ?? []).flatMap((each) => each.rows === null ? [] : [[each.name, each.rows]]);
	return Object.fromEntries(entries);
}

// packages/retraining/src/state/changes.ts
function withWindows(state, windows) {
	const fresh = windows.filter((window) => !isSeen(state, window));
	return fresh.length === 0 ? state : {
		...state,
		windows: [...state.windows, ...fresh]
	};
}
function isSeen(state, window) {
	return state.windows.some((seen) => seen.kind === window.kind && seen.digest === window.digest && seen.champion === window.champion);
}
function withIntent(state, record) {
	return {
		...state,
		windows: state.windows.map((window) => window.answered_by === null ? {
			...window,
			answered_by: record.key
		} : window),
		dispatches: [...state.dispatches, {
			...record,
			status: "intended",
			run_id: null,
			run_url: null
		}]
	};
}
function withOutcome(state, key, outcome) {
	return {
		...state,
		windows: outcome.status === "dispatched" ? state.windows : state.windows.map((window) => window.answered_by === key ? {
			...window,
			answered_by: null
		} : window),
		dispatches: state.dispatches.map((each) => each.key === key && each.status === "intended" ? {
			...each,
			...outcome
		} : each)
	};
}
function countedDispatches(state) {
	return state.dispatches.filter((each) => each.status !== "failed");
}

// packages/retraining/src/judge-signals.ts
function judgeSignals(evidence, state) {
	const when = evidence.policy.when ?? {};
	const result = {
		signals: [],
		windows: [],
		crossing: []
	};
	if (when.drift !== void 0) addWindowed(result, evidence, state, drift(evidence), when.drift.windows);
	if (when.metric !== void 0) addWindowed(result, evidence, state, metric(evidence, when.metric), when.metric.windows);
	if (when.volume !== void 0) {
		const signal = volume(evidence, state, when.volume);
		result.signals.push(signal);
		if (signal.crossed) result.crossing.push(`volume:${evidence.dataReport.digest}`);
	}
	if (when.age !== void 0) {
		const { champion, momentMs } = evidence;
		const signal = ageSignal(when.age, champion, momentMs, countedDispatches(state));
		result.signals.push(signal);
		if (signal.crossed) result.crossing.push(`age:${champion.version}:${agePeriod(when.age, champion, momentMs)}`);
	}
	return result;
}
function drift({ dataReport }) {
	if (dataReport === null) return {
		signal: unjudged("drift", null, 0, "there is no data report"),
		window: null
	};
	return driftSignal(dataReport.document, dataReport.digest);
}
function metric({ evaluation, champion }, rule) {
	if (evaluation !== null) return metricSignal(rule, evaluation.document, evaluation.digest, champion);
	return {
		signal: unjudged("metric", rule.name ?? null, rule.max_drop, "there is no evaluation of recent data"),
		window: null
	};
}
function volume(evidence, state, rule) {
	const { dataReport, champion } = evidence;
	if (dataReport === null) return unjudged("volume", rule.dataset ?? null, rule.new_rows, "there is no data report");
	const since = champion === null ? 0 : Date.parse(champion.since);
	const last = countedDispatches(state).findLast((each) => Date.parse(each.time) > since);
	return volumeSignal(rule, dataReport.document, champion, last);
}
function addWindowed(result, evidence, state, { signal, window }, rule) {
	const { k, m } = windowRule(rule);
	if (window === null) {
		result.signals.push(signal);
		return;
	}
	const seen = {
		...window,
		time: new Date(evidence.momentMs).toISOString(),
		answered_by: null
	};
	result.windows.push(seen);
	const recent = withWindows(state, [seen]).windows.filter((each) => each.kind === seen.kind && each.champion === seen.champion && each.answered_by === null).slice(-m);
	const over = recent.filter((each) => each.over);
	const crossed = over.length >= k;
	const words = `${over.length} of the last ${recent.length} window${recent.length === 1 ? "" : "s"} over the line, ${k} of ${m} asked.`;
	result.signals.push({
		...signal,
		windows: {
			over: over.length,
			seen: recent.length,
			k,
			m
		},
		crossed,
		message: `${signal.message} ${words}`
	});
	if (crossed) result.crossing.push(...over.map((each) => each.digest));
}

// packages/retraining/src/decide.ts
const DEFAULT_BREAKER_RUNS = 3;
function decideRetraining(evidence, state, options) {
	const judged = judgeSignals(evidence, state);
	const facts = {
		...judged,
		key: judged.crossing.length === 0 ? null : idempotencyKey(evidence.model, judged.crossing),
		cooldownUntil: cooldownUntil(evidence, state),
		budget: budgetOf(evidence, state),
		breaker: breakerOf(evidence, state, options.knowsChampions)
	};
	const crossed = judged.signals.filter((signal) => signal.crossed);
	if (crossed.length === 0) return {
		...facts,
		triggered: false,
		hold: null,
		reason: quietReason(judged, state, evidence)
	};
	const held = holdOf(facts, state);
	const asks = askingSentence(crossed);
	if (held !== null) return {
		...facts,
		triggered: false,
		hold: held.hold,
		reason: `${asks} Not started: ${held.why}.`
	};
	return {
		...facts,
		triggered: true,
		hold: null,
		reason: asks
	};
}
function idempotencyKey(model, crossing) {
	return `sha256:${sha256Hex(canonicalJson({
		model,
		windows: [...new Set(crossing)].sort()
	}))}`;
}
function holdOf(facts, state) {
	const pending = state.dispatches.find((each) => each.status === "intended");
	if (pending !== void 0) return {
		hold: "in_flight",
		why: `a dispatch of ${pending.time} by ${pending.by} is not settled yet`
	};
	const same = countedDispatches(state).find((each) => each.key === facts.key);
	if (same !== void 0) return {
		hold: "answered",
		why: `the same evidence started ${runWords(same)} already`
	};
	const { breaker, budget, cooldownUntil: until } = facts;
	if (breaker.open) return {
		hold: "breaker",
		why: `${breaker.useless} retraining ${breaker.useless === 1 ? "run" : "runs"} since the champion was promoted brought no better model; it takes a new champion, or the closing of the issue, to go on`
	};
	if (budget.runs !== null && budget.used >= budget.runs) return {
		hold: "budget",
		why: `the budget of ${budget.runs} runs per ${budget.per} is used up`
	};
	return until === null ? null : {
		hold: "cooldown",
		why: `the cooldown lasts until ${until}`
	};
}
const runWords = (record) => record.run_id === null ? `a run at ${record.time}` : `run ${record.run_id}`;
function askingSentence(crossed) {
	return `Retraining is asked for by ${crossed.map((signal) => `${signal.kind}: ${signal.message}`).join(" And by ")}`;
}
function quietReason(judged, state, evidence) {
	const signals = judged.signals.map((signal) => `${signal.kind}: ${signal.message}`).join(" ");
	const digests = [evidence.dataReport?.digest, evidence.evaluation?.digest];
	const key = state.windows.find((window) => digests.includes(window.digest) && window.answered_by !== null)?.answered_by;
	const answered = state.dispatches.find((each) => each.key === key && each.status === "dispatched");
	return `No retraining: no signal crossed its line. ${signals}${answered === void 0 ? "" : ` This report was answered already by ${runWords(answered)}.`}`;
}
function cooldownUntil({ policy, momentMs }, state) {
	if (policy.cooldown === void 0) return null;
	const until = Math.max(...countedDispatches(state).map((each) => Date.parse(each.time)), Number.NEGATIVE_INFINITY) + durationMs(policy.cooldown);
	return until > momentMs ? new Date(until).toISOString() : null;
}
function budgetOf({ policy, momentMs }, state) {
	if (policy.budget === void 0) return {
		used: 0,
		runs: null,
		per: null
	};
	const from = momentMs - durationMs(policy.budget.per);
	return {
		used: countedDispatches(state).filter((each) => Date.parse(each.time) > from).length,
		runs: policy.budget.runs,
		per: policy.budget.per
	};
}
function breakerOf(evidence, state, knowsChampions) {
	if (!knowsChampions) return {
		useless: 0,
		runs: null,
		open: false
	};
	const runs = evidence.policy.breaker?.runs ?? 3;
	const marks = [evidence.champion?.since, state.issue?.closed_at].flatMap((each) => each ? [Date.parse(each)] : []);
	const from = Math.max(Number.NEGATIVE_INFINITY, ...marks);
	const useless = countedDispatches(state).filter((each) => Date.parse(each.time) > from).length;
	return {
		useless,
		runs,
		open: useless >= runs
	};
}

// packages/retraining/src/retraining-document.ts
const MAX_TEXT = 4096;
function retrainingDocument(evidence, decision, facts) {
	return {
		schema: "retraining/1",
		model: evidence.model,
		verdict: decision.signals.some((signal) => signal.judged) ? "pass" : "inconclusive",
		as_of: facts.asOf,
		triggered: decision.triggered,
		reason: cut(decision.reason),
		signals: decision.signals.map((signal) => ({
			...signal,
			message: cut(signal.message)
		})),
		idempotency_key: decision.key,
		cooldown_until: decision.cooldownUntil,
		budget: decision.budget,
		breaker: {
			...decision.breaker,
			issue: facts.issue
		},
		dispatched: facts.dispatched,
		inputs: facts.inputs,
		champion: evidence.champion?.version ?? null,
		policy: evidence.policy,
		warnings: facts.warnings
	};
}
const cut = (text) => text.length <= MAX_TEXT ? text : `${text.slice(0, 4095)}…`;
function summaryOfRetraining(document) {
	const did = document.dispatched === null ? "" : ` Dispatched ${document.dispatched.workflow} as ${runOf(document)}.`;
	return `${document.model}: ${document.triggered ? "retrain" : "do not retrain"}. ${document.reason}${did}`;
}
function runOf({ dispatched }) {
	return dispatched?.run_id == null ? "a run whose number the server did not tell" : `run ${dispatched.run_id}`;
}

// packages/retraining/src/state/retraining-state.ts
const STATE_FILE = "state.json";
const KEPT = 1e3;
const MAX_BYTES$1 = 8 << 20;
const digest = string().regex(/^sha256:[0-9a-f]{64}$/);
const moment = datetime();
const windowSchema = strictObject({
	kind: _enum(["drift", "metric"]),
	digest,
	over: boolean(),
	value: number(),
	champion: digest.nullable(),
	time: moment,
	answered_by: digest.nullable()
});
const dispatchSchema = strictObject({
	key: digest,
	status: _enum([
		"intended",
		"dispatched",
		"failed"
	]),
	time: moment,
	by: string().max(256),
	workflow: string().max(256),
	ref: string().max(256),
	reason: string().max(4096),
	champion: digest.nullable(),
	rows: record(string().max(256), number().int().nonnegative()),
	run_id: number().int().nonnegative().nullable(),
	run_url: string().max(1024).nullable()
});
const retrainingStateSchema = strictObject({
	schema: literal("retraining-state/1"),
	model: string().max(63),
	windows: array(windowSchema).max(2 * KEPT),
	dispatches: array(dispatchSchema).max(2 * KEPT),
	issue: strictObject({
		number: number().int().positive(),
		url: string().max(1024),
		closed_at: moment.nullable()
	}).nullable()
});
const retrainingRef = (model) => `refs/model-delivery/retraining/${refPart(model)}`;
function emptyState(model) {
	return {
		schema: "retraining-state/1",
		model,
		windows: [],
		dispatches: [],
		issue: null
	};
}
function readState(bytes, model, place) {
	const refuse = (found) => new EvidenceError({
		code: "RETRAINING_STATE_MALFORMED",
		message: `Reading ${STATE_FILE} of ${retrainingRef(model)} (${place}) found ${found}; expected the state of ${model}.`,
		hint: `Look at it with \`git show ${retrainingRef(model)}:${STATE_FILE}\`; move the ref back to its last sound commit, or delete the ref to begin anew (windows, cooldown and budget are then forgotten).`
	});
	if (bytes.byteLength > MAX_BYTES$1) throw refuse(`${bytes.byteLength} bytes, more than ${MAX_BYTES$1}`);
	if (bytes.byteLength === 0) throw refuse("no such file, or an empty one");
	let value;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw refuse("no JSON");
	}
	const parsed = retrainingStateSchema.safeParse(value);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw refuse(`${issue.path.join(".") || "the document"}: ${issue.message}`);
	}
	if (parsed.data.model !== model) throw refuse(`the state of ${parsed.data.model}`);
	return parsed.data;
}
function stateFile(state) {
	return canonicalFile({
		...state,
		windows: state.windows.slice(-1e3),
		dispatches: state.dispatches.slice(-1e3)
	});
}

// packages/use-cases/src/retraining/breaker-issue.ts
const LISTED = 20;
const issueMarker = (model) => `<!-- model-delivery:retraining:v1 key=${model} -->`;
function breakerIssue(evidence, decision, state) {
	const { useless } = decision.breaker;
	const runs = state.dispatches.filter((each) => each.status === "dispatched").slice(-Math.min(useless, LISTED));
	const marker = issueMarker(evidence.model);
	const brought = `${useless} ${useless === 1 ? "run" : "runs"} brought no better model`;
	const champion = evidence.champion === null ? "none" : `\`${evidence.champion.version}\``;
	const lines = runs.map((run) => {
		const name = run.run_id === null ? "a run" : `run ${run.run_id}`;
		return `- ${run.time.slice(0, 16).replace("T", " ")} UTC: ${run.run_url === null ? name : `[${name}](${run.run_url})`}, ${codeMarkdown(run.reason, 300)}`;
	});
	const body = `${marker}
Retraining of \`${evidence.model}\` is stopped: ${brought}. None of them was promoted to champion. Nothing more is dispatched until somebody has looked.

${lines.join("\n")}

Champion: ${champion}${evidence.champion === null ? "" : `, since ${evidence.champion.since.slice(0, 10)}`}.

**What to do.** Look at why the runs above brought no new champion: did training fail, did the gate refuse the model, was the canary rolled back? More of the same data rarely helps a model that the world has left behind; new features, new labels or another bound may.

Retraining goes on when a new champion is promoted, or when this issue is closed: the runs above are then forgiven.
`;
	return {
		marker,
		title: `Retraining of ${evidence.model} is stopped: ${brought}`,
		body
	};
}

// packages/use-cases/src/retraining/dispatch-words.ts
const MAX_REASON = 1e3;
const dispatchWord = (key) => `retrain-${key.replace(/^sha256:/, "").slice(0, 16)}`;
function inputText(key, reason) {
	const safe = reason.replaceAll(">", "above").replace(/[^A-Za-z0-9 .,:/%_+=@-]/g, "-");
	return `${dispatchWord(key)}: ${safe}`.slice(0, MAX_REASON);
}
function ownerWord(host) {
	const run = runIdentity(host.env, readEvent(host.env));
	return run === void 0 ? `process ${process.pid} of ${hostname().slice(0, 100)}` : `run ${run.id} attempt ${run.attempt}`;
}
function ownerIsGone(host, by) {
	const run = runIdentity(host.env, readEvent(host.env));
	const other = /^run (\d+) attempt (\d+)$/.exec(by);
	if (other) return run !== void 0 && Number(other[1]) === run.id && Number(other[2]) < run.attempt;
	const owner = /^process (\d+) of (.*)$/.exec(by);
	if (!owner || owner[2] !== hostname().slice(0, 100) || run !== void 0) return false;
	const pid = Number(owner[1]);
	if (pid === process.pid) return true;
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return error.code === "ESRCH";
	}
}

// packages/use-cases/src/retraining/dispatcher.ts
const INTENT_LEASE_MS = 12e4;
const LOOKS = 3;
const LOOK_EVERY_MS = 2e3;
async function judgeAndDispatch(context) {
	const warnings = [];
	const settled = await settleIntents(context, warnings);
	const { decision, record, issue } = await decide(context);
	if (record !== null) {
		const dispatched = await start(context, record, warnings);
		return {
			decision,
			dispatched: shown(dispatched),
			issue,
			warnings
		};
	}
	if (settled === void 0) return {
		decision,
		dispatched: null,
		issue,
		warnings
	};
	const reason = `A run for this was dispatched by ${settled.by} at ${settled.time}, which ended before it could note so. ${settled.reason}`;
	return {
		decision: {
			...decision,
			triggered: true,
			reason,
			key: settled.key
		},
		dispatched: shown(settled),
		issue,
		warnings
	};
}
const shown = (record) => ({
	workflow: record.workflow,
	ref: record.ref,
	run_id: record.run_id,
	run_url: record.run_url
});
async function settleIntents(context, warnings) {
	const { host, log, runner } = context;
	let happened;
	for (const intent of (await log.load()).state.dispatches.filter((each) => each.status === "intended")) {
		if (host.now() - Date.parse(intent.time) < 12e4 && !ownerIsGone(host, intent.by)) continue;
		const { workflow, ref, time: since } = intent;
		const found = await runner.find({
			workflow,
			ref,
			since,
			word: dispatchWord(intent.key)
		});
		if (found === null) {
			await note(log, intent.key, { status: "failed" });
			continue;
		}
		if (!found.certain) warnings.push(`Run ${found.run.id} is taken for the dispatch of ${since}: its title does not name it. Give ${workflow} a \`run-name\` with \`\${{ inputs.reason }}\`.`);
		const outcome = {
			status: "dispatched",
			run_id: found.run.id,
			run_url: found.run.url
		};
		await note(log, intent.key, outcome);
		happened = {
			...intent,
			...outcome
		};
	}
	return happened;
}
async function decide(context) {
	const { host, evidence, knowsChampions, log, runner, workflow } = context;
	let ref;
	return log.update(`Judge retraining of ${evidence.model}`, async (state) => {
		let decision = decideRetraining(evidence, state, { knowsChampions });
		let current = state;
		if (decision.hold === "breaker") {
			current = await withBreakerIssue(context, decision, state);
			decision = decideRetraining(evidence, current, { knowsChampions });
		}
		const issue = current.issue?.closed_at === null ? current.issue.number : null;
		current = withWindows(current, decision.windows);
		if (!decision.triggered) return {
			state: current,
			result: {
				decision,
				record: null,
				issue
			}
		};
		if (ref === void 0) {
			await runner.check(workflow);
			ref = context.ref ?? await runner.defaultRef();
		}
		const intended = {
			key: decision.key,
			time: new Date(host.now()).toISOString(),
			by: ownerWord(host),
			workflow,
			ref,
			reason: decision.reason.slice(0, 4096),
			champion: evidence.champion?.version ?? null,
			rows: rowsByDataset(evidence.dataReport?.document ?? null)
		};
		const record = {
			...intended,
			status: "intended",
			run_id: null,
			run_url: null
		};
		return {
			state: withIntent(current, intended),
			result: {
				decision,
				record,
				issue
			}
		};
	});
}
async function withBreakerIssue({ evidence, runner }, decision, state) {
	const { issue } = state;
	if (issue !== null && issue.closed_at === null) {
		const closedAt = await runner.issueClosedAt(issue.number);
		if (closedAt !== null) return {
			...state,
			issue: {
				...issue,
				closed_at: new Date(closedAt).toISOString()
			}
		};
	}
	const written = await runner.writeIssue(breakerIssue(evidence, decision, state));
	if (written === null || issue?.closed_at === null && issue.number === written.number) return state;
	return {
		...state,
		issue: {
			number: written.number,
			url: written.url,
			closed_at: null
		}
	};
}
async function start(context, intent, warnings) {
	const { host, log, runner } = context;
	const { workflow, ref, key } = intent;
	let run;
	try {
		if (host.now() - Date.parse(intent.time) > 12e4 / 2) throw tooSlow(workflow);
		run = await runner.dispatch(workflow, ref, { reason: inputText(key, intent.reason) });
	} catch (error) {
		const found = runner.mayHaveStarted(error) ? await look(context, intent) : null;
		if (found === null) {
			if (error instanceof DeliveryError && !runner.mayHaveStarted(error)) await note(log, key, { status: "failed" });
			throw error;
		}
		run = found;
	}
	if (run.id === null) run = await look(context, intent) ?? run;
	if (run.id === null) warnings.push(`The server did not tell which run of ${workflow} was started, and none is listed yet.`);
	const outcome = {
		status: "dispatched",
		run_id: run.id,
		run_url: run.url
	};
	await note(log, key, outcome);
	return {
		...intent,
		...outcome
	};
}
async function look({ runner, sleep }, intent) {
	const { workflow, ref, time: since } = intent;
	for (let i = 0; i < LOOKS; i++) {
		const found = await runner.find({
			workflow,
			ref,
			since,
			word: dispatchWord(intent.key)
		});
		if (found !== null) return found.run;
		if (i < 2) await sleep(LOOK_EVERY_MS);
	}
	return null;
}
const note = (log, key, outcome) => log.update(`Note the outcome of ${key.slice(0, 19)}: ${outcome.status}`, (state) => ({
	state: withOutcome(state, key, outcome),
	result: void 0
}));
function tooSlow(workflow) {
	return new ExternalError({
		code: "DISPATCH_TOO_SLOW",
		system: "git",
		message: `Between the intent to dispatch ${workflow} and its turn more than ${INTENT_LEASE_MS / 2e3} s went by; nothing was started.`,
		hint: "Run it again.",
		retryable: true
	});
}

// packages/use-cases/src/retraining/documents.ts
const MAX_BYTES = 32 << 20;
function readDataReport(host, path, model) {
	const read = readText(host, path);
	if (read === null) return null;
	const parsed = dataReportSchema.safeParse(read);
	if (!parsed.success) throw notThat(path, "data-report/1", read, parsed.error.issues[0]);
	checkModel(path, parsed.data.model, model);
	return {
		path,
		digest: intactDigest(path, read),
		document: parsed.data
	};
}
function readEvaluation(host, path, model) {
	const read = readText(host, path);
	if (read === null) return null;
	const parsed = evaluationSchema.safeParse(read);
	if (!parsed.success) throw notThat(path, "evaluation/1", read, parsed.error.issues[0]);
	checkModel(path, parsed.data.model.name, model);
	return {
		path,
		digest: intactDigest(path, read),
		document: parsed.data
	};
}
function readText(host, path) {
	const absolute = resolve(host.cwd, path);
	const stat = statSync(absolute, { throwIfNoEntry: false });
	if (stat === void 0) return null;
	if (!stat.isFile()) throw refused(path, "it is not a regular file");
	if (stat.size > MAX_BYTES) throw refused(path, `it is larger than ${MAX_BYTES} bytes`);
	try {
		return JSON.parse(readFileSync(absolute, "utf8"));
	} catch {
		throw refused(path, "it is not JSON");
	}
}
function intactDigest(path, value) {
	const stated = value.meta?.digest;
	const actual = documentDigest(value);
	if (stated === void 0 || stated === actual) return actual;
	throw refused(path, `it says it has the digest ${stated} and has ${actual}: it was changed after it was written`);
}
function notThat(path, schema, value, issue) {
	const error = errorDocumentSchema.safeParse(value);
	if (error.success && error.data.schema === schema) return refused(path, `the stage that wrote it ended with ${error.data.error.code}: ${error.data.error.message}`);
	const found = value?.schema;
	if (found !== schema) return refused(path, `its schema is ${JSON.stringify(found ?? null)}, expected ${schema}`);
	return refused(path, `it does not follow ${schema} (${issue?.path.join(".")}: ${issue?.message})`);
}
function checkModel(path, found, expected) {
	if (found !== expected) throw refused(path, `it is about the model ${JSON.stringify(found.slice(0, 80))}, expected ${expected}`);
}
function refused(path, reason) {
	return new EvidenceError({
		code: "RETRAINING_DOCUMENT_REFUSED",
		message: `${path} cannot be judged for retraining: ${reason}.`,
		hint: "Run the stage that writes it again, in the same job or with its artifact downloaded, and do not edit documents."
	});
}
function documentMissing(path, signals, command) {
	return new EvidenceError({
		code: "RETRAINING_DOCUMENT_MISSING",
		message: `The signal ${signals} of \`retraining.when\` is judged from ${path}, and there is no such file.`,
		hint: `Run \`model-delivery ${command}\` before, or name the file with a flag (input) of its own. A report that is missing is not a world that stands still.`
	});
}

// packages/use-cases/src/retraining/registered-champion.ts
function championAlias(config) {
	const champion = config.evaluation?.champion;
	return champion !== void 0 && "alias" in champion && champion.alias !== void 0 ? champion.alias : "champion";
}
async function registeredChampion(registry, alias, withDocuments) {
	const view = await registry.ledger.read();
	const version = view.aliases(registry.model).get(alias);
	if (version === void 0) return null;
	const named = {
		version,
		since: view.events.findLast((event) => event.model === registry.model && event.alias === alias)?.meta.time ?? (/* @__PURE__ */ new Date(0)).toISOString()
	};
	if (!withDocuments) return {
		...named,
		evaluation: null,
		dataReport: null
	};
	const { loadVersionProof } = await import("./use-cases-index.js");
	const proof = await loadVersionProof(registry, version);
	return {
		...named,
		evaluation: proof.evaluation,
		dataReport: proof.dataReport
	};
}

// packages/use-cases/src/retraining/state-log.ts
const ATTEMPTS = 20;
const NO_BYTES = /* @__PURE__ */ new Uint8Array();
function openStateLog(refLog, model) {
	const ref = retrainingRef(model);
	const load = async () => {
		const commit = await refLog.head(ref);
		if (commit === null) return {
			state: emptyState(model),
			commit
		};
		const bytes = await refLog.read(commit, STATE_FILE);
		return {
			state: readState(bytes ?? NO_BYTES, model, refLog.place),
			commit
		};
	};
	return {
		load,
		update: async (message, change) => {
			for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
				const { state, commit } = await load();
				const changed = await change(state);
				if (changed.state === state) return changed.result;
				const files = { [STATE_FILE]: stateFile(changed.state) };
				if ((await refLog.append(ref, commit, {
					files,
					message
				})).ok) return changed.result;
			}
			throw new ExternalError({
				code: "RETRAINING_STATE_BUSY",
				system: "git",
				message: `Writing ${ref} (${refLog.place}) lost against other writers ${ATTEMPTS} times.`,
				hint: "Run it again; give the monitoring workflow `concurrency` so that its runs do not overlap.",
				attempts: ATTEMPTS,
				retryable: true
			});
		}
	};
}

// packages/use-cases/src/retraining/retrain-stage.ts
function retrainStage(host, request) {
	const target = {
		schema: "retraining/1",
		file: `${request.out}/retraining.json`
	};
	return runStage(host, target, async (started) => {
		const configuration = readConfiguration(host, request.config);
		request.onConfigured?.(configuration);
		const policy = effectivePolicy(configuration, request);
		const evidence = await gatherEvidence(host, configuration, request, policy);
		const knowsChampions = evidence.champion !== null || usesRegistry(configuration);
		const result = request.dispatch ? await dispatching(host, configuration, request, evidence, knowsChampions) : await judging(host, configuration, request, evidence, knowsChampions);
		const document = retrainingDocument(evidence, result.decision, {
			asOf: request.asOf ?? utcDate(host.now()),
			inputs: inputsOf(evidence, request),
			dispatched: result.dispatched,
			issue: result.issue,
			warnings: [...pipelineNotice(policy), ...result.warnings]
		});
		for (const warning of document.warnings) host.log.warning(warning);
		const sealed = writeDocument(resolve(host.cwd, target.file), document, metaOf(host, started));
		const facts = {
			verdict: document.verdict,
			inconclusiveBlocks: false,
			policyIntroduced: false
		};
		return outcomeOf(target.file, sealed, exitCode(facts, request.failOn), summaryOfRetraining(document));
	});
}
function effectivePolicy(configuration, request) {
	const { config, locate } = configuration.loaded;
	if (config.retraining === void 0) throw noBlock("retraining", request.config);
	const policy = {
		...config.retraining,
		...request.workflow === void 0 ? {} : { workflow: request.workflow },
		...request.ref === void 0 ? {} : { ref: request.ref }
	};
	if (Object.values(policy.when ?? {}).every((signal) => signal === void 0)) throw new ConfigError({
		code: "RETRAINING_NO_SIGNAL",
		message: `${request.config}: \`retraining.when\` names no signal, so nothing can ask for retraining.`,
		hint: "Name at least one of drift, metric, volume and age, for example `when: {drift: {windows: \"2 of 3\"}}`.",
		location: locate(["retraining"])
	});
	return policy;
}
async function gatherEvidence(host, configuration, request, policy) {
	const { config } = configuration.loaded;
	const { drift, metric, volume, age } = policy.when ?? {};
	const dataPath = request.dataReport ?? `${request.out}/data-report.json`;
	const wantsData = drift !== void 0 || volume !== void 0;
	const dataReport = wantsData || request.dataReport !== void 0 ? readDataReport(host, dataPath, config.model) : null;
	if (dataReport === null && (wantsData || request.dataReport !== void 0)) throw documentMissing(dataPath, drift === void 0 ? "volume" : "drift", "validate");
	const evaluationPath = request.evaluation ?? `${request.out}/evaluation.json`;
	const wantsEvaluation = metric !== void 0 || request.evaluation !== void 0;
	const evaluation = wantsEvaluation ? readEvaluation(host, evaluationPath, config.model) : null;
	const alone = wantsData || age !== void 0 ? request.evaluation !== void 0 : wantsEvaluation;
	if (evaluation === null && alone) throw documentMissing(evaluationPath, "metric", "evaluate");
	const withDocuments = metric !== void 0 || volume !== void 0;
	const wantsChampion = withDocuments || age !== void 0 || usesRegistry(configuration);
	return {
		model: config.model,
		policy,
		dataReport,
		evaluation,
		champion: wantsChampion ? await champion(host, configuration, request, withDocuments) : null,
		momentMs: momentOf(host, request.asOf)
	};
}
async function champion(host, configuration, request, withDocuments) {
	const { openRegistry } = await import("./use-cases-open-registry2.js");
	const registry = await openRegistry(host, configuration, request.access);
	return registeredChampion(registry, championAlias(configuration.loaded.config), withDocuments);
}
const usesRegistry = ({ loaded }) => loaded.config.registry !== void 0;
function momentOf(host, asOf) {
	if (asOf === void 0 || asOf === utcDate(host.now())) return host.now();
	return Date.parse(`${asOf}T23:59:59.999Z`);
}
async function judging(host, configuration, request, evidence, knowsChampions) {
	const warnings = [];
	const refLog = await rememberedIn(host, configuration, request, warnings);
	const state = refLog === null ? emptyState(evidence.model) : (await openStateLog(refLog, evidence.model).load()).state;
	return {
		decision: decideRetraining(evidence, state, { knowsChampions }),
		dispatched: null,
		issue: state.issue?.closed_at === null ? state.issue.number : null,
		warnings
	};
}
async function rememberedIn(host, configuration, request, warnings) {
	try {
		return (await refLogOf(host, configuration, request.access)).refLog;
	} catch (error) {
		if (!(error instanceof ConfigError) || error.code !== "LEDGER_NO_REPOSITORY") throw error;
		warnings.push("This directory is in no git repository: earlier windows, cooldown and budget are unknown, only these documents count.");
		return null;
	}
}
async function dispatching(host, configuration, request, evidence, knowsChampions) {
	const workflow = workflowOf(evidence.policy, configuration);
	const runner = await workflowRunner(host, request);
	const { refLog } = await refLogOf(host, configuration, request.access);
	const log = openStateLog(refLog, evidence.model);
	const sleep = request.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
	return judgeAndDispatch({
		host,
		evidence,
		knowsChampions,
		log,
		runner,
		workflow,
		ref: evidence.policy.ref,
		sleep
	});
}
async function workflowRunner(host, request) {
	const { repositoryName } = await import("./github-main2.js");
	const { githubWorkflows } = await import("./use-cases-dispatch-port.js");
	const repository = repositoryName(host.env.GITHUB_REPOSITORY);
	return githubWorkflows(host, await apiClient(host, request.access), repository);
}
function requireWorkflowName(workflow) {
	if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/.test(workflow)) return workflow;
	throw new ConfigError({
		code: "WORKFLOW_NAME",
		message: `Starting the retraining workflow: expected the name of a file in .github/workflows, found ${JSON.stringify(workflow.slice(0, 100))}.`,
		hint: "Write the name alone, such as `workflow: ml-retrain.yml`."
	});
}
function workflowOf(policy, { loaded }) {
	if (policy.workflow !== void 0) return requireWorkflowName(policy.workflow);
	const found = policy.pipeline === void 0 ? "names no workflow" : "names a `pipeline`, which this version does not start";
	throw new ConfigError({
		code: policy.pipeline === void 0 ? "RETRAINING_NO_WORKFLOW" : "RETRAINING_PIPELINE",
		message: `A retraining run was to be dispatched, and \`retraining\` ${found}.`,
		hint: "Write `retraining: {workflow: ml-retrain.yml}` (input or flag `workflow`); such a workflow can start the pipeline of another system.",
		location: loaded.locate(["retraining"])
	});
}
function pipelineNotice(policy) {
	if (policy.pipeline === void 0) return [];
	return ["`retraining.pipeline` is kept and not started: this version dispatches workflows only (`retraining.workflow`)."];
}
function inputsOf({ dataReport, evaluation }, request) {
	return {
		...dataReport === null ? {} : { data_report: {
			path: request.dataReport ?? `${request.out}/data-report.json`,
			digest: dataReport.digest
		} },
		...evaluation === null ? {} : { evaluation: {
			path: request.evaluation ?? `${request.out}/evaluation.json`,
			digest: evaluation.digest
		} }
	};
}

export { retrainStage as t };