/*
 * The words for one check of the data: where, which rule, how many rows, and the sentence that says how it ended.
 */
import type { DataCheck } from '@model-delivery/core';
import { code, type Inline, line, quote, text } from '../content.ts';
import {
  counted,
  formatBound,
  formatInterval,
  formatNumber,
  formatShare,
  measurementDecimals,
} from '../number-format.ts';
import { jsonText } from './json-text.ts';

/** `distance in train`, or `train` for a check of the whole table. */
export function place(check: DataCheck): Inline[] {
  return check.column === null ? [code(check.dataset)] : line`${code(check.column)} in ${code(check.dataset)}`;
}

/** The kind with what was expected: `range: min 17, max 5500`, `drift: psi at most 0.1`. */
export function dataRule(check: DataCheck): Inline[] {
  if (check.statistic !== undefined) {
    return line`${check.kind}: ${quote(check.statistic.name)} at most ${formatBound(check.statistic.threshold)}`;
  }
  const expected = jsonText(check.expected);
  return expected === '' ? [text(check.kind)] : line`${check.kind}: ${code(expected)}`;
}

/** `312 of 24,000 (1.3 %)`; empty for checks that do not count rows. */
export function failedRows(check: DataCheck): string {
  if (check.failed === null) return '';
  if (check.evaluated === null) return formatNumber(check.failed);
  const share = check.evaluated === 0 ? '' : ` (${formatShare(check.failed, check.evaluated)})`;
  return `${formatNumber(check.failed)} of ${formatNumber(check.evaluated)}${share}`;
}

/** What was seen: the statistic with its interval, or the observed value. */
export function observedText(check: DataCheck): Inline[] {
  const { statistic } = check;
  if (statistic === undefined) {
    const observed = jsonText(check.observed);
    return observed === '' ? [] : [code(observed)];
  }
  if (statistic.value === null) return [];
  const decimals = statisticDecimals(statistic);
  const value = formatNumber(statistic.value, decimals);
  return [text(statistic.interval === null ? value : `${value} (${formatInterval(statistic.interval, decimals)})`)];
}

function statisticDecimals(statistic: NonNullable<DataCheck['statistic']>): number {
  const [low, high] = statistic.interval ?? [null, null];
  const width = low === null || high === null ? null : high - low;
  return measurementDecimals(statistic.value ?? 0, [width, (statistic.value ?? 0) - statistic.threshold]);
}

/** How the check ended: column, rule, rows. */
export function dataOutcome(check: DataCheck): Inline[] {
  if (check.verdict === 'error' || check.verdict === 'not_applicable')
    return line`${place(check)}: ${quote(check.message)}`;
  if (check.statistic !== undefined) return driftOutcome(check, check.statistic);
  if (check.failed !== null && check.kind !== 'columns') {
    const of = check.evaluated === null ? '' : ` of ${formatNumber(check.evaluated)}`;
    const share =
      check.evaluated === null || check.evaluated === 0 ? '' : ` (${formatShare(check.failed, check.evaluated)})`;
    const verb = check.failed === 1 ? 'violates' : 'violate';
    const rows = check.evaluated === null ? counted(check.failed, 'row') : `${formatNumber(check.failed)}${of} rows`;
    return line`${place(check)}: ${rows}${share} ${verb} ${dataRule(check)}`;
  }
  const observed = observedText(check);
  return observed.length === 0
    ? line`${place(check)}: ${quote(check.message)}`
    : line`${place(check)}: found ${observed}, rule ${dataRule(check)}`;
}

function driftOutcome(check: DataCheck, statistic: NonNullable<DataCheck['statistic']>): Inline[] {
  const moved = { fail: 'drifted', pass: 'has not drifted beyond its limit', inconclusive: 'may have drifted' };
  const word = check.verdict in moved ? moved[check.verdict as keyof typeof moved] : 'drift';
  const rows = statistic.n_current === undefined ? '' : `, ${counted(statistic.n_current, 'row')}`;
  const value = observedText(check);
  if (value.length === 0) return line`${place(check)}: ${quote(check.message)}`;
  return line`${place(check)} ${word}: ${quote(statistic.name)} ${value}${rows}; rule: at most ${formatBound(statistic.threshold)}`;
}
