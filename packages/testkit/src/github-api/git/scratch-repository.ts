import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitBackedRepository, type TreeChange } from './git-repository.ts';

/** A file's text or bytes by path; null removes it. */
export type Files = Record<string, string | Buffer | { symlink: string } | null>;

export interface CommitOptions {
  message?: string;
  /** Default `main`; made when it does not exist. */
  branch?: string;
  /** Branch or commit the new branch starts from; default: the branch itself, or nothing. */
  from?: string;
  author?: { name: string; email: string };
  /** ISO 8601; default: one second after the parent, or 2026-01-01. */
  date?: string;
}

/** Commits without a work tree: what tests and the demo need to make histories. */
export interface WorkingTree {
  gitDirectory: string;
  git: GitBackedRepository;
  /** Commits `files` on top of the branch and moves it; returns the sha. */
  commit: (files: Files, options?: CommitOptions) => string;
  /** Deletes the repository from the disk. */
  remove: () => void;
}

const FIRST_DATE = Date.parse('2026-01-01T00:00:00Z');

/** Makes a bare git repository (in a temporary directory unless one is given) and a handle for committing to it. */
export function createBareRepository(
  directory: string = mkdtempSync(join(tmpdir(), 'fake-github-repo-')),
): WorkingTree {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return openBareRepository(directory);
}

/** The same for a bare repository that exists, such as a clone. */
export function openBareRepository(directory: string): WorkingTree {
  const git = new GitBackedRepository({ gitDirectory: directory });
  return {
    gitDirectory: directory,
    git,
    commit: (files, options = {}) => commit(git, files, options),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A fork: a bare clone of another bare repository. */
export function forkBareRepository(
  of: WorkingTree,
  directory: string = mkdtempSync(join(tmpdir(), 'fake-github-repo-')),
): WorkingTree {
  execFileSync('git', ['clone', '--quiet', '--bare', of.gitDirectory, directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return openBareRepository(directory);
}

function change(git: GitBackedRepository, path: string, content: Files[string]): TreeChange {
  if (content === null) return { path, mode: '100644', sha: null };
  const isLink = typeof content === 'object' && 'symlink' in content;
  const bytes = isLink ? Buffer.from(content.symlink) : Buffer.from(content as string);
  return { path, mode: isLink ? '120000' : '100644', sha: git.writeBlob(bytes) };
}

function commit(git: GitBackedRepository, files: Files, options: CommitOptions): string {
  const ref = `refs/heads/${options.branch ?? 'main'}`;
  const parent = git.resolveCommit(options.from ?? options.branch ?? 'main');
  const changes = Object.entries(files).map(([path, content]) => change(git, path, content));
  const tree = git.writeTree(parent, changes);
  const parentTime = parent === undefined ? FIRST_DATE - 1000 : Date.parse(git.readCommit(parent)!.committer.date);
  const date = options.date ?? new Date(parentTime + 1000).toISOString();
  const signature = { ...(options.author ?? { name: 'Ann', email: 'ann@example.com' }), date };
  const parents = parent === undefined ? [] : [parent];
  const message = options.message ?? `Change ${Object.keys(files).join(', ')}`;
  const sha = git.writeCommit({ tree, parents, message, author: signature, committer: signature });
  git.setRef(ref, sha);
  return sha;
}
