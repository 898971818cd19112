import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { churnConfig, churnData, churnFiles, metrics } from '../support/churn-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull, runPush, SUITE } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

/** The repository of a user who calls ml-ci.yml. */
const caller = (inputs: string, more = '') => `name: Model
on:
  pull_request:
  push: { branches: [main] }
permissions: {}
jobs:
  model:
    uses: ${SUITE}/.github/workflows/ml-ci.yml@v1
    permissions: { contents: read, pull-requests: write, checks: write, actions: read }
    with:
      ${inputs.trim().split('\n').join('\n      ')}
${more}`;

const TRAIN = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
if (/github_token|ghs_/i.test(readFileSync('/proc/self/environ'))) throw new Error('the token of the job is here');
const { MODEL_DELIVERY_PURPOSE: purpose, MODEL_DELIVERY_DATA: data, MODEL_DELIVERY_SECRETS: secrets } = process.env;
console.log(\`training for \${purpose} on \${data} with \${JSON.parse(secrets).STORE_KEY ?? 'no key'}\`);
mkdirSync('out/model', { recursive: true });
writeFileSync('out/model/weights.txt', 'w');
writeFileSync('out/metrics.json', JSON.stringify({ accuracy: 0.9, f1: 0.8, keyLength: (JSON.parse(secrets).STORE_KEY ?? '').length }));
`;
const INPUTS = `
code-checks: test -f train.js && test -z "\${MODEL_DELIVERY_SECRETS:-}" && ! env | grep -v ^COMMAND= | grep -q the-key
train-command: node train.js
setup: node
model: out/model`;

function project(inputs: string, more = '', changes: Record<string, string> = {}) {
  const { 'out/metrics.json': _, ...files } = churnFiles({ more: 'report: { html: false }' });
  const workflow = { '.github/workflows/ml.yml': caller(inputs, more), 'train.js': TRAIN };
  return scene.repository({ ...files, ...workflow, ...changes });
}

describe('ml-ci.yml', { timeout: 90_000 }, () => {
  it('validates, trains, judges, reports; the secret reaches the training step only', async () => {
    const repository = project(INPUTS, '    secrets: inherit\n');
    const pull = repository.pull({ 'data/train.csv': churnData([20, 30, 40, 50, 60]) });
    const [run] = await runPull(repository, pull, { secrets: { STORE_KEY: 'the-key' } });
    expect(run!.conclusion, logOf(run)).toBe('success');
    expect(results(run!)).toEqual({
      changes: 'success',
      code: 'success',
      data: 'success',
      train: 'success',
      gate: 'success',
      report: 'success',
      required: 'success',
    });
    const train = run!.jobs['model / train']!;
    expect(train.log).toContain('training for pull_request on sample with ***');
    expect(
      Object.values(run!.jobs)
        .map((job) => job.log)
        .join(''),
    ).not.toContain('the-key');
    expect(run!.jobs['model / gate']!.outputs.verdict).toBe('pass');
    expect(repository.comments(pull)).toHaveLength(1);
    expect(repository.comments(pull)[0]).toMatch(/Model version.*sha256&#58;[0-9a-f]{64}/);
  });

  it('runs the code checks only for a pull request of documentation, and Required still reports', async () => {
    const repository = project(INPUTS);
    const pull = repository.pull({ 'README.md': '# new\n', 'docs/data.csv': 'a\n' });
    const [run] = await runPull(repository, pull);
    expect(run!.conclusion, logOf(run)).toBe('success');
    expect(results(run!)).toEqual({
      changes: 'success',
      code: 'success',
      data: 'skipped',
      train: 'skipped',
      gate: 'skipped',
      report: 'skipped',
      required: 'success',
    });
    expect(repository.comments(pull)).toEqual([]);
  });

  it('judges documentation too where changed-only is off; a failed gate fails Required', async () => {
    const repository = project('changed-only: false', '', { 'out/metrics.json': metrics(0.1) });
    const [run] = await runPull(repository, repository.pull({ 'README.md': '# new\n' }));
    expect(results(run!), logOf(run)).toEqual({
      changes: 'success',
      code: 'skipped',
      data: 'success',
      train: 'skipped',
      gate: 'failure',
      report: 'failure',
      required: 'failure',
    });
  });

  it('looks at what `paths` names', async () => {
    const repository = project('paths: data/**');
    const [run] = await runPull(repository, repository.pull({ 'train.js': '// none\n' }));
    expect(results(run!), logOf(run)).toMatchObject({ data: 'skipped', required: 'success' });
  });

  it('stops at broken data: no training, a report, Required fails', async () => {
    const repository = project(INPUTS);
    const pull = repository.pull({ 'data/train.csv': churnData([20, 300, 40]) });
    const [run] = await runPull(repository, pull);
    expect(run!.conclusion).toBe('failure');
    expect(results(run!), logOf(run)).toMatchObject({
      data: 'failure',
      train: 'skipped',
      gate: 'skipped',
      report: 'failure',
      required: 'failure',
    });
    expect(repository.comments(pull)[0]).toContain('age');
  });

  it('fails Required when code checks and training fail; the report shows what there is', async () => {
    const repository = project(INPUTS);
    const pull = repository.pull({ 'train.js': null });
    const [run] = await runPull(repository, pull);
    expect(results(run!), logOf(run)).toEqual({
      changes: 'success',
      code: 'failure',
      data: 'success',
      train: 'failure',
      gate: 'skipped',
      report: 'success',
      required: 'failure',
    });
    expect(repository.comments(pull)[0]).toContain('The model was not evaluated');
  });

  it('hands the data report to bounds on data quality; a push is judged for promotion', async () => {
    const config = `${churnConfig().replace(/evaluation:[\s\S]*/, '')}validation_gates:
  performance: { accuracy_min: 0.8 }
  data_quality: { missing_rate_max: 0.05 }
`;
    const repository = project(`${INPUTS}\ntrain-on: full\ncandidate: out/metrics.json`, '', {
      'model-delivery.yaml': config,
    });
    const [run] = await runPush(repository);
    expect(run!.conclusion, logOf(run)).toBe('success');
    expect(run!.jobs['model / train']!.log).toContain('training for promotion on full with no key');
  });
});
