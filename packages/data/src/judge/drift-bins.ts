import type { CategoryProfile, NumericProfile } from '@model-delivery/core';
import { type BinCounts, TOP_CATEGORIES } from '@model-delivery/stats';
import type { CategoriesResult } from '../measurement/request.ts';

/** Inner edges of the drift bins of a numeric profile: its deciles, deduplicated when it was made. */
export function driftEdges(profile: NumericProfile): number[] {
  return profile.deciles.map(Number);
}

/** The reference's counts in the bins between its deciles: the finer bins of the profile, added up. */
export function referenceCounts(profile: NumericProfile): number[] {
  const deciles = new Set(profile.deciles);
  const counts = [0];
  profile.counts.forEach((count, bin) => {
    counts[counts.length - 1]! += count;
    // Bin i ends at edge i; after a decile a new drift bin begins.
    if (deciles.has(profile.edges[bin]!)) counts.push(0);
  });
  return counts;
}

/**
 * The bins of a categorical column: the reference's top 100, `__other__` (known to the reference, not in the top) and
 * `__unseen__`. Where the profile does not list every value, what it does not list cannot be told from new values and counts
 * as `__other__`.
 * @param current counts of the profile's listed values in the data judged
 */
export function categoryCounts(profile: CategoryProfile, current: CategoriesResult): BinCounts {
  const reference = profile.values.map(([, count]) => count);
  const rest = (counts: readonly number[]) => counts.slice(TOP_CATEGORIES).reduce((sum, count) => sum + count, 0);
  const unknown = profile.complete ? { other: 0, unseen: current.unlisted } : { other: current.unlisted, unseen: 0 };
  return {
    reference: [...reference.slice(0, TOP_CATEGORIES), rest(reference) + profile.other, 0],
    current: [...current.counts.slice(0, TOP_CATEGORIES), rest(current.counts) + unknown.other, unknown.unseen],
  };
}
