import { type CommitObject, formatCommit, parseCommit, type Signature } from './commit-object.ts';
import { type ChangedFile, changedFiles } from './diff.ts';
import { GitPlumbing } from './plumbing.ts';

export type GitObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface TreeEntry {
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** Bytes; blobs only. */
  size?: number;
}

/** A change to a tree: `sha` null removes the path. */
export interface TreeChange {
  path: string;
  mode: string;
  sha: string | null;
}

const NO_OBJECT = '0'.repeat(40);
const FULL_SHA = /^[0-9a-f]{40}$/;

/** A real bare git repository on disk: what the fake API says about files, commits and refs comes from here. */
export class GitBackedRepository {
  readonly directory: string;
  readonly #git: GitPlumbing;

  constructor(options: { gitDirectory: string }) {
    this.directory = options.gitDirectory;
    this.#git = new GitPlumbing(options.gitDirectory);
  }

  objectType(sha: string): GitObjectType | undefined {
    if (!FULL_SHA.test(sha)) return undefined;
    return this.#git.tryText(['cat-file', '-t', sha]) as GitObjectType | undefined;
  }

  /** Full sha of a branch, tag, ref (`heads/x`, `refs/heads/x`), or (abbreviated) commit sha; undefined when there is none. */
  resolveCommit(name: string): string | undefined {
    const candidates = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
    if (name.startsWith('refs/')) candidates.unshift(name);
    if (/^[0-9a-f]{7,40}$/.test(name)) candidates.push(name);
    if (name === 'HEAD') candidates.push(name);
    const lines = candidates
      .filter((candidate) => !/[\n\0]/.test(candidate))
      .map((candidate) => `${candidate}^{commit}\n`);
    const answers = this.#git.text(['cat-file', '--batch-check'], { input: lines.join('') }).split('\n');
    return answers.find((answer) => / commit \d+$/.test(answer))?.slice(0, 40);
  }

  /** The object a full ref name points to. */
  readRef(ref: string): { sha: string; type: GitObjectType } | undefined {
    return this.listRefs(ref).find((found) => found.ref === ref);
  }

  /** Refs whose full name begins with `prefix`, sorted by name. */
  listRefs(prefix: string): { ref: string; sha: string; type: GitObjectType }[] {
    const lines = this.#git.text(['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)']).split('\n');
    return lines
      .filter((line) => line.startsWith(prefix))
      .map((line) => line.split(' ') as [string, string, GitObjectType])
      .map(([ref, sha, type]) => ({ ref, sha, type }));
  }

  isValidRefName(ref: string): boolean {
    return this.#git.tryText(['check-ref-format', ref]) !== undefined;
  }

  /** Sets a ref; `expected` null means "must not exist yet". Throws GitError when the ref was moved meanwhile. */
  setRef(ref: string, sha: string, expected?: string | null): void {
    const old = expected === undefined ? [] : [expected ?? NO_OBJECT];
    this.#git.run(['update-ref', ref, sha, ...old]);
  }

  deleteRef(ref: string): void {
    this.#git.run(['update-ref', '-d', ref]);
  }

  readBlob(sha: string): Buffer {
    return this.#git.run(['cat-file', 'blob', sha]);
  }

  writeBlob(content: Buffer): string {
    return this.#git.text(['hash-object', '-w', '--stdin'], { input: content });
  }

  /** Entries of a tree-ish, or undefined when it is none; `recursive` lists what is below, too. */
  readTree(treeish: string, recursive = false): TreeEntry[] | undefined {
    const flags = recursive ? ['-r', '-t'] : [];
    const listing = this.#git.tryText(['ls-tree', '-z', '-l', ...flags, treeish]);
    return listing === undefined ? undefined : parseTree(listing);
  }

  /** The entry at `path` (`''` is the root) of a commit. */
  entryAt(commit: string, path: string): TreeEntry | undefined {
    if (path === '') return { path: '', mode: '040000', type: 'tree', sha: this.readCommit(commit)!.tree };
    return parseTree(this.#git.text(['ls-tree', '-z', '-l', '--full-tree', commit, '--', path]))[0];
  }

  /** Content of the file at `path` of a commit, branch or tag; undefined when either does not exist. */
  readFile(ref: string, path: string): Buffer | undefined {
    const commit = this.resolveCommit(ref);
    const entry = commit === undefined ? undefined : this.entryAt(commit, path);
    return entry?.type === 'blob' ? this.readBlob(entry.sha) : undefined;
  }

  /** Writes a tree made of `base` (a tree-ish, or nothing) and `changes`; returns its sha. */
  writeTree(base: string | undefined, changes: TreeChange[]): string {
    return this.#git.withIndex((env) => {
      if (base !== undefined) this.#git.run(['read-tree', base], { env });
      const lines = changes.flatMap((change) => this.#indexLines(change, env));
      this.#git.run(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
      return this.#git.text(['write-tree'], { env });
    });
  }

