/*
 * The words for one check of an evaluation: its subject, its rule, its numbers, and the sentence that says how it ended.
 */
import type { EvaluationCheck } from '@model-delivery/core';
import { code, type Inline, line, quote, strong, text } from '../content.ts';
import {
  counted,
  formatBound,
  formatChange,
  formatInterval,
  formatNumber,
  measurementDecimals,
} from '../number-format.ts';

/** Whether the check compares with the champion. */
export function isComparison(check: EvaluationCheck): boolean {
  return ['min_ratio', 'max_ratio', 'min_delta', 'max_regression'].includes(check.kind);
}

/** `roc_auc (ms) on origin=EWR`. */
export function subject(check: EvaluationCheck): Inline[] {
  const name = line`${strong(quote(check.metric))}${unitText(check)}`;
  return check.slice === null ? name : line`${name} on ${code(check.slice)}`;
}

function unitText(check: EvaluationCheck): Inline[] {
  return check.unit === null ? [] : line` (${quote(check.unit)})`;
}

/** The bound in words: `at least 0.9`, `at most 0.005 worse than the champion`. */
export function ruleText(check: EvaluationCheck): Inline[] {
  if (check.bound === null) return [quote(check.kind)];
  const bound = formatBound(check.bound);
  switch (check.kind) {
    case 'min':
      return [text(`at least ${bound}`)];
    case 'max':
      return [text(`at most ${bound}`)];
    case 'above':
      return [text(`above ${bound}`)];
    case 'below':
      return [text(`below ${bound}`)];
    case 'min_ratio':
      return [text(`at least ${bound} × champion`)];
    case 'max_ratio':
      return [text(`at most ${bound} × champion`)];
    case 'min_delta':
      return [text(check.bound < 0 ? `at most ${formatBound(-check.bound)} worse` : `at least ${bound} better`)];
    case 'max_regression':
      return [text(`at most ${bound} worse`)];
    default:
      return line`${quote(check.kind)} ${bound}`;
  }
}

/** `90 % interval`; empty where no level is known. */
export function levelText(level: number | null): string {
  return level === null ? 'interval' : `${formatNumber(level * 100)} % interval`;
}

/** Digits after the point for every number of the check. */
export function decimalsOf(check: EvaluationCheck): number {
  const ends = check.interval ?? [null, null];
  const width = ends[0] === null || ends[1] === null ? null : ends[1] - ends[0];
  const size = Math.max(Math.abs(check.candidate ?? 0), Math.abs(check.champion ?? 0));
  return measurementDecimals(size, [width, check.contrast.value, isComparison(check) ? check.delta : null]);
}

/** A measured value in the precision of its check; empty where nothing was measured. */
export function valueText(check: EvaluationCheck, value: number | null): string {
  return value === null ? '' : formatNumber(value, decimalsOf(check));
}

/** `-0.2242 (-0.238 to -0.2104)`; empty where there is no champion to compare with. */
export function changeText(check: EvaluationCheck): string {
  if (check.delta === null) return '';
  const change = formatChange(check.delta, decimalsOf(check));
  if (!isComparison(check) || check.interval === null) return change;
  return `${change} (${formatInterval(check.interval, decimalsOf(check), true)})`;
}

/** The candidate's value, with its interval where the check is about the value itself. */
export function candidateText(check: EvaluationCheck): string {
  const value = valueText(check, check.candidate);
  if (isComparison(check) || check.interval === null || value === '') return value;
  return `${value} (${formatInterval(check.interval, decimalsOf(check))})`;
}

/** How a check ended, with what it was measured against, the interval, the rows and the rule. */
export function outcomeSentence(check: EvaluationCheck): Inline[] {
  const measured = isComparison(check) ? comparisonSentence(check) : absoluteSentence(check);
  return measured ?? line`${subject(check)}: ${quote(check.message)}`;
}

function comparisonSentence(check: EvaluationCheck): Inline[] | null {
  if (check.candidate === null || check.champion === null || check.delta === null) return null;
  const decimals = decimalsOf(check);
  const moved =
    check.delta === 0
      ? 'is unchanged'
      : `${check.delta > 0 ? 'rose' : 'fell'} by ${formatNumber(Math.abs(check.delta), decimals)}${better(check)}`;
  const values = `candidate ${valueText(check, check.candidate)}, champion ${valueText(check, check.champion)}`;
  return line`${subject(check)} ${moved}: ${values}${precision(check, 'of the change', true)}; rule: ${ruleText(check)}${settling(check)}`;
}

function absoluteSentence(check: EvaluationCheck): Inline[] | null {
  if (check.candidate === null) return null;
  return line`${subject(check)} is ${valueText(check, check.candidate)}${precision(check, '', false)}; rule: ${ruleText(check)}${settling(check)}`;
}

function better(check: EvaluationCheck): string {
  if (check.direction === null || check.delta === null || check.delta === 0) return '';
  return check.delta > 0 === (check.direction === 'higher') ? ' (better)' : ' (worse)';
}

/** ` (90 % interval of the change -0.238 to -0.2104, 5,000 rows)`: what is known about the noise of the number. */
function precision(check: EvaluationCheck, of: string, signed: boolean): string {
  const parts: string[] = [];
  if (check.interval !== null) {
    const interval = formatInterval(check.interval, decimalsOf(check), signed);
    parts.push(`${levelText(check.level)}${of === '' ? '' : ` ${of}`} ${interval}`);
  }
  if (check.n !== null) parts.push(counted(check.n, 'row'));
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function settling(check: EvaluationCheck): string {
  if (check.verdict !== 'inconclusive') return '';
  if (check.rows_needed === null) return '; these rows do not settle it';
  return `; about ${counted(check.rows_needed, 'row')} would settle it`;
}
