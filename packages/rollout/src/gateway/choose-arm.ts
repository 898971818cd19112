import type { Arm, Weights } from '../ports.ts';

/**
 * The arm of one request: candidate with probability candidate / (stable + candidate), independently of every other
 * request; null when both weights are 0.
 * @param draw uniform in [0, 1)
 */
export function chooseArm(weights: Weights, draw: number): Arm | null {
  const total = weights.stable + weights.candidate;
  if (total <= 0) return null;
  return draw * total < weights.candidate ? 'candidate' : 'stable';
}

/** Uniform numbers in [0, 1) that repeat with the seed (mulberry32). */
export function seededDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
