import { afterEach, beforeEach, expect, test } from 'vitest';
import { forkBareRepository } from './git/scratch-repository.ts';
import { Example } from './operations/example-repository.ts';
import {
  issueCommentEvent,
  pullRequestEvent,
  pushEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from './webhook-events.ts';

let example: Example;

beforeEach(async () => {
  example = await Example.start();
});

afterEach(() => example.stop());

test('pull_request of a fork names base, head and sender', () => {
  const { github, tree, repository, first } = example;
  const fork = forkBareRepository(tree);
  const from = github.addRepository({
    owner: 'eve',
    name: 'churn',
    gitDirectory: fork.gitDirectory,
    forkOf: repository,
  });
  const head = fork.commit({ 'x.txt': 'x' }, { branch: 'patch', from: 'main' });
  const { number } = repository.pulls.open({ head: 'patch', from, author: 'eve' });
  expect(pullRequestEvent(github, repository, number, 'opened')).toMatchObject({
    action: 'opened',
    number,
    pull_request: {
      base: { sha: first, repo: { full_name: 'acme/churn' } },
      head: { sha: head, repo: { fork: true, full_name: 'eve/churn' } },
    },
    repository: { full_name: 'acme/churn', default_branch: 'main' },
    sender: { login: 'eve' },
  });
  fork.remove();
  expect(() => pullRequestEvent(github, repository, 99, 'opened')).toThrow('no pull request #99');
});

test('push lists its commits, oldest first', () => {
  const { github, tree, repository, first } = example;
  const a = tree.commit({ 'a.txt': 'a' });
  const b = tree.commit({ 'b.txt': 'b' });
  const push = { ref: 'refs/heads/main', before: first, after: b, pusher: 'ann' };
  const event = pushEvent(github, repository, push);
  expect(event).toMatchObject({ created: false, forced: false, head_commit: { id: b }, sender: { login: 'ann' } });
  expect((event.commits as { id: string }[]).map(({ id }) => id)).toEqual([a, b]);
  expect(pushEvent(github, repository, { ...push, before: b, after: first }).forced).toBe(true);
});

test('workflow_run, workflow_dispatch and issue_comment', () => {
  const { github, repository, first } = example;
  const run = repository.actions.add({ workflowPath: '.github/workflows/ci.yml', event: 'push', headSha: first });
  repository.actions.update(run.id, { status: 'completed', conclusion: 'failure' });
  expect(workflowRunEvent(github, repository, run.id, 'completed')).toMatchObject({
    action: 'completed',
    workflow_run: { id: run.id, name: 'ci', conclusion: 'failure', head_sha: first, pull_requests: [] },
    workflow: { path: '.github/workflows/ci.yml' },
  });
  const dispatch = { workflowPath: '.github/workflows/ci.yml', ref: 'main', inputs: { a: '1' }, actor: 'ann' };
  expect(workflowDispatchEvent(github, repository, dispatch)).toMatchObject({
    ref: 'refs/heads/main',
    inputs: { a: '1' },
  });
  example.tree.commit({ 'x.txt': 'x' }, { branch: 'feature', from: 'main' });
  const pull = repository.pulls.open({ head: 'feature', author: 'ann' });
  const comment = repository.addComment(pull.number, 'ron', '/promote');
  expect(issueCommentEvent(github, repository, comment.id, 'created')).toMatchObject({
    issue: { number: pull.number, pull_request: {} },
    comment: { body: '/promote', user: { login: 'ron' } },
  });
});
