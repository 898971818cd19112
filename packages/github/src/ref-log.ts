import {
  type AppendOutcome,
  EvidenceError,
  ExternalError,
  PermissionError,
  type RefLog,
  type RefLogChange,
  type RefLogCommit,
  requireRefLogPath,
  requireRefName,
} from '@model-delivery/core';
import { mayHaveHappened, statusOf } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';
import type { Sleep } from './retry.ts';

export interface GitHubRefLogOptions {
  sleep?: Sleep | undefined;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
const COMMIT = /^[0-9a-f]{40,64}$/;
const KEPT_COMMITS = 4;
const KEPT_BYTES = 256 * 1024;

/**
 * A RefLog through GitHub's git data API. Refs are only ever moved forward (`force: false`), which is the
 * compare-and-swap; commits are by whoever the token belongs to, so that GitHub signs them. Needs `contents: write` to
 * append and `contents: read` else.
 */
export function githubRefLog(
  client: GitHubClient,
  repository: RepositoryName,
  options: GitHubRefLogOptions = {},
): RefLog {
  return new GitHubRefLog(client, repository, options.sleep);
}

class GitHubRefLog implements RefLog {
  readonly place: string;
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #sleep: Sleep;
  /** Trees of commits, which never change. */
  readonly #trees = new Map<string, string>();
  /** Files of the latest commits read or written here. They never change either, and an hour has 1,000 calls only. */
  readonly #files = new Map<string, Map<string, Uint8Array>>();

  constructor(client: GitHubClient, repository: RepositoryName, sleep: Sleep | undefined) {
    this.#client = client;
    this.#repository = repository;
    this.#sleep = sleep ?? ((ms) => new Promise<void>((done) => setTimeout(done, ms)));
    this.place = `${repository.owner}/${repository.repo}`;
  }

  async head(ref: string): Promise<string | null> {
    requireRefName(ref);
    try {
      const { data } = await this.#client.rest.git.getRef({ ...this.#repository, ref: withoutRefs(ref) });
      return data.object.sha;
    } catch (error) {
      // A repository without any commit answers 409.
      if (statusOf(error) === 409) return null;
      if (statusOf(error) !== 404) throw error;
      // A repository that the token may not see answers 404 too, and is no proof that the ref is not there.
      await this.#client.rest.repos.get({ ...this.#repository });
      return null;
    }
  }

  async read(commit: string, path: string): Promise<Uint8Array | null> {
    requireRefLogPath(path);
    this.#requireCommitName(commit);
    const known = this.#files.get(commit)?.get(path);
    if (known !== undefined) return known.slice();
    const content = await this.#fetch(commit, path);
    if (content !== null) this.#remember(commit, [[path, content.slice()]]);
    return content;
  }

  async #fetch(commit: string, path: string): Promise<Uint8Array | null> {
    try {
      const { data } = await this.#client.rest.repos.getContent({ ...this.#repository, path, ref: commit });
      if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return null;
      if (data.encoding === 'base64') return new Uint8Array(Buffer.from(data.content, 'base64'));
      // Beyond 1 MB the contents API tells the name of the blob only.
      const blob = await this.#client.rest.git.getBlob({ ...this.#repository, file_sha: data.sha });
      return new Uint8Array(Buffer.from(blob.data.content, 'base64'));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await this.#treeOf(commit);
      return null;
    }
  }

  async list(commit: string, folder: string): Promise<string[]> {
    if (folder !== '') requireRefLogPath(folder);
    const paths = [...(await this.contentIds(commit)).keys()];
    return paths.filter((path) => folder === '' || path.startsWith(`${folder}/`)).sort();
  }

  async contentIds(commit: string): Promise<ReadonlyMap<string, string>> {
    const tree_sha = await this.#treeOf(commit);
    const { data } = await this.#client.rest.git.getTree({ ...this.#repository, tree_sha, recursive: 'true' });
    if (data.truncated) {
      throw new EvidenceError({
        code: 'TREE_TOO_LARGE',
        message: `Listing the files of ${commit.slice(0, 12)} in ${this.place}: GitHub shows only part of them.`,
        hint: 'Run the command in a clone of the repository.',
      });
    }
    const files = data.tree.filter(({ type }) => type === 'blob');
    return new Map(files.map(({ path, sha }) => [path!, sha!]));
  }

