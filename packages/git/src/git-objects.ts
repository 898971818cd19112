import {
  type DeliveryError,
  EvidenceError,
  ExternalError,
  type RefLogChange,
  type RefLogCommit,
} from '@model-delivery/core';
import { type GitCommand, type GitResult, gitFailed } from './git-command.ts';
import type { GitObject, ObjectReader } from './object-reader.ts';
import { filesOf } from './tree.ts';

/** Who the commits are by, where git does not know. */
export interface Identity {
  name: string;
  email: string;
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Files, trees and commits of one repository: reading and adding objects, never refs. */
export class GitObjects {
  readonly #git: GitCommand;
  readonly #reader: ObjectReader;
  readonly #identity: Identity;
  #ident: Promise<string> | undefined;

  constructor(git: GitCommand, reader: ObjectReader, identity: Identity) {
    this.#git = git;
    this.#reader = reader;
    this.#identity = identity;
  }

  async read(commit: string, path: string): Promise<Uint8Array | null> {
    requireCommitName(commit);
    const what = `Reading ${path} at ${commit.slice(0, 12)}`;
    const file = await this.#reader.read(what, `${commit}:${path}`);
    // Nothing there: is it the file, or the commit?
    if (file === null) await this.#tree(what, commit);
    return file?.type === 'blob' ? file.content : null;
  }

  async list(commit: string, folder: string): Promise<string[]> {
    const paths = [...(await this.contentIds(commit)).keys()].sort();
    return folder === '' ? paths : paths.filter((path) => path.startsWith(`${folder}/`));
  }

  async contentIds(commit: string): Promise<Map<string, string>> {
    requireCommitName(commit);
    const what = `Listing the files of ${commit.slice(0, 12)}`;
    return filesOf(await this.#tree(what, commit), (id) => this.#reader.read(what, id));
  }

  async #tree(what: string, commit: string): Promise<GitObject> {
    const tree = await this.#reader.read(what, `${commit}^{tree}`);
    if (tree === null) throw unknownCommit(what, this.#git.shown, commit);
    return tree;
  }

  /** Writes a commit on top of `parent` (null: a first one); no ref knows it yet. */
  async commit(parent: string | null, change: RefLogChange): Promise<string> {
    // The commit is asked for, and the branch it was made on forgotten, before any ref is written.
    const result = await this.#import(SCRATCH, parent, change, `reset ${SCRATCH}\n\n`);
    if (result.status !== 0) throw gitFailed('Writing a commit', this.#git, result);
    return result.commit;
  }

  /**
   * Writes a commit on top of `parent` and moves a ref of this repository to it, in one process: under contention every
   * process counts. Git moves the ref only forward, from what is an ancestor: a ref that went on meanwhile stays as it is,
   * and the status is not 0.
   */
  commitOn(ref: string, parent: string | null, change: RefLogChange): Promise<GitResult & { commit: string }> {
    return this.#import(ref, parent, change, '');
  }

  async #import(
    branch: string,
    parent: string | null,
    change: RefLogChange,
    end: string,
  ): Promise<GitResult & { commit: string }> {
    const author = await this.author();
    const from = parent === null ? '' : `from ${parent}\n`;
    const input = [
      Buffer.from(`commit ${branch}\nmark :1\nauthor ${author} now\ncommitter ${author} now\n`),
      data(change.message.endsWith('\n') ? change.message : `${change.message}\n`),
      Buffer.from(from),
      ...Object.entries(change.files).flatMap(([path, content]) => [
        Buffer.from(`M 100644 inline ${quoted(path)}\n`),
        data(content),
      ]),
      Buffer.from(`get-mark :1\n${end}done\n`),
    ];
    const args = ['fast-import', '--quiet', '--done', '--date-format=now'];
    const result = await this.#git.attempt(args, { input: Buffer.concat(input) });
    return { ...result, commit: result.stdout.toString('utf8').trim() };
  }

  /** `Name <address>` of author and committer: the environment's, else git's configuration's, else our own. */
  author(): Promise<string> {
    this.#ident ??= (async () => {
      const result = await this.#git.attempt(['config', '--get-regexp', '^user\\.(name|email)$']);
      const configured = result.stdout.toString('utf8');
      const env = this.#git.environment(/^GIT_AUTHOR_(NAME|EMAIL)$/);
      const name = env.GIT_AUTHOR_NAME ?? lastValue(configured, 'user.name') ?? this.#identity.name;
      const email = env.GIT_AUTHOR_EMAIL ?? lastValue(configured, 'user.email') ?? this.#identity.email;
      return `${plain(name)} <${plain(email)}>`;
    })();
    return this.#ident;
  }

