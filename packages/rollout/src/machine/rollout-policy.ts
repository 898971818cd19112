import { ConfigError, type RolloutConfig } from '@model-delivery/core';
import { durationMs } from '../duration.ts';

/** One step of the canary, below 100 %. */
export interface CanaryStep {
  /** Candidate's share in percent, above 0 and below 100. */
  weight: number;
  minTimeMs: number;
  minRequests: number;
}

/** The `rollout` block with its defaults filled in, durations in milliseconds. */
export interface RolloutPolicy {
  firstRollout: 'direct' | 'refuse';
  steps: CanaryStep[];
  windowMs: number;
  horizonMs: number;
  soakMs: number;
  maxConsecutiveUnknown: number;
  leaseTtlMs: number;
  leaseGraceMs: number;
  inconclusive: 'rollback' | 'hold' | 'extend';
}

/** How long evidence is waited for, milliseconds: the horizon, and under `extend` once more. */
export function patienceMs(policy: Pick<RolloutPolicy, 'horizonMs' | 'inconclusive'>): number {
  return policy.inconclusive === 'extend' ? 2 * policy.horizonMs : policy.horizonMs;
}

type StepConfig = NonNullable<RolloutConfig['steps']>[number];

const DEFAULT_STEPS: StepConfig[] = [
  { weight: 5, min_time: '30m', min_requests: 2000 },
  { weight: 25, min_time: '10m' },
  { weight: 50, min_time: '10m' },
  { weight: 100 },
];

/** The effective block in the words of the configuration: what the document shows as `policy` and the journal keeps. */
export function effectiveRollout(config: RolloutConfig): RolloutConfig {
  return {
    ...config,
    first_rollout: config.first_rollout ?? 'direct',
    steps: config.steps ?? DEFAULT_STEPS,
    alpha: config.alpha ?? 0.05,
    window: config.window ?? '60s',
    unknown: config.unknown ?? { max_consecutive: 3 },
    soak: config.soak ?? { for: '10m' },
    lease: { ttl: config.lease?.ttl ?? '20m', grace: config.lease?.grace ?? '10m' },
    arms: config.arms ?? { stable: 'stable', candidate: 'candidate' },
    horizon: config.horizon ?? '6h',
    inconclusive: config.inconclusive ?? 'rollback',
  };
}

/**
 * Reads an effective block. A step of 100 % is the promotion itself: nothing can be compared there, so its `min_time` is
 * time that the soak lasts at least.
 * @throws ConfigError where the steps do not rise, or none of them leaves a stable arm to compare with.
 */
export function rolloutPolicy(config: RolloutConfig): RolloutPolicy {
  const whole = effectiveRollout(config);
  const steps = whole.steps!.map((step) => ({
    weight: step.weight,
    minTimeMs: step.min_time === undefined ? 0 : durationMs(step.min_time),
    minRequests: step.min_requests ?? 0,
  }));
  refuseSteps(steps);
  const last = steps.at(-1)!;
  return {
    firstRollout: whole.first_rollout!,
    steps: steps.filter(({ weight }) => weight < 100),
    windowMs: durationMs(whole.window!),
    horizonMs: durationMs(whole.horizon!),
    soakMs: Math.max(durationMs(whole.soak!.for), last.weight === 100 ? last.minTimeMs : 0),
    maxConsecutiveUnknown: whole.unknown!.max_consecutive,
    leaseTtlMs: durationMs(whole.lease!.ttl!),
    leaseGraceMs: durationMs(whole.lease!.grace!),
    inconclusive: whole.inconclusive!,
  };
}

function refuseSteps(steps: readonly CanaryStep[]): void {
  const weights = steps.map(({ weight }) => weight);
  const rising = weights.every((weight, i) => weight > (weights[i - 1] ?? 0));
  if (rising && weights[0]! < 100) return;
  throw new ConfigError({
    code: 'ROLLOUT_STEPS',
    message: `rollout.steps has the weights ${weights.join(', ')}; expected weights that rise from above 0, the first below 100.`,
    hint: 'Write for example `steps: [ { weight: 5, min_time: 30m, min_requests: 2000 }, { weight: 25 }, { weight: 50 }, { weight: 100 } ]`.',
  });
}
