import { type ColumnType, typeOfPhysical } from './column-type.ts';

/** How values become values of a declared type: SQL over one column. */
export interface TypedExpression {
  /** NULL where the value is missing or does not cast. */
  sql: string;
  /** Whether a value can fail to cast. */
  canFail: boolean;
}

/**
 * The value of a text column as `type`. Numbers may have white space around them; NaN, inf and Infinity in any case and sign
 * are numbers; integers may be written `12.0`; booleans are true/false, t/f, yes/no, y/n, 1/0 in any case; dates are
 * year-month-day; a timestamp with an offset becomes UTC, one without is taken as UTC.
 * @param text SQL of the text
 * @param wide whether integers need more than 64 bits
 */
export function textAs(type: ColumnType, text: string, wide = false): TypedExpression {
  // DuckDB's casts are wider than ours: 1_000 and 0x10 are no numbers, 1.5 is no integer, `infinity` is no date.
  const number = `CASE WHEN contains(${text}, '_') THEN NULL ELSE TRY_CAST(${text} AS DOUBLE) END`;
  switch (type) {
    case 'string':
      return { sql: text, canFail: false };
    case 'number':
      return { sql: number, canFail: true };
    case 'integer': {
      const integer = `TRY_CAST(${text} AS ${wide ? 'HUGEINT' : 'BIGINT'})`;
      const fraction = `CASE WHEN trunc(${number}) = ${number} THEN ${integer} END`; // rare, so that most values are cast once
      return {
        sql: `CASE WHEN ${mayHaveFraction(text)} THEN ${fraction} WHEN ${number} IS NOT NULL THEN ${integer} END`,
        canFail: true,
      };
    }
    case 'boolean':
      return { sql: `TRY_CAST(trim(${text}) AS BOOLEAN)`, canFail: true };
    case 'date':
      return {
        sql: `CASE WHEN regexp_full_match(${text}, '\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}\\s*') THEN TRY_CAST(trim(${text}) AS DATE) END`,
        canFail: true,
      };
    case 'timestamp':
      return {
        sql: `CASE WHEN regexp_matches(${text}, '^\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}(?:[ T]|\\s*$)') THEN TRY_CAST(trim(${text}) AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END`,
        canFail: true,
      };
  }
}

/** SQL: whether a text could be a number that is not whole (`1.5`, `5e-1`). */
export function mayHaveFraction(text: string): string {
  return `(contains(${text}, '.') OR contains(${text}, 'e') OR contains(${text}, 'E'))`;
}

/**
 * The value of a column of a typed file as `type`. The stored type decides: text does not become a number there. Stored
 * doubles are integers where they have no fraction (libraries store integers with missing values so), stored 0 and 1 are
 * booleans, timestamps at midnight are dates, dates are timestamps.
 */
export function storedAs(type: ColumnType, column: string, physicalType: string): TypedExpression {
  const stored = typeOfPhysical(physicalType);
  const never: TypedExpression = { sql: `CAST(NULL AS ${sqlType(type)})`, canFail: true };
  switch (type) {
    case 'string':
      if (stored !== 'string' || /\[|^STRUCT|^MAP|^UNION|^BLOB|^BIT/.test(physicalType)) return never;
      return { sql: physicalType === 'VARCHAR' ? column : `CAST(${column} AS VARCHAR)`, canFail: false };
    case 'integer':
      if (stored === 'integer') return { sql: column, canFail: false };
      if (stored !== 'number') return never;
      return {
        sql: `CASE WHEN isfinite(${column}::DOUBLE) AND trunc(${column}) = ${column} THEN TRY_CAST(${column} AS BIGINT) END`,
        canFail: true,
      };
    case 'number':
      return stored === 'integer' || stored === 'number' ? { sql: `CAST(${column} AS DOUBLE)`, canFail: false } : never;
    case 'boolean':
      if (stored === 'boolean') return { sql: column, canFail: false };
      return stored === 'integer'
        ? { sql: `CASE WHEN ${column} IN (0, 1) THEN ${column} = 1 END`, canFail: true }
        : never;
    case 'date':
      if (stored === 'date') return { sql: column, canFail: false };
      if (stored !== 'timestamp') return never;
      return {
        sql: `CASE WHEN ${utc(column, physicalType)} = date_trunc('day', ${utc(column, physicalType)}) THEN CAST(${utc(column, physicalType)} AS DATE) END`,
        canFail: true,
      };
    case 'timestamp':
      if (stored === 'timestamp') return { sql: utc(column, physicalType), canFail: false };
      return stored === 'date' ? { sql: `CAST(${column} AS TIMESTAMP)`, canFail: false } : never;
  }
}

/** A column of a typed file whose type nobody declared, as the nearest of our types. */
export function storedAsItIs(column: string, physicalType: string): TypedExpression {
  const type = typeOfPhysical(physicalType);
  if (type === 'string' && physicalType !== 'VARCHAR') return { sql: `CAST(${column} AS VARCHAR)`, canFail: false };
  return storedAs(type, column, physicalType);
}

function utc(column: string, physicalType: string): string {
  if (physicalType === 'TIMESTAMP') return column;
  return physicalType.includes('WITH TIME ZONE') ? `(${column} AT TIME ZONE 'UTC')` : `CAST(${column} AS TIMESTAMP)`;
}

function sqlType(type: ColumnType): string {
  const types = {
    integer: 'BIGINT',
    number: 'DOUBLE',
    string: 'VARCHAR',
    boolean: 'BOOLEAN',
    date: 'DATE',
    timestamp: 'TIMESTAMP',
  };
  return types[type];
}
