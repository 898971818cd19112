import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { AliasEvent, ModelVersion } from '@model-delivery/core';
import type { RunResult } from '@model-delivery/testkit';
import type { Project, Scene } from './scene.ts';
import { type RunSettings, runWorkflows, SUITE } from './workflow-run.ts';

/** Permissions a caller of ml-cd.yml grants. */
const GRANTED =
  '{ contents: write, packages: write, deployments: write, pull-requests: write, checks: write, actions: read }';

const WITH = `
train-command: node train.js
train-outputs: out/
model: out/model`;

const indented = (text: string) => text.trim().split('\n').join('\n      ');

/** The caller of ml-cd.yml, on main and by hand. */
export const deliverWorkflow = (inputs = WITH) => `name: Deliver
on:
  push: { branches: [main] }
  workflow_dispatch:
    inputs:
      command: { type: string, default: deploy }
      version: { type: string, default: '' }
      reason: { type: string, default: '' }
permissions: {}
jobs:
  deliver:
    uses: ${SUITE}/.github/workflows/ml-cd.yml@v1
    permissions: ${GRANTED}
    with:
      command: \${{ inputs.command || 'deploy' }}
      version: \${{ inputs.version || '' }}
      reason: \${{ inputs.reason || '' }}
      dataset: train
      ${indented(inputs)}
`;

export const reviewWorkflow = `name: Model
on: pull_request
permissions: {}
jobs:
  model:
    uses: ${SUITE}/.github/workflows/ml-ci.yml@v1
    permissions: { contents: read, pull-requests: write, checks: write, actions: read }
    with:
      train-command: node train.js
      model: out/model
`;

export const monitorWorkflow = `name: Monitor
on:
  schedule: [{ cron: '17 5 * * *' }]
permissions: {}
jobs:
  monitor:
    uses: ${SUITE}/.github/workflows/ml-monitor.yml@v1
    permissions: { contents: write, actions: write, issues: write, packages: read }
    with: { dataset: serving }
`;

export const retrainWorkflow = `name: Retrain
on:
  workflow_dispatch:
    inputs:
      reason: { type: string, default: by hand }
permissions: {}
jobs:
  retrain:
    uses: ${SUITE}/.github/workflows/ml-retrain.yml@v1
    permissions: ${GRANTED}
    with:
      reason: \${{ inputs.reason }}
      dataset: train
      train-command: node train.js
`;

/** Training that takes a moment: what it says of itself stands in quality.json; the reason becomes part of the model. */
const TRAIN = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const { MODEL_DELIVERY_PURPOSE: purpose, MODEL_DELIVERY_DATA: data, MODEL_DELIVERY_REASON: reason = '' } = process.env;
console.log(\`training for \${purpose} on \${data}\${reason && \`, because \${reason}\`}\`);
const quality = readFileSync('quality.json', 'utf8');
mkdirSync('out/model', { recursive: true });
writeFileSync('out/model/weights.txt', quality + reason);
writeFileSync('out/metrics.json', quality);
`;

export const quality = (accuracy: number): string => `${JSON.stringify({ accuracy, f1: accuracy - 0.05 })}\n`;

/** People with ages around a mean, so that a later month can be another population. */
export function people(mean: number): string {
  const rows = Array.from({ length: 400 }, (_, i) => `${i + 1},${Math.round(mean + 10 * Math.sin(i * 12.9898))}`);
  return `id,age\n${rows.join('\n')}\n`;
}

const CONFIG = (accuracy: string) => `version: 1
model: churn
data:
  datasets:
    train: { source: data/train.csv, key: [id] }
    serving: { source: data/serving.csv, key: [id], reference: train }
  columns:
    id: { type: integer, missing: 0 }
    age: { type: integer, range: [0, 120], drift: { psi: 0.1 } }
evaluation:
  candidate: { metrics: out/metrics.json }
  champion: { alias: champion }
  first_model: require_absolute
  checks:
    - ${accuracy}
    - { metric: f1, vs: champion, min_ratio: 0.98 }
registry:
  store: { oci_layout: registry }
  ledger: { git: refs/heads/model-ledger }
rollout:
  endpoint: churn
  target: { registry_alias: {} }
  soak: { for: 0s }
  window: 1s
retraining:
  workflow: retrain.yml
  when: { drift: { windows: "1 of 1" } }
report: { html: false }
`;

/** The files of a repository whose servers poll the registry: a whole delivery takes seconds. */
export function deliveryFiles(options: { accuracy?: string; deliver?: string } = {}): Record<string, string> {
  const { accuracy = '{ metric: accuracy, min: 0.8 }', deliver = deliverWorkflow() } = options;
  return {
    'model-delivery.yaml': CONFIG(accuracy),
    'data/train.csv': people(40),
    'data/serving.csv': people(40),
    'quality.json': quality(0.9),
    'package.json': '{"private":true,"type":"module"}\n',
    'train.js': TRAIN,
    '.github/workflows/deliver.yml': deliver,
  };
}

/** A repository with a store on this machine, and what the tests ask about it. */
export class DeliveryProject {
  readonly project: Project;
  readonly #settings: RunSettings;

  constructor(scene: Scene, files: Record<string, string>, settings: RunSettings = {}) {
    this.project = scene.repository(files);
    const store = join(scene.directory, `store-${this.project.repository.name}`);
    this.#settings = { ...settings, vars: { MODEL_DELIVERY_STORE: `oci_layout:${store}` } };
  }

  run(event: { name: string; payload: Record<string, unknown> }): Promise<RunResult[]> {
    return runWorkflows(this.project, event, this.#settings);
  }

  get settings(): RunSettings {
    return this.#settings;
  }

  /** Starts the caller of ml-cd.yml by hand. */
  dispatch(inputs: Record<string, string>): Promise<RunResult[]> {
    const payload = { workflow: '.github/workflows/deliver.yml', ref: 'refs/heads/main', inputs };
    return this.run({ name: 'workflow_dispatch', payload });
  }

  /** Every event of the ledger, oldest first. */
  ledger(): AliasEvent[] {
    return (this.#ledgerFile('ledger.jsonl') ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as AliasEvent);
  }

  #ledgerFile(path: string): string | null {
    const args = ['--git-dir', this.project.tree.gitDirectory, 'show', `model-ledger:${path}`];
    const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
    return status === 0 ? stdout : null;
  }

  /** The record of a registered version. */
  versionDocument(version: string): ModelVersion {
    return JSON.parse(this.#ledgerFile(`versions/${version.replace('sha256:', '')}.json`) ?? 'null') as ModelVersion;
  }

  /** What the champion alias names. */
  champion(): string | null {
    return this.ledger().findLast(({ alias }) => alias === 'champion')?.to ?? null;
  }
}
