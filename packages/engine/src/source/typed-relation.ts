import { InternalError } from '@model-delivery/core';
import { toCount } from '../runtime/cells.ts';
import type { Engine } from '../runtime/engine.ts';
import { quoteIdentifier } from '../sql/quoting.ts';
import type { ColumnType } from './column-type.ts';
import { typeOfPhysical } from './column-type.ts';
import { inferTypes } from './infer-types.ts';
import type { Source } from './inspect-source.ts';
import { freshRelation, type SourceColumn } from './loaded-relation.ts';
import { storedAs, storedAsItIs, type TypedExpression, textAs } from './typed-expression.ts';

export interface TypedColumn {
  name: string;
  type: ColumnType;
  /** Whether the type was declared, or else found in the data. */
  declared: boolean;
  /** DuckDB's name of the stored type; VARCHAR for CSV and JSON Lines. */
  physicalType: string;
  /** The typed value, quoted, ready for SQL on the relation: integer BIGINT (or wider), number DOUBLE, string VARCHAR, boolean BOOLEAN, date DATE, timestamp TIMESTAMP in UTC. */
  sql: string;
  /** The value as text before the cast, quoted; NULL where the value is missing. */
  rawSql: string;
  /** SQL that is true where a value does not cast; null where none can. */
  invalidSql: string | null;
}

/** A source with typed columns under their own names, and beside them their text before the cast. */
export interface TypedRelation {
  /** What to write after FROM. */
  relation: string;
  columns: TypedColumn[];
  rows: number;
}

/**
 * Gives the columns of a source their types: the declared ones, and for the rest what the file says (Parquet) or what all
 * its values are (CSV, JSON Lines). A value that does not cast is NULL in `sql`, stands in `rawSql` and meets `invalidSql`.
 * @param declaredTypes by exact column name
 */
export async function typedRelation(
  engine: Engine,
  source: Source,
  declaredTypes: Record<string, ColumnType>,
): Promise<TypedRelation> {
  refuseUnknown(source, declaredTypes);
  const declared = (column: SourceColumn): ColumnType | undefined =>
    Object.hasOwn(declaredTypes, column.name) ? declaredTypes[column.name] : undefined;
  const isText = source.format !== 'parquet';
  const undeclared = isText ? source.columns.filter((column) => declared(column) === undefined) : [];
  const inferred = await inferTypes(engine, source, undeclared);
  const wide = isText
    ? await wideIntegers(
        engine,
        source,
        source.columns.filter((column) => declared(column) === 'integer'),
      )
    : new Set<string>();
  const rawNames = freshNames(source.columns.map((column) => column.name));
  const columns: TypedColumn[] = [];
  const list: string[] = [];
  source.columns.forEach((column, index) => {
    const name = quoteIdentifier(column.name);
    const type = declared(column) ?? inferred.get(column.name)?.type ?? typeOfPhysical(column.physicalType);
    const isWide = wide.has(column.name) || inferred.get(column.name)?.wide === true;
    // Qualified: a bare name could also mean an alias of this very list.
    const value = `stored.${name}`;
    const typed = isText ? textAs(type, value, isWide) : stored(declared(column), value, column);
    const raw = quoteIdentifier(rawNames[index]!);
    list.push(
      `${typed.sql} AS ${name}`,
      `${column.physicalType === 'VARCHAR' ? value : `CAST(${value} AS VARCHAR)`} AS ${raw}`,
    );
    columns.push({
      name: column.name,
      type,
      declared: declared(column) !== undefined,
      physicalType: column.physicalType,
      sql: name,
      rawSql: raw,
      invalidSql: typed.canFail ? `(${raw} IS NOT NULL AND ${name} IS NULL)` : null,
    });
  });
  const relation = freshRelation('typed');
  await engine.query(`CREATE VIEW ${relation} AS SELECT ${list.join(', ')} FROM ${source.relationSql} AS stored`, [], {
    purpose: `typing the columns of ${source.files[0]!.path}`,
  });
  return { relation, columns, rows: source.rows };
}

function stored(declared: ColumnType | undefined, name: string, column: SourceColumn): TypedExpression {
  return declared === undefined
    ? storedAsItIs(name, column.physicalType)
    : storedAs(declared, name, column.physicalType);
}

function refuseUnknown(source: Source, declaredTypes: Record<string, ColumnType>): void {
  const unknown = Object.keys(declaredTypes).filter((name) => !source.columns.some((column) => column.name === name));
  if (unknown.length === 0) return;
  throw new InternalError({
    code: 'ENGINE_UNKNOWN_COLUMN',
    message: `Typing the columns of ${source.files[0]!.path}: ${unknown.join(', ')} is declared, but no column of the file.`,
  });
}

/** The declared integer columns that hold a value beyond 64 bits (unsigned hashes, for example). */
async function wideIntegers(engine: Engine, source: Source, columns: readonly SourceColumn[]): Promise<Set<string>> {
  if (columns.length === 0) return new Set();
  const list = columns.map((column) => {
    const text = quoteIdentifier(column.name);
    return `count(*) FILTER (length(${text}) > 18 AND ${textAs('integer', text, true).sql} IS NOT NULL AND ${textAs('integer', text).sql} IS NULL)`;
  });
  const { rows } = await engine.query(`SELECT ${list.join(', ')} FROM ${source.relationSql}`, [], {
    purpose: `looking for large integers in ${source.files[0]!.path}`,
  });
  return new Set(columns.filter((_, index) => toCount(rows[0]![index]) > 0).map((column) => column.name));
}

/** Names for the raw columns that collide with no column, whatever the columns are called. */
function freshNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name) => {
    let fresh = `raw:${name}`;
    while (taken.has(fresh.toLowerCase())) fresh = `raw:${fresh}`;
    taken.add(fresh.toLowerCase());
    return fresh;
  });
}
