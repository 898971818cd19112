import type { ColumnValues, PredictionTable } from './prediction-table.ts';

/**
 * The order in which rows are drawn and summed: by id, without ids by the tuple of all columns. It depends on the rows only, so a
 * reshuffled file gives the same numbers. Texts are ordered by UTF-16 units.
 */
export function rowOrder(table: PredictionTable, ids: readonly string[] | null): Uint32Array | null {
  const compare = ids === null ? compareTuples(table) : compareIds(ids);
  let sorted = true;
  for (let row = 1; sorted && row < table.rows; row++) sorted = compare(row - 1, row) <= 0;
  if (sorted) return null;
  return Uint32Array.from({ length: table.rows }, (_, row) => row).sort(compare);
}

function compareIds(ids: readonly string[]) {
  return (a: number, b: number) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0);
}

function compareTuples(table: PredictionTable) {
  const names = [...table.columns.keys()].sort();
  const comparers = names.map((name) => compareColumn(table.columns.get(name)!));
  return (a: number, b: number) => {
    for (const compare of comparers) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function compareColumn(column: ColumnValues): (a: number, b: number) => number {
  if (column.kind === 'number') {
    const rank = (row: number) => (Number.isNaN(column.values[row]!) ? Number.NEGATIVE_INFINITY : column.values[row]!);
    return (a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0);
  }
  const text = (row: number) => column.values[row] ?? '';
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}

/** The table with its rows in the given order. */
export function reorderRows(table: PredictionTable, order: Uint32Array | null): PredictionTable {
  if (order === null) return table;
  const columns = new Map([...table.columns].map(([name, column]) => [name, reorderColumn(column, order)]));
  return { ...table, columns };
}

function reorderColumn(column: ColumnValues, order: Uint32Array): ColumnValues {
  if (column.kind === 'text') return { kind: 'text', values: Array.from(order, (row) => column.values[row]!) };
  const missing = column.missing;
  return {
    ...column,
    values: Float64Array.from(order, (row) => column.values[row]!),
    missing: missing === null ? null : Uint8Array.from(order, (row) => missing[row]!),
  };
}
