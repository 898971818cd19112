import { i as EvidenceError, r as EXIT, t as ConfigError } from "./core-errors.js";
import { n as canonicalJson } from "./core-canonical-json.js";
import { n as durationMs, t as ARMS } from "./rollout-ports.js";
import { n as createJudge, t as judgePolicy } from "./rollout-judge-policy.js";
import { r as readConfiguration } from "./use-cases-configuration.js";
import { i as textFlag, o as usageError } from "./cli-flags.js";
import { resolve } from "node:path";
import { readFileSync } from "node:fs";

// packages/rollout/src/judge/step-decision.ts
function decideStep(situation) {
	const { judgement, horizonPassed } = situation;
	if (judgement.rollback) return {
		decision: "rollback",
		reason: judgement.rollback.reason
	};
	if (judgement.hold && !horizonPassed) return {
		decision: "hold",
		reason: judgement.hold.reason
	};
	const missing = missingFor(situation);
	if (missing.length === 0) return {
		decision: "advance",
		reason: "Every guardrail is met."
	};
	if (horizonPassed) return {
		decision: "inconclusive",
		reason: `The canary's time is over without a decision: ${missing.join("; ")}.`
	};
	return {
		decision: "wait",
		reason: `Waiting: ${missing.join("; ")}.`
	};
}
function missingFor(situation) {
	const { judgement, requestsInStep, minRequests, timeInStepMs, minTimeMs, shareOk } = situation;
	const missing = [];
	if (judgement.hold) missing.push(`held (${judgement.hold.reason})`);
	if (judgement.t === null) missing.push("no window has been read yet");
	else if (!judgement.known) missing.push(`unknown data (${judgement.unknown.map(unknownText).join("; ")})`);
	if (!judgement.met) missing.push(`${judgement.unmet.join(", ")} not proven yet`);
	if (requestsInStep < minRequests) missing.push(`${requestsInStep} of ${minRequests} requests in this step`);
	if (timeInStepMs < minTimeMs) missing.push(`${Math.floor(timeInStepMs / 1e3)} of ${Math.ceil(minTimeMs / 1e3)} s in this step`);
	if (!shareOk) missing.push("the candidate's share of requests does not fit its weight");
	return missing;
}
function unknownText({ guardrail, reason }) {
	return `${guardrail}: ${reason.slice(0, 300)}`;
}

