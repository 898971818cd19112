import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGitHub } from './fake-github.ts';
import { createBareRepository, type WorkingTree } from './git/scratch-repository.ts';
import type { FakeRepository } from './repository.ts';
import type { TokenRequest } from './tokens.ts';

let github: FakeGitHub;
let tree: WorkingTree;
let repository: FakeRepository;
let sha: string;
let pull: number;
let issue: number;

beforeEach(async () => {
  github = await FakeGitHub.start();
  tree = createBareRepository();
  sha = tree.commit({ 'README.md': 'x' });
  tree.commit({ 'a.txt': 'a' }, { branch: 'feature', from: 'main' });
  repository = github.addRepository({
    owner: 'acme',
    name: 'churn',
    gitDirectory: tree.gitDirectory,
    private: true,
    collaborators: { ann: 'write', ron: 'read' },
  });
  github.addRepository({ owner: 'acme', name: 'open', gitDirectory: tree.gitDirectory });
  github.addRepository({ owner: 'acme', name: 'secret', gitDirectory: tree.gitDirectory, private: true });
  pull = repository.pulls.open({ head: 'feature', author: 'ann' }).number;
  issue = (await client({ permissions: { issues: 'write' } }).issues.create({ ...own, title: 't' })).data.number;
});

afterEach(async () => {
  await github.stop();
  tree.remove();
  github.assertClean();
});

const own = { owner: 'acme', repo: 'churn' };

function client(request: Partial<TokenRequest>, auth?: string): Octokit {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return new Octokit({
    auth: auth ?? github.issueToken({ repository: 'acme/churn', ...request }),
    baseUrl: github.apiUrl,
    log,
  });
}

async function outcome(promise: Promise<{ status: number }>): Promise<{ status: number; accepted?: string }> {
  try {
    return { status: (await promise).status };
  } catch (thrown) {
    const { status, response } = thrown as { status: number; response?: { headers: Record<string, string> } };
    const accepted = response?.headers['x-accepted-github-permissions'];
    return accepted === undefined ? { status } : { status, accepted };
  }
}

const comment = (octokit: Octokit, number: number) =>
  outcome(octokit.issues.createComment({ ...own, issue_number: number, body: 'b' }));
const check = (octokit: Octokit) => outcome(octokit.checks.create({ ...own, name: 'n', head_sha: sha }));
const FULL = { contents: 'write', 'pull-requests': 'write', checks: 'write' };

describe('permissions', () => {
  test('pull_request from a fork: the token reads and never writes, whatever the workflow asks for', async () => {
    const fork = client({ permissions: FULL, event: 'pull_request', fork: true });
    expect(await comment(fork, pull)).toEqual({ status: 403, accepted: 'issues=write; pull_requests=write' });
    expect(await check(fork)).toEqual({ status: 403, accepted: 'checks=write' });
    expect((await fork.pulls.get({ ...own, pull_number: pull })).status).toBe(200);
    expect((await fork.repos.getContent({ ...own, path: 'README.md' })).status).toBe(200);
  });

  test.each([
    ['pull_request', false],
    ['workflow_run', true],
    ['push', false],
  ])('%s (fork: %s): the token writes what the workflow asks for', async (event, fork) => {
    const octokit = client({ permissions: FULL, event, fork });
    expect(await comment(octokit, pull)).toEqual({ status: 201 });
    expect(await check(octokit)).toEqual({ status: 201 });
  });

  test('a scope that is not named is none, for reading, too', async () => {
    const octokit = client({ permissions: { contents: 'read' } });
    expect((await octokit.repos.getContent({ ...own, path: 'README.md' })).status).toBe(200);
    expect((await octokit.repos.get(own)).status).toBe(200);
    expect(await outcome(octokit.pulls.get({ ...own, pull_number: pull }))).toEqual({
      status: 403,
      accepted: 'pull_requests=read',
    });
    expect(await outcome(octokit.actions.listWorkflowRunsForRepo(own))).toEqual({
      status: 403,
      accepted: 'actions=read',
    });
    expect(github.journal.permissionsUsed).toEqual(['contents=read', 'issues=write', 'metadata=read']);
  });

  test('pull-requests: write is enough for a comment on a pull request, not on an issue', async () => {
    const octokit = client({ permissions: { 'pull-requests': 'write' } });
    expect(await comment(octokit, pull)).toEqual({ status: 201 });
    expect(await comment(octokit, issue)).toEqual({ status: 403, accepted: 'issues=write' });
  });

  test('without token, with an unknown or a revoked one: 401', async () => {
    expect((await fetch(`${github.apiUrl}/repos/acme/churn`)).status).toBe(401);
    expect(await outcome(client({}, 'ghs_unknown').repos.get(own))).toEqual({ status: 401 });
    const token = github.issueToken({ repository: 'acme/churn' });
    github.revokeToken(token);
    expect(await outcome(client({}, token).repos.get(own))).toEqual({ status: 401 });
  });

  test('another repository: a private one does not exist, a public one can be read only', async () => {
    const octokit = client({ permissions: 'write-all' });
    expect(await outcome(octokit.repos.get({ owner: 'acme', repo: 'secret' }))).toEqual({ status: 404 });
    expect(await outcome(octokit.repos.get({ owner: 'acme', repo: 'none' }))).toEqual({ status: 404 });
    const open = { owner: 'acme', repo: 'open' };
    expect((await octokit.repos.getContent({ ...open, path: 'README.md' })).status).toBe(200);
    expect((await outcome(octokit.issues.create({ ...open, title: 't' }))).status).toBe(403);
  });

  test("GET /user: a job token is nobody, a person's is that person", async () => {
    expect(await outcome(client({ permissions: 'write-all' }).users.getAuthenticated())).toEqual({ status: 403 });
    expect((await client({ user: 'ann' }).users.getAuthenticated()).data.login).toBe('ann');
  });

  test("a person's token does what the role allows, but no check runs", async () => {
    expect(await comment(client({ user: 'ann' }), issue)).toEqual({ status: 201 });
    expect((await comment(client({ user: 'ron' }), issue)).status).toBe(403);
    expect(await outcome(client({ user: 'eve' }).repos.get(own))).toEqual({ status: 404 });
    expect((await check(client({ user: 'ann' }))).status).toBe(403);
  });

  test("one App's check run is not another's to change", async () => {
    const { data } = await client({ permissions: FULL }).checks.create({ ...own, name: 'n', head_sha: sha });
    const other = client({ permissions: FULL, bot: 'other-app[bot]' });
    expect((await outcome(other.checks.update({ ...own, check_run_id: data.id, conclusion: 'success' }))).status).toBe(
      403,
    );
  });
});

