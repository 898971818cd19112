import type { Intent, RolloutJournal } from '../journal/rollout-journal.ts';
import type { TargetState, Weights } from '../ports.ts';
import { isUnreachable, type Observation, type Step } from './observation.ts';
import type { RolloutPolicy } from './rollout-policy.ts';
import { changed, entered, goOn, takeBack, WRITE_ATTEMPTS, WRITE_TIME_MS, wait } from './transition.ts';

/** The split that gives the candidate this share. */
export const splitOf = (candidate: number): Weights => ({ stable: 100 - candidate, candidate });

/** Whether two splits are the same; targets may round to hundredths of a percent. */
export const sameSplit = (a: Weights, b: Weights): boolean => Math.abs(a.candidate - b.candidate) < 0.01;

/** Announces a write and asks for it: the journal first, then the target. */
export function announce(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  target: TargetState,
  purpose: Intent['purpose'],
  weights: Weights,
  fields: Partial<RolloutJournal> = {},
): Step {
  const before = journal.intent;
  const repeated = before !== null && before.purpose === purpose && sameSplit(before.weights, weights);
  const until = seen.nowMs + WRITE_TIME_MS;
  const key = repeated ? before.key : `${journal.id}/${journal.decisions.length}/${purpose}/${weights.candidate}`;
  const attempts = repeated && before.by === seen.owner ? before.attempts + 1 : 1;
  const intent: Intent = { key, purpose, weights, by: seen.owner, until, attempts };
  const announced = [...new Set([...journal.announced, weights.candidate])];
  return {
    journal: changed(journal, policy, seen, { ...fields, intent, announced }),
    effect: { kind: 'apply', weights, expect: target.version, key, until },
    again: true,
  };
}

/** Somebody else changed the split: stop writing, and say what was found. */
export function foreign(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  target: TargetState,
  expected: Weights,
): Step {
  const reason =
    `Somebody else changed the split: the target gives the candidate ${target.weights.candidate} %, this rollout last set ` +
    `${expected.candidate} %. Nothing more is written. \`canary abort\` takes it back to the stable arm.`;
  return wait(entered(journal, policy, seen, 'Foreign', reason, { weights: target.weights, intent: null }));
}

/**
 * Settles what is pending at the target before anything else is decided. Null: the split is as the journal has it and
 * nothing is pending.
 */
export function settleSplit(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step | null {
  if (journal.mode === 'alias') return null;
  const target = seen.target;
  if (target === undefined) return null;
  if (isUnreachable(target)) return { ...wait(journal), failure: target.unreachable };
  const { intent } = journal;
  if (intent === null)
    return sameSplit(target.weights, journal.weights) ? null : foreign(journal, policy, seen, target, journal.weights);
  if (sameSplit(target.weights, intent.weights)) {
    if (!target.converged) return wait(journal);
    return goOn(observed(journal, policy, seen, target));
  }
  if (!sameSplit(target.weights, journal.weights)) return foreign(journal, policy, seen, target, intent.weights);
  return pending(journal, policy, seen, target, intent);
}

/** A write that was announced and is not there. */
function pending(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  target: TargetState,
  intent: Intent,
): Step {
  if (!target.converged && seen.nowMs < intent.until) return wait(journal);
  if (intent.by !== seen.owner && stillWriting(intent, seen)) return wait(journal);
  const mine = intent.by === seen.owner;
  // Back to less traffic is safe to go on with; more traffic is only ever repeated by the process that decided it.
  if (intent.purpose === 'hold' && !(mine && intent.attempts >= WRITE_ATTEMPTS))
    return announce(journal, policy, seen, target, 'hold', intent.weights);
  if (mine && intent.attempts < WRITE_ATTEMPTS)
    return announce(journal, policy, seen, target, intent.purpose, intent.weights);
  const why = mine
    ? `The target did not take ${intent.weights.candidate} % in ${intent.attempts} attempts.`
    : `The process that was to set ${intent.weights.candidate} % ended before it did.`;
  return takeBack(journal, policy, seen, 'no_decision', why);
}

/** Whether the process that announced a write may be making it right now. */
export function stillWriting(intent: Intent, seen: Observation): boolean {
  return seen.nowMs < intent.until && seen.alive(intent.by) !== false;
}

/** The read-back agrees with what was announced. */
function observed(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  target: TargetState,
): RolloutJournal {
  return changed(journal, policy, seen, { weights: target.weights, intent: null });
}
