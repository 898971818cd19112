/** The part of a statement that all measurements of a data set share. */
export interface Relation {
  /** What to write after FROM. */
  from: string;
  /** The rows asked about, as a condition that is never NULL; null for all. */
  where: string | null;
}

function source(relation: Relation): string {
  return relation.where === null ? relation.from : `${relation.from} WHERE ${relation.where}`;
}

/** scope, evaluated, not finite. `value`: a double. */
export function finiteCountsSql(relation: Relation, value: string): string {
  return `SELECT count(*), count(*) FILTER (isfinite(${value})), count(*) FILTER (NOT isfinite(${value})) FROM ${source(relation)}`;
}

/** scope, evaluated, largest magnitude, sum of whole numbers. */
export function integerSumSql(relation: Relation, value: string): string {
  return `SELECT count(*), count(${value}), sum(${value}::HUGEINT) FROM ${source(relation)}`;
}

/** Largest magnitude. */
export function magnitudeSql(relation: Relation, value: string): string {
  return `SELECT max(abs(${value}::DOUBLE)) FROM ${source(relation)}`;
}

/** Weight of the lowest bit of the whole numbers that {@link dyadicSumSql} adds up, for a bucket of exponents. */
export const DYADIC_SHIFT = 54;

/**
 * bucket k, rows, rows with a value, rows that are not finite, sum of value * 2^(54 - k) as whole numbers. Doubles whose
 * exponents lie in one bucket of 32 are whole multiples of 2^(k - 54), so that their sum is exact and knows no order.
 */
export function dyadicSumSql(relation: Relation, value: string): string {
  // A power of two beyond the range of a double is multiplied in two steps, each exact.
  const scaled = `CASE WHEN k < -900 THEN v * pow(2, 500) * pow(2, ${DYADIC_SHIFT - 500} - k) ELSE v * pow(2, ${DYADIC_SHIFT} - k) END`;
  return `SELECT k, count(*), count(v), count(*) FILTER (NOT isfinite(v)), sum(CASE WHEN k IS NOT NULL THEN (${scaled})::HUGEINT END) FROM (
    SELECT v, CASE WHEN isfinite(v) AND v <> 0 THEN floor(log2(abs(v)) / 32) * 32 END AS k FROM (SELECT ${value} AS v FROM ${source(relation)})
  ) GROUP BY k`;
}

/** Up to this many ranks are selected, more are read off a sorted column. */
const FEW_RANKS = 8;

/** The values at ascending 0-based ranks of the n sorted finite values, one a row, in the order of the ranks. */
export function ranksSql(relation: Relation, value: string, ranks: readonly number[], n: number): string {
  const values = `SELECT v FROM (SELECT ${value} AS v FROM ${source(relation)}) WHERE isfinite(v)`;
  if (ranks.length > FEW_RANKS) {
    const places = ranks.map((rank) => rank + 1).join(', ');
    return `SELECT v FROM (SELECT v, row_number() OVER (ORDER BY v) AS place FROM (${values})) WHERE place IN (${places}) ORDER BY place`;
  }
  // quantile_disc(f) is the value at rank ceil(n f) - 1: the middle of a rank's interval is safe from rounding.
  const fractions = ranks.map((rank) => `'${(rank + 0.5) / n}'::DOUBLE`).join(', ');
  return `SELECT unnest(quantile_disc(v, [${fractions}])) FROM (${values})`;
}

/** scope, finite, not finite, and the list of counts between the edges (null without a finite value). */
export function histogramSql(relation: Relation, value: string, edges: readonly number[]): string {
  const ends = [...edges.map((edge) => `'${edge}'::DOUBLE`), "'Infinity'::DOUBLE"].join(', ');
  return `SELECT count(*), count(*) FILTER (isfinite(v)), count(*) FILTER (NOT isfinite(v)),
    map_values(histogram(v, [${ends}]) FILTER (isfinite(v))) FROM (SELECT ${value} AS v FROM ${source(relation)})`;
}

function groups(relation: Relation, label: string): string {
  return `SELECT label, count(*) AS n FROM (SELECT ${label} AS label FROM ${source(relation)}) WHERE label IS NOT NULL GROUP BY label`;
}

/** label (null: not listed), rows. `listed`: SQL of a list. */
export function listedCategoriesSql(relation: Relation, label: string, listed: string): string {
  return `SELECT known.label, sum(g.n) FROM (${groups(relation, label)}) AS g LEFT JOIN (SELECT unnest(${listed}) AS label) AS known ON g.label = known.label GROUP BY known.label`;
}

/** label, rows, different values, rows of all: the most frequent first, ties by code points (the order of UTF-8 bytes). */
export function topCategoriesSql(relation: Relation, label: string, limit: number): string {
  return `SELECT label, n, count(*) OVER (), sum(n) OVER () FROM (${groups(relation, label)}) ORDER BY n DESC, label LIMIT ${limit}`;
}

/** Rows the relation holds. */
export function scopeSql(relation: Relation): string {
  return `SELECT count(*) FROM ${source(relation)}`;
}

/** Rows with a complete key, and those whose key occurs more than once. */
export function duplicatesSql(relation: Relation, keys: readonly string[]): string {
  return `SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (n > 1), 0) FROM (
    SELECT count(*) AS n FROM ${source({ from: relation.from, where: completeKey(relation, keys) })} GROUP BY ${keys.join(', ')})`;
}

function completeKey(relation: Relation, keys: readonly string[]): string {
  const present = keys.map((key) => `${key} IS NOT NULL`);
  return [...(relation.where === null ? [] : [relation.where]), ...present].join(' AND ');
}

/** The condition that a row's key occurs more than once. */
export function duplicatedKeySql(relation: Relation, keys: readonly string[]): string {
  const where = completeKey(relation, keys);
  const key = keys.length === 1 ? keys[0] : `(${keys.join(', ')})`;
  return `${where} AND ${key} IN (SELECT ${keys.length === 1 ? key : `row(${keys.join(', ')})`} FROM ${relation.from} WHERE ${where} GROUP BY ${keys.join(', ')} HAVING count(*) > 1)`;
}
