import { asDeliveryError, ConfigError, EXIT } from '@model-delivery/core';
import {
  type CanaryPlan,
  judgePolicy,
  planCanary,
  type Reading,
  type RolloutWorld,
  type ServiceTraffic,
} from '@model-delivery/rollout';
import type { RolloutSetting } from './rollout-setting.ts';

/** How long the traffic is watched to learn its rate, milliseconds. */
const WATCH_MS = 5000;

/** What the canary can and cannot find out in its time; nothing is touched. */
export async function planRollout(
  setting: RolloutSetting,
  world: RolloutWorld,
  requestsPerSecond: number | undefined,
): Promise<CanaryPlan | null> {
  const { policy, hasSource } = setting.machine;
  if (!setting.target.canSplit || !hasSource) return null;
  const first = policy.steps[0]!;
  const shape = {
    weight: first.weight,
    windowMs: policy.windowMs,
    horizonMs: policy.horizonMs,
    minRequests: first.minRequests,
    minTimeMs: first.minTimeMs,
  };
  const { traffic, warnings } = await watched(world, policy.windowMs, requestsPerSecond);
  const plan = planCanary(judgePolicy(setting.config), shape, traffic);
  return { ...plan, warnings: [...plan.warnings, ...warnings] };
}

/** Metrics that cannot be read leave a plan without a rate; they are no reason to have none. */
async function watched(
  world: RolloutWorld,
  windowMs: number,
  requestsPerSecond: number | undefined,
): Promise<{ traffic: ServiceTraffic | null; warnings: string[] }> {
  try {
    return { traffic: await trafficNow(world, windowMs, requestsPerSecond), warnings: [] };
  } catch (thrown) {
    const { exitCode, message } = asDeliveryError(thrown);
    if (exitCode !== EXIT.external) throw thrown;
    const traffic = requestsPerSecond === undefined ? null : { requestsPerSecond, stable: {} };
    return { traffic, warnings: [`The traffic could not be watched: ${message}`] };
  }
}

/** Requests per second and the stable arm's rates, from two reads; null where the metrics tell nothing. */
async function trafficNow(
  world: RolloutWorld,
  windowMs: number,
  requestsPerSecond: number | undefined,
): Promise<ServiceTraffic | null> {
  const first = await world.source!.read(world.signal);
  await world.sleep(Math.min(windowMs, WATCH_MS));
  const second = await world.source!.read(world.signal);
  const seconds = (second.timeMs - first.timeMs) / 1000;
  const watched = seconds > 0 ? (requests(second) - requests(first)) / seconds : 0;
  const rate = requestsPerSecond ?? watched;
  if (!(rate > 0)) return null;
  const entries = Object.entries(second.guardrails).flatMap(([id, { stable }]) => {
    if (stable === null || !('events' in stable) || !(stable.n > 0)) return [];
    return [[id, { rate: stable.events / stable.n }] as const];
  });
  return { requestsPerSecond: rate, stable: Object.fromEntries(entries) };
}

/** Requests of both arms, the largest count of any guardrail. */
function requests(reading: Reading): number {
  const counts = Object.values(reading.guardrails).map(
    ({ stable, candidate }) => (stable?.n ?? 0) + (candidate?.n ?? 0),
  );
  return Math.max(0, ...counts.filter(Number.isFinite));
}

/** @throws ConfigError under `strict` when the canary could not decide in its time */
export function refuseHopeless(plan: CanaryPlan | null, strict: boolean): void {
  if (!strict || plan === null || plan.promotable !== false) return;
  throw new ConfigError({
    code: 'ROLLOUT_CANNOT_DECIDE',
    message: `Under \`rollout.strict\` a canary that cannot decide in its time is not begun. ${plan.guardrails.map(({ message }) => message).join(' ')}`,
    hint: 'Give it more traffic, more time (`horizon`), a wider `non_inferiority` or a `max_rate`; `canary plan` shows the numbers.',
  });
}
