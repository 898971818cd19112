// packages/stats/src/normal.ts
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
function normalDensity(x) {
	return Math.exp(-x * x / 2) / SQRT_TWO_PI;
}
function normalCdf(x) {
	if (Number.isNaN(x)) return NaN;
	if (x < -2) return normalDensity(x) * millsRatio(-x);
	if (x > 2) return 1 - normalDensity(x) * millsRatio(x);
	return .5 + centralProbability(x);
}
function centralProbability(x) {
	let term = x;
	let sum = x;
	for (let n = 3; Math.abs(term) > Math.abs(sum) * (Number.EPSILON / 16) && term !== 0; n += 2) {
		term *= x * x / n;
		sum += term;
	}
	return sum * normalDensity(x);
}
function millsRatio(x) {
	if (x === Number.POSITIVE_INFINITY) return 0;
	let fraction = x;
	for (let n = 160; n >= 1; n--) fraction = x + n / fraction;
	return 1 / fraction;
}
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