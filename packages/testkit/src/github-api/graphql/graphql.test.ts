import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeGitHub } from '../fake-github.ts';
import { createBareRepository, type WorkingTree } from '../git/scratch-repository.ts';
import type { FakeRepository } from '../repository.ts';
import { issueComment } from '../representations/issue.ts';
import { parseDocument } from './document.ts';

let github: FakeGitHub;
let tree: WorkingTree;
let repository: FakeRepository;

beforeEach(async () => {
  github = await FakeGitHub.start();
  tree = createBareRepository();
  tree.commit({ 'README.md': 'x' });
  tree.commit({ 'a.txt': 'a' }, { branch: 'feature', from: 'main' });
  repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory: tree.gitDirectory });
});

afterEach(async () => {
  await github.stop();
  tree.remove();
  expect(github.bugs).toEqual([]);
});

function client(permissions: Record<string, string>) {
  const auth = github.issueToken({ repository: 'acme/churn', permissions });
  return new Octokit({ auth, baseUrl: github.apiUrl }).graphql;
}

test('viewer tells who the token is', async () => {
  expect(await client({})('query { viewer { login databaseId } }')).toEqual({
    viewer: { login: 'github-actions[bot]', databaseId: 41898282 },
  });
  expect(await client({})('{ me: viewer { __typename name: login } }')).toEqual({
    me: { __typename: 'User', name: 'github-actions[bot]' },
  });
  expect(github.violations).toEqual([]);
});

test('a comment is hidden with permission only', async () => {
  const pull = repository.pulls.open({ head: 'feature', author: 'ann' });
  const comment = repository.addComment(pull.number, 'github-actions[bot]', 'old');
  const subjectId = issueComment(github.world, repository, comment).node_id;
  const mutation = `mutation Hide($subjectId: ID!) {
    minimizeComment(input: { subjectId: $subjectId, classifier: OUTDATED }) {
      minimizedComment { isMinimized minimizedReason }
    }
  }`;
  await expect(client({ 'pull-requests': 'read' })(mutation, { subjectId })).rejects.toThrow(
    'Resource not accessible by integration',
  );
  expect(comment.minimized).toBeNull();
  const answer = await client({ 'pull-requests': 'write' })(mutation, { subjectId });
  expect(answer).toEqual({ minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } } });
  await expect(client({})(mutation, { subjectId: 'IC_x' })).rejects.toThrow('Could not resolve');
  expect(github.violations).toEqual([]);
});

test.each([
  ['{ repository(owner: "acme", name: "churn") { id } }', "Field 'repository' doesn't exist on type 'Query'"],
  ['{ viewer { login ... on Bot { databaseId } } }', "Fragment on Bot can't be spread inside User"],
  ['{ viewer { email } }', "Field 'email' doesn't exist on type 'User'"],
  ['mutation { addStar(input: {}) { clientMutationId } }', "Field 'addStar' doesn't exist on type 'Mutation'"],
  ['{ viewer { login }', 'Unexpected end of document'],
])('%s is refused and recorded', async (query, message) => {
  await expect(client({})(query)).rejects.toThrow(message);
  expect(github.journal.takeViolations()).toMatchObject([{ kind: 'graphql', problems: [message] }]);
});

test('documents: aliases, arguments, variables, lists, comments', () => {
  const { operation, selection } = parseDocument(
    'query Q($a: [Int!] = [1]) { # c\n x: f(a: $a, b: [1, "t\\n", E, null, true], c: {d: -1.5}) { g } }',
    { a: [7] },
  );
  expect(operation).toBe('query');
  expect(selection).toMatchObject([
    {
      name: 'f',
      alias: 'x',
      arguments: { a: [7], b: [1, 't\n', 'E', null, true], c: { d: -1.5 } },
      selection: [{ name: 'g' }],
    },
  ]);
});
