import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';
import { findRoot } from './root.ts';

/** P(T <= t) of Student's t distribution with `degreesOfFreedom` > 0. */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  const tail = upperTail(Math.abs(t), degreesOfFreedom);
  return t > 0 ? 1 - tail : tail;
}

/** P(T >= t) for t >= 0; both t^2/(df + t^2) and its complement are formed directly so that neither loses digits. */
function upperTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  const x = df / (df + square);
  const y = square / (df + square);
  return incompleteBeta(x, df / 2, 0.5, y).lower / 2;
}

/** The t with P(T <= t) = p, 0 < p < 1. */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p > 0 && p < 1) || !(degreesOfFreedom > 0)) {
    throw new RangeError(`studentTQuantile needs 0 < p < 1 and df > 0, got p = ${p}, df = ${degreesOfFreedom}`);
  }
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, degreesOfFreedom);
  // The t tail is heavier than the normal one, so the normal quantile is the inner end of the bracket.
  const inner = -normalQuantile(p);
  let outer = Math.max(1, 2 * inner);
  while (upperTail(outer, degreesOfFreedom) > p) outer *= 2;
  return -findRoot((t) => upperTail(t, degreesOfFreedom) - p, inner * (1 - 1e-9), outer);
}
