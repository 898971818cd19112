import { toCount } from '../runtime/cells.ts';
import type { Engine } from '../runtime/engine.ts';
import { quoteIdentifier } from '../sql/quoting.ts';
import type { ColumnType } from './column-type.ts';
import type { Source } from './inspect-source.ts';
import type { SourceColumn } from './loaded-relation.ts';
import { mayHaveFraction, textAs } from './typed-expression.ts';

/** The type of a text column, found by reading all of it. */
export interface InferredType {
  type: ColumnType;
  /** Integers that need more than 64 bits. */
  wide: boolean;
}

/** What can be counted about the values of a column; each is SQL that is true or not NULL for a value that meets it. */
type Trait = 'boolean' | 'integer' | 'wide' | 'number' | 'unpadded' | 'date' | 'timestamp';
interface TraitCounts extends Partial<Record<Trait, number>> {
  /** Values that are not NULL; null where nothing was asked because every type but string is ruled out. */
  present: number | null;
}

/** Expressions counted in one statement: a wide table would make one that is too large to plan quickly. */
const EXPRESSIONS_PER_STATEMENT = 500;
/** Rows that rule out most types, so that the whole file is asked only about the rest. */
const SAMPLE_ROWS = 4096;

const TRAITS: Record<Trait, (text: string) => string> = {
  boolean: (text) => `count(*) FILTER (lower(${text}) IN ('true', 'false'))`,
  // Only asked of columns that are all numbers, so these casts need no guard against 0x10 and 1_000.
  integer: (text) => `count(TRY_CAST(${text} AS BIGINT)) FILTER (NOT ${mayHaveFraction(text)})`,
  wide: (text) => `count(TRY_CAST(${text} AS HUGEINT)) FILTER (NOT ${mayHaveFraction(text)})`,
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
  let counts = await countTraits(engine, source, sample, columns, asked);
  if (source.rows > SAMPLE_ROWS) {
    const left = counts.map((one, index) => asked[index]!.filter((trait) => one[trait] === one.present));
    // Casts to 128 bits are slow: asked only where 64 bits turn out not to do.
    const usual = left.map((traits) => traits.filter((trait) => trait !== 'wide' || !traits.includes('integer')));
    counts = await countTraits(engine, source, source.relationSql, columns, usual);
    const large = counts.map((one, index) => left[index]!.filter((trait) => trait === 'wide' && isBeyond64Bits(one)));
    const wide = await countTraits(engine, source, source.relationSql, columns, large);
    counts = counts.map((one, index) => ({ ...one, ...(large[index]!.length > 0 ? wide[index] : {}) }));
  }
  return new Map(columns.map((column, index) => [column.name, decide(column, counts[index]!)]));
}

function isBeyond64Bits(counts: TraitCounts): boolean {
  return counts.number === counts.present && counts.integer !== undefined && counts.integer < counts.present;
}

function isText(column: SourceColumn): boolean {
  return column.storedType === 'string' || column.storedType === 'date' || column.storedType === 'timestamp';
}

function decide(column: SourceColumn, counts: TraitCounts): InferredType {
  const all = (trait: Trait): boolean => counts[trait] === counts.present;
  const plain = (type: ColumnType): InferredType => ({ type, wide: false });
  if (counts.present === 0) return plain(column.storedType ?? 'string');
  if (all('boolean')) return plain('boolean');
  if (all('number') && all('unpadded')) {
    if (all('integer')) return plain('integer');
    return all('wide') ? { type: 'integer', wide: true } : plain('number');
  }
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
    if (asked[index]!.length === 0) return [];
    const text = quoteIdentifier(column.name);
    const traits = asked[index]!.map((trait) => ({ index, trait, sql: TRAITS[trait](text) }));
    return [{ index, trait: 'present' as const, sql: `count(${text})` }, ...traits];
  });
  const results: TraitCounts[] = columns.map(() => ({ present: null }));
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
