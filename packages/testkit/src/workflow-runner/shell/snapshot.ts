import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ConfigError } from '@model-delivery/core';
import type { RunnerRepository } from '../repositories.ts';

const MARK = `${sep}${join('.github', 'workflows')}${sep}`;

export interface Located {
  root: string;
  /** path of the workflow in the repository */
  path: string;
  /** the file is outside of .github/workflows: nothing else of its folder is taken */
  only: string | undefined;
}

/** The bare copy of a work tree. */
export interface Snapshot extends RunnerRepository {
  /** branch that holds the work tree */
  branch: string;
}

/** Root of the repository a workflow file belongs to, and its path there: `.github/workflows/x.yml`. */
export function locateWorkflow(file: string): Located {
  const absolute = resolve(file);
  if (!existsSync(absolute) || !/\.ya?ml$/.test(absolute)) {
    throw new ConfigError({
      code: 'WORKFLOW_FILE_MISSING',
      message: `${file} is not a workflow file`,
      hint: 'Give the path of ROOT/.github/workflows/NAME.yml.',
    });
  }
  const at = absolute.lastIndexOf(MARK);
  if (at < 0) return { root: dirname(absolute), path: `.github/workflows/${basename(absolute)}`, only: absolute };
  const path = absolute
    .slice(at + 1)
    .split(sep)
    .join('/');
  return { root: realpathSync(absolute.slice(0, at)), path, only: undefined };
}

function git(args: string[], options: { cwd: string; env?: Record<string, string> }): string {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', ...options.env };
  return execFileSync('git', args, {
    cwd: options.cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function tryGit(args: string[], options: { cwd: string; env?: Record<string, string> }): string | undefined {
  try {
    return git(args, options);
  } catch {
    return undefined;
  }
}

/**
 * A bare copy of the repository at `root` whose current branch holds the work tree as it is, uncommitted changes included
 * and ignored files left out. A folder inside a larger repository becomes a repository of its own. `root` is not touched.
 */
export function snapshotRepository(root: string, name: string, only?: string): Snapshot {
  const temporary = mkdtempSync(join(tmpdir(), 'workflow-snapshot-'));
  const gitDirectory = join(temporary, 'repository.git');
  if (only !== undefined) return snapshotFile(only, name, temporary, gitDirectory);
  const isTop = tryGit(['rev-parse', '--show-toplevel'], { cwd: root }) === root;
  const hasCommit = isTop && tryGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: root }) !== undefined;
  if (hasCommit) git(['clone', '--quiet', '--bare', root, gitDirectory], { cwd: root });
  else git(['init', '--quiet', '--bare', '--initial-branch=main', gitDirectory], { cwd: root });
  const branch = (hasCommit ? tryGit(['symbolic-ref', '--short', 'HEAD'], { cwd: root }) : 'main') ?? 'main';
  commitWorkTree(root, gitDirectory, branch);
  const main = tryGit(['rev-parse', '--verify', '--quiet', 'refs/heads/main'], { cwd: gitDirectory }) ? 'main' : branch;
  return { name, gitDirectory, defaultBranch: main, branch };
}

/** A repository that holds one workflow file. */
function snapshotFile(file: string, name: string, temporary: string, gitDirectory: string): Snapshot {
  const folder = join(temporary, 'files', '.github', 'workflows');
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, basename(file)));
  git(['init', '--quiet', '--bare', '--initial-branch=main', gitDirectory], { cwd: temporary });
  commitWorkTree(join(temporary, 'files'), gitDirectory, 'main');
  return { name, gitDirectory, defaultBranch: 'main', branch: 'main' };
}

function commitWorkTree(root: string, gitDirectory: string, branch: string): void {
  const identity = { GIT_AUTHOR_NAME: 'work tree', GIT_AUTHOR_EMAIL: 'work-tree@localhost' };
  const env = {
    GIT_DIR: gitDirectory,
    GIT_WORK_TREE: root,
    GIT_INDEX_FILE: join(gitDirectory, 'snapshot-index'),
    ...identity,
    GIT_COMMITTER_NAME: identity.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: identity.GIT_AUTHOR_EMAIL,
  };
  const options = { cwd: root, env };
  const parent = tryGit(['rev-parse', '--verify', '--quiet', 'HEAD'], options);
  git(['add', '--all', '.'], options);
  const tree = git(['write-tree'], options);
  if (parent !== undefined && git(['rev-parse', `${parent}^{tree}`], options) === tree) return;
  const parents = parent === undefined ? [] : ['-p', parent];
  const commit = git(['commit-tree', tree, ...parents, '-m', 'Work tree'], options);
  git(['update-ref', `refs/heads/${branch}`, commit], options);
}
