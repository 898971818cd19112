import { checkSeed } from '@model-delivery/core';
import { createRandom, type RandomStream } from '@model-delivery/stats';
import { type Rate, rateOf } from './rate.ts';

/** How a table is simulated: every cell has its own stream, so a cell does not change when another is added. */
export interface Simulation {
  /** Trials of a cell of ordinary cost; costly cells take a stated part of it. */
  trials: number;
  seed: number;
  /** Told about every finished cell. */
  progress: (cell: string) => void;
}

/** Counts what `trial` says in a number of independent trials: for each key the share of trials in which it was true. */
export function simulate<Key extends string>(
  { trials, seed, progress }: Simulation,
  cell: string,
  trial: (random: RandomStream) => Record<Key, boolean>,
  part = 1,
): Record<Key, Rate> {
  const random = createRandom(checkSeed(cell, { seed }));
  const count = Math.max(1, Math.round(trials * part));
  const hits = new Map<Key, number>();
  for (let i = 0; i < count; i++) {
    const outcome = trial(random);
    for (const key in outcome) hits.set(key, (hits.get(key) ?? 0) + (outcome[key] ? 1 : 0));
  }
  progress(cell);
  return Object.fromEntries([...hits].map(([key, hit]) => [key, rateOf(hit, count)])) as Record<Key, Rate>;
}

/** How often each of the outcomes occurs in n independent rows; `shares` sum to at most 1, the rest is not counted. */
export function drawCounts(random: RandomStream, n: number, shares: readonly number[]): number[] {
  let sum = 0;
  const ends = shares.map((share) => {
    sum += share;
    return sum * 2 ** 32;
  });
  const counts = shares.map(() => 0);
  for (let row = 0; row < n; row++) {
    const draw = random.uint32();
    const outcome = ends.findIndex((end) => draw < end);
    if (outcome >= 0) counts[outcome]!++;
  }
  return counts;
}
