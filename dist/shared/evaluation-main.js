import { c as isBlocking, o as combineVerdicts, t as CHECK_VERDICTS } from "./core-verdict.js";
import { t as documentError } from "./core-error.js";
import { i as EvidenceError, o as InternalError, t as ConfigError } from "./core-errors.js";
import { n as documentDigest, t as checkSeed } from "./core-digest.js";
import { a as holmAdjust, c as inconclusiveEstimate, i as inspectSource, l as oneSidedNormalQuantile, o as findRoot, r as locateSource, s as assertAlpha, t as typedRelation, u as standardErrorOfInterval } from "./engine-typed-relation.js";
import { n as logPoissonDensity, t as binomialDensity } from "./stats-saddle-point.js";
import { n as normalQuantile, t as normalCdf } from "./stats-normal.js";
import { i as nearestNames } from "./core-names.js";
import { t as BOUND_KINDS } from "./core-evaluation-words.js";
import { n as evaluationConfigSchema, t as COMPARISON_BOUNDS } from "./core-evaluation.js";
import { n as parseYamlText } from "./core-yaml-text.js";
import { t as modelIdentity } from "./core-version-id.js";
import { t as modelFiles } from "./model-files-model-files.js";
import { t as dataReportSchema } from "./core-data-report.js";
import { t as openEngine } from "./engine-main.js";
import { extname, isAbsolute, relative, resolve } from "node:path";
import { createHash } from "node:crypto";
import { readFile, readdir, realpath, stat } from "node:fs/promises";

// packages/stats/src/auc.ts
const LOGIT_ABOVE = .95;
function aucEstimate(input) {
	const { components, contrast, alpha } = input;
	const { positives, negatives, auc } = components;
	const absolute = contrast.champion === 0;
	const value = contrast.candidate * auc[0] + (absolute ? 0 : contrast.champion * auc[1]) + contrast.offset;
	if (Number.isNaN(value)) return {
		...inconclusiveEstimate(value, "undefined_metric"),
		method: "delong"
	};
	const smallerClass = Math.min(positives, negatives);
	if (smallerClass < 2) return {
		...inconclusiveEstimate(value, "one_row_in_a_class"),
		method: "delong"
	};
	if (absolute && (auc[0] === 1 || auc[0] === 0)) return perfectSeparation(auc[0], smallerClass, contrast, alpha);
	const variance = contrastVariance(components.covariance, contrast);
	if (variance === 0) return zeroVariance(value, smallerClass, alpha);
	const standardError = Math.sqrt(variance);
	if (absolute && Math.abs(contrast.candidate) === 1 && -contrast.offset / contrast.candidate > .95) return logitEstimate(auc[0], standardError, contrast, alpha);
	const half = oneSidedNormalQuantile(alpha) * standardError;
	return {
		method: "delong",
		value,
		lower: value - half,
		upper: value + half,
		standardError,
		pFail: normalCdf(value / standardError),
		inconclusive: null
	};
}
function contrastVariance(covariance, { candidate, champion }) {
	const own = candidate * candidate * covariance[0][0];
	if (champion === 0) return own;
	return Math.max(0, own + champion * champion * covariance[1][1] + 2 * candidate * champion * covariance[0][1]);
}
function logitEstimate(auc, aucSe, contrast, alpha) {
	const { candidate: sign, offset } = contrast;
	const scaleSe = aucSe / (auc * (1 - auc));
	const centre = logit(auc);
	const half = oneSidedNormalQuantile(alpha) * scaleSe;
	const ends = [sign * expit(centre - half) + offset, sign * expit(centre + half) + offset];
	const bound = -offset / sign;
	const distance = bound >= 1 ? Number.NEGATIVE_INFINITY : (centre - logit(bound)) / scaleSe;
	return {
		method: "delong_logit",
		value: sign * auc + offset,
		lower: Math.min(...ends),
		upper: Math.max(...ends),
		standardError: aucSe,
		pFail: normalCdf(sign * distance),
		inconclusive: null
	};
}
function logit(p) {
	return Math.log(p) - Math.log1p(-p);
}
function expit(x) {
	return 1 / (1 + Math.exp(-x));
}
function perfectSeparation(auc, trials, contrast, alpha) {
	const { candidate: sign, offset } = contrast;
	const reach = alpha ** (1 / trials);
	const interval = auc === 1 ? {
		lower: reach,
		upper: 1
	} : {
		lower: 0,
		upper: 1 - reach
	};
	const ends = [sign * interval.lower + offset, sign * interval.upper + offset];
	const bound = -offset / sign;
	return {
		method: "perfect_separation",
		value: sign * auc + offset,
		lower: Math.min(...ends),
		upper: Math.max(...ends),
		standardError: (interval.upper - interval.lower) / (2 * oneSidedNormalQuantile(alpha)),
		pFail: perfectSeparationP(auc, trials, bound, sign > 0),
		inconclusive: null
	};
}
function perfectSeparationP(auc, trials, bound, wantsAtLeast) {
	const kept = Math.min(1, Math.max(0, bound));
	if (wantsAtLeast) return auc === 1 ? bound > 1 ? 0 : 1 : (1 - kept) ** trials;
	return auc === 0 ? bound < 0 ? 0 : 1 : kept ** trials;
}
function zeroVariance(value, trials, alpha) {
	const half = 1 - alpha ** (1 / trials);
	return {
		method: "delong_zero_variance",
		value,
		lower: value - half,
		upper: value + half,
		standardError: half / oneSidedNormalQuantile(alpha),
		pFail: value >= 0 ? 1 : Math.max(0, 1 + value) ** trials,
		inconclusive: null
	};
}

// packages/stats/src/incomplete-beta.ts
function incompleteBeta(x, a, b, y = 1 - x) {
	if (!(a > 0) || !(b > 0) || !(x >= 0) || !(x <= 1)) throw new RangeError(`incompleteBeta needs a, b > 0 and 0 <= x <= 1, got a = ${a}, b = ${b}, x = ${x}`);
	if (x === 0 || y === 1) return {
		lower: 0,
		upper: 1
	};
	if (y === 0) return {
		lower: 1,
		upper: 0
	};
	const density = binomialDensity(a, a + b, x, y);
	if (x <= (a + 1) / (a + b + 2)) {
		const lower = density * b * betaFraction(x, a, b) / (a + b);
		return {
			lower,
			upper: 1 - lower
		};
	}
	const upper = density * a * betaFraction(y, b, a) / (a + b);
	return {
		lower: 1 - upper,
		upper
	};
}
function betaFraction(x, a, b) {
	const tiny = 1e-300;
	const guard = (value) => Math.abs(value) < tiny ? tiny : value;
	let c = 1;
	let d = 1 / guard(1 - (a + b) * x / (a + 1));
	let fraction = d;
	for (let m = 1; m < 1e7; m++) {
		const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / guard(1 + even * d);
		c = guard(1 + even / c);
		fraction *= d * c;
		const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / guard(1 + odd * d);
		c = guard(1 + odd / c);
		const factor = d * c;
		fraction *= factor;
		if (Math.abs(factor - 1) < Number.EPSILON) break;
	}
	return fraction;
}

// packages/stats/src/binomial.ts
function binomialCdf(k, n, p) {
	if (k < 0) return 0;
	if (k >= n) return 1;
	if (p <= 0) return 1;
	if (p >= 1) return 0;
	return incompleteBeta(p, k + 1, n - k).upper;
}
function binomialSf(k, n, p) {
	if (k <= 0) return 1;
	if (k > n) return 0;
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	return incompleteBeta(p, k, n - k + 1).lower;
}

// packages/stats/src/quantile.ts
function quantileOfSorted(sorted, q) {
	const n = sorted.length;
	if (n === 0 || !(q >= 0 && q <= 1)) throw new RangeError(`a quantile needs values and 0 <= q <= 1, got ${n} and q = ${q}`);
	const position = (n - 1) * q;
	const index = Math.min(Math.floor(position), n - 1);
	return interpolate(sorted[index], sorted[Math.min(index + 1, n - 1)], position - index);
}
function interpolate(low, high, fraction) {
	return fraction === 0 || low === high ? low : low + (high - low) * fraction;
}
function multisetQuantile(sorted, counts, q) {
	let total = 0;
	for (let i = 0; i < counts.length; i++) total += counts[i];
	if (total === 0) return void 0;
	const position = (total - 1) * q;
	const rank = Math.floor(position);
	let seen = 0;
	let i = 0;
	while (seen + counts[i] <= rank) seen += counts[i++];
	const low = sorted[i];
	if (rank + 1 >= total || position === rank) return low;
	let next = i;
	for (seen += counts[i]; seen <= rank + 1; seen += counts[next]) next++;
	return interpolate(low, sorted[next], position - rank);
}

// packages/stats/src/bootstrap-summary.ts
const MAX_DROPPED_SHARE = .01;
function summariseReplicates(replicates, kept, alpha) {
	if (kept === 0) return null;
	const values = replicates.subarray(0, kept).sort();
	let notNegative = 0;
	for (let i = 0; i < kept; i++) if (values[i] >= 0) notNegative++;
	return {
		lower: quantileOfSorted(values, alpha),
		upper: quantileOfSorted(values, 1 - alpha),
		pFail: (1 + notNegative) / (kept + 1),
		kept
	};
}
function replicatesNeeded(configured, familySize, alpha) {
	const needed = 10 * familySize / alpha;
	const whole = Math.round(needed);
	return Math.max(configured, Math.abs(needed - whole) < 1e-9 * needed ? whole : Math.ceil(needed));
}

// packages/stats/src/confusion.ts
function ratio(numerator, denominator) {
	return denominator > 0 ? numerator / denominator : void 0;
}
function precision({ tp, fp }) {
	return ratio(tp, tp + fp);
}
function recall({ tp, fn }) {
	return ratio(tp, tp + fn);
}
function f1({ tp, fp, fn }) {
	return ratio(2 * tp, 2 * tp + fp + fn);
}
function accuracy(matrix) {
	let right = 0;
	let all = 0;
	matrix.forEach((row, truth) => {
		right += row[truth];
		for (let prediction = 0; prediction < row.length; prediction++) all += row[prediction];
	});
	return ratio(right, all);
}
function balancedAccuracy(matrix, requiredClasses = []) {
	let sum = 0;
	let present = 0;
	for (let truth = 0; truth < matrix.length; truth++) {
		const row = matrix[truth];
		let rows = 0;
		for (let prediction = 0; prediction < row.length; prediction++) rows += row[prediction];
		if (rows > 0) {
			sum += row[truth] / rows;
			present++;
		} else if (requiredClasses.includes(truth)) return void 0;
	}
	return present < 2 ? void 0 : sum / present;
}
function matthewsCorrelation(matrix, { degenerate = "zero" } = {}) {
	const truths = new Float64Array(matrix.length);
	const predictions = new Float64Array(matrix.length);
	let [right, all] = [0, 0];
	matrix.forEach((row, truth) => {
		right += row[truth];
		for (let prediction = 0; prediction < row.length; prediction++) {
			truths[truth] += row[prediction];
			predictions[prediction] += row[prediction];
			all += row[prediction];
		}
	});
	if (all === 0) return void 0;
	const [tt, pp, tp] = [
		dot(truths, truths),
		dot(predictions, predictions),
		dot(truths, predictions)
	];
	const spread = (all * all - tt) * (all * all - pp);
	if (!(spread > 0) || occupied(truths) < 2 || occupied(predictions) < 2) return degenerate === "zero" ? 0 : void 0;
	return (right * all - tp) / Math.sqrt(spread);
}
function dot(a, b) {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}
function occupied(counts) {
	return counts.reduce((classes, count) => classes + (count > 0 ? 1 : 0), 0);
}

// packages/stats/src/delong.ts
function delong(labels, scores) {
	for (const model of scores) if (model.length !== labels.length) throw new RangeError(`each model needs one score a label: ${labels.length} labels, ${model.length} scores`);
	const placements = scores.map((model) => countPlacements(labels, model));
	const positives = countPositives(labels);
	const negatives = labels.length - positives;
	const pairs = 2 * positives * negatives;
	return {
		positives,
		negatives,
		auc: placements.map(({ ofPositives }) => exactIntegerSum(ofPositives) / pairs),
		covariance: placements.map((a) => placements.map((b) => {
			return integerCovariance(a.ofPositives, b.ofPositives) / (4 * negatives * negatives) / positives + integerCovariance(a.ofNegatives, b.ofNegatives) / (4 * positives * positives) / negatives;
		}))
	};
}
function countPositives(labels) {
	let positives = 0;
	for (let row = 0; row < labels.length; row++) {
		const label = labels[row];
		if (label !== 0 && label !== 1) throw new RangeError(`labels must be 0 or 1, got ${label} in row ${row}`);
		positives += label;
	}
	return positives;
}
function countPlacements(labels, scores) {
	const positives = countPositives(labels);
	const ofPositives = new Float64Array(positives);
	const ofNegatives = new Float64Array(labels.length - positives);
	let [p, n] = [0, 0];
	for (let row = 0; row < labels.length; row++) {
		const score = scores[row];
		if (Number.isNaN(score)) throw new RangeError(`score in row ${row} is NaN`);
		if (labels[row] === 1) ofPositives[p++] = score + 0;
		else ofNegatives[n++] = score + 0;
	}
	const sortedPositives = ofPositives.slice().sort();
	const sortedNegatives = ofNegatives.slice().sort();
	for (let i = 0; i < ofPositives.length; i++) ofPositives[i] = countTwice(sortedNegatives, ofPositives[i]);
	for (let i = 0; i < ofNegatives.length; i++) ofNegatives[i] = 2 * positives - countTwice(sortedPositives, ofNegatives[i]);
	return {
		ofPositives,
		ofNegatives
	};
}
function countTwice(sorted, value) {
	const below = countBelow(sorted, value);
	let [low, high, step] = [
		below,
		below,
		1
	];
	while (high < sorted.length && sorted[high] <= value) {
		low = high + 1;
		high += step;
		step *= 2;
	}
	return below + countNotAbove(sorted, value, low, Math.min(high, sorted.length));
}
function countBelow(sorted, value) {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = low + high >>> 1;
		if (sorted[middle] < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
function countNotAbove(sorted, value, low = 0, high = sorted.length) {
	while (low < high) {
		const middle = low + high >>> 1;
		if (sorted[middle] <= value) low = middle + 1;
		else high = middle;
	}
	return low;
}
function exactIntegerSum(values) {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i];
	return sum;
}
function integerCovariance(x, y) {
	const n = x.length;
	if (n < 2) return NaN;
	const block = 2 ** 52;
	let blocks = 0;
	let rest = 0;
	for (let i = 0; i < n; i++) {
		rest += x[i] * y[i];
		if (rest >= block) {
			rest -= block;
			blocks++;
		}
	}
	const products = BigInt(blocks) * BigInt(block) + BigInt(rest);
	const numerator = BigInt(n) * products - BigInt(exactIntegerSum(x)) * BigInt(exactIntegerSum(y));
	return Number(numerator) / n / (n - 1);
}

// packages/stats/src/exact-sum.ts
var ExactSum = class {
	#partials = /* @__PURE__ */ new Float64Array(64);
	#count = 0;
	#nonFinite = 0;
	#sawNonFinite = false;
	add(value) {
		if (!Number.isFinite(value)) {
			this.#sawNonFinite = true;
			this.#nonFinite += value;
			return;
		}
		const partials = this.#partials;
		let carried = value;
		let kept = 0;
		for (let index = 0; index < this.#count; index++) {
			let small = partials[index];
			if (Math.abs(carried) < Math.abs(small)) [carried, small] = [small, carried];
			const high = carried + small;
			const low = small - (high - carried);
			if (low !== 0) partials[kept++] = low;
			carried = high;
		}
		if (!Number.isFinite(carried)) throw new RangeError("exact sum overflows the range of a double");
		partials[kept++] = carried;
		this.#count = kept;
	}
	value() {
		if (this.#sawNonFinite) return this.#nonFinite;
		const partials = this.#partials;
		let index = this.#count - 1;
		if (index < 0) return 0;
		let high = partials[index];
		let low = 0;
		while (index > 0) {
			const previous = high;
			const next = partials[--index];
			high = previous + next;
			low = next - (high - previous);
			if (low !== 0) break;
		}
		if (index > 0 && (low < 0 && partials[index - 1] < 0 || low > 0 && partials[index - 1] > 0)) {
			const doubled = low * 2;
			const rounded = high + doubled;
			if (doubled === rounded - high) high = rounded;
		}
		return high;
	}
};
function exactSum(values) {
	const sum = new ExactSum();
	for (let index = 0; index < values.length; index++) sum.add(values[index]);
	return sum.value();
}
function exactMean(values) {
	return values.length === 0 ? void 0 : exactSum(values) / values.length;
}
function weightedMean(values, weights) {
	if (values.length !== weights.length) throw new RangeError(`weighted mean needs one weight a value: ${values.length} values, ${weights.length} weights`);
	const numerator = new ExactSum();
	const denominator = new ExactSum();
	for (let index = 0; index < values.length; index++) {
		const weight = weights[index];
		if (weight === 0) continue;
		numerator.add(values[index] * weight);
		denominator.add(weight);
	}
	const total = denominator.value();
	return total === 0 ? void 0 : numerator.value() / total;
}

// packages/stats/src/random.ts
const GENERATOR = "xoshiro128**";
function createRandom(seed) {
	if (!Number.isInteger(seed) || seed < 0 || seed > 4294967295) throw new RangeError(`a seed is an integer from 0 to 4294967295, got ${seed}`);
	const next = splitmix32(seed);
	return randomFromState([
		next(),
		next(),
		next(),
		next()
	]);
}
function randomFromState(state) {
	let [a, b, c, d] = state;
	const uint32 = () => {
		const product = Math.imul(b, 5);
		const result = Math.imul(product << 7 | product >>> 25, 9) >>> 0;
		const shifted = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= shifted;
		d = d << 11 | d >>> 21;
		return result;
	};
	const fill = (values) => {
		let [e, f, g, h] = [
			a,
			b,
			c,
			d
		];
		for (let index = 0; index < values.length; index++) {
			const product = Math.imul(f, 5);
			values[index] = Math.imul(product << 7 | product >>> 25, 9);
			const shifted = f << 9;
			g ^= e;
			h ^= f;
			f ^= g;
			e ^= h;
			g ^= shifted;
			h = h << 11 | h >>> 21;
		}
		[a, b, c, d] = [
			e,
			f,
			g,
			h
		];
	};
	const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6) + .5) / 9007199254740992;
	return {
		uint32,
		uniform,
		fill
	};
}
function splitmix32(seed) {
	let state = seed | 0;
	return () => {
		state = state + 2654435769 | 0;
		let mixed = state ^ state >>> 16;
		mixed = Math.imul(mixed, 569420461);
		mixed ^= mixed >>> 15;
		mixed = Math.imul(mixed, 1935289751);
		return mixed ^ mixed >>> 15 | 0;
	};
}
function drawPoisson(random, mean) {
	if (!(mean >= 0) || mean === Number.POSITIVE_INFINITY) throw new RangeError(`Poisson mean must be >= 0, got ${mean}`);
	return mean < 10 ? poissonByInversion(random, mean) : poissonByRejection(random, mean);
}
function poissonByInversion(random, mean) {
	if (mean === 0) return 0;
	let remaining = random.uniform();
	let density = Math.exp(-mean);
	let count = 0;
	while (remaining > density && count < 200) {
		remaining -= density;
		count++;
		density *= mean / count;
	}
	return count;
}
function poissonByRejection(random, mean) {
	const b = .931 + 2.53 * Math.sqrt(mean);
	const a = -.059 + .02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const squeeze = .9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = random.uniform() - .5;
		const v = random.uniform();
		const us = .5 - Math.abs(u);
		const count = Math.floor((2 * a / us + b) * u + mean + .43);
		if (us >= .07 && v <= squeeze) return count;
		if (count < 0 || us < .013 && v > us) continue;
		if (Math.log(v * inverseAlpha / (a / (us * us) + b)) <= logPoissonDensity(count, mean)) return count;
	}
}
const POISSON_ONE_THRESHOLDS = (() => {
	const thresholds = (/* @__PURE__ */ new Float64Array(16)).fill(2 ** 32);
	let density = Math.exp(-1);
	let cumulative = 0;
	for (let count = 0; count < 15; count++) {
		cumulative += density;
		density /= count + 1;
		thresholds[count] = Math.min(2 ** 32, Math.round(cumulative * 2 ** 32));
	}
	return thresholds;
})();
const BUCKET_BITS = 12;
const DIVIDED = 255;
const POISSON_ONE_COUNTS = Uint8Array.from({ length: 2 ** BUCKET_BITS }, (_, bucket) => {
	const first = bucket * 2 ** 20;
	const count = countOfDraw(first);
	return count === countOfDraw(first + 2 ** 20 - 1) ? count : DIVIDED;
});
function countOfDraw(draw) {
	let count = 0;
	while (draw >= POISSON_ONE_THRESHOLDS[count]) count++;
	return count;
}
const draws = /* @__PURE__ */ new Uint32Array(2048);
function fillPoissonOne(random, weights) {
	for (let start = 0; start < weights.length; start += draws.length) {
		const block = start + draws.length <= weights.length ? draws : draws.subarray(0, weights.length - start);
		random.fill(block);
		for (let index = 0; index < block.length; index++) {
			const draw = block[index];
			const count = POISSON_ONE_COUNTS[draw >>> 20];
			weights[start + index] = count === DIVIDED ? countOfDraw(draw) : count;
		}
	}
}
function drawNormal(random) {
	for (;;) {
		const x = 2 * random.uniform() - 1;
		const y = 2 * random.uniform() - 1;
		const square = x * x + y * y;
		if (square < 1 && square > 0) return x * Math.sqrt(-2 * Math.log(square) / square);
	}
}
function drawGamma(random, shape) {
	if (!(shape > 0)) throw new RangeError(`Gamma shape must be > 0, got ${shape}`);
	if (shape < 1) return drawGamma(random, shape + 1) * random.uniform() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = drawNormal(random);
		const root = 1 + c * x;
		if (root <= 0) continue;
		const v = root * root * root;
		const u = random.uniform();
		if (Math.log(u) < .5 * x * x + d - d * v + d * Math.log(v)) return d * v;
	}
}

