import { readFileSync } from 'node:fs';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filterDescription } from '../../../../scripts/filter-openapi.ts';
import { ApiContract, loadDescription } from './contract.ts';
import { FakeGitHub } from './fake-github.ts';
import { createBareRepository, type WorkingTree } from './git/scratch-repository.ts';
import { KEPT_OPERATIONS, type OperationId } from './kept-operations.ts';
import { OPERATIONS } from './operations/index.ts';

let github: FakeGitHub;
let tree: WorkingTree;
let octokit: Octokit;
let sha: string;
let issue: number;
let deployment: number;

beforeEach(async () => {
  github = await FakeGitHub.start();
  tree = createBareRepository();
  sha = tree.commit({ 'README.md': 'x', '.github/workflows/ci.yml': 'name: ci\non: workflow_dispatch\n' });
  const repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory: tree.gitDirectory });
  const auth = github.issueToken({ repository: 'acme/churn', permissions: 'write-all' });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  octokit = new Octokit({ auth, baseUrl: github.apiUrl, log });
  issue = (await octokit.issues.create({ owner: 'acme', repo: 'churn', title: 't' })).data.number;
  repository.addComment(issue, 'ann', 'hello');
  const made = await octokit.repos.createDeployment({
    owner: 'acme',
    repo: 'churn',
    ref: 'main',
    required_contexts: [],
  });
  deployment = (made.data as { id: number }).id;
  expect(github.violations).toEqual([]);
});

afterEach(async () => {
  await github.stop();
  tree.remove();
  expect(github.bugs).toEqual([]);
});

/** Status of a request sent as it is: octokit would repair or refuse some of these itself. */
async function send(method: string, path: string, body?: unknown): Promise<number> {
  try {
    return (await octokit.request({ method: method as 'GET', url: `/repos/acme/churn${path}`, data: body })).status;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

const text = (length: number) => 'x'.repeat(length);
const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' };

/** Each breaks one thing that GitHub's description forbids. */
const BROKEN_REQUESTS: Record<string, () => [method: string, path: string, body?: unknown]> = {
  'a comment without body': () => ['POST', `/issues/${issue}/comments`, {}],
  'a comment whose body is a number': () => ['POST', `/issues/${issue}/comments`, { body: 7 }],
  'an issue number that is a word': () => ['GET', '/issues/seven/comments'],
  'a conclusion that does not exist': () => [
    'POST',
    '/check-runs',
    { name: 'n', head_sha: sha, status: 'completed', conclusion: 'passed' },
  ],
  'a check run without commit': () => ['POST', '/check-runs', { name: 'n', status: 'in_progress' }],
  'a summary one character too long': () => [
    'POST',
    '/check-runs',
    { name: 'n', head_sha: sha, output: { title: 't', summary: text(65_536) } },
  ],
  '51 annotations at once': () => [
    'POST',
    '/check-runs',
    {
      name: 'n',
      head_sha: sha,
      output: { title: 't', summary: 's', annotations: Array.from({ length: 51 }, () => annotation) },
    },
  ],
  '26 dispatch inputs': () => [
    'POST',
    '/actions/workflows/ci.yml/dispatches',
    { ref: 'main', inputs: Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`i${i}`, 'x'])) },
  ],
  'a misspelt field': () => ['POST', '/check-runs', { name: 'n', head_sha: sha, detials_url: 'http://x/' }],
  'a deployment state that does not exist': () => ['POST', `/deployments/${deployment}/statuses`, { state: 'done' }],
};

type Corruption = {
  operation: OperationId;
  status?: number;
  change: (body: unknown) => unknown;
  request: () => [string, string, unknown?];
};
const edit = (fields: object) => (body: unknown) => ({ ...(body as object), ...fields });
const without = (key: string) => (body: unknown) =>
  Object.fromEntries(Object.entries(body as object).filter(([name]) => name !== key));
const comment = (): [string, string, unknown] => ['POST', `/issues/${issue}/comments`, { body: 'b' }];
const check = (): [string, string, unknown] => ['POST', '/check-runs', { name: 'n', head_sha: sha }];

