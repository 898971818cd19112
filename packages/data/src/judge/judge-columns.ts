import type { PlannedCheck, Question } from '../plan/check-plan.ts';
import type { Judgement } from './judgement.ts';
import { clipped } from './wording.ts';

/** Judges which columns a data set has: none missing, none unexpected, none out of order. */
export function judgeColumns(
  check: PlannedCheck,
  { missing, unexpected, misplaced }: Question & { ask: 'columns' },
): Judgement {
  const failed = missing.length + unexpected.length;
  const findings = [
    ...(missing.length > 0 ? [`missing ${names(missing)}`] : []),
    ...(unexpected.length > 0 ? [`unexpected ${names(unexpected)}`] : []),
    ...(misplaced.length > 0 ? [`not in the required order: ${names(misplaced)}`] : []),
  ];
  return {
    verdict: findings.length === 0 ? 'pass' : 'fail',
    evaluated: null,
    failed,
    skipped: null,
    observed: { missing, unexpected, misplaced },
    message: `${check.dataset}: ${findings.length === 0 ? 'all required columns are there, and no others that are not allowed' : findings.join('; ')}`,
  };
}

function names(columns: readonly string[]): string {
  const shown = columns.slice(0, 10).map((name) => clipped(name, 60));
  return columns.length > shown.length
    ? `${shown.join(', ')} and ${columns.length - shown.length} more`
    : shown.join(', ');
}