// packages/stats/src/hull.ts
function hullGammaShape(classes, dimensions) {
	return (2 / classes) ** dimensions / 2;
}
function hullEstimate(input) {
	const { cells, statistic, replicates, alpha, gammaShape, seed } = input;
	assertAlpha(alpha);
	const value = statistic(Float64Array.from(cells));
	const shape = {
		method: "hull",
		replicates
	};
	if (!isUsable(value)) return {
		...inconclusiveEstimate(NaN, "undefined_metric"),
		...shape,
		dropped: 0
	};
	const random = createRandom(seed);
	const draw = (drawCell) => {
		const kept = drawTables({
			random,
			cells,
			statistic,
			replicates,
			drawCell
		});
		return summariseReplicates(kept.values, kept.count, alpha);
	};
	const poisson = draw(drawPoisson);
	const gamma = draw((stream, count) => drawGamma(stream, count + gammaShape));
	const dropped = 2 * replicates - (poisson?.kept ?? 0) - (gamma?.kept ?? 0);
	if (poisson === null || gamma === null) return {
		...inconclusiveEstimate(value, "dropped_replicates"),
		...shape,
		dropped
	};
	const lower = Math.min(poisson.lower, gamma.lower);
	const upper = Math.max(poisson.upper, gamma.upper);
	const fewestKept = Math.min(poisson.kept, gamma.kept);
	return {
		...shape,
		value,
		lower,
		upper,
		standardError: standardErrorOfInterval(lower, upper, alpha),
		pFail: Math.max(poisson.pFail, gamma.pFail),
		inconclusive: replicates - fewestKept > .01 * replicates ? "dropped_replicates" : null,
		dropped
	};
}
function drawTables(input) {
	const { random, cells, statistic, replicates, drawCell } = input;
	const table = new Float64Array(cells.length);
	const values = new Float64Array(replicates);
	let count = 0;
	for (let replicate = 0; replicate < replicates; replicate++) {
		for (let cell = 0; cell < table.length; cell++) table[cell] = drawCell(random, cells[cell]);
		const value = statistic(table);
		if (isUsable(value)) values[count++] = value;
	}
	return {
		values,
		count
	};
}
function isUsable(value) {
	return value !== void 0 && Number.isFinite(value);
}

// packages/stats/src/losses.ts
const CLIP_EPSILON = {
	float64: 2 ** -52,
	float32: 2 ** -23
};
function clip(probability, epsilon) {
	return Math.min(1 - epsilon, Math.max(epsilon, probability));
}
function binaryLogLosses(labels, scores, type) {
	const epsilon = CLIP_EPSILON[type];
	const losses = new Float64Array(scores.length);
	for (let row = 0; row < losses.length; row++) {
		const score = probabilityAt(scores, row);
		losses[row] = -Math.log(clip(labels[row] === 1 ? score : 1 - score, epsilon));
	}
	return losses;
}
function binaryBrierLosses(labels, scores) {
	const losses = new Float64Array(scores.length);
	for (let row = 0; row < losses.length; row++) losses[row] = (probabilityAt(scores, row) - labels[row]) ** 2;
	return losses;
}
function multiclassLogLosses(labels, scores, type) {
	const epsilon = CLIP_EPSILON[type];
	const losses = new Float64Array(labels.length);
	for (let row = 0; row < losses.length; row++) losses[row] = -Math.log(clip(probabilityAt(scores[labels[row]], row), epsilon));
	return losses;
}
function multiclassBrierLosses(labels, scores) {
	const losses = new Float64Array(labels.length);
	const scale = scores.length < 3 ? .5 : 1;
	for (let row = 0; row < losses.length; row++) {
		let sum = 0;
		scores.forEach((column, label) => {
			sum += (probabilityAt(column, row) - (labels[row] === label ? 1 : 0)) ** 2;
		});
		losses[row] = scale * sum;
	}
	return losses;
}
function probabilityAt(scores, row) {
	const score = scores[row];
	if (!(score >= 0 && score <= 1)) throw new RangeError(`a probability lies between 0 and 1, got ${score} in row ${row}`);
	return score;
}

// packages/stats/src/student-t.ts
function studentTCdf(t, degreesOfFreedom) {
	if (Number.isNaN(t)) return NaN;
	const tail = upperTail(Math.abs(t), degreesOfFreedom);
	return t > 0 ? 1 - tail : tail;
}
function upperTail(t, df) {
	if (t === Number.POSITIVE_INFINITY) return 0;
	const square = t * t;
	const x = df / (df + square);
	const y = square / (df + square);
	return incompleteBeta(x, df / 2, .5, y).lower / 2;
}
function studentTQuantile(p, degreesOfFreedom) {
	if (!(p > 0 && p < 1) || !(degreesOfFreedom > 0)) throw new RangeError(`studentTQuantile needs 0 < p < 1 and df > 0, got p = ${p}, df = ${degreesOfFreedom}`);
	if (p === .5) return 0;
	if (p > .5) return -studentTQuantile(1 - p, degreesOfFreedom);
	const inner = -normalQuantile(p);
	let outer = Math.max(1, 2 * inner);
	while (upperTail(outer, degreesOfFreedom) > p) outer *= 2;
	return -findRoot((t) => upperTail(t, degreesOfFreedom) - p, inner * (1 - 1e-9), outer);
}

// packages/stats/src/mean.ts
const MIN_CLUSTERS = 20;
function meanEstimate(input) {
	const { contrast, candidate, champion, clusterOf, alpha } = input;
	const rows = contrastRows(contrast, candidate, champion);
	return rowMeanEstimate({
		rows,
		value: exactSum(rows) / rows.length + contrast.offset,
		clusterOf,
		alpha
	});
}
function contrastRows(contrast, candidate, champion) {
	const rows = new Float64Array(candidate.length);
	if (contrast.champion === 0) {
		for (let row = 0; row < rows.length; row++) rows[row] = contrast.candidate * candidate[row];
		return rows;
	}
	if (champion?.length !== candidate.length) throw new RangeError(`paired rows expected: ${candidate.length} of the candidate, ${champion?.length} of the champion`);
	for (let row = 0; row < rows.length; row++) rows[row] = contrast.candidate * candidate[row] + contrast.champion * champion[row];
	return rows;
}
function rowMeanEstimate(input) {
	const { rows, value, clusterOf, alpha } = input;
	const clustered = clusterOf === void 0 ? null : clusteredStandardError(rows, clusterOf);
	const units = clustered?.clusters ?? rows.length;
	const shape = {
		degreesOfFreedom: units - 1,
		clusters: clustered?.clusters ?? null
	};
	if (units < 2) return {
		...inconclusiveEstimate(value, clustered ? "too_few_clusters" : "too_few_rows"),
		...shape
	};
	const standardError = isConstant(rows) ? 0 : clustered?.standardError ?? standardErrorOfMean(rows);
	if (standardError === 0) return {
		...inconclusiveEstimate(value, "zero_variance"),
		standardError: 0,
		...shape
	};
	const half = studentTQuantile(1 - alpha, units - 1) * standardError;
	return {
		value,
		lower: value - half,
		upper: value + half,
		standardError,
		pFail: studentTCdf(value / standardError, units - 1),
		inconclusive: clustered && units < 20 ? "too_few_clusters" : null,
		...shape
	};
}
function isConstant(rows) {
	for (let row = 1; row < rows.length; row++) if (rows[row] !== rows[0]) return false;
	return true;
}
function standardErrorOfMean(rows) {
	const mean = exactSum(rows) / rows.length;
	const squares = new ExactSum();
	for (let row = 0; row < rows.length; row++) squares.add((rows[row] - mean) ** 2);
	return Math.sqrt(squares.value() / (rows.length - 1) / rows.length);
}
function clusteredStandardError(rows, clusterOf) {
	if (rows.length !== clusterOf.length) throw new RangeError(`one cluster a row expected: ${rows.length} rows, ${clusterOf.length} clusters`);
	const mean = exactSum(rows) / rows.length;
	const sums = /* @__PURE__ */ new Map();
	for (let row = 0; row < rows.length; row++) {
		const cluster = clusterOf[row];
		const sum = sums.get(cluster) ?? new ExactSum();
		sum.add(rows[row] - mean);
		sums.set(cluster, sum);
	}
	const squares = new ExactSum();
	for (const sum of sums.values()) squares.add(sum.value() ** 2);
	const clusters = sums.size;
	return {
		standardError: Math.sqrt(squares.value() * clusters / (clusters - 1)) / rows.length,
		clusters
	};
}

// packages/stats/src/order-statistic.ts
function quantileRanks({ n, q, alpha }) {
	assertAlpha(alpha);
	const firstRank = (holds) => {
		let [low, high] = [1, n + 1];
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (holds(middle)) high = middle;
			else low = middle + 1;
		}
		return low;
	};
	const lower = firstRank((rank) => binomialCdf(rank - 1, n, q) > alpha) - 1;
	const upper = firstRank((rank) => binomialSf(rank, n, q) <= alpha);
	return {
		lower: lower >= 1 ? Math.min(lower, n) : null,
		upper: upper <= n ? upper : null
	};
}
function rowsForUpperBound(q, alpha) {
	return Math.ceil(Math.log(alpha) / Math.log(q));
}
function quantileEstimate(input) {
	const { sorted, q, bound, side, alpha } = input;
	const n = sorted.length;
	const quantile = quantileOfSorted(sorted, q);
	const ranks = quantileRanks({
		n,
		q,
		alpha
	});
	const lower = ranks.lower === null ? null : sorted[ranks.lower - 1];
	const upper = ranks.upper === null ? null : sorted[ranks.upper - 1];
	const shift = (end) => end === null ? null : side === "min" ? end - bound : bound - end;
	return {
		quantile,
		interval: {
			lower,
			upper
		},
		ranks,
		value: side === "min" ? quantile - bound : bound - quantile,
		lower: shift(side === "min" ? lower : upper),
		upper: shift(side === "min" ? upper : lower),
		standardError: standardErrorOfInterval(lower, upper, alpha),
		pFail: side === "min" ? binomialSf(countBelow(sorted, bound), n, q) : binomialCdf(countNotAbove(sorted, bound), n, q),
		inconclusive: null
	};
}

// packages/stats/src/poisson-bootstrap.ts
function poissonReplicates({ units, clusterOf, replicates, seed }, visit) {
	const random = createRandom(seed);
	const unitWeights = new Uint8Array(units);
	const rowWeights = clusterOf === void 0 ? unitWeights : new Uint8Array(clusterOf.length);
	for (let replicate = 0; replicate < replicates; replicate++) {
		fillPoissonOne(random, unitWeights);
		if (clusterOf !== void 0) for (let row = 0; row < rowWeights.length; row++) rowWeights[row] = unitWeights[clusterOf[row]];
		visit(rowWeights, replicate);
	}
}
function replicateEstimate({ value, drawn, alpha }) {
	assertAlpha(alpha);
	const replicates = drawn.length;
	const values = drawn.filter((one) => Number.isFinite(one));
	const shape = {
		method: "poisson_bootstrap",
		replicates,
		dropped: replicates - values.length
	};
	const summary = summariseReplicates(values, values.length, alpha);
	if (summary === null) return {
		...inconclusiveEstimate(value, "dropped_replicates"),
		...shape
	};
	const { lower, upper, pFail } = summary;
	return {
		...shape,
		value,
		lower,
		upper,
		standardError: standardErrorOfInterval(lower, upper, alpha),
		pFail,
		inconclusive: shape.dropped > .01 * replicates ? "dropped_replicates" : null
	};
}
function quantileReplicates(input) {
	const { q, replicates } = input;
	const candidate = Float64Array.from(input.candidate).sort();
	const champion = Float64Array.from(input.champion).sort();
	const observed = {
		candidate: quantileOfSorted(candidate, q),
		champion: quantileOfSorted(champion, q)
	};
	const mine = new Uint8Array(candidate.length);
	const theirs = new Uint8Array(champion.length);
	const fill = input.paired ? pairedWeights(input.candidate, input.champion) : fillBoth;
	const random = createRandom(input.seed);
	const drawn = {
		candidate: new Float64Array(replicates),
		champion: new Float64Array(replicates)
	};
	for (let replicate = 0; replicate < replicates; replicate++) {
		fill(random, mine, theirs);
		drawn.candidate[replicate] = multisetQuantile(candidate, mine, q) ?? NaN;
		drawn.champion[replicate] = multisetQuantile(champion, theirs, q) ?? NaN;
	}
	return {
		observed,
		drawn
	};
}
function quantileComparison(contrast, { observed, drawn }, alpha) {
	const combine = (mine, theirs) => contrast.candidate * mine + contrast.champion * theirs + contrast.offset;
	return replicateEstimate({
		value: combine(observed.candidate, observed.champion),
		drawn: drawn.candidate.map((mine, replicate) => combine(mine, drawn.champion[replicate])),
		alpha
	});
}
function fillBoth(random, mine, theirs) {
	fillPoissonOne(random, mine);
	fillPoissonOne(random, theirs);
}
function pairedWeights(candidate, champion) {
	if (candidate.length !== champion.length) throw new RangeError(`paired quantiles need the same rows: ${candidate.length} and ${champion.length}`);
	const rows = Uint32Array.from({ length: candidate.length }, (_, row) => row);
	rows.sort((a, b) => candidate[a] - candidate[b] || champion[a] - champion[b]);
	const byChampion = Uint32Array.from({ length: rows.length }, (_, position) => position);
	byChampion.sort((a, b) => champion[rows[a]] - champion[rows[b]] || a - b);
	return (random, mine, theirs) => {
		fillPoissonOne(random, mine);
		for (let position = 0; position < theirs.length; position++) theirs[position] = mine[byChampion[position]];
	};
}

// packages/stats/src/power.ts
const POWER = .8;
function powerFactor(alpha, power = POWER) {
	return oneSidedNormalQuantile(alpha) + oneSidedNormalQuantile(1 - power);
}
function minimumDetectableEffect({ standardError, alpha }) {
	return powerFactor(alpha) * standardError;
}
function rowsNeeded(input) {
	const { n, standardError, margin, alpha } = input;
	if (margin === 0) return null;
	return Math.ceil(n * (powerFactor(alpha) * standardError / Math.abs(margin)) ** 2);
}

// packages/stats/src/proportion.ts
function wilsonInterval({ successes, n, alpha }) {
	assertCounts(successes, n);
	const z = oneSidedNormalQuantile(alpha);
	const share = successes / n;
	const centre = (share + z * z / (2 * n)) / (1 + z * z / n);
	const half = z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
	return {
		lower: successes === 0 ? 0 : Math.max(0, centre - half),
		upper: successes === n ? 1 : Math.min(1, centre + half)
	};
}
function clopperPearsonInterval({ successes, n, alpha }) {
	assertCounts(successes, n);
	assertAlpha(alpha);
	return {
		lower: successes === 0 ? 0 : findRoot((p) => binomialSf(successes, n, p) - alpha, 0, 1),
		upper: successes === n ? 1 : findRoot((p) => binomialCdf(successes, n, p) - alpha, 0, 1)
	};
}
function wilsonPBelow(successes, n, bound) {
	assertCounts(successes, n);
	if (bound <= 0) return 1;
	if (bound >= 1) return successes === n && bound === 1 ? 1 : 0;
	return normalCdf((successes / n - bound) / Math.sqrt(bound * (1 - bound) / n));
}
function clopperPearsonPBelow(successes, n, bound) {
	assertCounts(successes, n);
	return bound > 1 ? 0 : binomialCdf(successes, n, bound);
}
function proportionEstimate({ successes, n, bound, side, alpha }) {
	const exact = n < 40 || successes === 0 || successes === n;
	const counts = {
		successes,
		n,
		alpha
	};
	const interval = exact ? clopperPearsonInterval(counts) : wilsonInterval(counts);
	const pBelow = exact ? clopperPearsonPBelow : wilsonPBelow;
	const share = successes / n;
	const atLeast = side === "min";
	return {
		method: exact ? "clopper_pearson" : "wilson",
		interval,
		value: atLeast ? share - bound : bound - share,
		lower: atLeast ? interval.lower - bound : bound - interval.upper,
		upper: atLeast ? interval.upper - bound : bound - interval.lower,
		standardError: standardErrorOfInterval(interval.lower, interval.upper, alpha),
		pFail: atLeast ? pBelow(successes, n, bound) : pBelow(n - successes, n, 1 - bound),
		inconclusive: null
	};
}
function assertCounts(successes, n) {
	if (!Number.isInteger(successes) || !Number.isInteger(n) || n < 1 || successes < 0 || successes > n) throw new RangeError(`a proportion needs integers 0 <= successes <= n and n >= 1, got ${successes} of ${n}`);
}

// packages/stats/src/ranking.ts
function rocAuc(labels, scores) {
	const { positives, negatives } = splitSorted(labels, scores);
	if (positives.length === 0 || negatives.length === 0) return void 0;
	let halves = 0;
	let [below, notAbove] = [0, 0];
	for (const score of positives) {
		while (below < negatives.length && negatives[below] < score) below++;
		while (notAbove < negatives.length && negatives[notAbove] <= score) notAbove++;
		halves += below + notAbove;
	}
	return halves / (2 * positives.length * negatives.length);
}
function averagePrecision(labels, scores) {
	const { positives, negatives } = splitSorted(labels, scores);
	if (positives.length === 0) return void 0;
	const sum = new ExactSum();
	let [p, n] = [positives.length, negatives.length];
	while (p > 0) {
		const score = positives[p - 1];
		const before = p;
		while (p > 0 && positives[p - 1] === score) p--;
		while (n > 0 && negatives[n - 1] >= score) n--;
		const truePositives = positives.length - p;
		const predicted = truePositives + negatives.length - n;
		sum.add((before - p) * truePositives / predicted);
	}
	return sum.value() / positives.length;
}
function splitSorted(labels, scores) {
	if (labels.length !== scores.length) throw new RangeError(`one score a label expected: ${labels.length} labels, ${scores.length} scores`);
	let count = 0;
	for (let row = 0; row < labels.length; row++) {
		if (labels[row] !== 0 && labels[row] !== 1) throw new RangeError(`labels must be 0 or 1, got ${labels[row]} in row ${row}`);
		count += labels[row];
	}
	const positives = new Float64Array(count);
	const negatives = new Float64Array(labels.length - count);
	let [p, n] = [0, 0];
	for (let row = 0; row < labels.length; row++) {
		const score = scores[row] + 0;
		if (Number.isNaN(score)) throw new RangeError(`score in row ${row} is NaN`);
		if (labels[row] === 1) positives[p++] = score;
		else negatives[n++] = score;
	}
	return {
		positives: positives.sort(),
		negatives: negatives.sort()
	};
}
function rankScores(labels, scores) {
	const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
	order.sort((a, b) => scores[b] - scores[a] || a - b);
	return {
		order,
		labels: Uint8Array.from(order, (row) => labels[row] === 1 ? 1 : 0),
		groupEnds: Uint8Array.from(order, (row, position) => position + 1 < order.length && scores[order[position + 1]] === scores[row] ? 0 : 1)
	};
}
function weightedRocAuc({ order, labels, groupEnds }, weights) {
	let [positivesAbove, negativesAbove, area] = [
		0,
		0,
		0
	];
	let [positive, negative] = [0, 0];
	for (let position = 0; position < order.length; position++) {
		const weight = weights[order[position]];
		positive += weight * labels[position];
		negative += weight * (1 - labels[position]);
		if (groupEnds[position] === 0) continue;
		area += negative * (positivesAbove + positive / 2);
		positivesAbove += positive;
		negativesAbove += negative;
		positive = 0;
		negative = 0;
	}
	return positivesAbove > 0 && negativesAbove > 0 ? area / (positivesAbove * negativesAbove) : void 0;
}
function weightedAveragePrecision({ order, labels, groupEnds }, weights) {
	let [truePositives, predicted, sum] = [
		0,
		0,
		0
	];
	let [positive, negative] = [0, 0];
	for (let position = 0; position < order.length; position++) {
		const weight = weights[order[position]];
		positive += weight * labels[position];
		negative += weight * (1 - labels[position]);
		if (groupEnds[position] === 0) continue;
		truePositives += positive;
		predicted += positive + negative;
		if (positive > 0) sum += positive * truePositives / predicted;
		positive = 0;
		negative = 0;
	}
	return truePositives > 0 ? sum / truePositives : void 0;
}

