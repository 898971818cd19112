import type { DelongResult } from './delong.ts';
import {
  type ContrastEstimate,
  inconclusiveEstimate,
  type LinearContrast,
  oneSidedNormalQuantile,
} from './estimate.ts';
import { normalCdf } from './normal.ts';

/** Bounds above this are judged on the logit scale: the plain interval of an AUC near 1 leaves [0, 1]. */
export const LOGIT_ABOVE = 0.95;

export interface AucEstimate extends ContrastEstimate {
  method: 'delong' | 'delong_logit' | 'perfect_separation' | 'delong_zero_variance';
}

/**
 * T of one AUC against a bound, or of two AUCs on the same rows.
 * `components` comes from `delong`: model 0 is the candidate, model 1 (comparisons) the champion.
 */
export function aucEstimate(input: { components: DelongResult; contrast: LinearContrast; alpha: number }): AucEstimate {
  const { components, contrast, alpha } = input;
  const { positives, negatives, auc } = components;
  const absolute = contrast.champion === 0;
  const value = contrast.candidate * auc[0]! + (absolute ? 0 : contrast.champion * auc[1]!) + contrast.offset;
  if (Number.isNaN(value)) return { ...inconclusiveEstimate(value, 'undefined_metric'), method: 'delong' };
  const smallerClass = Math.min(positives, negatives);
  if (smallerClass < 2) return { ...inconclusiveEstimate(value, 'one_row_in_a_class'), method: 'delong' };
  if (absolute && (auc[0] === 1 || auc[0] === 0)) return perfectSeparation(auc[0], smallerClass, contrast, alpha);
  const variance = contrastVariance(components.covariance, contrast);
  if (variance === 0) return zeroVariance(value, smallerClass, alpha);
  const standardError = Math.sqrt(variance);
  if (absolute && Math.abs(contrast.candidate) === 1 && -contrast.offset / contrast.candidate > LOGIT_ABOVE) {
    return logitEstimate(auc[0]!, standardError, contrast, alpha);
  }
  const half = oneSidedNormalQuantile(alpha) * standardError;
  return {
    method: 'delong',
    value,
    lower: value - half,
    upper: value + half,
    standardError,
    pFail: normalCdf(value / standardError),
    inconclusive: null,
  };
}

function contrastVariance(covariance: number[][], { candidate, champion }: LinearContrast): number {
  const own = candidate * candidate * covariance[0]![0]!;
  if (champion === 0) return own;
  return Math.max(0, own + champion * champion * covariance[1]![1]! + 2 * candidate * champion * covariance[0]![1]!);
}

/** logit(AUC) +- z SE / (AUC (1 - AUC)), mapped back; p from the same scale. */
function logitEstimate(auc: number, aucSe: number, contrast: LinearContrast, alpha: number): AucEstimate {
  const { candidate: sign, offset } = contrast;
  const scaleSe = aucSe / (auc * (1 - auc));
  const centre = logit(auc);
  const half = oneSidedNormalQuantile(alpha) * scaleSe;
  const ends = [sign * expit(centre - half) + offset, sign * expit(centre + half) + offset] as const;
  const bound = -offset / sign;
  const distance = bound >= 1 ? Number.NEGATIVE_INFINITY : (centre - logit(bound)) / scaleSe;
  return {
    method: 'delong_logit',
    value: sign * auc + offset,
    lower: Math.min(...ends),
    upper: Math.max(...ends),
    standardError: aucSe,
    pFail: normalCdf(sign * distance),
    inconclusive: null,
  };
}

function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}

function expit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/**
 * AUC exactly 1 (or 0): every one of the smaller class was ranked right (wrong), so the far end is alpha^(1/min(n+, n-)) away from it
 * as in the exact interval of k successes in k trials.
 */
function perfectSeparation(auc: 0 | 1, trials: number, contrast: LinearContrast, alpha: number): AucEstimate {
  const { candidate: sign, offset } = contrast;
  const reach = alpha ** (1 / trials);
  const interval = auc === 1 ? { lower: reach, upper: 1 } : { lower: 0, upper: 1 - reach };
  const ends = [sign * interval.lower + offset, sign * interval.upper + offset] as const;
  const bound = -offset / sign;
  return {
    method: 'perfect_separation',
    value: sign * auc + offset,
    lower: Math.min(...ends),
    upper: Math.max(...ends),
    standardError: (interval.upper - interval.lower) / (2 * oneSidedNormalQuantile(alpha)),
    pFail: perfectSeparationP(auc, trials, bound, sign > 0),
    inconclusive: null,
  };
}

/** P of a result at least this far on the wrong side if the true AUC were the bound. */
function perfectSeparationP(auc: 0 | 1, trials: number, bound: number, wantsAtLeast: boolean): number {
  const kept = Math.min(1, Math.max(0, bound));
  if (wantsAtLeast) return auc === 1 ? (bound > 1 ? 0 : 1) : (1 - kept) ** trials;
  return auc === 0 ? (bound < 0 ? 0 : 1) : kept ** trials;
}

/** SE 0 although predictions differ (two AUCs of 1, scores without any spread): +-(1 - alpha^(1/min(n+, n-))) around T. */
function zeroVariance(value: number, trials: number, alpha: number): AucEstimate {
  const half = 1 - alpha ** (1 / trials);
  return {
    method: 'delong_zero_variance',
    value,
    lower: value - half,
    upper: value + half,
    standardError: half / oneSidedNormalQuantile(alpha),
    pFail: value >= 0 ? 1 : Math.max(0, 1 + value) ** trials,
    inconclusive: null,
  };
}
