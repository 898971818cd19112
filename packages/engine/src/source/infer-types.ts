import { toCount } from '../runtime/cells.ts';
import type { Engine } from '../runtime/engine.ts';
import { quoteIdentifier } from '../sql/quoting.ts';
import type { ColumnType } from './column-type.ts';
import type { Source, SourceColumn } from './inspect-source.ts';
import { textAs } from './typed-expression.ts';

/** The type of a text column, found by reading all of it. */
export interface InferredType {
  type: ColumnType;
  /** Integers that need more than 64 bits. */
  wide: boolean;
}

/** Columns counted in one statement: a wide table would make one that is too large to plan quickly. */
const COLUMNS_PER_STATEMENT = 100;

/**
 * The types of text columns, from all their values: boolean (true, false), integer, number, date, timestamp, else string.
 * Integers with leading zeros (007) are codes and so strings, and so is a column without any value. JSON strings are never
 * taken for numbers or booleans.
 */
export async function inferTypes(
  engine: Engine,
  source: Source,
  columns: readonly SourceColumn[],
): Promise<Map<string, InferredType>> {
  const found = new Map<string, InferredType>();
  for (let from = 0; from < columns.length; from += COLUMNS_PER_STATEMENT) {
    const group = columns.slice(from, from + COLUMNS_PER_STATEMENT);
    const rest = await inferScalars(engine, source, group, found);
    await inferTimes(engine, source, rest, found);
  }
  return found;
}

async function counts(
  engine: Engine,
  source: Source,
  columns: readonly SourceColumn[],
  expressions: (text: string) => string[],
): Promise<number[][]> {
  if (columns.length === 0) return [];
  const lists = columns.map((column) => expressions(quoteIdentifier(column.name)));
  const sql = `SELECT ${lists.flat().join(', ')} FROM ${source.relationSql}`;
  const { rows } = await engine.query(sql, [], { purpose: `finding the column types of ${source.files[0]!.path}` });
  const cells = rows[0]!.map(toCount);
  const width = lists[0]!.length;
  return lists.map((_, index) => cells.slice(index * width, (index + 1) * width));
}

/** Decides all that are no dates or timestamps; returns the rest. */
async function inferScalars(
  engine: Engine,
  source: Source,
  columns: readonly SourceColumn[],
  found: Map<string, InferredType>,
): Promise<SourceColumn[]> {
  const results = await counts(engine, source, columns, (text) => [
    `count(${text})`,
    `count(*) FILTER (lower(${text}) IN ('true', 'false'))`,
    `count(${textAs('number', text).sql})`,
    `count(${textAs('integer', text).sql}) FILTER (NOT contains(${text}, '.'))`,
    `count(${textAs('integer', text, true).sql}) FILTER (NOT contains(${text}, '.'))`,
    `count(*) FILTER (regexp_matches(${text}, '^\\s*[+-]?0\\d'))`,
  ]);
  const rest: SourceColumn[] = [];
  columns.forEach((column, index) => {
    const [all, booleans, numbers, integers, wideIntegers, zeros] = results[index] as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const isText = column.storedType !== null && ['string', 'date', 'timestamp'].includes(column.storedType);
    if (all === 0) found.set(column.name, { type: column.storedType ?? 'string', wide: false });
    else if (!isText && booleans === all) found.set(column.name, { type: 'boolean', wide: false });
    else if (!isText && zeros === 0 && wideIntegers === all)
      found.set(column.name, { type: 'integer', wide: integers < all });
    else if (!isText && zeros === 0 && numbers === all) found.set(column.name, { type: 'number', wide: false });
    else if (numbers === 0 && booleans === 0) rest.push(column);
    else found.set(column.name, { type: 'string', wide: false });
  });
  return rest;
}

async function inferTimes(
  engine: Engine,
  source: Source,
  columns: readonly SourceColumn[],
  found: Map<string, InferredType>,
): Promise<void> {
  const results = await counts(engine, source, columns, (text) => [
    `count(${text})`,
    `count(${textAs('date', text).sql})`,
    `count(${textAs('timestamp', text).sql})`,
  ]);
  columns.forEach((column, index) => {
    const [all, dates, timestamps] = results[index] as [number, number, number];
    found.set(column.name, { type: dates === all ? 'date' : timestamps === all ? 'timestamp' : 'string', wide: false });
  });
}
