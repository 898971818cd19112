import type { EvaluationCheck, Meta } from '@model-delivery/core';
import { code, type Inline, left, line, mark, quote, right, type TableBlock, table, text } from '../content.ts';
import { formatInterval, formatNumber } from '../number-format.ts';
import { markOf } from '../verdict-words.ts';
import {
  candidateText,
  changeText,
  decimalsOf,
  isComparison,
  levelText,
  ruleText,
  valueText,
} from './evaluation-check.ts';
import { locationCell } from './location.ts';
import type { StageContext } from './stage-view.ts';

const some = (value: string): Inline[] => (value === '' ? [] : [text(value)]);

/** The one level of all intervals, or null where they differ or there are none. */
function commonLevel(checks: readonly EvaluationCheck[]): number | null {
  const levels = new Set(checks.filter((check) => check.interval !== null).map((check) => check.level));
  return levels.size === 1 ? [...levels][0]! : null;
}

/** Checks as a table: mark, check, champion, candidate, change with its interval, rule, rows. */
export function checkTable(
  name: string,
  checks: readonly EvaluationCheck[],
  locations: Meta['locations'],
  context: StageContext,
): TableBlock {
  const level = levelText(commonLevel(checks));
  const absolute = checks.some((check) => !isComparison(check) && check.interval !== null);
  const compared = checks.some((check) => isComparison(check) && check.interval !== null);
  return table(
    name,
    [
      left('Verdict'),
      left('Check'),
      right('Champion'),
      right(absolute ? `Candidate (${level})` : 'Candidate'),
      right(compared ? `Change (${level})` : 'Change'),
      left('Rule'),
      right('Rows'),
      left('Set at'),
    ],
    checks.map((check) => [
      [mark(markOf(check))],
      checkName(check),
      some(valueText(check, check.champion)),
      some(candidateText(check)),
      some(changeText(check)),
      line`${ruleText(check)} · ${check.evidence}`,
      check.n === null ? [] : [text(formatNumber(check.n))],
      locationCell(locations?.[check.id], context),
    ]),
  );
}

function checkName(check: EvaluationCheck): Inline[] {
  const name = check.unit === null ? [quote(check.metric)] : line`${quote(check.metric)} (${quote(check.unit)})`;
  return check.slice === null ? name : line`${name} · ${code(check.slice)}`;
}

/** What the verdicts were decided on: contrast with interval, p before and after Holm, what could have been detected. */
export function statisticsTable(checks: readonly EvaluationCheck[]): TableBlock {
  const number = (value: number | null) => (value === null ? [] : [text(formatNumber(value))]);
  return table(
    'Statistics of each check',
    [
      left('Check'),
      left('Evidence'),
      left('Method'),
      right('Distance to the bound'),
      right('Interval'),
      right('p'),
      right('p after Holm'),
      right('Detectable'),
      right('Rows needed'),
    ],
    checks.map((check) => [
      [code(check.id)],
      [text(check.evidence)],
      [quote(check.method)],
      check.contrast.value === null ? [] : [text(formatNumber(check.contrast.value, decimalsOf(check)))],
      check.contrast.interval === null ? [] : [text(formatInterval(check.contrast.interval, decimalsOf(check)))],
      some(pText(check.p)),
      some(pText(check.p_adjusted)),
      number(check.mde),
      number(check.rows_needed),
    ]),
  );
}

/** A p-value: three digits after the point, and `under 0.001` below. */
export function pText(p: number | null | undefined): string {
  if (p === null || p === undefined) return '';
  return p < 0.001 ? 'under 0.001' : p.toFixed(3);
}

/** Every metric that was computed, candidate beside champion. */
export function metricsTable(
  candidate: Readonly<Record<string, number | null>>,
  champion: Readonly<Record<string, number | null>>,
): TableBlock {
  const names = [...new Set([...Object.keys(candidate), ...Object.keys(champion)])].sort();
  const value = (metrics: Readonly<Record<string, number | null>>, name: string) => {
    const measured = Object.hasOwn(metrics, name) ? metrics[name] : null;
    return measured === null || measured === undefined ? [] : [text(formatNumber(measured))];
  };
  return table(
    'All metrics',
    [left('Metric'), right('Champion'), right('Candidate')],
    names.map((name) => [[quote(name)], value(champion, name), value(candidate, name)]),
  );
}
