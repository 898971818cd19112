import type { RolloutConfig } from '@model-delivery/core';
import type { RolloutJournal } from '../src/journal/rollout-journal.ts';
import type { Observation } from '../src/machine/observation.ts';
import { openRollout } from '../src/machine/open-rollout.ts';
import { rolloutPolicy } from '../src/machine/rollout-policy.ts';
import type { MachineSetting } from '../src/machine/step.ts';
import type { TargetState } from '../src/ports.ts';

export const CANDIDATE = `sha256:${'c'.repeat(64)}` as const;
export const CHAMPION = `sha256:${'a'.repeat(64)}` as const;
export const STRANGER = `sha256:${'e'.repeat(64)}` as const;
export const STARTED_MS = 1_000_000;

export const CONFIG: RolloutConfig = {
  endpoint: 'm',
  steps: [{ weight: 5 }, { weight: 50 }, { weight: 100 }],
  window: '60s',
  soak: { for: '2m' },
  lease: { ttl: '10m', grace: '5m' },
};

/** The target with this share on the candidate. */
export const targetAt = (candidate: number): TargetState => ({
  weights: { stable: 100 - candidate, candidate },
  version: '1',
  candidateReady: true,
  converged: true,
});

/** A rollout as its journal has it, with some fields of it replaced. */
export function rolloutAt(fields: Partial<RolloutJournal>, config = CONFIG): RolloutJournal {
  const target = { canSplit: true, promotesByAlias: false };
  const opening = { model: 'm', config, candidate: CANDIDATE, champion: CHAMPION, target, state: targetAt(0) };
  return { ...openRollout({ ...opening, nowMs: STARTED_MS, owner: 'a' }), ...fields };
}

export const policy = rolloutPolicy(CONFIG);
export const setting: MachineSetting = {
  policy,
  judging: null,
  hasSmoke: false,
  hasSource: true,
  settles: false,
  confirmMs: 5000,
};

/** A look `afterMs` after the start. */
export const look = (afterMs: number, more: Partial<Observation> = {}): Observation => ({
  nowMs: STARTED_MS + afterMs,
  owner: 'b',
  request: { kind: 'tick' },
  alive: () => null,
  ...more,
});
