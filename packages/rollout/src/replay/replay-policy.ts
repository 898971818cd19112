import { ConfigError, type RolloutConfig } from '@model-delivery/core';
import { durationMs } from '../duration.ts';
import { type JudgePolicy, judgePolicy } from '../judge/judge-policy.ts';

/** What a replay takes from the `rollout` block: the judge, the horizon, and the requests its first step asks for. */
export interface ReplayPolicy {
  judge: JudgePolicy;
  horizonSeconds: number;
  minRequests: number;
}

const DEFAULT_HORIZON = '6h';

/** The replay's part of the `rollout` block. @throws ConfigError as `judgePolicy` does. */
export function replayPolicy(
  config: Pick<RolloutConfig, 'guardrails' | 'breakers' | 'alpha' | 'horizon' | 'steps'>,
): ReplayPolicy {
  const judge = judgePolicy(config);
  if (judge.guardrails.some(({ id }) => id === 'n')) {
    throw new ConfigError({
      code: 'REPLAY_GUARDRAIL_N',
      message: 'A guardrail has the id n, which means the number of requests in recorded windows.',
      hint: 'Give the guardrail another id.',
    });
  }
  return {
    judge,
    horizonSeconds: durationMs(config.horizon ?? DEFAULT_HORIZON) / 1000,
    minRequests: config.steps?.[0]?.min_requests ?? 0,
  };
}
