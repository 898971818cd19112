import {
  AbsoluteRate,
  ExactRateRatio,
  normalCdf,
  normalQuantile,
  poissonDensity,
  ROBUST_WINDOWS,
} from '@model-delivery/stats';
import type { Direction } from '../judge/directed-evidence.ts';

/*
 * Normal approximations of what the judge will see when traffic is steady, windows are equal and requests are independent. Bursts make the
 * truth slower; nothing is decided by these numbers.
 */

/** What one window brings on average, of each arm: requests, and the mean and variance of a single request's value. */
export interface SteadyArm {
  n: number;
  mean: number;
  variance: number;
}
export interface SteadyWindow {
  candidate: SteadyArm;
  stable: SteadyArm;
}

/** An arm whose requests are events with probability `rate`. */
export function eventArm(n: number, rate: number): SteadyArm {
  return { n, mean: rate, variance: rate * (1 - rate) };
}

/** The window as a direction sees it: arms exchanged downwards. */
export function turned(window: SteadyWindow, { word }: Direction): SteadyWindow {
  return word === 'up' ? window : { candidate: window.stable, stable: window.candidate };
}

/** Mean and variance of one window's term of the robust sum (its sign that of harm), w·(ȳ_c - M·ȳ_s) for means. */
function meanTerm({ candidate, stable }: SteadyWindow, margin: number) {
  const weight = (candidate.n * stable.n) / (candidate.n + stable.n);
  const variance = candidate.variance / candidate.n + (margin * margin * stable.variance) / stable.n;
  return { mean: weight * (candidate.mean - margin * stable.mean), variance: weight * weight * variance, counted: 1 };
}

/** The same for counts, x_c - π·(x_c + x_s); only windows with an event are counted. */
function countTerm({ candidate, stable }: SteadyWindow, margin: number) {
  const share = (margin * candidate.n) / (margin * candidate.n + stable.n);
  const events = candidate.n * candidate.mean + stable.n * stable.mean;
  return {
    mean: (1 - share) * candidate.n * candidate.mean - share * stable.n * stable.mean,
    variance: (1 - share) ** 2 * candidate.n * candidate.variance + share ** 2 * stable.n * stable.variance,
    counted: -Math.expm1(-events),
  };
}

export interface RobustQuestion {
  window: SteadyWindow;
  kind: 'counts' | 'means';
  margin: number;
  alternative: 'harm' | 'non_inferiority';
  /** ln that E_r must reach. */
  threshold: number;
}

/** The probability that E_r stands at its threshold after `windows` windows. */
export function robustPower(question: RobustQuestion, windows: number): number {
  const term = (question.kind === 'means' ? meanTerm : countTerm)(question.window, question.margin);
  if (!(term.counted > 0) || windows * term.counted < ROBUST_WINDOWS) return 0;
  const drift = (question.alternative === 'harm' ? 1 : -1) * term.mean;
  const perWindow = term.variance + term.mean * term.mean;
  const rho = (ROBUST_WINDOWS * perWindow) / term.counted;
  const spread = windows * perWindow + rho;
  const needed = Math.sqrt(2 * spread * Math.max(0, question.threshold - Math.LN2 + 0.5 * Math.log(spread / rho)));
  if (term.variance === 0) return windows * drift >= needed ? 1 : 0;
  return normalCdf((windows * drift - needed) / Math.sqrt(windows * term.variance));
}

/** Whether the exact non-inferiority test reaches its threshold after `windows` windows, with probability `power`. */
export function exactProves(
  window: SteadyWindow,
  margin: number,
  threshold: number,
  windows: number,
  power: number,
): boolean {
  const [mine, theirs] = [window.candidate, window.stable].map(({ n, mean }) => windows * n * mean) as [number, number];
  const events = mine + theirs;
  if (events === 0) return false;
  const unlucky = mine + normalQuantile(power) * Math.sqrt((mine * theirs) / events);
  const candidate = { n: windows * window.candidate.n, x: Math.min(events, unlucky) };
  const stable = { n: windows * window.stable.n, x: events - candidate.x };
  return new ExactRateRatio(margin, 'non_inferiority').update({ candidate, stable }) >= threshold;
}

/** Whether the absolute test reaches its threshold after `windows` windows, with probability `power`. */
export function absoluteProves(
  { n, mean }: SteadyArm,
  { limit, threshold }: { limit: number; threshold: number },
  windows: number,
  power: number,
): boolean {
  const unlucky = Math.min(windows * n, poissonQuantile(windows * n * mean, power));
  return new AbsoluteRate(limit).update({ n: windows * n, x: unlucky }) >= threshold;
}

/** Mean from which on a Poisson quantile is taken from the normal distribution. */
const MANY_EVENTS = 1000;

/** The smallest count x with P(X <= x) >= p. */
function poissonQuantile(mean: number, p: number): number {
  if (mean === 0) return 0;
  if (mean > MANY_EVENTS) return mean + normalQuantile(p) * Math.sqrt(mean);
  let count = 0;
  for (let below = poissonDensity(0, mean); below < p; below += poissonDensity(count, mean)) count++;
  return count;
}

/** The smallest whole number from 1 to `most` that satisfies a condition which stays true once it is; null where none does. */
export function firstThat(most: number, condition: (windows: number) => boolean): number | null {
  if (most < 1 || !condition(most)) return null;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (condition(middle)) high = middle;
    else low = middle;
  }
  return high;
}