// packages/stats/src/regression.ts
function predictionErrors(truth, prediction) {
	if (truth.length !== prediction.length) throw new RangeError(`one prediction a row expected: ${truth.length} rows, ${prediction.length} predictions`);
	const errors = new Float64Array(truth.length);
	for (let row = 0; row < errors.length; row++) errors[row] = prediction[row] - truth[row];
	return errors;
}
function absoluteErrors(errors) {
	return Float64Array.from(errors, Math.abs);
}
function squaredErrors(errors) {
	return Float64Array.from(errors, (error) => error * error);
}
function r2(truth, prediction, weights) {
	const weightOf = (row) => weights?.[row] ?? 1;
	const weighted = new ExactSum();
	const rows = [];
	for (let row = 0; row < truth.length; row++) {
		if (weightOf(row) === 0) continue;
		rows.push(row);
		weighted.add(weightOf(row) * truth[row]);
	}
	if (rows.length < 2) return void 0;
	const mean = weighted.value() / exactSum(rows.map(weightOf));
	const residual = new ExactSum();
	const spread = new ExactSum();
	for (const row of rows) {
		residual.add(weightOf(row) * (truth[row] - prediction[row]) ** 2);
		spread.add(weightOf(row) * (truth[row] - mean) ** 2);
	}
	if (rows.every((row) => truth[row] === truth[rows[0]]) || spread.value() === 0) return residual.value() === 0 ? 1 : 0;
	return 1 - residual.value() / spread.value();
}

// packages/stats/src/rmse.ts
function rootMeanSquare(errors) {
	const squares = new ExactSum();
	for (let row = 0; row < errors.length; row++) squares.add(errors[row] ** 2);
	return Math.sqrt(squares.value() / errors.length);
}
function rmseEstimate(input) {
	const { contrast, candidateErrors, championErrors, clusterOf, alpha } = input;
	const compared = contrast.champion !== 0;
	if (compared && championErrors === void 0) throw new RangeError("a comparison of RMSEs needs the errors of the champion");
	const candidate = rootMeanSquare(candidateErrors);
	const champion = compared ? rootMeanSquare(championErrors) : 1;
	const value = contrast.candidate * candidate + (compared ? contrast.champion * champion : 0) + contrast.offset;
	if (candidate === 0 || champion === 0) return {
		...inconclusiveEstimate(value, "zero_error"),
		degreesOfFreedom: candidateErrors.length - 1,
		clusters: null
	};
	const rows = contrastRows(contrast, linearised(candidateErrors, candidate), compared ? linearised(championErrors, champion) : void 0);
	return rowMeanEstimate({
		rows,
		value,
		clusterOf,
		alpha
	});
}
function linearised(errors, rmse) {
	return Float64Array.from(errors, (error) => error * error / (2 * rmse));
}

// packages/stats/src/tango.ts
function tangoStatistic({ candidateOnly, championOnly, n }, delta) {
	const numerator = candidateOnly - championOnly - n * delta;
	if (numerator === 0) return 0;
	const linear = -candidateOnly - championOnly + (2 * n - candidateOnly + championOnly) * delta;
	const constant = -championOnly * delta * (1 - delta);
	const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
	const q = linear <= 0 ? (root - linear) / (4 * n) : -2 * constant / (linear + root);
	return numerator / Math.sqrt(n * (2 * q + delta * (1 - delta)));
}
function tangoInterval(pairs, alpha) {
	assertPairs(pairs);
	const z = oneSidedNormalQuantile(alpha);
	const observed = (pairs.candidateOnly - pairs.championOnly) / pairs.n;
	const solve = (level, end) => {
		if (observed === end) return end;
		return findRoot((delta) => boundedStatistic(pairs, delta) - level, Math.min(observed, end), Math.max(observed, end));
	};
	return {
		lower: solve(z, -1),
		upper: solve(-z, 1)
	};
}
function boundedStatistic(pairs, delta) {
	if (delta <= -1) return Number.MAX_VALUE;
	if (delta >= 1) return -Number.MAX_VALUE;
	return tangoStatistic(pairs, delta);
}
function tangoPBelow(pairs, delta) {
	assertPairs(pairs);
	const observed = (pairs.candidateOnly - pairs.championOnly) / pairs.n;
	if (delta <= -1) return 1;
	if (delta >= 1) return delta === 1 && observed === 1 ? 1 : 0;
	return normalCdf(tangoStatistic(pairs, delta));
}
function tangoEstimate(pairs) {
	const interval = tangoInterval(pairs, pairs.alpha);
	return {
		interval,
		value: (pairs.candidateOnly - pairs.championOnly) / pairs.n + pairs.offset,
		lower: interval.lower + pairs.offset,
		upper: interval.upper + pairs.offset,
		standardError: standardErrorOfInterval(interval.lower, interval.upper, pairs.alpha),
		pFail: tangoPBelow(pairs, -pairs.offset),
		inconclusive: null
	};
}
function assertPairs({ candidateOnly, championOnly, n }) {
	if (![
		candidateOnly,
		championOnly,
		n
	].every((count) => Number.isInteger(count) && count >= 0) || n < 1 || candidateOnly + championOnly > n) throw new RangeError(`discordant pairs need b + c <= n and n >= 1, got b = ${candidateOnly}, c = ${championOnly}, n = ${n}`);
}

// packages/evaluation/src/checks/first-model.ts
const ABSOLUTE = [
	"min",
	"max",
	"above",
	"below"
];
const EVALUATED = [
	"pass",
	"fail",
	"inconclusive"
];
function firstModelCheck(rule, checks, dataReportIds, level) {
	const evaluated = checks.filter((check) => EVALUATED.includes(check.verdict));
	if (rule === "block") return firstModel("fail", "There is no champion yet, and the policy does not let a first model pass (first_model: block).", level);
	if (rule === "require_absolute") {
		if (evaluated.some((check) => ABSOLUTE.includes(check.kind) && check.severity === "fail" && !dataReportIds.has(check.id))) return null;
		return firstModel("error", "There is no champion yet, and no blocking absolute bound was evaluated, so nothing speaks for the first model: add one (such as `{ metric: f1, min: 0.8 }`) or set `first_model: allow`.", level);
	}
	if (checks.some((check) => check.verdict !== "not_applicable")) return null;
	return firstModel("pass", "There is no champion yet and nothing else to judge; the policy lets a first model pass (first_model: allow).", level);
}
function firstModel(verdict, message, level) {
	return {
		id: "first_model",
		metric: "first_model",
		kind: "first_model",
		slice: null,
		direction: null,
		verdict,
		severity: "fail",
		blocking: true,
		evidence: "point",
		unit: null,
		candidate: null,
		champion: null,
		delta: null,
		bound: null,
		contrast: {
			value: null,
			interval: null
		},
		interval: null,
		level,
		method: "none",
		p: null,
		p_adjusted: null,
		n: null,
		mde: null,
		rows_needed: null,
		message
	};
}

// packages/evaluation/src/checks/planned-check.ts
function contrastOf(check) {
	const o = check.direction === "lower" ? -1 : 1;
	const value = check.value;
	switch (check.bound) {
		case "min":
		case "above": return {
			candidate: 1,
			champion: 0,
			offset: -value
		};
		case "max":
		case "below": return {
			candidate: -1,
			champion: 0,
			offset: value
		};
		case "min_ratio": return {
			candidate: 1,
			champion: -value,
			offset: 0
		};
		case "max_ratio": return {
			candidate: -1,
			champion: value,
			offset: 0
		};
		case "min_delta": return {
			candidate: o,
			champion: -o,
			offset: -value
		};
		case "max_regression": return {
			candidate: o,
			champion: -o,
			offset: value
		};
	}
}
function contrastValue(contrast, candidate, champion) {
	return settle(contrast.candidate * candidate + (contrast.champion === 0 ? 0 : contrast.champion * champion) + contrast.offset, contrastScale(contrast, candidate, champion));
}
function contrastScale(contrast, candidate, champion) {
	const other = contrast.champion === 0 ? 0 : Math.abs(contrast.champion * champion);
	return Math.max(Math.abs(candidate), other, Math.abs(contrast.offset));
}
function settle(value, scale) {
	return Math.abs(value) <= scale * 1e-13 ? 0 : value;
}

// packages/evaluation/src/metrics/confusion-table.ts
function confusionTable(truth, predicted, classes, weights) {
	const table = Array.from({ length: classes }, () => new Float64Array(classes));
	if (weights === null) {
		for (let row = 0; row < truth.length; row++) table[truth[row]][predicted[row]]++;
		return table;
	}
	const sums = table.map((line) => Array.from(line, () => new ExactSum()));
	for (let row = 0; row < truth.length; row++) sums[truth[row]][predicted[row]].add(weights[row]);
	return sums.map((line) => Float64Array.from(line, (sum) => sum.value()));
}
function jointCells(truth, candidate, champion, classes) {
	const cells = new Float64Array(classes ** (champion === null ? 2 : 3));
	for (let row = 0; row < truth.length; row++) {
		let cell = truth[row] * classes + candidate[row];
		if (champion !== null) cell = cell * classes + champion[row];
		cells[cell]++;
	}
	return cells;
}
function tableReader(classes, compared) {
	const candidate = Array.from({ length: classes }, () => new Float64Array(classes));
	const champion = Array.from({ length: classes }, () => new Float64Array(classes));
	return (cells) => {
		for (const line of [...candidate, ...champion]) line.fill(0);
		const inner = compared ? classes : 1;
		for (let truth = 0, cell = 0; truth < classes; truth++) for (let mine = 0; mine < classes; mine++) for (let theirs = 0; theirs < inner; theirs++, cell++) {
			candidate[truth][mine] += cells[cell];
			if (compared) champion[truth][theirs] += cells[cell];
		}
		return {
			candidate,
			champion
		};
	};
}

// packages/evaluation/src/metrics/table-metric.ts
function tableMetric(name, matrix, replicate = null) {
	switch (name) {
		case "accuracy": return accuracy(matrix);
		case "balanced_accuracy": return balancedAccuracy(matrix, replicate?.requiredClasses);
		case "mcc": return matthewsCorrelation(matrix, { degenerate: replicate === null ? "zero" : "undefined" });
	}
	const [[tn, fp], [fn, tp]] = matrix;
	const counts = {
		tn,
		fp,
		fn,
		tp
	};
	return name === "precision" ? precision(counts) : name === "recall" ? recall(counts) : f1(counts);
}
function presentClasses(matrix) {
	return matrix.flatMap((line, truth) => Array.from(line).some((count) => count > 0) ? [truth] : []);
}

// packages/evaluation/src/metrics/measure.ts
function isComputable(metric, scope, model) {
	switch (metric.need) {
		case "classes": return scope.truth !== null && model.classes !== null;
		case "positive_class": return scope.truth !== null && model.classes !== null && scope.positive !== null;
		case "positive_score": return scope.truth !== null && model.score !== null && scope.positive !== null;
		case "class_scores": return scope.truth !== null && (model.score !== null ? scope.positive !== null : model.classScores !== null);
		case "values": return scope.values !== null && model.values !== null;
		case "latency": return model.latency !== null;
	}
}
function measure(metric, scope, model) {
	if (scope.rows === 0) return void 0;
	const weights = scope.weights;
	switch (metric.family) {
		case "proportion":
		case "table": return tableMetric(metric.name, confusionTable(scope.truth, model.classes, scope.classes.length, weights));
		case "auc":
			if (weights !== null) return weightedRocAuc(rankScores(scope.truth, model.score), weights);
			return rocAuc(scope.truth, model.score);
		case "mean": {
			const losses = rowLosses(metric.name, scope, model);
			return weights === null ? exactMean(losses) : weightedMean(losses, weights);
		}
		case "rmse": {
			const errors = rowErrors(scope, model);
			if (weights === null) return rootMeanSquare(errors);
			const mean = weightedMean(squaredErrors(errors), weights);
			return mean === void 0 ? void 0 : Math.sqrt(mean);
		}
		case "rows":
			if (metric.name === "r2") return r2(scope.values, model.values, weights ?? void 0);
			if (weights !== null) return weightedAveragePrecision(rankScores(scope.truth, model.score), weights);
			return averagePrecision(scope.truth, model.score);
		case "quantile": return quantileOfSorted(Float64Array.from(model.latency).sort(), metric.quantile);
	}
}
function rowErrors(scope, model) {
	return predictionErrors(scope.values, model.values);
}
function rowLosses(name, scope, model) {
	switch (name) {
		case "mae": return absoluteErrors(rowErrors(scope, model));
		case "mse": return squaredErrors(rowErrors(scope, model));
		case "log_loss": return model.score !== null ? binaryLogLosses(scope.truth, model.score, model.scoreType) : multiclassLogLosses(scope.truth, model.classScores, model.scoreType);
		default: return model.score !== null ? binaryBrierLosses(scope.truth, model.score) : multiclassBrierLosses(scope.truth, model.classScores);
	}
}
function denominatorRows(metric, scope, compared) {
	if (metric.need !== "positive_class" || scope.truth === null) return null;
	if (metric.name === "recall") return Uint8Array.from(scope.truth, (code) => code === 1 ? 1 : 0);
	if (metric.name !== "precision") return null;
	const mine = scope.candidate.classes;
	const theirs = compared ? scope.champion?.classes ?? null : null;
	return Uint8Array.from(mine, (code, row) => code === 1 || theirs?.[row] === 1 ? 1 : 0);
}

// packages/evaluation/src/methods/estimate-check.ts
const compares = (contrast) => contrast.champion !== 0;
function shownContrast(contrast) {
	return {
		candidate: 1,
		champion: compares(contrast) ? -1 : 0,
		offset: 0
	};
}
function mirrored(contrast, estimate) {
	const sign = contrast.candidate;
	if (compares(contrast) && contrast.champion !== -sign) return void 0;
	if (estimate.lower === null && estimate.upper === null) return null;
	const back = (end) => end === null ? null : (end - contrast.offset) / sign;
	return sign > 0 ? {
		lower: back(estimate.lower),
		upper: back(estimate.upper)
	} : {
		lower: back(estimate.upper),
		upper: back(estimate.lower)
	};
}
function asShown(interval) {
	return {
		lower: interval.lower,
		upper: interval.upper
	};
}

// packages/evaluation/src/methods/area-under-curve.ts
const METHODS = {
	delong: "delong",
	delong_logit: "delong-logit",
	perfect_separation: "perfect-separation",
	delong_zero_variance: "delong-zero-variance"
};
function areaUnderCurve({ scope, contrast, alpha }) {
	const scores = [scope.candidate.score, ...compares(contrast) ? [scope.champion.score] : []];
	const components = delong(scope.truth, scores);
	const estimate = aucEstimate({
		components,
		contrast,
		alpha
	});
	return {
		estimate,
		shown: mirrored(contrast, estimate) ?? aucEstimate({
			components,
			contrast: shownContrast(contrast),
			alpha
		}),
		method: METHODS[estimate.method]
	};
}

// packages/evaluation/src/methods/cell-hull.ts
const MAX_CELLS = 30 ** 3;
function fitsCells(classes, compared) {
	return classes ** (compared ? 3 : 2) <= MAX_CELLS;
}
function cellHull(request) {
	const { metric, scope, contrast } = request;
	const compared = compares(contrast);
	if (metric.name === "accuracy" && compared) return accuracyRatio(request);
	const classes = scope.classes.length;
	const cells = jointCells(scope.truth, scope.candidate.classes, compared ? scope.champion.classes : null, classes);
	const read = tableReader(classes, compared);
	const requiredClasses = presentClasses(read(cells).candidate);
	const statistic = (of) => (drawn) => {
		const { candidate, champion } = read(drawn);
		const mine = tableMetric(metric.name, candidate, { requiredClasses });
		const theirs = compared ? tableMetric(metric.name, champion, { requiredClasses }) : 0;
		return mine === void 0 || theirs === void 0 ? void 0 : contrastValue(of, mine, theirs);
	};
	return estimateCells(request, cells, hullGammaShape(classes, compared ? 3 : 2), statistic);
}
function accuracyRatio(request) {
	const { scope } = request;
	const cells = /* @__PURE__ */ new Float64Array(4);
	for (let row = 0; row < scope.rows; row++) {
		const mine = scope.candidate.classes[row] === scope.truth[row] ? 1 : 0;
		const theirs = scope.champion.classes[row] === scope.truth[row] ? 1 : 0;
		cells[2 * mine + theirs]++;
	}
	const statistic = (of) => (drawn) => {
		const all = drawn[0] + drawn[1] + drawn[2] + drawn[3];
		return all > 0 ? contrastValue(of, (drawn[2] + drawn[3]) / all, (drawn[1] + drawn[3]) / all) : void 0;
	};
	return estimateCells(request, cells, 1 / 2, statistic);
}
function estimateCells(request, cells, gammaShape, statistic) {
	const { contrast, replicates, alpha, seed } = request;
	const draw = (of) => hullEstimate({
		cells,
		statistic: statistic(of),
		replicates,
		alpha,
		gammaShape,
		seed
	});
	const estimate = draw(contrast);
	return {
		estimate,
		shown: mirrored(contrast, estimate) ?? draw(shownContrast(contrast)),
		method: `poisson-gamma-hull(${GENERATOR}, B=${replicates})`
	};
}

// packages/evaluation/src/methods/latency-quantile.ts
function latencyAgainstBound({ metric, scope, contrast, alpha }) {
	const side = contrast.candidate > 0 ? "min" : "max";
	const bound = -contrast.offset / contrast.candidate;
	const q = metric.quantile;
	const sorted = Float64Array.from(scope.candidate.latency).sort();
	const estimate = quantileEstimate({
		sorted,
		q,
		bound,
		side,
		alpha
	});
	const rowsForInterval = estimate.interval.upper === null ? rowsForUpperBound(q, alpha) : void 0;
	return {
		estimate,
		shown: estimate.interval,
		method: "order-statistics",
		rowsForInterval
	};
}
function latencyComparison({ metric, scope, contrast, alpha, replicates, seed }) {
	const replicatesOfBoth = quantileReplicates({
		candidate: scope.candidate.latency,
		champion: scope.champion.latency,
		q: metric.quantile,
		paired: scope.paired,
		replicates,
		seed
	});
	const estimateOf = (of) => quantileComparison(of, replicatesOfBoth, alpha);
	const estimate = estimateOf(contrast);
	return {
		estimate,
		shown: mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast)),
		method: `poisson-bootstrap(${GENERATOR}, B=${replicates})`
	};
}

