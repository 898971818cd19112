/* One report per outcome a reviewer can meet, for golden files, screenshots and hostile tests. */
import type { ReportDocument } from '../src/view/documents.ts';
import type { ReportContext } from '../src/view/report-view.ts';
import { aliasEvent, guardrail, registered, retraining, rollout } from './sample-delivery.ts';
import {
  accuracyMin,
  dataCheck,
  dataReport,
  driftCheck,
  errorDocument,
  evaluation,
  evaluationCheck,
  HEAD_SHA,
  sliceCheck,
  worseAuc,
} from './sample-documents.ts';

export interface SampleReport {
  documents: ReportDocument[];
  context: ReportContext;
}

export const ownContext: ReportContext = {
  trust: 'own',
  model: 'flight-delay',
  repositoryUrl: 'https://github.com/acme/flight-delay',
  headSha: HEAD_SHA,
  artifacts: ['model-delivery-flight-delay-data', 'model-delivery-flight-delay-evaluation'],
  toolVersion: '0.1.0',
};

const brokenChecks = () => [
  dataCheck({
    verdict: 'fail',
    failed: 312,
    observed: { min: -5, max: 81210 },
    message: '312 of 24,000 values of distance lie outside 17 to 5500.',
    examples: [
      { id: '100017', distance: '81210', origin: 'EWR' },
      { id: '100023', distance: '-5', origin: 'JFK' },
      { id: '100031', distance: '70011', origin: null },
    ],
  }),
  dataCheck({
    id: 'train/carrier/values',
    column: 'carrier',
    kind: 'values',
    verdict: 'waived',
    failed: 12,
    expected: ['AA', 'DL', 'UA'],
    observed: ['ZZ'],
    message: '12 values are not allowed.',
    waiver: { reason: 'new carrier, see #12', until: '2027-01-31', by: '@ann' },
  }),
  dataCheck({
    id: 'train/origin/missing',
    column: 'origin',
    kind: 'missing',
    verdict: 'fail',
    severity: 'warn',
    blocking: false,
    failed: 240,
    expected: { max_share: 0.005 },
    observed: 0.01,
    message: '240 of 24,000 values of origin are missing, allowed 0.5 %.',
  }),
  dataCheck({
    id: 'serving/late/range',
    dataset: 'serving',
    column: 'late',
    verdict: 'not_applicable',
    evaluated: 0,
    message: 'The column is declared absent in serving.',
  }),
  dataCheck({
    id: 'train/row_count',
    column: null,
    kind: 'row_count',
    failed: null,
    observed: 24000,
    expected: { min: 1000 },
    message: '24,000 rows.',
  }),
  driftCheck('temp', 0.021, 'pass'),
  driftCheck('wind_speed', 0.342, 'fail'),
  driftCheck('pressure', 0.094, 'inconclusive'),
];

