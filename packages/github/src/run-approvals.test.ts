import { afterEach, beforeEach, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { codeChecks } from './code-checks.ts';
import { runApproval } from './run-approvals.ts';

let scene: Scene;
let runId: number;
beforeEach(async () => {
  scene = await Scene.start();
  scene.repository.addEnvironment('production', { reviewers: ['ann'] });
  const run = { workflowPath: '.github/workflows/ml-cd.yml', event: 'push', headSha: scene.first };
  runId = scene.repository.actions.add(run).id;
});
afterEach(() => scene.end());

const review = (state: 'approved' | 'rejected', comment = '') =>
  scene.repository.actions.review(runId, { state, reviewer: 'ann', environment: 'production', comment });
const approval = () => runApproval(scene.client(), own, runId);

test('nobody approved', async () => {
  expect(await approval()).toBeNull();
});

test('who approved, for which environment, with which words', async () => {
  review('approved', 'ship it');
  expect(await approval()).toEqual({ by: 'ann', environment: 'production', comment: 'ship it' });
});

test('a rejection after it takes it back, an approval after that counts', async () => {
  review('approved');
  review('rejected');
  expect(await approval()).toBeNull();
  review('approved');
  expect(await approval()).toMatchObject({ by: 'ann', comment: null });
});

test('without the permission the error names it', async () => {
  const client = scene.client({ permissions: { contents: 'read' } });
  expect(await rejection(runApproval(client, own, runId))).toMatchObject({ code: 'PERMISSION_DENIED' });
});

test('check runs are green, red, open or absent', async () => {
  const job = (name: string, more: object) => scene.repository.actions.addJob({ runId, name, ...more });
  job('test', { status: 'completed', conclusion: 'success' });
  job('lint', { status: 'completed', conclusion: 'skipped' });
  job('slow', { status: 'in_progress' });
  const states = await codeChecks(scene.client(), own, scene.first, ['test', 'lint', 'slow', 'typo']);
  expect(states.map(({ name, state, conclusion }) => [name, state, conclusion])).toEqual([
    ['test', 'green', 'success'],
    ['lint', 'red', 'skipped'],
    ['slow', 'open', 'in_progress'],
    ['typo', 'absent', null],
  ]);
});
