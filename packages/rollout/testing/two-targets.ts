import type { TrafficTarget, Weights } from '../src/ports.ts';

/** What the contract needs of an adapter: two handles on one target, and a stranger's hand. */
export function two(make: () => TrafficTarget, setByHand: (weights: Weights) => Promise<void>) {
  return { target: make(), other: make(), setByHand };
}
