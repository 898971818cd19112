import { i as EvidenceError, t as ConfigError } from "./core-errors.js";
import { n as canonicalJson } from "./core-canonical-json.js";
import { r as nearestName } from "./core-names.js";
import { r as sha256Hex } from "./core-digest.js";
import { t as ARMS } from "./rollout-ports.js";
import { t as normalCdf } from "./stats-normal.js";
import { Buffer } from "node:buffer";

// packages/rollout/src/judge/breaker.ts
var BreakerRun = class {
	#policy;
	#windows;
	constructor(policy, numbers = []) {
		this.#policy = policy;
		this.#windows = Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => ({
			n: numbers[2 * i],
			x: numbers[2 * i + 1]
		}));
	}
	add({ n, x }) {
		this.#windows.push({
			n,
			x
		});
		while (this.#windows.length > 1 && this.#requests - this.#windows[0].n >= this.#least) this.#windows.shift();
	}
	get #least() {
		return Math.max(1, this.#policy.minRequests);
	}
	get #requests() {
		return this.#windows.reduce((sum, { n }) => sum + n, 0);
	}
	get broken() {
		const requests = this.#requests;
		if (requests < this.#least) return null;
		const share = this.#windows.reduce((sum, { x }) => sum + x, 0) / requests;
		return share > this.#policy.maxShare ? {
			requests,
			share
		} : null;
	}
	numbers() {
		return this.#windows.flatMap(({ n, x }) => [n, x]);
	}
};

// packages/rollout/src/judge/canary-window.ts
function readGuardrail({ kind }, window) {
	if (window === void 0 || window === null) return { unknown: "no numbers" };
	if ("unknown" in window) return window;
	for (const arm of ARMS) {
		const problem = kind === "mean" ? meanProblem(window[arm]) : countProblem(window[arm]);
		if (problem !== null) return { unknown: `${arm}: ${problem}` };
	}
	return kind === "mean" ? {
		kind: "means",
		means: window
	} : {
		kind: "counts",
		counts: window
	};
}
function countProblem(arm) {
	if (arm === void 0 || arm === null) return "no numbers";
	const { n, x } = arm;
	if (!isCount(n)) return `${shown(n)} requests`;
	if (!isCount(x)) return `${shown(x)} events`;
	return x > n ? `${x} events in ${n} requests` : null;
}
function meanProblem(arm) {
	if (arm === void 0 || arm === null) return "no numbers";
	const { n, sum, sum_sq } = arm;
	if (!isCount(n)) return `${shown(n)} values`;
	if (typeof sum !== "number" || !Number.isFinite(sum)) return `a sum of ${shown(sum)}`;
	return isCount(sum_sq) ? null : `a sum of squares of ${shown(sum_sq)}`;
}
function isCount(value) {
	return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
function shown(value) {
	if (value === void 0 || value === null) return "no number of";
	return typeof value === "number" ? String(value) : `"${String(value).slice(0, 40)}"`;
}

// packages/stats/src/canary/half-normal-grid.ts
const GRID_POINTS = 60;
function halfNormalGrid(last, sd, sign) {
	const sizes = Float64Array.from({ length: 60 }, (_, i) => .05 + i * (last - .05) / 59);
	const densities = sizes.map((size) => Math.exp(-(size * size) / (2 * sd * sd)));
	const lnTotal = Math.log(densities.reduce((sum, density) => sum + density, 0));
	return {
		effects: sizes.map((size) => sign * size),
		lnWeights: densities.map((density) => Math.log(density) - lnTotal)
	};
}
function lnSumExp(terms) {
	let largest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < terms.length; i++) if (terms[i] > largest) largest = terms[i];
	if (largest === Number.NEGATIVE_INFINITY) return largest;
	let sum = 0;
	for (let i = 0; i < terms.length; i++) sum += Math.exp(terms[i] - largest);
	return largest + Math.log(sum);
}

