import type { EvidenceMode, Verdict } from '@model-delivery/core';
import type { InconclusiveReason } from '@model-delivery/stats';
import type { OpenInterval } from '../methods/estimate-check.ts';
import type { PlannedCheck } from './planned-check.ts';

/** Everything the sentence about a judged check needs. */
export interface MessageFacts {
  check: PlannedCheck;
  slice: string | null;
  verdict: Exclude<Verdict, 'error'>;
  mode: EvidenceMode;
  candidate: number;
  champion: number | null;
  shown: OpenInterval | null;
  level: number;
  rows: number | null;
  reason: InconclusiveReason | null;
  mde: number | null;
  rowsNeeded: number | null;
  /** What guard and prove would say, for checks judged by their point value that have an interval. */
  otherModes: { guard: string; prove: string } | null;
  /** Whether both models predict the same for every row. */
  identical: boolean;
  /** Where the number comes from when it has no rows: "a metrics file", "the data report". */
  withoutRows: string | null;
}

/** A number for people: four significant digits, no exponent between 1e-4 and 1e9, thousands grouped. */
export function plainNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e15) return value.toExponential(2);
  if (Number.isInteger(value)) return grouped(String(value));
  const digits = size >= 1000 ? 1 : Math.max(0, 4 - Math.floor(Math.log10(size)) - 1);
  return grouped(
    value
      .toFixed(Math.min(digits, 8))
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
  );
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.');
  const spaced = whole!.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

const signed = (value: number) => (value > 0 ? `+${plainNumber(value)}` : plainNumber(value));

/** One sentence with value, bound, interval and level, champion, rows; when inconclusive what would settle it. */
export function checkMessage(facts: MessageFacts): string {
  const { check, slice } = facts;
  const where = slice === null ? '' : ` for ${slice}`;
  const subject = `${check.metric}${where} ${measured(facts)}`;
  return [`${subject}: ${conclusion(facts)}${details(facts)}.`, ...remarks(facts)].join(' ');
}

function measured({ check, candidate, champion }: MessageFacts): string {
  const unit = check.unit === null ? '' : ` ${check.unit}`;
  if (champion === null) return `is ${plainNumber(candidate)}${unit}`;
  const delta = candidate - champion;
  return `is ${plainNumber(candidate)}${unit} against ${plainNumber(champion)}${unit} of the champion (${signed(delta)})`;
}

/** The rule in words. */
function ruleText(check: Pick<PlannedCheck, 'bound' | 'value'>): string {
  const value = plainNumber(check.value);
  switch (check.bound) {
    case 'min':
      return `at least ${value}`;
    case 'max':
      return `at most ${value}`;
    case 'above':
      return `above ${value}`;
    case 'below':
      return `below ${value}`;
    case 'min_ratio':
      return `at least ${value} times the champion`;
    case 'max_ratio':
      return `at most ${value} times the champion`;
    case 'min_delta':
      return check.value >= 0
        ? `better than the champion by at least ${value}`
        : `worse than the champion by at most ${plainNumber(-check.value)}`;
    case 'max_regression':
      return `worse than the champion by at most ${value}`;
  }
}

function conclusion({ check, verdict, mode }: MessageFacts): string {
  const rule = ruleText(check);
  if (mode === 'point') return verdict === 'pass' ? `meets the rule "${rule}"` : `breaks the rule "${rule}"`;
  if (verdict === 'pass') return `the rule "${rule}" is proven to hold`;
  if (verdict === 'fail') return `the rule "${rule}" is proven to be broken`;
  return `neither proven to meet nor to break the rule "${rule}"`;
}

function details({ shown, level, rows, champion }: MessageFacts): string {
  const parts: string[] = [];
  if (shown !== null && (shown.lower !== null || shown.upper !== null)) {
    const format = champion === null ? plainNumber : signed;
    const end = (value: number | null) => (value === null ? 'unknown' : format(value));
    const of = champion === null ? '' : ' of the difference';
    parts.push(`${plainNumber(level * 100)} % interval${of} ${end(shown.lower)} to ${end(shown.upper)}`);
  }
  if (rows !== null) parts.push(`${plainNumber(rows)} ${rows === 1 ? 'row' : 'rows'}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const REASONS: Readonly<Record<InconclusiveReason, string>> = {
  too_few_rows: 'One row has no spread to judge by.',
  too_few_clusters: 'Fewer than 20 clusters hold a row that counts, too few to judge by.',
  one_row_in_a_class: 'One of the classes has a single row, too few to judge by.',
  zero_variance: 'The predictions differ but every row contributes the same, so their noise cannot be estimated.',
  zero_error: 'A root mean squared error of 0 has no noise estimate.',
  dropped_replicates: 'In more than 1 % of the resampled tables the metric was undefined.',
  undefined_metric: 'The metric is degenerate here, so its noise cannot be estimated.',
};

function remarks(facts: MessageFacts): string[] {
  const remarks: string[] = [];
  if (facts.identical) remarks.push('Both models predict exactly the same for every row.');
  if (facts.withoutRows !== null) {
    const judged =
      facts.mode === 'point' ? 'it is judged by its value alone' : `\`evidence: ${facts.mode}\` cannot be met`;
    remarks.push(`The number comes from ${facts.withoutRows} without rows, so there is no interval and ${judged}.`);
  }
  if (facts.otherModes !== null)
    remarks.push(`By evidence: guard would say ${facts.otherModes.guard}, prove ${facts.otherModes.prove}.`);
  if (facts.verdict === 'inconclusive') {
    if (facts.reason !== null) remarks.push(REASONS[facts.reason]);
    if (facts.mde !== null && facts.mde > 0)
      remarks.push(`These rows can detect a difference of ${plainNumber(facts.mde)} from the bound (80 % power).`);
    if (facts.rowsNeeded !== null) remarks.push(settleSentence(facts.rowsNeeded, facts.rows));
  }
  return remarks;
}

function settleSentence(needed: number, rows: number | null): string {
  if (rows !== null && needed <= rows) {
    return `For equal models about ${plainNumber(needed)} rows suffice; here the difference is close to the bound itself.`;
  }
  return `About ${plainNumber(needed)} rows would settle it.`;
}
