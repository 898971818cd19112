import { type FakeRepository, forkBareRepository, type WorkingTree } from '@model-delivery/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { mergedPullRequestOf, pullRequest, pullRequestOfRun, type RunFacts, workflowRun } from './pull-requests.ts';

const WORKFLOW = '.github/workflows/ml.yml';
let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

test('a pull request by number', async () => {
  const { number, head } = scene.openPull();
  expect(await pullRequest(scene.client(), own, number)).toEqual({
    number,
    state: 'open',
    headSha: head,
    baseSha: scene.first,
    baseRef: 'main',
    fork: false,
  });
});

describe('the merged pull request of a commit', () => {
  test('after a merge and after a squash', async () => {
    for (const method of ['merge', 'squash'] as const) {
      const { number } = scene.openPull(`feature-${method}`, { [`${method}.csv`]: 'x\n' });
      const { mergeCommitSha } = scene.repository.pulls.merge(number, { by: 'ann', method });
      const found = await mergedPullRequestOf(scene.client(), own, mergeCommitSha!);
      expect(found).toMatchObject({ number, state: 'closed' });
    }
  });

  test('the newest of several', async () => {
    const { number, head } = scene.openPull();
    const again = scene.repository.pulls.open({ head: 'feature', author: 'ann' });
    scene.repository.pulls.merge(again.number, { by: 'ann' }).mergedAt = '2026-11-20T09:00:00Z';
    scene.repository.pulls.get(number)!.mergedAt = '2026-11-21T09:00:00Z';
    const found = await mergedPullRequestOf(scene.client(), own, head);
    expect(found?.number).toBe(number);
  });

  test('none: a direct push, and a pull request that is still open', async () => {
    const { head } = scene.openPull();
    expect(await mergedPullRequestOf(scene.client(), own, scene.first)).toBeNull();
    expect(await mergedPullRequestOf(scene.client(), own, head)).toBeNull();
  });
});

describe('the pull request of a run from a fork', () => {
  let fork: WorkingTree;
  let from: FakeRepository;
  let head: string;
  beforeEach(() => {
    fork = forkBareRepository(scene.tree);
    from = scene.github.addRepository({
      owner: 'eve',
      name: 'churn',
      gitDirectory: fork.gitDirectory,
      forkOf: scene.repository,
    });
    head = fork.commit({ 'x.csv': 'x\n' }, { branch: 'patch', from: 'main' });
  });

  const open = (branch = 'patch', base?: string) =>
    scene.repository.pulls.open({ head: branch, from, author: 'eve', ...(base ? { base } : {}) }).number;
  const run = async (headSha = head, headBranch = 'patch'): Promise<RunFacts> => {
    const { id } = scene.repository.actions.add({
      workflowPath: WORKFLOW,
      event: 'pull_request',
      headSha,
      headBranch,
      headRepository: from,
    });
    return workflowRun(scene.client(), own, id);
  };
  const find = async (facts: RunFacts) => pullRequestOfRun(scene.client(), own, facts);

  test('found by the owner and branch of its head', async () => {
    scene.openPull();
    const number = open();
    const facts = await run();
    expect(facts).toMatchObject({
      event: 'pull_request',
      path: WORKFLOW,
      headSha: head,
      headBranch: 'patch',
      headOwner: 'eve',
      runNumber: 1,
      attempt: 1,
    });
    expect(await find(facts)).toMatchObject({ number, fork: true, headSha: head, baseSha: scene.first });
  });

  test('a run of the own repository', async () => {
    const { number, head: headSha } = scene.openPull();
    const { id } = scene.repository.actions.add({
      workflowPath: WORKFLOW,
      event: 'pull_request',
      headSha,
      headBranch: 'feature',
    });
    expect(await find(await workflowRun(scene.client(), own, id))).toMatchObject({ number, fork: false });
  });

  test('the head has moved since: an older run reports nothing', async () => {
    open();
    const facts = await run();
    fork.commit({ 'x.csv': 'y\n' }, { branch: 'patch' });
    expect(await rejection(find(facts))).toMatchObject({ code: 'PULL_REQUEST_MOVED', exitCode: 4 });
  });

  test('none, or none that is open', async () => {
    const facts = await run();
    expect(await rejection(find(facts))).toMatchObject({ code: 'PULL_REQUEST_NOT_FOUND', exitCode: 4 });
    scene.repository.pulls.close(open());
    expect(await rejection(find(facts))).toMatchObject({ code: 'PULL_REQUEST_NOT_FOUND' });
  });

  test('two of the same branch: which one is not decided by luck', async () => {
    scene.tree.commit({ 'y.txt': 'y' }, { branch: 'release', from: 'main' });
    open();
    open('patch', 'release');
    expect(await rejection(find(await run()))).toMatchObject({ code: 'PULL_REQUEST_AMBIGUOUS', exitCode: 4 });
  });

  test('another’s pull request with the same branch name or the same commit is not it', async () => {
    scene.tree.git.fetch(from.git, head, 'refs/heads/patch');
    scene.repository.pulls.open({ head: 'patch', author: 'ann' });
    expect(await rejection(find(await run()))).toMatchObject({ code: 'PULL_REQUEST_NOT_FOUND' });
  });

  test('a deleted fork names no owner: the filter that GitHub then ignores is never sent', async () => {
    open();
    const facts = await run();
    const before = scene.operations().length;
    expect(await rejection(find({ ...facts, headOwner: '' }))).toMatchObject({ code: 'PULL_REQUEST_NOT_FOUND' });
    expect(scene.operations()).toHaveLength(before);
  });
});
