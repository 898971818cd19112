import type { CanaryJudging } from '../machine/observation.ts';
import { ARMS, type Arm } from '../ports.ts';
import type { CanaryWindow } from './canary-window.ts';
import { createJudge, type Judgement } from './judge.ts';
import type { JudgePolicy } from './judge-policy.ts';
import type { JudgeState } from './judge-state.ts';
import { windowBetween } from './window-between.ts';

/** The judge as the canary's machine asks it: one window between two reads, continued from the journal's evidence (null: none yet). */
export function canaryJudging(policy: JudgePolicy): CanaryJudging {
  return {
    judge(evidence, previous, reading) {
      const judge = createJudge(policy, (evidence ?? undefined) as JudgeState | undefined);
      const window = windowBetween(previous, reading, policy.guardrails);
      const judgement = judge.add(window);
      const statuses = judge.statuses();
      const messages = statuses.map(({ message }) => message);
      return {
        evidence: judge.toJSON(),
        known: judgement.known,
        problem: judgement.unknown.map(({ guardrail, reason }) => `${guardrail}: ${reason}`).join('; '),
        requests: requestsOf(window),
        rollback: judgement.rollback?.reason ?? null,
        hold: judgement.hold?.reason ?? null,
        met: judgement.met,
        reason: reasonOf(judgement, messages),
        statuses,
      };
    },
  };
}

function reasonOf({ rollback, hold }: Judgement, messages: readonly string[]): string {
  return rollback?.reason ?? hold?.reason ?? messages.join(' ');
}

/** Requests by arm: the largest number of any guardrail that is known in both arms. */
function requestsOf({ guardrails }: CanaryWindow): Record<Arm, number> {
  const requests = { stable: 0, candidate: 0 };
  for (const window of Object.values(guardrails)) {
    if ('unknown' in window) continue;
    for (const arm of ARMS) requests[arm] = Math.max(requests[arm], window[arm].n);
  }
  return requests;
}
