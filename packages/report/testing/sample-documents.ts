/*
 * Documents as the stages write them, small and without noise: the flight-delay example in every outcome. Tests change
 * what they are about.
 */
import type { DataCheck, DataReport, ErrorDocument, Evaluation, EvaluationCheck, Meta } from '@model-delivery/core';
import { sha256Hex } from '@model-delivery/core';

/** 64 hex digits that look like a digest and stay the same. */
export const sha = (seed: number): string => sha256Hex(`sample ${seed}`);

export const HEAD_SHA = 'a4f9c22d01b3e5f60718293a4b5c6d7e8f901234';

export const sampleMeta = (locations: Meta['locations'] = {}): Meta => ({
  time: '2026-11-20T09:30:00Z',
  tool: { name: 'model-delivery', version: '0.1.0' },
  locations,
  run: {
    id: 9001,
    number: 41,
    attempt: 1,
    url: 'https://github.com/acme/flight-delay/actions/runs/9001',
    repository: 'acme/flight-delay',
    event: 'pull_request',
    head_sha: HEAD_SHA,
    pull_request: 7,
  },
});

export function dataCheck(change: Partial<DataCheck> = {}): DataCheck {
  return {
    id: 'train/distance/range',
    dataset: 'train',
    column: 'distance',
    kind: 'range',
    verdict: 'pass',
    severity: 'fail',
    blocking: true,
    evaluated: 24000,
    failed: 0,
    skipped: 0,
    observed: { min: 17, max: 4983 },
    expected: { min: 17, max: 5500 },
    message: 'All 24,000 values of distance lie between 17 and 5500.',
    ...change,
  };
}

/** A drift check with PSI `value`. */
export function driftCheck(column: string, value: number, verdict: DataCheck['verdict']): DataCheck {
  return dataCheck({
    id: `train/${column}/drift`,
    column,
    kind: 'drift',
    verdict,
    evaluated: 24000,
    failed: null,
    observed: value,
    expected: { psi: 0.1 },
    message: `PSI of ${column} is ${value}, limit 0.1.`,
    statistic: {
      name: 'PSI',
      definition: 'psi/1, ten bins of the reference',
      value,
      interval: [Math.max(0, value - 0.031), value + 0.034],
      threshold: 0.1,
      p: 0.42,
      p_adjusted: 0.84,
      bins: 10,
      n_reference: 24000,
      n_current: 24000,
    },
  });
}

export function dataReport(change: Partial<DataReport> = {}): DataReport {
  const checks = change.checks ?? [
    dataCheck({
      id: 'train/row_count',
      column: null,
      kind: 'row_count',
      failed: null,
      observed: 24000,
      expected: { min: 1000, max: 5000000 },
      message: '24,000 rows.',
    }),
    dataCheck(),
    dataCheck({
      id: 'train/origin/matches',
      column: 'origin',
      kind: 'matches',
      observed: null,
      expected: '[A-Z]{3}',
      message: 'All values match.',
    }),
    driftCheck('temp', 0.021, 'pass'),
    driftCheck('wind_speed', 0.043, 'pass'),
  ];
  return {
    schema: 'data-report/1',
    model: 'flight-delay',
    verdict: 'pass',
    as_of: '2026-11-20',
    policy: {},
    inconclusive_blocks: false,
    datasets: [
      {
        name: 'train',
        source: 'data/train.parquet',
        format: 'parquet',
        rows: 24000,
        bytes: 412345,
        sha256: sha(1),
        files: 1,
        columns: ['id', 'distance', 'origin', 'dep_delay', 'temp', 'wind_speed', 'late'].map((name) => ({
          name,
          type: 'DOUBLE',
          missing: 0,
        })),
        profile: null,
      },
    ],
    counts: {},
    engine: { name: 'duckdb', version: '1.5.5' },
    warnings: [],
    meta: sampleMeta(
      Object.fromEntries(checks.map((check, i) => [check.id, { file: 'model-delivery.yaml', line: 10 + i }])),
    ),
    ...change,
    checks,
  };
}

