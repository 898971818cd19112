import type { DeliveryError } from '@model-delivery/core';
import type { ExactNumber } from './exact-number.ts';
import type { RowTest } from './row-test.ts';

/** What an engine can be asked about one data set. `where` restricts every answer to the rows for which it is true. */
export type MeasurementRequest = { where: string | null } & (
  | { measure: 'row_count' }
  | { measure: 'rows'; test: RowTest }
  | { measure: 'sum'; column: string }
  /** Exact values at positions of the sorted finite values. */
  | { measure: 'quantiles'; column: string; fractions: readonly QuantileFraction[] }
  /** Finite values in right-closed bins between ascending inner edges. */
  | { measure: 'histogram'; column: string; edges: readonly number[] }
  /** Values by category. */
  | { measure: 'categories'; column: string; listed: readonly string[] }
  | { measure: 'top_categories'; column: string; limit: number }
  /** Missing, not cast, not finite, extremes. */
  | { measure: 'summary'; column: string }
  | { measure: 'lengths'; column: string; edges: readonly number[] }
);

/** The quantile `numerator / denominator`, kept as whole numbers so that a quantile that falls on a value is that value. */
export interface QuantileFraction {
  numerator: number;
  denominator: number;
}

/** `scope` counts the rows that `where` selects (all rows without one). */
export interface RowCounts {
  scope: number;
  /** Rows that could be judged. */
  evaluated: number;
  failed: number;
}

/** `evaluated` counts finite values; `nonFinite` NaN and infinities, which were left out. */
export interface SumResult {
  scope: number;
  evaluated: number;
  nonFinite: number;
  sum: ExactNumber;
}

export interface QuantilesResult {
  scope: number;
  evaluated: number;
  nonFinite: number;
  /** In the order of the fractions; empty without a finite value. */
  values: number[];
}

export interface HistogramResult {
  scope: number;
  evaluated: number;
  nonFinite: number;
  counts: number[];
}

export interface CategoriesResult {
  scope: number;
  evaluated: number;
  /** Counts of the listed values, in their order. */
  counts: number[];
  /** Values that are not listed. */
  unlisted: number;
}

export interface TopCategoriesResult {
  scope: number;
  evaluated: number;
  distinct: number;
  /** By count, ties by code points. */
  values: [string, number][];
}

export interface SummaryResult {
  scope: number;
  missing: number;
  uncast: number;
  /** Finite numbers, or values that are not missing where the column is not numeric. */
  evaluated: number;
  nan: number;
  positiveInfinity: number;
  negativeInfinity: number;
  min: number | null;
  max: number | null;
  /** Earliest and latest of dates and timestamps. */
  minText: string | null;
  maxText: string | null;
}

export interface LengthsResult {
  scope: number;
  evaluated: number;
  min: number | null;
  max: number | null;
  counts: number[];
}

interface ResultOf {
  row_count: { scope: number };
  rows: RowCounts;
  sum: SumResult;
  quantiles: QuantilesResult;
  histogram: HistogramResult;
  categories: CategoriesResult;
  top_categories: TopCategoriesResult;
  summary: SummaryResult;
  lengths: LengthsResult;
}

/** The answer to a request of this measure. */
export type MeasurementResult<M extends MeasurementRequest['measure'] = MeasurementRequest['measure']> = ResultOf[M];

/** An answer, or why this one question could not be answered (a user's expression that cannot be evaluated). */
export type Measured = { value: MeasurementResult } | { failure: DeliveryError };
