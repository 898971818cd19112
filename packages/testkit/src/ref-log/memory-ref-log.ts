import { createHash } from 'node:crypto';
import {
  type AppendOutcome,
  ExternalError,
  type RefLog,
  type RefLogChange,
  type RefLogCommit,
  requireRefLogPath,
  requireRefName,
} from '@model-delivery/core';

export type RefLogOperation = 'head' | 'read' | 'list' | 'append' | 'commits';
/**
 * What befalls an operation. `fail`: nothing happens, the place is unreachable. `lose`: it happens, and the answer is
 * lost. `crash`: as `fail`, with an error that is none of ours, as if the process had died there.
 */
export type RefLogFault = 'fail' | 'lose' | 'crash';

/** Stands for the end of a process in a test: whoever catches it on the way has swallowed a crash. */
export class SimulatedCrash extends Error {
  constructor(where: string) {
    super(`simulated crash at ${where}`);
    this.name = 'SimulatedCrash';
  }
}

interface StoredCommit extends RefLogCommit {
  files: ReadonlyMap<string, Uint8Array>;
}

export interface MemoryRefLogOptions {
  /** Seconds since 1970 of the next commit; default: the number of the commit. */
  time?: (() => number) | undefined;
  /** Asked before every operation; `ref` is the ref or the commit it is about. */
  fault?: ((operation: RefLogOperation, ref: string) => RefLogFault | undefined) | undefined;
}

/** A RefLog in memory that behaves: same compare-and-swap, same answers, and misfortunes on demand. */
export interface MemoryRefLog extends RefLog {
  /** Replace it at any time. */
  fault: MemoryRefLogOptions['fault'];
  /** Moves a ref to anything, as only an intruder does. */
  forceRef(ref: string, commit: string | null): void;
  /** Adds a commit without any check and moves the ref to it; null deletes a file. */
  forge(ref: string, files: Readonly<Record<string, string | Uint8Array | null>>, message?: string): string;
}

export function inMemoryRefLog(options: MemoryRefLogOptions = {}): MemoryRefLog {
  return new InMemory(options);
}

class InMemory implements MemoryRefLog {
  readonly place = 'memory';
  fault: MemoryRefLogOptions['fault'];
  readonly #time: () => number;
  readonly #commits = new Map<string, StoredCommit>();
  readonly #refs = new Map<string, string>();

  constructor(options: MemoryRefLogOptions) {
    this.fault = options.fault;
    this.#time = options.time ?? (() => this.#commits.size + 1);
  }

  head(ref: string): Promise<string | null> {
    requireRefName(ref);
    return this.#perform('head', ref, () => this.#refs.get(ref) ?? null);
  }

  read(commit: string, path: string): Promise<Uint8Array | null> {
    requireRefLogPath(path);
    return this.#perform('read', commit, () => this.#commit(commit).files.get(path)?.slice() ?? null);
  }

  list(commit: string, folder: string): Promise<string[]> {
    if (folder !== '') requireRefLogPath(folder);
    return this.#perform('list', commit, () =>
      [...this.#commit(commit).files.keys()].filter((path) => folder === '' || path.startsWith(`${folder}/`)).sort(),
    );
  }

  contentIds(commit: string): Promise<ReadonlyMap<string, string>> {
    return this.#perform('list', commit, () => {
      const files = [...this.#commit(commit).files].sort(([a], [b]) => (a < b ? -1 : 1));
      return new Map(files.map(([path, bytes]) => [path, createHash('sha1').update(bytes).digest('hex')]));
    });
  }

  append(ref: string, expected: string | null, change: RefLogChange): Promise<AppendOutcome> {
    requireRefName(ref);
    for (const path of Object.keys(change.files)) requireRefLogPath(path);
    return this.#perform('append', ref, () => {
      const actual = this.#refs.get(ref) ?? null;
      if (actual !== expected) return { ok: false, actual };
      return { ok: true, commit: this.forge(ref, change.files, change.message) };
    });
  }

  async *commits(commit: string): AsyncIterable<RefLogCommit> {
    let next: string | undefined = await this.#perform('commits', commit, () => this.#commit(commit).commit);
    while (next !== undefined) {
      const { files: _files, ...shown } = this.#commit(next);
      yield shown;
      next = shown.parents[0];
    }
  }

  forceRef(ref: string, commit: string | null): void {
    if (commit === null) this.#refs.delete(ref);
    else this.#refs.set(ref, commit);
  }

  forge(ref: string, changes: Readonly<Record<string, string | Uint8Array | null>>, message = 'forged'): string {
    const parent = this.#refs.get(ref);
    const files = new Map(parent === undefined ? [] : this.#commit(parent).files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, new Uint8Array(Buffer.from(content as Uint8Array)));
    }
    const parents = parent === undefined ? [] : [parent];
    const commit = createHash('sha1').update(`${this.#commits.size} ${ref} ${parents} ${message}`).digest('hex');
    this.#commits.set(commit, { commit, parents, time: this.#time(), message, files });
    this.#refs.set(ref, commit);
    return commit;
  }

  #commit(name: string): StoredCommit {
    const found = this.#commits.get(name);
    if (found) return found;
    throw new ExternalError({ code: 'COMMIT_UNKNOWN', system: 'memory', message: `There is no commit ${name}.` });
  }

  /** One step that nothing can come between, as long as it does not wait. */
  async #perform<T>(operation: RefLogOperation, about: string, work: () => T): Promise<T> {
    // Others get their turn first: without this, races could not happen in a test.
    await new Promise<void>((done) => setImmediate(done));
    const fault = this.fault?.(operation, about);
    if (fault === 'crash') throw new SimulatedCrash(`${operation} of ${about}`);
    if (fault === 'fail') throw unreachable(operation, about);
    const result = work();
    if (fault === 'lose') throw unreachable(operation, about);
    return result;
  }
}

function unreachable(operation: string, about: string): ExternalError {
  return new ExternalError({
    code: 'REF_LOG_UNREACHABLE',
    system: 'memory',
    message: `${operation} of ${about}: no answer.`,
    retryable: true,
  });
}
