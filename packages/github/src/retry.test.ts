import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { createClient, repositoryName } from './client.ts';
import { fileAt } from './contents.ts';
import { pullRequest } from './pull-requests.ts';
import { currentViewer } from './viewer.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

const read = (client = scene.client()) => fileAt(client, own, 'README.md', scene.first);
const create = (client = scene.client()) => client.rest.issues.createComment({ ...own, issue_number: 1, body: 'x' });

describe('what is repeated', () => {
  test('a read after 502, with growing waits and a line in the log', async () => {
    scene.github.faults.badGateway({ times: 3 });
    expect(await read()).toBe('# churn\n');
    expect(scene.waits).toEqual([500, 1000, 2000]);
    expect(scene.log[0]).toBe('GitHub API: HTTP 502; trying again in 1 s (attempt 2 of 4)');
  });

  test('a read after a broken connection', async () => {
    scene.github.faults.dropConnection({ times: 2 });
    expect(await read()).toBe('# churn\n');
    expect(scene.log[0]).toContain('no answer');
  });

  test('the GraphQL question who we are is a read', async () => {
    const client = scene.client();
    expect((await currentViewer(client)).login).toBe('github-actions[bot]');
  });

  test('after four attempts it is an error that says so', async () => {
    scene.github.faults.fail(503, 'Service Unavailable', { times: 9 });
    const error = await rejection(read());
    expect(error).toMatchObject({ code: 'GITHUB_API_FAILED', exitCode: 5, attempts: 4, retryable: true });
    expect(error.message).toMatch(/GET \/repos\/acme\/churn\/contents\/README\.md: HTTP 503 .* after 4 attempts/);
  });

  test('a server that is not there', async () => {
    const client = createClient({ token: 'ghs_nobody', apiUrl: 'http://127.0.0.1:9', sleep: async () => {} });
    const error = await rejection(read(client));
    expect(error).toMatchObject({ code: 'GITHUB_API_FAILED', exitCode: 5, attempts: 4 });
    expect(error.message).toContain('no answer');
  });
});

describe('what is not repeated', () => {
  test.each<[string, () => void]>([
    ['502', () => scene.github.faults.badGateway()],
    ['a broken connection', () => scene.github.faults.dropConnection()],
  ])('a creating POST after %s: it may have happened', async (_, fault) => {
    scene.openPull();
    fault();
    expect(await rejection(create())).toMatchObject({ code: 'GITHUB_API_FAILED', attempts: 1, retryable: true });
    expect(scene.operations()).toEqual(['issues/create-comment']);
  });

  test('404 names the call and says what else 404 can mean', async () => {
    const error = await rejection(pullRequest(scene.client(), own, 99));
    expect(error).toMatchObject({ code: 'GITHUB_NOT_FOUND', retryable: false, attempts: 1, status: 404 });
    expect(error.message).toContain('GET /repos/acme/churn/pulls/99');
  });
});

describe('rate limits', () => {
  test('retry-after near: waits as long as it says, also for a POST', async () => {
    scene.openPull();
    scene.github.faults.secondaryRateLimit({ retryAfterSeconds: 7 });
    scene.github.faults.secondaryRateLimit({ retryAfterSeconds: 3, status: 429 });
    expect((await create()).status).toBe(201);
    expect(scene.waits).toEqual([7000, 3000]);
  });

  test('the primary limit’s reset near: waits until then', async () => {
    scene.github.faults.primaryRateLimit({ resetInSeconds: 20 });
    expect(await read()).toBe('# churn\n');
    expect(scene.waits).toEqual([20_000]);
  });

  test.each<[string, () => void, string]>([
    ['retry-after', () => scene.github.faults.secondaryRateLimit({ retryAfterSeconds: 3000 }), '3000 s'],
    ['the reset', () => scene.github.faults.primaryRateLimit({ resetInSeconds: 1800 }), '1800 s'],
  ])('%s far: RATE_LIMITED at once, with the time', async (_, fault, seconds) => {
    fault();
    const error = await rejection(read());
    expect(error).toMatchObject({ code: 'RATE_LIMITED', name: 'ExternalError', exitCode: 5, attempts: 1 });
    expect(error.message).toContain(seconds);
    expect(scene.waits).toEqual([]);
  });

  test('a limit that stays: RATE_LIMITED after four attempts', async () => {
    scene.github.faults.secondaryRateLimit({ retryAfterSeconds: 1, times: 9 });
    expect(await rejection(read())).toMatchObject({ code: 'RATE_LIMITED', attempts: 4 });
    expect(scene.waits).toEqual([1000, 1000, 1000]);
  });

  test('a whole hour’s budget spent', async () => {
    await scene.end();
    scene = await Scene.start({ hourlyLimit: 1 });
    const client = scene.client();
    await read(client);
    expect(await rejection(read(client))).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('tokens', () => {
  test('revoked: 401 is a permission error', async () => {
    const token = scene.github.issueToken({ repository: 'acme/churn', permissions: 'read-all' });
    scene.github.revokeToken(token);
    const error = await rejection(read(createClient({ token, apiUrl: scene.github.apiUrl })));
    expect(error).toMatchObject({ code: 'TOKEN_REFUSED', name: 'PermissionError', exitCode: 5 });
    expect(`${error.message}${error.hint}`).not.toContain(token);
  });

  test('empty: a configuration error before any call', () => {
    expect(() => createClient({ token: '', apiUrl: scene.github.apiUrl })).toThrow('needs a token');
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a file', () => read(scene.client({ permissions: {} })), 'contents: read\n'],
    [
      'a pull request',
      () => pullRequest(scene.client({ permissions: { contents: 'read' } }), own, 1),
      'contents: read\n    pull-requests: read\n',
    ],
    [
      'a comment',
      () => create(scene.client({ permissions: { 'pull-requests': 'read' } })),
      'contents: read\n    pull-requests: write\n',
    ],
  ])('no permission for %s: the block to add, and what the API accepts', async (_, call, lines) => {
    scene.openPull();
    const error = await rejection(call());
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED', exitCode: 5 });
    expect(error.hint).toContain(`permissions:\n    ${lines}(the API accepts: `);
  });
});

test('GHES: REST below /api/v3, GraphQL at its own address', async () => {
  const ghes = await Scene.start({ flavour: 'ghes' });
  try {
    expect(await fileAt(ghes.client(), own, 'README.md', ghes.first)).toBe('# churn\n');
    expect((await currentViewer(ghes.client())).login).toBe('github-actions[bot]');
    expect((await currentViewer(ghes.client({}, { graphqlUrl: undefined }))).login).toBe('github-actions[bot]');
    const elsewhere = ghes.client({}, { graphqlUrl: `${scene.github.graphqlUrl}` });
    expect(await rejection(currentViewer(elsewhere))).toMatchObject({ code: 'TOKEN_REFUSED' });
  } finally {
    await ghes.end();
  }
});

test.each([undefined, '', 'acme', 'acme/churn/x', '../..', 'acme/..', 'a b/c'])(
  'GITHUB_REPOSITORY %j is refused',
  (name) => {
    expect(() => repositoryName(name)).toThrow('OWNER/REPO');
  },
);

test('GITHUB_REPOSITORY acme/churn', () => {
  expect(repositoryName('acme/churn')).toEqual(own);
});
