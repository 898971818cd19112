import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryProject, deliveryFiles, quality, retrainWorkflow } from '../support/delivery-project.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPush } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const FILES = {
  ...deliveryFiles(),
  '.github/workflows/retrain.yml': retrainWorkflow,
};
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
