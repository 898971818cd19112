import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors.ts';
import { loadConfig } from './load.ts';

const load = (text: string) => loadConfig(text, 'model-delivery.yaml');
const refusal = (text: string): ConfigError => {
  try {
    load(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  throw new Error('the configuration was accepted');
};

/** Every key a user can write, in one file. */
export const EVERYTHING = `
version: 1
model: flight-delay
data:
  datasets:
    train:   { source: data/train.parquet, profile: profiles/train.json, key: [id], label: late, time: time_hour }
    serving: { source: "data/serving/*.parquet", reference: train, absent: [late] }
  contracts: [ { import: great_expectations/train.json, dataset: train } ]
  columns:
    distance: { type: integer, missing: 0, range: [17, 5500], drift: { psi: 0.1 } }
    origin:   { type: string, missing: { max_share: 0.01 }, matches: "[A-Z]{3}", length: [3, 3] }
    carrier:  { values: [AA, DL, UA], tolerance: { max_share: 0.001 }, severity: warn }
    "f_*":    { type: number, finite: true }
  checks:
    - { columns: { require: [id, distance, origin], allow_extra: false } }
    - { row_count: { min: 1000, max: 5000000 } }
    - { unique: [id] }
    - { mean: { column: distance, min: 300, max: 1500 } }
    - { quantile: { column: distance, q: 0.99, max: 5000 } }
    - { rule: "arrival >= departure", tolerance: { max_count: 0 }, where: "cancelled = false", severity: fail }
  waivers: [ { check: train/carrier/values, reason: "new carrier, see #12", until: 2027-01-31, by: "@ann" } ]
  on_inconclusive: warn
  defaults: { examples: 5, memory: 2GB, threads: auto, alpha: 0.05, null_values: ["", NA] }
evaluation:
  candidate: { predictions: out/predictions.parquet }
  champion:  { alias: champion, rescore: [node, score.js] }
  columns:   { id: id, label: late, score: p, cluster: tailnum, weight: w, latency: ms }
  decision_threshold: 0.5
  first_model: require_absolute
  evidence: { pull_request: guard, promotion: prove }
  on_inconclusive: { pull_request: warn, promotion: block }
  statistics: { alpha: 0.05, bootstrap: 2000, seed: auto, correction: holm }
  checks:
    - { metric: roc_auc, min: 0.90 }
    - { metric: f1, vs: champion, min_ratio: 0.98 }
    - { metric: log_loss, vs: champion, max_regression: 0.005 }
    - { metric: latency_p99, unit: ms, max: 100 }
  slices: { by: [origin], min_n: 30, checks: [ { metric: recall, vs: champion, max_regression: 0.03 } ] }
registry:
  store:  { oci_layout: registry/ }
  ledger: { git: refs/heads/model-ledger, remote: origin }
  require: { evaluation: pass, data: pass, code_checks: [test] }
  environment: [package-lock.json]
rollout:
  endpoint: flight-delay
  first_rollout: direct
  target: { dev_gateway: { weights: run/weights.json } }
  smoke:  { protocol: oip-v2, candidate: "http://127.0.0.1:9002", fixtures: golden.json, tolerance: { abs: 1.0e-6 } }
  source: { prometheus_text: "http://127.0.0.1:9100/metrics" }
  steps: [ { weight: 5, min_time: 30m, min_requests: 2000 }, { weight: 25, min_time: 10m }, { weight: 100 } ]
  guardrails:
    - { id: errors, kind: count, events: 'requests_total{code=~"5.."}', total: requests_total, arm_label: version, harm_if: up, non_inferiority: 1.5, max_rate: 0.01 }
    - { id: slow, kind: histogram, metric: request_duration_seconds, slo: 0.25 }
    - { id: approvals, kind: mean, value: approvals_sum, total: approvals_count, harm_if: down, non_inferiority: 0.98 }
  breakers: [ { id: storm, guardrail: errors, max_share: 0.5, min_requests: 20 } ]
  horizon: 6h
  inconclusive: rollback
report: { comment: true, check: true, html: true, append: [reports/metrics.md] }
retraining:
  workflow: ml-retrain.yml
  when: { drift: { windows: "2 of 3" }, metric: { max_drop: 0.02, windows: "2 of 3" }, volume: { new_rows: 100000 }, age: 30d }
  cooldown: 6h
  budget: { runs: 3, per: 7d }
`;

describe('loadConfig', () => {
  it('accepts every documented key, also of stages that come later, and keeps them', () => {
    const { config } = load(EVERYTHING);
    expect(config.data?.columns.distance?.missing).toEqual({ max_count: 0 });
    expect(config.data?.waivers[0]?.until).toBe('2027-01-31');
    expect(config.rollout?.guardrails).toHaveLength(3);
    expect(config.retraining?.when?.age).toBe('30d');
    expect(config.evaluation?.evidence).toEqual({ pull_request: 'guard', promotion: 'prove' });
  });

  it('fills defaults', () => {
    const { config } = load('data: { datasets: { d: { source: d.csv } } }\nevaluation: {}\n');
    expect(config.data?.defaults).toEqual({ examples: 5, threads: 'auto', alpha: 0.05, null_values: [''] });
    expect(config.evaluation?.statistics).toEqual({ alpha: 0.05, bootstrap: 2000, seed: 'auto', correction: 'holm' });
    expect(config.evaluation?.on_inconclusive).toEqual({ pull_request: 'warn', promotion: 'block' });
    expect(config.report).toEqual({ comment: true, check: true, html: true, append: [] });
  });

  it('names the nearest key and file:line for an unknown one, at any depth', () => {
    expect(refusal('model: m\ndata:\n  datasetz: {}\n').message).toContain(
      'model-delivery.yaml:3: data.datasetz: unknown key `datasetz`; did you mean `datasets`?',
    );
    const deep = refusal('evaluation:\n  checks:\n    - metric: f1\n      minn: 0.9\n      min: 0.8\n');
    expect(deep.message).toContain('model-delivery.yaml:4:');
    expect(deep.message).toContain('did you mean `min`?');
    expect(deep.location).toMatchObject({ line: 4 });
    expect(refusal('data:\n  columns:\n    a: { rnage: [0, 1] }\n').message).toContain('did you mean `range`?');
    expect(refusal('data:\n  checks:\n    - { row_cuont: { min: 1 } }\n').message).toContain(
      'did you mean `row_count`?',
    );
  });

  it('reports all problems at once', () => {
    const { message } = refusal('modle: m\nevaluation:\n  first_model: maybe\n');
    expect(message).toContain('2 problems');
    expect(message).toContain(':1: modle');
    expect(message).toContain(':3: evaluation.first_model');
  });

  it.each([
    ['a bound without vs', 'evaluation: { checks: [ { metric: f1, min_ratio: 0.98 } ] }', 'vs: champion'],
    ['vs without a comparison', 'evaluation: { checks: [ { metric: f1, vs: champion, min: 0.98 } ] }', 'min_ratio'],
    ['no bound', 'evaluation: { checks: [ { metric: f1 } ] }', 'expected a bound'],
    ['missing as a number', 'data: { columns: { a: { missing: 3 } } }', 'data.columns.a.missing'],
    ['a quoted threshold', 'evaluation: { checks: [ { metric: f1, min: "0.9" } ] }', 'found "0.9"'],
    ['two tolerances', 'data: { columns: { a: { tolerance: { max_count: 1, max_share: 0.1 } } } }', 'exactly one'],
    [
      'an unknown dataset',
      'data: { datasets: { d: { source: x } }, columns: { a: { datasets: [e] } } }',
      'unknown dataset `e`',
    ],
    ['a model name with capitals', 'model: Flight', 'lower-case'],
    ['an impossible date', 'data: { waivers: [ { check: a, reason: b, until: 2027-02-30, by: c } ] }', 'until'],
  ])('refuses %s', (_name, text, expected) => {
    expect(refusal(text).message).toContain(expected);
  });

  it.each([
    ['malformed YAML', 'data: [1, 2\nmodel: x\n', /model-delivery\.yaml:\d+/],
    ['duplicate keys', 'model: a\nmodel: b\n', /:2/],
    ['a custom tag', 'model: !!python/object/apply:os.system [ls]\n', /tag/],
    ['a local tag', 'model: !x y\n', /tag/],
    ['a prototype key', 'data:\n  __proto__: { a: 1 }\n', /__proto__/],
    ['a merge key', 'report: &r { comment: true }\ndata:\n  <<: *r\n', /<</],
    ['two documents', 'model: a\n---\nmodel: b\n', /document/],
    ['an empty file', '', /no mapping/],
    ['a list', '- a\n', /no mapping/],
    ['deep nesting', `data: ${'['.repeat(5000)}${']'.repeat(5000)}\n`, /nested|deep/],
    ['a megabyte scalar', `model: ${'a'.repeat(1 << 20)}\n`, /larger than/],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      /alias/i,
    ],
  ])('refuses %s in one message', (_name, text, expected) => {
    expect(refusal(text).message).toMatch(expected);
  });
});

describe('spellings found in the wild', () => {
  it('rewrites validation_gates', () => {
    const loaded = load(`validation_gates:
  performance: { accuracy_min: 0.85, f1_min: 0.80, latency_p99_max_ms: 100 }
  comparison:  { metric: f1, threshold: 0.98 }
  data_quality: { missing_rate_max: 0.05, drift_psi_max: 0.2 }
`);
    expect(loaded.dialect).toBe('validation_gates');
    expect(loaded.config.evaluation?.checks).toEqual([
      { metric: 'accuracy', min: 0.85, evidence: 'point', severity: 'fail' },
      { metric: 'f1', min: 0.8, evidence: 'point', severity: 'fail' },
      { metric: 'latency_p99', max: 100, unit: 'ms', evidence: 'point', severity: 'fail' },
      { metric: 'f1', vs: 'champion', min_ratio: 0.98, evidence: 'point', severity: 'fail' },
      { metric: 'missing_rate', source: 'data_report', max: 0.05, evidence: 'point', severity: 'fail' },
      { metric: 'drift_psi', source: 'data_report', max: 0.2, evidence: 'point', severity: 'fail' },
    ]);
    expect(loaded.locate(['evaluation', 'checks', 3])).toEqual({ file: 'model-delivery.yaml', line: 3 });
  });

  it('rewrites validation', () => {
    const { config } = load(`validation:
  min_f1: 0.88
  compare_to: production
  tolerance: -0.005
  promote_on_pass: staging
  notify_on_fail: [ { slack: "#ml-ops-alerts" } ]
`);
    expect(config.evaluation).toMatchObject({
      champion: { alias: 'champion' },
      promote_to: 'staging',
      notify_on_fail: [{ slack: '#ml-ops-alerts' }],
      checks: [
        { metric: 'f1', min: 0.88, evidence: 'point' },
        { metric: 'f1', vs: 'champion', min_delta: -0.005, evidence: 'point' },
      ],
    });
  });

  it('refuses a positive tolerance as ambiguous, on its line', () => {
    const error = refusal('validation:\n  min_f1: 0.88\n  compare_to: production\n  tolerance: 0.005\n');
    expect(error.message).toContain('model-delivery.yaml:4: validation.tolerance: ambiguous sign');
  });

  it('rewrites monitor', () => {
    const { config } = load(`monitor:
  model: revenue-forecast
  methods: { psi: { threshold: 0.10 } }
  on_trigger: { action: retrain, pipeline: revenue-forecast-training-dag }
`);
    expect(config.model).toBe('revenue-forecast');
    expect(config.data?.defaults.drift).toEqual({ psi: 0.1 });
    expect(config.retraining).toMatchObject({
      when: { drift: { windows: '1 of 1' } },
      pipeline: { name: 'revenue-forecast-training-dag' },
    });
  });

  it('refuses a spelling beside its canonical block', () => {
    expect(refusal('validation: { min_f1: 0.8 }\nevaluation: {}\n').message).toContain('say the same thing twice');
  });
});
