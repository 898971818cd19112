import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DefaultArtifactClient } from '@actions/artifact';
import { getOctokit } from '@actions/github';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeGitHub } from '../github-api/fake-github.ts';
import { createBareRepository, type WorkingTree } from '../github-api/git/scratch-repository.ts';
import type { FakeRepository } from '../github-api/repository.ts';

let github: FakeGitHub;
let tree: WorkingTree;
let repository: FakeRepository;
let runId: number;
let now: number;
let directory: string;

beforeEach(async () => {
  now = Date.parse('2026-11-21T10:00:00Z');
  github = await FakeGitHub.start({ clock: () => new Date(now) });
  tree = createBareRepository();
  const headSha = tree.commit({ 'README.md': 'x' });
  repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory: tree.gitDirectory });
  runId = repository.actions.add({ workflowPath: '.github/workflows/ci.yml', event: 'push', headSha }).id;
  directory = mkdtempSync(join(tmpdir(), 'artifact-test-'));
  enterJob();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true); // the client logs through stdout
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await github.stop();
  tree.remove();
  rmSync(directory, { recursive: true, force: true });
  expect(github.bugs).toEqual([]);
});

function enterJob(runAttempt = 1): void {
  const environment = github.environment({ repository: 'acme/churn', runId, runAttempt, job: 'train' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

function file(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const own = { owner: 'acme', repo: 'churn' };

function octokit(permissions: Record<string, string> = { actions: 'read' }) {
  return getOctokit(github.issueToken({ repository: 'acme/churn', permissions }), { baseUrl: github.apiUrl });
}

describe('with the real client of @actions/artifact', () => {
  test('20 MB in blocks up, listed, down again, digests right', async () => {
    const client = new DefaultArtifactClient();
    const content = randomBytes(20 * 1024 * 1024);
    const upload = await client.uploadArtifact(
      'model-delivery-churn-validate',
      [file('model.bin', content)],
      directory,
      { compressionLevel: 0 },
    );
    expect(upload.size).toBeGreaterThan(content.length);
    const { artifacts } = await client.listArtifacts();
    expect(artifacts).toMatchObject([
      { name: 'model-delivery-churn-validate', id: upload.id, size: upload.size, digest: `sha256:${upload.digest}` },
    ]);
    const { artifact } = await client.getArtifact('model-delivery-churn-validate');
    const target = join(directory, 'down');
    const down = await client.downloadArtifact(artifact.id, { path: target, expectedHash: artifact.digest! });
    expect(down.digestMismatch).toBe(false);
    expect(readFileSync(join(target, 'model.bin')).equals(content)).toBe(true);
    expect(github.violations).toEqual([]);
  });

  test('REST shows the same artifact and gives its zip by a redirect of one minute', async () => {
    const client = new DefaultArtifactClient();
    const { id, digest } = await client.uploadArtifact('report', [file('data-report.json', '{}')], directory);
    const api = octokit();
    const { data } = await api.rest.actions.listWorkflowRunArtifacts({ ...own, run_id: runId });
    expect(data).toMatchObject({
      total_count: 1,
      artifacts: [{ id, name: 'report', digest: `sha256:${digest}`, expired: false, workflow_run: { id: runId } }],
    });
    const zip = await api.rest.actions.downloadArtifact({ ...own, artifact_id: id!, archive_format: 'zip' });
    expect(
      createHash('sha256')
        .update(Buffer.from(zip.data as ArrayBuffer))
        .digest('hex'),
    ).toBe(digest);
    expect((await api.rest.actions.listArtifactsForRepo({ ...own, name: 'none' })).data.total_count).toBe(0);
    expect((await api.rest.actions.getArtifact({ ...own, artifact_id: id! })).data.name).toBe('report');
    const headers = {
      authorization: `token ${github.issueToken({ repository: 'acme/churn', permissions: { actions: 'read' } })}`,
    };
    const redirect = await fetch(`${github.apiUrl}/repos/acme/churn/actions/artifacts/${id}/zip`, {
      headers,
      redirect: 'manual',
    });
    expect(redirect.status).toBe(302);
    const location = redirect.headers.get('location')!;
    expect((await fetch(location)).status).toBe(200);
    now += 60_000;
    expect((await fetch(location)).status).toBe(403);
    expect((await fetch(location.replace(/sig=./, 'sig=0'))).status).toBe(403);
    expect(github.violations).toEqual([]);
  });

  test('another run finds it with a token (findBy), deletes it with permission only', async () => {
    const client = new DefaultArtifactClient();
    const { id } = await client.uploadArtifact('report', [file('a.json', '{}')], directory);
    const token = github.issueToken({ repository: 'acme/churn', permissions: { actions: 'read' } });
    const findBy = { token, workflowRunId: runId, repositoryOwner: 'acme', repositoryName: 'churn' };
    const target = join(directory, 'down');
    // In a process of its own: @actions/github reads GITHUB_API_URL when it is imported.
    const script = `import { DefaultArtifactClient } from '@actions/artifact';
      const client = new DefaultArtifactClient();
      const findBy = ${JSON.stringify(findBy)};
      const { artifact } = await client.getArtifact('report', { findBy });
      await client.downloadArtifact(artifact.id, { path: ${JSON.stringify(target)}, findBy });`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { timeout: 20_000 });
    expect(readFileSync(join(target, 'a.json'), 'utf8')).toBe('{}');
    await expect(octokit().rest.actions.deleteArtifact({ ...own, artifact_id: id! })).rejects.toMatchObject({
      status: 403,
    });
    await octokit({ actions: 'write' }).rest.actions.deleteArtifact({ ...own, artifact_id: id! });
    expect((await client.listArtifacts()).artifacts).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  test('a name is taken once in an attempt, and free again in the next', async () => {
    const client = new DefaultArtifactClient();
    const path = file('a.json', '{}');
    await client.uploadArtifact('report', [path], directory);
    await expect(client.uploadArtifact('report', [path], directory)).rejects.toThrow('already exists');
    enterJob(2);
    await client.uploadArtifact('report', [path], directory);
    expect((await client.listArtifacts()).artifacts).toHaveLength(2);
    expect((await client.listArtifacts({ latest: true })).artifacts).toHaveLength(1);
    await client.deleteArtifact('report');
    expect(github.violations).toEqual([]);
  });

  test('a single file without archive', async () => {
    const client = new DefaultArtifactClient();
    await client.uploadArtifact('ignored', [file('report.html', '<p>')], directory, { skipArchive: true });
    expect(github.artifacts.list('acme/churn')).toMatchObject([{ name: 'report.html', contentType: 'text/html' }]);
    expect(github.artifacts.list('acme/churn')[0]!.content.toString()).toBe('<p>');
    expect(github.violations).toEqual([]);
  });

  test('on GHES the client refuses by the host name', async () => {
    vi.stubEnv('GITHUB_SERVER_URL', 'http://127.0.0.1');
    await expect(new DefaultArtifactClient().listArtifacts()).rejects.toThrow('GHES');
  });
});

describe('what a client must not do', () => {
  const results = (method: string, body: object, token = process.env.ACTIONS_RUNTIME_TOKEN) =>
    fetch(`${github.resultsUrl}twirp/github.actions.results.api.v1.ArtifactService/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('an unknown token, a foreign run, an unknown field, method or version', async () => {
    const claims = JSON.parse(Buffer.from(process.env.ACTIONS_RUNTIME_TOKEN!.split('.')[1]!, 'base64url').toString());
    const [, run, job] = claims.scp.split(':') as [string, string, string];
    const ids = { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
    expect((await results('ListArtifacts', ids, 'x.y.z')).status).toBe(401);
    expect((await results('ListArtifacts', { ...ids, workflow_run_backend_id: 'other' })).status).toBe(403);
    expect(github.violations).toEqual([]);
    expect((await results('ListArtifacts', { ...ids, nameFilter: 'x' })).status).toBe(400);
    expect((await results('MigrateArtifact', ids)).status).toBe(404);
    expect((await results('CreateArtifact', { ...ids, name: 'a', version: 3 })).status).toBe(400);
    expect((await results('FinalizeArtifact', { ...ids, name: 'never begun', size: '0' })).status).toBe(400);
    expect(github.journal.takeViolations().map(({ kind }) => kind)).toEqual(Array(4).fill('artifact-service'));
    expect((await results('ListArtifacts', ids)).status).toBe(200);
  });

  test('sending the token to the storage host is refused and recorded', async () => {
    const { id } = github.artifacts.add({
      repository: 'acme/churn',
      runId,
      runAttempt: 1,
      name: 'a',
      content: Buffer.from('zip'),
    });
    const headers = {
      authorization: `token ${github.issueToken({ repository: 'acme/churn', permissions: { actions: 'read' } })}`,
    };
    const redirect = await fetch(`${github.apiUrl}/repos/acme/churn/actions/artifacts/${id}/zip`, {
      headers,
      redirect: 'manual',
    });
    expect((await fetch(redirect.headers.get('location')!, { headers })).status).toBe(400);
    expect(github.journal.takeViolations()).toMatchObject([{ kind: 'blob-storage' }]);
  });

  test('an expired artifact is gone; one that lies about its digest can be planted', async () => {
    const planted = {
      repository: 'acme/churn',
      runId,
      runAttempt: 1,
      name: 'old',
      content: Buffer.from('zip'),
      digest: 'sha256:00',
      expiresAt: new Date(now - 1),
    };
    const { id } = github.artifacts.add(planted);
    const api = octokit();
    expect((await api.rest.actions.getArtifact({ ...own, artifact_id: id })).data).toMatchObject({
      expired: true,
      digest: 'sha256:00',
    });
    await expect(
      api.rest.actions.downloadArtifact({ ...own, artifact_id: id, archive_format: 'zip' }),
    ).rejects.toMatchObject({ status: 410 });
    expect(github.violations).toEqual([]);
  });
});
