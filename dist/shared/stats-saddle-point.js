// packages/stats/src/saddle-point.ts
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
function stirlingError(n) {
	let shifted = 0;
	let at = n;
	for (; at < 12; at++) shifted += (at + .5) * Math.log1p(1 / at) - 1;
	const inverseSquare = 1 / (at * at);
	let series = 0;
	for (let term = STIRLING_SERIES.length - 1; term >= 0; term--) series = series * inverseSquare + STIRLING_SERIES[term];
	return shifted + series / at;
}
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
function poissonDensity(x, m) {
	if (m === 0) return x === 0 ? 1 : 0;
	if (x === 0) return Math.exp(-m);
	return Math.exp(-stirlingError(x) - devianceTerm(x, m)) / Math.sqrt(2 * Math.PI * x);
}
function logPoissonDensity(x, m) {
	if (x === 0) return -m;
	return -stirlingError(x) - devianceTerm(x, m) - .5 * Math.log(2 * Math.PI * x);
}
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