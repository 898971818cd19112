import type { ColumnChecks, ColumnType, DataCheckKind, DataConfig, JsonValue } from '@model-delivery/core';
import type { DescribedColumn } from '../measurement/measurement-engine.ts';
import type { RowTest } from '../measurement/row-test.ts';
import { columnCheckId, type IdRegister } from './check-id.ts';
import type { PlannedCheck, Question, Settled } from './check-plan.ts';
import { isPattern, matchingColumns } from './column-pattern.ts';
import { columnPresence, settledByCondition } from './column-presence.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import { isInstant } from './instant-text.ts';
import { driftQuestion } from './plan-drift.ts';

/** The kinds of column checks in the order they are reported. */
const COLUMN_KINDS = ['type', 'missing', 'values', 'range', 'length', 'matches', 'finite', 'drift'] as const;
type ColumnKind = (typeof COLUMN_KINDS)[number];

/** Plans `data.columns` for one data set, in the order of the configuration; patterns in the order of the data's columns. */
export function planColumns(data: DataConfig, facts: DatasetFacts, ids: IdRegister): PlannedCheck[] {
  const names = facts.columns.map((column) => column.name);
  return Object.entries(data.columns).flatMap(([key, checks]) => {
    if (checks.datasets && !checks.datasets.includes(facts.name)) return [];
    const columns = isPattern(key) ? matchingColumns(key, names) : [key];
    return columns.flatMap((column) => planColumn(facts, key, column, checks, ids));
  });
}

/** Plans the checks of a pattern that matches no column anywhere: an error each, under the pattern's own name. */
export function planUnmatchedPattern(
  facts: DatasetFacts,
  key: string,
  checks: ColumnChecks,
  ids: IdRegister,
): PlannedCheck[] {
  const reason = `the pattern ${key} matches no column of any data set it applies to; ${facts.name} has ${facts.columns.length} columns`;
  return kindsOf(checks).map((kind) => planned(facts, key, key, kind, checks, { verdict: 'error', reason }, ids));
}

function planColumn(
  facts: DatasetFacts,
  key: string,
  column: string,
  checks: ColumnChecks,
  ids: IdRegister,
): PlannedCheck[] {
  const presence = columnPresence(facts, column);
  if (presence.state === 'absent') {
    const settled: Settled = { verdict: 'not_applicable', reason: presence.reason };
    return kindsOf(checks).map((kind) => planned(facts, key, column, kind, checks, settled, ids));
  }
  if (presence.state === 'missing') {
    const settled: Settled = { verdict: 'error', reason: presence.reason };
    return kindsOf(checks).map((kind) => planned(facts, key, column, kind, checks, settled, ids));
  }
  return kindsOf(checks)
    .filter((kind) => kind !== 'columns')
    .map((kind) => {
      const settled = settledByCondition(facts, checks.where ?? null);
      const question = settled ?? columnQuestion(facts, presence.column, kind as ColumnKind, checks);
      return planned(facts, key, column, kind, checks, question, ids);
    });
}

/** The kinds an entry asks for; an entry that asks for nothing still says that the column exists. */
function kindsOf(checks: ColumnChecks): (ColumnKind | 'columns')[] {
  const kinds = COLUMN_KINDS.filter((kind) => checks[kind] !== undefined);
  return kinds.length === 0 ? ['columns'] : kinds;
}

function planned(
  facts: DatasetFacts,
  key: string,
  column: string,
  kind: DataCheckKind,
  checks: ColumnChecks,
  question: Question | Settled,
  ids: IdRegister,
): PlannedCheck {
  return {
    id: ids.take(columnCheckId(facts.name, column, kind)),
    dataset: facts.name,
    column,
    kind,
    severity: checks.severity,
    where: checks.where ?? null,
    expected: kind === 'columns' ? { require: [column] } : (checks[kind as ColumnKind] as JsonValue),
    path: kind === 'columns' ? ['data', 'columns', key] : ['data', 'columns', key, kind],
    question,
  };
}

const NOTHING_TOLERATED = { max_count: 0 };

function columnQuestion(
  facts: DatasetFacts,
  column: DescribedColumn,
  kind: ColumnKind,
  checks: ColumnChecks,
): Question | Settled {
  if (kind === 'drift') return driftQuestion(facts, column, checks.drift!.psi);
  const tolerance = kind === 'missing' ? checks.missing! : (checks.tolerance ?? NOTHING_TOLERATED);
  const unfit = unfitFor(column, kind, checks);
  if (unfit !== null) return { verdict: 'error', reason: unfit };
  return { ask: 'rows', test: rowTest(column.name, kind, checks), tolerance };
}

function rowTest(column: string, kind: Exclude<ColumnKind, 'drift'>, checks: ColumnChecks): RowTest {
  switch (kind) {
    case 'type':
    case 'missing':
    case 'finite':
      return { kind, column };
    case 'values':
      return { kind, column, allowed: checks.values! };
    case 'range':
      return { kind, column, min: checks.range![0], max: checks.range![1] };
    case 'length':
      return { kind, column, min: checks.length![0], max: checks.length![1] };
    case 'matches':
      return { kind, column, pattern: checks.matches! };
  }
}

/** Whether a column holds numbers that can be compared, added and binned. */
export function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'number';
}

/** Why a check cannot be asked of a column of this type. */
function unfitFor(column: DescribedColumn, kind: ColumnKind, checks: ColumnChecks): string | null {
  if (kind === 'finite') return unfitFinite(column);
  if (kind === 'values') return unfitInstants(column, 'values', checks.values!);
  if (kind !== 'range') return null;
  return unfitRange(column, checks.range!) ?? unfitInstants(column, 'range', checks.range!);
}

function unfitInstants(column: DescribedColumn, kind: string, values: readonly unknown[]): string | null {
  if (column.type !== 'date' && column.type !== 'timestamp') return null;
  const odd = values.find((value) => typeof value === 'string' && !isInstant(value));
  return odd === undefined
    ? null
    : `${kind} of ${column.name} (${column.type}) names ${JSON.stringify(odd)}, which is no date: write 2026-01-31 or 2026-01-31T12:00:00Z`;
}

function unfitFinite(column: DescribedColumn): string | null {
  return isNumeric(column.type)
    ? null
    : `finite needs a column of numbers, ${column.name} is ${column.type}: declare \`type: number\``;
}

/** Numbers bound numbers; texts bound dates, timestamps and texts. */
function unfitRange(column: DescribedColumn, range: readonly (number | string | null)[]): string | null {
  const kinds = new Set(range.filter((end) => end !== null).map((end) => typeof end));
  const found = [...kinds].join(' and ') || 'no end';
  const expected = isNumeric(column.type) ? 'number' : column.type === 'boolean' ? 'nothing' : 'string';
  if (kinds.size === 1 && kinds.has(expected as 'number' | 'string')) return null;
  if (kinds.size === 0) return `range of ${column.name} has two open ends and would accept anything`;
  const fix =
    expected === 'string' && column.type === 'string'
      ? `: declare \`type: number\` if ${column.name} holds numbers`
      : '';
  return `range of ${column.name} (${column.type}) is bounded by ${found}, which cannot be compared with ${column.type} values${fix}`;
}
