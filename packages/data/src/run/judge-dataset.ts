import { type DataCheck, InternalError, isBlocking } from '@model-delivery/core';
import { driftEdges } from '../judge/drift-bins.ts';
import { judgeColumns } from '../judge/judge-columns.ts';
import { type DriftEstimate, type DriftQuestion, estimateDrift, judgeDrift } from '../judge/judge-drift.ts';
import { judgeMean, judgeQuantile, judgeRowCount } from '../judge/judge-numbers.ts';
import { judgeRows } from '../judge/judge-rows.ts';
import { type Judgement, unjudged } from '../judge/judgement.ts';
import type { OpenedDataset } from '../measurement/measurement-engine.ts';
import type {
  CategoriesResult,
  HistogramResult,
  Measured,
  MeasurementRequest,
  MeasurementResult,
  QuantilesResult,
  RowCounts,
  SumResult,
} from '../measurement/request.ts';
import { isSettled, type PlannedCheck, type Question } from '../plan/check-plan.ts';

/** What judging needs besides the measurements. */
export interface JudgingRules {
  alpha: number;
  /** Whether a check stands outside the family of its data set's drift checks. */
  isWaived: (id: string) => boolean;
}

/** Measures and judges the checks of one data set, in their order; waivers are applied later. */
export async function judgeDataset(
  opened: OpenedDataset,
  checks: readonly PlannedCheck[],
  rules: JudgingRules,
): Promise<DataCheck[]> {
  const requests = checks.map(measurementFor);
  const answers = await opened.measure(requests.filter((request) => request !== null));
  let next = 0;
  const outcomes = checks.map((check, index) =>
    judge(check, requests[index] === null ? null : answers[next++]!, rules.alpha),
  );
  const drifts = outcomes.filter((outcome) => 'estimate' in outcome);
  const judged = new Map(
    judgeDrift(drifts, rules.isWaived, rules.alpha).map((judgement, index) => [drifts[index]!, judgement]),
  );
  return outcomes.map((outcome, index) =>
    dataCheck(checks[index]!, 'estimate' in outcome ? judged.get(outcome)! : outcome),
  );
}

/** The question of a check as a measurement: without its thresholds. */
function measurementFor(check: PlannedCheck): MeasurementRequest | null {
  if (isSettled(check.question)) return null;
  const { question, where } = check;
  switch (question.ask) {
    case 'columns':
      return null;
    case 'rows':
      return { measure: 'rows', test: question.test, where };
    case 'row_count':
      return { measure: 'row_count', where };
    case 'mean':
      return { measure: 'sum', column: question.column, where };
    case 'quantile':
      return { measure: 'quantiles', column: question.column, fractions: [question.fraction], where };
    case 'drift':
      return driftMeasurement(question, where);
  }
}

function driftMeasurement({ column, reference }: DriftQuestion, where: string | null): MeasurementRequest {
  if (reference.kind === 'numbers')
    return { measure: 'histogram', column, edges: driftEdges(reference.profile), where };
  return { measure: 'categories', column, listed: reference.profile.values.map(([label]) => label), where };
}

function judge(check: PlannedCheck, answer: Measured | null, alpha: number): Judgement | DriftEstimate {
  const { question } = check;
  if (isSettled(question)) return unjudged(question.verdict, question.reason);
  if (question.ask === 'columns') return judgeColumns(check, question);
  if (answer === null)
    throw new InternalError({ code: 'UNMEASURED_CHECK', message: `Nothing was measured for ${check.id}.` });
  if ('failure' in answer) return unjudged('error', answer.failure.message);
  return judgeMeasured(check, question, answer.value, alpha);
}

function judgeMeasured(
  check: PlannedCheck,
  question: Exclude<Question, { ask: 'columns' }>,
  value: MeasurementResult,
  alpha: number,
): Judgement | DriftEstimate {
  switch (question.ask) {
    case 'rows':
      return judgeRows(check, question, value as RowCounts);
    case 'row_count':
      return judgeRowCount(check, question, value);
    case 'mean':
      return judgeMean(check, question, value as SumResult);
    case 'quantile':
      return judgeQuantile(check, question, value as QuantilesResult);
    case 'drift':
      return estimateDrift(check, question, value as HistogramResult | CategoriesResult, alpha);
  }
}

function dataCheck(check: PlannedCheck, judgement: Judgement): DataCheck {
  const { id, dataset, column, kind, severity, expected } = check;
  const { verdict, evaluated, failed, skipped, observed, message, statistic } = judgement;
  return {
    id,
    dataset,
    column,
    kind,
    verdict,
    severity,
    blocking: isBlocking({ verdict, severity }),
    evaluated,
    failed,
    skipped,
    observed: observed as DataCheck['observed'],
    expected: expected as DataCheck['expected'],
    message: message.slice(0, 4096),
    ...(statistic === undefined ? {} : { statistic }),
  };
}
