import type { DataCheckKind, DataConfig, JsonValue, TableCheck } from '@model-delivery/core';
import { type IdRegister, keyName, tableCheckId } from './check-id.ts';
import type { Bounds, PlannedCheck, Question, Settled } from './check-plan.ts';
import { columnPresence, settledByColumns, settledByCondition } from './column-presence.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import { decimalFraction } from './decimal-fraction.ts';
import { isNumeric } from './plan-columns.ts';

/** What an entry of `data.checks` says, before it is applied to a data set. */
interface TableEntry {
  kind: DataCheckKind;
  column: string | null;
  /** Parts of the id after the kind. */
  details: string[];
  expected: JsonValue;
  question: (facts: DatasetFacts) => Question | Settled;
}

const NOTHING_TOLERATED = { max_count: 0 };

/** Plans `data.checks` for one data set, in the order of the configuration. */
export function planTables(data: DataConfig, facts: DatasetFacts, ids: IdRegister): PlannedCheck[] {
  let rules = 0;
  return data.checks.flatMap((check, index) => {
    const rule = 'rule' in check ? rules++ : 0;
    if (check.datasets && !check.datasets.includes(facts.name)) return [];
    const entry = tableEntry(check, rule);
    const details = check.name === undefined ? entry.details : [check.name];
    const settled = entry.kind === 'columns' ? null : settledByCondition(facts, check.where ?? null);
    return [
      {
        id: ids.take(tableCheckId(facts.name, entry.kind, ...details)),
        dataset: facts.name,
        column: entry.column,
        kind: entry.kind,
        severity: check.severity,
        where: check.where ?? null,
        expected: entry.expected,
        path: ['data', 'checks', index],
        question: settled ?? entry.question(facts),
      },
    ];
  });
}

function tableEntry(check: TableCheck, rule: number): TableEntry {
  if ('columns' in check) {
    return {
      kind: 'columns',
      column: null,
      details: [],
      expected: check.columns,
      question: (facts) => columnsQuestion(facts, check.columns),
    };
  }
  if ('row_count' in check) {
    const bounds = check.row_count;
    return {
      kind: 'row_count',
      column: null,
      details: [],
      expected: json(bounds),
      question: () => ({ ask: 'row_count', bounds }),
    };
  }
  if ('unique' in check) return uniqueEntry(check.unique, check.tolerance ?? NOTHING_TOLERATED);
  if ('mean' in check) {
    const { column, ...bounds } = check.mean;
    return {
      kind: 'mean',
      column,
      details: [column],
      expected: json(bounds),
      question: (facts) => numericQuestion(facts, column, 'mean', () => ({ ask: 'mean', column, bounds })),
    };
  }
  if ('quantile' in check) return quantileEntry(check.quantile);
  const condition = check.rule;
  const tolerance = check.tolerance ?? NOTHING_TOLERATED;
  return {
    kind: 'rule',
    column: null,
    details: [String(rule)],
    expected: condition,
    question: (facts) =>
      settledByCondition(facts, condition) ?? { ask: 'rows', test: { kind: 'rule', condition }, tolerance },
  };
}

function uniqueEntry(
  columns: string[],
  tolerance: { max_count?: number | undefined; max_share?: number | undefined },
): TableEntry {
  return {
    kind: 'unique',
    column: columns.length === 1 ? columns[0]! : null,
    details: [keyName(columns)],
    expected: columns,
    question: (facts) =>
      settledByColumns(facts, columns) ?? { ask: 'rows', test: { kind: 'unique', columns }, tolerance },
  };
}

function quantileEntry({ column, q, ...bounds }: { column: string; q: number } & Bounds): TableEntry {
  return {
    kind: 'quantile',
    column,
    details: [column, String(q)],
    expected: json({ q, ...bounds }),
    question: (facts) =>
      numericQuestion(facts, column, 'quantile', () => ({
        ask: 'quantile',
        column,
        q,
        fraction: decimalFraction(q),
        bounds,
      })),
  };
}

/** A question that needs a column of numbers (a mean also takes booleans: the share of true ones). */
function numericQuestion(
  facts: DatasetFacts,
  column: string,
  kind: string,
  question: () => Question,
): Question | Settled {
  const settled = settledByColumns(facts, [column]);
  if (settled) return settled;
  const presence = columnPresence(facts, column);
  const type = presence.state === 'present' ? presence.column.type : 'string';
  if (isNumeric(type) || (kind === 'mean' && type === 'boolean')) return question();
  return {
    verdict: 'error',
    reason: `${kind} needs a column of numbers, ${column} is ${type}: declare \`type: number\` in data.columns`,
  };
}

/** Which required columns are missing and which columns nobody asked for; columns under `absent` are not required. */
function columnsQuestion(
  facts: DatasetFacts,
  { require, allow_extra, order }: { require: string[]; allow_extra: boolean; order: boolean },
): Question {
  const names = facts.columns.map((column) => column.name);
  const required = require.filter((name) => names.includes(name) || !facts.config.absent.includes(name));
  const found = required.filter((name) => names.includes(name));
  const inData = names.filter((name) => found.includes(name));
  return {
    ask: 'columns',
    missing: required.filter((name) => !names.includes(name)),
    unexpected: allow_extra ? [] : names.filter((name) => !require.includes(name)),
    misplaced: order ? found.filter((name, index) => inData[index] !== name) : [],
  };
}

/** Without the keys that were not given. */
function json(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
