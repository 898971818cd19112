// packages/stats/src/normal.ts
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Density of the standard normal distribution. */
function normalDensity(x) {
	return Math.exp(-x * x / 2) / SQRT_TWO_PI;
}
/** P(Z <= x), accurate in both tails: Taylor series near 0 (Marsaglia 2004), continued fraction of the Mills ratio outside. */
function normalCdf(x) {
	if (Number.isNaN(x)) return NaN;
	if (x < -2) return normalDensity(x) * millsRatio(-x);
	if (x > 2) return 1 - normalDensity(x) * millsRatio(x);
	return .5 + centralProbability(x);
}
/** P(0 <= Z <= x), negative for negative x, for |x| up to about 2; keeps its digits near 0. */
function centralProbability(x) {
	let term = x;
	let sum = x;
	for (let n = 3; Math.abs(term) > Math.abs(sum) * (Number.EPSILON / 16) && term !== 0; n += 2) {
		term *= x * x / n;
		sum += term;
	}
	return sum * normalDensity(x);
}
/** (1 - Phi(x)) / phi(x) for x >= 2 (DLMF 7.9.3, evaluated backwards). */
function millsRatio(x) {
	if (x === Number.POSITIVE_INFINITY) return 0;
	let fraction = x;
	for (let n = 160; n >= 1; n--) fraction = x + n / fraction;
	return 1 / fraction;
}
/**
* The z with P(Z <= z) = p, to full double precision: a rational start (Abramowitz & Stegun 26.2.23) refined by Halley steps.
* p = 0 and 1 give the infinities; outside [0, 1] NaN.
*/
function normalQuantile(p) {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return Number.NEGATIVE_INFINITY;
	if (p === 1) return Number.POSITIVE_INFINITY;
	if (p > .5) return -normalQuantile(1 - p);
	const t = Math.sqrt(-2 * Math.log(p));
	let z = (2.515517 + t * (.802853 + t * .010328)) / (1 + t * (1.432788 + t * (.189269 + t * .001308))) - t;
	for (let step = 0; step < 8; step++) {
		const error = (z < -2 ? normalCdf(z) - p : centralProbability(z) + (.5 - p)) / normalDensity(z);
		const next = z - error / (1 + z * error / 2);
		if (Math.abs(next - z) <= Number.EPSILON * Math.abs(z)) return next;
		z = next;
	}
	return z;
}

// packages/stats/src/estimate.ts
/** z of 1 - alpha. */
function oneSidedNormalQuantile(alpha) {
	assertAlpha(alpha);
	return -normalQuantile(alpha);
}
/** Throws a RangeError unless 0 < alpha < 0.5. */
function assertAlpha(alpha) {
	if (!(alpha > 0 && alpha < .5)) throw new RangeError(`alpha must lie between 0 and 0.5, got ${alpha}`);
}
/** (U - L) / (2 z_{1-alpha}): the standard error of methods that have none of their own; null when an end is missing. */
function standardErrorOfInterval(lower, upper, alpha) {
	if (lower === null || upper === null) return null;
	return (upper - lower) / (2 * oneSidedNormalQuantile(alpha));
}
/** An estimate about which nothing but its value is known. */
function inconclusiveEstimate(value, reason) {
	return {
		value,
		lower: null,
		upper: null,
		standardError: null,
		pFail: null,
		inconclusive: reason
	};
}

