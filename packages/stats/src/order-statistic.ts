import { binomialCdf, binomialSf } from './binomial.ts';
import { countBelow, countNotAbove } from './delong.ts';
import { assertAlpha, type ContrastEstimate, standardErrorOfInterval } from './estimate.ts';
import { quantileOfSorted } from './quantile.ts';

/** 1-based ranks whose values bound a quantile; null where no rank is far enough out. */
export interface OrderRanks {
  lower: number | null;
  upper: number | null;
}

/**
 * Distribution-free ranks for the q-quantile of n rows: lower = largest j with P(Bin(n, q) <= j - 1) <= alpha,
 * upper = smallest k with P(Bin(n, q) <= k - 1) >= 1 - alpha, both within 1..n. Each side has error at most alpha.
 */
export function quantileRanks({ n, q, alpha }: { n: number; q: number; alpha: number }): OrderRanks {
  assertAlpha(alpha);
  // First rank r in 1..n+1 for which the rising condition holds.
  const firstRank = (holds: (rank: number) => boolean) => {
    let [low, high] = [1, n + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const lower = firstRank((rank) => binomialCdf(rank - 1, n, q) > alpha) - 1;
  // P(Bin <= k - 1) >= 1 - alpha, asked of the small tail, which keeps its digits.
  const upper = firstRank((rank) => binomialSf(rank, n, q) <= alpha);
  return {
    lower: lower >= 1 ? Math.min(lower, n) : null,
    upper: upper <= n ? upper : null,
  };
}

/** Rows from which on the largest value is an upper bound of the q-quantile: ceil(ln alpha / ln q). 299 for p99 at .05. */
export function rowsForUpperBound(q: number, alpha: number): number {
  return Math.ceil(Math.log(alpha) / Math.log(q));
}

export interface QuantileEstimate extends ContrastEstimate {
  /** The quantile itself (type 7) and its interval; null = no order statistic is far enough out. */
  quantile: number;
  interval: { lower: number | null; upper: number | null };
  ranks: OrderRanks;
}

/**
 * A quantile (such as the latency p99) against a bound: `max` has T = bound - quantile, `min` T = quantile - bound.
 * p_fail: `max` P(Bin(n, q) <= #{x <= b}), `min` P(Bin(n, q) >= #{x < b}).
 * @param input.sorted ascending values, at least one
 */
export function quantileEstimate(input: {
  sorted: ArrayLike<number>;
  q: number;
  bound: number;
  side: 'min' | 'max';
  alpha: number;
}): QuantileEstimate {
  const { sorted, q, bound, side, alpha } = input;
  const n = sorted.length;
  const quantile = quantileOfSorted(sorted, q);
  const ranks = quantileRanks({ n, q, alpha });
  const lower = ranks.lower === null ? null : sorted[ranks.lower - 1]!;
  const upper = ranks.upper === null ? null : sorted[ranks.upper - 1]!;
  const shift = (end: number | null) => (end === null ? null : side === 'min' ? end - bound : bound - end);
  return {
    quantile,
    interval: { lower, upper },
    ranks,
    value: side === 'min' ? quantile - bound : bound - quantile,
    lower: shift(side === 'min' ? lower : upper),
    upper: shift(side === 'min' ? upper : lower),
    standardError: standardErrorOfInterval(lower, upper, alpha),
    pFail:
      side === 'min' ? binomialSf(countBelow(sorted, bound), n, q) : binomialCdf(countNotAbove(sorted, bound), n, q),
    inconclusive: null,
  };
}
