import { type ContrastEstimate, inconclusiveEstimate, type LinearContrast } from './estimate.ts';
import { ExactSum, exactSum } from './exact-sum.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

/** Fewer clusters than this (holding a row of the metric's denominator) make a check inconclusive under guard and prove. */
export const MIN_CLUSTERS = 20;

export interface MeanEstimate extends ContrastEstimate {
  degreesOfFreedom: number;
  /** Number of clusters, null without clustering. */
  clusters: number | null;
}

export interface MeanContrastInput {
  contrast: LinearContrast;
  /** Per-row losses (or hits as 0 and 1) of the candidate. */
  candidate: ArrayLike<number>;
  /** The champion's, same rows in the same order; needed unless `contrast.champion` is 0. */
  champion?: ArrayLike<number> | undefined;
  /** Cluster number of each row (any non-negative integers); then cluster sums with C - 1 degrees of freedom. */
  clusterOf?: ArrayLike<number> | undefined;
  alpha: number;
}

/** T of means by the paired t interval on the per-row contrast: n - 1 degrees of freedom, sample SD; clustered if asked. */
export function meanEstimate(input: MeanContrastInput): MeanEstimate {
  const { contrast, candidate, champion, clusterOf, alpha } = input;
  const rows = contrastRows(contrast, candidate, champion);
  return rowMeanEstimate({ rows, value: exactSum(rows) / rows.length + contrast.offset, clusterOf, alpha });
}

/** candidate * x_i + champion * y_i for every row; the offset is not included. */
export function contrastRows(
  contrast: LinearContrast,
  candidate: ArrayLike<number>,
  champion?: ArrayLike<number>,
): Float64Array {
  const rows = new Float64Array(candidate.length);
  if (contrast.champion === 0) {
    for (let row = 0; row < rows.length; row++) rows[row] = contrast.candidate * candidate[row]!;
    return rows;
  }
  if (champion?.length !== candidate.length) {
    throw new RangeError(
      `paired rows expected: ${candidate.length} of the candidate, ${champion?.length} of the champion`,
    );
  }
  for (let row = 0; row < rows.length; row++) {
    rows[row] = contrast.candidate * candidate[row]! + contrast.champion * champion[row]!;
  }
  return rows;
}

/** The t interval around `value` with the standard error of the mean of `rows` (linearised contrasts have another centre). */
export function rowMeanEstimate(input: {
  rows: Float64Array;
  value: number;
  clusterOf?: ArrayLike<number> | undefined;
  alpha: number;
}): MeanEstimate {
  const { rows, value, clusterOf, alpha } = input;
  const clustered = clusterOf === undefined ? null : clusteredStandardError(rows, clusterOf);
  const units = clustered?.clusters ?? rows.length;
  const shape = { degreesOfFreedom: units - 1, clusters: clustered?.clusters ?? null };
  if (units < 2) return { ...inconclusiveEstimate(value, clustered ? 'too_few_clusters' : 'too_few_rows'), ...shape };
  const standardError = isConstant(rows) ? 0 : (clustered?.standardError ?? standardErrorOfMean(rows));
  if (standardError === 0) return { ...inconclusiveEstimate(value, 'zero_variance'), standardError: 0, ...shape };
  const half = studentTQuantile(1 - alpha, units - 1) * standardError;
  return {
    value,
    lower: value - half,
    upper: value + half,
    standardError,
    pFail: studentTCdf(value / standardError, units - 1),
    inconclusive: clustered && units < MIN_CLUSTERS ? 'too_few_clusters' : null,
    ...shape,
  };
}

/** Rounding of the mean would give equal rows a variance of about 1e-34 instead of 0. */
function isConstant(rows: ArrayLike<number>): boolean {
  for (let row = 1; row < rows.length; row++) if (rows[row] !== rows[0]) return false;
  return true;
}

/** sqrt(Sum (x_i - mean)^2 / (n - 1) / n), sums exact. */
export function standardErrorOfMean(rows: ArrayLike<number>): number {
  const mean = exactSum(rows) / rows.length;
  const squares = new ExactSum();
  for (let row = 0; row < rows.length; row++) squares.add((rows[row]! - mean) ** 2);
  return Math.sqrt(squares.value() / (rows.length - 1) / rows.length);
}

/**
 * Cluster-robust standard error of a mean: sqrt(Sum_c (Sum_{i in c} (x_i - mean))^2) / n * sqrt(C / (C - 1))
 * (Liang & Zeger 1986 with the usual small-sample factor). Cluster numbers are labels; their order does not matter.
 */
export function clusteredStandardError(
  rows: ArrayLike<number>,
  clusterOf: ArrayLike<number>,
): { standardError: number; clusters: number } {
  if (rows.length !== clusterOf.length) {
    throw new RangeError(`one cluster a row expected: ${rows.length} rows, ${clusterOf.length} clusters`);
  }
  const mean = exactSum(rows) / rows.length;
  const sums = new Map<number, ExactSum>();
  for (let row = 0; row < rows.length; row++) {
    const cluster = clusterOf[row]!;
    const sum = sums.get(cluster) ?? new ExactSum();
    sum.add(rows[row]! - mean);
    sums.set(cluster, sum);
  }
  const squares = new ExactSum();
  for (const sum of sums.values()) squares.add(sum.value() ** 2);
  const clusters = sums.size;
  return { standardError: Math.sqrt((squares.value() * clusters) / (clusters - 1)) / rows.length, clusters };
}
