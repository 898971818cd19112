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
    return line`${check.kind}: ${statisticName(check.statistic)} at most ${formatBound(check.statistic.threshold)}`;
  }
  const expected = expectedText(check);
  return expected === '' ? [text(check.kind)] : line`${check.kind}: ${code(expected)}`;
}

/** `17 to 5500` for a pair of ends; other expectations as they are written. */
function expectedText(check: DataCheck): string {
  const { expected } = check;
  const isPair =
    (check.kind === 'range' || check.kind === 'length') && Array.isArray(expected) && expected.length === 2;
  if (!isPair) return jsonText(expected);
  const [low, high] = expected.map((end) => (end === null ? null : jsonText(end)));
  if (low === null) return `at most ${high}`;
  return high === null ? `at least ${low}` : `${low} to ${high}`;
}

/** The statistic as people write it. */
export function statisticName(statistic: NonNullable<DataCheck['statistic']>): Inline {
  return statistic.name === 'psi' ? text('PSI') : quote(statistic.name);
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
    // Checks of rows observe the failing share, which stands beside the count of rows.
    if (countsRows(check) && typeof check.observed === 'number') return [];
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
  if (countsRows(check)) return rowsOutcome(check);
  const observed = observedText(check);
  return observed.length === 0
    ? line`${place(check)}: ${quote(check.message)}`
    : line`${place(check)}: found ${observed}, rule ${dataRule(check)}`;
}

/** Whether `failed` counts rows; for `columns` it counts columns. */
function countsRows(check: DataCheck): check is DataCheck & { failed: number } {
  return check.failed !== null && check.kind !== 'columns';
}

function rowsOutcome(check: DataCheck & { failed: number }): Inline[] {
  const verb = check.failed === 1 ? 'violates' : 'violate';
  const rule = line`${verb} ${dataRule(check)}`;
  if (check.evaluated === null) return line`${place(check)}: ${counted(check.failed, 'row')} ${rule}`;
  const share = check.evaluated === 0 ? '' : ` (${formatShare(check.failed, check.evaluated)})`;
  return line`${place(check)}: ${formatNumber(check.failed)} of ${counted(check.evaluated, 'row')}${share} ${rule}`;
}

function driftOutcome(check: DataCheck, statistic: NonNullable<DataCheck['statistic']>): Inline[] {
  const moved = { fail: 'drifted', pass: 'has not drifted beyond its limit', inconclusive: 'may have drifted' };
  const word = check.verdict in moved ? moved[check.verdict as keyof typeof moved] : 'drift';
  const rows = statistic.n_current === undefined ? '' : `, ${counted(statistic.n_current, 'row')}`;
  const value = observedText(check);
  if (value.length === 0) return line`${place(check)}: ${quote(check.message)}`;
  return line`${place(check)} ${word}: ${statisticName(statistic)} ${value}${rows}; rule: at most ${formatBound(statistic.threshold)}`;
}
