/** One commit of a ref: its parents and when it was made (seconds since 1970, as git keeps it). */
export interface RefLogCommit {
  commit: string;
  parents: string[];
  time: number;
  message: string;
}

/** What one append changes: whole files by path (`/` separated, relative), written or replaced; nothing is ever deleted. */
export interface RefLogChange {
  files: Readonly<Record<string, string | Uint8Array>>;
  message: string;
}

/** What became of an append. Losing a race is a value: the caller re-reads and decides anew. */
export type AppendOutcome = { ok: true; commit: string } | { ok: false; actual: string | null };

/**
 * State that must survive and is raced for: files on a git ref that only moves forward, one commit at a time, by
 * compare-and-swap. The alias ledger, the rollout journal and the retraining budget stand on it; nobody else writes refs.
 * Refs are full names, such as `refs/heads/model-ledger`.
 *
 * Every method throws ExternalError (or PermissionError) when the place of the ref cannot be reached: `null` always means
 * "reached, and not there".
 */
export interface RefLog {
  /** Where the refs live, for messages: a directory, a remote, `OWNER/REPO`. */
  readonly place: string;
  /** Commit the ref stands at now, asked anew each time; null when there is no such ref. */
  head(ref: string): Promise<string | null>;
  /** Bytes of a file at a commit; null when the commit has no such file. */
  read(commit: string, path: string): Promise<Uint8Array | null>;
  /** Paths of the files below a folder at a commit (`''`: of all), sorted by code units. */
  list(commit: string, folder: string): Promise<string[]>;
  /** Identity of every file's content at a commit, by path: equal exactly where the bytes are equal, and only within this log. */
  contentIds?(commit: string): Promise<ReadonlyMap<string, string>>;
  /** Adds one commit on top of `expected` (null: the ref must not exist yet) and moves the ref to it. */
  append(ref: string, expected: string | null, change: RefLogChange): Promise<AppendOutcome>;
  /**
   * Does reading and appending while other writers of the same place wait, where they can be asked to: for whoever lost a
   * race. A courtesy only; what decides is still the append.
   */
  inTurn?<T>(ref: string, work: () => Promise<T>): Promise<T>;
  /** The commits of a ref, newest first. */
  commits(commit: string): AsyncIterable<RefLogCommit>;
}
