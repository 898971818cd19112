import { ExternalError, PermissionError } from '@model-delivery/core';
import { refLogContract } from '@model-delivery/testkit/ref-log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { githubRefLog } from './ref-log.ts';

const LEDGER = 'refs/heads/model-ledger';
const one = { files: { 'ledger.jsonl': '1\n' }, message: 'one' };
const two = { files: { 'ledger.jsonl': '1\n2\n' }, message: 'two' };
let scene: Scene;

beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

const writer = () => scene.client({ permissions: { contents: 'write' } });
const open = () => githubRefLog(writer(), own, { sleep: async (ms) => void scene.waits.push(ms) });

async function first(): Promise<string> {
  const outcome = await open().append(LEDGER, null, one);
  if (!outcome.ok) throw new Error('conflict');
  return outcome.commit;
}

describe('a RefLog through the git data API', () => {
  for (const { name, run } of refLogContract) test(name, () => run({ log: open(), other: open() }));

  test('a first append is blob, tree, commit and POST; a later one PATCHes without force', async () => {
    const commit = await first();
    expect(scene.operations().filter((id) => id?.startsWith('git/create') || id === 'git/update-ref')).toEqual([
      'git/create-blob',
      'git/create-tree',
      'git/create-commit',
      'git/create-ref',
    ]);
    await open().append(LEDGER, commit, two);
    const patch = scene.github.calls.find(({ operationId }) => operationId === 'git/update-ref');
    expect(patch?.body).toMatchObject({ force: false });
  });

  test('what was read or written here is not asked for again; what the change leaves alone neither', async () => {
    const log = open();
    const both = { files: { 'a.json': '1', 'b.json': '2' }, message: 'both' };
    const created = await log.append(LEDGER, null, both);
    if (!created.ok) throw new Error('conflict');
    const changed = await log.append(LEDGER, created.commit, { files: { 'a.json': '3' }, message: 'a' });
    if (!changed.ok) throw new Error('conflict');
    const text = async (commit: string, path: string) => Buffer.from((await log.read(commit, path))!).toString();
    expect([await text(changed.commit, 'a.json'), await text(changed.commit, 'b.json')]).toEqual(['3', '2']);
    expect(await text(created.commit, 'a.json')).toBe('1');
    (await log.read(changed.commit, 'a.json'))!.fill(0);
    expect(await text(changed.commit, 'a.json')).toBe('3');
    expect(scene.operations()).not.toContain('repos/get-content');
    const other = open();
    for (let i = 0; i < 3; i++) await other.read(changed.commit, 'b.json');
    expect(scene.operations().filter((id) => id === 'repos/get-content')).toHaveLength(1);
  });
});

describe('when answers are lost', () => {
  test.each(['git/create-blob', 'git/create-tree', 'git/create-commit', 'git/create-ref'] as const)(
    'the answer to %s: the append is done once',
    async (operation) => {
      scene.github.faults.loseAnswer({ operation });
      const commit = await first();
      expect(scene.repository.git.log(commit)).toHaveLength(1);
      expect(await open().head(LEDGER)).toBe(commit);
    },
  );

  test('every answer to the PATCH: it is known by the ref that it was done', async () => {
    const commit = await first();
    scene.github.faults.loseAnswer({ operation: 'git/update-ref', times: 4 });
    const outcome = await open().append(LEDGER, commit, two);
    expect(outcome).toEqual({ ok: true, commit: await open().head(LEDGER) });
  });

  test('and somebody built on our commit before the repetition: it is still ours', async () => {
    const commit = await first();
    const log = open();
    scene.github.faults.loseAnswer({ operation: 'git/update-ref' });
    const { git } = scene.repository;
    const original = git.setRef.bind(git);
    git.setRef = (ref, sha, expected) => {
      original(ref, sha, expected);
      git.setRef = original;
      const signature = { name: 'B', email: 'b@example.com', date: '2026-11-21T10:00:00Z' };
      const tree = git.readCommit(sha)!.tree;
      original(
        ref,
        git.writeCommit({ tree, parents: [sha], message: 'b', author: signature, committer: signature }),
        sha,
      );
    };
    const outcome = await log.append(LEDGER, commit, two);
    expect(outcome.ok).toBe(true);
    const head = (await log.head(LEDGER))!;
    expect(head).not.toBe((outcome as { commit: string }).commit);
    expect(git.log(head)).toContain((outcome as { commit: string }).commit);
  });

  test('a gateway that never answers is an error, and nothing moved', async () => {
    const commit = await first();
    scene.github.faults.badGateway({ operation: 'git/update-ref', times: 100 });
    expect(await rejection(open().append(LEDGER, commit, two))).toBeInstanceOf(ExternalError);
    expect(await open().head(LEDGER)).toBe(commit);
  });
});

describe('what is not a conflict', () => {
  test('a protected ref', async () => {
    const commit = await first();
    scene.github.faults.fail(422, 'Repository rule violations found', { operation: 'git/update-ref' });
    const error = await rejection(open().append(LEDGER, commit, two));
    expect(error).toBeInstanceOf(PermissionError);
    expect(error.message).toContain('rule violations');
  });

  test('a token that may only read', async () => {
    const log = githubRefLog(scene.client({ permissions: { contents: 'read' } }), own);
    expect(await log.head(LEDGER)).toBeNull();
    expect(await rejection(log.append(LEDGER, null, one))).toBeInstanceOf(PermissionError);
  });

  test('a repository that the token does not see is not a repository without the ref', async () => {
    const log = githubRefLog(writer(), { owner: 'acme', repo: 'absent' });
    expect(await rejection(log.head(LEDGER))).toBeInstanceOf(ExternalError);
  });

  test('a stale view of the ref after a lost race', async () => {
    const commit = await first();
    const log = open();
    scene.github.faults.fail(422, 'Update is not a fast forward', { operation: 'git/update-ref' });
    expect(await log.append(LEDGER, commit, two)).toEqual({ ok: false, actual: commit });
  });
});