export const SAMPLES: Readonly<Record<string, () => SampleReport>> = {
  'better-model': () => ({ documents: [dataReport(), evaluation()], context: ownContext }),
  'broken-data': () => ({ documents: [dataReport({ verdict: 'fail', checks: brokenChecks() })], context: ownContext }),
  'worse-model': () => ({
    documents: [
      dataReport(),
      evaluation({
        verdict: 'fail',
        checks: [
          worseAuc(),
          accuracyMin(),
          sliceCheck('origin=EWR', -0.21, 'fail'),
          sliceCheck('origin=JFK', -0.19, 'fail'),
          sliceCheck('origin=LGA', 0.001, 'pass'),
        ],
      }),
    ],
    context: ownContext,
  }),
  inconclusive: () => ({
    documents: [
      evaluation({
        verdict: 'inconclusive',
        inconclusive_blocks: true,
        purpose: 'promotion',
        checks: [
          evaluationCheck({
            id: 'f1/min_ratio',
            metric: 'f1',
            kind: 'min_ratio',
            verdict: 'inconclusive',
            evidence: 'prove',
            candidate: 0.79,
            champion: 0.8,
            delta: -0.01,
            bound: 0.98,
            contrast: { value: 0.006, interval: [-0.021, 0.033] },
            interval: [-0.037, 0.017],
            n: 200,
            mde: 0.041,
            rows_needed: 1546,
            method: 'hull/poisson-gamma',
            message: 'f1 at 200 rows does not prove at least 0.98 x champion.',
          }),
          accuracyMin(),
        ],
      }),
    ],
    context: ownContext,
  }),
  'first-model': () => ({
    documents: [
      evaluation({
        first_model: true,
        champion: { state: 'none', version: null, source: null, reason: 'The ledger has no alias champion.' },
        metrics: { candidate: { roc_auc: 0.93121, accuracy: 0.9141 }, champion: {} },
        confusion: null,
        promote_to: 'staging',
        checks: [
          evaluationCheck({
            verdict: 'not_applicable',
            champion: null,
            delta: null,
            contrast: { value: null, interval: null },
            interval: null,
            p: null,
            p_adjusted: null,
            mde: null,
            message: 'There is no champion yet.',
          }),
          accuracyMin({ champion: null, delta: null }),
        ],
      }),
    ],
    context: ownContext,
  }),
  'policy-introduced': () => ({
    documents: [
      evaluation({ verdict: 'fail', checks: [worseAuc()], policy_change: { introduced: true, loosened: [] } }),
      dataReport({ policy_change: { introduced: true, loosened: [] } }),
    ],
    context: ownContext,
  }),
  'policy-loosened': () => ({
    documents: [
      evaluation({
        policy_change: {
          introduced: false,
          loosened: [
            { key: 'evaluation.checks[roc_auc/max_regression].max_regression', base: 0.005, head: 0.5 },
            { key: 'evaluation.checks[accuracy/min]', base: { min: 0.9 }, head: null },
          ],
        },
      }),
    ],
    context: ownContext,
  }),
  error: () => ({ documents: [dataReport(), errorDocument()], context: ownContext }),
  registered: () => ({ documents: [registered(), aliasEvent()], context: ownContext }),
  adopted: () => ({
    documents: [
      registered({
        evaluation: null,
        data: null,
        evidence: null,
        adopted: { reason: 'serves since 2024; no gate existed' },
        warnings: ['This version was never evaluated by this suite.'],
      }),
    ],
    context: ownContext,
  }),
  'canary-open': () => ({ documents: [rollout()], context: ownContext }),
  'canary-promoted': () => ({
    documents: [
      rollout({
        state: 'Completed',
        step: null,
        weight: 100,
        verdict: 'pass',
        promoted: true,
        guardrails: [guardrail({ met: 'absolute', message: 'At most 1 % proven: 0.21 %.' })],
        reason: 'every guardrail is met and the target confirms 100 %',
      }),
      aliasEvent({ action: 'promote', alias: 'champion', reason: 'canary completed' }),
    ],
    context: ownContext,
  }),
  'canary-harm': () => ({
    documents: [
      rollout({
        state: 'RolledBack',
        step: null,
        weight: 0,
        verdict: 'fail',
        inconclusive_blocks: true,
        guardrails: [
          guardrail({
            harm: 'robust',
            candidate: { n: 300, events: 60, rate: 0.2 },
            ln_e: {
              harm_exact: 40.2,
              harm_robust: 3.9,
              non_inferiority_exact: -9,
              non_inferiority_robust: null,
              absolute: -20,
            },
            message: 'Errors of the candidate are 60 times those of the stable arm.',
          }),
          guardrail({ id: 'latency', kind: 'histogram' }),
        ],
        reason: 'errors: harm is proven',
      }),
    ],
    context: ownContext,
  }),
  'canary-undecided': () => ({
    documents: [
      rollout({
        state: 'RolledBack',
        step: null,
        weight: 0,
        inconclusive_blocks: true,
        smoke: { fixtures: 3, passed: 2, message: 'golden 2: output 0 differs by 0.4.' },
        reason: 'the horizon of 6h ended without a decision',
      }),
    ],
    context: ownContext,
  }),
  'retraining-dispatched': () => ({ documents: [dataReport(), retraining()], context: ownContext }),
  'retraining-stopped': () => ({
    documents: [
      retraining({
        triggered: false,
        dispatched: null,
        reason:
          'Retraining is asked for by drift. Not started: 3 retraining runs since the champion was promoted brought no better model.',
        cooldown_until: '2026-11-21T16:00:00.000Z',
        breaker: { useless: 3, runs: 3, open: true, issue: 12 },
        warnings: ['`retraining.pipeline` is kept and not started.'],
      }),
    ],
    context: ownContext,
  }),
  'report-only': () => ({
    documents: [evaluation({ verdict: 'fail', checks: [worseAuc()] })],
    context: { ...ownContext, failOn: 'never' },
  }),
  fork: () => ({
    documents: [dataReport(), evaluation()],
    context: {
      ...ownContext,
      trust: 'fork',
      run: { run: 12, attempt: 2, url: 'https://github.com/acme/flight-delay/actions/runs/777' },
    },
  }),
};
