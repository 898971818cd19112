import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InferenceServer, startInferenceServer } from '@model-delivery/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeliveryProject } from '../support/delivery-project.ts';
import { recipeFiles, replaced } from '../support/recipe.ts';
import { Scene } from '../support/scene.ts';
import { logOf, runPush } from '../support/workflow-run.ts';

/** The recipe for a Python repository in docs/whole-loop.md, with a real Python: it needs one with pip in /usr/bin. */
let scene: Scene;
let candidate: InferenceServer;
let served: string;
beforeAll(async () => {
  scene = await Scene.start();
  served = join(scene.directory, 'served.json');
  candidate = await startInferenceServer({ model: 'churn', infer: (inputs) => [answerOf(inputs)] });
});
afterAll(async () => {
  await candidate.close();
  await scene.end();
  scene.github.assertClean();
});

/** The model that deploy.sh left, asked in another language than it was trained in. */
function answerOf(inputs: { name: string; data: unknown[] }[]) {
  const model = JSON.parse(readFileSync(served, 'utf8')) as { features: string[]; weights: number[] };
  const value = (name: string) => Number(inputs.find((input) => input.name === name)!.data[0]) / 100;
  const [bias = 0, ...slopes] = model.weights;
  const sum = slopes.reduce((total, slope, i) => total + slope * value(model.features[i]!), bias);
  return { name: 'p', datatype: 'FP64', shape: [1], data: [1 / (1 + Math.exp(-sum))] };
}

/** People who leave the sooner the more they call; `from` makes train and test different people. */
function people(from: number): string {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const [id, age, calls] = [from + i, 18 + ((i * 37) % 60), (i * 61) % 100];
    return `${id},${age},${calls},${calls + ((i * 29) % 40) > 70 ? 1 : 0}`;
  });
  return `id,age,calls,churned\n${rows.join('\n')}\n`;
}

it('a Python repository: trained, judged by its predictions, smoke-tested by its golden requests, champion', async () => {
  const recipe = recipeFiles('python');
  const config = replaced(recipe['model-delivery.yaml']!, 'https://churn-candidate.example.com', candidate.url);
  // A distribution's Python refuses pip without this; setup-python of a real runner brings one that does not.
  const settings = { host: { env: { PIP_BREAK_SYSTEM_PACKAGES: '1' } } };
  const files = {
    ...recipe,
    // The store of DeliveryProject takes the place of ghcr.io, through the variable MODEL_DELIVERY_STORE.
    'model-delivery.yaml': config,
    'requirements.txt': '# nothing but the standard library\n',
    'data/train.csv': people(0),
    'data/test.csv': people(1000),
    'deploy.sh': `cp "$MODEL_DELIVERY_MODEL/model.json" ${served}\n`,
  };
  const delivery = new DeliveryProject(scene, files, settings);
  const [run] = await runPush(delivery.project, delivery.settings);
  expect(run!.conclusion, logOf(run)).toBe('success');
  expect(run!.jobs['deliver / train']!.log).toContain('training for promotion');
  expect(delivery.champion()).toBe(run!.jobs['deliver / register']!.outputs.version);
  expect(candidate.requests.filter((request) => request === 'POST /v2/models/churn/infer')).toHaveLength(20);
}, 300_000);