describe('misfortunes', () => {
  const read = (octokit: Octokit) => outcome(octokit.repos.get(own));

  test('502, limits and errors hit as often as asked, then wear off', async () => {
    const octokit = client({});
    github.faults.badGateway({ times: 2 });
    github.faults.secondaryRateLimit({ retryAfterSeconds: 3, status: 429 });
    expect(
      [await read(octokit), await read(octokit), await read(octokit), await read(octokit)].map(({ status }) => status),
    ).toEqual([502, 502, 429, 200]);
    github.faults.primaryRateLimit({ resetInSeconds: 5 });
    const response = await fetch(`${github.apiUrl}/repos/acme/churn`, {
      headers: { authorization: `bearer ${github.issueToken({ repository: 'acme/churn' })}` },
    });
    expect([response.status, response.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  });

  test('an operation can be singled out; a cut connection and a late answer', async () => {
    const octokit = client({ permissions: FULL });
    github.faults.fail(503, 'busy', { operation: 'checks/create' });
    expect((await read(octokit)).status).toBe(200);
    expect((await check(octokit)).status).toBe(503);
    github.faults.dropConnection({ operation: 'repos/get' });
    expect((await read(octokit)).status).toBe(500);
    github.faults.slow(80);
    const before = performance.now();
    await read(octokit);
    expect(performance.now() - before).toBeGreaterThan(75);
  });

  test('an answer can be lost after the deed', async () => {
    const octokit = client({ permissions: FULL });
    github.faults.loseAnswer({ operation: 'issues/create-comment' });
    expect((await comment(octokit, pull)).status).toBe(502);
    expect((await octokit.issues.listComments({ ...own, issue_number: pull })).data).toHaveLength(1);
  });

  test('the hourly limit counts every answer and then refuses', async () => {
    const small = await FakeGitHub.start({ hourlyLimit: 3 });
    try {
      small.addRepository({ owner: 'acme', name: 'churn', gitDirectory: repository.git.directory });
      const headers = { authorization: `token ${small.issueToken({ repository: 'acme/churn' })}` };
      const seen: unknown[] = [];
      for (let i = 0; i < 4; i += 1) {
        const response = await fetch(`${small.apiUrl}/repos/acme/churn`, { headers });
        const body = (await response.json()) as { message?: string };
        seen.push([response.status, response.headers.get('x-ratelimit-remaining'), body.message]);
      }
      const refused = [403, '0', 'API rate limit exceeded for installation.'];
      expect(seen).toEqual([[200, '2', undefined], [200, '1', undefined], [200, '0', undefined], refused]);
    } finally {
      await small.stop();
    }
  });

  test('an unchanged answer is 304', async () => {
    const octokit = client({ permissions: FULL });
    const { headers } = await octokit.repos.getContent({ ...own, path: 'README.md' });
    const again = octokit.repos.getContent({ ...own, path: 'README.md', headers: { 'if-none-match': headers.etag } });
    expect(await outcome(again)).toEqual({ status: 304 });
  });
});
