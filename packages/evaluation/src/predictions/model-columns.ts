import { EvidenceError } from '@model-delivery/core';
import type { ScoreType } from '@model-delivery/stats';
import { type ColumnRoles, classScorePrefix, requireNamedColumns } from './column-roles.ts';
import type { ColumnValues, NumberValues, PredictionTable } from './prediction-table.ts';
import { reorderRows, rowOrder } from './row-order.ts';

/** One model's prediction file, checked, rows in id order. */
export interface ModelColumns {
  path: string;
  rows: number;
  columnNames: readonly string[];
  /** Unique; null when the file has no id column. */
  ids: readonly string[] | null;
  label: ColumnValues | null;
  /** Probability of the positive class, in [0, 1]. */
  score: Float64Array | null;
  /** Class name to its probability; null without `score_<class>` columns. */
  classScores: ReadonlyMap<string, Float64Array> | null;
  scoreType: ScoreType;
  prediction: ColumnValues | null;
  latency: Float64Array | null;
  weight: Float64Array | null;
  cluster: readonly string[] | null;
  /** Slice column to its values; null = missing. */
  slices: ReadonlyMap<string, readonly (string | null)[]>;
}

/**
 * Checks a prediction file and takes the columns the policy names from it.
 * @throws EvidenceError for missing columns, missing or duplicate ids, missing labels, NaN, probabilities outside [0, 1], negative weights
 */
export function modelColumns(read: PredictionTable, roles: ColumnRoles, side: 'candidate' | 'champion'): ModelColumns {
  requireNamedColumns(read, roles, side);
  if (read.rows === 0) throw emptyFile(read.path);
  const unsortedIds = idsOf(read, roles.id);
  const table = reorderRows(read, rowOrder(read, unsortedIds));
  const ids = idsOf(table, roles.id);
  if (ids !== null) refuseDuplicates(table.path, ids);
  const reader = new ColumnReader(table, ids);
  const own = side === 'candidate';
  const score = reader.probabilities(roles.score);
  const classScores = score === null ? reader.classProbabilities(classScorePrefix(roles)) : null;
  return {
    path: table.path,
    rows: table.rows,
    columnNames: table.columnNames,
    ids,
    label: reader.complete(roles.label),
    score,
    classScores,
    scoreType: scoreTypeOf(
      table,
      score === null ? [...(classScores?.keys() ?? [])].map((name) => classScorePrefix(roles) + name) : [roles.score],
    ),
    prediction: reader.complete(roles.prediction),
    latency: roles.latency === null ? null : reader.nonNegative(roles.latency),
    weight: own && roles.weight !== null ? reader.weights(roles.weight) : null,
    cluster: own && roles.cluster !== null ? reader.texts(roles.cluster) : null,
    slices: new Map(own ? roles.slices.map((name) => [name, reader.optionalTexts(name)]) : []),
  };
}

function emptyFile(path: string): EvidenceError {
  return new EvidenceError({
    code: 'PREDICTIONS_EMPTY',
    message: `Reading ${path}: expected predictions, found a header and 0 rows.`,
    hint: 'Check the step that writes the predictions.',
  });
}

function idsOf(table: PredictionTable, name: string): string[] | null {
  const column = table.columns.get(name);
  if (column === undefined) return null;
  const texts =
    column.kind === 'text'
      ? column.values
      : Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  const missing = texts.findIndex((text) => text === null || text === '');
  if (missing < 0) return texts as string[];
  throw new EvidenceError({
    code: 'PREDICTION_ID_MISSING',
    message: `Reading ${table.path}: ${count(texts, (text) => text === null || text === '')} of ${texts.length} rows have no \`${name}\`.`,
    hint: 'Every row needs the id of the example it predicts: candidate and champion are joined by it.',
  });
}

function count<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.reduce((sum, value) => sum + (holds(value) ? 1 : 0), 0);
}

/** `ids` sorted. */
function refuseDuplicates(path: string, ids: readonly string[]): void {
  let extra = 0;
  let first: string | undefined;
  for (let row = 1; row < ids.length; row++) {
    if (ids[row] !== ids[row - 1]) continue;
    extra++;
    first ??= ids[row];
  }
  if (extra === 0) return;
  throw new EvidenceError({
    code: 'PREDICTION_ID_DUPLICATE',
    message: `Reading ${path}: ids must be unique, found ${extra} repeated ${extra === 1 ? 'row' : 'rows'}, for example id ${first!.slice(0, 80)}.`,
    hint: 'Write one row per example (an append to an old file or a join that multiplies rows is the usual cause).',
  });
}