// packages/evaluation/src/methods/mean-loss.ts
function meanLoss({ metric, scope, contrast, alpha }) {
	const clusterOf = scope.clusters ?? void 0;
	const candidate = rowLosses(metric.name, scope, scope.candidate);
	const champion = compares(contrast) ? rowLosses(metric.name, scope, scope.champion) : void 0;
	const estimateOf = (of) => meanEstimate({
		contrast: of,
		candidate,
		champion,
		clusterOf,
		alpha
	});
	return finish(contrast, estimateOf, clusterOf !== void 0);
}
function rootMeanLoss({ scope, contrast, alpha }) {
	const clusterOf = scope.clusters ?? void 0;
	const candidateErrors = rowErrors(scope, scope.candidate);
	const championErrors = compares(contrast) ? rowErrors(scope, scope.champion) : void 0;
	const estimateOf = (of) => rmseEstimate({
		contrast: of,
		candidateErrors,
		championErrors,
		clusterOf,
		alpha
	});
	return finish(contrast, estimateOf, clusterOf !== void 0);
}
function finish(contrast, estimateOf, clustered) {
	const estimate = estimateOf(contrast);
	const shown = mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast));
	const rows = compares(contrast) ? "paired-t" : "t";
	return {
		estimate,
		shown,
		method: clustered ? "cluster-t" : rows
	};
}

// packages/evaluation/src/methods/row-bootstrap.ts
function rowBootstrap(request) {
	const { scope, contrast, alpha, replicates, candidate, champion } = request;
	const drawn = drawMetrics(request);
	const estimateOf = (of) => replicateEstimate({
		value: contrastValue(of, candidate, champion ?? 0),
		drawn: drawn.candidate.map((own, replicate) => contrastValue(of, own, drawn.champion[replicate])),
		alpha
	});
	const estimate = estimateOf(contrast);
	return {
		estimate,
		shown: mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast)),
		method: `${scope.clusters === null ? "poisson-bootstrap" : "cluster-poisson-bootstrap"}(${GENERATOR}, B=${replicates})`
	};
}
function drawMetrics({ metric, scope, contrast, replicates, seed }) {
	const mine = weightedMetric(metric, scope, scope.candidate);
	const theirs = compares(contrast) ? weightedMetric(metric, scope, scope.champion) : () => 0;
	const drawn = {
		candidate: new Float64Array(replicates),
		champion: new Float64Array(replicates)
	};
	const rowWeights = weighting(metric.family === "quantile" ? null : scope.weights);
	const clusterOf = scope.clusters ?? void 0;
	const units = scope.clusters === null ? scope.rows : clusterCount(scope.clusters);
	poissonReplicates({
		units,
		clusterOf,
		replicates,
		seed
	}, (counts, replicate) => {
		const weights = rowWeights(counts);
		drawn.candidate[replicate] = mine(weights) ?? NaN;
		drawn.champion[replicate] = theirs(weights) ?? NaN;
	});
	return drawn;
}
function weighting(weights) {
	if (weights === null) return (counts) => counts;
	const product = new Float64Array(weights.length);
	return (counts) => {
		for (let row = 0; row < product.length; row++) product[row] = counts[row] * weights[row];
		return product;
	};
}
function clusterCount(clusters) {
	return clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
}
function weightedMetric(metric, scope, model) {
	switch (metric.family) {
		case "proportion":
		case "table": return weightedTable(metric, scope, model);
		case "auc": {
			const ranking = rankScores(scope.truth, model.score);
			return (weights) => weightedRocAuc(ranking, weights);
		}
		case "mean": return meanOf(rowLosses(metric.name, scope, model));
		case "rmse": {
			const mean = meanOf(rowErrors(scope, model).map((error) => error * error));
			return (weights) => rootOf(mean(weights));
		}
		case "rows": {
			if (metric.name === "r2") return weightedR2(scope.values, model.values);
			const ranking = rankScores(scope.truth, model.score);
			return (weights) => weightedAveragePrecision(ranking, weights);
		}
		case "quantile": return weightedQuantile(model.latency, metric.quantile);
	}
}
function weightedTable(metric, scope, model) {
	const classes = scope.classes.length;
	const table = Array.from({ length: classes }, () => new Float64Array(classes));
	const fill = (weights) => {
		for (const line of table) line.fill(0);
		for (let row = 0; row < scope.rows; row++) table[scope.truth[row]][model.classes[row]] += weights?.[row] ?? 1;
		return table;
	};
	const requiredClasses = presentClasses(fill(null));
	return (weights) => tableMetric(metric.name, fill(weights), { requiredClasses });
}
function meanOf(losses) {
	return (weights) => {
		let sum = 0;
		let total = 0;
		for (let row = 0; row < losses.length; row++) {
			sum += weights[row] * losses[row];
			total += weights[row];
		}
		return total > 0 ? sum / total : void 0;
	};
}
const rootOf = (value) => value === void 0 ? void 0 : Math.sqrt(value);
function weightedR2(truth, predicted) {
	const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
	const centred = truth.map((value) => value - centre);
	const squares = truth.map((value, row) => (value - predicted[row]) ** 2);
	return (weights) => {
		let [total, sum, sumOfSquares, residual] = [
			0,
			0,
			0,
			0
		];
		for (let row = 0; row < centred.length; row++) {
			const weight = weights[row];
			total += weight;
			sum += weight * centred[row];
			sumOfSquares += weight * centred[row] * centred[row];
			residual += weight * squares[row];
		}
		const spread = sumOfSquares - sum * sum / total;
		return total > 0 && spread > 0 ? 1 - residual / spread : void 0;
	};
}
function weightedQuantile(latency, quantile) {
	const order = Uint32Array.from({ length: latency.length }, (_, row) => row).sort((a, b) => latency[a] - latency[b] || a - b);
	const sorted = Float64Array.from(order, (row) => latency[row]);
	const counts = new Float64Array(sorted.length);
	return (weights) => {
		for (let position = 0; position < order.length; position++) counts[position] = weights[order[position]];
		return multisetQuantile(sorted, counts, quantile);
	};
}

// packages/evaluation/src/methods/share.ts
function hits(scope, model, rows) {
	const kept = [];
	for (let row = 0; row < scope.rows; row++) if (rows === null || rows[row] === 1) kept.push(scope.truth[row] === model.classes[row] ? 1 : 0);
	return Uint8Array.from(kept);
}
const sum = (values) => values.reduce((total, value) => total + value, 0);
function shareAgainstBound({ metric, scope, contrast, alpha }) {
	const right = hits(scope, scope.candidate, denominatorRows(metric, scope, false));
	const side = contrast.candidate > 0 ? "min" : "max";
	const bound = -contrast.offset / contrast.candidate;
	const estimate = proportionEstimate({
		successes: sum(right),
		n: right.length,
		bound,
		side,
		alpha
	});
	return {
		estimate,
		shown: asShown(estimate.interval),
		method: estimate.method === "wilson" ? "wilson" : "clopper-pearson"
	};
}
function pairedShares({ metric, scope, contrast, alpha }) {
	const rows = denominatorRows(metric, scope, true);
	const mine = hits(scope, scope.candidate, rows);
	const theirs = hits(scope, scope.champion, rows);
	let candidateOnly = 0;
	let championOnly = 0;
	for (let row = 0; row < mine.length; row++) if (mine[row] > theirs[row]) candidateOnly++;
	else if (mine[row] < theirs[row]) championOnly++;
	const estimate = tangoEstimate({
		candidateOnly,
		championOnly,
		n: mine.length,
		offset: contrast.offset,
		alpha
	});
	return {
		estimate,
		shown: asShown(estimate.interval),
		method: "tango"
	};
}
function clusteredShares({ metric, scope, contrast, alpha }) {
	const compared = contrast.champion !== 0;
	const rows = denominatorRows(metric, scope, compared);
	const clusterOf = scope.clusters.filter((_, row) => rows === null || rows[row] === 1);
	const candidate = hits(scope, scope.candidate, rows);
	const champion = compared ? hits(scope, scope.champion, rows) : void 0;
	const estimateOf = (of) => meanEstimate({
		contrast: of,
		candidate,
		champion,
		clusterOf,
		alpha
	});
	const estimate = estimateOf(contrast);
	return {
		estimate,
		shown: mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast)),
		method: "cluster-t"
	};
}

// packages/evaluation/src/methods/choose-method.ts
const IDENTICAL = "identical-predictions";
const exact = (estimate) => ({
	draws: false,
	estimate
});
const drawn = (estimate) => ({
	draws: true,
	estimate
});
function chooseMethod(request) {
	const { metric, scope, contrast } = request;
	const compared = compares(contrast);
	if (compared && (metric.family === "quantile" ? scope.identicalLatency : scope.identical)) return exact(identicalModels);
	if (scope.clusters !== null && tooFewClusters(request)) return exact(fewClusters);
	if (scope.weights !== null && metric.family !== "quantile") return drawn(rowBootstrap);
	if (scope.clusters !== null) return clusteredMethod(request);
	switch (metric.family) {
		case "proportion":
			if (!compared) return exact(shareAgainstBound);
			if (metric.name !== "precision" && contrast.champion === -contrast.candidate) return exact(pairedShares);
			return metric.name === "accuracy" ? drawn(cellHull) : hullOrRows(request);
		case "table": return hullOrRows(request);
		case "auc": return exact(areaUnderCurve);
		case "mean": return exact(meanLoss);
		case "rmse": return exact(rootMeanLoss);
		case "rows": return drawn(rowBootstrap);
		case "quantile": return compared ? drawn(latencyComparison) : exact(latencyAgainstBound);
	}
}
function hullOrRows({ scope, contrast }) {
	return drawn(fitsCells(scope.classes.length, compares(contrast)) ? cellHull : rowBootstrap);
}
function clusteredMethod({ metric, scope, contrast }) {
	if (metric.family === "mean") return exact(meanLoss);
	if (metric.family === "rmse") return exact(rootMeanLoss);
	if (metric.name === "accuracy" || metric.name === "recall") return exact(clusteredShares);
	if (metric.family === "quantile" && compares(contrast) && !scope.paired) return drawn(latencyComparison);
	return drawn(rowBootstrap);
}
function tooFewClusters({ metric, scope, contrast }) {
	const rows = denominatorRows(metric, scope, compares(contrast));
	const seen = /* @__PURE__ */ new Set();
	for (let row = 0; row < scope.rows && seen.size < 20; row++) if (rows === null || rows[row] === 1) seen.add(scope.clusters[row]);
	return seen.size < 20;
}
function fewClusters({ contrast, candidate, champion }) {
	const value = contrastValue(contrast, candidate, champion ?? 0);
	return {
		estimate: inconclusiveEstimate(value, "too_few_clusters"),
		shown: null,
		method: "none"
	};
}
function identicalModels({ contrast, candidate, champion }) {
	const value = contrastValue(contrast, candidate, champion);
	return {
		estimate: {
			value,
			lower: value,
			upper: value,
			standardError: 0,
			pFail: value >= 0 ? 1 : 0,
			inconclusive: null
		},
		shown: {
			lower: 0,
			upper: 0
		},
		method: IDENTICAL
	};
}

// packages/evaluation/src/checks/check-message.ts
function plainNumber(value) {
	if (value === 0) return "0";
	const size = Math.abs(value);
	if (size < 1e-4 || size >= 0x38d7ea4c68000) return value.toExponential(2);
	if (Number.isInteger(value)) return grouped(String(value));
	const digits = size >= 1e3 ? 1 : Math.max(0, 4 - Math.floor(Math.log10(size)) - 1);
	return grouped(value.toFixed(Math.min(digits, 8)).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""));
}
function grouped(text) {
	const [whole, fraction] = text.split(".");
	const spaced = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
	return fraction === void 0 ? spaced : `${spaced}.${fraction}`;
}
const signed = (value) => value > 0 ? `+${plainNumber(value)}` : plainNumber(value);
function checkMessage(facts) {
	const { check, slice } = facts;
	const where = slice === null ? "" : ` for ${slice}`;
	return [`${`${check.metric}${where} ${measured(facts)}`}: ${conclusion(facts)}${details(facts)}.`, ...remarks(facts)].join(" ");
}
function measured({ check, candidate, champion }) {
	const unit = check.unit === null ? "" : ` ${check.unit}`;
	if (champion === null) return `is ${plainNumber(candidate)}${unit}`;
	const delta = candidate - champion;
	return `is ${plainNumber(candidate)}${unit} against ${plainNumber(champion)}${unit} of the champion (${signed(delta)})`;
}
function ruleText(check) {
	const value = plainNumber(check.value);
	switch (check.bound) {
		case "min": return `at least ${value}`;
		case "max": return `at most ${value}`;
		case "above": return `above ${value}`;
		case "below": return `below ${value}`;
		case "min_ratio": return `at least ${value} times the champion`;
		case "max_ratio": return `at most ${value} times the champion`;
		case "min_delta": return check.value >= 0 ? `better than the champion by at least ${value}` : `worse than the champion by at most ${plainNumber(-check.value)}`;
		case "max_regression": return `worse than the champion by at most ${value}`;
	}
}
function conclusion({ check, verdict, mode }) {
	const rule = ruleText(check);
	if (mode === "point") return verdict === "pass" ? `meets the rule "${rule}"` : `breaks the rule "${rule}"`;
	if (verdict === "pass") return `the rule "${rule}" is proven to hold`;
	if (verdict === "fail") return `the rule "${rule}" is proven to be broken`;
	return `neither proven to meet nor to break the rule "${rule}"`;
}
function details({ shown, level, rows, champion }) {
	const parts = [];
	if (shown !== null && (shown.lower !== null || shown.upper !== null)) {
		const format = champion === null ? plainNumber : signed;
		const end = (value) => value === null ? "unknown" : format(value);
		const of = champion === null ? "" : " of the difference";
		parts.push(`${plainNumber(level * 100)} % interval${of} ${end(shown.lower)} to ${end(shown.upper)}`);
	}
	if (rows !== null) parts.push(`${plainNumber(rows)} ${rows === 1 ? "row" : "rows"}`);
	return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
const REASONS = {
	too_few_rows: "One row has no spread to judge by.",
	too_few_clusters: "Fewer than 20 clusters hold a row that counts, too few to judge by.",
	one_row_in_a_class: "One of the classes has a single row, too few to judge by.",
	zero_variance: "The predictions differ but every row contributes the same, so their noise cannot be estimated.",
	zero_error: "A root mean squared error of 0 has no noise estimate.",
	dropped_replicates: "In more than 1 % of the resampled tables the metric was undefined.",
	undefined_metric: "The metric is degenerate here, so its noise cannot be estimated."
};
function remarks(facts) {
	const remarks = [];
	if (facts.identical) remarks.push("Both models predict exactly the same for every row.");
	if (facts.withoutRows !== null) {
		const judged = facts.mode === "point" ? "it is judged by its value alone" : `\`evidence: ${facts.mode}\` cannot be met`;
		remarks.push(`The number comes from ${facts.withoutRows} without rows, so there is no interval and ${judged}.`);
	}
	if (facts.otherModes !== null) remarks.push(`By evidence: guard would say ${facts.otherModes.guard}, prove ${facts.otherModes.prove}.`);
	if (facts.verdict === "inconclusive") {
		if (facts.reason !== null) remarks.push(REASONS[facts.reason]);
		if (facts.mde !== null && facts.mde > 0) remarks.push(`These rows can detect a difference of ${plainNumber(facts.mde)} from the bound (80 % power).`);
		if (facts.rowsNeeded !== null) remarks.push(settleSentence(facts.rowsNeeded, facts.rows));
	}
	return remarks;
}
function settleSentence(needed, rows) {
	if (rows !== null && needed <= rows) return `For equal models about ${plainNumber(needed)} rows suffice; here the difference is close to the bound itself.`;
	return `About ${plainNumber(needed)} rows would settle it.`;
}

// packages/evaluation/src/checks/judge.ts
function judge(mode, { estimate, p, strict, alpha }) {
	if (mode === "point") return pointVerdict(estimate.value, strict);
	if (estimate.inconclusive !== null) return "inconclusive";
	const { lower, upper } = estimate;
	if (lower !== null && (strict ? lower > 0 : lower >= 0)) return "pass";
	if (mode === "guard") return p !== null && p <= alpha ? "fail" : "inconclusive";
	return upper !== null && (strict ? upper <= 0 : upper < 0) ? "fail" : "inconclusive";
}
function pointVerdict(value, strict) {
	return (strict ? value > 0 : value >= 0) ? "pass" : "fail";
}
function settled(estimate, value, scale) {
	const end = (of) => of === null ? null : settle(of, scale);
	return {
		...estimate,
		value,
		lower: end(estimate.lower),
		upper: end(estimate.upper)
	};
}

// packages/evaluation/src/checks/power-statement.ts
function powerStatement(input) {
	const { check, estimated, champion, rows, inconclusive, alpha } = input;
	const { standardError, value } = estimated.estimate;
	const usable = standardError !== null && Number.isFinite(standardError) && estimated.estimate.inconclusive !== "zero_variance";
	const mde = usable ? minimumDetectableEffect({
		standardError,
		alpha
	}) : null;
	if (!inconclusive) return {
		mde,
		rowsNeeded: null
	};
	if (estimated.rowsForInterval !== void 0) return {
		mde,
		rowsNeeded: estimated.rowsForInterval
	};
	if (!usable || standardError === 0) return {
		mde,
		rowsNeeded: null
	};
	const margin = check.compares ? marginOf(check, champion) : Math.abs(value);
	const needed = margin === null ? null : rowsNeeded({
		n: rows,
		standardError,
		margin,
		alpha
	});
	return {
		mde,
		rowsNeeded: needed !== null && Number.isSafeInteger(needed) ? needed : null
	};
}
function marginOf(check, champion) {
	switch (check.bound) {
		case "min_ratio":
		case "max_ratio": return champion === null ? null : Math.abs(1 - check.value) * Math.abs(champion);
		default: return Math.abs(check.value);
	}
}

// packages/evaluation/src/champion/champion-error.ts
function championError(state, reason) {
	const what = {
		unreachable: "it cannot be reached",
		stale: "its predictions are stale",
		incomparable: "it cannot be compared"
	}[state];
	const hint = {
		unreachable: "Make it reachable (path, fetch-depth, remote, permissions); only a registry that answers \"no such alias\" counts as a first model.",
		stale: "Score the champion on today's test set, or evaluate the candidate on the champion's.",
		incomparable: "Write both files from the same test set, with unique ids, the same labels and the same metrics."
	}[state];
	return new EvidenceError({
		code: `CHAMPION_${state.toUpperCase()}`,
		message: `Comparing with the champion: ${what}: ${reason}.`,
		hint
	});
}

// packages/evaluation/src/metrics/catalogue.ts
const define = (name, direction, family, need) => ({
	name,
	direction,
	family,
	need
});
const DEFINITIONS = [
	define("accuracy", "higher", "proportion", "classes"),
	define("balanced_accuracy", "higher", "table", "classes"),
	define("precision", "higher", "proportion", "positive_class"),
	define("recall", "higher", "proportion", "positive_class"),
	define("f1", "higher", "table", "positive_class"),
	define("mcc", "higher", "table", "classes"),
	define("roc_auc", "higher", "auc", "positive_score"),
	define("average_precision", "higher", "rows", "positive_score"),
	define("log_loss", "lower", "mean", "class_scores"),
	define("brier", "lower", "mean", "class_scores"),
	define("mae", "lower", "mean", "values"),
	define("mse", "lower", "mean", "values"),
	define("rmse", "lower", "rmse", "values"),
	define("r2", "higher", "rows", "values")
];
const STANDARD_LATENCIES = [
	"latency_p50",
	"latency_p90",
	"latency_p95",
	"latency_p99"
];
const METRIC_NAMES = DEFINITIONS.map(({ name }) => name);
const BY_NAME = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));
function findMetric(name) {
	return BY_NAME.get(name) ?? latencyQuantile(name);
}
function latencyQuantile(name) {
	const percent = /^latency_p(\d{1,2}(?:\.\d{1,3})?)$/.exec(name)?.[1];
	if (percent === void 0 || Number(percent) === 0) return void 0;
	const decimals = percent.split(".")[1]?.length ?? 0;
	return {
		name,
		direction: "lower",
		family: "quantile",
		need: "latency",
		quantile: Number(percent.replace(".", "")) / 10 ** (decimals + 2)
	};
}
const ELSEWHERE = {
	f1_score: "f1",
	f_score: "f1",
	matthews_corrcoef: "mcc",
	mean_absolute_error: "mae",
	mean_squared_error: "mse",
	root_mean_squared_error: "rmse",
	r2_score: "r2",
	pr_auc: "average_precision",
	logloss: "log_loss",
	cross_entropy: "log_loss",
	sensitivity: "recall",
	tpr: "recall",
	ppv: "precision"
};
function nearMetricNames(name) {
	const elsewhere = ELSEWHERE[name.toLowerCase().replaceAll(/[\s-]/g, "_")];
	const near = nearestNames(name, [...METRIC_NAMES, ...STANDARD_LATENCIES]);
	return elsewhere === void 0 ? near : [elsewhere, ...near.filter((other) => other !== elsewhere)];
}
function unknownMetric(name) {
	const near = nearMetricNames(name);
	return new ConfigError({
		code: "METRIC_UNKNOWN",
		message: `Planning the checks: there is no metric \`${name}\` that can be computed from predictions${near.length > 0 ? `; near names: ${near.join(", ")}` : ""}.`,
		hint: `Known metrics: ${METRIC_NAMES.join(", ")}, latency_pNN. Any other number can come from a metrics file (\`evaluation.candidate.metrics\`).`
	});
}

