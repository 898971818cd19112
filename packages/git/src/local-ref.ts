import { ExternalError } from '@model-delivery/core';
import { type GitCommand, gitFailed, lastWords } from './git-command.ts';

/** One ref of the repository itself; moving it is git's own compare-and-swap. */
export class LocalRefs {
  readonly #git: GitCommand;

  constructor(git: GitCommand) {
    this.#git = git;
  }

  /** Commit of a ref; null when there is no such ref. @throws ExternalError when there is no repository. */
  async head(ref: string): Promise<string | null> {
    const result = await this.#git.attempt(['for-each-ref', '--format=%(objectname) %(refname)', ref]);
    if (result.status !== 0) throw gitFailed(`Reading ${ref}`, this.#git.directory, result);
    const lines = result.stdout.toString('utf8').split('\n');
    return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? null;
  }

  /** Moves a ref from `expected` (null: it must not exist) to `commit`; false when it stood elsewhere. */
  async move(ref: string, commit: string, expected: string | null): Promise<boolean> {
    const args = ['update-ref', '--no-deref', '-m', 'model-delivery', ref, commit, expected ?? ''];
    for (let attempt = 1; ; attempt++) {
      const result = await this.#git.attempt(args);
      if (result.status === 0) return true;
      if ((await this.head(ref)) !== expected) return false;
      // The ref is where it was: another writer held its lock, or nobody can write here.
      if (attempt === ATTEMPTS) throw cannotWrite(this.#git.directory, ref, lastWords(result));
      await new Promise((done) => setTimeout(done, 20 * attempt));
    }
  }
}

const ATTEMPTS = 5;

function cannotWrite(directory: string, ref: string, said: string): ExternalError {
  return new ExternalError({
    code: 'REF_NOT_WRITABLE',
    system: 'git',
    message: `Moving ${ref} of ${directory}: git failed ${ATTEMPTS} times, though the ref did not move: ${said}`,
    hint: 'Look for a lock file of a killed process, a full disk, a read-only file system, or a branch whose name is a folder of this one.',
  });
}