function scoreTypeOf(table: PredictionTable, names: readonly string[]): ScoreType {
  const types = names
    .map((name) => table.columns.get(name))
    .filter((column): column is NumberValues => column?.kind === 'number');
  return types.length > 0 && types.every((column) => column.scoreType === 'float32') ? 'float32' : 'float64';
}

/** Reads single columns of one table and says where a value is unusable. */
class ColumnReader {
  readonly #table: PredictionTable;
  readonly #ids: readonly string[] | null;

  constructor(table: PredictionTable, ids: readonly string[] | null) {
    this.#table = table;
    this.#ids = ids;
  }

  /** A column without missing values and NaN, or null when the file lacks it. */
  complete(name: string): ColumnValues | null {
    const column = this.#table.columns.get(name);
    if (column === undefined) return null;
    if (column.kind === 'text') this.#each(name, column.values, (value) => (value === null ? 'no value' : null));
    else
      this.#each(name, column.values, (value, row) =>
        column.missing?.[row] ? 'no value' : Number.isFinite(value) ? null : String(value),
      );
    return column;
  }

  probabilities(name: string): Float64Array | null {
    const values = this.#numbers(name);
    if (values !== null)
      this.#each(name, values, (value) => (value >= 0 && value <= 1 ? null : `${value}`), 'a probability from 0 to 1');
    return values;
  }

  classProbabilities(prefix: string): Map<string, Float64Array> | null {
    const names = this.#table.columnNames
      .filter((name) => name.startsWith(prefix) && name.length > prefix.length)
      .sort();
    if (names.length === 0) return null;
    return new Map(names.map((name) => [name.slice(prefix.length), this.probabilities(name)!]));
  }

  nonNegative(name: string): Float64Array | null {
    const values = this.#numbers(name);
    if (values !== null) this.#each(name, values, (value) => (value >= 0 ? null : `${value}`), 'a number of 0 or more');
    return values;
  }

  weights(name: string): Float64Array | null {
    const values = this.nonNegative(name);
    if (values?.every((weight) => weight === 0))
      throw this.#unusable(name, 'weights that are not all 0', 'only zeros', 0);
    return values;
  }

  texts(name: string): readonly string[] {
    const values = this.optionalTexts(name);
    this.#each(name, values, (value) => (value === null ? 'no value' : null));
    return values as readonly string[];
  }

  optionalTexts(name: string): readonly (string | null)[] {
    const column = this.#table.columns.get(name)!;
    if (column.kind === 'text') return column.values;
    return Array.from(column.values, (value, row) => (column.missing?.[row] ? null : String(value)));
  }

  #numbers(name: string): Float64Array | null {
    const column = this.#table.columns.get(name);
    if (column === undefined) return null;
    if (column.kind === 'text') {
      const row = column.values.findIndex(
        (text) => text === null || text.trim() === '' || !Number.isFinite(Number(text)),
      );
      throw this.#unusable(name, 'numbers', row < 0 ? 'text' : (column.values[row] ?? 'no value'), Math.max(row, 0));
    }
    this.#each(
      name,
      column.values,
      (value, row) => (column.missing?.[row] ? 'no value' : Number.isFinite(value) ? null : String(value)),
      'a finite number',
    );
    return column.values;
  }

  #each<T>(
    name: string,
    values: ArrayLike<T>,
    complaint: (value: T, row: number) => string | null,
    expected = 'a value',
  ): void {
    for (let row = 0; row < values.length; row++) {
      const found = complaint(values[row]!, row);
      if (found !== null) throw this.#unusable(name, expected, found, row);
    }
  }

  #unusable(name: string, expected: string, found: string, row: number): EvidenceError {
    const where = this.#ids === null ? '' : ` (id ${this.#ids[row]!.slice(0, 80)})`;
    return new EvidenceError({
      code: 'PREDICTION_VALUE_UNUSABLE',
      message: `Reading ${this.#table.path}: the column \`${name}\` needs ${expected} in every row, found ${found.slice(0, 80)}${where}.`,
      hint: 'Fix the step that writes the file: a verdict never rests on missing or undefined numbers.',
    });
  }
}