/** Each breaks one thing in an answer of the fake itself. */
const BROKEN_RESPONSES: Record<string, Corruption> = {
  'a comment without id': { operation: 'issues/create-comment', change: without('id'), request: comment },
  'an id that is text': { operation: 'issues/create-comment', change: edit({ id: '1' }), request: comment },
  'a time without zone': {
    operation: 'issues/create-comment',
    change: edit({ created_at: '2026-01-01 10:00' }),
    request: comment,
  },
  'an address that is none': {
    operation: 'issues/create-comment',
    change: edit({ html_url: 'nowhere' }),
    request: comment,
  },
  'a status code that is not described': {
    operation: 'issues/create-comment',
    status: 200,
    change: (body) => body,
    request: comment,
  },
  'a list in place of an object': { operation: 'checks/create', change: (body) => [body], request: check },
  'a check state that does not exist': { operation: 'checks/create', change: edit({ status: 'done' }), request: check },
  'no body': { operation: 'checks/create', change: () => undefined, request: check },
  'an object in place of a list': {
    operation: 'issues/list-comments',
    change: (body) => ({ items: body }),
    request: () => ['GET', `/issues/${issue}/comments`],
  },
  'a count that is missing': {
    operation: 'checks/list-for-ref',
    change: without('total_count'),
    request: () => ['GET', '/commits/main/check-runs'],
  },
};

describe('the contract', () => {
  test('10 broken requests and 10 broken answers: 20 refusals, each recorded', async () => {
    const refusals: string[] = [];
    for (const [name, make] of Object.entries(BROKEN_REQUESTS)) {
      const status = await send(...make());
      const [violation] = github.journal.takeViolations();
      if (status === 422 && violation?.kind === 'request') refusals.push(name);
    }
    for (const [name, { request, ...corruption }] of Object.entries(BROKEN_RESPONSES)) {
      github.faults.corruptResponse(corruption);
      const status = await send(...request());
      const [violation] = github.journal.takeViolations();
      if (status === 500 && violation?.kind === 'response') refusals.push(name);
    }
    expect(refusals).toEqual([...Object.keys(BROKEN_REQUESTS), ...Object.keys(BROKEN_RESPONSES)]);
    expect(refusals).toHaveLength(20);
  });

  test('the same requests and answers unbroken are not refused', async () => {
    expect(await send(...comment())).toBe(201);
    expect(await send(...check())).toBe(201);
    expect(await send('GET', `/issues/${issue}/comments`)).toBe(200);
    expect(await send('GET', '/commits/main/check-runs')).toBe(200);
    expect(
      await send('POST', '/check-runs', { name: 'n', head_sha: sha, status: 'completed', conclusion: 'failure' }),
    ).toBe(201);
    expect(await send('POST', `/deployments/${deployment}/statuses`, { state: 'success' })).toBe(201);
    expect(await send('POST', '/actions/workflows/ci.yml/dispatches', { ref: 'main' })).toBe(204);
    expect(github.violations).toEqual([]);
  });

  test('a route that is not listed is answered with 501 and recorded', async () => {
    expect(await send('GET', '/stargazers')).toBe(501);
    expect(await send('PUT', '/issues/1/comments', {})).toBe(501);
    expect(github.journal.takeViolations().map(({ kind }) => kind)).toEqual(['unlisted-route', 'unlisted-route']);
  });

  test('a body that is not JSON, and an unknown query parameter, are refused', async () => {
    const url = `${github.apiUrl}/repos/acme/churn/issues`;
    const headers = {
      authorization: `token ${github.issueToken({ repository: 'acme/churn', permissions: 'write-all' })}`,
    };
    expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(422);
    expect((await fetch(`${url}?page_size=3`, { headers })).status).toBe(422);
    expect(github.journal.takeViolations()).toHaveLength(2);
  });

  test('the kept operations, the description and the implementation are one set', async () => {
    const contract = await ApiContract.load();
    const kept = [...KEPT_OPERATIONS].sort();
    expect(contract.operationIds.sort()).toEqual(kept);
    expect(Object.keys(OPERATIONS).sort()).toEqual(kept);
  });

  test('filtering the committed description again changes no byte, and its digest is right', () => {
    const text = (name: string) => readFileSync(new URL(`./generated/${name}`, import.meta.url), 'utf8');
    const again = filterDescription(text('api.github.com.json'));
    expect(again.description === text('api.github.com.json')).toBe(true);
    expect(again.digest).toBe(text('api.github.com.digest.json'));
    expect(text('api.github.com.json').length).toBeLessThan(400_000);
    expect(Object.keys(loadDescription().paths ?? {}).length).toBeGreaterThan(40);
  });

  test('an operation that GitHub no longer describes is an error of the filter', () => {
    expect(() => filterDescription('{"openapi":"3.0.3","paths":{},"components":{}}')).toThrow(
      'no operation actions/cancel-workflow-run',
    );
  });
});
