import { directionsOf } from '../judge/directed-evidence.ts';
import { thresholdsOf } from '../judge/guardrail-evidence.ts';
import { percent } from '../judge/guardrail-status.ts';
import type { GuardrailPolicy, JudgePolicy } from '../judge/judge-policy.ts';
import {
  absoluteProves,
  eventArm,
  exactProves,
  firstThat,
  robustPower,
  type SteadyArm,
  type SteadyWindow,
  turned,
} from './forecast.ts';

/** The canary's first step and its time: nothing advances beyond it before everything is met. */
export interface CanaryShape {
  /** The candidate's share in percent. */
  weight: number;
  windowMs: number;
  horizonMs: number;
  minRequests: number;
  minTimeMs: number;
}

/** What serves today: requests per second of the whole service, and by guardrail the stable arm's rate, or mean and standard deviation. */
export interface ServiceTraffic {
  requestsPerSecond: number;
  stable: Record<string, { rate: number } | { mean: number; sd: number }>;
}

/** What the canary can and cannot find out about one guardrail. */
export interface GuardrailPlan {
  id: string;
  /** Rate (or mean) of the stable arm; null where it is not known. */
  stable: number | null;
  /** The smallest worsening, as a ratio, that is rolled back with a probability of 80 % within the horizon; null: none is. */
  detectable_ratio: number | null;
  /** The route that proves an equal candidate with a probability of 80 % within the horizon; null: none does. */
  promotable: 'ratio' | 'absolute' | null;
  /** Seconds until an equal candidate is proven in half of all canaries. */
  seconds_to_proof: number | null;
  message: string;
}

export interface CanaryPlan {
  requests_per_second: number | null;
  /** The candidate's requests within the horizon at the first step's weight. */
  candidate_requests: number | null;
  guardrails: GuardrailPlan[];
  /** Whether an equal candidate will probably be promoted; null where too little is known to say. */
  promotable: boolean | null;
  warnings: string[];
}

const POWER = 0.8;
/** Worsenings beyond this are a matter for breakers. */
const LARGEST_RATIO = 100;
/** `max_rate` above this multiple of the stable rate proves little. */
const GENEROUS_MAX_RATE = 3;

/**
 * What a canary can detect and prove in its time, by normal approximation for steady traffic and independent requests; `traffic` null where
 * nothing has been read yet, then only the policy is looked at.
 */
export function planCanary(policy: JudgePolicy, shape: CanaryShape, traffic: ServiceTraffic | null): CanaryPlan {
  const rps = traffic?.requestsPerSecond ?? null;
  const guardrails = policy.guardrails.map((guardrail) => guardrailPlan(guardrail, policy, shape, traffic));
  const requests = rps === null ? null : (rps * (shape.weight / 100) * shape.horizonMs) / 1000;
  const enough = requests === null || requests >= shape.minRequests;
  const warnings = policy.guardrails.flatMap((guardrail, i) => rateWarnings(guardrail, guardrails[i]!));
  if (!enough) {
    warnings.push(
      `The first step asks for ${shape.minRequests} requests of the candidate; ${shape.weight} % of ${rps} requests per second gives ${Math.floor(requests!)} in its time.`,
    );
  }
  const known = guardrails.every(({ stable }) => stable !== null);
  const promotable = !enough ? false : known ? guardrails.every((each) => each.promotable !== null) : null;
  return { requests_per_second: rps, candidate_requests: requests, guardrails, promotable, warnings };
}

function rateWarnings({ id, kind, harmIf, maxRate }: GuardrailPolicy, { stable }: GuardrailPlan): string[] {
  if (kind === 'mean' && stable !== null && stable <= 0)
    return [`${id}: the stable mean is ${stable}; ratios to it need a mean above 0.`];
  if (kind === 'mean' || harmIf !== 'up') return [];
  if (maxRate === null) return [`${id} has no \`max_rate\`: a service without errors can never be promoted.`];
  if (stable === null || maxRate <= GENEROUS_MAX_RATE * stable) return [];
  return [
    `${id}: \`max_rate\` ${percent(maxRate)} is more than ${GENEROUS_MAX_RATE}x the stable rate of ${percent(stable)}; a candidate that much worse could be promoted.`,
  ];
}

