import { chiSquaredSf, noncentralChiSquaredSf, noncentralityInterval } from './chi-squared.ts';
import { assertAlpha } from './estimate.ts';
import { type BinCounts, mergeCategoryBins, mergeOrderedBins, total } from './psi-bins.ts';

export interface PsiEstimate {
  /** The index after merging and smoothing; 0 when one bin is left. */
  value: number;
  /** [lambda_L, lambda_U] / N of level 1 - 2 alpha; null when merging left one bin. */
  interval: [number, number] | null;
  /** P(chi2(k, N threshold) >= N value): the p of "the true PSI is at most the threshold"; null when one bin is left. */
  p: number | null;
  /** Degrees of freedom: bins - 1, after merging. */
  degreesOfFreedom: number;
  /** n m / (n + m) of the unsmoothed counts. */
  effectiveSize: number;
  /** The merged, unsmoothed counts. */
  bins: BinCounts;
  /** Whether +0.5 was added to every bin of both sides. */
  smoothed: boolean;
}

/**
 * PSI = Sum (q - p) ln(q / p) of two samples over the same bins (p reference shares, q current shares). When any bin of either is empty,
 * 0.5 is added to every bin of both; bins empty on both sides should have been merged away before.
 */
export function psiValue(bins: BinCounts): { value: number; smoothed: boolean } {
  const { reference, current } = bins;
  const smoothed = [...reference, ...current].some((count) => count === 0);
  const added = smoothed ? 0.5 : 0;
  const n = total(reference) + added * reference.length;
  const m = total(current) + added * current.length;
  let value = 0;
  reference.forEach((count, bin) => {
    const p = (count + added) / n;
    const q = (current[bin]! + added) / m;
    value += (q - p) * Math.log(q / p);
  });
  return { value, smoothed };
}

/** Interval of the true PSI: X = N * PSI of the sample is close to noncentral chi2(k, N * PSI of the population). */
export function psiInterval(input: {
  value: number;
  n: number;
  m: number;
  degreesOfFreedom: number;
  alpha: number;
}): [number, number] {
  const { value, n, m, degreesOfFreedom, alpha } = input;
  const size = (n * m) / (n + m);
  const { lower, upper } = noncentralityInterval(size * value, degreesOfFreedom, alpha);
  return [lower / size, upper / size];
}

/**
 * PSI of unmerged bin counts with its noise interval and its p against `threshold`. Both samples need rows and at least two bins must
 * exist before merging (RangeError: the caller reports the evidence error).
 * @param input.kind `ordered` = numeric bins from left to right, `categories` = category bins
 */
export function psiEstimate(input: {
  bins: BinCounts;
  kind: 'ordered' | 'categories';
  threshold: number;
  alpha: number;
}): PsiEstimate {
  const { bins: unmerged, kind, threshold, alpha } = input;
  assertAlpha(alpha);
  assertBins(unmerged);
  const n = total(unmerged.reference);
  const m = total(unmerged.current);
  const effectiveSize = (n * m) / (n + m);
  const bins = kind === 'ordered' ? mergeOrderedBins(unmerged) : mergeCategoryBins(unmerged);
  const degreesOfFreedom = bins.reference.length - 1;
  if (degreesOfFreedom === 0) {
    return { value: 0, interval: null, p: null, degreesOfFreedom, effectiveSize, bins, smoothed: false };
  }
  const { value, smoothed } = psiValue(bins);
  const x = effectiveSize * value;
  return {
    value,
    interval: psiInterval({ value, n, m, degreesOfFreedom, alpha }),
    p:
      threshold === 0
        ? chiSquaredSf(x, degreesOfFreedom)
        : noncentralChiSquaredSf(x, degreesOfFreedom, effectiveSize * threshold),
    degreesOfFreedom,
    effectiveSize,
    bins,
    smoothed,
  };
}

/**
 * `fail` when the (Holm-adjusted) p is at most alpha, `pass` when the interval ends at or below the threshold, else `inconclusive`.
 * @param adjustedP p after Holm over the dataset's blocking drift checks; the plain p for a warn check
 */
export function psiVerdict(input: {
  estimate: Pick<PsiEstimate, 'interval'>;
  adjustedP: number | null;
  threshold: number;
  alpha: number;
}): 'pass' | 'fail' | 'inconclusive' {
  const { estimate, adjustedP, threshold, alpha } = input;
  if (estimate.interval === null || adjustedP === null) return 'inconclusive';
  if (adjustedP <= alpha) return 'fail';
  return estimate.interval[1] <= threshold ? 'pass' : 'inconclusive';
}

function assertBins({ reference, current }: BinCounts): void {
  if (reference.length !== current.length || reference.length < 2) {
    throw new RangeError(
      `PSI needs the same 2 or more bins on both sides, got ${reference.length} and ${current.length}`,
    );
  }
  const bad = [...reference, ...current].find((count) => !Number.isInteger(count) || count < 0);
  if (bad !== undefined) throw new RangeError(`bin counts are whole numbers >= 0, got ${bad}`);
  if (total(reference) === 0 || total(current) === 0)
    throw new RangeError('PSI needs rows on both sides, one side has none');
}
