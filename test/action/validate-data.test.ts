import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { churnConfig, churnData, churnFiles } from '../support/churn-project.ts';
import { commandLine } from '../support/command-line.ts';
import { type Job, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const document = (job: Job, path = '.model-delivery/data-report.json') =>
  JSON.parse(readFileSync(join(job.workspace, path), 'utf8')) as {
    verdict: string;
    meta: { digest: string; run: { number: number } };
    error?: { code: string };
    datasets?: { name: string; error?: unknown }[];
  };

describe('validate-data', () => {
  it('leaves document, outputs, summary and artifact behind, with the digest of the command line', async () => {
    const project = scene.repository(churnFiles());
    const job = project.pushJob();
    const step = await job.step('validate-data');
    expect(step.exitCode, step.log).toBe(0);
    expect(Object.keys(step.outputs).sort()).toEqual(Object.keys(actionMetadata('validate-data').outputs).sort());
    expect(step.outputs).toMatchObject({
      verdict: 'pass',
      document: '.model-delivery/data-report.json',
      'failed-checks': '0',
      summary: expect.stringContaining('pass'),
    });
    const { meta, verdict } = document(job);
    expect(verdict).toBe('pass');
    expect(step.outputs.digest).toBe(meta.digest);
    expect(meta.run.number).toBe(job.run.runNumber);
    expect(step.summary).toContain('churn');
    expect(scene.github.artifacts.list(project.repository.fullName, job.run.id).map(({ name }) => name)).toEqual([
      'model-delivery-churn-validate-data',
    ]);
    const cli = await commandLine(['validate', '--json', '--out', 'cli'], job.workspace);
    expect(cli.exitCode, cli.stderr).toBe(0);
    expect(JSON.parse(cli.stdout).meta.digest).toBe(step.outputs.digest);
    expect(document(job, 'cli/data-report.json').meta.digest).toBe(step.outputs.digest);
  });

  it('fails the step after it has written everything, and says where', async () => {
    const project = scene.repository(churnFiles({ ages: [31, 150, 27, 64] }));
    const job = project.pushJob();
    const step = await job.step('validate-data', { name: 'linux' });
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'fail', 'failed-checks': '1' });
    expect(step.outputs.summary).toContain('age');
    expect(step.summary).toContain('150');
    expect(document(job).verdict).toBe('fail');
    expect(step.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(scene.github.artifacts.list(project.repository.fullName, job.run.id).map(({ name }) => name)).toEqual([
      'model-delivery-churn-validate-data-linux',
    ]);
    const cli = await commandLine(['validate', '--json'], job.workspace);
    expect(cli.exitCode).toBe(1);
    expect(JSON.parse(cli.stdout).meta.digest).toBe(step.outputs.digest);
  });

  it.each([
    ['fail', 1],
    ['inconclusive', 1],
    ['never', 0],
  ])('a failed check under fail-on %s exits %d', async (failOn, exitCode) => {
    const job = scene.repository(churnFiles({ ages: [31, 150, 27, 64] })).pushJob();
    const step = await job.step('validate-data', { 'fail-on': failOn });
    expect(step.exitCode).toBe(exitCode);
    expect(step.outputs.verdict).toBe('fail');
  });

  it('missing data: exit 4, every dataset in the document; report-only adoption exits 0', async () => {
    const files = churnFiles({ more: '' });
    const config = churnConfig().replace(
      'train: { source: data/train.csv, key: [id] }',
      'train: { source: data/train.csv, key: [id] }, test: { source: data/absent.csv }',
    );
    const job = scene.repository({ ...files, 'model-delivery.yaml': config }).pushJob();
    const step = await job.step('validate-data');
    expect(step.exitCode).toBe(4);
    expect(step.outputs.verdict).toBe('error');
    expect(step.outputs.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const report = document(job);
    expect(report.error?.code).toMatch(/^[A-Z_]+$/);
    expect(report.datasets?.map(({ name }) => name)).toEqual(['train', 'test']);
    expect((await job.step('validate-data', { 'fail-on': 'never' })).exitCode).toBe(0);
  });

  it('no configuration: an error document, exit 2, a hint', async () => {
    const job = scene.repository({ 'README.md': 'x' }).pushJob();
    const step = await job.step('validate-data');
    expect(step.exitCode).toBe(2);
    expect(step.outputs).toMatchObject({ verdict: 'error', document: '.model-delivery/data-report.json' });
    expect(document(job).error?.code).toBe('CONFIG_NOT_FOUND');
    expect(step.annotations.at(-1)?.message).toContain('init');
    expect((await job.step('validate-data', { 'fail-on': 'never' })).exitCode).toBe(2);
  });

  it('names a misspelt input, a wrong value and what was meant, and does nothing', async () => {
    const job = scene.repository(churnFiles()).pushJob();
    const step = await job.step('validate-data', { datasets: 'train', 'fail-on': 'sometimes' });
    expect(step.exitCode).toBe(2);
    expect(step.outputs.verdict).toBe('error');
    const message = step.annotations.map((annotation) => annotation.message).join('\n');
    expect(message).toContain('datasets: no such input; did you mean dataset?');
    expect(message).toContain('sometimes');
    expect(existsSync(join(job.workspace, '.model-delivery'))).toBe(false);
  });

  it('takes dataset, source and working-directory; paths are relative to the working directory', async () => {
    const nested = Object.fromEntries(
      Object.entries(churnFiles()).map(([name, text]) => [`models/churn/${name}`, text]),
    );
    const job = scene.repository({ ...nested, 'models/churn/other.csv': churnData([1, 2, 3, 200]) }).pushJob();
    const inputs = { 'working-directory': 'models/churn', dataset: 'train', source: 'other.csv' };
    const step = await job.step('validate-data', inputs);
    expect(step.exitCode, step.log).toBe(1);
    expect(existsSync(join(job.workspace, 'models/churn/.model-delivery/data-report.json'))).toBe(true);
    const wrong = await job.step('validate-data', { ...inputs, dataset: 'trian' });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.annotations.at(-1)?.message).toContain('train');
  });

  it('without an artifact service the upload is skipped with a notice', async () => {
    const job = scene.repository(churnFiles()).pushJob();
    const step = await job.step('validate-data', {}, { ACTIONS_RESULTS_URL: '' });
    expect(step.exitCode).toBe(0);
    expect(step.annotations).toMatchObject([
      { level: 'notice', message: expect.stringContaining('ACTIONS_RESULTS_URL') },
    ]);
  });

  it('a second upload of one name is a warning that names the input `name`, not a failure', async () => {
    const job = scene.repository(churnFiles()).pushJob();
    await job.step('validate-data');
    const again = await job.step('validate-data');
    expect(again.exitCode).toBe(0);
    expect(again.annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining('`name`') }]);
  });
});
