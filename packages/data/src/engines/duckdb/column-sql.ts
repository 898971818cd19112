import type { ColumnType } from '@model-delivery/core';
import type { TypedColumn } from '@model-delivery/engine';

/** A number as SQL. Text form on purpose: a bare decimal literal would be a DECIMAL. */
export function numberLiteral(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : `'${value}'::DOUBLE`;
}

/** The value of a column as a double: days (dates) or seconds (timestamps) since 1970, 1 and 0 for booleans; null for text. */
export function doubleOf(column: TypedColumn): string | null {
  const sql: Record<ColumnType, string | null> = {
    integer: `${column.sql}::DOUBLE`,
    number: column.sql,
    boolean: `${column.sql}::INTEGER::DOUBLE`,
    date: `(CASE WHEN isfinite(${column.sql}) THEN (${column.sql} - DATE '1970-01-01')::DOUBLE END)`,
    timestamp: `(CASE WHEN isfinite(${column.sql}) THEN epoch(${column.sql}) END)`,
    string: null,
  };
  return sql[column.type];
}

/** The value as text: of a text column itself, of any other what was written (CSV, JSON) or what DuckDB prints. */
export function textOf(column: TypedColumn): string {
  return column.type === 'string' ? column.sql : column.rawSql;
}

/** That the value is missing. A value that cannot fail to cast need not be turned into text to find out. */
export function isMissing(column: TypedColumn): string {
  return `${column.invalidSql === null ? column.sql : column.rawSql} IS NULL`;
}

const LONGEST_LABEL = 200;

/** The value as the name of a category. Long texts are named by their digest. */
export function labelOf(column: TypedColumn): string {
  const text = column.type === 'boolean' ? `CAST(${column.sql} AS VARCHAR)` : textOf(column);
  return `CASE WHEN length(${text}) > ${LONGEST_LABEL} THEN 'sha256:' || sha256(${text}) ELSE ${text} END`;
}
