import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { ExternalError } from '@model-delivery/core';
import { type GitCommand, type GitResult, gitFailed, lastWords } from './git-command.ts';
import type { ObjectReader } from './object-reader.ts';

/** One ref of the repository itself; moving it is git's own compare-and-swap. */
export class LocalRefs {
  readonly #git: GitCommand;

  readonly #reader: ObjectReader;
  #folder: Promise<string> | undefined;

  constructor(git: GitCommand, reader: ObjectReader) {
    this.#git = git;
    this.#reader = reader;
  }

  /** Commit of a ref; null when there is no such ref. @throws ExternalError when there is no repository. */
  async head(ref: string): Promise<string | null> {
    const found = await this.#reader.read(`Reading ${ref}`, ref);
    if (found !== null) return found.id;
    // Nothing found is no proof that there is nothing.
    const result = await this.#git.attempt(['for-each-ref', '--format=%(objectname) %(refname)', ref]);
    if (result.status !== 0) throw gitFailed(`Reading ${ref}`, this.#git, result);
    const lines = result.stdout.toString('utf8').split('\n');
    return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? null;
  }

  /** Where the writers of a ref queue: a file in the folder that all work trees of the repository share. */
  async turnFile(ref: string): Promise<string> {
    this.#folder ??= this.#git.text('Looking for the repository', ['rev-parse', '--git-common-dir']);
    const name = createHash('sha256').update(ref).digest('hex').slice(0, 12);
    return resolve(this.#git.directory, await this.#folder, `model-delivery-${name}.turn`);
  }

  /** Moves a ref from `expected` (null: it must not exist) to `commit`; false when it stood elsewhere. */
  async move(ref: string, commit: string, expected: string | null): Promise<boolean> {
    const args = ['update-ref', '--no-deref', '-m', 'model-delivery', ref, commit, expected ?? ''];
    return this.moveBy(ref, expected, async () => ({ ...(await this.#git.attempt(args)), commit }));
  }

  /** Moves a ref by a git command that makes it stand at the `commit` it tells; false when it stood elsewhere than `expected`. */
  async moveBy(
    ref: string,
    expected: string | null,
    command: () => Promise<GitResult & { commit: string }>,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const result = await command();
      if (result.status === 0) return true;
      const now = await this.head(ref);
      if (now === result.commit) return true;
      if (now !== expected) return false;
      // The ref is where it was: another writer held its lock, or nobody can write here.
      if (attempt === ATTEMPTS) throw cannotWrite(this.#git.shown, ref, lastWords(this.#git, result));
      await new Promise((done) => setTimeout(done, 20 * attempt));
    }
  }
}

/** Git itself waits for a lock: a second time is for one that was given back in the meantime. */
const ATTEMPTS = 2;

function cannotWrite(directory: string, ref: string, said: string): ExternalError {
  return new ExternalError({
    code: 'REF_NOT_WRITABLE',
    system: 'git',
    message: `Moving ${ref} of ${directory}: git failed ${ATTEMPTS} times, though the ref did not move: ${said}`,
    hint: 'Look for a lock file of a killed process, a full disk, a read-only file system, or a branch whose name is a folder of this one.',
  });
}
