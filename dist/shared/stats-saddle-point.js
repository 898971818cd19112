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

export { logPoissonDensity as n, poissonDensity as r, binomialDensity as t };