// packages/evaluation/src/checks/evidence-numbers.ts
function sideValue(name, definition, side, scope) {
	const fromFile = scope?.slice == null ? side.metrics?.values.get(name) : void 0;
	if (fromFile !== void 0) return {
		kind: "file",
		value: fromFile,
		file: side.metrics.path
	};
	if (definition !== null && scope !== null && side.model !== null) {
		const model = scope.slice === null ? side.model : side.side === "candidate" ? scope.candidate : scope.champion;
		if (isComputable(definition, scope, model)) {
			const value = measure(definition, scope, model);
			if (value !== void 0 && Number.isFinite(value)) return {
				kind: "rows",
				value
			};
			return {
				kind: "undefined",
				message: undefinedReason(name, scope, side)
			};
		}
		if (side.metrics === null) return {
			kind: "missing",
			error: notComputable(definition, scope, model, side)
		};
	}
	return {
		kind: "missing",
		error: notInFile(name, side)
	};
}
function undefinedReason(name, scope, side) {
	return `${name} of ${side.side === "candidate" ? "the candidate" : "the champion"}${scope.slice === null ? "" : ` for ${scope.slice}`} is undefined: ${{
		precision: "no row is predicted positive",
		recall: "no row is labelled positive",
		average_precision: "no row is labelled positive",
		roc_auc: "only one class occurs in the labels",
		balanced_accuracy: "only one class occurs in the labels",
		f1: "no row is labelled or predicted positive",
		r2: "it needs at least two rows"
	}[name] ?? "its denominator is 0"} (${scope.rows} rows)`;
}
function notComputable(definition, scope, model, side) {
	const path = side.predictionsPath;
	const { name } = definition;
	if (definition.need === "positive_class" && scope.truth !== null && model.classes !== null) return averagingNeeded(name, scope);
	if (definition.need === "positive_score" && scope.truth !== null && model.classScores !== null) return averagingNeeded(name, scope);
	return new EvidenceError({
		code: "METRIC_NOT_COMPUTABLE",
		message: `Computing ${name} of the ${side.side}: it needs ${{
			classes: "a label and a `prediction` (or `score`) column with classes",
			positive_class: "a label and a `prediction` (or `score`) column with two classes",
			positive_score: "a label and a `score` column",
			class_scores: "a label and a `score` column (or `score_<class>` columns)",
			values: "a numeric label and a numeric `prediction` column",
			latency: "`columns.latency`, the name of the column with milliseconds"
		}[definition.need]}, which ${path} does not have.`,
		hint: "Name the columns under `evaluation.columns`, or write them in the step that predicts."
	});
}
function averagingNeeded(name, scope) {
	const two = scope.classes.length <= 2;
	return new ConfigError({
		code: two ? "POSITIVE_LABEL_UNKNOWN" : "METRIC_NEEDS_AVERAGING",
		message: two ? `Computing ${name}: it is about one positive class, and the labels ${scope.classes.join(", ")} do not say which.` : `Computing ${name}: the labels have ${scope.classes.length} classes, and how to average over them is not named.`,
		hint: two ? `Set \`evaluation.positive: ${scope.classes.at(-1)}\`.` : "Use accuracy, balanced_accuracy, mcc or log_loss, or write the averaged number to a metrics file."
	});
}
function notInFile(name, side) {
	const { metrics } = side;
	if (metrics === null) return new EvidenceError({
		code: "METRIC_MISSING",
		message: `Looking for ${name} of the ${side.side}: there are no predictions or metrics to take it from.`,
		hint: "Write predictions or a metrics file for it."
	});
	const other = metrics.notNumbers.get(name);
	if (other !== void 0) return new EvidenceError({
		code: "METRIC_NOT_A_NUMBER",
		message: `Reading ${metrics.path}: \`${name}\` needs a number, found ${other}.`,
		hint: "Write it as a plain number."
	});
	const near = nearestNames(name, [...metrics.values.keys()]);
	const catalogue = near.length === 0 ? nearMetricNames(name) : [];
	return new EvidenceError({
		code: "METRIC_MISSING",
		message: `Reading ${metrics.path}: there is no metric \`${name}\` of the ${side.side}${near.length > 0 ? `; near names in the file: ${near.join(", ")}` : ""}.`,
		hint: near.length > 0 ? `Names are matched exactly: write \`metric: ${near[0]}\` if that is what you mean.` : `The file has ${[...metrics.values.keys()].slice(0, 20).join(", ") || "no numbers"}${catalogue.length > 0 ? `; near names of the catalogue: ${catalogue.join(", ")}` : ""}.`
	});
}

// packages/evaluation/src/checks/prepare-check.ts
const WITHOUT_IDS = "neither prediction file has ids, so their rows cannot be joined";
const notApplicable = (message) => ({
	state: "not_applicable",
	message,
	candidate: null,
	champion: null
});
const failed = (error) => ({
	state: "error",
	error,
	candidate: null,
	champion: null
});
function prepareCheck(check, evidence, slice, minRows) {
	const scope = slice ?? evidence.scope;
	const shared = {
		check,
		slice: slice?.slice ?? null,
		rows: check.source === "data_report" ? null : scope?.rows ?? null
	};
	if (check.source === "data_report") return {
		...shared,
		...dataReportValue(check, evidence)
	};
	if (evidence.candidate.error !== null) return {
		...shared,
		...failed(evidence.candidate.error)
	};
	if (slice !== null) {
		const counted = countDenominator(check, slice);
		if (counted < minRows) return {
			...shared,
			...notApplicable(`${check.metric} for ${slice.slice} is not judged: ${counted} rows count for it, min_n is ${minRows}.`)
		};
	}
	const mine = sideValue(check.metric, check.definition, evidence.candidate.numbers, scope);
	const candidate = mine.kind === "rows" || mine.kind === "file" ? mine.value : null;
	const unusable = withoutValue(mine, slice !== null);
	if (unusable !== null) return {
		...shared,
		...unusable
	};
	if (!check.compares) return {
		...shared,
		...usable(mine, null, scope)
	};
	return {
		...shared,
		...compared(check, evidence, slice, mine),
		...candidate === null ? {} : { candidate }
	};
}
function dataReportValue(check, { dataReport }) {
	if (dataReport.error !== null) return failed(dataReport.error);
	const value = dataReport.figures.values.get(check.metric) ?? null;
	if (value !== null) return {
		state: "value",
		candidate: value,
		champion: null,
		from: "the data report"
	};
	const what = check.metric === "drift_psi" ? "no drift check with a psi" : "no column with a share of missing values";
	return failed(new EvidenceError({
		code: "DATA_REPORT_FIGURE_MISSING",
		message: `Reading the data report ${dataReport.figures.path}: ${check.metric} is bounded, but the report has ${what}.`,
		hint: check.metric === "drift_psi" ? "Configure `drift: { psi: … }` for at least one column." : "Validate at least one dataset with rows."
	}));
}
function countDenominator(check, slice) {
	const metric = check.definition;
	if (metric.family !== "proportion" || slice.candidate.classes === null) return slice.rows;
	const rows = denominatorRows(metric, slice, check.compares);
	return rows === null ? slice.rows : rows.reduce((sum, counts) => sum + counts, 0);
}
function withoutValue(value, slice) {
	if (value.kind === "undefined") {
		if (slice) return notApplicable(`${value.message}.`);
		return failed(new EvidenceError({
			code: "METRIC_UNDEFINED",
			message: `Computing metrics: ${value.message}.`,
			hint: "Use a test set that holds both classes, or check the decision threshold."
		}));
	}
	if (value.kind !== "missing") return null;
	if (value.error instanceof ConfigError) throw value.error;
	return failed(value.error);
}
function compared(check, evidence, slice, mine) {
	const { champion } = evidence;
	if (champion.state === "none") return notApplicable(`${check.metric} is not compared: there is no champion yet (${champion.reason ?? "first model"}).`);
	if (champion.state !== "ready") return failed(championError(champion.state, champion.reason ?? "no reason is known"));
	if (slice !== null && slice.champion === null) {
		const why = champion.numbers.model === null ? "it has only a metrics file, which knows no slices" : WITHOUT_IDS;
		return failed(championError("incomparable", why));
	}
	const theirs = sideValue(check.metric, check.definition, champion.numbers, slice ?? champion.scope);
	if (theirs.kind === "missing") {
		if (theirs.error instanceof ConfigError) throw theirs.error;
		return failed(championError("incomparable", theirs.error.message.replace(/\.$/, "")));
	}
	const unusable = withoutValue(theirs, slice !== null);
	if (unusable !== null) return unusable;
	const value = theirs.value;
	if ((check.bound === "min_ratio" || check.bound === "max_ratio") && value <= 0) return failed(ratioOfNothing(check, value));
	const scope = slice ?? evidence.scope;
	if (mine.kind === "rows" && theirs.kind === "rows" && !scope.paired && check.definition?.family !== "quantile") return failed(championError("incomparable", WITHOUT_IDS));
	return usable(mine, theirs, scope);
}
function ratioOfNothing(check, champion) {
	return new EvidenceError({
		code: "RATIO_WITHOUT_BASE",
		message: `Comparing ${check.metric}: a ratio needs a champion above 0, found ${champion}.`,
		hint: "Use `max_regression` or `min_delta`."
	});
}
function usable(mine, theirs, scope) {
	const candidate = mine.value;
	const champion = theirs === null ? null : theirs.value;
	const files = [mine, theirs].flatMap((side) => side?.kind === "file" ? [side.file] : []);
	if (files.length > 0) return {
		state: "value",
		candidate,
		champion,
		from: `a metrics file (${[...new Set(files)].join(", ")})`
	};
	return {
		state: "rows",
		scope,
		candidate,
		champion
	};
}
function preparedContrast(prepared) {
	const { candidate, champion, check } = prepared;
	if (candidate === null || check.compares && champion === null) return null;
	return contrastValue(contrastOf(check), candidate, champion ?? 0);
}

// packages/evaluation/src/checks/judge-checks.ts
function identifyChecks(prepared) {
	const seen = /* @__PURE__ */ new Map();
	return prepared.map((entry) => {
		const slice = entry.slice === null ? "" : `/${entry.slice.replaceAll("/", "%2F")}`;
		const id = entry.check.name + slice;
		const times = (seen.get(id) ?? 0) + 1;
		seen.set(id, times);
		return {
			id: times === 1 ? id : `${id}/${times}`,
			prepared: entry
		};
	});
}
function judgeChecks(checks, options) {
	const estimates = estimateAll(checks.filter(isRowsCheck), options);
	const adjusted = adjustFamily(checks, estimates);
	return checks.map((entry) => isRowsCheck(entry) ? judgedRows(entry, estimates.get(entry.id), adjusted.get(entry.id) ?? null, options) : judgedWithoutRows(entry, options));
}
const isRowsCheck = (entry) => entry.prepared.state === "rows";
function judgedWithoutRows(entry, options) {
	const { prepared } = entry;
	if (prepared.state === "value") return judgedValue(entry, prepared, options);
	if (prepared.state === "error") return unjudged(entry, "error", prepared.error.message, options);
	return unjudged(entry, "not_applicable", prepared.state === "not_applicable" ? prepared.message : "", options);
}
const isMember = ({ prepared }) => prepared.check.mode === "guard" && prepared.check.severity === "fail";
function estimateAll(checks, options) {
	const estimates = /* @__PURE__ */ new Map();
	const drawn = [];
	for (const entry of checks) {
		const method = chooseMethod(estimateRequest(entry, options));
		if (method.draws) drawn.push({
			entry,
			method
		});
		else estimates.set(entry.id, method.estimate({
			...estimateRequest(entry, options),
			replicates: 0,
			seed: 0
		}));
	}
	const members = checks.filter((entry) => isMember(entry) && estimates.get(entry.id)?.estimate.pFail != null).length + drawn.filter(({ entry }) => isMember(entry)).length;
	const replicates = replicatesNeeded(options.bootstrap, members, options.alpha);
	for (const { entry, method } of drawn) {
		const seed = checkSeed(entry.id, options.policy);
		estimates.set(entry.id, method.estimate({
			...estimateRequest(entry, options),
			replicates,
			seed
		}));
	}
	for (const entry of checks) estimates.set(entry.id, settledEstimate(entry, estimates.get(entry.id)));
	return estimates;
}
function estimateRequest({ prepared }, { alpha }) {
	const { check, scope, candidate, champion } = prepared;
	return {
		metric: check.definition,
		scope,
		contrast: contrastOf(check),
		candidate,
		champion,
		alpha
	};
}
function settledEstimate({ prepared }, estimated) {
	const contrast = contrastOf(prepared.check);
	const scale = contrastScale(contrast, prepared.candidate, prepared.champion ?? 0);
	return {
		...estimated,
		estimate: settled(estimated.estimate, preparedContrast(prepared), scale)
	};
}
function adjustFamily(checks, estimates) {
	const pOf = (id) => {
		const estimate = estimates.get(id)?.estimate;
		return estimate?.inconclusive === "dropped_replicates" ? null : estimate?.pFail ?? null;
	};
	const guarded = checks.filter(({ id, prepared }) => prepared.check.mode === "guard" && pOf(id) !== null);
	const family = guarded.filter(isMember);
	const holm = holmAdjust(family.map(({ id }) => pOf(id)));
	return new Map([...guarded.filter((entry) => !isMember(entry)).map(({ id }) => [id, pOf(id)]), ...family.map(({ id }, index) => [id, holm[index]])]);
}
function frame({ id, prepared }, { alpha }) {
	const { check, slice, rows, candidate, champion } = prepared;
	return {
		id,
		metric: check.metric,
		kind: check.bound,
		slice,
		direction: check.direction,
		verdict: "error",
		severity: check.severity,
		blocking: true,
		evidence: check.mode,
		unit: check.unit,
		candidate,
		champion,
		delta: candidate !== null && champion !== null ? candidate - champion : null,
		bound: check.value,
		contrast: {
			value: preparedContrast(prepared),
			interval: null
		},
		interval: null,
		level: 1 - 2 * alpha,
		method: "none",
		p: null,
		p_adjusted: null,
		n: rows,
		mde: null,
		rows_needed: null,
		message: ""
	};
}
function concluded(fields, verdict, message) {
	const { severity } = fields;
	return {
		...fields,
		verdict,
		blocking: isBlocking({
			verdict,
			severity
		}),
		message: message.slice(0, 4096)
	};
}
function unjudged(entry, verdict, message, options) {
	return concluded(frame(entry, options), verdict, message);
}
function judgedValue(entry, prepared, options) {
	const { check, slice, candidate, champion } = prepared;
	const fields = frame(entry, options);
	const mode = check.modeIsExplicit ? check.mode : "point";
	const verdict = mode === "point" ? pointVerdict(fields.contrast.value, check.strict) : "inconclusive";
	const message = checkMessage({
		check,
		slice,
		verdict,
		mode,
		candidate,
		champion,
		shown: null,
		level: 1 - 2 * options.alpha,
		rows: null,
		reason: null,
		mde: null,
		rowsNeeded: null,
		otherModes: null,
		identical: false,
		withoutRows: prepared.from
	});
	return concluded({
		...fields,
		evidence: mode,
		n: null
	}, verdict, message);
}
function judgedRows({ id, prepared }, estimated, adjusted, options) {
	const { check, slice, rows, candidate, champion } = prepared;
	const { alpha } = options;
	const { estimate, method, shown } = estimated;
	const judgedAs = (mode) => judge(mode, {
		estimate,
		p: mode === check.mode ? adjusted : estimate.pFail,
		strict: check.strict,
		alpha
	});
	const verdict = judgedAs(check.mode);
	const { mde, rowsNeeded } = powerStatement({
		check,
		estimated,
		champion,
		alpha,
		rows,
		inconclusive: verdict === "inconclusive"
	});
	const fields = frame({
		id,
		prepared
	}, options);
	const otherModes = check.mode === "point" ? {
		guard: judgedAs("guard"),
		prove: judgedAs("prove")
	} : null;
	const message = checkMessage({
		check,
		slice,
		verdict,
		mode: check.mode,
		candidate,
		champion,
		shown,
		level: 1 - 2 * options.alpha,
		rows,
		reason: estimate.inconclusive,
		mde,
		rowsNeeded,
		otherModes,
		withoutRows: null,
		identical: method === IDENTICAL
	});
	return concluded({
		...fields,
		contrast: {
			value: estimate.value,
			interval: ends(estimate)
		},
		interval: shown === null ? null : ends(shown),
		method,
		p: estimate.pFail,
		p_adjusted: adjusted,
		mde,
		rows_needed: rowsNeeded
	}, verdict, message);
}
function ends({ lower, upper }) {
	return lower === null && upper === null ? null : [lower, upper];
}

// packages/evaluation/src/checks/plan-checks.ts
const DATA_REPORT_METRICS = {
	missing_rate: "lower",
	drift_psi: "lower"
};
function planChecks(effective, purpose) {
	const { policy, origins } = effective;
	const plan = {
		overall: policy.checks.flatMap((check, index) => planOne(check, policy, purpose, origins.get(index) ?? null)),
		perSlice: (policy.slices?.checks ?? []).flatMap((check, index) => planOne(check, policy, purpose, [
			"evaluation",
			"slices",
			"checks",
			index
		]))
	};
	refuseUnanswerable(plan, effective);
	return plan;
}
function planOne(check, policy, purpose, origin) {
	const direction = directionOf(check);
	return BOUND_KINDS.filter((bound) => check[bound] !== void 0).map((bound) => {
		refuseWrongRatio(check, bound, direction);
		const compares = COMPARISON_BOUNDS.includes(bound);
		if (compares && direction === null) throw directionNeeded(check.metric);
		return {
			name: `${check.metric.replaceAll("/", "%2F")}/${bound}`,
			metric: check.metric,
			definition: check.source === void 0 ? findMetric(check.metric) ?? null : null,
			source: check.source ?? "model",
			bound,
			value: check[bound],
			direction,
			compares,
			strict: bound === "above" || bound === "below",
			severity: check.severity,
			mode: check.evidence ?? policy.evidence[purpose],
			modeIsExplicit: check.evidence !== void 0,
			unit: check.unit ?? null,
			origin
		};
	});
}
function directionOf(check) {
	const known = check.source === "data_report" ? DATA_REPORT_METRICS[check.metric] : findMetric(check.metric)?.direction;
	if (check.source === "data_report" && known === void 0) throw new ConfigError({
		code: "DATA_REPORT_METRIC_UNKNOWN",
		message: `Planning the checks: the data report has no figure \`${check.metric}\`.`,
		hint: `Known figures: ${Object.keys(DATA_REPORT_METRICS).join(", ")}.`
	});
	const stated = check.higher_is_better === void 0 ? void 0 : check.higher_is_better ? "higher" : "lower";
	if (known !== void 0 && stated !== void 0 && stated !== known) throw new ConfigError({
		code: "METRIC_DIRECTION_CONFLICT",
		message: `Planning the checks: \`${check.metric}\` is better when ${known}, the check says \`higher_is_better: ${check.higher_is_better}\`.`,
		hint: "Remove `higher_is_better` from the check."
	});
	return known ?? stated ?? null;
}
function directionNeeded(metric) {
	return new ConfigError({
		code: "METRIC_DIRECTION_UNKNOWN",
		message: `Planning the checks: \`${metric}\` is outside the catalogue, so it is unknown whether more is better.`,
		hint: "Add `higher_is_better: true` (or false) to the check."
	});
}
function refuseWrongRatio(check, bound, direction) {
	if (!(bound === "min_ratio" && direction === "lower" || bound === "max_ratio" && direction === "higher")) return;
	const right = bound === "min_ratio" ? "max_ratio" : "min_ratio";
	throw new ConfigError({
		code: "RATIO_WRONG_DIRECTION",
		message: `Planning the checks: \`${check.metric}\` is better when ${direction}, so \`${bound}\` would reward the worse model.`,
		hint: `Use \`${right}\`.`
	});
}
function refuseUnanswerable(plan, { policy, candidate, champion }) {
	const all = [...plan.overall, ...plan.perSlice];
	const ofModel = all.filter((check) => check.source === "model");
	if (all.some((check) => check.compares) && champion.kind === "none") throw new ConfigError({
		code: "CHAMPION_NOT_CONFIGURED",
		message: "Planning the checks: some compare with the champion (`vs: champion`), but the policy names no champion.",
		hint: "Add `champion: { alias: champion }`, `champion: { directory: models/production }`, or pass --champion."
	});
	if (ofModel.length > 0 && candidate.predictions === void 0 && candidate.metrics === void 0) throw new ConfigError({
		code: "CANDIDATE_NOT_CONFIGURED",
		message: "Planning the checks: nothing says where the numbers of the candidate are.",
		hint: "Set `evaluation.candidate: { predictions: out/predictions.parquet }` (or `metrics:`), or pass --candidate."
	});
	if (policy.slices !== void 0 && candidate.predictions === void 0) throw new ConfigError({
		code: "SLICES_NEED_PREDICTIONS",
		message: "Planning the checks: `slices:` judges groups of rows, but the candidate has only a metrics file.",
		hint: "Set `evaluation.candidate.predictions`, or remove `slices:`."
	});
	if (plan.perSlice.some((check) => check.source === "data_report")) throw new ConfigError({
		code: "DATA_REPORT_HAS_NO_SLICES",
		message: "Planning the checks: `slices.checks` bounds a figure of the data report, which knows nothing of slices.",
		hint: "Move the check to `evaluation.checks`."
	});
	const byRows = candidate.metrics === void 0 ? ofModel : plan.perSlice;
	for (const check of byRows) if (check.definition === null) throw unknownMetric(check.metric);
}

