import { binomialCdf, binomialSf } from './binomial.ts';
import { assertAlpha, type ContrastEstimate, oneSidedNormalQuantile, standardErrorOfInterval } from './estimate.ts';
import { normalCdf } from './normal.ts';
import { findRoot } from './root.ts';

export interface Interval {
  lower: number;
  upper: number;
}

/** `successes` hits in `n` trials (integers); `alpha` one-sided, so the interval has level 1 - 2 alpha. */
export interface ProportionCounts {
  successes: number;
  n: number;
  alpha: number;
}

/** Wilson's score interval (1927) of a proportion. */
export function wilsonInterval({ successes, n, alpha }: ProportionCounts): Interval {
  assertCounts(successes, n);
  const z = oneSidedNormalQuantile(alpha);
  const share = successes / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === n ? 1 : Math.min(1, centre + half),
  };
}

/** The exact interval of Clopper and Pearson (1934): each end solves a binomial tail = alpha. */
export function clopperPearsonInterval({ successes, n, alpha }: ProportionCounts): Interval {
  assertCounts(successes, n);
  assertAlpha(alpha);
  const lower = successes === 0 ? 0 : findRoot((p) => binomialSf(successes, n, p) - alpha, 0, 1);
  const upper = successes === n ? 1 : findRoot((p) => binomialCdf(successes, n, p) - alpha, 0, 1);
  return { lower, upper };
}

/** One-sided p of "the true proportion is below `bound`" by the score test: Phi((share - b) / sqrt(b (1 - b) / n)). */
export function wilsonPBelow(successes: number, n: number, bound: number): number {
  assertCounts(successes, n);
  if (bound <= 0) return 1;
  if (bound >= 1) return successes === n && bound === 1 ? 1 : 0;
  return normalCdf((successes / n - bound) / Math.sqrt((bound * (1 - bound)) / n));
}

/** One-sided p of "the true proportion is below `bound`", exact: P(Bin(n, b) <= successes). */
export function clopperPearsonPBelow(successes: number, n: number, bound: number): number {
  assertCounts(successes, n);
  return bound > 1 ? 0 : binomialCdf(successes, n, bound);
}

/** A proportion judged against `min` (T = share - bound) or `max` (T = bound - share). */
export interface ProportionCheck extends ProportionCounts {
  bound: number;
  side: 'min' | 'max';
}

export interface ProportionEstimate extends ContrastEstimate {
  method: 'wilson' | 'clopper_pearson';
  /** Interval of the proportion itself. */
  interval: Interval;
}

/** Accuracy, precision or recall against a bound: Wilson, or Clopper-Pearson below 40 trials and with no or only hits. */
export function proportionEstimate({ successes, n, bound, side, alpha }: ProportionCheck): ProportionEstimate {
  const exact = n < 40 || successes === 0 || successes === n;
  const counts = { successes, n, alpha };
  const interval = exact ? clopperPearsonInterval(counts) : wilsonInterval(counts);
  const pBelow = exact ? clopperPearsonPBelow : wilsonPBelow;
  const share = successes / n;
  const atLeast = side === 'min';
  return {
    method: exact ? 'clopper_pearson' : 'wilson',
    interval,
    value: atLeast ? share - bound : bound - share,
    lower: atLeast ? interval.lower - bound : bound - interval.upper,
    upper: atLeast ? interval.upper - bound : bound - interval.lower,
    standardError: standardErrorOfInterval(interval.lower, interval.upper, alpha),
    // The proportion of misses is below 1 - bound exactly when the proportion of hits is above the bound.
    pFail: atLeast ? pBelow(successes, n, bound) : pBelow(n - successes, n, 1 - bound),
    inconclusive: null,
  };
}

function assertCounts(successes: number, n: number): void {
  if (!Number.isInteger(successes) || !Number.isInteger(n) || n < 1 || successes < 0 || successes > n) {
    throw new RangeError(`a proportion needs integers 0 <= successes <= n and n >= 1, got ${successes} of ${n}`);
  }
}
