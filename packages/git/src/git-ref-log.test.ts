import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalError, PermissionError, type RefLog } from '@model-delivery/core';
import { refLogContract } from '@model-delivery/testkit/ref-log';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gitRefLog } from './git-ref-log.ts';

const LEDGER = 'refs/heads/model-ledger';
const ENV = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'git-ref-log-'));
  directories.push(directory);
  return directory;
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: directory,
    env: ENV,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function repository(): string {
  const directory = scratch();
  cpSync(templates.empty, directory, { recursive: true });
  return directory;
}

/** A bare repository with one commit on main, and a clone of it; `depth` makes the clone shallow. */
function remoteAndClone(depth?: 1): { bare: string; clone: string } {
  const bare = scratch();
  cpSync(templates.bare, bare, { recursive: true });
  return { bare, clone: cloneOf(bare, depth) };
}

function cloneOf(bare: string, depth?: 1): string {
  const directory = scratch();
  cpSync(depth === undefined ? templates.clone : templates.shallow, directory, { recursive: true });
  const config = join(directory, '.git/config');
  writeFileSync(config, readFileSync(config, 'utf8').replace(templates.bare, bare));
  return directory;
}

/** Repositories that tests copy: making one takes ten git processes. */
const templates = { root: '', empty: '', bare: '', clone: '', shallow: '' };

beforeAll(() => {
  templates.root = mkdtempSync(join(tmpdir(), 'git-templates-'));
  for (const name of ['empty', 'bare', 'clone', 'shallow'] as const) {
    templates[name] = join(templates.root, name);
    mkdirSync(templates[name]);
  }
  const seed = join(templates.root, 'seed');
  mkdirSync(seed);
  for (const directory of [templates.empty, seed]) {
    git(directory, 'init', '--quiet', '--template=', '--initial-branch=main');
    mkdirSync(join(directory, '.git/hooks'));
  }
  for (const text of ['one', 'two']) {
    writeFileSync(join(seed, 'README.md'), text);
    git(seed, 'add', '-A');
    git(seed, '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', text);
  }
  git(seed, 'clone', '--quiet', '--bare', '--template=', '.', templates.bare);
  mkdirSync(join(templates.bare, 'hooks'));
  const url = `file://${templates.bare}`;
  git(templates.clone, 'clone', '--quiet', '--template=', url, '.');
  git(templates.shallow, 'clone', '--quiet', '--template=', '--depth=1', url, '.');
});
afterAll(() => rmSync(templates.root, { recursive: true, force: true }));

const local = (directory: string): RefLog => gitRefLog({ directory, env: ENV });
const through = (directory: string): RefLog => gitRefLog({ directory, remote: 'origin', env: ENV });
const one = { files: { 'ledger.jsonl': '1\n' }, message: 'one' };
const two = { files: { 'ledger.jsonl': '1\n2\n' }, message: 'two' };

async function added(log: RefLog, expected: string | null, change = one): Promise<string> {
  const outcome = await log.append(LEDGER, expected, change);
  if (!outcome.ok) throw new Error(`conflict with ${outcome.actual}`);
  return outcome.commit;
}

