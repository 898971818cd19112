import type { TrafficTarget, Weights } from '../src/ports.ts';
import { inPercent, sameWeights } from '../src/targets/split-percentages.ts';

/** A target in memory, with what a test needs to see and to spoil. */
export interface MemoryTarget extends TrafficTarget {
  /** Every write that changed the split, oldest first. */
  readonly writes: readonly Weights[];
  /** What somebody else does. */
  setByHand(weights: Weights): void;
}

/** Behaves as the real targets do: whole splits, compare-and-swap, repetition changes nothing. */
export function memoryTarget(initial: Weights = { stable: 100, candidate: 0 }): MemoryTarget {
  let weights = { ...initial };
  let version = 1;
  const writes: Weights[] = [];
  const state = () => ({
    weights: inPercent(weights),
    version: String(version),
    candidateReady: true,
    converged: true,
  });
  const set = (next: Weights) => {
    weights = { ...next };
    version += 1;
  };
  return {
    kind: 'memory',
    canSplit: true,
    promotesByAlias: false,
    writes,
    setByHand: set,
    read: async () => state(),
    apply: async (wanted, expect) => {
      if (String(version) !== expect) return { ok: sameWeights(weights, wanted), state: state() };
      if (!sameWeights(weights, wanted)) {
        set(wanted);
        writes.push({ ...wanted });
      }
      return { ok: true, state: state() };
    },
  };
}
