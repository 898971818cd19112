import { drawGamma, drawNormal, drawPoisson, type RandomStream, type WindowCounts } from '@model-delivery/stats';

/** Windows (of a minute) of every simulated canary. */
export const MINUTES = 60;
/** The candidate's share where the weight does not rise. */
export const SHARE = 0.05;

/** How traffic and error rates move; factors multiply what a stationary service would have. */
export interface TrafficPattern {
  name: string;
  /** The candidate's share in a minute (from 0). */
  share: (minute: number) => number;
  /** Factor of both arms' error rate, known beforehand. */
  drift: (minute: number) => number;
  /** Variance of a random factor that both arms have in common in a minute. */
  sharedShock: number;
  /** Variance of a random factor that one arm has alone in a minute: the bursts that no comparison of arms can tell from harm. */
  burst: number;
}

const STEADY = { share: () => SHARE, drift: () => 1, sharedShock: 0, burst: 0 };
const rising = (minute: number) => 0.5 * 4 ** (minute / (MINUTES - 1));

export const STATIONARY: TrafficPattern = { name: 'stationary', ...STEADY };

/** The patterns under which errors of the judge are counted. */
export const PATTERNS: readonly TrafficPattern[] = [
  STATIONARY,
  { ...STEADY, name: 'error rate drifts from half to twice', drift: rising },
  {
    ...STEADY,
    name: 'weight 5, 25, 50 %, drift, shocks of both arms',
    share: (minute) => [0.05, 0.25, 0.5][Math.floor(minute / (MINUTES / 3))]!,
    drift: rising,
    sharedShock: 0.5,
  },
  ...[0.2, 0.5, 1].map((burst) => ({ ...STEADY, name: `bursts of one arm, variance ${burst}`, burst })),
];

/** A gamma factor of mean 1 and this variance. */
function factor(random: RandomStream, variance: number): number {
  return variance === 0 ? 1 : variance * drawGamma(random, 1 / variance);
}

/** Requests arrive at random (Poisson) and fail independently of each other, given the minute's rate. */
function drawArm(random: RandomStream, requests: number, rate: number) {
  const x = drawPoisson(random, requests * rate);
  return { n: x + drawPoisson(random, requests * (1 - rate)), x };
}

/** One minute: requests per second of the whole service, and the error rates of both arms before the pattern moves them. */
export function drawMinute(
  random: RandomStream,
  pattern: TrafficPattern,
  service: { rps: number; stable: number; candidate: number },
  minute: number,
): WindowCounts {
  const share = pattern.share(minute);
  const common = pattern.drift(minute) * factor(random, pattern.sharedShock);
  const rateOf = (rate: number) => Math.min(1, rate * common * factor(random, pattern.burst));
  const perMinute = 60 * service.rps;
  return {
    candidate: drawArm(random, perMinute * share, rateOf(service.candidate)),
    stable: drawArm(random, perMinute * (1 - share), rateOf(service.stable)),
  };
}

/** Values of one arm in one minute: n independent ones around a mean of their own, which a shock of the whole arm moves. */
export function drawMean(
  random: RandomStream,
  requests: number,
  { mean, sd, shock }: { mean: number; sd: number; shock: number },
) {
  const n = drawPoisson(random, requests);
  const moved = mean + shock * drawNormal(random);
  return { n, sum: n * moved + Math.sqrt(n) * sd * drawNormal(random), sum_sq: n * (moved * moved + sd * sd) };
}
