import type { Tolerance } from '@model-delivery/core';
import type { RowCounts } from '../measurement/request.ts';
import type { PlannedCheck, Question } from '../plan/check-plan.ts';
import { type Judgement, nothingSelected } from './judgement.ts';
import { countText, failureText, toleranceText, whereText } from './wording.ts';

/**
 * Judges a check of single rows: passes when the failing rows are within the tolerance. Kinds that judge values need at least
 * one value; `missing` and `type` do not.
 */
export function judgeRows(check: PlannedCheck, question: Question & { ask: 'rows' }, counts: RowCounts): Judgement {
  const { test, tolerance } = question;
  const subject = check.column ?? (test.kind === 'unique' ? test.columns.join('+') : check.dataset);
  const skipped = counts.scope - counts.evaluated;
  if (counts.scope === 0) return nothingSelected(subject, check.where ?? 'true');
  const { evaluated, failed } = counts;
  if (evaluated === 0 && test.kind !== 'missing' && test.kind !== 'type') {
    const message = `${subject}: nothing to judge, none of the ${countText(counts.scope)} rows${whereText(check.where)} has ${absentThing(test.kind)}`;
    return { verdict: 'error', evaluated, failed, skipped, observed: null, message };
  }
  const verdict = tolerated(failed, evaluated, tolerance) ? 'pass' : 'fail';
  const noun = test.kind === 'type' ? 'values' : 'rows';
  const leftOut = skipped > 0 && test.kind !== 'type' ? `; ${countText(skipped)} not judged` : '';
  const message = `${subject}: ${countText(failed)} of ${countText(evaluated)} ${noun}${whereText(check.where)} ${failureText(test, check.expected)} (${toleranceText(tolerance)})${leftOut}`;
  return { verdict, evaluated, failed, skipped, observed: evaluated === 0 ? null : failed / evaluated, message };
}

function absentThing(kind: string): string {
  if (kind === 'rule') return 'values for which the rule is true or false';
  return kind === 'unique' ? 'a complete key' : 'a value of the right type';
}

/** Whether `failed` of `evaluated` rows are within the tolerance; bounds are inclusive. */
export function tolerated(failed: number, evaluated: number, tolerance: Tolerance): boolean {
  if (tolerance.max_count !== undefined) return failed <= tolerance.max_count;
  return failed === 0 || failed / evaluated <= tolerance.max_share!;
}
