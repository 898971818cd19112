import type { ColumnType } from '@model-delivery/core';
import { quoteLiteral, type TypedColumn } from '@model-delivery/engine';
import type { RowTest, Scalar } from '../../measurement/row-test.ts';
import { isMissing, numberLiteral, textOf } from './column-sql.ts';

/** Conditions over one row, never NULL: whether the row is judged, and whether it fails. */
export interface RowConditions {
  evaluated: string;
  failed: string;
}

type ColumnTest = Exclude<RowTest, { kind: 'rule' } | { kind: 'unique' }>;

/** The conditions of a test of one column. */
export function columnConditions(test: ColumnTest, column: TypedColumn): RowConditions {
  if (test.kind === 'missing') return { evaluated: 'true', failed: isMissing(column) };
  if (test.kind === 'type') return { evaluated: `NOT ${isMissing(column)}`, failed: column.invalidSql ?? 'false' };
  const evaluated = `${column.sql} IS NOT NULL`;
  return { evaluated, failed: `(${evaluated} AND (${accepted(test, column)}) IS NOT TRUE)` };
}

/** The conditions of a user's rule; `sql` is its parsed expression in parentheses. */
export function ruleConditions(sql: string): RowConditions {
  return { evaluated: `${sql} IS NOT NULL`, failed: `${sql} IS FALSE` };
}

function accepted(test: Exclude<ColumnTest, { kind: 'missing' | 'type' }>, column: TypedColumn): string {
  switch (test.kind) {
    case 'values':
      return acceptedValues(test.allowed, column);
    case 'range':
      return acceptedRange(test.min, test.max, column);
    case 'length':
      return between(`length(${textOf(column)})`, bound(test.min, numberLiteral), bound(test.max, numberLiteral));
    case 'matches':
      return `regexp_full_match(${textOf(column)}, ${quoteLiteral(test.pattern)})`;
    case 'finite':
      return column.type === 'number' ? `isfinite(${column.sql})` : 'true';
  }
}

function acceptedRange(min: number | string | null, max: number | string | null, column: TypedColumn): string {
  const literal = (end: number | string) =>
    typeof end === 'number' ? numberLiteral(end) : textBound(end, column.type);
  const value = column.type === 'date' ? `${column.sql}::TIMESTAMP` : column.sql;
  const inside = between(value, bound(min, literal), bound(max, literal));
  return column.type === 'string' || column.type === 'integer' ? inside : `isfinite(${column.sql}) AND ${inside}`;
}

function textBound(text: string, type: ColumnType): string {
  return type === 'string' ? quoteLiteral(text) : instant(text);
}

/** A date or time as the UTC timestamp it means; without an offset it is UTC. */
function instant(text: string): string {
  return `(CAST(${quoteLiteral(text)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`;
}

function bound<T>(end: T | null, literal: (end: T) => string): string | null {
  return end === null ? null : literal(end);
}

function between(value: string, min: string | null, max: string | null): string {
  const parts = [min === null ? null : `${value} >= ${min}`, max === null ? null : `${value} <= ${max}`];
  return parts.filter((part) => part !== null).join(' AND ') || 'true';
}

function acceptedValues(allowed: readonly Scalar[], column: TypedColumn): string {
  const list = allowed.map((value) => valueLiteral(value, column.type)).filter((literal) => literal !== null);
  const value = column.type === 'date' ? `${column.sql}::TIMESTAMP` : column.sql;
  return list.length === 0 ? 'false' : `${value} IN (${[...new Set(list)].join(', ')})`;
}

/** An allowed value as SQL of the column's type; null where no value of that type can equal it. */
function valueLiteral(value: Scalar, type: ColumnType): string | null {
  switch (type) {
    case 'string':
      return quoteLiteral(String(value));
    case 'boolean':
      return /^(?:true|false)$/i.test(String(value)) ? String(value) : null;
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return null;
      return type === 'integer' && !Number.isInteger(number) ? null : numberLiteral(number);
    }
    default:
      return typeof value === 'string' ? instant(value) : null;
  }
}
