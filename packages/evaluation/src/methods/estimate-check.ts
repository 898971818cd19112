import type { ContrastEstimate, Interval, LinearContrast } from '@model-delivery/stats';
import type { MetricDefinition } from '../metrics/catalogue.ts';
import type { Scope } from '../predictions/scope.ts';

/** An interval whose ends may be unknown. */
export type OpenInterval = { lower: number | null; upper: number | null };

/** What a method says about one check. */
export interface CheckEstimate {
  /** About T. */
  estimate: ContrastEstimate;
  /** Of the candidate (absolute bounds) or of candidate - champion (comparisons); null where none can be stated. */
  shown: OpenInterval | null;
  /** Name of the method, with the generator where numbers were drawn. */
  method: string;
  /** Rows at which a missing upper end would exist (order statistics). */
  rowsForInterval?: number | undefined;
}

/** Everything a method needs to know about a check. */
export interface EstimateRequest {
  metric: MetricDefinition;
  scope: Scope;
  contrast: LinearContrast;
  /** Metric of the candidate and, for comparisons, of the champion, as measured. */
  candidate: number;
  champion: number | null;
  alpha: number;
  /** Replicates of drawn methods. */
  replicates: number;
  seed: number;
}

export const compares = (contrast: LinearContrast) => contrast.champion !== 0;

/** The contrast whose interval is shown: the candidate itself, or candidate - champion. */
export function shownContrast(contrast: LinearContrast): LinearContrast {
  return { candidate: 1, champion: compares(contrast) ? -1 : 0, offset: 0 };
}

/**
 * The shown interval from that of T where one is a shift or a mirror image of the other (all bounds but ratios);
 * undefined where it needs its own estimate.
 */
export function mirrored(contrast: LinearContrast, estimate: ContrastEstimate): OpenInterval | null | undefined {
  const sign = contrast.candidate;
  if (compares(contrast) && contrast.champion !== -sign) return undefined;
  if (estimate.lower === null && estimate.upper === null) return null;
  const back = (end: number | null) => (end === null ? null : (end - contrast.offset) / sign);
  return sign > 0
    ? { lower: back(estimate.lower), upper: back(estimate.upper) }
    : { lower: back(estimate.upper), upper: back(estimate.lower) };
}

/** `interval` of the metric itself as a shown interval. */
export function asShown(interval: Interval): OpenInterval {
  return { lower: interval.lower, upper: interval.upper };
}
