import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forkBareRepository } from '../git/scratch-repository.ts';
import { Example, NOW, own } from './example-repository.ts';

let example: Example;
let github: Example['github'];
let tree: Example['tree'];
let repository: Example['repository'];
let first: Example['first'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ github, tree, repository, first, octokit } = example);
});

afterEach(() => example.stop());

describe('pull requests', () => {
  test('head, files, test merge and merging follow git', async () => {
    const head = tree.commit({ 'data/new.csv': 'a\n' }, { branch: 'feature', from: 'main' });
    const { number } = repository.pulls.open({ head: 'feature', author: 'ann', title: 'New data' });
    const get = async () => (await octokit.pulls.get({ ...own, pull_number: number })).data;
    expect(await get()).toMatchObject({
      head: { sha: head },
      base: { sha: first, ref: 'main' },
      mergeable: true,
      changed_files: 1,
      commits: 1,
    });
    expect(tree.git.readCommit(tree.git.readRef(`refs/pull/${number}/merge`)!.sha)!.parents).toEqual([first, head]);
    const next = tree.commit({ 'data/more.csv': 'a\n' }, { branch: 'feature' });
    expect((await get()).head.sha).toBe(next);
    expect(
      (await octokit.pulls.listFiles({ ...own, pull_number: number })).data.map(({ filename }) => filename),
    ).toEqual(['data/more.csv', 'data/new.csv']);
    expect((await octokit.pulls.listCommits({ ...own, pull_number: number })).data).toHaveLength(2);
    const { mergeCommitSha } = repository.pulls.merge(number, { by: 'ann' });
    const { data } = await octokit.repos.listPullRequestsAssociatedWithCommit({ ...own, commit_sha: mergeCommitSha! });
    expect(data.map((pull) => [pull.number, pull.merged_at])).toEqual([[number, NOW]]);
    expect((await octokit.pulls.list({ ...own, state: 'closed' })).data).toHaveLength(1);
  });

  test('a pull request from a fork is found by owner and branch, not by its commit', async () => {
    const fork = forkBareRepository(tree);
    const from = github.addRepository({
      owner: 'eve',
      name: 'churn',
      gitDirectory: fork.gitDirectory,
      forkOf: repository,
    });
    const head = fork.commit({ 'x.txt': 'x' }, { branch: 'patch', from: 'main' });
    const { number } = repository.pulls.open({ head: 'patch', from, author: 'eve' });
    const { data } = await octokit.pulls.list({ ...own, head: 'eve:patch' });
    expect(data).toMatchObject([{ number, head: { sha: head, repo: { full_name: 'eve/churn', fork: true } } }]);
    const { data: found } = await octokit.repos.listPullRequestsAssociatedWithCommit({ ...own, commit_sha: head });
    expect(found).toEqual([]);
    expect((await octokit.repos.getContent({ ...own, path: 'x.txt', ref: `refs/pull/${number}/head` })).status).toBe(
      200,
    );
    fork.remove();
  });

  test('a conflict has no test merge', () => {
    tree.commit({ 'README.md': 'theirs' }, { branch: 'feature', from: 'main' });
    tree.commit({ 'README.md': 'ours' });
    const pull = repository.pulls.open({ head: 'feature', author: 'ann' });
    expect(pull).toMatchObject({ mergeable: false, mergeCommitSha: null });
    expect(() => repository.pulls.merge(pull.number, { by: 'ann' })).toThrow('conflicts');
  });
});
