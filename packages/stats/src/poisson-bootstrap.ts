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

export interface PoissonBootstrapInput {
  /** T observed, that is with every weight 1. */
  value: number;
  /** Rows, or clusters when `clusterOf` is given: one Poisson(1) weight each, drawn in this order. */
  units: number;
  /** Unit number (0 .. units - 1) of each row; the statistic then gets one weight a row. */
  clusterOf?: ArrayLike<number> | undefined;
  /** T under whole-number row weights; `undefined` or NaN where it has no value. Must not keep the array. */
  statistic: (weights: Uint8Array) => number | undefined;
  replicates: number;
  alpha: number;
  /** Unsigned 32-bit seed. */
  seed: number;
}

/**
 * Percentile interval of T under Poisson(1) weights on rows or clusters (Chamandy et al. 2012). The caller fixes the order of units:
 * rows by id, clusters by key; then the result does not depend on how the file was sorted.
 */
export function poissonBootstrap(input: PoissonBootstrapInput): BootstrapEstimate {
  const { units, clusterOf, statistic } = input;
  const unitWeights = new Uint8Array(units);
  const rowWeights = clusterOf === undefined ? unitWeights : new Uint8Array(clusterOf.length);
  return collectReplicates(input, (random) => {
    fillPoissonOne(random, unitWeights);
    if (clusterOf !== undefined) {
      for (let row = 0; row < rowWeights.length; row++) rowWeights[row] = unitWeights[clusterOf[row]!]!;
    }
    return statistic(rowWeights);
  });
}

function collectReplicates(
  { value, replicates, alpha, seed }: { value: number; replicates: number; alpha: number; seed: number },
  replicate: (random: RandomStream) => number | undefined,
): BootstrapEstimate {
  assertAlpha(alpha);
  const random = createRandom(seed);
  const values = new Float64Array(replicates);
  let kept = 0;
  for (let i = 0; i < replicates; i++) {
    const drawn = replicate(random);
    if (drawn !== undefined && Number.isFinite(drawn)) values[kept++] = drawn;
  }
  const shape = { method: 'poisson_bootstrap' as const, replicates, dropped: replicates - kept };
  const summary = summariseReplicates(values, kept, alpha);
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

/**
 * T = contrast of the q-quantiles of two models, by Poisson row weights and type 7 over the weighted multiset, percentile interval.
 * Unpaired: each arm has its own weights, candidate first, rows in value order. Paired (`paired: true`, same rows in the same order on
 * both sides): one weight a row, rows in order of (candidate, champion) value. Row order in the input does not matter.
 */
export function quantileComparison(input: {
  contrast: LinearContrast;
  candidate: ArrayLike<number>;
  champion: ArrayLike<number>;
  q: number;
  paired: boolean;
  replicates: number;
  alpha: number;
  seed: number;
}): BootstrapEstimate {
  const { contrast, q } = input;
  const candidate = Float64Array.from(input.candidate).sort();
  const champion = Float64Array.from(input.champion).sort();
  const combine = (mine: number | undefined, theirs: number | undefined) =>
    mine === undefined || theirs === undefined
      ? undefined
      : contrast.candidate * mine + contrast.champion * theirs + contrast.offset;
  const value = combine(quantileOfSorted(candidate, q), quantileOfSorted(champion, q))!;
  const mine = new Uint8Array(candidate.length);
  const theirs = new Uint8Array(champion.length);
  const fill = input.paired ? pairedWeights(input.candidate, input.champion) : fillBoth;
  return collectReplicates({ ...input, value }, (random) => {
    fill(random, mine, theirs);
    return combine(multisetQuantile(candidate, mine, q), multisetQuantile(champion, theirs, q));
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
