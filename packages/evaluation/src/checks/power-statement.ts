import { minimumDetectableEffect, rowsNeeded } from '@model-delivery/stats';
import type { CheckEstimate } from '../methods/estimate-check.ts';
import type { PlannedCheck } from './planned-check.ts';

/** What a check could have detected and how many rows would settle it; null where nothing can be said. */
export interface PowerStatement {
  mde: number | null;
  rowsNeeded: number | null;
}

/**
 * mde on every check with a standard error; rows needed where the verdict is inconclusive: for comparisons against the margin
 * (|T| of equal models), for absolute bounds against |T|.
 */
export function powerStatement(input: {
  check: PlannedCheck;
  estimated: CheckEstimate;
  champion: number | null;
  rows: number;
  inconclusive: boolean;
  alpha: number;
}): PowerStatement {
  const { check, estimated, champion, rows, inconclusive, alpha } = input;
  const { standardError, value } = estimated.estimate;
  const usable =
    standardError !== null && Number.isFinite(standardError) && estimated.estimate.inconclusive !== 'zero_variance';
  const mde = usable ? minimumDetectableEffect({ standardError, alpha }) : null;
  if (!inconclusive) return { mde, rowsNeeded: null };
  if (estimated.rowsForInterval !== undefined) return { mde, rowsNeeded: estimated.rowsForInterval };
  if (!usable || standardError === 0) return { mde, rowsNeeded: null };
  const margin = check.compares ? marginOf(check, champion) : Math.abs(value);
  const needed = margin === null ? null : rowsNeeded({ n: rows, standardError, margin, alpha });
  return { mde, rowsNeeded: needed !== null && Number.isSafeInteger(needed) ? needed : null };
}

/** |T| if both models were equal. */
function marginOf(check: PlannedCheck, champion: number | null): number | null {
  switch (check.bound) {
    case 'min_ratio':
    case 'max_ratio':
      return champion === null ? null : Math.abs(1 - check.value) * Math.abs(champion);
    default:
      return Math.abs(check.value);
  }
}
