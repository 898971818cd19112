import { MAX_DROPPED_SHARE, summariseReplicates } from './bootstrap-summary.ts';
import {
  assertAlpha,
  type ContrastEstimate,
  inconclusiveEstimate,
  type LinearContrast,
  standardErrorOfInterval,
} from './estimate.ts';
import { multisetQuantile, quantileOfSorted } from './quantile.ts';
import { createRandom, fillPoissonOne, type RandomStream } from './random.ts';

export interface BootstrapEstimate extends ContrastEstimate {
  method: 'poisson_bootstrap';
  replicates: number;
  dropped: number;
}

export interface PoissonReplicatesInput {
  /** Rows, or clusters when `clusterOf` is given: one Poisson(1) weight each, drawn in this order. */
  units: number;
  /** Unit number (0 .. units - 1) of each row; the statistics then get one weight a row. */
  clusterOf?: ArrayLike<number> | undefined;
  replicates: number;
  /** Unsigned 32-bit seed. */
  seed: number;
}

export interface PoissonBootstrapInput extends PoissonReplicatesInput {
  /** T observed, that is with every weight 1. */
  value: number;
  /** T under whole-number row weights; `undefined` or NaN where it has no value. Must not keep the array. */
  statistic: (weights: Uint8Array) => number | undefined;
  alpha: number;
}

/**
 * Percentile interval of T under Poisson(1) weights on rows or clusters (Chamandy et al. 2012). The caller fixes the order of units:
 * rows by id, clusters by key; then the result does not depend on how the file was sorted.
 */
export function poissonBootstrap(input: PoissonBootstrapInput): BootstrapEstimate {
  const drawn = new Float64Array(input.replicates);
  poissonReplicates(input, (weights, replicate) => {
    drawn[replicate] = input.statistic(weights) ?? Number.NaN;
  });
  return replicateEstimate({ value: input.value, drawn, alpha: input.alpha });
}

/**
 * Shows each replicate's row weights to `visit`, which must not keep the array: for several statistics of one set of replicates,
 * each of which {@link replicateEstimate} can judge.
 */
export function poissonReplicates(
  { units, clusterOf, replicates, seed }: PoissonReplicatesInput,
  visit: (weights: Uint8Array, replicate: number) => void,
): void {
  const random = createRandom(seed);
  const unitWeights = new Uint8Array(units);
  const rowWeights = clusterOf === undefined ? unitWeights : new Uint8Array(clusterOf.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    fillPoissonOne(random, unitWeights);
    if (clusterOf !== undefined) {
      for (let row = 0; row < rowWeights.length; row++) rowWeights[row] = unitWeights[clusterOf[row]!]!;
    }
    visit(rowWeights, replicate);
  }
}

/**
 * Percentile interval and p from replicates of T.
 * @param input.value T observed
 * @param input.drawn one value a replicate, not finite where T has none
 */
export function replicateEstimate({
  value,
  drawn,
  alpha,
}: {
  value: number;
  drawn: Float64Array;
  alpha: number;
}): BootstrapEstimate {
  assertAlpha(alpha);
  const replicates = drawn.length;
  const values = drawn.filter((one) => Number.isFinite(one));
  const shape = { method: 'poisson_bootstrap' as const, replicates, dropped: replicates - values.length };
  const summary = summariseReplicates(values, values.length, alpha);
  if (summary === null) return { ...inconclusiveEstimate(value, 'dropped_replicates'), ...shape };
  const { lower, upper, pFail } = summary;
  return {
    ...shape,
    value,
    lower,
    upper,
    standardError: standardErrorOfInterval(lower, upper, alpha),
    pFail,
    inconclusive: shape.dropped > MAX_DROPPED_SHARE * replicates ? 'dropped_replicates' : null,
  };
}

/** The q-quantile of two models: as observed, and one value a replicate (NaN where there is none). */
export interface QuantileReplicates {
  observed: { candidate: number; champion: number };
  drawn: { candidate: Float64Array; champion: Float64Array };
}

/**
 * The q-quantiles of two models under Poisson row weights, type 7 over the weighted multiset.
 * Unpaired: each arm has its own weights, candidate first, rows in value order. Paired (`paired: true`, same rows in the same order on
 * both sides): one weight a row, rows in order of (candidate, champion) value. Row order in the input does not matter.
 */
export function quantileReplicates(input: {
  candidate: ArrayLike<number>;
  champion: ArrayLike<number>;
  q: number;
  paired: boolean;
  replicates: number;
  seed: number;
}): QuantileReplicates {
  const { q, replicates } = input;
  const candidate = Float64Array.from(input.candidate).sort();
  const champion = Float64Array.from(input.champion).sort();
  const observed = { candidate: quantileOfSorted(candidate, q), champion: quantileOfSorted(champion, q) };
  const mine = new Uint8Array(candidate.length);
  const theirs = new Uint8Array(champion.length);
  const fill = input.paired ? pairedWeights(input.candidate, input.champion) : fillBoth;
  const random = createRandom(input.seed);
  const drawn = { candidate: new Float64Array(replicates), champion: new Float64Array(replicates) };
  for (let replicate = 0; replicate < replicates; replicate++) {
    fill(random, mine, theirs);
    drawn.candidate[replicate] = multisetQuantile(candidate, mine, q) ?? Number.NaN;
    drawn.champion[replicate] = multisetQuantile(champion, theirs, q) ?? Number.NaN;
  }
  return { observed, drawn };
}

/** T = contrast of the quantiles of two models, percentile interval. */
export function quantileComparison(
  contrast: LinearContrast,
  { observed, drawn }: QuantileReplicates,
  alpha: number,
): BootstrapEstimate {
  const combine = (mine: number, theirs: number) =>
    contrast.candidate * mine + contrast.champion * theirs + contrast.offset;
  return replicateEstimate({
    value: combine(observed.candidate, observed.champion),
    drawn: drawn.candidate.map((mine, replicate) => combine(mine, drawn.champion[replicate]!)),
    alpha,
  });
}

function fillBoth(random: RandomStream, mine: Uint8Array, theirs: Uint8Array): void {
  fillPoissonOne(random, mine);
  fillPoissonOne(random, theirs);
}

/** Draws one weight a row in (candidate, champion) order and carries it to the champion's own value order. */
function pairedWeights(candidate: ArrayLike<number>, champion: ArrayLike<number>): typeof fillBoth {
  if (candidate.length !== champion.length) {
    throw new RangeError(`paired quantiles need the same rows: ${candidate.length} and ${champion.length}`);
  }
  const rows = Uint32Array.from({ length: candidate.length }, (_, row) => row);
  rows.sort((a, b) => candidate[a]! - candidate[b]! || champion[a]! - champion[b]!);
  const byChampion = Uint32Array.from({ length: rows.length }, (_, position) => position);
  byChampion.sort((a, b) => champion[rows[a]!]! - champion[rows[b]!]! || a - b);
  return (random, mine, theirs) => {
    fillPoissonOne(random, mine);
    for (let position = 0; position < theirs.length; position++) theirs[position] = mine[byChampion[position]!]!;
  };
}