// packages/stats/src/saddle-point.ts
/**
* Poisson and binomial densities by Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000):
* no difference of large log-gammas, so about 1e-15 relative at any size. They also give the prefactors of the incomplete gamma
* and beta functions.
*/
const STIRLING_SERIES = [
	1 / 12,
	-1 / 360,
	1 / 1260,
	-1 / 1680,
	1 / 1188,
	-691 / 360360,
	1 / 156,
	-3617 / 122400,
	43867 / 244188
];
/** ln(n!) - ln(sqrt(2 pi n) (n/e)^n) for real n > 0: the error of Stirling's formula. */
function stirlingError(n) {
	let shifted = 0;
	let at = n;
	for (; at < 12; at++) shifted += (at + .5) * Math.log1p(1 / at) - 1;
	const inverseSquare = 1 / (at * at);
	let series = 0;
	for (let term = STIRLING_SERIES.length - 1; term >= 0; term--) series = series * inverseSquare + STIRLING_SERIES[term];
	return shifted + series / at;
}
/** x ln(x/m) + m - x (the deviance part), without cancellation when x is close to m. x, m > 0. */
function devianceTerm(x, m) {
	if (Math.abs(x - m) >= .1 * (x + m)) return x * Math.log(x / m) + m - x;
	const v = (x - m) / (x + m);
	let sum = (x - m) * v;
	let power = 2 * x * v;
	for (let j = 1; j < 1e3; j++) {
		power *= v * v;
		const next = sum + power / (2 * j + 1);
		if (next === sum) return next;
		sum = next;
	}
	return sum;
}
/** m^x e^-m / Gamma(x + 1): the Poisson density continued to real x >= 0; m >= 0. */
function poissonDensity(x, m) {
	if (m === 0) return x === 0 ? 1 : 0;
	if (x === 0) return Math.exp(-m);
	return Math.exp(-stirlingError(x) - devianceTerm(x, m)) / Math.sqrt(2 * Math.PI * x);
}
/** ln of `poissonDensity`, for x >= 0 and m > 0. */
function logPoissonDensity(x, m) {
	if (x === 0) return -m;
	return -stirlingError(x) - devianceTerm(x, m) - .5 * Math.log(2 * Math.PI * x);
}
/**
* Gamma(n+1) / (Gamma(x+1) Gamma(n-x+1)) p^x q^(n-x) for real 0 <= x <= n, with q = 1 - p given so that neither tail loses digits.
*/
function binomialDensity(x, n, p, q) {
	if (p === 0) return x === 0 ? 1 : 0;
	if (q === 0) return x === n ? 1 : 0;
	if (x === 0) return Math.exp(p < .1 ? -devianceTerm(n, n * q) - n * p : n * Math.log(q));
	if (x === n) return Math.exp(q < .1 ? -devianceTerm(n, n * p) - n * q : n * Math.log(p));
	const y = n - x;
	const log = stirlingError(n) - stirlingError(x) - stirlingError(y) - devianceTerm(x, n * p) - devianceTerm(y, n * q);
	return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * x * y));
}

// packages/stats/src/quantile.ts
/**
* Quantile of type 7 (Hyndman & Fan 1996; numpy's and R's default): linear interpolation at position (n - 1) q.
* `sorted` ascending, at least one value; 0 <= q <= 1.
*/
function quantileOfSorted(sorted, q) {
	const n = sorted.length;
	if (n === 0 || !(q >= 0 && q <= 1)) throw new RangeError(`a quantile needs values and 0 <= q <= 1, got ${n} and q = ${q}`);
	const position = (n - 1) * q;
	const index = Math.min(Math.floor(position), n - 1);
	return interpolate$1(sorted[index], sorted[Math.min(index + 1, n - 1)], position - index);
}
/** low + (high - low) * fraction; exactly `low` for fraction 0 and for equal ends (also infinite ones). */
function interpolate$1(low, high, fraction) {
	return fraction === 0 || low === high ? low : low + (high - low) * fraction;
}
/**
* Type 7 quantile of the multiset in which `sorted[i]` occurs `counts[i]` times (a bootstrap replicate without copying rows);
* `undefined` when all counts are 0.
*/
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
	return interpolate$1(low, sorted[next], position - rank);
}

// packages/stats/src/bootstrap-summary.ts
/** A check whose share of replicates without a value exceeds this is inconclusive. */
const MAX_DROPPED_SHARE = .01;
/**
* Replicates of T -> type 7 quantiles at alpha and 1 - alpha, and p = (1 + #{T* >= 0}) / (B + 1) with B the kept replicates.
* `replicates` is sorted in place; the first `kept` entries count. null when none is left.
*/
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
/**
* Replicates needed so that the smallest possible p survives Holm: max(configured, ceil(10 k / alpha)) for a family of k.
* @param configured `statistics.bootstrap`
*/
function replicatesNeeded(configured, familySize, alpha) {
	const needed = 10 * familySize / alpha;
	const whole = Math.round(needed);
	return Math.max(configured, Math.abs(needed - whole) < 1e-9 * needed ? whole : Math.ceil(needed));
}

