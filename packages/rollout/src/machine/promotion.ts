import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { Reading } from '../ports.ts';
import { judgeReading } from './evidence.ts';
import { type CanaryJudging, isUnreachable, type Observation, type Step } from './observation.ts';
import { patienceMs, type RolloutPolicy } from './rollout-policy.ts';
import { announce, sameSplit, settleSplit, splitOf } from './split.ts';
import { changed, entered, goOn, takeBack, wait } from './transition.ts';

const ALL = splitOf(100);

/** Towards 100 %: only while the champion is still the one this rollout was compared with. */
export function startPromotion(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  reason: string,
): Step {
  const moved = championMoved(journal, policy, seen);
  if (moved) return moved;
  if (journal.mode === 'alias') return goOn(entered(journal, policy, seen, 'Promoting', reason, { step: null }));
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  const target = seen.target;
  if (target === undefined || isUnreachable(target)) return wait(journal);
  const promoting = entered(journal, policy, seen, 'Promoting', reason, { step: null });
  return announce(promoting, policy, seen, target, 'promote', ALL);
}

function championMoved(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step | null {
  const { champion } = seen;
  if (champion === undefined) return wait(journal);
  if (isUnreachable(champion)) return { ...wait(journal), failure: champion.unreachable };
  if (champion === journal.champion || champion === journal.candidate) return null;
  const reason = `The champion alias was moved from ${journal.champion ?? 'nothing'} to ${champion ?? 'nothing'} meanwhile: what the canary compared with no longer is the champion.`;
  return takeBack(journal, policy, seen, 'no_decision', reason);
}

/** Promoting: the target confirms 100 %, then the alias follows by compare-and-swap. From the commit point on only forward. */
export function stepPromoting(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step {
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  if (journal.mode !== 'alias' && !sameSplit(journal.weights, ALL))
    return startPromotion(journal, policy, seen, journal.reason);
  const moved = championMoved(journal, policy, seen);
  if (moved) return moved;
  if (seen.champion !== journal.candidate) {
    if (seen.aliasRefused?.action === 'promote') {
      const refused = `The registry refused to make ${journal.candidate} champion: ${seen.aliasRefused.why}`;
      return takeBack(journal, policy, seen, 'no_decision', refused);
    }
    const reason = `canary of ${journal.endpoint}: ${journal.reason}`.slice(0, 1024);
    const { candidate: to, champion: expect } = journal;
    return { journal, effect: { kind: 'alias', action: 'promote', to, expect, reason }, again: true };
  }
  return goOn(
    entered(journal, policy, seen, 'Soaking', 'The candidate has all traffic and is the champion.', {
      alias_moved: true,
      weights: ALL,
      times: { ...journal.times, soak: seen.nowMs, judged: null },
      reading: null,
      windows: { ...journal.windows, consecutive_unknown: 0 },
    }),
  );
}

/** Soaking: the new champion is watched with all traffic; only harm counts, there is nothing left to compare with. */
export function stepSoaking(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  judging: CanaryJudging | null,
  settles: boolean,
): Step {
  const settle = { kind: 'settle' as const, version: journal.candidate, key: `${journal.id}/settle` };
  if (seen.settled) return goOn(completed(journal, policy, seen));
  // While the stable arm is being made to serve the new champion, the split may be either: the command is only ever repeated.
  if (journal.settling) return { journal, effect: settle, again: true };
  const unsettled = settleSplit(journal, policy, seen) ?? aliasTaken(journal, policy, seen);
  if (unsettled) return unsettled;
  const judged = judging
    ? judgeReading(journal, policy, { ...seen, reading: candidateOnly(journal, seen) }, judging)
    : null;
  const now = judged?.journal ?? journal;
  const harm = judged?.judgement?.rollback;
  if (harm) return fallBack(now, policy, seen, 'harm', `While soaking: ${harm}`);
  const soaked = seen.nowMs - (journal.times.soak ?? seen.nowMs) - policy.soakMs;
  if (soaked < 0) return wait(now);
  const blind = judging !== null && now.windows.consecutive_unknown > 0;
  if (blind && soaked < patienceMs(policy)) return wait(now);
  if (blind)
    return fallBack(
      now,
      policy,
      seen,
      'no_decision',
      'While soaking: the metrics have been silent for the whole horizon.',
    );
  if (!settles) return goOn(completed(now, policy, seen));
  return { journal: changed(now, policy, seen, { settling: true }), effect: settle, again: true };
}

/** Somebody gave the alias to another version while this one soaks: then it is not for this rollout to make it permanent. */
function aliasTaken(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step | null {
  const { champion } = seen;
  if (champion === undefined || champion === journal.candidate) return null;
  if (isUnreachable(champion)) return { ...wait(journal), failure: champion.unreachable };
  const reason =
    `Somebody moved the champion alias to ${champion ?? 'nothing'} while the candidate, with all traffic, was soaking. ` +
    'Nothing more is written. `canary abort` gives the traffic back to the stable arm.';
  return wait(entered(journal, policy, seen, 'Foreign', reason));
}

/** A first model has nothing to go back to: it keeps its traffic, and a person is called. */
function fallBack(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  outcome: 'harm' | 'no_decision',
  reason: string,
): Step {
  if (journal.champion !== null) return takeBack(journal, policy, seen, outcome, reason);
  const alert = `${reason} There is no earlier version to return to: a person must decide.`;
  return wait(entered(journal, policy, seen, 'Broken', alert, { ending: { outcome, reason } }));
}

function completed(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): RolloutJournal {
  const reason = `${journal.candidate.slice(0, 19)} serves all traffic and is the champion.`;
  const done = entered(journal, policy, seen, 'Completed', reason, { intent: null, settling: false });
  return { ...done, lease: { owner: null, expires: seen.nowMs } };
}

/** The stable arm has no traffic any more, and its series may be gone: that is no gap in what is known. */
function candidateOnly(journal: RolloutJournal, seen: Observation): Observation['reading'] {
  const { reading } = seen;
  if (reading === undefined || isUnreachable(reading)) return reading;
  const none = { n: 0, events: 0, sum: 0, sum_sq: 0 };
  const guardrails: Reading['guardrails'] = {};
  for (const [id, arms] of Object.entries(reading.guardrails)) {
    const before = journal.reading?.guardrails[id]?.stable as Reading['guardrails'][string]['stable'] | undefined;
    const shape =
      arms.candidate !== null && 'sum' in arms.candidate
        ? { n: 0, sum: 0, sum_sq: 0 }
        : { n: none.n, events: none.events };
    guardrails[id] = { candidate: arms.candidate, stable: before ?? shape };
  }
  return { ...reading, guardrails, problems: [] };
}
