import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@model-delivery/core';
import { GitBackedRepository } from '../github-api/git/git-repository.ts';

/** A repository on this machine: a git directory (bare, or the `.git` of a clone). */
export interface RunnerRepository {
  /** `owner/name` */
  name: string;
  gitDirectory: string;
  defaultBranch: string;
}

/** Other repositories by `owner/name` or `owner/name@ref`: a directory of files, used as it is whatever the ref. */
export type RepositoryMap = Record<string, string>;

export function gitOf(repository: RunnerRepository): GitBackedRepository {
  return new GitBackedRepository({ gitDirectory: repository.gitDirectory });
}

/** The full sha of `ref`; throws a ConfigError that names the repository when there is no such commit. */
export function requireCommit(repository: RunnerRepository, ref: string): string {
  const sha = gitOf(repository).resolveCommit(ref);
  if (sha) return sha;
  throw new ConfigError({
    code: 'WORKFLOW_REF_MISSING',
    message: `${repository.name} (${repository.gitDirectory}) has no commit ${ref}`,
    hint: 'Commit or push it into that repository first, or correct the ref of the event.',
  });
}

/** Writes the files of a commit to a directory below `root` (once) and returns it. */
export function materialise(repository: RunnerRepository, sha: string, root: string): string {
  const directory = join(root, 'commits', ...repository.name.split('/'), sha);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  // An index of its own: git alone writes the files, and a bare repository stays as it is.
  const index = `${directory}.index`;
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', repository.gitDirectory, ...args], {
      env: { ...process.env, GIT_INDEX_FILE: index },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  git('read-tree', sha);
  git(
    '-c',
    'core.bare=false',
    `--work-tree=${unfinished}`,
    'checkout-index',
    '--all',
    '--force',
    `--prefix=${unfinished}/`,
  );
  rmSync(index);
  renameSync(unfinished, directory);
  return directory;
}

/** Opens a clone or a bare repository as a RunnerRepository. The default branch is what HEAD names. */
export function openRepository(directory: string, name: string): RunnerRepository {
  const path = resolve(directory);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new ConfigError({
      code: 'WORKFLOW_REPOSITORY_MISSING',
      message: `${path} is not a directory`,
      hint: 'Give the folder of a git repository.',
    });
  }
  const git = (...args: string[]) => execFileSync('git', ['-C', path, ...args], { encoding: 'utf8' }).trim();
  const gitDirectory = resolve(path, git('rev-parse', '--git-dir'));
  return { name, gitDirectory, defaultBranch: git('symbolic-ref', '--short', 'HEAD') };
}
