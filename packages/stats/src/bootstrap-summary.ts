import { quantileOfSorted } from './quantile.ts';

/** A check whose share of replicates without a value exceeds this is inconclusive. */
export const MAX_DROPPED_SHARE = 0.01;

/** What one family of replicates says about T. */
export interface ReplicateSummary {
  lower: number;
  upper: number;
  pFail: number;
  kept: number;
}

/**
 * Replicates of T -> type 7 quantiles at alpha and 1 - alpha, and p = (1 + #{T* >= 0}) / (B + 1) with B the kept replicates.
 * `replicates` is sorted in place; the first `kept` entries count. null when none is left.
 */
export function summariseReplicates(replicates: Float64Array, kept: number, alpha: number): ReplicateSummary | null {
  if (kept === 0) return null;
  const values = replicates.subarray(0, kept).sort();
  let notNegative = 0;
  for (let i = 0; i < kept; i++) if (values[i]! >= 0) notNegative++;
  return {
    lower: quantileOfSorted(values, alpha),
    upper: quantileOfSorted(values, 1 - alpha),
    pFail: (1 + notNegative) / (kept + 1),
    kept,
  };
}

/**
 * Replicates needed so that the smallest possible p survives Holm: max(configured, ceil(10 k / alpha)) for a family of k.
 * @param configured `statistics.bootstrap`
 */
export function replicatesNeeded(configured: number, familySize: number, alpha: number): number {
  // 10 k / alpha is whole for the usual alphas; the guard keeps 10 * 3 / 0.05 = 600.0000000000001 from becoming 601.
  const needed = (10 * familySize) / alpha;
  const whole = Math.round(needed);
  return Math.max(configured, Math.abs(needed - whole) < 1e-9 * needed ? whole : Math.ceil(needed));
}
