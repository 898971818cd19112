import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { churnFiles } from '../support/churn-project.ts';
import { type Job, type Project, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const REGISTRY = (more = '') => `registry: { store: { oci_layout: registry/ }${more} }\n`;
const PERMISSIONS = { contents: 'write', checks: 'read', actions: 'read', 'pull-requests': 'read' } as const;
const files = (more = '', options: Parameters<typeof churnFiles>[0] = {}) => ({
  ...churnFiles({ more: REGISTRY(more), ...options }),
  'model/weights.txt': 'w\n',
});

/** A job on main in which the model was validated and judged. */
async function judged(project: Project, options: Parameters<Project['pushJob']>[0] = {}): Promise<Job> {
  const job = project.pushJob({ permissions: PERMISSIONS, ...options });
  expect((await job.step('validate-data')).exitCode).toBe(0);
  await job.step('evaluate-gate', { model: 'model' });
  return job;
}

const document = (job: Job, name: string) =>
  JSON.parse(readFileSync(join(job.workspace, '.model-delivery', name), 'utf8'));
function ledger({ tree }: Project): { action: string; alias: string; meta: { run: string; actor: string } }[] {
  const commit = tree.git.resolveCommit('model-ledger');
  if (commit === undefined) return [];
  const lines = tree.git.readFile(commit, 'ledger.jsonl')!.toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

describe('register-model', () => {
  it('registers through the API, and leaves outputs, card and artifact behind', async () => {
    const project = scene.repository(files());
    const job = await judged(project);
    const step = await job.step('register-model', { model: 'model', params: 'depth=3\nseed=7' });
    expect(step.exitCode, step.log).toBe(0);
    expect(Object.keys(step.outputs).sort()).toEqual(Object.keys(actionMetadata('register-model').outputs).sort());
    expect(step.outputs).toMatchObject({
      verdict: 'pass',
      document: '.model-delivery/model-version.json',
      version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      created: 'true',
      reference: expect.stringContaining('registry@sha256:'),
    });
    expect(document(job, 'model-version.json').meta.digest).toBe(step.outputs.digest);
    expect(document(job, 'lineage.json')).toMatchObject({ params: { depth: 3, seed: 7 }, seeds: { seed: 7 } });
    expect(step.summary).toContain('# churn');
    expect(step.summary).toContain('accuracy');
    expect(ledger(project)).toMatchObject([
      {
        action: 'register',
        alias: 'candidate',
        meta: { actor: 'ann', run: expect.stringContaining(String(job.run.id)) },
      },
    ]);
    const artifacts = scene.github.artifacts.list(project.repository.fullName, job.run.id).map(({ name }) => name);
    expect(artifacts).toContain('model-delivery-churn-register-model');
    const again = await job.step('register-model', { model: 'model' });
    expect(again.outputs).toMatchObject({ created: 'false', version: step.outputs.version });
  });

  it('compares the next model with the champion of the ledger, through the API, without its branch', async () => {
    const project = scene.repository(files());
    const job = await judged(project);
    const { outputs } = await job.step('register-model', { model: 'model' });
    // The checkout of a job has neither the branch nor a remote: the ledger is read through the API.
    const config = readFileSync(join(job.workspace, 'model-delivery.yaml'), 'utf8');
    job.write('model-delivery.yaml', config.replace('{ metrics: champion/metrics.json }', '{ alias: candidate }'));
    const gate = await job.step('evaluate-gate', { model: 'model' });
    expect(gate.exitCode, gate.log).toBe(0);
    expect(document(job, 'evaluation.json').champion).toMatchObject({ state: 'ready', version: outputs.version });
    expect(gate.outputs.champion).toBe(outputs.version);
    job.write('model-delivery.yaml', config.replace('{ metrics: champion/metrics.json }', '{ alias: staging }'));
    await job.step('evaluate-gate', { model: 'model' });
    expect(document(job, 'evaluation.json').champion).toMatchObject({ state: 'none' });
  });

  it('refuses what a pull request trained, before a byte is stored', async () => {
    const project = scene.repository(files());
    const job = project.pullJob(project.pull({ 'README.md': '# better\n' }), { permissions: PERMISSIONS });
    await job.step('validate-data');
    await job.step('evaluate-gate', { model: 'model' });
    const step = await job.step('register-model', { model: 'model' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', created: '' } });
    expect(step.outputs.summary).toContain('pull_request');
    expect(existsSync(join(job.workspace, 'registry'))).toBe(false);
    expect(ledger(project)).toEqual([]);
  });

  it('asks for the check runs that the policy names', async () => {
    const project = scene.repository(files(', require: { code_checks: [test] }'));
    const job = await judged(project);
    const { actions } = project.repository;
    const missing = await job.step('register-model', { model: 'model' });
    expect(missing).toMatchObject({ exitCode: 4, outputs: { verdict: 'error' } });
    const check = actions.addJob({ runId: job.run.id, name: 'test', status: 'completed', conclusion: 'failure' });
    expect(await job.step('register-model', { model: 'model' })).toMatchObject({
      exitCode: 1,
      outputs: { verdict: 'fail' },
    });
    actions.updateJob(check.id, { conclusion: 'success' });
    const green = await job.step('register-model', { model: 'model' });
    expect(green.exitCode, green.log).toBe(0);
  });

  it('takes an inconclusive evaluation only with an approval that GitHub knows', async () => {
    // Four rows of a metrics file prove nothing: judged `prove` without rows it is inconclusive.
    const checks = ['{ metric: accuracy, min: 0.8, evidence: prove }'];
    const project = scene.repository(files('', { checks }));
    project.repository.addEnvironment('production', { reviewers: ['ann'] });
    const job = await judged(project);
    expect(document(job, 'evaluation.json').verdict).toBe('inconclusive');
    expect((await job.step('register-model', { model: 'model' })).exitCode).toBe(3);
    const unknown = await job.step('register-model', { model: 'model', approval: 'true' });
    expect(unknown).toMatchObject({ exitCode: 3, outputs: { verdict: 'inconclusive' } });
    project.repository.actions.review(job.run.id, {
      state: 'approved',
      reviewer: 'ann',
      environment: 'production',
      comment: 'enough for a start',
    });
    const step = await job.step('register-model', { model: 'model', approval: 'true' });
    expect(step.exitCode, step.log).toBe(0);
    expect(document(job, 'model-version.json')).toMatchObject({
      status: 'approved',
      approval: { by: 'ann', environment: 'production', comment: 'enough for a start' },
    });
    expect(step.summary).toContain('Approved by ann');
  });

  it('says which permission is missing for the ledger', async () => {
    const project = scene.repository(files());
    const job = await judged(project, { permissions: { contents: 'read' } });
    const step = await job.step('register-model', { model: 'model' });
    expect(step).toMatchObject({ exitCode: 5, outputs: { verdict: 'error' } });
    expect(step.annotations.map(({ message }) => message).join('\n')).toContain('contents: write');
    expect(ledger(project)).toEqual([]);
  });
});
