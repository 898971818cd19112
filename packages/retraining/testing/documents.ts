/* Documents as the stages write them, small: a report with two drift checks, an evaluation with the metrics a test names. */
import { type DataReport, type Evaluation, sha256Hex } from '@model-delivery/core';
import type { Champion } from '../src/signals/signal.ts';

export const sha = (word: string): `sha256:${string}` => `sha256:${sha256Hex(word)}`;

function driftCheck(column: string, failing: boolean, severity: 'fail' | 'warn'): DataReport['checks'][number] {
  return {
    id: `serving/${column}/drift`,
    dataset: 'serving',
    column,
    kind: 'drift',
    verdict: failing ? 'fail' : 'pass',
    severity,
    blocking: severity === 'fail',
    evaluated: 1000,
    failed: null,
    skipped: 0,
    observed: null,
    expected: { psi: 0.1 },
    message: 'PSI',
    statistic: { name: 'psi', definition: 'PSI', value: failing ? 0.3 : 0.01, interval: null, threshold: 0.1 },
  };
}

/** A data report whose first `failing` of two drift checks fail; the first is a warning. */
export function dataReport(failing: number, rows = 1000): DataReport {
  return {
    schema: 'data-report/1',
    model: 'churn',
    verdict: 'pass',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [
      {
        name: 'train',
        source: 'train.csv',
        format: 'csv',
        rows,
        bytes: 1,
        sha256: sha('train').slice(7),
        files: 1,
        columns: [],
        profile: null,
      },
    ],
    checks: [driftCheck('temp', failing > 0, 'warn'), driftCheck('wind', failing > 1, 'fail')],
    counts: {},
    engine: null,
    warnings: [],
  };
}

/** An evaluation of `version` with these metrics and no checks. */
export function evaluation(metrics: Record<string, number>, version: string | null = sha('champion')): Evaluation {
  return {
    schema: 'evaluation/1',
    model: { name: 'churn', version, files: 1, bytes: 1 },
    verdict: 'pass',
    purpose: 'promotion',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    inputs: {},
    metrics: { candidate: metrics, champion: {} },
    confusion: null,
    champion: { state: 'none', version: null, source: null, reason: null },
    first_model: true,
    checks: [],
    counts: {},
    promote_to: null,
    warnings: [],
  };
}

export function championOf(change: Partial<Champion> = {}): Champion {
  return { version: sha('champion'), since: '2026-11-01T00:00:00.000Z', evaluation: null, dataReport: null, ...change };
}
