import type { BoundKind, EvidenceMode, Severity } from '@model-delivery/core';
import type { LinearContrast } from '@model-delivery/stats';
import type { Direction, MetricDefinition } from '../metrics/catalogue.ts';

/** One bound of one metric, before any file was read. Slice checks are planned once and repeated per slice. */
export interface PlannedCheck {
  /** `<metric>/<bound>`, without slice and repetition. */
  name: string;
  metric: string;
  /** The catalogue's definition; null for names that only a metrics file (or the data report) can give. */
  definition: MetricDefinition | null;
  source: 'model' | 'data_report';
  bound: BoundKind;
  value: number;
  direction: Direction | null;
  /** Whether the bound compares with the champion. */
  compares: boolean;
  /** `above`, `below`: the bound itself does not satisfy. */
  strict: boolean;
  severity: Severity;
  mode: EvidenceMode;
  /** Whether `evidence:` stands on the check itself. */
  modeIsExplicit: boolean;
  unit: string | null;
  /** Path in the configuration; null for checks that a flag added. */
  origin: (string | number)[] | null;
}

/**
 * T as a linear function of both metrics: `min b` m - b, `max b` b - m, `min_ratio r` m - r s, `max_ratio r` r s - m,
 * `min_delta d` o(m - s) - d, `max_regression e` o(m - s) + e with o = +1 where higher is better, else -1.
 */
export function contrastOf(check: Pick<PlannedCheck, 'bound' | 'value' | 'direction'>): LinearContrast {
  const o = check.direction === 'lower' ? -1 : 1;
  const value = check.value;
  switch (check.bound) {
    case 'min':
    case 'above':
      return { candidate: 1, champion: 0, offset: -value };
    case 'max':
    case 'below':
      return { candidate: -1, champion: 0, offset: value };
    case 'min_ratio':
      return { candidate: 1, champion: -value, offset: 0 };
    case 'max_ratio':
      return { candidate: -1, champion: value, offset: 0 };
    case 'min_delta':
      return { candidate: o, champion: -o, offset: -value };
    case 'max_regression':
      return { candidate: o, champion: -o, offset: value };
  }
}

/** T of two metric values; differences that are only rounding of the operands are 0, so that bounds are inclusive. */
export function contrastValue(contrast: LinearContrast, candidate: number, champion: number): number {
  const own = contrast.candidate * candidate;
  const other = contrast.champion === 0 ? 0 : contrast.champion * champion;
  return settle(own + other + contrast.offset, contrastScale(contrast, candidate, champion));
}

/** Size of the operands of T: what its rounding is relative to. */
export function contrastScale(contrast: LinearContrast, candidate: number, champion: number): number {
  const other = contrast.champion === 0 ? 0 : Math.abs(contrast.champion * champion);
  return Math.max(Math.abs(candidate), other, Math.abs(contrast.offset));
}

/** 0 for what is below 12 significant digits of `scale`, the precision of documents. */
export function settle(value: number, scale: number): number {
  return Math.abs(value) <= scale * 1e-13 ? 0 : value;
}