function guardrailPlan(
  guardrail: GuardrailPolicy,
  policy: JudgePolicy,
  shape: CanaryShape,
  traffic: ServiceTraffic | null,
): GuardrailPlan {
  const { id } = guardrail;
  const stable = traffic && Object.hasOwn(traffic.stable, id) ? traffic.stable[id]! : null;
  const unknown = { id, stable: null, detectable_ratio: null, promotable: null, seconds_to_proof: null };
  if (traffic === null || stable === null)
    return { ...unknown, message: `${id}: nothing is known about the stable arm yet.` };
  const value = 'rate' in stable ? stable.rate : stable.mean;
  const perWindow = (traffic.requestsPerSecond * shape.windowMs) / 1000;
  const windowAt = (ratio: number): SteadyWindow => ({
    candidate: armOf((perWindow * shape.weight) / 100, stable, ratio),
    stable: armOf((perWindow * (100 - shape.weight)) / 100, stable, 1),
  });
  const numbers = {
    stable: value,
    detectable_ratio: detectableRatio(guardrail, policy, shape, windowAt, 'rate' in stable ? stable.rate : null),
    ...proofOf(guardrail, policy, shape, windowAt(1)),
  };
  return { id, ...numbers, message: messageOf(guardrail, numbers, shape) };
}

function armOf(n: number, stable: ServiceTraffic['stable'][string], ratio: number): SteadyArm {
  if ('rate' in stable) return eventArm(n, Math.min(1, ratio * stable.rate));
  return { n, mean: ratio * stable.mean, variance: stable.sd ** 2 };
}

const kindOf = (guardrail: GuardrailPolicy) => (guardrail.kind === 'mean' ? 'means' : 'counts');
const windowsIn = (shape: CanaryShape) => Math.floor(shape.horizonMs / shape.windowMs);

function detectableRatio(
  guardrail: GuardrailPolicy,
  policy: JudgePolicy,
  shape: CanaryShape,
  windowAt: (ratio: number) => SteadyWindow,
  rate: number | null,
): number | null {
  const threshold = thresholdsOf(guardrail, policy).harm;
  const direction = directionsOf(guardrail)[0]!;
  const detects = (ratio: number) => {
    const window = turned(windowAt(direction.word === 'up' ? ratio : 1 / ratio), direction);
    const question = { window, kind: kindOf(guardrail), margin: 1, alternative: 'harm', threshold } as const;
    return robustPower(question, windowsIn(shape)) >= POWER;
  };
  const largest = rate === null || direction.word === 'down' ? LARGEST_RATIO : Math.min(LARGEST_RATIO, 1 / rate);
  const hundredths = firstThat(Math.floor(100 * largest) - 100, (steps) => detects(1 + steps / 100));
  return hundredths === null ? null : 1 + hundredths / 100;
}

function proofOf(guardrail: GuardrailPolicy, policy: JudgePolicy, shape: CanaryShape, window: SteadyWindow) {
  const most = windowsIn(shape);
  const least = Math.max(
    1,
    Math.ceil(shape.minRequests / window.candidate.n),
    Math.ceil(shape.minTimeMs / shape.windowMs),
  );
  const { met: threshold } = thresholdsOf(guardrail, policy);
  const ratio = (windows: number, power: number) =>
    directionsOf(guardrail).every((direction) => {
      const seen = turned(window, direction);
      const question = { window: seen, kind: kindOf(guardrail), margin: direction.margin, threshold } as const;
      if (robustPower({ ...question, alternative: 'non_inferiority' }, windows) < power) return false;
      return guardrail.kind === 'mean' || exactProves(seen, direction.margin, threshold, windows, power);
    });
  const { maxRate: limit } = guardrail;
  const absolute = (windows: number, power: number) =>
    limit !== null && absoluteProves(window.candidate, { limit, threshold }, windows, power);
  const half = firstThat(most, (windows) => ratio(windows, 0.5) || absolute(windows, 0.5));
  const windows = half === null ? null : Math.max(half, least);
  const inTime = least <= most;
  const route = absolute(most, POWER) ? 'absolute' : ratio(most, POWER) ? 'ratio' : null;
  return {
    promotable: inTime ? (route as GuardrailPlan['promotable']) : null,
    seconds_to_proof: windows === null || windows > most ? null : (windows * shape.windowMs) / 1000,
  };
}

function messageOf(
  guardrail: GuardrailPolicy,
  plan: Pick<GuardrailPlan, 'detectable_ratio' | 'promotable' | 'seconds_to_proof'>,
  shape: CanaryShape,
): string {
  const time = minutes(shape.horizonMs / 1000);
  const word = guardrail.harmIf === 'down' ? 'a fall' : 'a rise';
  const harm =
    plan.detectable_ratio === null
      ? `no worsening is rolled back with 80 % probability within ${time}`
      : `${word} by a factor of ${plan.detectable_ratio} or more is rolled back with 80 % probability within ${time}`;
  const proof =
    plan.promotable === null
      ? `an equal candidate will often not be proven within ${time}`
      : `an equal candidate is proven by the ${plan.promotable === 'ratio' ? 'comparison with the stable arm' : 'absolute rate'}${plan.seconds_to_proof === null ? '' : `, half of them within ${minutes(plan.seconds_to_proof)}`}`;
  return `${guardrail.id}: ${harm}; ${proof}.`;
}

function minutes(seconds: number): string {
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`;
}
