import { incompleteBeta } from './incomplete-beta.ts';

/** P(Bin(n, p) <= k) for integers n >= 0 and any integer k (0 below 0, 1 from n on). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  return incompleteBeta(p, k + 1, n - k).upper;
}

/** P(Bin(n, p) >= k). */
export function binomialSf(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return incompleteBeta(p, k, n - k + 1).lower;
}
