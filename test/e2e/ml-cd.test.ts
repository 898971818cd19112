import type { RunResult } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryProject, deliverWorkflow, deliveryFiles, quality } from '../support/delivery-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull, runPush } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const job = (run: RunResult | undefined, name: string) => run!.jobs[`deliver / ${name}`]!;
/** 300 predictions of which `wrong` are wrong: around the bound, rows decide. */
const predictions = (wrong: number) => {
  const rows = Array.from({ length: 300 }, (_, i) => `${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`);
  return `id,label,prediction\\n${rows.join('\\n')}\\n`;
};
const INCONCLUSIVE = '{ metric: accuracy, min: 0.8, evidence: prove }';
const REVIEWED = `
train-command: node train.js
model: out/model
environment: production`;

async function push(delivery: DeliveryProject): Promise<RunResult> {
  const [run, ...more] = await runPush(delivery.project, delivery.settings);
  expect(more).toEqual([]);
  return run!;
}

describe('ml-cd.yml', { timeout: 300_000 }, () => {
  it('trains on main, registers and promotes; the same bytes again change nothing', async () => {
    const delivery = new DeliveryProject(scene, deliveryFiles());
    const first = await push(delivery);
    expect(first.conclusion, logOf(first)).toBe('success');
    expect(results(first)).toEqual({
      request: 'success',
      data: 'success',
      train: 'success',
      gate: 'success',
      approve: 'skipped',
      register: 'success',
      canary: 'success',
      move: 'skipped',
      report: 'success',
    });
    expect(job(first, 'train').log).toContain('training for promotion on full');
    expect(job(first, 'register').permissions).toEqual({
      contents: 'write',
      packages: 'write',
      checks: 'read',
      actions: 'read',
    });
    const { version } = job(first, 'register').outputs;
    expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(job(first, 'canary').outputs).toMatchObject({ version, state: 'Completed', promoted: 'true' });
    expect(delivery.ledger().map(({ action, alias, to }) => ({ action, alias, to }))).toEqual([
      { action: 'register', alias: 'candidate', to: version },
      { action: 'promote', alias: 'champion', to: version },
    ]);

    const again = await push(delivery);
    expect(again.conclusion, logOf(again)).toBe('success');
    expect(results(again)).toMatchObject({ register: 'success', canary: 'skipped' });
    expect(delivery.champion()).toBe(version);
  });

  it('takes a version back and brings it again by hand, with a reason', async () => {
    const delivery = new DeliveryProject(scene, deliveryFiles());
    const version = job(await push(delivery), 'register').outputs.version!;
    delivery.project.tree.commit({ 'quality.json': quality(0.93) });
    const second = await push(delivery);
    expect(second.conclusion, logOf(second)).toBe('success');
    const better = job(second, 'register').outputs.version!;
    expect(delivery.champion()).toBe(better);
    expect(job(second, 'gate').outputs.champion).toBe(version);

    const [back] = await delivery.dispatch({ command: 'rollback', version: '', reason: 'complaints about fares' });
    expect(back!.conclusion, logOf(back)).toBe('success');
    expect(results(back!)).toMatchObject({ request: 'success', data: 'skipped', canary: 'skipped', move: 'success' });
    expect(delivery.champion()).toBe(version);
    expect(delivery.ledger().at(-1)).toMatchObject({ action: 'rollback', reason: 'complaints about fares' });

    const [forth] = await delivery.dispatch({ command: 'deploy', version: better, reason: '' });
    expect(forth!.conclusion, logOf(forth)).toBe('success');
    expect(results(forth!)).toMatchObject({ data: 'skipped', register: 'skipped', canary: 'success', move: 'skipped' });
    expect(delivery.champion()).toBe(better);

    const [unexplained] = await delivery.dispatch({ command: 'rollback', version: '', reason: '' });
    expect(results(unexplained!)).toMatchObject({ request: 'failure', move: 'skipped' });
    const [unknown] = await delivery.dispatch({ command: 'erase', version: '', reason: 'x' });
    expect(results(unknown!)).toMatchObject({ request: 'failure', canary: 'skipped', move: 'skipped' });
    expect(delivery.champion()).toBe(better);
  });

  it('registers nothing that the gate refuses, and says so in the report', async () => {
    const delivery = new DeliveryProject(scene, { ...deliveryFiles(), 'quality.json': quality(0.5) });
    const run = await push(delivery);
    expect(run.conclusion).toBe('failure');
    expect(results(run), logOf(run)).toMatchObject({
      gate: 'failure',
      approve: 'skipped',
      register: 'skipped',
      canary: 'skipped',
      report: 'failure',
    });
    expect(delivery.ledger()).toEqual([]);
  });

  it('an inconclusive evaluation stops where nobody can be asked', async () => {
    const delivery = new DeliveryProject(scene, deliveryFiles({ accuracy: INCONCLUSIVE }));
    const run = await push(delivery);
    expect(run.conclusion).toBe('failure');
    expect(results(run), logOf(run)).toMatchObject({ gate: 'failure', approve: 'skipped', register: 'skipped' });
    expect(job(run, 'gate').log).toContain('inconclusive');
    expect(delivery.ledger()).toEqual([]);
  });

  it('an inconclusive evaluation is registered with the name of the reviewer who approved', async () => {
    const deliver = deliverWorkflow(REVIEWED);
    const files = deliveryFiles({ accuracy: INCONCLUSIVE, deliver });
    const config = files['model-delivery.yaml']!;
    files['model-delivery.yaml'] = config.replace('metrics: out/metrics.json', 'predictions: out/predictions.csv');
    files['train.js'] += `writeFileSync('out/predictions.csv', '${predictions(54)}');\n`;
    const approvedBy = { reviewer: 'ann', comment: 'enough for a canary' };
    const delivery = new DeliveryProject(scene, files, { environments: { production: { approvedBy } } });
    const run = await push(delivery);
    expect(results(run), logOf(run)).toMatchObject({ gate: 'success', approve: 'success', register: 'success' });
    // What the reviewer decides on: the gate says how many rows would have settled it.
    const { log, summaries, outputs } = job(run, 'gate');
    expect(outputs.verdict).toBe('inconclusive');
    expect([log, ...summaries].join('\n')).toMatch(/about [\d,]+ rows would settle it/i);
    const { version } = job(run, 'register').outputs;
    expect(delivery.versionDocument(version!)).toMatchObject({
      approval: { by: 'ann', environment: 'production', comment: 'enough for a canary' },
    });
  });

  it('an inconclusive evaluation that no reviewer approved is not registered, environment or not', async () => {
    const deliver = deliverWorkflow(REVIEWED);
    const delivery = new DeliveryProject(scene, deliveryFiles({ accuracy: INCONCLUSIVE, deliver }));
    const run = await push(delivery);
    expect(run.conclusion).toBe('failure');
    expect(results(run), logOf(run)).toMatchObject({ gate: 'success', approve: 'success', register: 'failure' });
    expect(job(run, 'approve').environment?.name).toBe('production');
    expect(delivery.ledger()).toEqual([]);
  });

  it('refuses to run for a pull request', async () => {
    const deliver = deliverWorkflow().replace('push: { branches: [main] }', 'pull_request:');
    const delivery = new DeliveryProject(scene, deliveryFiles({ deliver }));
    const pull = delivery.project.pull({ 'README.md': '# new\n' });
    const [run] = await runPull(delivery.project, pull, delivery.settings);
    expect(run!.conclusion).toBe('failure');
    expect(results(run!), logOf(run)).toMatchObject({ request: 'failure', data: 'skipped', register: 'skipped' });
    expect(delivery.ledger()).toEqual([]);
  });
});
