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

export { normalQuantile as n, normalCdf as t };