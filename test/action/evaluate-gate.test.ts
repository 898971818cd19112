import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { CHECKS, churnConfig, churnFiles, metrics } from '../support/churn-project.ts';
import { commandLine } from '../support/command-line.ts';
import { type Job, Scene } from '../support/scene.ts';

let scene: Scene;
let uploading: Scene;
beforeAll(async () => {
  scene = await Scene.start({ uploads: false });
  uploading = await Scene.start();
});
afterAll(async () => {
  await scene.end();
  await uploading.end();
});

const evaluation = (job: Job) =>
  JSON.parse(readFileSync(join(job.workspace, '.model-delivery/evaluation.json'), 'utf8'));

describe('evaluate-gate', () => {
  it('leaves document, outputs, summary and artifact behind, with the digest of the command line', async () => {
    const project = uploading.repository({ ...churnFiles(), 'model/weights.txt': 'w\n' });
    const job = project.pushJob();
    const step = await job.step('evaluate-gate', { model: 'model' });
    expect(step.exitCode, step.log).toBe(0);
    expect(Object.keys(step.outputs).sort()).toEqual(Object.keys(actionMetadata('evaluate-gate').outputs).sort());
    expect(step.outputs).toMatchObject({
      verdict: 'pass',
      document: '.model-delivery/evaluation.json',
      champion: '',
      'promote-to': '',
      summary: expect.stringContaining('pass'),
    });
    expect(evaluation(job)).toMatchObject({
      verdict: 'pass',
      purpose: 'promotion',
      meta: { digest: step.outputs.digest },
    });
    expect(evaluation(job).model.version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(step.summary).toContain('accuracy');
    expect(uploading.github.artifacts.list(project.repository.fullName, job.run.id).map(({ name }) => name)).toEqual([
      'model-delivery-churn-evaluate-gate',
    ]);
    const cli = await commandLine(['evaluate', '--json', '--model', 'model', '--out', 'cli'], job.workspace);
    expect(cli.exitCode, cli.stderr).toBe(0);
    expect(JSON.parse(cli.stdout).meta.digest).toBe(step.outputs.digest);
  });

  it('fails after everything is written, and points at the line of the check', async () => {
    const job = scene.repository(churnFiles({ accuracy: 0.7 })).pushJob();
    const step = await job.step('evaluate-gate');
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'fail', summary: expect.stringContaining('accuracy') });
    const cli = await commandLine(['evaluate', '--json'], job.workspace);
    expect(cli.exitCode).toBe(1);
    expect(JSON.parse(cli.stdout).meta.digest).toBe(step.outputs.digest);
  });

  it('compares with the files that the inputs name', async () => {
    const job = scene
      .repository({ ...churnFiles(), 'a.json': metrics(0.9, 0.5), 'b.json': metrics(0.9, 0.9) })
      .pushJob();
    const step = await job.step('evaluate-gate', { candidate: 'a.json', champion: 'b.json' });
    expect(step.exitCode).toBe(1);
    expect(step.outputs.summary).toContain('f1');
    expect((await job.step('evaluate-gate', { candidate: 'b.json', champion: 'a.json' })).exitCode).toBe(0);
  });

  it('sets promote-to only when the gate passes', async () => {
    const config = `model: churn
validation: { min_accuracy: 0.8, promote_on_pass: staging }
evaluation: { candidate: { metrics: out/metrics.json } }
`;
    const separate = config.replace(/evaluation:.*\n/, '');
    const job = scene.repository({ ...churnFiles(), 'model-delivery.yaml': separate }).pushJob();
    const step = await job.step('evaluate-gate', { candidate: 'out/metrics.json' });
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs['promote-to']).toBe('staging');
    job.write('out/metrics.json', metrics(0.1));
    const failed = await job.step('evaluate-gate', { candidate: 'out/metrics.json' });
    expect(failed.exitCode).toBe(1);
    expect(failed.outputs['promote-to']).toBe('');
  });

  const inconclusive = `version: 1
model: churn
evaluation:
  candidate: { metrics: out/metrics.json }
  on_inconclusive: { pull_request: warn, promotion: block }
  checks: [ { metric: accuracy, min: 0.8, evidence: prove } ]
`;
  it.each([
    ['promotion', 'policy', 3],
    ['promotion', 'fail', 0],
    ['promotion', 'inconclusive', 3],
    ['promotion', 'never', 0],
    ['pull_request', 'policy', 0],
    ['pull_request', 'inconclusive', 3],
  ])('inconclusive for %s under fail-on %s exits %d', async (purpose, failOn, exitCode) => {
    const job = scene.repository({ ...churnFiles(), 'model-delivery.yaml': inconclusive }).pushJob();
    const step = await job.step('evaluate-gate', { purpose, 'fail-on': failOn });
    expect(step.exitCode, step.log).toBe(exitCode);
    expect(step.outputs.verdict).toBe('inconclusive');
  });

  it.each([
    ['no candidate file', { 'out/metrics.json': null }, {}, 4],
    [
      'a metric that the file lacks',
      { 'model-delivery.yaml': churnConfig({ checks: ['{ metric: recall, min: 0.1 }'] }) },
      {},
      4,
    ],
    ['a quoted number', { 'out/metrics.json': '{"accuracy": "0.99", "f1": 1}' }, {}, 4],
    ['an absent champion file', { 'champion/metrics.json': null }, {}, 4],
    ['a purpose that is none', {}, { purpose: 'release' }, 2],
    ['an unknown key', { 'model-delivery.yaml': `${churnConfig()}evaluaton: {}\n` }, {}, 2],
  ])('%s: never green', async (_, change, inputs, exitCode) => {
    const files = Object.fromEntries(
      Object.entries({ ...churnFiles(), ...change }).filter(([, text]) => text !== null),
    );
    const job = scene.repository(files).pushJob();
    const step = await job.step('evaluate-gate', inputs);
    expect(step.exitCode, step.log).toBe(exitCode);
    expect(step.outputs.verdict).toBe('error');
    expect(step.annotations.at(-1)?.level).toBe('error');
    expect((await job.step('evaluate-gate', { ...inputs, 'fail-on': 'never' })).exitCode).toBe(exitCode === 4 ? 0 : 2);
  });

  it('reads data-quality bounds from the data report of the step before', async () => {
    const config = `${churnConfig({ checks: CHECKS }).replace(/evaluation:[\s\S]*/, '')}validation_gates:
  performance: { accuracy_min: 0.8 }
  data_quality: { missing_rate_max: 0.05 }
`;
    const job = scene.repository({ ...churnFiles(), 'model-delivery.yaml': config }).pushJob();
    const without = await job.step('evaluate-gate', { candidate: 'out/metrics.json' });
    expect(without.exitCode).toBe(4);
    expect((await job.step('validate-data')).exitCode).toBe(0);
    const step = await job.step('evaluate-gate', { candidate: 'out/metrics.json' });
    expect(step.exitCode, step.log).toBe(0);
  });
});
