import { InternalError } from '@model-delivery/core';
import {
  type Cell,
  type Engine,
  type QueryOptions,
  quoteList,
  type TypedColumn,
  toCount,
} from '@model-delivery/engine';
import { addExact, EXACT_ZERO, exactDyadic } from '../../measurement/exact-number.ts';
import type {
  CategoriesResult,
  HistogramResult,
  LengthsResult,
  MeasurementRequest,
  MeasurementResult,
  QuantileFraction,
  QuantilesResult,
  SummaryResult,
  SumResult,
  TopCategoriesResult,
} from '../../measurement/request.ts';
import { doubleOf, isMissing, labelOf, textOf } from './column-sql.ts';
import {
  DYADIC_SHIFT,
  dyadicSumSql,
  finiteCountsSql,
  histogramSql,
  integerSumSql,
  listedCategoriesSql,
  magnitudeSql,
  type Relation,
  ranksSql,
  scopeSql,
  topCategoriesSql,
} from './measure-sql.ts';

type ColumnRequest = Exclude<MeasurementRequest, { measure: 'row_count' } | { measure: 'rows' }>;

/** What measuring one column needs. */
interface ColumnContext {
  engine: Engine;
  relation: Relation;
  column: TypedColumn;
  options: QueryOptions;
}

/** Answers a request about one column. */
export function measureColumn(
  engine: Engine,
  relation: Relation,
  column: TypedColumn,
  request: ColumnRequest,
  options: QueryOptions,
): Promise<MeasurementResult> {
  const context = { engine, relation, column, options };
  switch (request.measure) {
    case 'sum':
      return exactSum(context);
    case 'quantiles':
      return quantiles(context, request.fractions);
    case 'histogram':
      return histogram(context, numbers(column), request.edges);
    case 'categories':
      return categories(context, request.listed);
    case 'top_categories':
      return topCategories(context, request.limit);
    case 'summary':
      return summary(context);
    case 'lengths':
      return lengths(context, request.edges);
  }
}

function numbers(column: TypedColumn): string {
  const sql = doubleOf(column);
  if (sql !== null) return sql;
  throw new InternalError({
    code: 'NOT_NUMERIC',
    message: `The plan asks for numbers of ${column.name}, which is ${column.type}.`,
  });
}

async function rowsOf({ engine, options }: ColumnContext, sql: string): Promise<Cell[][]> {
  return (await engine.query(sql, [], options)).rows;
}

/** Beyond this a sum of whole numbers might leave 127 bits, and they are added up as doubles instead. */
const LARGEST_WHOLE = 1e25;

async function exactSum(context: ColumnContext): Promise<SumResult> {
  const { column, relation } = context;
  if (column.type === 'integer' || column.type === 'boolean') {
    const value = column.type === 'boolean' ? `${column.sql}::INTEGER` : column.sql;
    const [[magnitude]] = (await rowsOf(context, magnitudeSql(relation, value))) as [Cell[]];
    if (magnitude === null || (magnitude as number) < LARGEST_WHOLE) {
      const [[scope, evaluated, sum]] = (await rowsOf(context, integerSumSql(relation, value))) as [Cell[]];
      const exact = { numerator: BigInt((sum ?? 0) as bigint | number), denominator: 1n };
      return { scope: toCount(scope), evaluated: toCount(evaluated), nonFinite: 0, sum: exact };
    }
  }
  return dyadicSum(context);
}

async function dyadicSum(context: ColumnContext): Promise<SumResult> {
  const result: SumResult = { scope: 0, evaluated: 0, nonFinite: 0, sum: EXACT_ZERO };
  for (const [bucket, rows, present, nonFinite, sum] of await rowsOf(
    context,
    dyadicSumSql(context.relation, numbers(context.column)),
  )) {
    result.scope += toCount(rows);
    result.evaluated += toCount(present) - toCount(nonFinite);
    result.nonFinite += toCount(nonFinite);
    if (bucket !== null)
      result.sum = addExact(result.sum, exactDyadic(sum as bigint, (bucket as number) - DYADIC_SHIFT));
  }
  return result;
}

async function quantiles(context: ColumnContext, fractions: readonly QuantileFraction[]): Promise<QuantilesResult> {
  const value = numbers(context.column);
  const [[scope, finite, nonFinite]] = (await rowsOf(context, finiteCountsSql(context.relation, value))) as [Cell[]];
  const n = toCount(finite);
  const result = { scope: toCount(scope), evaluated: n, nonFinite: toCount(nonFinite), values: [] as number[] };
  if (n === 0) return result;
  const positions = fractions.map((fraction) => position(fraction, n));
  const ranks = [...new Set(positions.flatMap(({ rank, rest }) => (rest === 0 ? [rank] : [rank, rank + 1])))].sort(
    (a, b) => a - b,
  );
  const rows = await rowsOf(context, ranksSql(context.relation, value, ranks, n));
  const at = new Map(ranks.map((rank, index) => [rank, rows[index]![0] as number]));
  result.values = positions.map(({ rank, rest }) => {
    const low = at.get(rank)!;
    return rest === 0 ? low : low + (at.get(rank + 1)! - low) * rest;
  });
  return result;
}

