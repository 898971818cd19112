import { oneSidedNormalQuantile } from './estimate.ts';

/** Power at which `mde` and `rowsNeeded` are stated. */
export const POWER = 0.8;

/** z_{1-alpha} + z_{power}: normal quantiles, also where the interval itself is a t interval. */
export function powerFactor(alpha: number, power = POWER): number {
  return oneSidedNormalQuantile(alpha) + oneSidedNormalQuantile(1 - power);
}

/** The smallest true T that such a check proves with probability `POWER`: powerFactor * SE(T). In units of the metric. */
export function minimumDetectableEffect({ standardError, alpha }: { standardError: number; alpha: number }): number {
  return powerFactor(alpha) * standardError;
}

/**
 * ceil(n (powerFactor SE / margin)^2): rows in the check's scope that would settle it; null when the margin is 0 (no number of rows
 * settles equality).
 */
export function rowsNeeded(input: { n: number; standardError: number; margin: number; alpha: number }): number | null {
  const { n, standardError, margin, alpha } = input;
  if (margin === 0) return null;
  return Math.ceil(n * ((powerFactor(alpha) * standardError) / Math.abs(margin)) ** 2);
}
