import type { DuckDBVector } from '@duckdb/node-api';
import { InternalError } from '@model-delivery/core';

/**
 * One value of a result. 64-bit and wider integers are always `bigint`, narrower ones and floats `number`; DECIMAL, dates,
 * timestamps and nested values are the text that DuckDB prints for them.
 */
export type Cell = null | boolean | number | bigint | string;

/** A numeric column: `values[i]` is NaN and `missing[i]` is 1 where the row is NULL (`missing` is null without any NULL). */
export interface NumberColumn {
  kind: 'number';
  name: string;
  values: Float64Array;
  missing: Uint8Array | null;
}

/** A text column; NULL is null. */
export interface StringColumn {
  kind: 'string';
  name: string;
  values: (string | null)[];
}

export type Column = NumberColumn | StringColumn;

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** A count as a number. @throws InternalError for anything but an integer from 0 to 2^53 - 1. */
export function toCount(cell: Cell | undefined): number {
  const exact = typeof cell === 'bigint' && cell >= 0n && cell <= MAX_SAFE;
  const count = exact ? Number(cell) : cell;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw new InternalError({
    code: 'ENGINE_NOT_A_COUNT',
    message: `Reading a count from a query result: expected an integer from 0 to 2^53 - 1, found ${typeof cell} ${String(cell)}.`,
  });
}

const WIDE = new Set(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM', 'VARINT']);

/** How the values of a column of this DuckDB type become cells. */
export function cellReader(type: string): (value: unknown) => Cell {
  if (WIDE.has(type)) return (value) => (value === null ? null : BigInt(value as bigint | number | string));
  return (value) => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    return typeof value === 'bigint' ? value : String(value);
  };
}

/** Whether a column of this DuckDB type is read as doubles. */
export function isNumeric(type: string): boolean {
  return /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\b.*|BOOLEAN)$/.test(type);
}

/** Collects the chunks of one result column into one typed column. */
export interface ColumnBuilder {
  append(vector: DuckDBVector, rows: number): void;
  finish(): Column;
}

/** A builder for a column of this DuckDB type: numbers, integers and booleans as doubles, everything else as text. */
export function columnBuilder(name: string, type: string): ColumnBuilder {
  return isNumeric(type) ? numberBuilder(name, type) : stringBuilder(name);
}

function numberBuilder(name: string, type: string): ColumnBuilder {
  let values = new Float64Array(2048);
  let missing: Uint8Array | null = null;
  let length = 0;
  const grow = (needed: number): void => {
    if (needed <= values.length) return;
    const capacity = Math.max(needed, values.length * 2);
    values = enlarged(values, new Float64Array(capacity));
    if (missing !== null) missing = enlarged(missing, new Uint8Array(capacity));
  };
  const setMissing = (row: number): void => {
    missing ??= new Uint8Array(values.length);
    missing[row] = 1;
    values[row] = Number.NaN;
  };
  return {
    append(vector, rows) {
      grow(length + rows);
      if (type === 'DOUBLE' && isAllValid(vector)) {
        values.set((vector as unknown as { items: Float64Array }).items.subarray(0, rows), length);
      } else {
        for (let row = 0; row < rows; row += 1) {
          const item = vector.getItem(row) as unknown;
          if (item === null) setMissing(length + row);
          else values[length + row] = toDouble(item);
        }
      }
      length += rows;
    },
    finish: () => ({
      kind: 'number',
      name,
      values: values.subarray(0, length),
      missing: missing?.subarray(0, length) ?? null,
    }),
  };
}

function toDouble(item: unknown): number {
  if (typeof item === 'number') return item;
  if (typeof item === 'bigint' || typeof item === 'boolean') return Number(item);
  return Number(String(item)); // DECIMAL prints its exact value
}

function isAllValid(vector: DuckDBVector): boolean {
  return (vector as unknown as { validity?: { data: unknown } }).validity?.data === null;
}

function enlarged<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function stringBuilder(name: string): ColumnBuilder {
  const values: (string | null)[] = [];
  return {
    append(vector, rows) {
      for (let row = 0; row < rows; row += 1) {
        const item = vector.getItem(row) as unknown;
        values.push(item === null ? null : typeof item === 'string' ? item : String(item));
      }
    },
    finish: () => ({ kind: 'string', name, values }),
  };
}