// packages/rollout/src/replay/recorded-window.ts
function parseRecordedWindow(text, line, guardrails) {
	const { series, t, arms } = parseLine(text, line);
	if (typeof series !== "string" && typeof series !== "number") throw malformed(line, "`series` is no text");
	if (typeof t !== "number" || !Number.isFinite(t)) throw malformed(line, "`t` is no number of seconds");
	const window = {
		t,
		guardrails: {}
	};
	for (const guardrail of guardrails) window.guardrails[guardrail.id] = guardrailOf(guardrail, arms);
	const [stable, candidate] = ARMS.map((arm) => armOf(arms, arm)?.n);
	if (isCount(stable) && isCount(candidate)) window.requests = {
		stable,
		candidate
	};
	return {
		series,
		line,
		window
	};
}
function parseLine(text, line) {
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		try {
			value = JSON.parse(withoutBareNumbers(text));
		} catch (error) {
			throw malformed(line, `it is not JSON (${error.message.slice(0, 120)})`);
		}
	}
	if (!isObject(value)) throw malformed(line, "it is no object");
	return value;
}
function withoutBareNumbers(text) {
	return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => found.startsWith("\"") ? found : "null");
}
function guardrailOf({ id, kind }, arms) {
	const window = {};
	for (const arm of ARMS) {
		const recorded = armOf(arms, arm);
		if (recorded === null) return { unknown: `${arm}: the arm is missing` };
		if (!isCount(recorded.n)) return { unknown: `${arm}: its n is no number of requests` };
		const value = Object.hasOwn(recorded, id) ? recorded[id] : void 0;
		window[arm] = kind === "mean" ? isObject(value) ? value : null : {
			n: recorded.n,
			x: value
		};
	}
	return window;
}
function armOf(arms, arm) {
	if (!isObject(arms) || !Object.hasOwn(arms, arm)) return null;
	return isObject(arms[arm]) ? arms[arm] : null;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isCount(value) {
	return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
function malformed(line, detail) {
	return new EvidenceError({
		code: "WINDOWS_MALFORMED",
		message: `Line ${line} of the recorded windows cannot be read: ${detail}.`,
		hint: "A line is {\"series\": \"a\", \"t\": 60, \"arms\": {\"stable\": {\"n\": 5700, \"errors\": 28}, \"candidate\": {\"n\": 300, \"errors\": 1}}}."
	});
}

// packages/rollout/src/replay/replay.ts
const ONE_STEP = {
	timeInStepMs: 0,
	minTimeMs: 0,
	shareOk: true,
	horizonPassed: false
};
function replayWindows(text, policy) {
	return [...Map.groupBy(parseWindows(text, policy), ({ series }) => series)].map(([series, windows]) => ({
		series,
		...judgeSeries(inOrder(series, windows), policy)
	}));
}
function parseWindows(text, policy) {
	const windows = text.replace(/^\uFEFF/, "").split("\n").flatMap((line, index) => line.trim() === "" ? [] : [parseRecordedWindow(line, index + 1, policy.judge.guardrails)]);
	if (windows.length > 0) return windows;
	throw new EvidenceError({
		code: "WINDOWS_EMPTY",
		message: "The recording has no window, so there is nothing to judge.",
		hint: "Record one JSON object a line: series, t and the counts of both arms."
	});
}
function inOrder(series, windows) {
	const sorted = windows.toSorted((a, b) => a.window.t - b.window.t);
	for (const [index, { window, line }] of sorted.entries()) {
		const before = sorted[index - 1];
		if (before?.window.t !== window.t) continue;
		throw new EvidenceError({
			code: "WINDOWS_REPEATED_TIME",
			message: `The series ${series} has the time ${window.t} more than once (lines ${before.line} and ${line}).`,
			hint: "Every window of a series ends at a time of its own; give different canaries different series."
		});
	}
	return sorted.map(({ window }) => window);
}
function judgeSeries(windows, policy) {
	const judge = createJudge(policy.judge);
	const first = windows[0].t;
	let judgement;
	let at = first;
	let ended = "end";
	for (const window of windows) {
		if (window.t - first >= policy.horizonSeconds) {
			ended = "horizon";
			break;
		}
		judgement = judge.add(window);
		at = window.t;
		const { decision, reason } = decideStep({
			...ONE_STEP,
			...policy,
			judgement,
			requestsInStep: judge.requestsInStep
		});
		if (decision === "rollback") return {
			decision,
			at,
			reason
		};
		if (decision === "advance") return {
			decision: "promote",
			at,
			reason: judge.statuses().map(({ message }) => message).join(" ")
		};
	}
	return {
		decision: "inconclusive",
		at,
		reason: judgement?.hold ? "hold" : ended
	};
}

// packages/rollout/src/replay/replay-policy.ts
const DEFAULT_HORIZON = "6h";
function replayPolicy(config) {
	const judge = judgePolicy(config);
	if (judge.guardrails.some(({ id }) => id === "n")) throw new ConfigError({
		code: "REPLAY_GUARDRAIL_N",
		message: "A guardrail has the id n, which means the number of requests in recorded windows.",
		hint: "Give the guardrail another id."
	});
	return {
		judge,
		horizonSeconds: durationMs(config.horizon ?? DEFAULT_HORIZON) / 1e3,
		minRequests: config.steps?.[0]?.min_requests ?? 0
	};
}

// packages/cli/src/commands/canary-replay.ts
function replayCommand(host, call) {
	const path = textFlag(call, "windows");
	if (path === void 0) throw usageError("canary replay needs the recorded windows.", "Name them: `model-delivery canary replay --windows FILE`.");
	const { rollout } = readConfiguration(host, call.config).loaded.config;
	if (!rollout) throw new ConfigError({
		code: "ROLLOUT_NOT_CONFIGURED",
		message: `The configuration ${call.config} has no \`rollout\`, so there are no guardrails to judge by.`,
		hint: "Add `rollout:` with `guardrails:`, or name another file with `--config FILE`."
	});
	const policy = replayPolicy(rollout);
	const lines = replayWindows(readWindows(host, path), policy).map((series) => canonicalJson(series));
	return {
		exitCode: EXIT.pass,
		text: lines.join("\n"),
		json: lines.join("\n")
	};
}
function readWindows(host, path) {
	try {
		return readFileSync(resolve(host.cwd, path), "utf8");
	} catch (error) {
		throw new EvidenceError({
			code: "WINDOWS_NOT_READABLE",
			message: `Reading the recorded windows ${path} failed: ${error.code ?? "unreadable"}.`,
			hint: "The path is relative to the working directory."
		});
	}
}

export { replayCommand };