import { type Engine, toCount } from '@model-delivery/engine';
import type { MeasurementRequest, RowCounts } from '../../measurement/request.ts';
import type { RowTest } from '../../measurement/row-test.ts';
import type { RowConditions } from './row-test-sql.ts';

/** Aggregates a statement holds; wider ones take longer to plan than they save. */
const AGGREGATES_PER_STATEMENT = 200;

type FusableTest = Exclude<RowTest, { kind: 'rule' } | { kind: 'unique' }>;
export type FusableRequest = MeasurementRequest & { measure: 'rows'; test: FusableTest };

/** Tests of our own over all rows can share one pass; a user's expression gets its own statement, so that it fails alone. */
export function isFusable(request: MeasurementRequest): request is FusableRequest {
  return (
    request.measure === 'rows' &&
    request.where === null &&
    request.test.kind !== 'rule' &&
    request.test.kind !== 'unique'
  );
}

/** Counts many tests in as few passes as possible; equal conditions are counted once. */
export async function fusedRowCounts(
  engine: Engine,
  relation: string,
  tests: readonly RowConditions[],
  dataset: string,
): Promise<RowCounts[]> {
  if (tests.length === 0) return [];
  const conditions = [...new Set(tests.flatMap(({ evaluated, failed }) => [evaluated, failed]))];
  const counts = new Map<string, number>();
  let scope = 0;
  for (let start = 0; start < conditions.length; start += AGGREGATES_PER_STATEMENT) {
    const chunk = conditions.slice(start, start + AGGREGATES_PER_STATEMENT);
    const list = chunk.map((condition) => `count(*) FILTER (${condition})`);
    const { rows } = await engine.query(`SELECT count(*), ${list.join(', ')} FROM ${relation}`, [], {
      purpose: `checking the rows of ${dataset}`,
    });
    const [all, ...cells] = rows[0]!;
    scope = toCount(all);
    chunk.forEach((condition, index) => {
      counts.set(condition, toCount(cells[index]));
    });
  }
  return tests.map(({ evaluated, failed }) => ({
    scope,
    evaluated: counts.get(evaluated)!,
    failed: counts.get(failed)!,
  }));
}