// packages/stats/src/root.ts
/**
* A root of `f` between `low` and `high` by Brent's method (Brent 1973, chapter 4), to the last digits of a double.
* `f(low)` and `f(high)` must differ in sign (or one of them be 0); otherwise a RangeError says what was found.
*/
function findRoot(f, low, high) {
	let [a, b] = [low, high];
	let [fa, fb] = [f(a), f(b)];
	if (fa === 0) return a;
	if (fb === 0) return b;
	if (!(fa < 0 !== fb < 0) || Number.isNaN(fa) || Number.isNaN(fb)) throw new RangeError(`no sign change between ${a} (${fa}) and ${b} (${fb})`);
	let [c, fc] = [a, fa];
	let step = b - a;
	let previousStep = step;
	for (let iteration = 0; iteration < 400; iteration++) {
		if (fb < 0 === fc < 0) {
			[c, fc] = [a, fa];
			step = b - a;
			previousStep = step;
		}
		if (Math.abs(fc) < Math.abs(fb)) {
			[a, b, c] = [
				b,
				c,
				b
			];
			[fa, fb, fc] = [
				fb,
				fc,
				fb
			];
		}
		const tolerance = Number.EPSILON * Math.abs(b) + Number.MIN_VALUE;
		const half = (c - b) / 2;
		if (Math.abs(half) <= tolerance || fb === 0) return b;
		const trial = interpolate(a, b, c, fa, fb, fc);
		const usable = Math.abs(previousStep) >= tolerance && Math.abs(fa) > Math.abs(fb) && 2 * Math.abs(trial) < Math.min(3 * Math.abs(half) - tolerance, Math.abs(previousStep)) && trial * half > 0;
		previousStep = usable ? step : half;
		step = usable ? trial : half;
		[a, fa] = [b, fb];
		b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance;
		fb = f(b);
	}
	return b;
}
/** Step from b towards the root: inverse quadratic through three points, secant when two coincide. */
function interpolate(a, b, c, fa, fb, fc) {
	const s = fb / fa;
	if (a === c) return (c - b) * s / (1 - s);
	const q = fa / fc;
	const r = fb / fc;
	return -(s * ((c - b) * q * (q - r) - (b - a) * (r - 1))) / ((q - 1) * (r - 1) * (s - 1));
}