describe('a RefLog on a local repository', () => {
  for (const { name, run } of refLogContract) {
    test(name, () => {
      const directory = repository();
      return run({ log: local(directory), other: local(directory) });
    });
  }

  test('neither work tree nor index is touched, from a folder below too, and as somebody where nobody is known', async () => {
    const directory = repository();
    writeFileSync(join(directory, 'mine.txt'), 'mine');
    mkdirSync(join(directory, 'sub'));
    git(directory, 'add', 'mine.txt');
    const before = readFileSync(join(directory, '.git/index'));
    const log = local(join(directory, 'sub'));
    const commit = await added(log, null);
    expect(readFileSync(join(directory, '.git/index')).equals(before)).toBe(true);
    expect(git(directory, 'status', '--porcelain')).toBe('A  mine.txt');
    expect(existsSync(join(directory, 'ledger.jsonl'))).toBe(false);
    expect(Buffer.from((await log.read(commit, 'ledger.jsonl'))!).toString()).toBe('1\n');
    expect(git(directory, 'log', '-1', '--format=%an <%ae>', commit)).toBe('model-delivery <model-delivery@localhost>');
    git(directory, 'config', 'user.name', 'Ann');
    git(directory, 'config', 'user.email', 'ann@example.com');
    const next = await added(local(directory), commit, two);
    expect(git(directory, 'log', '-1', '--format=%an <%ae>', next)).toBe('Ann <ann@example.com>');
  });

  test('what is written is whole, and nothing else is left behind', async () => {
    const directory = repository();
    const log = local(directory);
    await added(log, await added(log, null), two);
    expect(git(directory, 'fsck', '--strict', '--full')).toBe('');
    expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe(LEDGER);
    expect(readdirSync(join(directory, '.git')).filter((name) => /crash|lock/.test(name))).toEqual([]);
  });

  test("hooks and a misleading environment of the caller's do not matter", async () => {
    const directory = repository();
    const hook = join(directory, '.git/hooks/reference-transaction');
    writeFileSync(hook, '#!/bin/sh\nexit 1\n');
    chmodSync(hook, 0o755);
    const env = { ...ENV, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/nowhere' };
    const log = gitRefLog({ directory, env });
    const commit = await added(log, null);
    expect(await log.head(LEDGER)).toBe(commit);
  });

  test('in its turn one reads and appends, while the others wait and then see what it did', async () => {
    const directory = repository();
    const [log, other] = [local(directory), local(directory)];
    const first = await added(log, null);
    let waiting: Promise<unknown> = Promise.resolve();
    const second = await log.inTurn!(LEDGER, async () => {
      waiting = other.inTurn!(LEDGER, () => other.head(LEDGER));
      const commit = await added(log, await log.head(LEDGER), two);
      await expect(other.append(LEDGER, first, two)).resolves.toEqual({ ok: false, actual: commit });
      return commit;
    });
    expect(await waiting).toBe(second);
    const failing = log.inTurn!(LEDGER, () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    expect(await added(other, second, one)).toBe(await log.head(LEDGER));
    expect(readdirSync(join(directory, '.git')).filter((name) => name.endsWith('.turn'))).toEqual([]);
  });

  test('no repository, no such directory and a lock that stays are errors, never "not there"', async () => {
    const nowhere = local(scratch());
    await expect(nowhere.head(LEDGER)).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' });
    await expect(local('/nonexistent/directory').head(LEDGER)).rejects.toBeInstanceOf(ExternalError);
    const directory = repository();
    writeFileSync(join(directory, '.git/refs/heads/model-ledger.lock'), '');
    const quick = gitRefLog({ directory, env: ENV, lockWaitMs: 100 });
    await expect(quick.append(LEDGER, null, one)).rejects.toMatchObject({ code: 'REF_NOT_WRITABLE' });
  });
});

describe('a RefLog on a remote', () => {
  for (const { name, run } of refLogContract) {
    test(name, () => {
      const { bare, clone } = remoteAndClone(1);
      return run({ log: through(clone), other: through(cloneOf(bare, 1)) });
    });
  }

  test('a shallow clone reads and appends to a ledger it never saw; the local ref follows', async () => {
    const { bare, clone } = remoteAndClone(1);
    const first = await added(through(clone), null);
    expect(git(bare, 'rev-parse', LEDGER)).toBe(first);
    expect(git(clone, 'rev-parse', LEDGER)).toBe(first);
    const fresh = cloneOf(bare, 1);
    const second = await added(through(fresh), first, two);
    expect(await through(clone).head(LEDGER)).toBe(second);
    const commits: string[] = [];
    for await (const { commit } of through(clone).commits(second)) commits.push(commit);
    expect(commits).toEqual([second, first]);
    expect(git(clone, 'status', '--porcelain')).toBe('');
  });

  test('commits made before there was a remote go along with the next append', async () => {
    const { bare, clone } = remoteAndClone();
    const first = await added(local(clone), null);
    const log = through(clone);
    expect(await log.head(LEDGER)).toBe(first);
    const second = await added(log, first, two);
    expect(git(bare, 'rev-parse', LEDGER)).toBe(second);
    expect(git(bare, 'rev-list', '--count', LEDGER)).toBe('2');
  });

  test('a remote that was rewound does not lose what is here; histories that part are an error', async () => {
    const { bare, clone } = remoteAndClone();
    const log = through(clone);
    const first = await added(log, null);
    const second = await added(log, first, two);
    git(bare, 'update-ref', LEDGER, first);
    expect(await log.head(LEDGER)).toBe(second);
    const other = await added(through(cloneOf(bare)), first, { files: { 'ledger.jsonl': 'x' }, message: 'x' });
    expect(git(bare, 'rev-parse', LEDGER)).toBe(other);
    await expect(log.head(LEDGER)).rejects.toMatchObject({ code: 'REF_DIVERGED' });
  });

  test('an unreachable or unknown remote is an error, never "not there", and nothing moves', async () => {
    const { bare, clone } = remoteAndClone();
    await added(through(clone), null);
    const head = git(clone, 'rev-parse', LEDGER);
    rmSync(bare, { recursive: true });
    await expect(through(clone).head(LEDGER)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE', exitCode: 5 });
    await expect(through(clone).append(LEDGER, head, two)).rejects.toBeInstanceOf(ExternalError);
    expect(git(clone, 'rev-parse', LEDGER)).toBe(head);
    const named = gitRefLog({ directory: clone, remote: 'upstream', env: ENV });
    await expect(named.head(LEDGER)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  });

  test('a server that declines the push is a matter of permission, and nothing moves', async () => {
    const { bare, clone } = remoteAndClone();
    const hook = join(bare, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\nexit 1\n');
    chmodSync(hook, 0o755);
    await expect(through(clone).append(LEDGER, null, one)).rejects.toBeInstanceOf(PermissionError);
    expect(await through(clone).head(LEDGER)).toBeNull();
  });

  test('a history cut off by a shallow fetch is an error, not a short history', async () => {
    const { bare, clone } = remoteAndClone();
    const log = through(clone);
    const second = await added(log, await added(log, null), two);
    const cut = cloneOf(bare, 1);
    git(cut, 'fetch', '--quiet', '--depth=1', 'origin', LEDGER);
    const walk = async () => {
      for await (const _ of local(cut).commits(second));
    };
    await expect(walk()).rejects.toMatchObject({ code: 'HISTORY_CUT' });
  });
});