// packages/evaluation/src/effective-policy.ts
const METRIC_EXTENSIONS = [
	".json",
	".yaml",
	".yml"
];
const PREDICTION_EXTENSIONS = [
	".parquet",
	".csv",
	".tsv",
	".jsonl",
	".ndjson",
	".gz",
	".pq"
];
function fileKind(path, flag) {
	const extension = extname(path).toLowerCase();
	if (METRIC_EXTENSIONS.includes(extension)) return "metrics";
	if (PREDICTION_EXTENSIONS.includes(extension)) return "predictions";
	throw new ConfigError({
		code: "EVIDENCE_FILE_KIND",
		message: `Reading ${flag} ${path}: expected a metrics file (.json, .yaml) or a prediction file (.parquet, .csv, .jsonl), found the extension ${extension || "(none)"}.`,
		hint: "Rename the file, or name it in the configuration under `predictions:` or `metrics:`."
	});
}
function effectivePolicy(request) {
	const { config, baseDirectory, overrides = {}, seed } = request;
	const working = request.workingDirectory ?? baseDirectory;
	const written = config.evaluation ?? withoutBlock(overrides.thresholds);
	const { checks, origins } = applyThresholds(written.checks, overrides.thresholds ?? {});
	const { candidate, candidatePolicy } = candidateFiles(written, baseDirectory, working, overrides.candidate);
	const { champion, championPolicy } = championLocation(written, baseDirectory, working, overrides.champion);
	refuseTwoDecisions(written);
	const policy = {
		...written,
		candidate: candidatePolicy,
		columns: {
			id: "id",
			label: "label",
			score: "score",
			prediction: "prediction",
			...defined(written.columns)
		},
		statistics: {
			...written.statistics,
			...seed === void 0 ? {} : { seed }
		},
		checks
	};
	if (policy.decision_threshold === void 0 && written.columns.prediction === void 0) policy.decision_threshold = .5;
	if (championPolicy !== void 0) policy.champion = championPolicy;
	return {
		policy,
		candidate,
		champion,
		namedColumns: new Set(Object.keys(defined(written.columns))),
		thresholdNamed: written.decision_threshold !== void 0,
		origins
	};
}
function withoutBlock(thresholds) {
	if (thresholds !== void 0 && Object.keys(thresholds).length > 0) return evaluationConfigSchema.parse({});
	throw new ConfigError({
		code: "EVALUATION_NOT_CONFIGURED",
		message: "Evaluating the model: the configuration has no `evaluation:` block.",
		hint: "Add one (`model-delivery init` writes a commented example), or pass `--threshold-METRIC`."
	});
}
function refuseTwoDecisions(config) {
	if (config.columns.prediction === void 0 || config.decision_threshold === void 0) return;
	throw new ConfigError({
		code: "EVALUATION_TWO_DECISIONS",
		message: `Reading the policy: the predicted class is defined twice, by \`columns.prediction: ${config.columns.prediction}\` and by \`decision_threshold: ${config.decision_threshold}\`.`,
		hint: "Keep one of them."
	});
}
function candidateFiles(config, base, working, flag) {
	if (flag !== void 0) {
		const kind = fileKind(flag, "--candidate");
		return {
			candidate: { [kind]: {
				path: flag,
				baseDirectory: working
			} },
			candidatePolicy: { [kind]: flag }
		};
	}
	return {
		candidate: sideFiles(config.candidate, base),
		candidatePolicy: config.candidate
	};
}
function sideFiles(files, baseDirectory) {
	const reference = (path) => path === void 0 ? void 0 : {
		path,
		baseDirectory
	};
	return {
		predictions: reference(files.predictions),
		metrics: reference(files.metrics)
	};
}
function championLocation(config, base, working, flag) {
	if (flag !== void 0) return {
		champion: {
			kind: "path",
			path: {
				path: flag,
				baseDirectory: working
			}
		},
		championPolicy: championOfFlag(flag)
	};
	const written = config.champion;
	if (written === void 0) return {
		champion: { kind: "none" },
		championPolicy: void 0
	};
	const { alias, directory, predictions, metrics, rescore } = written;
	const ways = [
		alias,
		directory,
		predictions ?? metrics
	].filter((way) => way !== void 0);
	if (ways.length !== 1) throw new ConfigError({
		code: "CHAMPION_AMBIGUOUS",
		message: `Reading the policy: \`champion:\` needs exactly one of alias, directory, or files (predictions, metrics); found ${ways.length === 0 ? "none" : ways.join(" and ")}.`,
		hint: "For example `champion: { alias: champion }` or `champion: { directory: models/production }`."
	});
	if (rescore !== void 0 && alias === void 0) throw new ConfigError({
		code: "CHAMPION_RESCORE_WITHOUT_ALIAS",
		message: "Reading the policy: `champion.rescore` scores a registered model anew, but the champion is a file.",
		hint: "Use `champion: { alias: champion, rescore: [...] }`, or remove `rescore`."
	});
	if (alias !== void 0) return {
		champion: {
			kind: "alias",
			alias,
			rescore
		},
		championPolicy: written
	};
	if (directory !== void 0) return {
		champion: {
			kind: "directory",
			directory: {
				path: directory,
				baseDirectory: base
			}
		},
		championPolicy: written
	};
	return {
		champion: {
			kind: "files",
			files: sideFiles({
				predictions,
				metrics
			}, base)
		},
		championPolicy: written
	};
}
function championOfFlag(flag) {
	const extension = extname(flag).toLowerCase();
	if (METRIC_EXTENSIONS.includes(extension)) return { metrics: flag };
	if (PREDICTION_EXTENSIONS.includes(extension)) return { predictions: flag };
	return { directory: flag };
}
function applyThresholds(checks, thresholds) {
	const result = [...checks];
	const origins = new Map(checks.map((_, index) => [index, [
		"evaluation",
		"checks",
		index
	]]));
	for (const [flag, bound] of Object.entries(thresholds)) {
		if (!Number.isFinite(bound)) throw new ConfigError({
			code: "THRESHOLD_NOT_A_NUMBER",
			message: `Reading --threshold-${flag}: expected a number, found ${bound}.`,
			hint: "Write for example --threshold-f1 0.8."
		});
		const name = metricOfFlag(flag, result);
		const side = lowerIsBetter(name, result) ? "max" : "min";
		const present = result.findIndex((check) => check.metric === name && check[side] !== void 0 && check.source === void 0);
		if (present >= 0) result[present] = {
			...result[present],
			[side]: bound
		};
		else result.push({
			metric: name,
			[side]: bound,
			severity: "fail"
		});
	}
	return {
		checks: result,
		origins
	};
}
const plain = (name) => name.toLowerCase().replaceAll("-", "_");
function metricOfFlag(flag, checks) {
	return checks.find((check) => plain(check.metric) === plain(flag))?.metric ?? (findMetric(plain(flag)) ? plain(flag) : flag.replaceAll("-", "_"));
}
function lowerIsBetter(name, checks) {
	const direction = findMetric(name)?.direction;
	if (direction !== void 0) return direction === "lower";
	return checks.some((check) => check.metric === name && check.higher_is_better === false);
}
function defined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== void 0));
}

// packages/evaluation/src/metrics/listed-metrics.ts
function listedMetrics(scope, model, asked) {
	return [.../* @__PURE__ */ new Set([
		...METRIC_NAMES,
		...STANDARD_LATENCIES,
		...asked
	])].flatMap((name) => {
		const metric = findMetric(name);
		if (metric === void 0 || !isComputable(metric, scope, model)) return [];
		return metric.need === "values" && scope.positive === 1 && !asked.includes(name) ? [] : [metric];
	});
}
function metricValues(scope, model, asked) {
	return Object.fromEntries(listedMetrics(scope, model, asked).map((metric) => {
		const value = measure(metric, scope, model);
		return [metric.name, value !== void 0 && Number.isFinite(value) ? value : null];
	}));
}

// packages/evaluation/src/predictions/column-roles.ts
function columnRoles(policy, named) {
	const { columns } = policy;
	return {
		id: columns.id ?? "id",
		label: columns.label ?? "label",
		score: columns.score ?? "score",
		prediction: columns.prediction ?? "prediction",
		cluster: columns.cluster ?? null,
		weight: columns.weight ?? null,
		latency: columns.latency ?? null,
		named,
		slices: [...new Set((policy.slices?.by ?? []).flat())]
	};
}
function classScorePrefix(roles) {
	return `${roles.score}_`;
}
function wantedColumns(roles, side) {
	const own = side === "candidate";
	const optional = (name) => name === null ? [] : [name];
	return {
		text: [roles.id, ...own ? [...optional(roles.cluster), ...roles.slices] : []],
		natural: [
			roles.label,
			roles.score,
			roles.prediction,
			...optional(roles.latency),
			...own ? optional(roles.weight) : []
		],
		prefixes: [classScorePrefix(roles)]
	};
}
function requireNamedColumns(table, roles, side) {
	const needed = [];
	for (const role of [
		"id",
		"label",
		"score",
		"prediction"
	]) if (roles.named.has(role)) needed.push([`columns.${role}`, roles[role]]);
	if (side === "candidate") {
		if (roles.latency !== null) needed.push(["columns.latency", roles.latency]);
		if (roles.cluster !== null) needed.push(["columns.cluster", roles.cluster]);
		if (roles.weight !== null) needed.push(["columns.weight", roles.weight]);
		for (const slice of roles.slices) needed.push(["slices.by", slice]);
	}
	const classScores = table.columnNames.some((name) => name.startsWith(classScorePrefix(roles)));
	for (const [role, column] of needed) {
		if (table.columnNames.includes(column)) continue;
		if (role === "columns.score" && classScores) continue;
		throw missingColumn(table, role, column);
	}
}
function missingColumn(table, role, column) {
	const near = nearestNames(column, table.columnNames);
	return new EvidenceError({
		code: "PREDICTION_COLUMN_MISSING",
		message: `Reading ${table.path}: the column \`${column}\` (${role}) is missing; the file has ${listed(table.columnNames)}.`,
		hint: near.length > 0 ? `Did you mean \`${near[0]}\`? Correct \`evaluation.${role}\` or the file.` : `Correct \`evaluation.${role}\` or write the column.`
	});
}
function listed(names) {
	const shown = names.slice(0, 20).map((name) => `\`${name}\``);
	return names.length > 20 ? `${shown.join(", ")} and ${names.length - 20} more` : shown.join(", ");
}

// packages/evaluation/src/predictions/row-order.ts
function rowOrder(table, ids) {
	const compare = ids === null ? compareTuples(table) : compareIds(ids);
	let sorted = true;
	for (let row = 1; sorted && row < table.rows; row++) sorted = compare(row - 1, row) <= 0;
	if (sorted) return null;
	return Uint32Array.from({ length: table.rows }, (_, row) => row).sort(compare);
}
function compareIds(ids) {
	return (a, b) => ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : 0;
}
function compareTuples(table) {
	const comparers = [...table.columns.keys()].sort().map((name) => compareColumn(table.columns.get(name)));
	return (a, b) => {
		for (const compare of comparers) {
			const difference = compare(a, b);
			if (difference !== 0) return difference;
		}
		return 0;
	};
}
function compareColumn(column) {
	if (column.kind === "number") {
		const rank = (row) => Number.isNaN(column.values[row]) ? Number.NEGATIVE_INFINITY : column.values[row];
		return (a, b) => rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0;
	}
	const text = (row) => column.values[row] ?? "";
	return (a, b) => text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
}
function reorderRows(table, order) {
	if (order === null) return table;
	const columns = new Map([...table.columns].map(([name, column]) => [name, reorderColumn(column, order)]));
	return {
		...table,
		columns
	};
}
function reorderColumn(column, order) {
	if (column.kind === "text") return {
		kind: "text",
		values: Array.from(order, (row) => column.values[row])
	};
	const missing = column.missing;
	return {
		...column,
		values: Float64Array.from(order, (row) => column.values[row]),
		missing: missing === null ? null : Uint8Array.from(order, (row) => missing[row])
	};
}

// packages/evaluation/src/predictions/model-columns.ts
function modelColumns(read, roles, side) {
	requireNamedColumns(read, roles, side);
	if (read.rows === 0) throw emptyFile(read.path);
	const unsortedIds = idsOf(read, roles.id);
	const table = reorderRows(read, rowOrder(read, unsortedIds));
	const ids = idsOf(table, roles.id);
	if (ids !== null) refuseDuplicates(table.path, ids);
	const reader = new ColumnReader(table, ids);
	const own = side === "candidate";
	const score = reader.probabilities(roles.score);
	const classScores = score === null ? reader.classProbabilities(classScorePrefix(roles)) : null;
	return {
		path: table.path,
		rows: table.rows,
		columnNames: table.columnNames,
		ids,
		label: reader.complete(roles.label),
		score,
		classScores,
		scoreType: scoreTypeOf(table, score === null ? [...classScores?.keys() ?? []].map((name) => classScorePrefix(roles) + name) : [roles.score]),
		prediction: reader.complete(roles.prediction),
		latency: roles.latency === null ? null : reader.nonNegative(roles.latency),
		weight: own && roles.weight !== null ? reader.weights(roles.weight) : null,
		cluster: own && roles.cluster !== null ? reader.texts(roles.cluster) : null,
		slices: new Map(own ? roles.slices.map((name) => [name, reader.optionalTexts(name)]) : [])
	};
}
function emptyFile(path) {
	return new EvidenceError({
		code: "PREDICTIONS_EMPTY",
		message: `Reading ${path}: expected predictions, found a header and 0 rows.`,
		hint: "Check the step that writes the predictions."
	});
}
function idsOf(table, name) {
	const column = table.columns.get(name);
	if (column === void 0) return null;
	const texts = column.kind === "text" ? column.values : Array.from(column.values, (value) => Number.isNaN(value) ? null : String(value));
	if (texts.findIndex((text) => text === null || text === "") < 0) return texts;
	throw new EvidenceError({
		code: "PREDICTION_ID_MISSING",
		message: `Reading ${table.path}: ${count(texts, (text) => text === null || text === "")} of ${texts.length} rows have no \`${name}\`.`,
		hint: "Every row needs the id of the example it predicts: candidate and champion are joined by it."
	});
}
function count(values, holds) {
	return values.reduce((sum, value) => sum + (holds(value) ? 1 : 0), 0);
}
function refuseDuplicates(path, ids) {
	let extra = 0;
	let first;
	for (let row = 1; row < ids.length; row++) {
		if (ids[row] !== ids[row - 1]) continue;
		extra++;
		first ??= ids[row];
	}
	if (extra === 0) return;
	throw new EvidenceError({
		code: "PREDICTION_ID_DUPLICATE",
		message: `Reading ${path}: ids must be unique, found ${extra} repeated ${extra === 1 ? "row" : "rows"}, for example id ${first.slice(0, 80)}.`,
		hint: "Write one row per example (an append to an old file or a join that multiplies rows is the usual cause)."
	});
}
function scoreTypeOf(table, names) {
	const types = names.map((name) => table.columns.get(name)).filter((column) => column?.kind === "number");
	return types.length > 0 && types.every((column) => column.scoreType === "float32") ? "float32" : "float64";
}
var ColumnReader = class {
	#table;
	#ids;
	constructor(table, ids) {
		this.#table = table;
		this.#ids = ids;
	}
	complete(name) {
		const column = this.#table.columns.get(name);
		if (column === void 0) return null;
		if (column.kind === "text") this.#each(name, column.values, (value) => value === null ? "no value" : null);
		else this.#each(name, column.values, (value, row) => column.missing?.[row] ? "no value" : Number.isFinite(value) ? null : String(value));
		return column;
	}
	probabilities(name) {
		const values = this.#numbers(name);
		if (values !== null) this.#each(name, values, (value) => value >= 0 && value <= 1 ? null : `${value}`, "a probability from 0 to 1");
		return values;
	}
	classProbabilities(prefix) {
		const names = this.#table.columnNames.filter((name) => name.startsWith(prefix) && name.length > prefix.length).sort();
		if (names.length === 0) return null;
		return new Map(names.map((name) => [name.slice(prefix.length), this.probabilities(name)]));
	}
	nonNegative(name) {
		const values = this.#numbers(name);
		if (values !== null) this.#each(name, values, (value) => value >= 0 ? null : `${value}`, "a number of 0 or more");
		return values;
	}
	weights(name) {
		const values = this.nonNegative(name);
		if (values?.every((weight) => weight === 0)) throw this.#unusable(name, "weights that are not all 0", "only zeros", 0);
		return values;
	}
	texts(name) {
		const values = this.optionalTexts(name);
		this.#each(name, values, (value) => value === null ? "no value" : null);
		return values;
	}
	optionalTexts(name) {
		const column = this.#table.columns.get(name);
		if (column.kind === "text") return column.values;
		return Array.from(column.values, (value, row) => column.missing?.[row] ? null : String(value));
	}
	#numbers(name) {
		const column = this.#table.columns.get(name);
		if (column === void 0) return null;
		if (column.kind === "text") {
			const row = column.values.findIndex((text) => text === null || text.trim() === "" || !Number.isFinite(Number(text)));
			throw this.#unusable(name, "numbers", row < 0 ? "text" : column.values[row] ?? "no value", Math.max(row, 0));
		}
		this.#each(name, column.values, (value, row) => column.missing?.[row] ? "no value" : Number.isFinite(value) ? null : String(value), "a finite number");
		return column.values;
	}
	#each(name, values, complaint, expected = "a value") {
		for (let row = 0; row < values.length; row++) {
			const found = complaint(values[row], row);
			if (found !== null) throw this.#unusable(name, expected, found, row);
		}
	}
	#unusable(name, expected, found, row) {
		const where = this.#ids === null ? "" : ` (id ${this.#ids[row].slice(0, 80)})`;
		return new EvidenceError({
			code: "PREDICTION_VALUE_UNUSABLE",
			message: `Reading ${this.#table.path}: the column \`${name}\` needs ${expected} in every row, found ${found.slice(0, 80)}${where}.`,
			hint: "Fix the step that writes the file: a verdict never rests on missing or undefined numbers."
		});
	}
};