// packages/stats/src/holm.ts
/**
* Holm's step-down adjusted p values (1979) in the order of the input: the running maximum of (K - i + 1) p_(i), capped at 1, so ties
* share a value. A member is rejected when its adjusted p <= alpha.
*/
function holmAdjust(pValues) {
	for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p value lies between 0 and 1, got ${p}`);
	const order = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
	const adjusted = new Array(pValues.length);
	let running = 0;
	order.forEach((index, rank) => {
		running = Math.max(running, Math.min(1, (pValues.length - rank) * pValues[index]));
		adjusted[index] = running;
	});
	return adjusted;
}

// packages/stats/src/random.ts
/** Name of the generator, printed in `method` so that a reader knows which stream produced a bootstrap interval. */
const GENERATOR = "xoshiro128**";
/** xoshiro128** 1.1 (Blackman & Vigna 2018), its state filled from a 32-bit seed by splitmix32. */
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
/** The generator at a given state of four 32-bit words, not all 0. */
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
	const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6) + .5) / 9007199254740992;
	return {
		uint32,
		uniform
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
/** One draw of Poisson(mean), mean >= 0: inversion below 10, Hoermann's PTRS (1993) from there on. */
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
/** Cumulative Poisson(1) probabilities scaled to 2^32; the last entry is above every uint32. */
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
/** Fills `weights` with Poisson(1) draws, one uint32 each (probabilities exact to 2^-33). */
function fillPoissonOne(random, weights) {
	for (let index = 0; index < weights.length; index++) {
		const draw = random.uint32();
		let count = 0;
		while (draw >= POISSON_ONE_THRESHOLDS[count]) count++;
		weights[index] = count;
	}
}
/** One draw of the standard normal distribution (Marsaglia's polar method; the second value of the pair is not kept). */
function drawNormal(random) {
	for (;;) {
		const x = 2 * random.uniform() - 1;
		const y = 2 * random.uniform() - 1;
		const square = x * x + y * y;
		if (square < 1 && square > 0) return x * Math.sqrt(-2 * Math.log(square) / square);
	}
}
/** One draw of Gamma(shape, scale 1), shape > 0 (Marsaglia & Tsang 2000; below 1 by Gamma(shape + 1) U^(1/shape)). */
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
/**
* The a of Gamma(n_cell + a): 1/2 for two classes, in general 2^k / (2 K^k) with k = 2 (truth x candidate) or 3 (with the champion).
*/
function hullGammaShape(classes, dimensions) {
	return (2 / classes) ** dimensions / 2;
}
/**
* Interval of any function of cell counts: the hull of the percentile intervals of Poisson(n_cell) draws (equal to a row-level Poisson
* bootstrap, since a sum of n Poisson(1) is Poisson(n)) and of Gamma(n_cell + a) draws (which give empty cells a chance), p_fail the
* larger of the two. Stream: B Poisson tables first, then B Gamma tables, cells in the given order, so the same seed with another
* statistic on the same cells sees the same tables.
*/
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

// packages/stats/src/poisson-bootstrap.ts
/**
* Percentile interval of T under Poisson(1) weights on rows or clusters (Chamandy et al. 2012). The caller fixes the order of units:
* rows by id, clusters by key; then the result does not depend on how the file was sorted.
*/
function poissonBootstrap(input) {
	const { units, clusterOf, statistic } = input;
	const unitWeights = new Uint8Array(units);
	const rowWeights = clusterOf === void 0 ? unitWeights : new Uint8Array(clusterOf.length);
	return collectReplicates(input, (random) => {
		fillPoissonOne(random, unitWeights);
		if (clusterOf !== void 0) for (let row = 0; row < rowWeights.length; row++) rowWeights[row] = unitWeights[clusterOf[row]];
		return statistic(rowWeights);
	});
}
function collectReplicates({ value, replicates, alpha, seed }, replicate) {
	assertAlpha(alpha);
	const random = createRandom(seed);
	const values = new Float64Array(replicates);
	let kept = 0;
	for (let i = 0; i < replicates; i++) {
		const drawn = replicate(random);
		if (drawn !== void 0 && Number.isFinite(drawn)) values[kept++] = drawn;
	}
	const shape = {
		method: "poisson_bootstrap",
		replicates,
		dropped: replicates - kept
	};
	const summary = summariseReplicates(values, kept, alpha);
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
/**
* T = contrast of the q-quantiles of two models, by Poisson row weights and type 7 over the weighted multiset, percentile interval.
* Unpaired: each arm has its own weights, candidate first, rows in value order. Paired (`paired: true`, same rows in the same order on
* both sides): one weight a row, rows in order of (candidate, champion) value. Row order in the input does not matter.
*/
function quantileComparison(input) {
	const { contrast, q } = input;
	const candidate = Float64Array.from(input.candidate).sort();
	const champion = Float64Array.from(input.champion).sort();
	const combine = (mine, theirs) => mine === void 0 || theirs === void 0 ? void 0 : contrast.candidate * mine + contrast.champion * theirs + contrast.offset;
	const value = combine(quantileOfSorted(candidate, q), quantileOfSorted(champion, q));
	const mine = new Uint8Array(candidate.length);
	const theirs = new Uint8Array(champion.length);
	const fill = input.paired ? pairedWeights(input.candidate, input.champion) : fillBoth;
	return collectReplicates({
		...input,
		value
	}, (random) => {
		fill(random, mine, theirs);
		return combine(multisetQuantile(candidate, mine, q), multisetQuantile(champion, theirs, q));
	});
}
function fillBoth(random, mine, theirs) {
	fillPoissonOne(random, mine);
	fillPoissonOne(random, theirs);
}
/** Draws one weight a row in (candidate, champion) order and carries it to the champion's own value order. */
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

export { normalCdf as _, GENERATOR as a, replicatesNeeded as c, binomialDensity as d, poissonDensity as f, standardErrorOfInterval as g, oneSidedNormalQuantile as h, hullGammaShape as i, multisetQuantile as l, inconclusiveEstimate as m, quantileComparison as n, holmAdjust as o, assertAlpha as p, hullEstimate as r, findRoot as s, poissonBootstrap as t, quantileOfSorted as u, normalQuantile as v };