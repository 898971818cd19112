import { type CommitObject, formatCommit, parseCommit, type Signature } from './commit-object.ts';
import { type ChangedFile, changedFiles } from './diff.ts';
import { type GitObjectType, ObjectStore } from './object-store.ts';
import { GitPlumbing } from './plumbing.ts';
import { RefFiles } from './ref-files.ts';
import { changedTree, entriesOf, entryIn, type TreeChange, type TreeEntry } from './tree-object.ts';

export type { GitObjectType } from './object-store.ts';
export type { TreeChange, TreeEntry } from './tree-object.ts';

const NO_OBJECT = '0'.repeat(40);

/** A real bare git repository on disk: what the fake API says about files, commits and refs comes from here. */
export class GitBackedRepository {
  readonly directory: string;
  readonly #git: GitPlumbing;
  readonly #objects: ObjectStore;
  readonly #refs: RefFiles;

  constructor(options: { gitDirectory: string }) {
    this.directory = options.gitDirectory;
    this.#git = new GitPlumbing(options.gitDirectory);
    this.#objects = new ObjectStore(this.#git);
    this.#refs = new RefFiles(options.gitDirectory);
  }

  objectType(sha: string): GitObjectType | undefined {
    return this.#objects.header(sha)?.type;
  }

  /** Full sha of a branch, tag, ref (`heads/x`, `refs/heads/x`), or (abbreviated) commit sha; undefined when there is none. */
  resolveCommit(name: string): string | undefined {
    const refs = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
    if (name.startsWith('refs/')) refs.unshift(name);
    if (name === 'HEAD') refs.push(name);
    for (const ref of refs) {
      const sha = this.#refs.read(ref);
      const commit = sha === undefined ? undefined : this.#commitOf(sha);
      if (commit !== undefined) return commit;
    }
    return /^[0-9a-f]{7,40}$/.test(name) ? this.#commitOf(name) : undefined;
  }

  /** The commit that an object name, which may be abbreviated, or an annotated tag stands for. */
  #commitOf(name: string): string | undefined {
    if (this.objectType(name) === 'commit') return name;
    return this.#git.tryText(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  }

  /** The object a full ref name points to. */
  readRef(ref: string): { sha: string; type: GitObjectType } | undefined {
    const sha = ref.startsWith('refs/') ? this.#refs.read(ref) : undefined;
    const type = sha === undefined ? undefined : this.objectType(sha);
    return type === undefined ? undefined : { sha: sha!, type };
  }

  /** Refs whose full name begins with `prefix`, sorted by name. */
  listRefs(prefix: string): { ref: string; sha: string; type: GitObjectType }[] {
    const found = this.#refs.all().filter(({ ref }) => ref.startsWith(prefix));
    return found.map(({ ref, sha }) => ({ ref, sha, type: this.objectType(sha)! }));
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

  /** @throws Error when there is no such blob */
  readBlob(sha: string): Buffer {
    const content = this.#objects.read(sha, 'blob');
    if (content === undefined) throw new Error(`${this.directory} has no blob ${sha}`);
    return content;
  }

  writeBlob(content: Buffer): string {
    return this.#objects.write('blob', content);
  }

  /** Entries of a tree or of a commit's tree, or undefined when it is neither; `recursive` lists what is below, too. */
  readTree(sha: string, recursive = false): TreeEntry[] | undefined {
    const tree = this.#treeOf(sha);
    return tree === undefined ? undefined : entriesOf(this.#objects, tree, recursive);
  }

  /** The entry at `path` (`''` is the root) of a commit. */
  entryAt(commit: string, path: string): TreeEntry | undefined {
    const tree = this.readCommit(commit)!.tree;
    if (path === '') return { path: '', mode: '040000', type: 'tree', sha: tree };
    return entryIn(this.#objects, tree, path);
  }

  #treeOf(sha: string): string | undefined {
    const type = this.objectType(sha);
    if (type === 'tree') return sha;
    return type === 'commit' ? this.readCommit(sha)!.tree : undefined;
  }

  /** Content of the file at `path` of a commit, branch or tag; undefined when either does not exist. */
  readFile(ref: string, path: string): Buffer | undefined {
    const commit = this.resolveCommit(ref);
    const entry = commit === undefined ? undefined : this.entryAt(commit, path);
    return entry?.type === 'blob' ? this.readBlob(entry.sha) : undefined;
  }

  /** Writes a tree made of `base` (a tree or a commit, or nothing) and `changes`; returns its sha. */
  writeTree(base: string | undefined, changes: TreeChange[]): string {
    return changedTree(this.#objects, base === undefined ? undefined : this.#treeOf(base), changes);
  }

  readCommit(sha: string): CommitObject | undefined {
    const raw = this.#objects.read(sha, 'commit');
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
    return this.#objects.write('commit', Buffer.from(formatCommit(fields)));
  }

  isAncestor(ancestor: string, descendant: string): boolean {
    if (ancestor === descendant || this.readCommit(descendant)?.parents.includes(ancestor)) return true;
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
    const commits = this.listRefs('refs/heads/').map(({ sha }) => this.readCommit(sha)!);
    const newest = commits.map(({ committer }) => Date.parse(committer.date)).sort((a, b) => b - a)[0];
    return newest === undefined ? undefined : isoSeconds(newest);
  }
}

/** ISO 8601 in UTC to the second, as GitHub writes times. */
export function isoSeconds(time: number | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