// packages/evaluation/src/readers/text-file.ts
const MAX_BYTES = 64 << 20;
async function readTextFile(reference, what, containedIn) {
	const { path } = reference;
	const absolute = resolve(reference.baseDirectory, path);
	if (containedIn !== void 0) await refuseOutside(path, absolute, what, containedIn);
	let bytes;
	try {
		const facts = await stat(absolute);
		if (!facts.isFile()) throw notAFile(path, what, facts.isDirectory() ? "a folder" : "a device, pipe or socket");
		if (facts.size > MAX_BYTES) throw notAFile(path, what, `${facts.size} bytes (at most ${MAX_BYTES} are read)`);
		bytes = await readFile(absolute);
	} catch (cause) {
		if (cause instanceof EvidenceError) throw cause;
		throw unreadable(path, what, cause);
	}
	return {
		path,
		text: decode(path, what, bytes),
		sha256: createHash("sha256").update(bytes).digest("hex"),
		bytes: bytes.length
	};
}
function decode(path, what, bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new EvidenceError({
			code: "EVIDENCE_NOT_TEXT",
			message: `Reading the ${what} ${path}: expected UTF-8 text, found other bytes.`,
			hint: "Write it as UTF-8.",
			cause
		});
	}
}
async function refuseOutside(path, absolute, what, containedIn) {
	const root = await realpath(containedIn);
	const real = await realpath(absolute).catch(() => absolute);
	const inside = (candidate, folder) => {
		const way = relative(folder, candidate);
		return way !== ".." && !way.startsWith("../") && !isAbsolute(way);
	};
	if ((inside(absolute, resolve(containedIn)) || inside(absolute, root)) && (inside(real, root) || real === absolute)) return;
	throw new ConfigError({
		code: "EVIDENCE_OUTSIDE_WORKSPACE",
		message: `Reading the ${what} ${path}: it leads outside of the workspace.`,
		hint: "Evidence must lie inside the workspace, also behind symbolic links: copy it there."
	});
}
function notAFile(path, what, found) {
	return new EvidenceError({
		code: "EVIDENCE_NOT_A_FILE",
		message: `Reading the ${what} ${path}: expected a file, found ${found}.`,
		hint: "Name the file itself."
	});
}
function unreadable(path, what, cause) {
	const code = cause.code;
	const denied = code === "EACCES" || code === "EPERM";
	return new EvidenceError({
		code: denied ? "EVIDENCE_NO_PERMISSION" : "EVIDENCE_NOT_FOUND",
		message: `Reading the ${what} ${path}: ${denied ? "the operating system does not allow this user to read it" : "there is no such file"}.`,
		hint: denied ? "Check the permissions of the file and of the folders above it." : "Check the path and that an earlier step has written the file.",
		cause
	});
}

// packages/evaluation/src/readers/metrics-file.ts
const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?)$/i;
const NUMBER_LIKE = /^[+-]?(?:(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*%?|nan|inf(?:inity)?|\.inf|\.nan)$/i;
async function readMetricsFile(reference, containedIn) {
	const file = await readTextFile(reference, "metrics file", containedIn);
	return {
		metrics: parseMetrics(file.text, file.path),
		file
	};
}
function parseMetrics(text, path) {
	const { value } = parseYamlText(text, {
		file: path,
		what: "metrics file",
		fail: (message, hint) => new EvidenceError({
			code: "METRICS_UNREADABLE",
			message,
			hint
		})
	});
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw unusable$1(path, `expected a mapping of names to numbers, found ${describe(value)}`, "Write for example {\"f1\": 0.91}.");
	const values = /* @__PURE__ */ new Map();
	const notNumbers = /* @__PURE__ */ new Map();
	collect(value, "", path, values, notNumbers);
	return {
		path,
		values,
		notNumbers
	};
}
function collect(node, prefix, path, values, notNumbers) {
	for (const [key, entry] of Object.entries(node)) {
		const name = prefix + key;
		if (values.has(name) || notNumbers.has(name)) throw unusable$1(path, `\`${name}\` stands there twice, once nested and once with a dot`, "Keep one of them.");
		if (entry !== null && typeof entry === "object" && !Array.isArray(entry)) collect(entry, `${name}.`, path, values, notNumbers);
		else if (typeof entry === "number") {
			if (!Number.isFinite(entry)) throw notFinite(path, name, String(entry));
			values.set(name, entry + 0);
		} else {
			if (typeof entry === "string" && NOT_FINITE.test(entry.trim())) throw notFinite(path, name, entry.trim());
			if (typeof entry === "string" && NUMBER_LIKE.test(entry.trim())) throw unusable$1(path, `\`${name}\` is the text "${entry.slice(0, 40)}", expected a finite number without quotes`, "Write the number itself (in Python: float(value)).");
			notNumbers.set(name, describe(entry));
		}
	}
}
function notFinite(path, name, found) {
	return unusable$1(path, `\`${name}\` is ${found}, which no verdict can rest on`, "Find out why the metric is not a finite number.");
}
function describe(value) {
	if (value === null || value === void 0) return "nothing";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "string") return `the text "${value.slice(0, 40)}"`;
	return typeof value === "object" ? "a mapping" : String(value);
}
function unusable$1(path, found, hint) {
	return new EvidenceError({
		code: "METRICS_UNUSABLE",
		message: `Reading the metrics file ${path}: ${found}.`,
		hint
	});
}

// packages/evaluation/src/evidence/load-side.ts
const NOTHING_LOADED = {
	columns: null,
	metrics: null,
	error: null
};
async function loadSide(request, files, roles, side, inputs) {
	const loaded = {
		columns: null,
		metrics: null,
		error: null
	};
	const containedIn = (file) => file.pulled ? void 0 : request.containedIn;
	const named = (file) => file.shown ?? file.path;
	try {
		if (files.predictions !== void 0) {
			const read = await request.predictions.read({
				...files.predictions,
				containedIn: containedIn(files.predictions)
			}, wantedColumns(roles, side));
			inputs[side] = {
				path: named(files.predictions),
				sha256: read.sha256,
				rows: read.table.rows,
				bytes: read.bytes
			};
			loaded.columns = modelColumns(read.table, roles, side);
		}
		if (files.metrics !== void 0) {
			const { metrics, file } = await readMetricsFile(files.metrics, containedIn(files.metrics));
			const role = files.predictions === void 0 ? side : `${side}_metrics`;
			inputs[role] = {
				path: named(files.metrics),
				sha256: file.sha256,
				rows: null,
				bytes: file.bytes
			};
			loaded.metrics = metrics;
		}
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		loaded.error = error;
	}
	return loaded;
}
function sideNumbers(side, loaded, model) {
	return {
		side,
		model,
		predictionsPath: loaded.columns?.path ?? null,
		metrics: loaded.metrics
	};
}
function nameTwice(numbers, scope, asked) {
	if (numbers.metrics === null || numbers.model === null || scope === null) return null;
	const twice = listedMetrics(scope, numbers.model, asked).filter(({ name }) => numbers.metrics.values.has(name));
	if (twice.length === 0) return null;
	return new EvidenceError({
		code: "METRIC_TWICE",
		message: `Reading ${numbers.metrics.path}: ${twice.map(({ name }) => name).join(", ")} can also be computed from ${numbers.predictionsPath}, so there would be two values.`,
		hint: "Remove these names from the metrics file: a number with rows behind it has an interval."
	});
}

// packages/evaluation/src/predictions/class-labels.ts
const MAX_CLASSES = 200;
function classKeys(column) {
	if (column.kind === "number") {
		const texts = /* @__PURE__ */ new Map();
		return Array.from(column.values, (value) => {
			const known = texts.get(value);
			if (known !== void 0) return known;
			const text = String(value + 0);
			if (texts.size <= 200) texts.set(value, text);
			return text;
		});
	}
	return column.values;
}
const TRUTH_WORDS = {
	true: "1",
	false: "0"
};
const binaryWord = (key) => TRUTH_WORDS[key.toLowerCase()] ?? key;
function readingsOf(models) {
	const labelled = models.filter((model) => model.label !== null);
	if (labelled.length === 0) return {
		classes: false,
		values: false
	};
	const scored = models.some((model) => model.score !== null || model.classScores !== null);
	const columns = labelled.flatMap((model) => [model.label, ...model.prediction === null ? [] : [model.prediction]]);
	const numeric = columns.every((column) => column.kind === "number");
	const predicted = labelled.some((model) => model.prediction !== null);
	const whole = columns.every((column) => column.kind === "text" || column.values.every((value) => Number.isInteger(value)));
	return {
		classes: scored || predicted && whole && distinct(columns) <= 200,
		values: predicted && numeric
	};
}
function distinct(columns) {
	const keys = /* @__PURE__ */ new Set();
	for (const { values } of columns) for (let row = 0; row < values.length && keys.size <= 200; row++) keys.add(values[row]);
	return keys.size;
}
function classLabels(models, positive) {
	const keys = /* @__PURE__ */ new Set();
	for (const model of models) {
		for (const column of [model.label, model.prediction]) if (column !== null) for (const key of classKeys(column)) keys.add(key);
		for (const name of model.classScores?.keys() ?? []) keys.add(name);
	}
	const scored = models.find((model) => model.score !== null);
	if ([...keys].every((key) => ["0", "1"].includes(binaryWord(key))) && (positive === void 0 || binaryWord(String(positive)) === "1")) return binaryLabels(keys, "1");
	const wanted = positive === void 0 ? void 0 : positiveKey(positive, keys);
	if (wanted !== void 0 && [...keys].filter((key) => key !== wanted).length <= 1) return namedLabels(keys, wanted);
	if (scored !== void 0) throw notBinary(scored, [...keys], positive);
	return manyLabels(keys);
}
function positiveKey(positive, keys) {
	const text = String(positive);
	if (keys.has(text)) return text;
	return [...keys].find((key) => binaryWord(key) === binaryWord(text)) ?? text;
}
function binaryLabels(keys, one) {
	const shown = (word, fallback) => [...keys].filter((key) => binaryWord(key) === word).sort()[0] ?? fallback;
	return {
		names: [shown("0", "0"), shown(one, "1")],
		positive: 1,
		codeOf: (key) => binaryWord(key) === one ? 1 : binaryWord(key) === "0" ? 0 : void 0
	};
}
function namedLabels(keys, positive) {
	const negative = [...keys].find((key) => key !== positive) ?? `not ${positive}`;
	return {
		names: [negative.slice(0, 256), positive.slice(0, 256)],
		positive: 1,
		codeOf: (key) => key === positive ? 1 : key === negative ? 0 : void 0
	};
}
function manyLabels(keys) {
	const numeric = [...keys].every((key) => key.trim() !== "" && Number.isFinite(Number(key)));
	const names = [...keys].sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => a < b ? -1 : 1);
	const codes = new Map(names.map((name, code) => [name, code]));
	return {
		names: names.map((name) => name.slice(0, 256)),
		positive: null,
		codeOf: (key) => codes.get(key)
	};
}
function notBinary(model, keys, positive) {
	const shown = keys.sort().slice(0, 8).map((key) => key.slice(0, 40)).join(", ");
	const message = `Reading ${model.path}: a score is the probability of one positive class, but the labels are ${shown}${keys.length > 8 ? " and more" : ""}${positive === void 0 ? "" : ` (positive: ${positive})`}.`;
	if (keys.length <= 2) return new ConfigError({
		code: "POSITIVE_LABEL_UNKNOWN",
		message,
		hint: `Say which label is the positive one: \`evaluation.positive: ${keys.at(-1)}\`.`
	});
	return new EvidenceError({
		code: "LABELS_NOT_BINARY",
		message,
		hint: "Write one `score_<class>` column per class, or two labels (0/1, false/true, or `positive:`)."
	});
}

// packages/evaluation/src/predictions/join-models.ts
function joinModels(candidate, champion, decision) {
	const problem = champion === null ? null : joinProblem(candidate, champion);
	const joined = problem === null ? champion : null;
	const models = joined === null || joined.ids === null ? [candidate] : [candidate, joined];
	const readings = readingsOf(models);
	const labels = readings.classes ? classLabels(models, decision.positive) : null;
	const truth = labels === null || candidate.label === null ? null : codesOf(candidate.path, classKeys(candidate.label), labels);
	const mine = modelRows(candidate, labels, readings, decision);
	const paired = joined !== null && joined.ids !== null;
	const theirs = joined === null ? null : paired ? modelRows(joined, labels, readings, decision) : latencyOnly(joined);
	return {
		readings,
		problem,
		scope: {
			slice: null,
			rows: candidate.rows,
			truth,
			classes: labels?.names ?? [],
			positive: labels?.positive ?? null,
			values: readings.values ? numbersOf(candidate.label) : null,
			candidate: mine,
			champion: theirs,
			paired,
			identical: paired && theirs !== null && samePredictions(mine, theirs),
			identicalLatency: paired && theirs !== null && sameNumbers(mine.latency, theirs.latency) && mine.latency !== null,
			weights: candidate.weight,
			clusters: candidate.cluster === null ? null : clusterNumbers(candidate.cluster)
		}
	};
}
function joinProblem(candidate, champion) {
	if (candidate.ids === null && champion.ids === null) return null;
	if (candidate.ids === null || champion.ids === null) return {
		state: "incomparable",
		reason: `${candidate.ids === null ? candidate.path : champion.path} has no id column, so champion and candidate cannot be joined`
	};
	const { missing, extra } = idDifferences(candidate.ids, champion.ids);
	if (missing.count + extra.count > 0) {
		const example = missing.first ?? extra.first;
		return {
			state: "stale",
			reason: `the champion was scored on another test set: ${missing.count} ids are only in ${candidate.path} and ${extra.count} only in ${champion.path} (for example ${example.slice(0, 80)})`
		};
	}
	return labelProblem(candidate, champion);
}
function idDifferences(candidate, champion) {
	const missing = {
		count: 0,
		first: void 0
	};
	const extra = {
		count: 0,
		first: void 0
	};
	const note = (difference, id) => {
		difference.count++;
		difference.first ??= id;
	};
	let [mine, theirs] = [0, 0];
	while (mine < candidate.length || theirs < champion.length) {
		const [own, other] = [candidate[mine], champion[theirs]];
		if (own === other) {
			mine++;
			theirs++;
		} else if (other === void 0 || own !== void 0 && own < other) {
			note(missing, own);
			mine++;
		} else {
			note(extra, other);
			theirs++;
		}
	}
	return {
		missing,
		extra
	};
}
const WORDS = {
	true: "1",
	false: "0"
};
function labelProblem(candidate, champion) {
	if (candidate.label === null || champion.label === null) {
		if (candidate.label === champion.label) return null;
		return {
			state: "incomparable",
			reason: `${candidate.label === null ? candidate.path : champion.path} has no label column, so it cannot be shown that both were judged by the same truth`
		};
	}
	const mine = classKeys(candidate.label);
	const theirs = classKeys(champion.label);
	const same = (a, b) => a === b || (WORDS[a.toLowerCase()] ?? a) === (WORDS[b.toLowerCase()] ?? b);
	let unequal = 0;
	let first = -1;
	for (let row = 0; row < mine.length; row++) {
		if (same(mine[row], theirs[row])) continue;
		unequal++;
		if (first < 0) first = row;
	}
	if (unequal === 0) return null;
	return {
		state: "incomparable",
		reason: `${unequal} of ${mine.length} labels differ between ${candidate.path} and ${champion.path} (for example id ${candidate.ids[first].slice(0, 80)}: ${mine[first].slice(0, 40)} and ${theirs[first].slice(0, 40)})`
	};
}
function codesOf(path, keys, labels) {
	return Int32Array.from(keys, (key) => {
		const code = labels.codeOf(key);
		if (code !== void 0) return code;
		throw new EvidenceError({
			code: "LABEL_UNKNOWN",
			message: `Reading ${path}: the class ${key.slice(0, 80)} is none of ${labels.names.slice(0, 8).join(", ")}.`,
			hint: "Write predictions with the same classes as the labels."
		});
	});
}
function modelRows(model, labels, readings, decision) {
	const classScores = labels === null ? null : orderedScores(model, labels);
	const score = model.score ?? (labels?.positive === 1 && classScores !== null ? classScores[1] : null);
	return {
		classes: labels === null ? null : predictedClasses(model, labels, score, classScores, decision.threshold),
		score,
		classScores,
		scoreType: model.scoreType,
		values: readings.values ? numbersOf(model.prediction) : null,
		latency: model.latency
	};
}
function latencyOnly(model) {
	return {
		classes: null,
		score: null,
		classScores: null,
		scoreType: model.scoreType,
		values: null,
		latency: model.latency
	};
}
function orderedScores(model, labels) {
	if (model.classScores === null) return null;
	const byCode = new Map([...model.classScores].map(([name, values]) => [labels.codeOf(name), values]));
	return labels.names.map((name, code) => {
		const values = byCode.get(code);
		if (values !== void 0) return values;
		throw new EvidenceError({
			code: "CLASS_SCORE_MISSING",
			message: `Reading ${model.path}: there are scores for ${[...model.classScores.keys()].slice(0, 8).join(", ")}, but none for the class ${name}.`,
			hint: "Write one `score_<class>` column for every label that occurs."
		});
	});
}
function predictedClasses(model, labels, score, classScores, threshold) {
	if (model.prediction !== null) return codesOf(model.path, classKeys(model.prediction), labels);
	if (score !== null && labels.positive === 1) {
		const cut = model.scoreType === "float32" ? Math.fround(threshold) : threshold;
		return Int32Array.from(score, (value) => value >= cut ? 1 : 0);
	}
	if (classScores === null) return null;
	return Int32Array.from({ length: model.rows }, (_, row) => {
		let best = 0;
		for (let code = 1; code < classScores.length; code++) if (classScores[code][row] > classScores[best][row]) best = code;
		return best;
	});
}
function numbersOf(column) {
	return column?.kind === "number" ? column.values : null;
}
function samePredictions(a, b) {
	const scores = a.classScores ?? [];
	const others = b.classScores ?? [];
	return sameNumbers(a.classes, b.classes) && sameNumbers(a.score, b.score) && sameNumbers(a.values, b.values) && scores.length === others.length && scores.every((values, code) => sameNumbers(values, others[code]));
}
function sameNumbers(a, b) {
	if (a === null || b === null) return a === b;
	if (a.length !== b.length) return false;
	for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
	return true;
}
function clusterNumbers(keys) {
	const numbers = new Map([...new Set(keys)].sort().map((key, index) => [key, index]));
	return Int32Array.from(keys, (key) => numbers.get(key));
}

// packages/evaluation/src/champion/champion-evidence.ts
function championEvidence(findings) {
	const { located, loaded, joined, configured } = findings;
	const { version, source, reason } = located;
	const known = {
		configured,
		version,
		source,
		numbers: null,
		scope: null
	};
	if (located.state !== "ready") return {
		...known,
		state: located.state,
		reason
	};
	if (loaded.error !== null) return {
		...known,
		state: stateOf(loaded.error),
		reason: sentence(loaded.error)
	};
	if (joined?.problem != null) return {
		...known,
		...joined.problem
	};
	try {
		return {
			...known,
			state: "ready",
			reason: null,
			...measuredOn(findings)
		};
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		return {
			...known,
			state: "incomparable",
			reason: sentence(error)
		};
	}
}
function stateOf({ code }) {
	return /^(?:DATA|EVIDENCE)_/.test(code) ? "unreachable" : "incomparable";
}
const sentence = (error) => error.message.replace(/\.$/, "");
function measuredOn({ loaded, joined, decision, asked }) {
	const paired = joined?.scope.paired === true;
	const alone = paired || loaded.columns === null ? null : joinModels(loaded.columns, null, decision).scope;
	const scope = paired ? joined.scope : alone;
	const numbers = sideNumbers("champion", loaded, paired ? joined.scope.champion : alone?.candidate ?? null);
	const twice = nameTwice(numbers, scope, asked);
	if (twice !== null) throw twice;
	return {
		numbers,
		scope
	};
}