/** Type 7: where the quantile lies among n sorted values, in whole numbers, so that none is missed by a rounding error. */
function position({ numerator, denominator }: QuantileFraction, n: number): { rank: number; rest: number } {
  const scaled = BigInt(n - 1) * BigInt(numerator);
  const divisor = BigInt(denominator);
  return { rank: Number(scaled / divisor), rest: Number(scaled % divisor) / denominator };
}

async function histogram(context: ColumnContext, value: string, edges: readonly number[]): Promise<HistogramResult> {
  const [[scope, finite, nonFinite, list]] = (await rowsOf(context, histogramSql(context.relation, value, edges))) as [
    Cell[],
  ];
  const counts = list === null ? new Array<number>(edges.length + 1).fill(0) : (JSON.parse(String(list)) as number[]);
  return { scope: toCount(scope), evaluated: toCount(finite), nonFinite: toCount(nonFinite), counts };
}

async function categories(context: ColumnContext, listed: readonly string[]): Promise<CategoriesResult> {
  const { engine, relation, column, options } = context;
  const scope = await engine.count(scopeSql(relation), [], options);
  const sql = listedCategoriesSql(relation, labelOf(column), `${quoteList(listed)}::VARCHAR[]`);
  const found = new Map((await rowsOf(context, sql)).map(([label, n]) => [label as string | null, toCount(n)]));
  const counts = listed.map((label) => found.get(label) ?? 0);
  const unlisted = found.get(null) ?? 0;
  return { scope, evaluated: counts.reduce((sum, n) => sum + n, unlisted), counts, unlisted };
}

async function topCategories(context: ColumnContext, limit: number): Promise<TopCategoriesResult> {
  const { engine, relation, column, options } = context;
  const scope = await engine.count(scopeSql(relation), [], options);
  const rows = await rowsOf(context, topCategoriesSql(relation, labelOf(column), limit));
  const values = rows.map(([label, n]): [string, number] => [label as string, toCount(n)]);
  const [, , distinct, evaluated] = rows[0] ?? [null, null, 0, 0];
  return { scope, evaluated: toCount(evaluated), distinct: toCount(distinct), values };
}

async function summary(context: ColumnContext): Promise<SummaryResult> {
  const { column, relation } = context;
  const value = doubleOf(column) ?? 'NULL::DOUBLE';
  const isTime = column.type === 'date' || column.type === 'timestamp';
  const text = (aggregate: string) => (isTime ? `CAST(${aggregate}(${column.sql}) AS VARCHAR)` : 'NULL');
  const where = relation.where === null ? '' : ` WHERE ${relation.where}`;
  const list = [
    'count(*)',
    `count(*) FILTER (${isMissing(column)})`,
    `count(*) FILTER (${column.invalidSql ?? 'false'})`,
    column.type === 'string' ? `count(${column.sql})` : `count(*) FILTER (isfinite(${value}))`,
    `count(*) FILTER (isnan(${value}))`,
    `count(*) FILTER (${value} = 'Infinity'::DOUBLE)`,
    `count(*) FILTER (${value} = '-Infinity'::DOUBLE)`,
    `min(${value}) FILTER (isfinite(${value}))`,
    `max(${value}) FILTER (isfinite(${value}))`,
    text('min'),
    text('max'),
  ];
  const [cells] = (await rowsOf(context, `SELECT ${list.join(', ')} FROM ${relation.from}${where}`)) as [Cell[]];
  const [scope, missing, uncast, evaluated, nan, positiveInfinity, negativeInfinity] = cells
    .slice(0, 7)
    .map(toCount) as [number, number, number, number, number, number, number];
  const [min, max, minText, maxText] = cells.slice(7) as [number | null, number | null, string | null, string | null];
  return { scope, missing, uncast, evaluated, nan, positiveInfinity, negativeInfinity, min, max, minText, maxText };
}

async function lengths(context: ColumnContext, edges: readonly number[]): Promise<LengthsResult> {
  const { relation, column } = context;
  const length = `length(${textOf(column)})::DOUBLE`;
  const { scope, evaluated, counts } = await histogram(context, length, edges);
  const where = relation.where === null ? '' : ` WHERE ${relation.where}`;
  const [[min, max]] = (await rowsOf(
    context,
    `SELECT min(${length}), max(${length}) FROM ${relation.from}${where}`,
  )) as [Cell[]];
  return { scope, evaluated, min: min as number | null, max: max as number | null, counts };
}
