import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { SmokeReport } from '../ports.ts';
import { isUnreachable, type Observation, type Step } from './observation.ts';
import { startPromotion } from './promotion.ts';
import type { RolloutPolicy } from './rollout-policy.ts';
import { announce, settleSplit, splitOf } from './split.ts';
import { changed, entered, goOn, takeBack, wait } from './transition.ts';

/** Locked: the candidate arm must exist and have no traffic before anything is asked of it. */
export function stepLocked(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step {
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  const target = seen.target;
  if (target !== undefined && !isUnreachable(target) && target.candidateReady === false) {
    const reason = 'The candidate arm is not ready.';
    if (seen.nowMs - journal.times.started >= policy.horizonMs)
      return takeBack(journal, policy, seen, 'no_decision', `${reason} The horizon has passed.`);
    return wait(journal.reason === reason ? journal : changed(journal, policy, seen, { reason }));
  }
  return goOn(entered(journal, policy, seen, 'Deployed', 'The candidate is deployed and has no traffic.'));
}

/** Deployed: golden requests to the candidate alone. Asked again by whoever finds no answer in the journal. */
export function stepDeployed(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  hasSmoke: boolean,
): Step {
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  if (!hasSmoke) {
    const warning = 'No smoke test is configured: nothing asked the candidate anything before it got traffic.';
    return goOn(entered(journal, policy, seen, 'Smoked', warning, { warnings: [...journal.warnings, warning] }));
  }
  if (seen.smoke === undefined) return { journal, effect: { kind: 'smoke' }, again: true };
  if (isUnreachable(seen.smoke)) {
    const reason = `The smoke test could not be made: ${seen.smoke.unreachable.message}`;
    return takeBack(journal, policy, seen, 'unreachable', reason);
  }
  return smokeJudged(journal, policy, seen, seen.smoke);
}

function smokeJudged(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation, smoke: SmokeReport): Step {
  const { fixtures, passed, message } = smoke;
  const found = { fixtures, passed, message: message.slice(0, 4096) };
  const warnings = [...journal.warnings, ...smoke.warnings].slice(0, 1000);
  const kept = { ...journal, smoke: found, warnings };
  if (fixtures === 0 || passed < fixtures) {
    const reason = `Smoke: ${passed} of ${fixtures} golden requests were answered as expected. ${message}`;
    return takeBack(kept, policy, seen, 'harm', reason.trim());
  }
  return goOn(entered(kept, policy, seen, 'Smoked', `All ${fixtures} golden requests were answered as expected.`));
}

/** Smoked: first traffic, or all of it where there is nothing to compare with. */
export function stepSmoked(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step {
  if (journal.mode !== 'split') return startPromotion(journal, policy, seen, wholeReason(journal));
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  const target = seen.target;
  if (target === undefined || isUnreachable(target)) return wait(journal);
  const first = policy.steps[0]!;
  const opened = entered(journal, policy, seen, 'Canary', `Canary begins with ${first.weight} % of traffic.`, {
    step: 0,
    times: { ...journal.times, canary: seen.nowMs, step: seen.nowMs },
  });
  return announce(opened, policy, seen, target, 'advance', splitOf(first.weight));
}

function wholeReason(journal: RolloutJournal): string {
  if (journal.mode === 'direct') return 'First rollout of this model: there is no second arm to compare with.';
  return 'The target cannot split traffic: the candidate takes all of it at once.';
}
