import type { Weights } from '../ports.ts';

/** The same split in percent, summing to 100; both 0 stays both 0 (nothing serves). */
export function inPercent(weights: Weights): Weights {
  const total = weights.stable + weights.candidate;
  if (total === 0 || total === 100) return { stable: weights.stable, candidate: weights.candidate };
  const candidate = (100 * weights.candidate) / total;
  return { stable: 100 - candidate, candidate };
}

/** Exactly the same split. */
export function sameWeights(a: Weights, b: Weights): boolean {
  return a.stable === b.stable && a.candidate === b.candidate;
}