  /** Input lines of `update-index` for one change. A tree replaces everything below its path. */
  #indexLines(change: TreeChange, env: Record<string, string>): string[] {
    const below = this.#git.text(['ls-files', '-z', '--', change.path], { env }).split('\0');
    const removals = below.filter((path) => path !== '').map((path) => `0 ${NO_OBJECT}\t${path}\0`);
    if (change.sha === null) return removals;
    if (change.mode !== '040000') return [...removals, `${change.mode} ${change.sha}\t${change.path}\0`];
    const files = this.readTree(change.sha, true)!.filter((entry) => entry.type !== 'tree');
    return [...removals, ...files.map((file) => `${file.mode} ${file.sha}\t${change.path}/${file.path}\0`)];
  }

  readCommit(sha: string): CommitObject | undefined {
    const raw = this.objectType(sha) === 'commit' ? this.#git.run(['cat-file', 'commit', sha]) : undefined;
    return raw === undefined ? undefined : parseCommit(sha, raw.toString('utf8'));
  }

  /** Writes a commit with exactly these fields; returns its sha. */
  writeCommit(fields: {
    tree: string;
    parents: string[];
    message: string;
    author: Signature;
    committer: Signature;
  }): string {
    return this.#git.text(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: formatCommit(fields) });
  }

  isAncestor(ancestor: string, descendant: string): boolean {
    return this.#git.tryText(['merge-base', '--is-ancestor', ancestor, descendant]) !== undefined;
  }

  mergeBase(a: string, b: string): string | undefined {
    return this.#git.tryText(['merge-base', a, b]);
  }

  /** Commit shas reachable from `to` and not from `from`, newest first; `path` narrows to commits that touch it. */
  log(to: string, options: { from?: string; path?: string } = {}): string[] {
    const range = options.from === undefined ? [to] : [to, `^${options.from}`];
    const path = options.path === undefined ? [] : [options.path];
    const text = this.#git.text(['rev-list', '--topo-order', ...range, '--', ...path]);
    return text === '' ? [] : text.split('\n');
  }

  /** Files that differ between two commits; `from` undefined compares with the empty tree. */
  changedFiles(from: string | undefined, to: string): ChangedFile[] {
    return changedFiles(this.#git, from, to);
  }

  /** Takes over commit `sha` of another repository and its history under `ref`. */
  fetch(from: GitBackedRepository, sha: string, ref: string): void {
    if (from.directory === this.directory) this.setRef(ref, sha);
    else this.#git.run(['fetch', '--quiet', '--no-tags', from.directory, `+${sha}:${ref}`]);
  }

  /** Tree of the merge of two commits, or undefined when they conflict. */
  mergedTree(base: string, head: string): string | undefined {
    return this.#git.tryText(['merge-tree', '--write-tree', base, head])?.split('\n')[0];
  }

  /** Last commit-ish update of the repository, in ISO form: committer date of the newest commit of any branch. */
  pushedAt(): string | undefined {
    const dates = this.#git.text([
      'for-each-ref',
      '--sort=-committerdate',
      '--format=%(committerdate:unix)',
      'refs/heads',
    ]);
    const newest = dates.split('\n')[0];
    return newest === undefined || newest === '' ? undefined : isoSeconds(Number(newest) * 1000);
  }
}

/** ISO 8601 in UTC to the second, as GitHub writes times. */
export function isoSeconds(time: number | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseTree(listing: string): TreeEntry[] {
  const records = listing.split('\0').filter((record) => record !== '');
  return records.map((record) => {
    const tab = record.indexOf('\t');
    const [mode, type, sha, size] = record.slice(0, tab).split(/ +/) as [string, TreeEntry['type'], string, string];
    const entry = { path: record.slice(tab + 1), mode, type, sha };
    return size === '-' ? entry : { ...entry, size: Number(size) };
  });
}
