import { afterEach, beforeEach, expect, test } from 'vitest';
import { own, Scene } from '../testing/fake-repository.ts';
import { type DeploymentFacts, projectDeploymentStatus } from './deployments.ts';

let scene: Scene;
const client = () => scene.client({ permissions: { contents: 'read', deployments: 'write' } });
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

const facts = (changes: Partial<DeploymentFacts> = {}): DeploymentFacts => ({
  ref: scene.first,
  environment: 'churn',
  key: 'sha256:c@2026-11-21',
  state: 'in_progress',
  description: 'Canary at 5 %',
  logUrl: undefined,
  ...changes,
});
const project = (changes: Partial<DeploymentFacts> = {}) => projectDeploymentStatus(client(), own, facts(changes));
const statuses = async (id: number) =>
  (await client().rest.repos.listDeploymentStatuses({ ...own, deployment_id: id })).data.map(({ state }) => state);

test('one deployment per rollout, one status per change', async () => {
  const first = await project();
  expect(first.written).toBe(true);
  expect(await project()).toEqual({ id: first.id, written: false });
  expect(await project({ state: 'success', description: 'Completed' })).toEqual({ id: first.id, written: true });
  expect((await statuses(first.id)).sort()).toEqual(['in_progress', 'success']);
  const other = await project({ key: 'sha256:d@2026-11-22' });
  expect(other.id).not.toBe(first.id);
});

test('a description is cut where GitHub would refuse it', async () => {
  expect((await project({ description: 'x'.repeat(500) })).written).toBe(true);
});
