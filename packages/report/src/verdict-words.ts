import type { CheckVerdict, Severity } from '@model-delivery/core';
import type { Mark } from './content.ts';

/** Symbol and word of a mark; the word always stands beside the symbol, which says nothing to some readers. */
export const MARKS: Readonly<Record<Mark, { symbol: string; word: string }>> = {
  pass: { symbol: '✅', word: 'pass' },
  fail: { symbol: '❌', word: 'fail' },
  inconclusive: { symbol: '❓', word: 'inconclusive' },
  error: { symbol: '🛑', word: 'error' },
  warn: { symbol: '⚠️', word: 'warning' },
  waived: { symbol: '🔕', word: 'waived' },
  not_applicable: { symbol: '➖', word: 'not evaluated' },
};

/** The part of a check that decides how it is marked. */
export interface Marked {
  verdict: CheckVerdict;
  severity: Severity;
}

/** A failure or open question of a check that does not count is a warning, never a failure and never a pass. */
export function markOf(check: Marked): Mark {
  const counts = check.severity === 'fail';
  return !counts && (check.verdict === 'fail' || check.verdict === 'inconclusive') ? 'warn' : check.verdict;
}

const WORST_FIRST: readonly Mark[] = ['error', 'fail', 'inconclusive', 'warn', 'waived', 'not_applicable', 'pass'];

/** Sorts worst first; checks of one mark by `size` (largest first) and then in the order of the document. */
export function worstFirst<C extends Marked>(checks: readonly C[], size: (check: C) => number = () => 0): C[] {
  const key = (check: C) => WORST_FIRST.indexOf(markOf(check));
  return checks
    .map((check, i) => ({ check, i, rank: key(check), size: size(check) }))
    .sort((a, b) => a.rank - b.rank || b.size - a.size || a.i - b.i)
    .map(({ check }) => check);
}

/** Whether a reader has to look at the check: anything but passed, waived and not evaluated. */
export function needsAttention(check: Marked): boolean {
  return ['error', 'fail', 'inconclusive', 'warn'].includes(markOf(check));
}

/** `2 fail, 1 warning, 22 pass, 3 not evaluated`, worst first, absent ones left out. */
export function tally(checks: readonly Marked[]): string {
  const parts = WORST_FIRST.map((each) => ({ each, n: checks.filter((check) => markOf(check) === each).length }))
    .filter(({ n }) => n > 0)
    .map(({ each, n }) => `${n} ${MARKS[each].word}${each === 'warn' && n > 1 ? 's' : ''}`);
  return parts.length === 0 ? 'no checks' : parts.join(', ');
}
