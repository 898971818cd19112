import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultArtifactClient } from '@actions/artifact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { own, rejection, Scene } from '../../testing/fake-repository.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { downloadArtifact, listRunArtifacts } from './run-artifacts.ts';

const PREFIX = 'model-delivery-';
const NAME = 'model-delivery-churn-evaluate-gate';
const LIMIT = 20 << 20;
let scene: Scene;
let runId: number;
beforeEach(async () => {
  scene = await Scene.start();
  runId = newRun();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await scene.end();
});

function newRun(): number {
  return scene.repository.actions.add({
    workflowPath: '.github/workflows/ml.yml',
    event: 'pull_request',
    headSha: scene.first,
  }).id;
}

function upload(
  content: Buffer,
  changes: { name?: string; runId?: number; runAttempt?: number; digest?: string; expiresAt?: Date } = {},
) {
  return scene.github.artifacts.add({
    repository: 'acme/churn',
    runId,
    runAttempt: 1,
    name: NAME,
    content,
    ...changes,
  });
}

const archive = (text = '{}') => writeZip([{ name: 'evaluation.json', content: text, descriptor: 'signed' }]);
const list = () => listRunArtifacts(scene.client(), own, runId, PREFIX);

async function downloadOnly(): Promise<Record<string, string>> {
  const [artifact] = await list();
  const files = await downloadArtifact(scene.client(), own, artifact!);
  return Object.fromEntries([...files].map(([name, content]) => [name, content.toString()]));
}

describe('list', () => {
  test('those of the run with our prefix, over several pages', async () => {
    for (let i = 0; i < 120; i++) upload(archive(), { name: `other-${i}` });
    const own1 = upload(archive());
    const own2 = upload(archive(), { name: 'model-delivery-churn-validate-data' });
    upload(archive(), { name: 'model-delivery-of-another-run', runId: newRun() });
    expect(await list()).toEqual([
      { id: own1.id, name: NAME, bytes: own1.content.length, digest: own1.digest },
      { id: own2.id, name: 'model-delivery-churn-validate-data', bytes: own2.content.length, digest: own2.digest },
    ]);
  });

  test('the same name in another run does not count', async () => {
    const mine = upload(archive());
    upload(archive('{"verdict":"pass"}'), { runId: newRun() });
    expect((await list()).map(({ id }) => id)).toEqual([mine.id]);
  });

  test('the same name in two attempts: the newest', async () => {
    upload(archive('{"attempt":1}'));
    const second = upload(archive('{"attempt":2}'), { runAttempt: 2 });
    expect((await list()).map(({ id }) => id)).toEqual([second.id]);
    expect(await downloadOnly()).toEqual({ 'evaluation.json': '{"attempt":2}' });
  });

  test('expired ones are gone', async () => {
    upload(archive(), { expiresAt: new Date('2026-11-01T00:00:00Z') });
    expect(await list()).toEqual([]);
  });

  test('no permission: the block to add', async () => {
    const client = scene.client({ permissions: { contents: 'read' } });
    const error = await rejection(listRunArtifacts(client, own, runId, PREFIX));
    expect(error.hint).toContain('contents: read\n    actions: read\n');
  });
});

describe('download', () => {
  test('the files of an honest archive; the token does not follow to the storage', async () => {
    upload(archive('{"a":1}'));
    expect(await downloadOnly()).toEqual({ 'evaluation.json': '{"a":1}' });
  });

  test.each(['text/plain; charset=utf-8', 'application/json', 'application/zip'])(
    'the storage calls it %s',
    async (contentType) => {
      scene.github.artifacts.add({
        repository: 'acme/churn',
        runId,
        runAttempt: 1,
        name: NAME,
        content: archive(),
        contentType,
      });
      expect(await downloadOnly()).toEqual({ 'evaluation.json': '{}' });
    },
  );

  test('other bytes than the API’s digest', async () => {
    upload(archive(), { digest: `sha256:${'0'.repeat(64)}` });
    const error = await rejection(downloadOnly());
    expect(error).toMatchObject({ code: 'ARTIFACT_REFUSED', exitCode: 4 });
    expect(error.message).toContain(`the API says sha256:${'0'.repeat(64)}`);
  });

  test('too large: refused before the download', async () => {
    upload(Buffer.alloc(LIMIT + 1));
    const error = await rejection(downloadOnly());
    expect(error.message).toContain(`${LIMIT + 1} bytes, at most ${LIMIT}`);
    expect(scene.operations()).not.toContain('actions/download-artifact');
  });

  test('larger than the API says: cut off while reading', async () => {
    const { id } = upload(Buffer.alloc(LIMIT + 1));
    const lying = { id, name: NAME, bytes: 10, digest: null };
    const error = await rejection(downloadArtifact(scene.client(), own, lying));
    expect(error.message).toContain(`more than ${LIMIT} bytes`);
  });

  test('not a zip', async () => {
    upload(Buffer.from('<html>'));
    expect(await rejection(downloadOnly())).toMatchObject({ code: 'ARTIFACT_REFUSED' });
  });

  test('hostile: nothing of it is used', async () => {
    upload(writeZip([{ name: 'evaluation.json', content: '{}' }, { name: '../../.bashrc' }]));
    expect(await rejection(downloadOnly())).toMatchObject({
      code: 'ARTIFACT_REFUSED',
      hint: expect.stringContaining('Nothing of it was used'),
    });
  });

  test('gone between list and download', async () => {
    const { id } = upload(archive());
    const listed = await list();
    scene.github.artifacts.delete(id);
    expect(await rejection(downloadArtifact(scene.client(), own, listed[0]!))).toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
  });

  test('a bad gateway on the way', async () => {
    upload(archive());
    scene.github.faults.badGateway({ operation: 'actions/download-artifact' });
    expect(await downloadOnly()).toEqual({ 'evaluation.json': '{}' });
  });
});

test('what the official client uploads is accepted as it is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'artifact-'));
  const documents = {
    'data-report.json': '{"a":1}\n',
    'empty.json': '',
    'report.html': Array.from({ length: 9000 }, (_, i) => `<p>${i}</p>`).join('\n'),
  };
  const paths = Object.entries(documents).map(([name, text]) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  });
  const environment = scene.github.environment({ repository: 'acme/churn', runId });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await new DefaultArtifactClient().uploadArtifact(NAME, paths, directory);
  } finally {
    vi.restoreAllMocks();
  }
  expect(await downloadOnly()).toEqual(documents);
});