// packages/stats/src/canary/absolute-rate.ts
const GRID = halfNormalGrid(8, 3, 1);
var AbsoluteRate = class {
	#lnCleanRatio;
	#terms;
	#total;
	#ln = 0;
	constructor(limit, total = {
		n: 0,
		x: 0
	}) {
		this.#lnCleanRatio = GRID.effects.map((d) => Math.log1p(-limit * Math.exp(-d)) - Math.log1p(-limit));
		this.#terms = new Float64Array(GRID.effects.length);
		this.#total = { ...total };
		if (total.n > 0) this.#ln = this.#mixture();
	}
	update({ n, x }) {
		if (n === 0) return this.#ln;
		this.#total = {
			n: this.#total.n + n,
			x: this.#total.x + x
		};
		this.#ln = this.#mixture();
		return this.#ln;
	}
	#mixture() {
		const { n, x } = this.#total;
		for (let i = 0; i < this.#terms.length; i++) this.#terms[i] = GRID.lnWeights[i] - x * GRID.effects[i] + (n - x) * this.#lnCleanRatio[i];
		return lnSumExp(this.#terms);
	}
	get ln() {
		return this.#ln;
	}
	get state() {
		return { ...this.#total };
	}
};

// packages/stats/src/canary/exact-rate-ratio.ts
const HARM = halfNormalGrid(3, 1, 1);
const NON_INFERIORITY = halfNormalGrid(3, .5, -1);
var ExactRateRatio = class {
	#margin;
	#grid;
	#growth;
	#terms;
	#candidateEvents = 0;
	#sums;
	#ln = 0;
	constructor(margin, alternative, state) {
		this.#margin = margin;
		this.#grid = alternative === "harm" ? HARM : NON_INFERIORITY;
		this.#growth = this.#grid.effects.map((effect) => Math.expm1(effect));
		this.#terms = new Float64Array(this.#growth.length);
		this.#sums = new Float64Array(this.#growth.length);
		if (!state) return;
		this.#candidateEvents = state.candidateEvents;
		this.#sums = Float64Array.from(state.sums);
		if (this.#sums.some((sum) => sum !== 0)) this.#ln = this.#mixture();
	}
	update({ candidate, stable }) {
		const events = candidate.x + stable.x;
		if (candidate.n === 0 || stable.n === 0 || events === 0) return this.#ln;
		const share = this.#margin * candidate.n / (this.#margin * candidate.n + stable.n);
		for (let i = 0; i < this.#sums.length; i++) this.#sums[i] += events * Math.log1p(share * this.#growth[i]);
		this.#candidateEvents += candidate.x;
		this.#ln = this.#mixture();
		return this.#ln;
	}
	#mixture() {
		const { effects, lnWeights } = this.#grid;
		for (let i = 0; i < effects.length; i++) this.#terms[i] = lnWeights[i] + this.#candidateEvents * effects[i] - this.#sums[i];
		return lnSumExp(this.#terms);
	}
	get ln() {
		return this.#ln;
	}
	get state() {
		return {
			candidateEvents: this.#candidateEvents,
			sums: Float64Array.from(this.#sums)
		};
	}
};

// packages/stats/src/canary/self-normalised.ts
const ROBUST_WINDOWS = 5;
var SelfNormalised = class {
	#windows = 0;
	#sum = 0;
	#squares = 0;
	#rho = 0;
	#ln = Number.NEGATIVE_INFINITY;
	constructor(state) {
		if (!state) return;
		this.#windows = state.windows;
		this.#sum = state.sum;
		this.#squares = state.squares;
		this.#rho = state.rho;
		this.#ln = this.#value();
	}
	add(term) {
		this.#windows++;
		this.#sum += term;
		this.#squares += term * term;
		if (this.#rho === 0 && this.#windows >= 5) this.#rho = this.#squares;
		this.#ln = this.#value();
		return this.#ln;
	}
	#value() {
		if (this.#rho === 0 || this.#sum <= 0) return Number.NEGATIVE_INFINITY;
		const spread = this.#squares + this.#rho;
		const z = this.#sum / Math.sqrt(spread);
		return Math.LN2 + .5 * Math.log(this.#rho / spread) + z * z / 2 + Math.log(normalCdf(z));
	}
	get ln() {
		return this.#ln;
	}
	get state() {
		return {
			windows: this.#windows,
			sum: this.#sum,
			squares: this.#squares,
			rho: this.#rho
		};
	}
};

// packages/stats/src/canary/robust-mean.ts
var RobustMean = class {
	#margin;
	#sign;
	#sum;
	constructor(margin, alternative, state) {
		this.#margin = margin;
		this.#sign = alternative === "harm" ? 1 : -1;
		this.#sum = new SelfNormalised(state);
	}
	update({ candidate, stable }) {
		if (candidate.n < 2 || stable.n < 2) return this.#sum.ln;
		const weight = candidate.n * stable.n / (candidate.n + stable.n);
		const difference = candidate.sum / candidate.n - this.#margin * stable.sum / stable.n;
		return this.#sum.add(this.#sign * weight * difference);
	}
	get ln() {
		return this.#sum.ln;
	}
	get state() {
		return this.#sum.state;
	}
};

// packages/stats/src/canary/robust-rate-ratio.ts
var RobustRateRatio = class {
	#margin;
	#sign;
	#sum;
	constructor(margin, alternative, state) {
		this.#margin = margin;
		this.#sign = alternative === "harm" ? 1 : -1;
		this.#sum = new SelfNormalised(state);
	}
	update({ candidate, stable }) {
		const events = candidate.x + stable.x;
		if (candidate.n === 0 || stable.n === 0 || events === 0) return this.#sum.ln;
		const share = this.#margin * candidate.n / (this.#margin * candidate.n + stable.n);
		return this.#sum.add(this.#sign * (candidate.x - share * events));
	}
	get ln() {
		return this.#sum.ln;
	}
	get state() {
		return this.#sum.state;
	}
};

// packages/rollout/src/judge/directed-evidence.ts
function directionsOf({ harmIf, nonInferiority }) {
	if (harmIf === "up") return [{
		word: "up",
		margin: nonInferiority
	}];
	if (harmIf === "down") return [{
		word: "down",
		margin: 1 / nonInferiority
	}];
	const margin = Math.max(nonInferiority, 1 / nonInferiority);
	return [{
		word: "up",
		margin
	}, {
		word: "down",
		margin
	}];
}
const STATE_LENGTH = {
	counts: 2 * (1 + 60) + 8 + 3,
	means: 10
};
var DirectedEvidence = class {
	#exchanged;
	#exact;
	#robust;
	#harmRobust = Number.NEGATIVE_INFINITY;
	#goodExact = Number.NEGATIVE_INFINITY;
	#goodRobust = Number.NEGATIVE_INFINITY;
	constructor({ word, margin }, kind, numbers) {
		this.#exchanged = word === "down";
		const reader = numbers ? new NumberReader(numbers) : void 0;
		const Robust = kind === "means" ? RobustMean : RobustRateRatio;
		this.#robust = {
			harm: new Robust(1, "harm", reader?.selfNormalised()),
			good: new Robust(margin, "non_inferiority", reader?.selfNormalised())
		};
		this.#exact = kind === "means" ? null : {
			harm: new ExactRateRatio(1, "harm", reader?.exact()),
			good: new ExactRateRatio(margin, "non_inferiority", reader?.exact())
		};
		if (!reader) return;
		this.#harmRobust = reader.next();
		this.#goodRobust = reader.next();
		if (this.#exact) this.#goodExact = reader.next();
	}
	static stateLength(kind) {
		return STATE_LENGTH[kind];
	}
	update(window) {
		if (window.kind === "counts") {
			const counts = this.#turned(window.counts);
			this.#exact?.harm.update(counts);
			this.#goodExact = Math.max(this.#goodExact, this.#exact?.good.update(counts) ?? Number.NEGATIVE_INFINITY);
			this.#raise(this.#robust.harm.update(counts), this.#robust.good.update(counts));
		} else {
			const means = this.#turned(window.means);
			this.#raise(this.#robust.harm.update(means), this.#robust.good.update(means));
		}
	}
	#turned(window) {
		return this.#exchanged ? {
			candidate: window.stable,
			stable: window.candidate
		} : window;
	}
	#raise(harm, good) {
		this.#harmRobust = Math.max(this.#harmRobust, harm);
		this.#goodRobust = Math.max(this.#goodRobust, good);
	}
	get ln() {
		return {
			harmExact: this.#exact?.harm.ln ?? null,
			harmRobust: this.#harmRobust,
			goodExact: this.#exact ? this.#goodExact : null,
			goodRobust: this.#goodRobust
		};
	}
	numbers() {
		const robust = [this.#robust.harm.state, this.#robust.good.state].flatMap(selfNormalisedNumbers);
		const exact = this.#exact ? [this.#exact.harm.state, this.#exact.good.state] : [];
		return [
			...robust,
			...exact.flatMap(({ candidateEvents, sums }) => [candidateEvents, ...sums]),
			...[this.#harmRobust, this.#goodRobust],
			...this.#exact ? [this.#goodExact] : []
		];
	}
};
function selfNormalisedNumbers({ windows, sum, squares, rho }) {
	return [
		windows,
		sum,
		squares,
		rho
	];
}
var NumberReader = class {
	#numbers;
	#position = 0;
	constructor(numbers) {
		this.#numbers = numbers;
	}
	next() {
		return this.#numbers[this.#position++];
	}
	selfNormalised() {
		return {
			windows: this.next(),
			sum: this.next(),
			squares: this.next(),
			rho: this.next()
		};
	}
	exact() {
		const candidateEvents = this.next();
		const sums = this.#numbers.slice(this.#position, this.#position + 60);
		this.#position += 60;
		return {
			candidateEvents,
			sums
		};
	}
};

// packages/rollout/src/judge/guardrail-evidence.ts
function thresholdsOf(guardrail, { alpha, guardrails }) {
	const directions = guardrail.harmIf === "both" ? 2 : 1;
	const routes = guardrail.maxRate === null ? 1 : 2;
	return {
		harm: Math.log(directions * guardrails.length / alpha),
		met: Math.log(routes / alpha)
	};
}
var GuardrailEvidence = class {
	policy;
	thresholds;
	#directions;
	#absolute;
	#absoluteBest = Number.NEGATIVE_INFINITY;
	#totals = {
		stable: {
			n: 0,
			events: 0
		},
		candidate: {
			n: 0,
			events: 0
		}
	};
	constructor(policy, judge, numbers) {
		this.policy = policy;
		this.thresholds = thresholdsOf(policy, judge);
		const kind = policy.kind === "mean" ? "means" : "counts";
		const length = DirectedEvidence.stateLength(kind);
		const directions = directionsOf(policy);
		this.#directions = directions.map((direction, i) => new DirectedEvidence(direction, kind, numbers?.subarray(i * length, (i + 1) * length)));
		const rest = numbers?.subarray(directions.length * length);
		this.#absolute = policy.maxRate === null ? null : new AbsoluteRate(policy.maxRate, rest && {
			n: rest[4],
			x: rest[5]
		});
		if (!rest) return;
		this.#totals = {
			stable: {
				n: rest[0],
				events: rest[1]
			},
			candidate: {
				n: rest[2],
				events: rest[3]
			}
		};
		if (this.#absolute) this.#absoluteBest = rest[6];
	}
	static stateLength(policy) {
		const kind = policy.kind === "mean" ? "means" : "counts";
		return directionsOf(policy).length * DirectedEvidence.stateLength(kind) + (policy.maxRate === null ? 4 : 7);
	}
	update(window) {
		for (const direction of this.#directions) direction.update(window);
		if (window.kind === "counts" && this.#absolute) this.#absoluteBest = Math.max(this.#absoluteBest, this.#absolute.update(window.counts.candidate));
		for (const arm of ["stable", "candidate"]) {
			const [n, events] = window.kind === "counts" ? [window.counts[arm].n, window.counts[arm].x] : [window.means[arm].n, window.means[arm].sum];
			this.#totals[arm] = {
				n: this.#totals[arm].n + n,
				events: this.#totals[arm].events + events
			};
		}
	}
	get finding() {
		const { harm, met } = this.thresholds;
		const each = this.ln;
		const ratio = each.every(({ goodExact, goodRobust }) => (goodExact ?? met) >= met && goodRobust >= met);
		return {
			harmRobust: each.some(({ harmRobust }) => harmRobust >= harm),
			harmExact: each.some(({ harmExact }) => harmExact !== null && harmExact >= harm),
			met: ratio ? "ratio" : this.#absoluteBest >= met ? "absolute" : null
		};
	}
	get ln() {
		return this.#directions.map(({ ln }) => ln);
	}
	get lnAbsolute() {
		return this.#absolute ? this.#absoluteBest : null;
	}
	get totals() {
		return {
			stable: { ...this.#totals.stable },
			candidate: { ...this.#totals.candidate }
		};
	}
	numbers() {
		const { stable, candidate } = this.#totals;
		const absolute = this.#absolute?.state;
		return [
			...this.#directions.flatMap((direction) => direction.numbers()),
			...[
				stable.n,
				stable.events,
				candidate.n,
				candidate.events
			],
			...absolute ? [
				absolute.n,
				absolute.x,
				this.#absoluteBest
			] : []
		];
	}
};

// packages/rollout/src/judge/guardrail-status.ts
function guardrailStatus(evidence, broken) {
	const { policy, finding, totals } = evidence;
	return {
		id: policy.id,
		kind: policy.kind,
		stable: armStatus(totals.stable),
		candidate: armStatus(totals.candidate),
		ln_e: lnOf(evidence),
		met: finding.met,
		harm: broken === null ? finding.harmRobust ? "robust" : finding.harmExact ? "exact" : null : "breaker",
		message: broken ?? `${comparison(evidence)} ${conclusion(evidence)}`
	};
}
function armStatus({ n, events }) {
	return {
		n,
		events,
		rate: n > 0 ? events / n : null
	};
}
function lnOf({ ln, lnAbsolute }) {
	const each = (key) => ln.map((direction) => direction[key] ?? NaN);
	return {
		harm_exact: finite(Math.max(...each("harmExact"))),
		harm_robust: finite(Math.max(...each("harmRobust"))),
		non_inferiority_exact: finite(Math.min(...each("goodExact"))),
		non_inferiority_robust: finite(Math.min(...each("goodRobust"))),
		absolute: lnAbsolute === null ? null : finite(lnAbsolute)
	};
}
function finite(ln) {
	return Number.isFinite(ln) ? ln : null;
}
function comparison({ policy, totals }) {
	const { candidate, stable } = totals;
	if (policy.kind === "mean") return `Mean ${meanText(candidate)} against ${meanText(stable)}:`;
	return `${policy.id}: candidate ${rateText(candidate)}, stable ${rateText(stable)}:`;
}
function conclusion({ policy, finding, thresholds }) {
	const worse = {
		up: "higher",
		down: "lower",
		both: "different"
	}[policy.harmIf];
	if (finding.harmRobust) return `${worse}, proven beyond bursts; roll back.`;
	if (finding.harmExact) return `${worse}, proven if requests are independent; hold until it is settled.`;
	if (finding.met === "ratio") return `proven within ${ratioText(policy.nonInferiority)} of the stable arm.`;
	if (finding.met === "absolute") return `proven below ${percent(policy.maxRate)}.`;
	const or = policy.maxRate === null ? "" : ` or below ${percent(policy.maxRate)}`;
	return `not proven within ${ratioText(policy.nonInferiority)}${or} yet (ln E from ${thresholds.met.toFixed(2)} on).`;
}
function rateText({ n, events }) {
	return n > 0 ? `${percent(events / n)} of ${n.toLocaleString("en-US")}` : "no requests";
}
function meanText({ n, events }) {
	return n > 0 ? `${Number((events / n).toPrecision(4))} (${n.toLocaleString("en-US")} values)` : "nothing";
}
function ratioText(ratio) {
	return `${Number(ratio.toPrecision(4))}x`;
}
function percent(share) {
	return `${Number((100 * share).toPrecision(3))} %`;
}

// packages/rollout/src/judge/packed-numbers.ts
function packNumbers(numbers) {
	const values = [...numbers];
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(values.length * 8));
	for (const [index, value] of values.entries()) view.setFloat64(index * 8, value, true);
	return Buffer.from(view.buffer).toString("base64");
}
function unpackNumbers(text) {
	if (typeof text !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
	const bytes = Buffer.from(text, "base64");
	if (bytes.length % 8 !== 0 || bytes.toString("base64") !== text) return null;
	return Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}

// packages/rollout/src/judge/judge-state.ts
function policyHash(policy) {
	return sha256Hex(canonicalJson(policy));
}
function readJudgeState(policy, state) {
	if (state?.schema !== "judge-state/1") throw damaged("it is no `judge-state/1`");
	if (state.policy !== policyHash(policy)) throw new EvidenceError({
		code: "JUDGE_STATE_OF_ANOTHER_POLICY",
		message: "The evidence of this canary was gathered under other guardrails, alpha or breakers than today's configuration.",
		hint: "Finish the rollout under its own configuration, or abort it and start anew."
	});
	const guardrails = policy.guardrails.map((guardrail) => {
		const numbers = packed(state.guardrails?.[guardrail.id], `guardrail ${guardrail.id}`);
		if (numbers.length !== GuardrailEvidence.stateLength(guardrail)) throw damaged(`guardrail ${guardrail.id} has ${numbers.length} numbers`);
		return numbers;
	});
	const breakers = policy.breakers.map(({ id, guardrails: watched }) => watched.map((guardrail) => packed(state.breakers?.[id]?.[guardrail], `breaker ${id}`)));
	const requestsInStep = packed(state.requests_in_step, "requests_in_step")[0];
	const { known, unknown, consecutive_unknown } = state.windows ?? {};
	if (requestsInStep === void 0 || ![
		known,
		unknown,
		consecutive_unknown
	].every(Number.isSafeInteger)) throw damaged("its counts are no numbers");
	return {
		guardrails,
		breakers,
		requestsInStep
	};
}
function packed(text, what) {
	const numbers = unpackNumbers(text);
	if (numbers === null) throw damaged(`${what} is not readable`);
	return numbers;
}
function damaged(detail) {
	return new EvidenceError({
		code: "JUDGE_STATE_DAMAGED",
		message: `The recorded state of the canary's judge cannot be continued: ${detail}.`,
		hint: "Replay the recorded windows, or abort the rollout."
	});
}

// packages/rollout/src/judge/judge.ts
function createJudge(policy, state) {
	return new WindowJudge(policy, state);
}
var WindowJudge = class {
	policy;
	#guardrails;
	#breakers;
	#windows = {
		known: 0,
		unknown: 0,
		consecutiveUnknown: 0
	};
	#requestsInStep = 0;
	#last = null;
	constructor(policy, state) {
		this.policy = policy;
		const numbers = state && readJudgeState(policy, state);
		this.#guardrails = policy.guardrails.map((guardrail, i) => new GuardrailEvidence(guardrail, policy, numbers?.guardrails[i]));
		this.#breakers = policy.breakers.map((breaker, i) => ({
			policy: breaker,
			runs: new Map(breaker.guardrails.map((id, j) => [id, new BreakerRun(breaker, numbers?.breakers[i]?.[j])]))
		}));
		if (!state || !numbers) return;
		const { known, unknown, consecutive_unknown } = state.windows;
		this.#windows = {
			known,
			unknown,
			consecutiveUnknown: consecutive_unknown
		};
		this.#requestsInStep = numbers.requestsInStep;
		this.#last = state.last;
	}
	add(window) {
		const unknown = [];
		let requests = 0;
		for (const guardrail of this.#guardrails) {
			const { id } = guardrail.policy;
			const read = readGuardrail(guardrail.policy, Object.hasOwn(window.guardrails, id) ? window.guardrails[id] : void 0);
			if ("unknown" in read) unknown.push({
				guardrail: id,
				reason: read.unknown
			});
			else requests = Math.max(requests, this.#learn(guardrail, read));
		}
		this.#count(unknown.length === 0, window.requests?.candidate ?? requests);
		this.#last = {
			t: window.t,
			unknown
		};
		return this.latest;
	}
	#learn(guardrail, read) {
		guardrail.update(read);
		if (read.kind === "means") return read.means.candidate.n;
		for (const { runs } of this.#breakers) runs.get(guardrail.policy.id)?.add(read.counts.candidate);
		return read.counts.candidate.n;
	}
	#count(known, requests) {
		const { known: before, unknown, consecutiveUnknown } = this.#windows;
		this.#windows = known ? {
			known: before + 1,
			unknown,
			consecutiveUnknown: 0
		} : {
			known: before,
			unknown: unknown + 1,
			consecutiveUnknown: consecutiveUnknown + 1
		};
		if (known) this.#requestsInStep += requests;
	}
	get latest() {
		const findings = this.#guardrails.map((guardrail) => ({
			id: guardrail.policy.id,
			...guardrail.finding
		}));
		const robust = findings.find(({ harmRobust }) => harmRobust);
		const exact = findings.find(({ harmExact }) => harmExact);
		const unmet = findings.filter(({ met }) => met === null).map(({ id }) => id);
		const broken = this.#broken();
		const found = (id) => ({
			guardrail: id,
			reason: this.#status(id, broken).message
		});
		return {
			t: this.#last?.t ?? null,
			known: this.#last !== null && this.#last.unknown.length === 0,
			unknown: this.#last?.unknown ?? [],
			rollback: broken ?? (robust ? {
				cause: "robust",
				...found(robust.id)
			} : null),
			hold: exact ? found(exact.id) : null,
			met: unmet.length === 0,
			unmet
		};
	}
	#broken() {
		for (const { policy, runs } of this.#breakers) for (const [guardrail, run] of runs) {
			const broken = run.broken;
			if (!broken) continue;
			return {
				cause: "breaker",
				guardrail,
				reason: `Breaker ${policy.id}: ${guardrail} of the candidate at ${percent(broken.share)} of its last ${broken.requests} requests, above ${percent(policy.maxShare)}.`
			};
		}
		return null;
	}
	get requestsInStep() {
		return this.#requestsInStep;
	}
	get windows() {
		return { ...this.#windows };
	}
	beginStep() {
		this.#requestsInStep = 0;
	}
	statuses() {
		const broken = this.#broken();
		return this.policy.guardrails.map(({ id }) => this.#status(id, broken));
	}
	#status(id, broken) {
		const guardrail = this.#guardrails.find(({ policy }) => policy.id === id);
		return guardrailStatus(guardrail, broken?.guardrail === id ? broken.reason : null);
	}
	toJSON() {
		const { known, unknown, consecutiveUnknown } = this.#windows;
		return {
			schema: "judge-state/1",
			policy: policyHash(this.policy),
			windows: {
				known,
				unknown,
				consecutive_unknown: consecutiveUnknown
			},
			requests_in_step: packNumbers([this.#requestsInStep]),
			guardrails: Object.fromEntries(this.#guardrails.map((each) => [each.policy.id, packNumbers(each.numbers())])),
			breakers: Object.fromEntries(this.#breakers.map(({ policy, runs }) => [policy.id, Object.fromEntries([...runs].map(([id, run]) => [id, packNumbers(run.numbers())]))])),
			last: this.#last
		};
	}
};

// packages/rollout/src/judge/judge-policy.ts
const DEFAULT_ALPHA = .05;
function judgePolicy(config) {
	const guardrails = (config.guardrails ?? []).map(guardrailPolicy);
	if (guardrails.length === 0) throw new ConfigError({
		code: "ROLLOUT_WITHOUT_GUARDRAILS",
		message: "A canary is judged by its guardrails, and `rollout.guardrails` has none.",
		hint: "Add one, for example `{ id: errors, kind: count, events: …, total: …, non_inferiority: 1.5, max_rate: 0.01 }`."
	});
	refuseRepeated("guardrails", guardrails.map(({ id }) => id));
	const breakers = (config.breakers ?? []).map((breaker) => breakerPolicy(breaker, guardrails));
	refuseRepeated("breakers", breakers.map(({ id }) => id));
	return {
		alpha: config.alpha ?? DEFAULT_ALPHA,
		guardrails,
		breakers
	};
}
function guardrailPolicy(config) {
	const harmIf = config.harm_if ?? "up";
	const usual = config.kind === "mean" ? 1.02 : 1.5;
	if (config.max_rate !== void 0 && (harmIf !== "up" || config.kind === "mean")) throw new ConfigError({
		code: "ROLLOUT_MAX_RATE",
		message: `The guardrail ${config.id} has \`max_rate\`, which bounds the rate of events that harm by going up; it is a ${config.kind} with \`harm_if: ${harmIf}\`.`,
		hint: "Remove `max_rate`, or count the harmful events with `harm_if: up`."
	});
	return {
		id: config.id,
		kind: config.kind,
		harmIf,
		nonInferiority: config.non_inferiority ?? (harmIf === "down" ? 1 / usual : usual),
		maxRate: config.max_rate ?? null
	};
}
function breakerPolicy(config, guardrails) {
	const shares = {
		id: config.id,
		maxShare: config.max_share,
		minRequests: config.min_requests
	};
	if (config.guardrail === void 0) {
		const watched = guardrails.filter(({ kind, harmIf }) => kind !== "mean" && harmIf !== "down").map(({ id }) => id);
		if (watched.length > 0) return {
			...shares,
			guardrails: watched
		};
		throw new ConfigError({
			code: "ROLLOUT_BREAKER",
			message: `The breaker ${config.id} names no guardrail, and none counts events that harm by going up.`,
			hint: "Name a count or histogram with `guardrail:`, or remove the breaker."
		});
	}
	const named = guardrails.find(({ id }) => id === config.guardrail);
	if (named && named.kind !== "mean") return {
		...shares,
		guardrails: [named.id]
	};
	const countable = guardrails.filter(({ kind }) => kind !== "mean").map(({ id }) => id);
	const near = nearestName(config.guardrail, countable);
	throw new ConfigError({
		code: "ROLLOUT_BREAKER",
		message: named ? `The breaker ${config.id} watches ${named.id}, a mean, which has no share of events.` : `The breaker ${config.id} watches ${config.guardrail}, which is no guardrail.`,
		hint: near === void 0 ? "Remove the breaker." : `Name a count or histogram, such as ${near}.`
	});
}
function refuseRepeated(key, ids) {
	const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
	if (repeated === void 0) return;
	throw new ConfigError({
		code: "ROLLOUT_REPEATED_ID",
		message: `\`rollout.${key}\` has the id ${repeated} more than once.`,
		hint: "Give every entry an id of its own."
	});
}

export { directionsOf as a, thresholdsOf as i, createJudge as n, ExactRateRatio as o, percent as r, AbsoluteRate as s, judgePolicy as t };