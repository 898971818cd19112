import { exactMean } from '../measurement/exact-number.ts';
import type { QuantilesResult, SumResult } from '../measurement/request.ts';
import type { Bounds, PlannedCheck, Question } from '../plan/check-plan.ts';
import { type Judgement, nothingSelected } from './judgement.ts';
import { boundsText, countText, numberText, whereText } from './wording.ts';

/** Judges how many rows there are. */
export function judgeRowCount(
  check: PlannedCheck,
  { bounds }: Question & { ask: 'row_count' },
  { scope }: { scope: number },
): Judgement {
  if (scope === 0) return nothingSelected(check.dataset, check.where ?? 'true');
  return {
    verdict: within(scope, bounds) ? 'pass' : 'fail',
    evaluated: scope,
    failed: null,
    skipped: null,
    observed: scope,
    message: `${check.dataset}: ${countText(scope)} rows${whereText(check.where)}, expected ${boundsText(bounds, countText)}`,
  };
}

/** Judges the mean of the finite values. */
export function judgeMean(
  check: PlannedCheck,
  { column, bounds }: Question & { ask: 'mean' },
  result: SumResult,
): Judgement {
  const value = result.evaluated === 0 ? null : exactMean(result.sum, result.evaluated);
  return judgeNumber(check, { name: `mean of ${column}`, column, value, bounds, result });
}

/** Judges a quantile of the finite values. */
export function judgeQuantile(
  check: PlannedCheck,
  { column, q, bounds }: Question & { ask: 'quantile' },
  result: QuantilesResult,
): Judgement {
  return judgeNumber(check, {
    name: `${q}-quantile of ${column}`,
    column,
    value: result.values[0] ?? null,
    bounds,
    result,
  });
}

interface MeasuredNumber {
  name: string;
  column: string;
  value: number | null;
  bounds: Bounds;
  result: { scope: number; evaluated: number; nonFinite: number };
}

function judgeNumber(check: PlannedCheck, { name, column, value, bounds, result }: MeasuredNumber): Judgement {
  const { scope, evaluated, nonFinite } = result;
  if (scope === 0) return nothingSelected(column, check.where ?? 'true');
  const rows = { evaluated, failed: null, skipped: scope - evaluated };
  if (value === null) {
    const message = `${column}: no ${check.kind}, none of the ${countText(scope)} rows${whereText(check.where)} has a finite number`;
    return { verdict: 'error', ...rows, observed: null, message };
  }
  const leftOut = nonFinite > 0 ? `; ${countText(nonFinite)} NaN or infinite values left out` : '';
  return {
    verdict: within(value, bounds) ? 'pass' : 'fail',
    ...rows,
    observed: value,
    message: `${name}: ${numberText(value)} over ${countText(evaluated)} rows${whereText(check.where)}, expected ${boundsText(bounds)}${leftOut}`,
  };
}

function within(value: number, { min, max }: Bounds): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}
