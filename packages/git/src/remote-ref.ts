import { createHash } from 'node:crypto';
import { type DeliveryError, ExternalError, PermissionError } from '@model-delivery/core';
import { type GitCommand, type GitResult, lastWords } from './git-command.ts';
import type { GitObjects } from './git-objects.ts';
import type { LocalRefs } from './local-ref.ts';

/** Refs of a remote, as it answers now. */
export class RemoteRefs {
  readonly #git: GitCommand;
  readonly #objects: GitObjects;
  readonly #local: LocalRefs;
  readonly remote: string;

  constructor(git: GitCommand, objects: GitObjects, local: LocalRefs, remote: string) {
    this.#git = git;
    this.#objects = objects;
    this.#local = local;
    this.remote = remote;
  }

  /**
   * Commit of a ref on the remote, with its history fetched; null when the remote answered and has no such ref.
   * @param here where the ref of the same name stands in this repository: its history need not be fetched
   */
  async head(ref: string, here: string | null): Promise<string | null> {
    const commit = await this.#ask(ref);
    if (commit !== null && commit !== here) await this.#fetch(ref, commit);
    return commit;
  }

  async #ask(ref: string): Promise<string | null> {
    const result = await this.#git.attempt(['ls-remote', '--quiet', '--', this.remote, ref]);
    if (result.status !== 0) throw this.#unreachable(`Asking ${this.remote} for ${ref}`, result);
    const lines = result.stdout.toString('utf8').split('\n');
    return lines.find((line) => line.endsWith(`\t${ref}`))?.split('\t')[0] ?? null;
  }

  /** Brings a commit and its history here, under a ref of our own that only moves forward. */
  async #fetch(ref: string, commit: string): Promise<void> {
    const kept = this.#keptAs(ref);
    const known = await this.#local.head(kept);
    if (known === commit) return;
    // Without a destination: two fetches at once would fight for the lock of one ref.
    const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
    const result = await this.#git.attempt([...args, '--', this.remote, ref]);
    if (result.status !== 0) throw this.#unreachable(`Fetching ${ref} from ${this.remote}`, result);
    if (!(await this.#objects.has(commit))) {
      throw this.#unreachable(`Fetching ${ref} from ${this.remote}: it was rewound meanwhile`, result);
    }
    await this.#git.attempt(['update-ref', kept, commit, known ?? '']);
  }

  /** Where the state of a remote's ref is remembered, so that its commits stay and the next fetch is small. */
  #keptAs(ref: string): string {
    const remote = createHash('sha256').update(this.remote).digest('hex').slice(0, 12);
    return `refs/model-delivery/remotes/${remote}/${ref.slice('refs/'.length)}`;
  }

  /**
   * Moves the remote's ref from `expected` to `commit`, a child of it. Nothing is ever forced: the remote itself takes
   * only what stands on its present commit.
   */
  async push(
    ref: string,
    commit: string,
    expected: string | null,
  ): Promise<{ ok: true } | { ok: false; actual: string | null }> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.#git.attempt([
        'push',
        '--porcelain',
        '--no-verify',
        '--',
        this.remote,
        `${commit}:${ref}`,
      ]);
      if (result.status === 0) return { ok: true };
      const actual = await this.#afterFailure(ref, result);
      // The answer may have been lost, and others may have built on our commit since.
      if (actual !== null && (await this.#objects.isAncestor(commit, actual))) return { ok: true };
      if (actual !== expected && !(await this.#isBehind(actual, expected))) return { ok: false, actual };
      if (attempt === ATTEMPTS) throw this.#rejected(ref, result);
      await new Promise((done) => setTimeout(done, 50 * attempt));
    }
  }

  /** Whether the remote stands before `expected`: it lacks commits that are here only, and takes them with ours. */
  async #isBehind(actual: string | null, expected: string | null): Promise<boolean> {
    if (expected === null) return false;
    return actual === null || (await this.#objects.isAncestor(actual, expected));
  }

  async #afterFailure(ref: string, result: GitResult): Promise<string | null> {
    const said = `${result.stdout.toString('utf8')}\n${result.stderr}`;
    if (DENIED.test(said)) throw this.#denied(ref, said);
    return this.head(ref, await this.#local.head(ref));
  }

  #rejected(ref: string, result: GitResult): DeliveryError {
    const said = result.stdout
      .toString('utf8')
      .split('\n')
      .find((line) => line.startsWith('!'))
      ?.replaceAll('\t', ' ');
    return new ExternalError({
      code: 'PUSH_REJECTED',
      system: 'git',
      message: `Pushing ${ref} to ${this.remote}: it was rejected ${ATTEMPTS} times, though the ref did not move: ${said ?? lastWords(this.#git, result)}`,
      hint: 'The server may protect this ref by a rule or a hook: let the writer of the ledger pass it.',
      attempts: ATTEMPTS,
    });
  }

  #denied(ref: string, said: string): PermissionError {
    const line = said.split('\n').find((text) => DENIED.test(text)) ?? '';
    return new PermissionError({
      code: 'PUSH_DENIED',
      message: `Pushing ${ref} to ${this.remote}: the remote does not allow it: ${line.trim().slice(0, 300)}`,
      hint: 'Use credentials that may write to the repository, and let them pass the rules of this branch.',
    });
  }

  #unreachable(what: string, result: GitResult): DeliveryError {
    const said = lastWords(this.#git, result);
    if (DENIED.test(result.stderr)) {
      return new PermissionError({
        code: 'REMOTE_DENIED',
        message: `${what}: the remote did not let us in: ${said}`,
        hint: 'Give git credentials for the remote; nothing is asked for on a terminal here.',
      });
    }
    if (/not a git repository \(or any|dubious ownership/.test(result.stderr)) {
      return new ExternalError({ code: 'NOT_A_REPOSITORY', system: 'git', message: `${what}: ${said}` });
    }
    return new ExternalError({
      code: 'REMOTE_UNREACHABLE',
      system: 'git',
      message: `${what}: no usable answer: ${said}`,
      hint: 'Check `registry.ledger.remote`, `git remote -v` and the network. Nothing was changed.',
      retryable: true,
    });
  }
}

const ATTEMPTS = 4;
const DENIED =
  /permission denied|authentication failed|could not read (?:username|password)|access denied|returned error: 40[13]|protected branch|pre-receive hook declined|update hook|not authorized|write access .* not granted/i;
