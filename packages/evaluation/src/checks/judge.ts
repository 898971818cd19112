import type { EvidenceMode, Verdict } from '@model-delivery/core';
import type { ContrastEstimate } from '@model-delivery/stats';
import { settle } from './planned-check.ts';

/** What a verdict on a check rests on. */
export interface JudgedEstimate {
  estimate: ContrastEstimate;
  /** Adjusted p of "T < 0": within the family of guard checks, or the check's own. */
  p: number | null;
  strict: boolean;
  alpha: number;
}

/** The verdict table: `point` looks at T alone, `guard` fails on proof, `prove` passes on proof. */
export function judge(mode: EvidenceMode, { estimate, p, strict, alpha }: JudgedEstimate): Exclude<Verdict, 'error'> {
  if (mode === 'point') return pointVerdict(estimate.value, strict);
  if (estimate.inconclusive !== null) return 'inconclusive';
  const { lower, upper } = estimate;
  if (lower !== null && (strict ? lower > 0 : lower >= 0)) return 'pass';
  if (mode === 'guard') return p !== null && p <= alpha ? 'fail' : 'inconclusive';
  return upper !== null && (strict ? upper <= 0 : upper < 0) ? 'fail' : 'inconclusive';
}

/** T >= 0, strict bounds T > 0. */
export function pointVerdict(value: number, strict: boolean): 'pass' | 'fail' {
  return (strict ? value > 0 : value >= 0) ? 'pass' : 'fail';
}

/** The estimate with ends that are 0 but for rounding set to 0, so that a bound that is met exactly is met. */
export function settled(estimate: ContrastEstimate, value: number, scale: number): ContrastEstimate {
  const end = (of: number | null) => (of === null ? null : settle(of, scale));
  return { ...estimate, value, lower: end(estimate.lower), upper: end(estimate.upper) };
}
