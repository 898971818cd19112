import { type ContrastEstimate, oneSidedNormalQuantile, standardErrorOfInterval } from './estimate.ts';
import { normalCdf } from './normal.ts';
import type { Interval } from './proportion.ts';
import { findRoot } from './root.ts';

/** Discordant pairs: `candidateOnly` = rows only the candidate has right, `championOnly` = rows only the champion has right. */
export interface DiscordantPairs {
  candidateOnly: number;
  championOnly: number;
  n: number;
}

/**
 * Tango's score statistic (Statistics in Medicine 17, 1998) of the hypothesis "difference of paired proportions = delta", -1 < delta < 1;
 * the difference is (candidateOnly - championOnly) / n. 0 where the observed difference is delta.
 */
export function tangoStatistic({ candidateOnly, championOnly, n }: DiscordantPairs, delta: number): number {
  const numerator = candidateOnly - championOnly - n * delta;
  if (numerator === 0) return 0;
  const linear = -candidateOnly - championOnly + (2 * n - candidateOnly + championOnly) * delta;
  const constant = -championOnly * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
  // The larger root of 2n q^2 + linear q + constant, in the form that does not cancel.
  const q = linear <= 0 ? (root - linear) / (4 * n) : (-2 * constant) / (linear + root);
  return numerator / Math.sqrt(n * (2 * q + delta * (1 - delta)));
}

/** Tango's score interval of the difference of two paired proportions, level 1 - 2 alpha. */
export function tangoInterval(pairs: DiscordantPairs, alpha: number): Interval {
  assertPairs(pairs);
  const z = oneSidedNormalQuantile(alpha);
  const observed = (pairs.candidateOnly - pairs.championOnly) / pairs.n;
  const solve = (level: number, end: number) => {
    if (observed === end) return end;
    return findRoot(
      (delta) => boundedStatistic(pairs, delta) - level,
      Math.min(observed, end),
      Math.max(observed, end),
    );
  };
  return { lower: solve(z, -1), upper: solve(-z, 1) };
}

/** The statistic with its limits at the ends of the parameter space, where the variance is 0. */
function boundedStatistic(pairs: DiscordantPairs, delta: number): number {
  if (delta <= -1) return Number.MAX_VALUE;
  if (delta >= 1) return -Number.MAX_VALUE;
  return tangoStatistic(pairs, delta);
}

/** One-sided p of "the difference is below `delta`": Phi(z(delta)). */
export function tangoPBelow(pairs: DiscordantPairs, delta: number): number {
  assertPairs(pairs);
  const observed = (pairs.candidateOnly - pairs.championOnly) / pairs.n;
  if (delta <= -1) return 1;
  if (delta >= 1) return delta === 1 && observed === 1 ? 1 : 0;
  return normalCdf(tangoStatistic(pairs, delta));
}

export interface TangoEstimate extends ContrastEstimate {
  /** Interval of the difference candidate - champion. */
  interval: Interval;
}

/**
 * T = difference of paired accuracies (or recalls) + offset: `max_regression e` has offset e, `min_delta d` has offset -d,
 * `min_ratio 1` has offset 0.
 */
export function tangoEstimate(pairs: DiscordantPairs & { offset: number; alpha: number }): TangoEstimate {
  const interval = tangoInterval(pairs, pairs.alpha);
  return {
    interval,
    value: (pairs.candidateOnly - pairs.championOnly) / pairs.n + pairs.offset,
    lower: interval.lower + pairs.offset,
    upper: interval.upper + pairs.offset,
    standardError: standardErrorOfInterval(interval.lower, interval.upper, pairs.alpha),
    pFail: tangoPBelow(pairs, -pairs.offset),
    inconclusive: null,
  };
}

function assertPairs({ candidateOnly, championOnly, n }: DiscordantPairs): void {
  const whole = [candidateOnly, championOnly, n].every((count) => Number.isInteger(count) && count >= 0);
  if (!whole || n < 1 || candidateOnly + championOnly > n) {
    throw new RangeError(
      `discordant pairs need b + c <= n and n >= 1, got b = ${candidateOnly}, c = ${championOnly}, n = ${n}`,
    );
  }
}