export function evaluationCheck(change: Partial<EvaluationCheck> = {}): EvaluationCheck {
  return {
    id: 'roc_auc/max_regression',
    metric: 'roc_auc',
    kind: 'max_regression',
    slice: null,
    direction: 'higher',
    verdict: 'pass',
    severity: 'fail',
    blocking: true,
    evidence: 'guard',
    unit: null,
    candidate: 0.93121,
    champion: 0.92542,
    delta: 0.00579,
    bound: 0.005,
    contrast: { value: 0.01079, interval: [0.00712, 0.01446] },
    interval: [0.00212, 0.00946],
    level: 0.9,
    method: 'delong',
    p: 0.99,
    p_adjusted: 0.99,
    n: 6000,
    mde: 0.0056,
    rows_needed: null,
    message: 'roc_auc of the candidate is at most 0.005 worse than that of the champion.',
    ...change,
  };
}

/** roc_auc of a candidate that lost its best feature. */
export const worseAuc = (change: Partial<EvaluationCheck> = {}): EvaluationCheck =>
  evaluationCheck({
    verdict: 'fail',
    candidate: 0.70117,
    champion: 0.92542,
    delta: -0.22425,
    contrast: { value: -0.21925, interval: [-0.23312, -0.20538] },
    interval: [-0.23812, -0.21038],
    p: 0.0000001,
    p_adjusted: 0.0000002,
    message: 'roc_auc fell by 0.224, more than the allowed 0.005.',
    ...change,
  });

export const accuracyMin = (change: Partial<EvaluationCheck> = {}): EvaluationCheck =>
  evaluationCheck({
    id: 'accuracy/min',
    metric: 'accuracy',
    kind: 'min',
    candidate: 0.9141,
    champion: 0.9122,
    delta: 0.0019,
    bound: 0.9,
    contrast: { value: 0.0141, interval: [0.0081, 0.0199] },
    interval: [0.9081, 0.9199],
    method: 'wilson',
    message: 'accuracy is at least 0.9.',
    ...change,
  });

export function sliceCheck(slice: string, delta: number, verdict: EvaluationCheck['verdict']): EvaluationCheck {
  return evaluationCheck({
    id: `recall/max_regression/${slice}`,
    metric: 'recall',
    slice,
    verdict,
    candidate: 0.81 + delta,
    champion: 0.81,
    delta,
    bound: 0.03,
    contrast: { value: delta + 0.03, interval: [delta + 0.012, delta + 0.049] },
    interval: [delta - 0.018, delta + 0.019],
    method: 'tango',
    n: 812,
    message: `recall on ${slice} changed by ${delta}.`,
  });
}

export function evaluation(change: Partial<Evaluation> = {}): Evaluation {
  const checks = change.checks ?? [
    evaluationCheck(),
    accuracyMin(),
    sliceCheck('origin=EWR', 0.004, 'pass'),
    sliceCheck('origin=JFK', 0.011, 'pass'),
    sliceCheck('origin=LGA', -0.002, 'pass'),
  ];
  return {
    schema: 'evaluation/1',
    model: { name: 'flight-delay', version: `sha256:${sha(2)}`, files: 2, bytes: 2048 },
    verdict: 'pass',
    purpose: 'pull_request',
    as_of: '2026-11-20',
    policy: {},
    inconclusive_blocks: false,
    inputs: {
      candidate: { path: 'out/predictions.parquet', sha256: sha(3), rows: 6000 },
      champion: { path: 'models/production/predictions.parquet', sha256: sha(4), rows: 6000 },
    },
    metrics: {
      candidate: { roc_auc: 0.93121, accuracy: 0.9141, f1: 0.7951, log_loss: 0.2212 },
      champion: { roc_auc: 0.92542, accuracy: 0.9122, f1: 0.7899, log_loss: 0.2254 },
    },
    confusion: {
      labels: ['0', '1'],
      candidate: [
        [4480, 170],
        [346, 1004],
      ],
      champion: [
        [4475, 175],
        [352, 998],
      ],
    },
    champion: { state: 'ready', version: `sha256:${sha(5)}`, source: 'models/production', reason: null },
    first_model: false,
    counts: {},
    promote_to: null,
    warnings: [],
    meta: sampleMeta(
      Object.fromEntries(checks.map((check, i) => [check.id, { file: 'model-delivery.yaml', line: 40 + i }])),
    ),
    ...change,
    checks,
  };
}

export const errorDocument = (change: Partial<ErrorDocument> = {}): ErrorDocument => ({
  schema: 'evaluation/1',
  model: 'flight-delay',
  verdict: 'error',
  error: {
    code: 'PREDICTIONS_NOT_FOUND',
    message:
      'The predictions of the candidate were to be read from out/predictions.parquet, but there is no such file.',
    hint: 'Let the training command write the file, or name the right one under evaluation.candidate.',
  },
  meta: sampleMeta(),
  ...change,
});
