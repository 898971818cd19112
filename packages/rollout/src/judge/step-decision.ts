import type { Judgement } from './judge.ts';

/** What one tick of a canary step has to decide by. */
export interface StepSituation {
  judgement: Judgement;
  /** Candidate requests of known windows since the step began, and how many the step asks for. */
  requestsInStep: number;
  minRequests: number;
  /** Milliseconds since the step began, and how many the step asks for. */
  timeInStepMs: number;
  minTimeMs: number;
  /** Whether the observed share of traffic fits the weight. */
  shareOk: boolean;
  /** Whether the whole canary has had its time. */
  horizonPassed: boolean;
}

/** What to do: `hold` = back to the first step's weight, `wait` = stay, `advance` = next step (after the last: promote). */
export interface StepDecision {
  decision: 'rollback' | 'hold' | 'advance' | 'wait' | 'inconclusive';
  reason: string;
}

/**
 * Decides one tick, in this order: proven harm rolls back; suspected harm holds; everything met, known and waited for advances; the end of
 * the canary's time is inconclusive (also in a hold); otherwise it waits and says for what.
 */
export function decideStep(situation: StepSituation): StepDecision {
  const { judgement, horizonPassed } = situation;
  if (judgement.rollback) return { decision: 'rollback', reason: judgement.rollback.reason };
  if (judgement.hold && !horizonPassed) return { decision: 'hold', reason: judgement.hold.reason };
  const missing = missingFor(situation);
  if (missing.length === 0) return { decision: 'advance', reason: 'Every guardrail is met.' };
  if (horizonPassed)
    return { decision: 'inconclusive', reason: `The canary's time is over without a decision: ${missing.join('; ')}.` };
  return { decision: 'wait', reason: `Waiting: ${missing.join('; ')}.` };
}

function missingFor(situation: StepSituation): string[] {
  const { judgement, requestsInStep, minRequests, timeInStepMs, minTimeMs, shareOk } = situation;
  const missing: string[] = [];
  if (judgement.hold) missing.push(`held (${judgement.hold.reason})`);
  if (judgement.t === null) missing.push('no window has been read yet');
  else if (!judgement.known) missing.push(`unknown data (${judgement.unknown.map(unknownText).join('; ')})`);
  if (!judgement.met) missing.push(`${judgement.unmet.join(', ')} not proven yet`);
  if (requestsInStep < minRequests) missing.push(`${requestsInStep} of ${minRequests} requests in this step`);
  if (timeInStepMs < minTimeMs)
    missing.push(`${Math.floor(timeInStepMs / 1000)} of ${Math.ceil(minTimeMs / 1000)} s in this step`);
  if (!shareOk) missing.push("the candidate's share of requests does not fit its weight");
  return missing;
}

function unknownText({ guardrail, reason }: Judgement['unknown'][number]): string {
  return `${guardrail}: ${reason.slice(0, 300)}`;
}
