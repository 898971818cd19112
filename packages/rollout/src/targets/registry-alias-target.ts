import { InternalError } from '@model-delivery/core';
import type { TrafficTarget, Weights } from '../ports.ts';

const STATE = {
  weights: { stable: 100, candidate: 0 } as Weights,
  version: 'alias',
  candidateReady: null,
  converged: true,
};

/** Servers that poll the registry for an alias: there is no split to write, moving the alias is the whole promotion. */
export function registryAliasTarget(): TrafficTarget {
  return {
    kind: 'registry_alias',
    canSplit: false,
    promotesByAlias: true,
    read: async () => ({ ...STATE, weights: { ...STATE.weights } }),
    apply: async (weights) => {
      if (weights.stable === 100) return { ok: true, state: { ...STATE, weights: { ...STATE.weights } } };
      throw new InternalError({
        code: 'TARGET_CANNOT_SPLIT',
        message: `A registry_alias target was asked for ${weights.candidate} % on the candidate; it cannot split traffic.`,
      });
    },
  };
}
