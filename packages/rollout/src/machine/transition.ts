import type { RolloutState } from '@model-delivery/core';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { Observation, Step } from './observation.ts';
import type { RolloutPolicy } from './rollout-policy.ts';

/** How long a process may be between announcing a write and making it, in milliseconds. */
export const WRITE_TIME_MS = 60_000;
/** How often one process repeats a write that failed, and how many rollback writes may fail before a person is called. */
export const WRITE_ATTEMPTS = 3;
export const ROLLBACK_ATTEMPTS = 5;

/** The journal with some fields replaced, and the lease of whoever writes it extended. */
export function changed(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  fields: Partial<RolloutJournal>,
): RolloutJournal {
  return { ...journal, ...fields, lease: { owner: seen.owner, expires: seen.nowMs + policy.leaseTtlMs } };
}

/** The journal in another state, with the decision on its list. */
export function entered(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  to: RolloutState,
  reason: string,
  fields: Partial<RolloutJournal> = {},
): RolloutJournal {
  const next = changed(journal, policy, seen, { ...fields, state: to, reason });
  const decision = {
    seq: journal.decisions.length + 1,
    time: new Date(seen.nowMs).toISOString(),
    from: journal.state,
    to,
    step: next.step,
    weight: next.weights.candidate,
    reason: reason.slice(0, 4096),
  };
  return { ...next, decisions: [...journal.decisions, decision] };
}

/** Write the journal where it changed; the next tick goes on. */
export const wait = (journal: RolloutJournal): Step => ({ journal, effect: null, again: false });
/** Write the journal and look again at once. */
export const goOn = (journal: RolloutJournal): Step => ({ journal, effect: null, again: true });

/** Takes the rollout back: whatever else was announced is overtaken by the one write of the rollback. */
export function takeBack(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  outcome: 'harm' | 'no_decision' | 'unreachable',
  reason: string,
): Step {
  const fields = {
    ending: { outcome, reason: reason.slice(0, 4096) },
    intent: null,
    confirm: null,
    failures: 0,
    step: null,
  };
  return goOn(entered(journal, policy, seen, 'RollingBack', reason, fields));
}
