import { type DataCheck, type DataReport, sealDocument } from '@model-delivery/core';
import type { Job } from '../support/scene.ts';

/** A data report as someone can write it by hand: sealed like ours, true or not. */
export function sealedReport(
  changes: Partial<DataReport> = {},
  run: Partial<NonNullable<DataReport['meta']>['run']> = {},
): string {
  const checks = changes.checks ?? [failedCheck('train/age/range', 'age')];
  const content: Omit<DataReport, 'meta'> = {
    schema: 'data-report/1',
    model: 'churn',
    verdict: 'fail',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [],
    counts: { fail: checks.length },
    engine: null,
    warnings: [],
    ...changes,
    checks,
  };
  return sealDocument(content, { run: { id: 1, number: 1, attempt: 1, ...run } }).file;
}

/** A failed check of a column. */
export function failedCheck(id: string, column: string, changes: Partial<DataCheck> = {}): DataCheck {
  return {
    id,
    dataset: 'train',
    column,
    kind: 'range',
    verdict: 'fail',
    severity: 'fail',
    blocking: true,
    evaluated: 10,
    failed: 3,
    skipped: 0,
    observed: 3,
    expected: [0, 120],
    message: `${column}: 3 of 10 rows outside [0, 120] (0 tolerated)`,
    ...changes,
  };
}

/** Puts a report into the workspace of a job as if an earlier step of its run had written it. */
export function leaveReport(job: Job, changes: Partial<DataReport> = {}): void {
  const run = { id: job.run.id, number: job.run.runNumber, attempt: 1 };
  job.write('.model-delivery/data-report.json', sealedReport(changes, run));
}
