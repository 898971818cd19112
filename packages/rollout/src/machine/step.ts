import { CLOSED_ROLLOUT_STATES, type RolloutState } from '@model-delivery/core';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import { stepCanary } from './canary.ts';
import { windowDue } from './evidence.ts';
import type { CanaryJudging, Observation, Step } from './observation.ts';
import { stepDeployed, stepLocked, stepSmoked } from './opening.ts';
import { stepPromoting, stepSoaking } from './promotion.ts';
import { stepRollingBack } from './rolling-back.ts';
import type { RolloutPolicy } from './rollout-policy.ts';
import { changed, takeBack, wait } from './transition.ts';

/** What the machine works with besides the journal and what is seen. */
export interface MachineSetting {
  policy: RolloutPolicy;
  judging: CanaryJudging | null;
  hasSmoke: boolean;
  hasSource: boolean;
  /** Whether the target wants to be told to make the candidate its stable arm. */
  settles: boolean;
  /** How long the candidate must be without requests before a rollback counts as confirmed, milliseconds. */
  confirmMs: number;
}

/** What a look has to ask the world in this state. */
export interface Needs {
  target: boolean;
  champion: boolean;
  reading: boolean;
}

const CHAMPION_STATES: RolloutState[] = ['Smoked', 'Canary', 'Promoting', 'Soaking', 'RollingBack'];
const READING_STATES: RolloutState[] = ['Canary', 'Hold', 'Soaking'];

/** States in which the machine does nothing of its own. */
export function isAtRest(state: RolloutState): boolean {
  return CLOSED_ROLLOUT_STATES.includes(state) || state === 'Foreign' || state === 'Broken';
}

export function needsOf(journal: RolloutJournal, setting: MachineSetting, nowMs: number): Needs {
  const { state } = journal;
  const confirming = state === 'RollingBack' && journal.confirm !== null;
  const judging = READING_STATES.includes(state) && windowDue(journal, setting.policy, nowMs);
  return {
    target: journal.mode !== 'alias' && !isAtRest(state),
    champion: CHAMPION_STATES.includes(state),
    reading: setting.hasSource && (confirming || judging),
  };
}

/**
 * One step of the rollout. Pure: from the journal and one look at the world to the next journal and at most one effect. The
 * journal must be written before the effect is made; whoever finds the journal later goes on from it.
 */
export function step(journal: RolloutJournal, seen: Observation, setting: MachineSetting): Step {
  return lookedAfter(journal, seen, setting.policy, decide(journal, seen, setting));
}

/** Somebody who only waits looks after the rollout, too: the lease is extended before half of it is gone. */
function lookedAfter(journal: RolloutJournal, seen: Observation, policy: RolloutPolicy, next: Step): Step {
  const idle = next.journal === journal && next.failure === undefined && !isAtRest(journal.state);
  if (!idle || journal.lease.expires - seen.nowMs > policy.leaseTtlMs / 2) return next;
  return { ...next, journal: changed(journal, policy, seen, {}) };
}

function decide(journal: RolloutJournal, seen: Observation, setting: MachineSetting): Step {
  const asked = askedFor(journal, seen, setting.policy);
  if (asked) return asked;
  if (isAtRest(journal.state)) return wait(journal);
  const { policy, judging, hasSmoke, hasSource, confirmMs } = setting;
  switch (journal.state) {
    case 'Locked':
      return stepLocked(journal, policy, seen);
    case 'Deployed':
      return stepDeployed(journal, policy, seen, hasSmoke);
    case 'Smoked':
      return stepSmoked(journal, policy, seen);
    case 'Promoting':
      return stepPromoting(journal, policy, seen);
    case 'Soaking':
      return stepSoaking(journal, policy, seen, hasSource ? judging : null, setting.settles);
    case 'RollingBack':
      return stepRollingBack(journal, policy, seen, hasSource, confirmMs);
    default:
      return judging ? stepCanary(journal, policy, seen, judging) : wait(journal);
  }
}

/** Somebody wants it taken back, or the watchdog finds that nobody came. */
function askedFor(journal: RolloutJournal, seen: Observation, policy: RolloutPolicy): Step | null {
  const { request } = seen;
  const { state } = journal;
  if (request.kind === 'tick' || CLOSED_ROLLOUT_STATES.includes(state) || state === 'RollingBack') return null;
  if (request.kind === 'abort')
    return irreversible(journal) ? null : takeBack(journal, policy, seen, 'no_decision', request.reason);
  if (isAtRest(state) || state === 'Promoting' || state === 'Soaking') return null;
  const overdueMs = seen.nowMs - journal.lease.expires - policy.leaseGraceMs;
  if (overdueMs <= 0) return null;
  const reason = `Nobody looked after this rollout for ${Math.round((overdueMs + policy.leaseGraceMs + policy.leaseTtlMs) / 1000)} s: its lease expired.`;
  return takeBack(journal, policy, seen, 'no_decision', reason);
}

/** A first model that has become champion has nothing to go back to, nor has a stable arm that was told to serve the new one. */
const irreversible = (journal: RolloutJournal): boolean =>
  journal.settling || (journal.champion === null && (journal.alias_moved || journal.state === 'Soaking'));
