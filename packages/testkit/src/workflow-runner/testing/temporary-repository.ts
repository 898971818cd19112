import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunnerRepository } from '../repositories.ts';

/** Files by path; null removes one. */
export type Files = Record<string, string | null>;

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A bare repository in a temporary directory, filled commit by commit. */
export class TemporaryRepository {
  readonly repository: RunnerRepository;
  readonly #root: string;
  readonly #clone: string;
  #clock = Date.parse('2026-01-01T00:00:00Z') / 1000;

  constructor(name: string) {
    this.#root = mkdtempSync(join(tmpdir(), 'runner-repository-'));
    this.#clone = join(this.#root, 'clone');
    const bare = join(this.#root, 'bare.git');
    mkdirSync(this.#clone);
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
    this.#git('init', '--quiet', '--initial-branch=main');
    this.#git('remote', 'add', 'origin', bare);
    this.repository = { name, gitDirectory: bare, defaultBranch: 'main' };
  }

  #git(...args: string[]): string {
    const date = `${this.#clock} +0000`;
    const env = { PATH: process.env.PATH ?? '', HOME: this.#root, ...IDENTITY, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync('git', args, { cwd: this.#clone, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Commits files to a branch (made from `from` when new) and returns the sha. Files that begin with `#!` are executable. */
  commit(files: Files, options: { branch?: string; from?: string; message?: string } = {}): string {
    const branch = options.branch ?? 'main';
    this.#clock += 60;
    if (options.from) this.#git('checkout', '--quiet', '-B', branch, options.from);
    else this.#git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.#clone, path);
      if (content === null) {
        rmSync(file);
        continue;
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (content.startsWith('#!')) chmodSync(file, 0o755);
    }
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--allow-empty', '--message', options.message ?? 'change');
    this.#git('push', '--quiet', '--force', 'origin', branch);
    return this.#git('rev-parse', 'HEAD');
  }

  checkout(branch: string): void {
    this.#git('checkout', '--quiet', branch);
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
