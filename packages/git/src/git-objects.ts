import {
  type DeliveryError,
  EvidenceError,
  ExternalError,
  type RefLogChange,
  type RefLogCommit,
} from '@model-delivery/core';
import type { GitCommand } from './git-command.ts';

/** Who the commits are by, where git does not know. */
export interface Identity {
  name: string;
  email: string;
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Files, trees and commits of one repository: reading and adding objects, never refs. */
export class GitObjects {
  readonly #git: GitCommand;
  readonly #identity: Identity;
  #ident: Promise<string> | undefined;

  constructor(git: GitCommand, identity: Identity) {
    this.#git = git;
    this.#identity = identity;
  }

  async read(commit: string, path: string): Promise<Uint8Array | null> {
    requireCommitName(commit);
    const what = `Reading ${path} at ${commit.slice(0, 12)}`;
    const answer = await this.#git.run(what, ['cat-file', '--batch'], {
      input: `${commit}^{tree}\n${commit}:${path}\n`,
    });
    const tree = objectAt(answer, 0);
    if (tree === null) throw unknownCommit(what, this.#git.directory, commit);
    const file = objectAt(answer, tree.end);
    return file?.type === 'blob' ? new Uint8Array(file.content) : null;
  }

  async list(commit: string, folder: string): Promise<string[]> {
    return [...(await this.#entries(commit, folder)).keys()].sort();
  }

  contentIds(commit: string): Promise<Map<string, string>> {
    return this.#entries(commit, '');
  }

  async #entries(commit: string, folder: string): Promise<Map<string, string>> {
    requireCommitName(commit);
    const what = `Listing the files of ${commit.slice(0, 12)}`;
    const below = folder === '' ? [] : ['--', `${folder}/`];
    const result = await this.#git.attempt(['ls-tree', '-r', '-z', '--full-tree', commit, ...below]);
    if (result.status !== 0 && /not a tree object|Not a valid object name/i.test(result.stderr)) {
      throw unknownCommit(what, this.#git.directory, commit);
    }
    if (result.status !== 0) await this.#git.run(what, ['ls-tree', '-r', '-z', '--full-tree', commit]);
    const records = result.stdout.toString('utf8').split('\0').filter(Boolean);
    return new Map(
      records.map((record) => [
        record.slice(record.indexOf('\t') + 1),
        record.slice(0, record.indexOf('\t')).split(' ')[2]!,
      ]),
    );
  }

  /**
   * Writes a commit on top of `parent` (null: a first one); no ref knows it yet. One process writes blobs, trees and
   * commit: under contention every process counts.
   */
  async commit(parent: string | null, change: RefLogChange): Promise<string> {
    const author = await this.#author();
    const from = parent === null ? '' : `from ${parent}\n`;
    const input = [
      Buffer.from(`commit ${SCRATCH}\nmark :1\nauthor ${author} now\ncommitter ${author} now\n`),
      data(change.message.endsWith('\n') ? change.message : `${change.message}\n`),
      Buffer.from(from),
      ...Object.entries(change.files).flatMap(([path, content]) => [
        Buffer.from(`M 100644 inline ${quoted(path)}\n`),
        data(content),
      ]),
      // The commit is asked for, and the branch it was made on forgotten, before any ref is written.
      Buffer.from(`get-mark :1\nreset ${SCRATCH}\n\ndone\n`),
    ];
    const args = ['fast-import', '--quiet', '--done', '--date-format=now'];
    return this.#git.text('Writing a commit', args, { input: Buffer.concat(input) });
  }

  /** `Name <address>` of author and committer: the environment's, else git's configuration's, else our own. */
  #author(): Promise<string> {
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
    if (ancestor === descendant) return true;
    const args = ['merge-base', '--is-ancestor', ancestor, descendant];
    const { status } = await this.#git.attempt(args);
    if (status === 0 || status === 1) return status === 0;
    await this.#git.run('Comparing two commits', args);
    return false;
  }

  /** Whether an object is here. */
  async has(commit: string): Promise<boolean> {
    return (await this.#git.attempt(['cat-file', '-e', `${commit}^{commit}`])).status === 0;
  }

  async *commits(commit: string): AsyncIterable<RefLogCommit> {
    requireCommitName(commit);
    const what = `Reading the history of ${commit.slice(0, 12)}`;
    if (!(await this.has(commit))) throw unknownCommit(what, this.#git.directory, commit);
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
    const raw = (await this.#git.run(what, ['cat-file', 'commit', commit])).toString('utf8');
    if (!/^parent /m.test(raw.slice(0, raw.indexOf('\n\n')))) return;
    throw new EvidenceError({
      code: 'HISTORY_CUT',
      message: `${what}: the clone ${this.#git.directory} is shallow and does not have the commits before ${commit.slice(0, 12)}.`,
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

interface BatchObject {
  type: string;
  content: Buffer;
  /** Where the next answer begins. */
  end: number;
}

/** One answer of `cat-file --batch`; null for an object that is missing. */
function objectAt(answer: Buffer, start: number): BatchObject | null {
  const lineEnd = answer.indexOf(0x0a, start);
  const header = answer.toString('utf8', start, lineEnd);
  const match = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header);
  if (!match) return null;
  const end = lineEnd + 1 + Number(match[2]);
  return { type: match[1]!, content: answer.subarray(lineEnd + 1, end), end: end + 1 };
}
