/* Documents of the second half as the stages write them: registration, ledger, rollout, retraining. */
import type { AliasEvent, GuardrailStatus, ModelVersion, Retraining, Rollout } from '@model-delivery/core';
import { sampleMeta, sha } from './sample-documents.ts';

const digest = (seed: number) => `sha256:${sha(seed)}`;

export function registered(change: Partial<ModelVersion> = {}): ModelVersion {
  return {
    schema: 'model-version/1',
    model: 'flight-delay',
    version: digest(71),
    files: [
      { path: 'model.json', size: 48_213, sha256: sha(72) },
      { path: 'vocabulary/origin.txt', size: 311, sha256: sha(73) },
    ],
    store: { kind: 'oci', reference: 'ghcr.io/acme/models@sha256:1234' },
    evaluation: { digest: digest(74), verdict: 'pass', as_of: '2026-11-20' },
    data: { digest: digest(75), verdict: 'pass', as_of: '2026-11-20' },
    lineage: { digest: digest(76) },
    approval: { by: 'ann', environment: 'production', run: null, at: null, comment: 'looked at the card' },
    adopted: null,
    evidence: {
      digest: digest(77),
      files: [
        { role: 'evaluation', path: 'evaluation.json', size: 9000, sha256: sha(78) },
        { role: 'predictions', path: 'predictions.parquet', size: 120_000, sha256: sha(79) },
      ],
    },
    status: 'registered',
    verdict: 'pass',
    meta: sampleMeta(),
    ...change,
  };
}

export function aliasEvent(change: Partial<AliasEvent> = {}): AliasEvent {
  return {
    schema: 'alias-event/1',
    seq: 7,
    action: 'register',
    model: 'flight-delay',
    alias: 'candidate',
    from: digest(70),
    to: digest(71),
    reason: 'registered by run 41',
    previous: digest(69),
    meta: { time: '2026-11-20T09:31:00Z', actor: 'ann', run: 'https://github.com/acme/flight-delay/actions/runs/9001' },
    ...change,
  };
}

export function guardrail(change: Partial<GuardrailStatus> = {}): GuardrailStatus {
  return {
    id: 'errors',
    kind: 'count',
    stable: { n: 5700, events: 19, rate: 19 / 5700 },
    candidate: { n: 300, events: 0, rate: 0 },
    ln_e: {
      harm_exact: -0.86,
      harm_robust: null,
      non_inferiority_exact: 0.48,
      non_inferiority_robust: null,
      absolute: 2.5,
    },
    met: null,
    harm: null,
    message: 'No error of the candidate in 300 requests; about 130 more settle it.',
    ...change,
  };
}

export function rollout(change: Partial<Rollout> = {}): Rollout {
  return {
    schema: 'rollout/1',
    model: 'flight-delay',
    endpoint: 'flight-delay',
    candidate: digest(71),
    champion: digest(70),
    state: 'Canary',
    step: 0,
    weight: 5,
    verdict: 'inconclusive',
    inconclusive_blocks: false,
    decisions: [
      {
        seq: 1,
        time: '2026-11-20T10:00:00Z',
        from: 'Idle',
        to: 'Locked',
        step: null,
        weight: 0,
        reason: 'started by ann',
      },
      {
        seq: 2,
        time: '2026-11-20T10:00:05Z',
        from: 'Locked',
        to: 'Canary',
        step: 0,
        weight: 5,
        reason: 'smoke passed',
      },
    ],
    guardrails: [guardrail()],
    reason: 'step 1 has run 1 of 30 minutes',
    windows: { known: 1, unknown: 0 },
    smoke: { fixtures: 3, passed: 3, message: '' },
    plan: { minutes_to_detect: { double: 12 }, horizon: '6h' },
    policy: {},
    promoted: false,
    warnings: [],
    meta: sampleMeta(),
    ...change,
  };
}

export function retraining(change: Partial<Retraining> = {}): Retraining {
  return {
    schema: 'retraining/1',
    model: 'flight-delay',
    verdict: 'pass',
    as_of: '2026-11-20',
    triggered: true,
    reason:
      'Retraining is asked for by drift: 1 of 3 drift checks failed: serving/temp (psi 0.34 above 0.1). 2 of the last 3 windows over the line, 2 of 3 asked.',
    signals: [
      {
        kind: 'drift',
        subject: 'serving/temp',
        value: 1,
        threshold: 0,
        windows: { over: 2, seen: 3, k: 2, m: 3 },
        over: true,
        crossed: true,
        judged: true,
        message: '1 of 3 drift checks failed: serving/temp (psi 0.34 above 0.1).',
      },
      {
        kind: 'metric',
        subject: 'roc_auc',
        value: null,
        threshold: 0.02,
        windows: null,
        over: false,
        crossed: false,
        judged: false,
        message: 'Not judged: there is no evaluation of recent data.',
      },
      {
        kind: 'age',
        subject: digest(70),
        value: 12,
        threshold: 30,
        windows: null,
        over: false,
        crossed: false,
        judged: true,
        message: 'The champion serves since 2026-11-08, 12 days; allowed 30d.',
      },
    ],
    idempotency_key: digest(80),
    cooldown_until: null,
    budget: { used: 0, runs: 3, per: '7d' },
    breaker: { useless: 0, runs: 3, open: false, issue: null },
    dispatched: {
      workflow: 'ml-retrain.yml',
      ref: 'main',
      run_id: 9002,
      run_url: 'https://github.com/acme/flight-delay/actions/runs/9002',
    },
    inputs: { data_report: { path: '.model-delivery/data-report.json', digest: digest(81) } },
    champion: digest(70),
    policy: {},
    warnings: [],
    meta: sampleMeta(),
    ...change,
  };
}