// packages/evaluation/src/champion/locate-champion.ts
const PREDICTION_FILES = [
	"predictions.parquet",
	"predictions.csv",
	"predictions.jsonl"
];
const METRICS_FILES = [
	"metrics.json",
	"metrics.yaml",
	"metrics.yml"
];
async function locateChampion(location, source) {
	switch (location.kind) {
		case "none": return champion("none", null, "the policy names no champion");
		case "files": return {
			...champion("ready", shown(location.files), null),
			files: location.files
		};
		case "directory": return inDirectory(location.directory, location.directory.path);
		case "path": return atPath(location.path);
		case "alias": return behindAlias(location, source);
	}
}
function champion(state, source, reason) {
	return {
		state,
		version: null,
		source,
		reason,
		files: {},
		warnings: []
	};
}
function shown(files) {
	return [files.predictions?.path, files.metrics?.path].filter((path) => path !== void 0).join(", ");
}
async function atPath(reference) {
	const { path, baseDirectory } = reference;
	const facts = await stat(resolve(baseDirectory, path)).catch(() => null);
	if (facts === null) return champion("unreachable", path, `there is nothing at ${path}`);
	if (facts.isDirectory()) return inDirectory(reference, path);
	return {
		...champion("ready", path, null),
		files: { [fileKind(path, "--champion")]: reference }
	};
}
async function behindAlias(location, source) {
	const answer = await source.resolve({
		alias: location.alias,
		rescore: location.rescore
	});
	if (answer.state !== "ready") {
		const reason = answer.reason ?? (answer.state === "none" ? `the registry has no alias ${location.alias}` : "the registry did not answer");
		return champion(answer.state, location.alias, reason);
	}
	if (answer.directory === void 0) return champion("unreachable", location.alias, "the registry gave no files for it");
	const found = await inDirectory({
		path: answer.directory,
		baseDirectory: "/",
		shown: location.alias,
		pulled: true
	}, location.alias);
	return {
		...found,
		version: answer.version ?? found.version
	};
}
async function inDirectory(directory, source) {
	const folder = resolve(directory.baseDirectory, directory.path);
	const names = await readdir(folder).catch(() => null);
	if (names === null) return champion("unreachable", source, `there is no folder ${directory.path}`);
	const predictions = PREDICTION_FILES.filter((name) => names.includes(name));
	const metrics = METRICS_FILES.filter((name) => names.includes(name));
	if (predictions.length + metrics.length === 0) return champion("unreachable", source, `the folder ${directory.path} has none of ${[...PREDICTION_FILES, ...METRICS_FILES].join(", ")}`);
	for (const found of [predictions, metrics]) if (found.length > 1) return champion("unreachable", source, `the folder ${directory.path} has ${found.join(" and ")}: only one may be there`);
	const reference = (name) => name === void 0 ? void 0 : {
		...directory,
		path: `${directory.path.replace(/\/+$/, "")}/${name}`,
		...directory.shown === void 0 ? {} : { shown: `${directory.shown}/${name}` }
	};
	const { version, warning } = await versionIn(folder, directory.path, names);
	return {
		...champion("ready", source, null),
		version,
		warnings: warning === null ? [] : [warning],
		files: {
			predictions: reference(predictions[0]),
			metrics: reference(metrics[0])
		}
	};
}
async function versionIn(folder, path, names) {
	if (!names.includes("evaluation.json")) return {
		version: null,
		warning: null
	};
	try {
		const version = JSON.parse(await readFile(resolve(folder, "evaluation.json"), "utf8")).model?.version;
		if (typeof version === "string" && /^sha256:[0-9a-f]{64}$/.test(version)) return {
			version,
			warning: null
		};
		return {
			version: null,
			warning: null
		};
	} catch (error) {
		return {
			version: null,
			warning: `${path}/evaluation.json could not be read (${error.message}), so the champion's version is unknown.`
		};
	}
}

// packages/evaluation/src/evidence/identify-model.ts
async function identifyModel(request, problems) {
	const unknown = {
		name: request.config.model,
		version: null,
		files: null,
		bytes: null
	};
	const path = request.overrides?.model;
	if (path === void 0) return unknown;
	try {
		const files = await modelFiles(resolve(request.workingDirectory ?? request.baseDirectory, path), path);
		const { version } = modelIdentity(files);
		return {
			name: request.config.model,
			version,
			files: files.length,
			bytes: files.reduce((sum, file) => sum + file.size, 0)
		};
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		problems.push(error);
		return unknown;
	}
}

// packages/evaluation/src/readers/data-report-file.ts
async function readDataReport(reference, containedIn) {
	const file = await readTextFile(reference, "data report", containedIn);
	return {
		figures: {
			path: file.path,
			values: figuresOf(parseReport(file.text, file.path), file.path)
		},
		file
	};
}
function parseReport(text, path) {
	let value;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw unusable(path, "it is no JSON", cause);
	}
	const parsed = dataReportSchema.safeParse(value);
	if (!parsed.success) throw unusable(path, `it is no data-report/1 (${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message})`);
	const stated = parsed.data.meta?.digest;
	const actual = documentDigest(value);
	if (stated !== void 0 && stated !== actual) throw unusable(path, `its content has the digest ${actual}, but it states ${stated}: it was changed after it was written`);
	return parsed.data;
}
function figuresOf(report, path) {
	const unread = report.datasets.find((dataset) => dataset.rows === null);
	if (unread !== void 0) throw unusable(path, `the dataset ${unread.name} could not be read in it`);
	const shares = report.datasets.flatMap(({ rows, columns }) => columns.flatMap(({ missing }) => missing === null || rows === null || rows === 0 ? [] : [missing / rows]));
	const psi = report.checks.flatMap(({ statistic }) => statistic?.name === "psi" && statistic.value !== null ? [statistic.value] : []);
	const largest = (values) => values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));
	return /* @__PURE__ */ new Map([["missing_rate", largest(shares)], ["drift_psi", largest(psi)]]);
}
function unusable(path, found, cause) {
	return new EvidenceError({
		code: "DATA_REPORT_UNUSABLE",
		message: `Reading the data report ${path}: ${found}.`,
		hint: "Run `model-delivery validate` (action validate-data) before, and pass its document.",
		cause
	});
}

// packages/evaluation/src/evidence/load-data-report.ts
async function loadDataReport(request, plan, inputs, problems) {
	if (!plan.overall.some((check) => check.source === "data_report")) return {
		figures: null,
		error: null
	};
	const flag = request.overrides?.dataReport;
	const path = flag ?? request.defaultDataReport;
	if (path === void 0) throw new ConfigError({
		code: "DATA_REPORT_NOT_NAMED",
		message: "Planning the checks: some bound figures of the data report, but nobody says where it is.",
		hint: "Pass --data-report (input `data-report`)."
	});
	try {
		const baseDirectory = request.workingDirectory ?? request.baseDirectory;
		const { figures, file } = await readDataReport({
			path,
			baseDirectory
		}, request.containedIn);
		inputs.data_report = {
			path: flag ?? relative(resolve(baseDirectory), resolve(baseDirectory, path)),
			sha256: file.sha256,
			rows: null,
			bytes: file.bytes
		};
		return {
			figures,
			error: null
		};
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		problems.push(error);
		return {
			figures: null,
			error
		};
	}
}

// packages/evaluation/src/predictions/scope.ts
function subScope(scope, slice, rows) {
	const floats = (values) => values === null ? null : Float64Array.from(rows, (row) => values[row]);
	const codes = (values) => values === null ? null : Int32Array.from(rows, (row) => values[row]);
	const model = (of) => ({
		classes: codes(of.classes),
		score: floats(of.score),
		classScores: of.classScores?.map((values) => floats(values)) ?? null,
		scoreType: of.scoreType,
		values: floats(of.values),
		latency: floats(of.latency)
	});
	return {
		...scope,
		slice,
		rows: rows.length,
		truth: codes(scope.truth),
		values: floats(scope.values),
		candidate: model(scope.candidate),
		champion: scope.champion === null || !scope.paired ? null : model(scope.champion),
		weights: floats(scope.weights),
		clusters: scope.clusters === null ? null : renumbered(codes(scope.clusters))
	};
}
function renumbered(clusters) {
	const numbers = new Map([...new Set(clusters)].sort((a, b) => a - b).map((cluster, index) => [cluster, index]));
	return Int32Array.from(clusters, (cluster) => numbers.get(cluster));
}

// packages/evaluation/src/predictions/slices.ts
const MAX_SLICES = 5e3;
const MISSING = "(missing)";
function slicesOf(scope, candidate, by) {
	return by.flatMap((entry) => {
		const columns = typeof entry === "string" ? [entry] : entry;
		const groups = /* @__PURE__ */ new Map();
		const values = columns.map((column) => candidate.slices.get(column));
		for (let row = 0; row < scope.rows; row++) {
			const name = columns.map((column, index) => `${column}=${values[index][row] ?? MISSING}`).join("&");
			const rows = groups.get(name);
			if (rows === void 0) groups.set(name, [row]);
			else rows.push(row);
		}
		if (groups.size > MAX_SLICES) throw tooMany(candidate.path, columns, groups.size);
		return [...groups.keys()].sort().map((name) => subScope(scope, shortened(name), Uint32Array.from(groups.get(name))));
	});
}
function shortened(name) {
	return name.length <= 200 ? name : `${name.slice(0, 199)}…`;
}
function tooMany(path, columns, found) {
	return new EvidenceError({
		code: "TOO_MANY_SLICES",
		message: `Slicing ${path} by ${columns.join(" and ")}: expected at most ${MAX_SLICES} groups, found ${found}.`,
		hint: "Slice by a column with few values; bin numbers and dates in the step that writes the predictions."
	});
}

// packages/evaluation/src/gather-evidence.ts
async function gatherEvidence(request, effective, plan) {
	const { policy } = effective;
	const roles = columnRoles(policy, effective.namedColumns);
	const inputs = {};
	const problems = [];
	const asked = [...plan.overall, ...plan.perSlice].map((check) => check.metric);
	const model = await identifyModel(request, problems);
	const mine = await loadSide(request, effective.candidate, roles, "candidate", inputs);
	if (mine.error !== null) problems.push(mine.error);
	const located = await locateChampion(effective.champion, request.championSource);
	const theirs = located.state === "ready" ? await loadSide(request, located.files, roles, "champion", inputs) : NOTHING_LOADED;
	const decision = {
		positive: policy.positive,
		threshold: policy.decision_threshold ?? .5
	};
	const { columns } = mine;
	const joined = columns === null ? null : attempt(problems, mine, () => joinModels(columns, theirs.columns, decision));
	const scope = joined?.scope ?? null;
	const configured = effective.champion.kind !== "none";
	const champion = championEvidence({
		configured,
		located,
		loaded: theirs,
		joined,
		decision,
		asked
	});
	refuseChampion(champion, problems);
	const numbers = sideNumbers("candidate", mine, scope?.candidate ?? null);
	refuse(nameTwice(numbers, scope, asked), problems, mine);
	const candidate = {
		numbers,
		error: mine.error
	};
	const by = policy.slices?.by;
	return {
		model,
		inputs,
		candidate,
		champion,
		scope,
		slices: scope === null || columns === null || by === void 0 ? [] : attempt(problems, mine, () => slicesOf(scope, columns, by)) ?? [],
		dataReport: await loadDataReport(request, plan, inputs, problems),
		problems,
		warnings: [...located.warnings, ...unusedThreshold(effective, mine, roles.prediction)]
	};
}
function attempt(problems, candidate, step) {
	try {
		return step();
	} catch (error) {
		if (!(error instanceof EvidenceError)) throw error;
		refuse(error, problems, candidate);
		return null;
	}
}
function refuse(error, problems, candidate) {
	if (error === null) return;
	problems.push(error);
	candidate.error ??= error;
}
function refuseChampion({ state, reason }, problems) {
	if (state !== "none" && state !== "ready") problems.push(championError(state, reason ?? "no reason is known"));
}
function unusedThreshold({ thresholdNamed }, { columns }, prediction) {
	if (columns?.prediction == null || !thresholdNamed) return [];
	return [`${columns.path} has predicted classes (column ${prediction}), so decision_threshold is not used.`];
}

// packages/evaluation/src/evaluate.ts
async function evaluate(request) {
	const effective = effectivePolicy(request);
	const plan = planChecks(effective, request.purpose);
	const evidence = await gatherEvidence(request, effective, plan);
	const policy = JSON.parse(JSON.stringify(effective.policy));
	const identified = identifyChecks(prepareAll(plan, evidence, effective.policy.slices?.min_n ?? 1));
	const { alpha, bootstrap } = effective.policy.statistics;
	const judged = judgeChecks(identified, {
		alpha,
		bootstrap,
		policy
	});
	const firstModel = evidence.champion.configured && evidence.champion.state === "none";
	const checks = firstModel ? withFirstModel(effective, identified, judged, 1 - 2 * alpha) : judged;
	const champion = championOf(evidence, identified);
	const problems = [...evidence.problems, ...checkErrors(identified, checks)];
	const verdict = problems.length > 0 ? "error" : combineVerdicts(checks);
	if (verdict === "error" && problems.length === 0) problems.push(nothingEvaluated(checks));
	return {
		content: {
			schema: "evaluation/1",
			model: evidence.model,
			verdict,
			purpose: request.purpose,
			as_of: request.asOf,
			policy,
			inconclusive_blocks: inconclusiveBlocks(effective, request, checks),
			inputs: evidence.inputs,
			metrics: metricsOf(plan, evidence),
			confusion: confusionOf(evidence),
			champion,
			first_model: firstModel,
			checks,
			counts: countsOf(checks),
			promote_to: verdict === "pass" ? effective.policy.promote_to ?? null : null,
			warnings: [...evidence.warnings, ...notices(effective)],
			...problems.length > 0 ? { error: documentError(problems[0]) } : {}
		},
		locations: locationsOf(identified)
	};
}
function prepareAll(plan, evidence, minRows) {
	const overall = plan.overall.map((check) => prepareCheck(check, evidence, null, 1));
	const sliced = evidence.slices.flatMap((slice) => plan.perSlice.map((check) => prepareCheck(check, evidence, slice, minRows)));
	return [...overall, ...sliced];
}
function withFirstModel({ policy }, identified, judged, level) {
	const ofData = new Set(identified.filter(({ prepared }) => prepared.check.source === "data_report").map(({ id }) => id));
	const rule = firstModelCheck(policy.first_model, judged, ofData, level);
	return rule === null ? judged : [...judged, rule];
}
function championOf({ champion }, identified) {
	const { state, version, source, reason } = champion;
	const lacking = identified.find(({ prepared }) => prepared.state === "error" && prepared.error.code === "CHAMPION_INCOMPARABLE");
	if (state !== "ready" || lacking === void 0) return {
		state,
		version,
		source,
		reason: reason?.slice(0, 4096) ?? null
	};
	return {
		state: "incomparable",
		version,
		source,
		reason: lacking.prepared.error.message.slice(0, 4096)
	};
}
function checkErrors(identified, checks) {
	const own = identified.flatMap(({ prepared }) => prepared.state === "error" ? [prepared.error] : []);
	const rule = checks.find((check) => check.kind === "first_model" && check.verdict === "error");
	if (rule === void 0) return own;
	return [...own, new EvidenceError({
		code: "FIRST_MODEL_UNPROVEN",
		message: rule.message
	})];
}
function nothingEvaluated(checks) {
	return new EvidenceError({
		code: "NOTHING_EVALUATED",
		message: checks.length === 0 ? "Judging the model: the policy has no checks, so nothing speaks for it." : `Judging the model: none of the ${checks.length} checks is applicable, so nothing speaks for it.`,
		hint: "Add a check that can be evaluated, for example `checks: [ { metric: roc_auc, min: 0.8 } ]`."
	});
}
function inconclusiveBlocks({ policy }, { purpose }, checks) {
	const unproven = checks.some((check) => check.verdict === "inconclusive" && check.evidence === "prove" && check.severity === "fail");
	return policy.on_inconclusive[purpose] === "block" && unproven;
}
function metricsOf(plan, evidence) {
	const asked = [...plan.overall, ...plan.perSlice].map((check) => check.metric);
	const { candidate, champion, scope } = evidence;
	const measured = (of, model) => of === null || model === null ? {} : metricValues(of, model, asked);
	return {
		candidate: {
			...Object.fromEntries(candidate.numbers.metrics?.values ?? []),
			...measured(scope, candidate.numbers.model)
		},
		champion: champion.numbers === null ? {} : {
			...Object.fromEntries(champion.numbers.metrics?.values ?? []),
			...measured(champion.scope, champion.numbers.model)
		}
	};
}
function confusionOf({ scope }) {
	if (scope?.truth == null || scope.candidate.classes === null || scope.classes.length > 200) return null;
	const table = (predicted) => confusionTable(scope.truth, predicted, scope.classes.length, null).map((line) => [...line]);
	return {
		labels: [...scope.classes],
		candidate: table(scope.candidate.classes),
		champion: scope.champion?.classes == null ? null : table(scope.champion.classes)
	};
}
function countsOf(checks) {
	const counts = Object.fromEntries(CHECK_VERDICTS.map((word) => [word, checks.filter((check) => check.verdict === word).length]));
	const soft = checks.filter((check) => check.severity !== "fail" && (check.verdict === "fail" || check.verdict === "inconclusive"));
	return {
		...counts,
		warn: soft.length
	};
}
function notices({ policy }) {
	if (policy.notify_on_fail === void 0) return [];
	return ["notify_on_fail is kept, but notifications are not sent by this version: use the outputs of the action in a step of your own."];
}
function locationsOf(identified) {
	return new Map(identified.flatMap(({ id, prepared }) => prepared.check.origin === null ? [] : [[id, prepared.check.origin]]));
}

// packages/evaluation/src/readers/duckdb-predictions.ts
function duckdbPredictionReader(access, options = {}) {
	return { async read({ path, baseDirectory, containedIn }, wanted) {
		const located = await locateSource({
			path,
			baseDirectory,
			containedIn
		});
		const { binding, temporaryDirectory } = await access();
		const engine = await openEngine(binding, {
			...options,
			tempDirectory: temporaryDirectory,
			allowedPaths: located.readPaths
		});
		try {
			const source = await inspectSource(engine, located);
			const names = source.columns.map((column) => column.name);
			const text = names.filter((name) => wanted.text.includes(name));
			const declared = Object.fromEntries(text.map((name) => [name, "string"]));
			const typed = await typedRelation(engine, source, declared);
			const selected = typed.columns.filter((column) => isWanted(column.name, wanted));
			const columns = /* @__PURE__ */ new Map();
			if (selected.length > 0) {
				const sql = `SELECT ${selected.map((column, index) => `${valueSql(column, text.includes(column.name))} AS c${index}`).join(", ")} FROM ${typed.relation}${orderBy(selected, wanted)}`;
				const read = await engine.columns(sql, [], { purpose: `reading ${path}` });
				for (const [index, column] of selected.entries()) columns.set(column.name, columnValues(read[index], column));
			}
			return {
				table: {
					path,
					rows: source.rows,
					columnNames: names,
					columns
				},
				sha256: source.sha256,
				bytes: source.bytes
			};
		} finally {
			await engine.close();
		}
	} };
}
function isWanted(name, wanted) {
	return wanted.text.includes(name) || wanted.natural.includes(name) || wanted.prefixes.some((prefix) => name.startsWith(prefix) && name.length > prefix.length);
}
const isNumber = (column) => column.type === "integer" || column.type === "number";
function valueSql(column, asText) {
	return asText || !isNumber(column) ? column.rawSql : `CAST(${column.sql} AS DOUBLE)`;
}
function orderBy(selected, wanted) {
	const id = selected.find((column) => column.name === wanted.text[0]);
	return id === void 0 ? "" : ` ORDER BY ${id.rawSql}`;
}
function columnValues(column, typed) {
	if (column.kind === "string") return {
		kind: "text",
		values: column.values
	};
	if (!isNumber(typed)) throw new InternalError({
		code: "PREDICTION_COLUMN_KIND",
		message: `Reading the column ${typed.name}: expected text from the engine, found numbers.`
	});
	return {
		kind: "number",
		values: column.values,
		missing: column.missing,
		scoreType: typed.physicalType.toUpperCase() === "FLOAT" ? "float32" : "float64"
	};
}

// packages/evaluation/src/summary.ts
function summaryOfEvaluation(evaluation) {
	const { verdict, checks, error } = evaluation;
	const evaluated = checks.filter((check) => check.verdict !== "not_applicable" && check.verdict !== "error");
	const decisive = checks.find((check) => check.blocking && check.verdict === verdict);
	const others = checks.filter((check) => check.blocking && check.verdict === verdict).length - 1;
	const more = others > 0 ? ` (and ${others} more)` : "";
	switch (verdict) {
		case "pass": return passed(evaluation, evaluated);
		case "error": return `error: ${error?.message ?? decisive?.message ?? "the evidence is unusable"}`;
		default: return `${verdict}: ${decisive?.message ?? `${evaluated.length} checks evaluated`}${more}`;
	}
}
function passed({ first_model, champion }, evaluated) {
	const count = `${evaluated.length} ${evaluated.length === 1 ? "check" : "checks"}`;
	const compared = evaluated.some((check) => check.champion !== null);
	return `pass: ${count} evaluated${first_model ? ", there is no champion yet" : compared ? `, compared with ${champion.source ?? "the champion"}` : ""}.`;
}

export { duckdbPredictionReader, evaluate, summaryOfEvaluation };