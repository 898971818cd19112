import { normalQuantile } from './normal.ts';

/** Why an interval cannot be stated, or must not decide: under `guard` and `prove` such a check is inconclusive. */
export type InconclusiveReason =
  | 'too_few_rows'
  | 'too_few_clusters'
  | 'one_row_in_a_class'
  | 'zero_variance'
  | 'zero_error'
  | 'dropped_replicates'
  | 'undefined_metric';

/**
 * What is known about a contrast T that a check wants to be >= 0. `lower` and `upper` bound T with level 1 - 2 alpha;
 * `standardError` is that of T; `pFail` is the one-sided p of "T < 0" (small: the violation is proven) whose inversion gives `upper`.
 * null = cannot be stated; `inconclusive` then says why. With a reason set, numbers may still be shown but must not decide.
 */
export interface ContrastEstimate {
  value: number;
  lower: number | null;
  upper: number | null;
  standardError: number | null;
  pFail: number | null;
  inconclusive: InconclusiveReason | null;
}

/**
 * T = candidate * (metric of the candidate) + champion * (metric of the champion) + offset.
 * `min b`: {1, 0, -b}; `max b`: {-1, 0, b}; `min_ratio r`: {1, -r, 0}; `max_ratio r`: {-1, r, 0};
 * `min_delta d`: {o, -o, -d}; `max_regression e`: {o, -o, e} with o = +1 (higher is better) or -1.
 */
export interface LinearContrast {
  candidate: number;
  champion: number;
  offset: number;
}

/** z of 1 - alpha. */
export function oneSidedNormalQuantile(alpha: number): number {
  assertAlpha(alpha);
  return -normalQuantile(alpha);
}

/** Throws a RangeError unless 0 < alpha < 0.5. */
export function assertAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`alpha must lie between 0 and 0.5, got ${alpha}`);
}

/** (U - L) / (2 z_{1-alpha}): the standard error of methods that have none of their own; null when an end is missing. */
export function standardErrorOfInterval(lower: number | null, upper: number | null, alpha: number): number | null {
  if (lower === null || upper === null) return null;
  return (upper - lower) / (2 * oneSidedNormalQuantile(alpha));
}

/** An estimate about which nothing but its value is known. */
export function inconclusiveEstimate(value: number, reason: InconclusiveReason): ContrastEstimate {
  return { value, lower: null, upper: null, standardError: null, pFail: null, inconclusive: reason };
}
