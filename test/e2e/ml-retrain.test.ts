import { pushEvent } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  DeliveryProject,
  deliveryFiles,
  monitorWorkflow,
  people,
  quality,
  retrainWorkflow,
  reviewWorkflow,
} from '../support/delivery-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull, runPush } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const FILES = {
  ...deliveryFiles(),
  '.github/workflows/model.yml': reviewWorkflow,
  '.github/workflows/monitor.yml': monitorWorkflow,
  '.github/workflows/retrain.yml': retrainWorkflow,
};
const NIGHT = { name: 'schedule', payload: { schedule: '17 5 * * *' } };

describe('the whole loop', { timeout: 400_000 }, () => {
  it('ml-ci, merge, ml-cd, drift, ml-monitor, ml-retrain, ml-cd', async () => {
    const delivery = new DeliveryProject(scene, FILES);
    const { project, settings } = delivery;
    const [first] = await runPush(project, settings);
    expect(first!.conclusion, logOf(first)).toBe('success');
    const champion = delivery.champion();

    const pull = project.pull({ 'quality.json': quality(0.93) });
    const [review] = await runPull(project, pull, settings);
    expect(review!.conclusion, logOf(review)).toBe('success');
    expect(review!.jobs['model / gate']!.outputs.verdict).toBe('pass');
    expect(project.comments(pull)).toHaveLength(1);
    expect(delivery.champion()).toBe(champion);

    const before = project.tree.git.resolveCommit('main')!;
    project.repository.pulls.merge(pull.number, { by: 'ann', method: 'squash' });
    const after = project.tree.git.resolveCommit('main')!;
    const merged = { ref: 'refs/heads/main', before, after, pusher: 'ann' };
    const [delivered] = await delivery.run({
      name: 'push',
      payload: pushEvent(scene.github, project.repository, merged),
    });
    expect(delivered!.conclusion, logOf(delivered)).toBe('success');
    const better = delivery.champion();
    expect(better).not.toBe(champion);
    expect(project.comments(pull)).toHaveLength(1);

    const [calm, ...nothing] = await delivery.run(NIGHT);
    expect(calm!.conclusion, logOf(calm)).toBe('success');
    expect(calm!.jobs['monitor / monitor']!.outputs).toMatchObject({ triggered: 'false', 'run-id': '' });
    expect(nothing).toEqual([]);

    project.tree.commit({ 'data/serving.csv': people(60) }, { message: 'Older people' });
    const [alarmed, retrained, ...more] = await delivery.run(NIGHT);
    expect(alarmed!.jobs['monitor / monitor']!.outputs, logOf(alarmed)).toMatchObject({ triggered: 'true' });
    expect(alarmed!.jobs['monitor / monitor']!.outputs['run-id']).toBe(String(retrained!.run.id));
    expect(retrained!.event).toBe('workflow_dispatch');
    expect(retrained!.conclusion, logOf(retrained)).toBe('success');
    expect(more).toEqual([]);
    const { outputs } = retrained!.jobs['retrain / deliver / register']!;
    expect(retrained!.jobs['retrain / deliver / train']!.log).toMatch(
      /training for promotion on full, because .*drift/,
    );
    expect(retrained!.jobs['retrain / deliver / gate']!.outputs.champion).toBe(better);
    expect(delivery.champion()).toBe(outputs.version);
    expect(outputs.version).not.toBe(better);

    const actions = delivery.ledger().map(({ action, alias }) => `${action} ${alias}`);
    expect(actions).toEqual(Array(3).fill(['register candidate', 'promote champion']).flat());
  });
});

describe('ml-retrain.yml', { timeout: 200_000 }, () => {
  it('keeps the champion when the retrained model is worse', async () => {
    const delivery = new DeliveryProject(scene, FILES);
    await runPush(delivery.project, delivery.settings);
    const champion = delivery.champion();
    delivery.project.tree.commit({ 'quality.json': quality(0.7) });
    const payload = {
      workflow: '.github/workflows/retrain.yml',
      ref: 'refs/heads/main',
      inputs: { reason: 'a new month' },
    };
    const [run] = await delivery.run({ name: 'workflow_dispatch', payload });
    expect(run!.conclusion).toBe('failure');
    const found = Object.fromEntries(
      Object.entries(results(run!)).map(([id, result]) => [id.replace('deliver / ', ''), result]),
    );
    expect(found, logOf(run)).toMatchObject({ gate: 'failure', register: 'skipped', canary: 'skipped' });
    expect(delivery.champion()).toBe(champion);
  });
});
