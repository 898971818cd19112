import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { TargetState } from '../ports.ts';
import { candidateRequests } from './evidence.ts';
import { isUnreachable, type Observation, type Step } from './observation.ts';
import type { RolloutPolicy } from './rollout-policy.ts';
import { announce, sameSplit, stillWriting } from './split.ts';
import { changed, entered, goOn, ROLLBACK_ATTEMPTS, wait } from './transition.ts';

/** How often the candidate may be seen to get requests after the rollback before a person is called. */
const CONFIRM_LOOKS = 10;

/**
 * RollingBack: one write that was known from the start, read back, then confirmed by what is observed; then the alias. Every
 * process that finds it unfinished makes the write again: an older write that comes late then finds another version.
 */
export function stepRollingBack(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  hasSource: boolean,
  confirmMs: number,
): Step {
  if (journal.mode === 'alias') return aliasBack(journal, policy, seen);
  const { target } = seen;
  if (target === undefined) return wait(journal);
  const { intent } = journal;
  const written = intent === null && journal.confirm !== null;
  if (isUnreachable(target))
    return written
      ? { ...wait(journal), failure: target.unreachable }
      : failed(journal, policy, seen, target.unreachable);
  if (written && sameSplit(target.weights, journal.rollback.weights))
    return confirm(journal, policy, seen, hasSource, confirmMs);
  const known = journal.announced.some((weight) => Math.abs(weight - target.weights.candidate) < 0.01);
  if (!known && !sameSplit(target.weights, journal.weights)) return wait(foreignOf(journal, policy, seen, target));
  if (intent?.purpose === 'rollback' && intent.key === seen.confirmed && sameSplit(target.weights, intent.weights)) {
    if (!target.converged) return wait(journal);
    return goOn(
      changed(journal, policy, seen, {
        weights: target.weights,
        intent: null,
        confirm: { n: null, time: null, at: seen.nowMs, looks: 0 },
      }),
    );
  }
  return write(journal, policy, seen, target);
}

function write(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation, target: TargetState): Step {
  const { intent } = journal;
  if (intent !== null && intent.by !== seen.owner && stillWriting(intent, seen)) return wait(journal);
  const tried = intent !== null;
  const failures = journal.failures + (tried ? 1 : 0);
  if (failures >= ROLLBACK_ATTEMPTS)
    return wait(broken(journal, policy, seen, failures, 'the target never confirmed it'));
  return announce(journal, policy, seen, target, 'rollback', journal.rollback.weights, { failures, confirm: null });
}

function failed(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation, error: Step['failure']): Step {
  const failures = journal.failures + 1;
  if (failures >= ROLLBACK_ATTEMPTS) return wait(broken(journal, policy, seen, failures, error!.message));
  return { ...wait(changed(journal, policy, seen, { failures })), failure: error };
}

function broken(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  failures: number,
  why: string,
): RolloutJournal {
  const reason =
    `The rollback to ${journal.rollback.weights.stable} % stable ${failures === 0 ? 'is not confirmed' : `failed ${failures} times`}: ${why} ` +
    'A person must look: set the split by hand, then `canary abort`.';
  return entered(journal, policy, seen, 'Broken', reason, { failures, intent: null });
}

function foreignOf(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  target: TargetState,
): RolloutJournal {
  const reason = `Somebody else set the candidate to ${target.weights.candidate} % while it was being rolled back. Nothing more is written; \`canary abort\` takes it back anyway.`;
  return entered(journal, policy, seen, 'Foreign', reason, { weights: target.weights, intent: null });
}

/** The target says so; do the requests? */
function confirm(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  hasSource: boolean,
  confirmMs: number,
): Step {
  const before = journal.confirm!;
  if (!hasSource || seen.nowMs < before.at) return aliasBack(journal, policy, seen);
  if (before.n !== null && seen.nowMs - before.at < confirmMs) return wait(journal);
  const found = newerRead(seen, before);
  const looks = before.looks + 1;
  if (found === null) {
    if (looks <= policy.maxConsecutiveUnknown)
      return wait(changed(journal, policy, seen, { confirm: { ...before, at: seen.nowMs, looks } }));
    const warning = 'The rollback is confirmed by the target only: the metrics were silent.';
    return aliasBack({ ...journal, warnings: [...journal.warnings, warning] }, policy, seen);
  }
  if (found.n === before.n) return aliasBack(journal, policy, seen);
  if (looks > CONFIRM_LOOKS)
    return wait(
      broken(journal, policy, seen, journal.failures, 'the target confirms it, but the candidate still gets requests.'),
    );
  return wait(changed(journal, policy, seen, { confirm: { ...found, at: seen.nowMs, looks } }));
}

/** What the candidate had been asked as of a read that is newer than the one before: the same read twice would confirm anything. */
function newerRead(
  { reading }: Observation,
  before: NonNullable<RolloutJournal['confirm']>,
): { n: number; time: number } | null {
  if (reading === undefined || isUnreachable(reading)) return null;
  const n = candidateRequests(reading);
  const newer = Number.isFinite(reading.timeMs) && (before.time === null || reading.timeMs > before.time);
  return n === null || !newer ? null : { n, time: reading.timeMs };
}

/** The alias last: it must never name a version that is about to get traffic back. */
function aliasBack(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step {
  if (!journal.alias_moved)
    return mayHaveMoved(journal, seen) ? aliasRead(journal, policy, seen) : goOn(rolledBack(journal, policy, seen));
  return aliasRead(journal, policy, seen);
}

/** A promotion by alias may have moved it just before its process ended. */
const mayHaveMoved = (journal: RolloutJournal, seen: Observation): boolean =>
  seen.champion !== undefined && journal.decisions.some(({ to }) => to === 'Promoting');

function aliasRead(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step {
  const { champion } = seen;
  if (champion === undefined) return wait(journal);
  if (isUnreachable(champion)) return { ...wait(journal), failure: champion.unreachable };
  if (champion === journal.champion) return goOn(rolledBack(journal, policy, seen));
  if (champion !== journal.candidate) {
    const reason = `The split is back at the stable arm, but somebody moved the champion alias to ${champion ?? 'nothing'} meanwhile: check what serves.`;
    return wait(
      journal.alias_moved ? entered(journal, policy, seen, 'Foreign', reason) : rolledBack(journal, policy, seen),
    );
  }
  if (journal.champion === null) {
    const reason = `There is no earlier version to return to. ${journal.ending?.reason ?? ''}`.trim();
    return wait(entered(journal, policy, seen, 'Broken', reason));
  }
  if (seen.aliasRefused?.action === 'rollback') {
    const reason = `The split is back at the stable arm, but the registry refuses to make ${journal.champion} champion again: ${seen.aliasRefused.why}`;
    return wait(entered(journal, policy, seen, 'Broken', reason));
  }
  const reason = `canary of ${journal.endpoint} rolled back: ${journal.ending?.reason ?? ''}`.slice(0, 1024);
  const { champion: to, candidate: expect } = journal;
  return { journal, effect: { kind: 'alias', action: 'rollback', to, expect, reason }, again: true };
}

function rolledBack(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): RolloutJournal {
  const reason = journal.ending?.reason ?? 'Rolled back.';
  const done = entered(journal, policy, seen, 'RolledBack', reason, {
    weights: journal.rollback.weights,
    intent: null,
    confirm: null,
    alias_moved: false,
  });
  return { ...done, lease: { owner: null, expires: seen.nowMs } };
}