  async *commits(commit: string): AsyncIterable<RefLogCommit> {
    this.#requireCommitName(commit);
    const query = { ...this.#repository, sha: commit, per_page: 100 };
    for await (const { data } of this.#client.paginate.iterator(this.#client.rest.repos.listCommits, query)) {
      for (const { sha, parents, commit: content } of data) {
        const time = Math.floor(Date.parse(content.committer?.date ?? content.author?.date ?? '') / 1000);
        yield { commit: sha, parents: parents.map((parent) => parent.sha), time, message: content.message };
      }
    }
  }

  async append(ref: string, expected: string | null, change: RefLogChange): Promise<AppendOutcome> {
    requireRefName(ref);
    for (const path of Object.keys(change.files)) requireRefLogPath(path);
    const actual = await this.head(ref);
    if (actual !== expected) return { ok: false, actual };
    const commit = await this.#commit(expected, change);
    return this.#move(ref, expected, commit);
  }

  /** Blob, tree and commit: objects that nothing refers to yet, so making one twice does no harm. */
  async #commit(parent: string | null, change: RefLogChange): Promise<string> {
    const repository = this.#repository;
    const { git } = this.#client.rest;
    const tree: { path: string; mode: '100644'; type: 'blob'; sha: string }[] = [];
    for (const [path, content] of Object.entries(change.files)) {
      const body = { content: Buffer.from(content as Uint8Array).toString('base64'), encoding: 'base64' };
      const { data } = await this.#repeating(() => git.createBlob({ ...repository, ...body }));
      tree.push({ path, mode: '100644', type: 'blob', sha: data.sha });
    }
    const base = parent === null ? {} : { base_tree: await this.#treeOf(parent) };
    const { data: root } = await this.#repeating(() => git.createTree({ ...repository, tree, ...base }));
    const fields = { message: change.message, tree: root.sha, parents: parent === null ? [] : [parent] };
    const { data: commit } = await this.#repeating(() => git.createCommit({ ...repository, ...fields }));
    this.#trees.set(commit.sha, root.sha);
    // What the parent is known to hold and the change does not touch is in the new commit, too.
    const kept = parent === null ? [] : [...(this.#files.get(parent) ?? [])];
    const added = Object.entries(change.files).map(([path, content]) => [path, bytesOf(content)] as const);
    this.#remember(commit.sha, [...kept, ...added]);
    return commit.sha;
  }

  #remember(commit: string, files: Iterable<readonly [string, Uint8Array]>): void {
    const known = this.#files.get(commit) ?? new Map<string, Uint8Array>();
    for (const [path, content] of files) if (content.length <= KEPT_BYTES) known.set(path, content);
    this.#files.set(commit, known);
    if (this.#files.size > KEPT_COMMITS) this.#files.delete(this.#files.keys().next().value!);
  }

  /** The compare-and-swap. After an answer that says no, or none at all, the ref itself tells what happened. */
  async #move(ref: string, expected: string | null, commit: string): Promise<AppendOutcome> {
    const { git } = this.#client.rest;
    const repository = this.#repository;
    for (let attempt = 1; ; attempt++) {
      try {
        if (expected === null) await git.createRef({ ...repository, ref, sha: commit });
        else await git.updateRef({ ...repository, ref: withoutRefs(ref), sha: commit, force: false });
        return { ok: true, commit };
      } catch (error) {
        const status = statusOf(error);
        if (status !== 422 && status !== 409 && !mayHaveHappened(error)) throw error;
        const actual = await this.head(ref);
        if (actual !== null && (await this.#isAncestor(commit, actual))) return { ok: true, commit };
        if (actual !== expected || (status === 422 && LOST.test((error as Error).message)))
          return { ok: false, actual };
        if (status === 422) throw this.#protected(ref, error as Error);
        if (attempt === ATTEMPTS) throw error;
        await this.#sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  async #isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    if (ancestor === descendant) return true;
    const basehead = `${ancestor}...${descendant}`;
    const { compareCommitsWithBasehead } = this.#client.rest.repos;
    try {
      const { data } = await compareCommitsWithBasehead({ ...this.#repository, basehead, per_page: 1 });
      return data.status === 'ahead' || data.status === 'identical';
    } catch (error) {
      // Two histories without a common commit.
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  async #treeOf(commit: string): Promise<string> {
    this.#requireCommitName(commit);
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const { data } = await this.#client.rest.git.getCommit({ ...this.#repository, commit_sha: commit });
    this.#trees.set(commit, data.tree.sha);
    return data.tree.sha;
  }

  /** The client does not repeat a POST whose answer was lost; these may be. */
  async #repeating<T>(request: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request();
      } catch (error) {
        if (attempt === ATTEMPTS || !mayHaveHappened(error)) throw error;
        await this.#sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  #requireCommitName(commit: string): void {
    if (COMMIT.test(commit)) return;
    throw new ExternalError({
      code: 'COMMIT_UNKNOWN',
      system: 'GitHub API',
      message: `${JSON.stringify(commit.slice(0, 100))} is no commit.`,
    });
  }

  #protected(ref: string, cause: Error): PermissionError {
    return new PermissionError({
      code: 'REF_PROTECTED',
      message: `Moving ${ref} of ${this.place} forward: GitHub refused, though nobody else moved it: ${cause.message.slice(0, 300)}`,
      hint: 'A branch protection or ruleset covers this ref: let the writer (github-actions) bypass it, or keep the ledger on another branch.',
      cause,
    });
  }
}

/** What GitHub says to whoever lost the race; what it shows of the ref a moment later may still be old. */
const LOST = /fast.?forward|already exists|does not exist/i;

const bytesOf = (content: string | Uint8Array): Uint8Array => new Uint8Array(Buffer.from(content as Uint8Array));

/** The API names refs without their first part. */
function withoutRefs(ref: string): string {
  return ref.slice('refs/'.length);
}
