import type { ColumnProfile, DataProfile } from '@model-delivery/core';

export interface ConfigurationFacts {
  model: string;
  dataset: string;
  source: string;
  profilePath: string | null;
  profile: DataProfile | null;
  key: string | null;
}

/** Categories up to this many are listed as the allowed values. */
const MAX_VALUES = 20;
/** Below this many rows an own drift threshold would only ever be inconclusive. */
const MIN_ROWS_FOR_DRIFT = 200;

const quote = (text: string) => JSON.stringify(text);

/** The commented configuration; every bound passes on the profiled data and leaves some room beyond it. */
export function configurationText(facts: ConfigurationFacts): string {
  return [
    '# What a change to this model has to prove. Reference: docs/configuration.md of model-delivery;',
    '# editors complete the keys with schema/config.json.',
    'version: 1',
    `model: ${quote(facts.model)}`,
    '',
    'data:',
    '  datasets:',
    ...dataset(facts),
    '',
    ...columns(facts),
    '',
    ...checks(facts),
    '',
    '  # A check that is too noisy to decide: warn (default) or block.',
    '  on_inconclusive: warn',
    '',
    '# The model. Remove the comment signs when training writes a prediction file: one row an example, with the label and the',
    '# probability of the positive class.',
    '# evaluation:',
    '#   candidate: { predictions: out/predictions.csv }',
    '#   champion:  { directory: models/production }        # the same file of the model that serves today',
    '#   columns:   { id: id, label: label, score: score }',
    '#   checks:',
    '#     - { metric: roc_auc, min: 0.80 }',
    '#     - { metric: log_loss, vs: champion, max_regression: 0.005 }',
    '',
    '# The registry: models by the digest of their bytes, and a ledger of what every alias named, on a branch of this repository.',
    '# With it `champion: { alias: champion }` above compares with what serves, wherever the evaluation runs.',
    '# registry:',
    '#   store:  { oci_layout: registry/ }                  # hosted runners: { oci: "ghcr.io/OWNER/models" }',
    '#   ledger: { git: refs/heads/model-ledger, remote: origin }',
    '#   require: { evaluation: pass, data: pass }',
    '',
    '# The canary: 5 % -> 100 % on evidence. max_rate: about twice the share of errors of what serves today.',
    '# rollout:',
    '#   endpoint: my-model',
    '#   target: { dev_gateway: { weights: run/weights.json } }   # or command | nginx | registry_alias',
    '#   smoke:  { protocol: oip-v2, candidate: "http://127.0.0.1:9002", fixtures: golden.json, tolerance: { abs: 1.0e-6 } }',
    '#   source: { prometheus_text: "http://127.0.0.1:9100/metrics" }',
    '#   steps: [ { weight: 5, min_time: 30m, min_requests: 2000 }, { weight: 25, min_time: 10m }, { weight: 50, min_time: 10m }, { weight: 100 } ]',
    '#   guardrails:',
    '#     - { id: errors, kind: count, events: \'requests_total{code=~"5.."}\', total: requests_total, arm_label: version, harm_if: up, non_inferiority: 1.5, max_rate: 0.01 }',
    '#   breakers: [ { id: broken, guardrail: errors, max_share: 0.5, min_requests: 20 } ]',
    '#   horizon: 6h',
    '#   inconclusive: rollback',
    '',
    '# Retraining when the world has moved on.',
    '# retraining:',
    '#   workflow: ml-retrain.yml',
    '#   when: { drift: { windows: "2 of 3" }, age: 30d }',
    '#   cooldown: 6h',
    '#   budget: { runs: 3, per: 7d }',
    '',
    'report: { comment: true, check: true, html: true }',
    '',
  ].join('\n');
}

