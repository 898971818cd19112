import type { ColumnType } from '@model-delivery/core';

export type { ColumnType };

/** The type word nearest to a DuckDB type of a typed file; `string` for everything that is none of the others. */
export function typeOfPhysical(physical: string): ColumnType {
  const type = physical.toUpperCase();
  if (/^U?(?:TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$|^DECIMAL\(\d+,0\)$/.test(type)) return 'integer';
  if (/^FLOAT$|^DOUBLE$|^DECIMAL/.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'DATE') return 'date';
  if (type.startsWith('TIMESTAMP')) return 'timestamp';
  return 'string';
}
