import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Example, own, refusal } from './example-repository.ts';

let example: Example;
let tree: Example['tree'];
let repository: Example['repository'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ tree, repository, octokit } = example);
});

afterEach(() => example.stop());

describe('deployments, environments, releases, people', () => {
  test('a success makes the earlier deployment of the environment inactive', async () => {
    const deploy = async (payload: object) =>
      (
        await octokit.repos.createDeployment({
          ...own,
          ref: 'main',
          environment: 'production',
          required_contexts: [],
          payload: payload as never,
          auto_merge: false,
        })
      ).data as { id: number };
    const a = await deploy({ version: 'sha256:1' });
    await octokit.repos.createDeploymentStatus({
      ...own,
      deployment_id: a.id,
      state: 'success',
      environment_url: 'http://x/y',
    });
    const b = await deploy({ version: 'sha256:2' });
    await octokit.repos.createDeploymentStatus({ ...own, deployment_id: b.id, state: 'success' });
    expect(
      (await octokit.repos.listDeploymentStatuses({ ...own, deployment_id: a.id })).data.map(({ state }) => state),
    ).toEqual(['inactive', 'success']);
    expect(
      (await octokit.repos.listDeployments({ ...own, environment: 'production' })).data.map(({ id }) => id),
    ).toEqual([b.id, a.id]);
    expect((await octokit.repos.getDeployment({ ...own, deployment_id: a.id })).data.payload).toEqual({
      version: 'sha256:1',
    });
    await octokit.repos.deleteDeployment({ ...own, deployment_id: a.id });
    expect((await octokit.repos.getAllEnvironments({ ...own })).data.total_count).toBe(1);
    repository.addEnvironment('staging', { reviewers: ['ann'] });
    expect(
      (await octokit.repos.getEnvironment({ ...own, environment_name: 'staging' })).data.protection_rules,
    ).toHaveLength(1);
  });

  test('a branch behind is merged first; unfinished jobs of the commit refuse a deployment', async () => {
    const head = tree.commit({ 'a.txt': 'a' }, { branch: 'feature', from: 'main' });
    const base = tree.commit({ 'b.txt': 'b' });
    const deploy = (options: object) => octokit.repos.createDeployment({ ...own, ref: 'feature', ...options });
    expect((await deploy({})).status).toBe(202);
    expect(tree.git.readCommit(tree.git.resolveCommit('feature')!)!.parents).toEqual([head, base]);
    expect((await deploy({})).status).toBe(201);
    const run = repository.actions.add({
      workflowPath: '.github/workflows/ci.yml',
      event: 'push',
      headSha: tree.git.resolveCommit('feature')!,
    });
    repository.actions.addJob({ runId: run.id, name: 'deploy', status: 'in_progress' });
    expect((await refusal(deploy({}))).status).toBe(409);
    expect((await deploy({ required_contexts: [] })).status).toBe(201);
  });

  test('releases and collaborators', async () => {
    repository.addRelease({
      tagName: 'v1.0.0',
      author: 'ann',
      assets: [{ id: 1, name: 'm.bin', contentType: 'application/octet-stream', content: Buffer.from('m') }],
    });
    repository.addRelease({ tagName: 'v2.0.0-rc', author: 'ann', prerelease: true });
    expect((await octokit.repos.getLatestRelease({ ...own })).data.tag_name).toBe('v1.0.0');
    expect((await octokit.repos.getReleaseByTag({ ...own, tag: 'v2.0.0-rc' })).data.prerelease).toBe(true);
    expect((await octokit.repos.listReleases({ ...own })).data).toHaveLength(2);
    expect((await octokit.repos.getCollaboratorPermissionLevel({ ...own, username: 'ann' })).data).toMatchObject({
      permission: 'write',
      role_name: 'maintain',
    });
    expect((await refusal(octokit.repos.getCollaboratorPermissionLevel({ ...own, username: 'nobody' }))).status).toBe(
      404,
    );
  });
});
