import {
  type AppendOutcome,
  EvidenceError,
  type RefLog,
  type RefLogChange,
  type RefLogCommit,
  requireRefLogPath,
  requireRefName,
} from '@model-delivery/core';
import { inTurn } from './append-turn.ts';
import { GitCommand } from './git-command.ts';
import { GitObjects, type Identity } from './git-objects.ts';
import { LocalRefs } from './local-ref.ts';
import { ObjectReader } from './object-reader.ts';
import { RemoteRefs } from './remote-ref.ts';

export interface GitRefLogOptions {
  /** Any directory of the repository; no work tree and no index is touched. */
  directory: string;
  /** Name or URL of a remote. With it the remote is the truth: it is asked before and pushed to after. */
  remote?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** Author where git knows none; default model-delivery. */
  identity?: Identity | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds to wait for a lock of git's that another writer holds. Default 3000. */
  lockWaitMs?: number | undefined;
}

const IDENTITY: Identity = { name: 'model-delivery', email: 'model-delivery@localhost' };

/** A RefLog on a local repository by git plumbing, and with `remote` on that remote's refs. */
export function gitRefLog(options: GitRefLogOptions): RefLog {
  const git = new GitCommand(options.directory, options.env, options);
  const reader = new ObjectReader(git);
  const objects = new GitObjects(git, reader, options.identity ?? IDENTITY);
  const local = new LocalRefs(git, reader);
  const remote = options.remote === undefined ? undefined : new RemoteRefs(git, objects, local, options.remote);
  return new GitRefLog(git.shown, objects, local, remote);
}

class GitRefLog implements RefLog {
  readonly place: string;
  readonly #objects: GitObjects;
  readonly #local: LocalRefs;
  readonly #remote: RemoteRefs | undefined;
  /** Refs whose turn this log has. */
  readonly #turns = new Set<string>();

  constructor(shown: string, objects: GitObjects, local: LocalRefs, remote: RemoteRefs | undefined) {
    this.place = remote === undefined ? shown : `${shown} (remote ${remote.remote})`;
    this.#objects = objects;
    this.#local = local;
    this.#remote = remote;
  }

  async head(ref: string): Promise<string | null> {
    requireRefName(ref);
    // The local ref first: what it has then and the remote has not later was never pushed.
    const here = await this.#local.head(ref);
    if (this.#remote === undefined) return here;
    const there = await this.#remote.head(ref, here);
    if (here === null || there === null || here === there) return there ?? here;
    if (await this.#objects.isAncestor(here, there)) return there;
    if (await this.#objects.isAncestor(there, here)) return here;
    throw new EvidenceError({
      code: 'REF_DIVERGED',
      message: `${ref} has commits here (${here.slice(0, 12)}) that ${this.#remote.remote} lacks, and commits there (${there.slice(0, 12)}) that are not here.`,
      hint: `The remote is the truth: look at what is only here (git log ${there.slice(0, 12)}..${here.slice(0, 12)}), then git update-ref ${ref} ${there}`,
    });
  }

  async read(commit: string, path: string): Promise<Uint8Array | null> {
    requireRefLogPath(path);
    return this.#objects.read(commit, path);
  }

  async list(commit: string, folder: string): Promise<string[]> {
    if (folder !== '') requireRefLogPath(folder);
    return this.#objects.list(commit, folder);
  }

  contentIds(commit: string): Promise<ReadonlyMap<string, string>> {
    return this.#objects.contentIds(commit);
  }

  commits(commit: string): AsyncIterable<RefLogCommit> {
    return this.#objects.commits(commit);
  }

  async append(ref: string, expected: string | null, change: RefLogChange): Promise<AppendOutcome> {
    requireRefName(ref);
    for (const path of Object.keys(change.files)) requireRefLogPath(path);
    const actual = await this.head(ref);
    if (actual !== expected) return { ok: false, actual };
    if (this.#remote === undefined) return this.#appendHere(ref, expected, change);
    const commit = await this.#objects.commit(expected, change);
    const pushed = await this.#remote.push(ref, commit, expected);
    if (!pushed.ok) return pushed;
    await this.#follow(ref, commit);
    return { ok: true, commit };
  }

  async inTurn<T>(ref: string, work: () => Promise<T>): Promise<T> {
    const done = await inTurn(
      await this.#local.turnFile(ref),
      async () => true,
      async () => {
        this.#turns.add(ref);
        try {
          return { result: await work() };
        } finally {
          this.#turns.delete(ref);
        }
      },
    );
    return done!.result;
  }

  async #appendHere(ref: string, expected: string | null, change: RefLogChange): Promise<AppendOutcome> {
    const stands = async () => (await this.#local.head(ref)) === expected;
    let commit = '';
    const write = async () => {
      const written = await this.#objects.commitOn(ref, expected, change);
      commit = written.commit;
      return written;
    };
    const move = () => this.#local.moveBy(ref, expected, write);
    const [turn] = await Promise.all([this.#local.turnFile(ref), this.#objects.author()]);
    const moved = this.#turns.has(ref) ? await move() : await inTurn(turn, stands, move);
    return moved ? { ok: true, commit } : { ok: false, actual: await this.#local.head(ref) };
  }

  /** Moves the local ref forward to what the remote has taken; another process may have brought it further already. */
  async #follow(ref: string, commit: string): Promise<void> {
    for (;;) {
      const here = await this.#local.head(ref);
      if (here !== null && !(await this.#objects.isAncestor(here, commit))) return;
      if (here === commit || (await this.#local.move(ref, commit, here))) return;
    }
  }
}
