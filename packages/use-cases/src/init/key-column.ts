import type { ColumnProfile, DataProfile } from '@model-delivery/core';

/** The column that most likely identifies a row: named like an id and different in every row. Null when there is none. */
export function keyColumn(profile: DataProfile): string | null {
  const candidates = profile.columns.filter(
    (column) => column.missing === 0 && /(^|_)(id|uuid|key)$/i.test(column.name),
  );
  return candidates.find((column) => differsInEveryRow(column, profile.rows))?.name ?? null;
}

/** Strings carry their number of distinct values; whole numbers are taken at their word when they could be a running number. */
function differsInEveryRow(column: ColumnProfile, rows: number): boolean {
  if (column.categories) return column.categories.distinct === rows;
  if (column.type !== 'integer' || !column.numeric) return false;
  const span = Number(column.numeric.max) - Number(column.numeric.min) + 1;
  const fullest = Math.max(...column.numeric.counts);
  return span >= rows && fullest <= Math.max(2, (2 * rows) / column.numeric.counts.length);
}
