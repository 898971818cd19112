import { type BinCounts, holmAdjust, type PsiEstimate, psiEstimate, psiVerdict } from '@model-delivery/stats';
import type { CategoriesResult, HistogramResult } from '../measurement/request.ts';
import type { PlannedCheck, Question } from '../plan/check-plan.ts';
import { categoryCounts, referenceCounts } from './drift-bins.ts';
import { type Judgement, nothingSelected, unjudged } from './judgement.ts';
import { countText, numberText, whereText } from './wording.ts';

export type DriftQuestion = Question & { ask: 'drift' };

/** A drift check whose statistic stands; its verdict waits for the others of its family. */
export interface DriftEstimate {
  check: PlannedCheck;
  question: DriftQuestion;
  estimate: PsiEstimate;
  rows: { reference: number; current: number; skipped: number };
}

const NUMBERS =
  'sum of (q - p) ln(q / p) over right-closed bins between the deciles of the reference; bins expecting fewer than 5 rows merged, +0.5 everywhere if a bin is empty';
const CATEGORIES =
  'sum of (q - p) ln(q / p) over the 100 most frequent categories of the reference, __other__ and __unseen__; bins expecting fewer than 5 rows merged, +0.5 everywhere if a bin is empty';

/** Computes the statistic of a drift check, or judges it where there is none. */
export function estimateDrift(
  check: PlannedCheck,
  question: DriftQuestion,
  result: HistogramResult | CategoriesResult,
  alpha: number,
): DriftEstimate | Judgement {
  const { column, reference, threshold } = question;
  if (result.scope === 0) return nothingSelected(column, check.where ?? 'true');
  const bins: BinCounts =
    reference.kind === 'numbers'
      ? { reference: referenceCounts(reference.profile), current: result.counts }
      : categoryCounts(reference.profile, result as CategoriesResult);
  const rows = {
    reference: total(bins.reference),
    current: result.evaluated,
    skipped: result.scope - result.evaluated,
  };
  const problem = unusable(bins, rows, column, reference.kind);
  if (problem !== null) return { ...unjudged('error', problem), evaluated: rows.current, skipped: rows.skipped };
  const kind = reference.kind === 'numbers' ? 'ordered' : 'categories';
  return { check, question, estimate: psiEstimate({ bins, kind, threshold, alpha }), rows };
}

function unusable(bins: BinCounts, rows: DriftEstimate['rows'], column: string, kind: string): string | null {
  const values = kind === 'numbers' ? 'finite value' : 'value';
  if (rows.current === 0) return `${column}: no drift statistic, none of the rows judged has a ${values}`;
  if (rows.reference === 0) return `${column}: no drift statistic, the reference has no ${values}`;
  return bins.reference.length < 2 ? `${column}: no drift statistic, the reference gives fewer than 2 bins` : null;
}

/**
 * Judges the drift checks of one data set. Those of the family (blocking, not waived, with a p) are corrected together (Holm),
 * the others stand alone.
 */
export function judgeDrift(
  estimates: readonly DriftEstimate[],
  isWaived: (id: string) => boolean,
  alpha: number,
): Judgement[] {
  const family = estimates.filter(
    ({ check, estimate }) => check.severity === 'fail' && !isWaived(check.id) && estimate.p !== null,
  );
  const adjusted = holmAdjust(family.map(({ estimate }) => estimate.p!));
  return estimates.map((drift) => {
    const member = family.indexOf(drift);
    return judgeEstimate(drift, member < 0 ? drift.estimate.p : adjusted[member]!, alpha);
  });
}

function judgeEstimate(
  { check, question, estimate, rows }: DriftEstimate,
  adjustedP: number | null,
  alpha: number,
): Judgement {
  const { threshold, reference } = question;
  const verdict = psiVerdict({ estimate, adjustedP, threshold, alpha });
  return {
    verdict,
    evaluated: rows.current,
    failed: null,
    skipped: rows.skipped,
    observed: estimate.value,
    message: sentence(check, question, estimate, rows, verdict, alpha),
    statistic: {
      name: 'psi',
      definition: reference.kind === 'numbers' ? NUMBERS : CATEGORIES,
      value: estimate.value,
      interval: estimate.interval,
      threshold,
      p: estimate.p,
      p_adjusted: adjustedP,
      bins: estimate.degreesOfFreedom + 1,
      n_reference: rows.reference,
      n_current: rows.current,
    },
  };
}

function sentence(
  check: PlannedCheck,
  { column, threshold }: DriftQuestion,
  estimate: PsiEstimate,
  rows: DriftEstimate['rows'],
  verdict: 'pass' | 'fail' | 'inconclusive',
  alpha: number,
): string {
  const sample = `${countText(rows.current)} rows${whereText(check.where)} against ${countText(rows.reference)}`;
  if (estimate.interval === null) return `${column}: PSI cannot be told, too few rows for two bins (${sample})`;
  const [low, high] = estimate.interval.map(numberText);
  const found = `PSI ${numberText(estimate.value)}, ${numberText((1 - 2 * alpha) * 100)} % interval [${low}, ${high}]`;
  const conclusion = {
    pass: `at most ${threshold} beyond sampling noise`,
    fail: `above ${threshold} beyond sampling noise`,
    inconclusive: `cannot be told from ${threshold} with so few rows`,
  }[verdict];
  return `${column}: ${found}: ${conclusion} (${sample})`;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
