import { inMemoryRefLog } from '@model-delivery/testkit/ref-log';
import { expect, test } from 'vitest';
import { BROKEN_MACHINES } from './rollout/broken-machines.ts';
import { runSchedule } from './rollout/run-schedule.ts';

const SCHEDULES = 2000;

test(`${SCHEDULES} random fault schedules keep every promise of a rollout`, { timeout: 120_000 }, async () => {
  const states = new Map<string, number>();
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const { violations, state, actions } = await runSchedule(seed, inMemoryRefLog());
    expect(violations, `seed ${seed}: ${actions.join(', ')}`).toEqual([]);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  // The schedules reach what they are to test.
  for (const state of ['Completed', 'RolledBack', 'Foreign']) expect(states.get(state), state).toBeGreaterThan(20);
});

/** Schedules until a broken machine must have been found out. */
const ENOUGH = 1000;

test.each(Object.entries(BROKEN_MACHINES))(
  'a machine that %s is found out',
  { timeout: 60_000 },
  async (_, breakage) => {
    for (let seed = 1; seed <= ENOUGH; seed++) {
      const { violations } = await runSchedule(seed, inMemoryRefLog(), breakage);
      if (violations.length > 0) return;
    }
    expect.unreachable(`${ENOUGH} schedules found nothing wrong with it`);
  },
);
