import { type EvaluationConfig, EvidenceError, nearestNames } from '@model-delivery/core';
import type { PredictionTable, WantedColumns } from './prediction-table.ts';

/** Columns as `evaluation.columns` names them, defaults filled in. */
export interface ColumnRoles {
  id: string;
  label: string;
  score: string;
  prediction: string;
  cluster: string | null;
  weight: string | null;
  latency: string | null;
  /** Roles the user named: those columns must exist. */
  named: ReadonlySet<string>;
  /** Columns that form slices; only the candidate's file needs them. */
  slices: readonly string[];
}

/** The roles of a policy's columns. */
export function columnRoles(policy: EvaluationConfig, named: ReadonlySet<string>): ColumnRoles {
  const { columns } = policy;
  return {
    id: columns.id ?? 'id',
    label: columns.label ?? 'label',
    score: columns.score ?? 'score',
    prediction: columns.prediction ?? 'prediction',
    cluster: columns.cluster ?? null,
    weight: columns.weight ?? null,
    latency: columns.latency ?? null,
    named,
    slices: [...new Set((policy.slices?.by ?? []).flat())],
  };
}

/** Prefix of the columns that hold one probability a class. */
export function classScorePrefix(roles: ColumnRoles): string {
  return `${roles.score}_`;
}

/** What to read of a prediction file. `side` champion: slices, weights and clusters are the candidate's. */
export function wantedColumns(roles: ColumnRoles, side: 'candidate' | 'champion'): WantedColumns {
  const own = side === 'candidate';
  const optional = (name: string | null) => (name === null ? [] : [name]);
  return {
    text: [roles.id, ...(own ? [...optional(roles.cluster), ...roles.slices] : [])],
    natural: [
      roles.label,
      roles.score,
      roles.prediction,
      ...optional(roles.latency),
      ...(own ? optional(roles.weight) : []),
    ],
    prefixes: [classScorePrefix(roles)],
  };
}

/** @throws EvidenceError when the file lacks a column that the policy names. */
export function requireNamedColumns(table: PredictionTable, roles: ColumnRoles, side: 'candidate' | 'champion'): void {
  const needed: [role: string, column: string][] = [];
  for (const role of ['id', 'label', 'score', 'prediction'] as const) {
    if (roles.named.has(role)) needed.push([`columns.${role}`, roles[role]]);
  }
  // What only the candidate must have; a champion without latencies matters where latencies are compared.
  if (side === 'candidate') {
    if (roles.latency !== null) needed.push(['columns.latency', roles.latency]);
    if (roles.cluster !== null) needed.push(['columns.cluster', roles.cluster]);
    if (roles.weight !== null) needed.push(['columns.weight', roles.weight]);
    for (const slice of roles.slices) needed.push(['slices.by', slice]);
  }
  const classScores = table.columnNames.some((name) => name.startsWith(classScorePrefix(roles)));
  for (const [role, column] of needed) {
    if (table.columnNames.includes(column)) continue;
    if (role === 'columns.score' && classScores) continue;
    throw missingColumn(table, role, column);
  }
}

/** The error for a column that is needed and not there, with the nearest names. */
function missingColumn(table: PredictionTable, role: string, column: string): EvidenceError {
  const near = nearestNames(column, table.columnNames);
  return new EvidenceError({
    code: 'PREDICTION_COLUMN_MISSING',
    message: `Reading ${table.path}: the column \`${column}\` (${role}) is missing; the file has ${listed(table.columnNames)}.`,
    hint:
      near.length > 0
        ? `Did you mean \`${near[0]}\`? Correct \`evaluation.${role}\` or the file.`
        : `Correct \`evaluation.${role}\` or write the column.`,
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `\`${name}\``);
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ');
}
