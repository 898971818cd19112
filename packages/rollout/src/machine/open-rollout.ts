import type { RolloutConfig } from '@model-delivery/core';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { TargetState, TrafficTarget, Weights } from '../ports.ts';
import { effectiveRollout, rolloutPolicy } from './rollout-policy.ts';

type Digest = `sha256:${string}`;

/** What a rollout begins with. */
export interface Opening {
  model: string;
  config: RolloutConfig;
  candidate: Digest;
  champion: Digest | null;
  target: Pick<TrafficTarget, 'canSplit' | 'promotesByAlias'>;
  /** The split as read; null for a target that has none. */
  state: TargetState | null;
  nowMs: number;
  owner: string;
}

/** How the candidate will be carried. */
export function modeOf({ champion, target }: Pick<Opening, 'champion' | 'target'>): RolloutJournal['mode'] {
  if (target.promotesByAlias) return 'alias';
  if (champion === null) return 'direct';
  return target.canSplit ? 'split' : 'whole';
}

/** The first entry of a journal: locked, with the way back computed before anything is touched. */
export function openRollout(opening: Opening): RolloutJournal {
  const { config, nowMs, owner, candidate, champion } = opening;
  const policy = rolloutPolicy(config);
  const mode = modeOf(opening);
  const weights: Weights = opening.state?.weights ?? { stable: 100, candidate: 0 };
  const reason = `${candidate.slice(0, 19)} is to replace ${champion?.slice(0, 19) ?? 'nothing: it is the first model'}.`;
  const time = new Date(nowMs).toISOString();
  return {
    schema: 'rollout-journal/1',
    id: `${candidate.slice(7, 19)}-${nowMs}`,
    model: opening.model,
    endpoint: config.endpoint,
    candidate,
    champion,
    mode,
    state: 'Locked',
    step: null,
    weights,
    announced: [weights.candidate],
    intent: null,
    lease: { owner, expires: nowMs + policy.leaseTtlMs },
    times: { started: nowMs, canary: null, step: null, soak: null, judged: null },
    evidence: null,
    reading: null,
    windows: { known: 0, unknown: 0, consecutive_unknown: 0 },
    step_requests: { stable: 0, candidate: 0 },
    guardrails: [],
    smoke: null,
    rollback: { weights },
    ending: null,
    confirm: null,
    alias_moved: false,
    settling: false,
    failures: 0,
    reason,
    warnings: [],
    policy: effectiveRollout(config) as RolloutJournal['policy'],
    decisions: [{ seq: 1, time, from: 'Idle', to: 'Locked', step: null, weight: weights.candidate, reason }],
  };
}
