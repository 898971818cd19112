import type { RolloutJournal } from '../journal/rollout-journal.ts';
import { type Judged, judgeReading, shareFits } from './evidence.ts';
import { type CanaryJudging, isUnreachable, type Observation, type Step } from './observation.ts';
import { startPromotion } from './promotion.ts';
import { patienceMs, type RolloutPolicy } from './rollout-policy.ts';
import { announce, sameSplit, settleSplit, splitOf } from './split.ts';
import { changed, entered, goOn, takeBack, wait } from './transition.ts';

/**
 * Canary and Hold: one window judged, in the order that is fixed: a breaker or proven harm takes it back, suspected harm or
 * silence holds it at the first step, everything met advances it, and the horizon ends it by policy.
 */
export function stepCanary(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  judging: CanaryJudging,
): Step {
  const unsettled = settleSplit(journal, policy, seen);
  if (unsettled) return unsettled;
  const judged = judgeReading(journal, policy, seen, judging);
  if (judged === null) return atHorizon(journal, policy, seen) ?? wait(journal);
  const now = judged.journal;
  const { judgement } = judged;
  if (judgement?.rollback) return takeBack(now, policy, seen, 'harm', judgement.rollback);
  const holding = judgement?.hold ?? silence(now, policy);
  if (holding !== null) return atHorizon(now, policy, seen) ?? hold(now, policy, seen, holding);
  if (now.state === 'Canary') return forward(now, policy, seen, judged);
  // Nothing forbids to go on, but only a window that is known lets go of a hold.
  return atHorizon(now, policy, seen) ?? (judged.known ? goOn(released(now, policy, seen)) : wait(now));
}

/** Too many windows in a row that say nothing. */
function silence({ windows, reason }: RolloutJournal, policy: RolloutPolicy): string | null {
  const silent = windows.consecutive_unknown;
  return silent > 0 && silent >= policy.maxConsecutiveUnknown
    ? `${silent} windows in a row are unknown. ${reason}`
    : null;
}

/** Back to the first step's weight. */
function hold(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation, reason: string): Step {
  const target = seen.target;
  if (journal.state === 'Hold') return wait({ ...journal, reason });
  if (target === undefined || isUnreachable(target)) return wait(journal);
  const first = splitOf(policy.steps[0]!.weight);
  const held = entered(journal, policy, seen, 'Hold', reason, { step: 0, ...freshStep(journal, seen) });
  return sameSplit(journal.weights, first) ? goOn(held) : announce(held, policy, seen, target, 'hold', first);
}

function released(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): RolloutJournal {
  const reason = 'The reason to hold is gone: the canary goes on from its first step.';
  return entered(journal, policy, seen, 'Canary', reason, { step: 0, ...freshStep(journal, seen) });
}

const freshStep = (journal: RolloutJournal, seen: Observation) => ({
  times: { ...journal.times, step: seen.nowMs },
  step_requests: { stable: 0, candidate: 0 },
});

/** The next step, if everything that it needs is there; otherwise what is missing. */
function forward(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation, judged: Judged): Step {
  const missing = whatIsMissing(journal, policy, seen, judged);
  if (missing !== null)
    return atHorizon(journal, policy, seen) ?? wait(changed(journal, policy, seen, { reason: missing }));
  const { reason } = judged.judgement!;
  const target = seen.target;
  const index = (journal.step ?? 0) + 1;
  const next = policy.steps[index];
  if (next === undefined) return startPromotion(journal, policy, seen, reason);
  if (target === undefined || isUnreachable(target)) return wait(journal);
  const advanced = entered(journal, policy, seen, 'Canary', `${next.weight} % of traffic. ${reason}`, {
    step: index,
    ...freshStep(journal, seen),
  });
  return announce(advanced, policy, seen, target, 'advance', splitOf(next.weight));
}

function whatIsMissing(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  { known, judgement }: Judged,
): string | null {
  const { weight, minTimeMs, minRequests } = policy.steps[journal.step ?? 0]!;
  const { stable, candidate } = journal.step_requests;
  if (!known || judgement === null) return journal.reason;
  if (!judgement.met) return judgement.reason;
  const leftMs = minTimeMs - (seen.nowMs - (journal.times.step ?? seen.nowMs));
  if (leftMs > 0) return `Every guardrail is met; ${Math.ceil(leftMs / 1000)} s of this step remain.`;
  if (candidate < minRequests)
    return `Every guardrail is met; the candidate has had ${candidate} of the ${minRequests} requests of this step.`;
  if (stable + candidate === 0) return 'No request has been counted since this step began.';
  if (shareFits(journal.step_requests, weight)) return null;
  const share = ((100 * candidate) / (stable + candidate)).toPrecision(3);
  return `The candidate gets ${share} % of the requests where ${weight} % were asked for: the split is not in force (sticky sessions, a cache?).`;
}

/** The end of the time without a decision. Null while there is time. */
function atHorizon(journal: RolloutJournal, policy: RolloutPolicy, seen: Observation): Step | null {
  if (seen.nowMs - (journal.times.canary ?? seen.nowMs) < patienceMs(policy)) return null;
  const reason = `The horizon has passed without a decision. ${journal.reason}`;
  if (policy.inconclusive === 'hold')
    return journal.state === 'Hold' ? wait(journal) : hold(journal, policy, seen, reason);
  return takeBack(journal, policy, seen, 'no_decision', reason);
}
