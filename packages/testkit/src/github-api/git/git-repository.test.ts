import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { GitBackedRepository } from './git-repository.ts';
import { createBareRepository, type WorkingTree } from './scratch-repository.ts';

const SIGNED = { name: 'Ann', email: 'ann@example.com', date: '2026-01-01T00:00:00Z' };
const trees: WorkingTree[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

function repository() {
  const tree = createBareRepository();
  trees.push(tree);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', tree.gitDirectory, ...args], { encoding: 'utf8' }).trimEnd();
  return { tree, git };
}

/** Everything that this process wrote is what git itself would have written and accepts. */
function requireSound(git: (...args: string[]) => string): void {
  expect(git('fsck', '--strict', '--full')).not.toMatch(/error|missing|bad/);
}

describe('objects and trees', () => {
  it('git lists the same entries, in the same order', () => {
    const { tree, git } = repository();
    const files = ['a', 'a.b', 'a-b/c', 'ab/c', 'b/a', 'b/a.txt', 'b/c/d', 'é/ü'];
    const sha = tree.commit(Object.fromEntries(files.map((path) => [path, path])));
    requireSound(git);
    const listed = git('ls-tree', '-r', '-t', '-l', '-z', sha).split('\0').filter(Boolean);
    const own = tree.git.readTree(sha, true)!;
    expect(own.map(({ mode, type, sha, size, path }) => `${mode} ${type} ${sha} ${size ?? '-'}\t${path}`)).toEqual(
      listed.map((line) => line.replace(/ +(?=\S+\t)/, ' ')),
    );
    expect(tree.git.entryAt(sha, 'b/c')).toMatchObject({ path: 'b/c', type: 'tree' });
    expect(tree.git.entryAt(sha, 'b/c/d')).toMatchObject({ path: 'b/c/d', type: 'blob', size: 5 });
    expect(tree.git.entryAt(sha, 'b/c/d/e')).toBeUndefined();
  });

  it('a change replaces what is at and below its path; an empty directory is gone', () => {
    const { tree, git } = repository();
    const first = tree.commit({ 'a/b/c': '1', 'a/d': '2', e: '3' });
    const second = tree.commit({ 'a/b/c': null, e: null, 'e/f': '4', 'x/y': null });
    requireSound(git);
    expect(git('ls-tree', '-r', '--name-only', second).split('\n')).toEqual(['a/d', 'e/f']);
    const base = tree.git.readCommit(first)!.tree;
    const whole = tree.git.entryAt(second, 'e')!;
    const third = tree.git.writeTree(base, [{ path: 'a', mode: '040000', sha: whole.sha }]);
    expect(git('ls-tree', '-r', '--name-only', third).split('\n')).toEqual(['a/f', 'e']);
  });

  it('reads what git has packed', () => {
    const { tree, git } = repository();
    const sha = tree.commit({ 'a/b': 'text', big: Buffer.alloc(200_000, 7) });
    git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'tag', '-a', 'v1', '-m', 'v1', sha);
    git('gc', '--quiet', '--prune=now');
    const packed = new GitBackedRepository({ gitDirectory: tree.gitDirectory });
    expect(packed.readFile('main', 'a/b')!.toString()).toBe('text');
    expect(packed.readFile('v1', 'big')!.length).toBe(200_000);
    expect(packed.resolveCommit(sha.slice(0, 10))).toBe(sha);
    expect(packed.objectType('0'.repeat(40))).toBeUndefined();
    expect(packed.readRef('refs/tags/v1')!.type).toBe('tag');
  });
});

describe('refs', () => {
  it('a loose ref hides the packed one of its name, and a foreign file is no ref', () => {
    const { tree, git } = repository();
    const first = tree.commit({ a: '1' });
    git('pack-refs', '--all');
    const second = tree.commit({ a: '2' });
    tree.git.setRef('refs/model-delivery/x/y', first, null);
    writeFileSync(join(tree.gitDirectory, 'refs/heads/main.lock'), '');
    expect(tree.git.listRefs('refs/')).toEqual([
      { ref: 'refs/heads/main', sha: second, type: 'commit' },
      { ref: 'refs/model-delivery/x/y', sha: first, type: 'commit' },
    ]);
    rmSync(join(tree.gitDirectory, 'refs/heads/main.lock'));
    expect(tree.git.readRef('refs/heads')).toBeUndefined();
    expect(tree.git.resolveCommit('HEAD')).toBe(second);
    expect(() => tree.git.setRef('refs/heads/main', first, first)).toThrow();
    expect(tree.git.isAncestor(first, second)).toBe(true);
    expect(tree.git.isAncestor(second, first)).toBe(false);
  });

  it('writes a commit as given', () => {
    const { tree, git } = repository();
    const blob = tree.git.writeBlob(Buffer.from('x'));
    const root = tree.git.writeTree(undefined, [{ path: 'x', mode: '100755', sha: blob }]);
    const fields = { tree: root, parents: [], message: 'Why\n\nBecause', author: SIGNED, committer: SIGNED };
    const sha = tree.git.writeCommit(fields);
    tree.git.setRef('refs/heads/main', sha, null);
    requireSound(git);
    expect(git('log', '-1', '--format=%B%an %ct', sha)).toContain('Because');
    expect(tree.git.pushedAt()).toBe('2026-01-01T00:00:00Z');
  });

  it('refuses a repository whose refs are not files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'reftable-'));
    execFileSync('git', ['init', '--quiet', '--bare', directory]);
    mkdirSync(join(directory, 'reftable'));
    try {
      expect(() => new GitBackedRepository({ gitDirectory: directory })).toThrow('reftable');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
