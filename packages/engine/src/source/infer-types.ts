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

/** What can be counted about the values of a column; each is SQL that is true or not NULL for a value that meets it. */
type Trait = 'boolean' | 'integer' | 'wide' | 'number' | 'unpadded' | 'date' | 'timestamp';
type TraitCounts = Partial<Record<Trait, number>> & { present: number };

/** Expressions counted in one statement: a wide table would make one that is too large to plan quickly. */
const EXPRESSIONS_PER_STATEMENT = 500;
/** Rows that rule out most types, so that the whole file is asked only about the rest. */
const SAMPLE_ROWS = 4096;

const TRAITS: Record<Trait, (text: string) => string> = {
  boolean: (text) => `count(*) FILTER (lower(${text}) IN ('true', 'false'))`,
  integer: (text) => `count(${textAs('integer', text).sql}) FILTER (NOT contains(${text}, '.'))`,
  wide: (text) => `count(${textAs('integer', text, true).sql}) FILTER (NOT contains(${text}, '.'))`,
  number: (text) => `count(${textAs('number', text).sql})`,
  unpadded: (text) => `count(*) FILTER (NOT (${isPadded(text)}))`,
  date: (text) => `count(${textAs('date', text).sql})`,
  timestamp: (text) => `count(${textAs('timestamp', text).sql})`,
};
/** Zeros in front are part of a code (007), not of a number. Comparisons, because a regular expression takes ten times as long. */
function isPadded(text: string): string {
  const begins = ['', '-', '+'].map((sign) => `(${text} >= '${sign}00' AND ${text} < '${sign}0:')`);
  return `${begins.join(' OR ')} OR (${text} < '!' AND regexp_matches(${text}, '^\\s*[+-]?0\\d'))`;
}
const OF_ANY: readonly Trait[] = ['boolean', 'integer', 'wide', 'number', 'unpadded', 'date', 'timestamp'];
const OF_TEXT: readonly Trait[] = ['date', 'timestamp'];

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
  const asked = columns.map((column) => (isText(column) ? OF_TEXT : OF_ANY));
  const sample = `(SELECT * FROM ${source.relationSql} LIMIT ${SAMPLE_ROWS})`;
  const sampled = await countTraits(engine, source, sample, columns, asked);
  const left = columns.map((_, index) =>
    asked[index]!.filter((trait) => sampled[index]![trait] === sampled[index]!.present),
  );
  const counted =
    source.rows <= SAMPLE_ROWS ? sampled : await countTraits(engine, source, source.relationSql, columns, left);
  return new Map(columns.map((column, index) => [column.name, decide(column, counted[index]!)]));
}

function isText(column: SourceColumn): boolean {
  return column.storedType === 'string' || column.storedType === 'date' || column.storedType === 'timestamp';
}

function decide(column: SourceColumn, counts: TraitCounts): InferredType {
  const all = (trait: Trait): boolean => counts[trait] === counts.present;
  const plain = (type: ColumnType): InferredType => ({ type, wide: false });
  if (counts.present === 0) return plain(column.storedType ?? 'string');
  if (all('boolean')) return plain('boolean');
  if (all('number') && all('unpadded'))
    return all('wide') ? { type: 'integer', wide: !all('integer') } : plain('number');
  if (all('date')) return plain('date');
  return plain(all('timestamp') ? 'timestamp' : 'string');
}

/** Counts the non-null values and those that have each asked trait, per column. */
async function countTraits(
  engine: Engine,
  source: Source,
  relation: string,
  columns: readonly SourceColumn[],
  asked: readonly (readonly Trait[])[],
): Promise<TraitCounts[]> {
  const questions = columns.flatMap((column, index) => {
    const text = quoteIdentifier(column.name);
    const traits = asked[index]!.map((trait) => ({ index, trait, sql: TRAITS[trait](text) }));
    return [{ index, trait: 'present' as const, sql: `count(${text})` }, ...traits];
  });
  const results: TraitCounts[] = columns.map(() => ({ present: 0 }));
  for (let from = 0; from < questions.length; from += EXPRESSIONS_PER_STATEMENT) {
    const group = questions.slice(from, from + EXPRESSIONS_PER_STATEMENT);
    const { rows } = await engine.query(`SELECT ${group.map((one) => one.sql).join(', ')} FROM ${relation}`, [], {
      purpose: `finding the column types of ${source.files[0]!.path}`,
    });
    group.forEach(({ index, trait }, position) => {
      results[index]![trait] = toCount(rows[0]![position]);
    });
  }
  return results;
}
