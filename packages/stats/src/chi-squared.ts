import { incompleteGamma } from './incomplete-gamma.ts';
import { findRoot } from './root.ts';
import { poissonDensity } from './saddle-point.ts';

/** P(chi2(k) <= x), k > 0 degrees of freedom, x >= 0. */
export function chiSquaredCdf(x: number, k: number): number {
  return incompleteGamma(k / 2, x / 2).lower;
}

/** P(chi2(k) >= x). */
export function chiSquaredSf(x: number, k: number): number {
  return incompleteGamma(k / 2, x / 2).upper;
}

/**
 * P(chi2(k, lambda) <= x) of the noncentral distribution as the Poisson(lambda/2) mixture of central ones. The terms are added from
 * high to low index, where P(a, x) = P(a + 1, x) + x^a e^-x / Gamma(a + 1) only ever adds, so small results keep their digits.
 */
export function noncentralChiSquaredCdf(x: number, k: number, lambda: number): number {
  if (x <= 0) return 0;
  if (lambda === 0) return chiSquaredCdf(x, k);
  const mean = lambda / 2;
  const half = x / 2;
  let j = Math.ceil(mean + 12 * Math.sqrt(mean) + 60);
  let weight = poissonDensity(j, mean);
  let a = k / 2 + j;
  let tail = incompleteGamma(a, half).lower;
  let term = poissonDensity(a, half);
  let sum = 0;
  for (; j >= 0; j--) {
    sum += weight * tail;
    if (j < mean && weight * (mean / (mean - j)) <= sum * 1e-18) break;
    weight = weight > 1e-290 ? (weight * j) / mean : poissonDensity(Math.max(0, j - 1), mean);
    // term = half^a e^-half / Gamma(a + 1) at the present a; going down needs it at a - 1.
    term = term > 1e-290 ? (term * a) / half : poissonDensity(a - 1, half);
    a -= 1;
    tail = Math.min(1, tail + term);
  }
  return Math.min(1, sum);
}

/** P(chi2(k, lambda) >= x), added from low to high index, where Q(a + 1, x) = Q(a, x) + x^a e^-x / Gamma(a + 1). */
export function noncentralChiSquaredSf(x: number, k: number, lambda: number): number {
  if (x <= 0) return 1;
  if (lambda === 0) return chiSquaredSf(x, k);
  const mean = lambda / 2;
  const half = x / 2;
  let j = Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean) - 60));
  let weight = poissonDensity(j, mean);
  let a = k / 2 + j;
  let tail = incompleteGamma(a, half).upper;
  let term = poissonDensity(a, half);
  let sum = 0;
  for (; ; j++) {
    sum += weight * tail;
    if (j > mean && weight * (j / (j - mean)) <= sum * 1e-18) break;
    weight = weight > 1e-290 ? (weight * mean) / (j + 1) : poissonDensity(j + 1, mean);
    tail = Math.min(1, tail + term);
    a += 1;
    term = term > 1e-290 ? (term * half) / a : poissonDensity(a, half);
  }
  return Math.min(1, sum);
}

/**
 * The interval [lambda_L, lambda_U] of noncentralities for an observed x: P(chi2(k, lambda_L) >= x) = alpha and
 * P(chi2(k, lambda_U) <= x) = alpha; an end for which no lambda >= 0 exists is 0. Level 1 - 2 alpha.
 */
export function noncentralityInterval(x: number, k: number, alpha: number): { lower: number; upper: number } {
  const lower = (lambda: number) => noncentralChiSquaredSf(x, k, lambda) - alpha;
  const upper = (lambda: number) => alpha - noncentralChiSquaredCdf(x, k, lambda);
  return { lower: noncentralityRoot(lower, x), upper: noncentralityRoot(upper, x) };
}

/** Root of a function rising in lambda; 0 when it is already non-negative at lambda = 0. */
function noncentralityRoot(rising: (lambda: number) => number, x: number): number {
  if (rising(0) >= 0) return 0;
  let step = 4 * Math.sqrt(x) + 10;
  let high = x + step;
  while (rising(high) < 0) {
    step *= 2;
    high += step;
  }
  return findRoot(rising, 0, high);
}
