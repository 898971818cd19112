import { MAX_DROPPED_SHARE, summariseReplicates } from './bootstrap-summary.ts';
import { assertAlpha, type ContrastEstimate, inconclusiveEstimate, standardErrorOfInterval } from './estimate.ts';
import { createRandom, drawGamma, drawPoisson, type RandomStream } from './random.ts';

export interface HullInput {
  /** Counts of the full table, empty cells too, in lexicographic order (truth, candidate, champion). */
  cells: ArrayLike<number>;
  /** T of a table of (real, non-negative) cell counts; `undefined` or NaN where a denominator is 0. Must not keep the array. */
  statistic: (cells: Float64Array) => number | undefined;
  /** B: that many Poisson and that many Gamma replicates. */
  replicates: number;
  alpha: number;
  /** a of Gamma(n_cell + a); see `hullGammaShape`. */
  gammaShape: number;
  /** Unsigned 32-bit seed. */
  seed: number;
}

export interface HullEstimate extends ContrastEstimate {
  method: 'hull';
  /** Replicates per family that were asked for, and those without a value over both families. */
  replicates: number;
  dropped: number;
}

/**
 * The a of Gamma(n_cell + a): 1/2 for two classes, in general 2^k / (2 K^k) with k = 2 (truth x candidate) or 3 (with the champion).
 */
export function hullGammaShape(classes: number, dimensions: 2 | 3): number {
  return (2 / classes) ** dimensions / 2;
}

/**
 * Interval of any function of cell counts: the hull of the percentile intervals of Poisson(n_cell) draws (equal to a row-level Poisson
 * bootstrap, since a sum of n Poisson(1) is Poisson(n)) and of Gamma(n_cell + a) draws (which give empty cells a chance), p_fail the
 * larger of the two. Stream: B Poisson tables first, then B Gamma tables, cells in the given order, so the same seed with another
 * statistic on the same cells sees the same tables.
 */
export function hullEstimate(input: HullInput): HullEstimate {
  const { cells, statistic, replicates, alpha, gammaShape, seed } = input;
  assertAlpha(alpha);
  const value = statistic(Float64Array.from(cells));
  const shape = { method: 'hull' as const, replicates };
  if (!isUsable(value)) return { ...inconclusiveEstimate(Number.NaN, 'undefined_metric'), ...shape, dropped: 0 };
  const random = createRandom(seed);
  const draw = (drawCell: (random: RandomStream, count: number) => number) => {
    const kept = drawTables({ random, cells, statistic, replicates, drawCell });
    return summariseReplicates(kept.values, kept.count, alpha);
  };
  const poisson = draw(drawPoisson);
  const gamma = draw((stream, count) => drawGamma(stream, count + gammaShape));
  const dropped = 2 * replicates - (poisson?.kept ?? 0) - (gamma?.kept ?? 0);
  if (poisson === null || gamma === null) {
    return { ...inconclusiveEstimate(value, 'dropped_replicates'), ...shape, dropped };
  }
  const lower = Math.min(poisson.lower, gamma.lower);
  const upper = Math.max(poisson.upper, gamma.upper);
  const fewestKept = Math.min(poisson.kept, gamma.kept);
  return {
    ...shape,
    value,
    lower,
    upper,
    standardError: standardErrorOfInterval(lower, upper, alpha),
    pFail: Math.max(poisson.pFail, gamma.pFail),
    inconclusive: replicates - fewestKept > MAX_DROPPED_SHARE * replicates ? 'dropped_replicates' : null,
    dropped,
  };
}

function drawTables(input: {
  random: RandomStream;
  cells: ArrayLike<number>;
  statistic: HullInput['statistic'];
  replicates: number;
  drawCell: (random: RandomStream, count: number) => number;
}): { values: Float64Array; count: number } {
  const { random, cells, statistic, replicates, drawCell } = input;
  const table = new Float64Array(cells.length);
  const values = new Float64Array(replicates);
  let count = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let cell = 0; cell < table.length; cell++) table[cell] = drawCell(random, cells[cell]!);
    const value = statistic(table);
    if (isUsable(value)) values[count++] = value;
  }
  return { values, count };
}

function isUsable(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}