function dataset({ dataset, source, profilePath, key }: ConfigurationFacts): string[] {
  const fields = [
    `source: ${quote(source)}`,
    ...(profilePath === null ? [] : [`profile: ${quote(profilePath)}`]),
    ...(key === null ? [] : [`key: [${quote(key)}]`]),
  ];
  return [
    '    # The profile is what drift is measured against: refresh it when a new model goes into production.',
    `    ${quote(dataset)}: { ${fields.join(', ')} }`,
  ];
}

function columns({ profile, key }: ConfigurationFacts): string[] {
  if (profile === null) {
    return [
      '  # columns:',
      '  #   age:     { type: integer, missing: 0, range: [0, 120], drift: { psi: 0.1 } }',
      '  #   country: { type: string, missing: { max_share: 0.01 }, values: [DE, FR, US] }',
    ];
  }
  // A name with a wildcard would be read as a pattern of names.
  const plain = profile.columns.filter((column) => !/[*?]/.test(column.name));
  return [
    '  # As the data is today, with some room. Tighten what you know better.',
    '  columns:',
    ...plain.map((column) => `    ${quote(column.name)}: { ${columnChecks(column, profile.rows, key).join(', ')} }`),
  ];
}

function columnChecks(column: ColumnProfile, rows: number, key: string | null): string[] {
  const empty = column.missing === rows;
  return [
    `type: ${column.type}`,
    `missing: ${missing(column.missing, rows)}`,
    ...(empty ? [] : range(column)),
    ...(empty ? [] : values(column)),
    ...(!empty && column.name !== key && driftFits(column, rows) ? ['drift: { psi: 0.1 }'] : []),
  ];
}

/** None stays none; else twice the present share, in steps of a thousandth. */
function missing(count: number, rows: number): string {
  if (count === 0) return '0';
  return `{ max_share: ${Math.min(1, Math.ceil((2000 * count) / rows) / 1000)} }`;
}

/** A tenth of the spread beyond both ends; counts stay counts. Dates grow, so they get no range. */
function range({ type, numeric }: ColumnProfile): string[] {
  if ((type !== 'integer' && type !== 'number') || numeric?.min == null || numeric.max == null) return [];
  const [min, max] = [Number(numeric.min), Number(numeric.max)];
  const room = (max - min || Math.abs(max) || 1) / 10;
  const lower = min >= 0 && min - room < 0 ? 0 : Math.floor(min - room);
  const finite = numeric.nan + numeric.positive_infinity + numeric.negative_infinity === 0;
  const bounds = `range: [${lower}, ${Math.ceil(max + room)}]`;
  return finite ? (type === 'number' ? [bounds, 'finite: true'] : [bounds]) : [];
}

function values({ type, categories }: ColumnProfile): string[] {
  if (type !== 'string' || !categories?.complete || categories.values.length > MAX_VALUES) return [];
  if (categories.values.some(([value]) => value.length > 40)) return [];
  return [`values: [${categories.values.map(([value]) => quote(value)).join(', ')}]`];
}

function driftFits({ type, numeric, categories }: ColumnProfile, rows: number): boolean {
  if (rows < MIN_ROWS_FOR_DRIFT) return false;
  if (type === 'integer' || type === 'number') return (numeric?.deciles.length ?? 0) >= 1;
  return type === 'string' && (categories?.values.length ?? 0) >= 2 && (categories?.distinct ?? rows) < rows / 10;
}

function checks({ profile, key }: ConfigurationFacts): string[] {
  if (profile === null)
    return ['  # checks:', '  #   - { row_count: { min: 1000 } }', '  #   - { rule: "arrival >= departure" }'];
  const names = profile.columns.map((column) => quote(column.name)).join(', ');
  return [
    '  checks:',
    `    - { columns: { require: [${names}], allow_extra: true } }`,
    `    - { row_count: { min: ${Math.max(1, Math.floor(profile.rows / 2))} } }`,
    ...(key === null ? [] : [`    - { unique: [${quote(key)}] }`]),
    '    # - { rule: "arrival >= departure", name: arrival-after-departure }   # any SQL condition over the columns',
  ];
}
