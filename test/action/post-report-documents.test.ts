import { readZip } from '@model-delivery/github';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { churnConfig, churnFiles } from '../support/churn-project.ts';
import { leaveEvaluation, sealed } from '../support/evaluation-document.ts';
import { type Project, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const QUIET = churnFiles({ more: 'report: { html: false }' });
const changed = { 'README.md': '# better\n' };
const artifacts = (project: Project, runId: number) => scene.github.artifacts.list(project.repository.fullName, runId);

describe('the documents of a report', () => {
  it('none found is an evidence error; fail-on never makes it a warning', async () => {
    const project = scene.repository(QUIET);
    const job = project.pullJob(project.pull(changed));
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(4);
    expect(step.outputs.verdict).toBe('error');
    expect(step.annotations.at(-1)?.message).toContain('.model-delivery');
    const lenient = await job.step('post-report', { 'fail-on': 'never' });
    expect(lenient.exitCode).toBe(0);
    expect(lenient.annotations.at(-1)?.level).toBe('warning');
  });

  it('no configuration in the workspace is a configuration error', async () => {
    const project = scene.repository({ 'README.md': 'x' });
    const step = await project.pullJob(project.pull(changed)).step('post-report');
    expect(step.exitCode).toBe(2);
    expect(step.annotations.at(-1)?.message).toContain('model-delivery.yaml');
  });

  it('come from the artifacts of other jobs of the run where the directory has none', async () => {
    const project = scene.repository(churnFiles({ more: 'report: { html: false }' }));
    const pull = project.pull(changed);
    const gate = project.pullJob(pull);
    await gate.step('validate-data', { name: 'report' });
    await gate.step('evaluate-gate', { name: 'linux' });
    const report = project.pullJob(pull, { run: gate.run });
    const step = await report.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs.document).toBe('');
    expect(project.comments(pull)[0]).toContain('validate-data');
    expect(project.comments(pull)[0]).toContain('evaluate-gate');
  });

  it('an edited one is refused', async () => {
    const project = scene.repository(QUIET);
    const job = project.pullJob(project.pull(changed));
    job.write('.model-delivery/evaluation.json', (await sealed(scene)).replace('"pass"', '"fail"'));
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(4);
    expect(step.log).toContain('changed after it was written');
  });

  it('of several models make a comment and a check run each; the worst verdict decides', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pull(changed);
    const job = project.pullJob(pull);
    const document = JSON.parse(await sealed(scene));
    for (const model of ['alpha', 'beta']) {
      const own = typeof document.model === 'string' ? model : { ...document.model, name: model };
      job.write(`.model-delivery/${model}/evaluation.json`, await sealed(scene, { model: own }));
    }
    await leaveEvaluation(job, 0.5);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'fail', digest: '' });
    const keys = project.comments(pull).map((body) => /key=(\S+)/.exec(body)?.[1]);
    expect(keys).toEqual(['alpha', 'beta', 'churn']);
    expect([...project.repository.checkRuns.values()].map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['model-delivery / alpha', 'success'],
      ['model-delivery / beta', 'success'],
      ['model-delivery / churn', 'failure'],
    ]);
    for (const model of ['alpha', 'beta', 'churn']) expect(step.summary).toContain(model);
  });

  it('too large for a comment still fit one: the body stays below the limit', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pull(changed);
    const job = project.pullJob(pull);
    const document = JSON.parse(await sealed(scene));
    const checks = Array.from({ length: 800 }, (_, i) => ({
      ...document.checks[0],
      id: `accuracy/min/segment=${i}`,
      slice: `segment=${'日本語'.repeat(10)}${i}`,
    }));
    job.write('.model-delivery/evaluation.json', await sealed(scene, { checks }));
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    const [body] = project.comments(pull);
    expect(body!.length).toBeLessThan(65_000);
    expect(Buffer.byteLength(body!)).toBeLessThan(190_000);
    expect(Buffer.byteLength(step.summary)).toBeLessThan(1 << 20);
  });

  it('are rendered as an HTML report that is uploaded as an artifact', async () => {
    const project = scene.repository(churnFiles());
    const job = project.pullJob(project.pull(changed));
    await leaveEvaluation(job, 0.95);
    const step = await job.step('post-report', { name: 'nightly' });
    expect(step.exitCode, step.log).toBe(0);
    const [artifact, ...more] = artifacts(project, job.run.id);
    expect(more).toEqual([]);
    expect(artifact!.name).toBe('model-delivery-churn-report-nightly');
    const html = readZip(artifact!.content).get('report.html')!.toString();
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script|https?:\/\/(?!github\.localhost)/);
  });

  it('a failed check stands on the line of the configuration as an annotation of the check run', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pull(changed);
    const job = project.pullJob(pull);
    await leaveEvaluation(job, 0.5);
    await job.step('post-report');
    const [check] = [...project.repository.checkRuns.values()];
    expect(check).toMatchObject({ name: 'model-delivery / churn', headSha: pull.head.sha, conclusion: 'failure' });
    const line =
      churnConfig()
        .split('\n')
        .findIndex((text) => text.includes('metric: accuracy')) + 1;
    expect(check!.annotations).toMatchObject([
      { path: 'model-delivery.yaml', start_line: line, annotation_level: 'failure' },
    ]);
  });
});

describe('report.append', () => {
  const config = churnFiles({ more: 'report: { html: false, append: [reports/metrics.md, ../outside.md] }' });

  it('adds files of a trusted run, and only files below the configuration', async () => {
    const project = scene.repository({ ...config, 'reports/metrics.md': 'The appended words.\n' });
    const pull = project.pull(changed);
    const job = project.pullJob(pull);
    await leaveEvaluation(job, 0.95);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(project.comments(pull)[0]).toContain('The appended words.');
    expect(step.annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining('../outside.md') }]);
  });

  it('adds nothing of a fork', async () => {
    const project = scene.repository({ ...config, 'reports/metrics.md': 'base' });
    const pull = project.pullFromFork({ 'reports/metrics.md': 'The appended words.\n' });
    const job = project.pullJob(pull);
    await leaveEvaluation(job, 0.95);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.summary).not.toContain('The appended words.');
    expect(step.summary).toContain('self-reported by fork code');
  });
});