  /** Whether `ancestor` is `descendant` or in its history. Both must be here. */
  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    if (ancestor === descendant || (await this.#parents(descendant)).includes(ancestor)) return true;
    const args = ['merge-base', '--is-ancestor', ancestor, descendant];
    const { status } = await this.#git.attempt(args);
    if (status === 0 || status === 1) return status === 0;
    await this.#git.run('Comparing two commits', args);
    return false;
  }

  /** Whether an object is here. */
  async has(commit: string): Promise<boolean> {
    return (await this.#reader.read('Looking for a commit', `${commit}^{commit}`)) !== null;
  }

  async #parents(commit: string): Promise<string[]> {
    const found = await this.#reader.read('Comparing two commits', `${commit}^{commit}`);
    return found === null ? [] : parentsIn(found.content);
  }

  async *commits(commit: string): AsyncIterable<RefLogCommit> {
    requireCommitName(commit);
    const what = `Reading the history of ${commit.slice(0, 12)}`;
    if (!(await this.has(commit))) throw unknownCommit(what, this.#git.shown, commit);
    const format = ['--topo-order', '--no-show-signature', '--no-color', '--no-notes', '--encoding=UTF-8', '-z'];
    const log = await this.#git.run(what, ['log', ...format, '--format=%H%n%P%n%ct%n%B', commit, '--']);
    let last: RefLogCommit | undefined;
    for (const record of log.toString('utf8').split('\0')) {
      if (record === '') continue;
      const [name, parents, time, ...message] = record.split('\n') as [string, string, string, ...string[]];
      last = {
        commit: name,
        parents: parents.split(' ').filter(Boolean),
        time: Number(time),
        message: message.join('\n'),
      };
      yield last;
    }
    if (last?.parents.length === 0) await this.#requireRoot(what, last.commit);
  }

  /** A shallow clone shows its last commit as the first one: then the history is not known. */
  async #requireRoot(what: string, commit: string): Promise<void> {
    if ((await this.#parents(commit)).length === 0) return;
    throw new EvidenceError({
      code: 'HISTORY_CUT',
      message: `${what}: the clone ${this.#git.shown} is shallow and does not have the commits before ${commit.slice(0, 12)}.`,
      hint: 'Run `git fetch --unshallow`, or fetch the branch without --depth.',
    });
  }
}

/** Name of the branch that fast-import works on; it is never written. */
const SCRATCH = 'refs/model-delivery/scratch';

/** Bytes in the form of fast-import's input. */
function data(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** Our paths hold neither backslashes nor control characters. */
function quoted(path: string): string {
  return `"${path.replaceAll('"', '\\"')}"`;
}

/** The value that counts of those that `git config` lists. */
function lastValue(listing: string, name: string): string | undefined {
  const values = listing.split('\n').filter((line) => line.startsWith(`${name} `));
  return (
    values
      .at(-1)
      ?.slice(name.length + 1)
      .trim() || undefined
  );
}

/** Text without what would end a name in a commit. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/[<>\x00-\x1f]/g, ' ').trim();
}

/** The parents that a commit names itself, whether or not they are here. */
function parentsIn(commit: Buffer): string[] {
  const text = commit.toString('utf8');
  const header = text.slice(0, text.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]!);
}

function requireCommitName(commit: string): void {
  if (COMMIT.test(commit)) return;
  throw new ExternalError({
    code: 'COMMIT_UNKNOWN',
    system: 'git',
    message: `${JSON.stringify(commit.slice(0, 100))} is no commit.`,
  });
}

function unknownCommit(what: string, directory: string, commit: string): DeliveryError {
  return new ExternalError({
    code: 'COMMIT_UNKNOWN',
    system: 'git',
    message: `${what}: the repository ${directory} has no commit ${commit}.`,
    hint: 'Fetch the branch; a shallow or partial clone may lack it.',
  });
}
