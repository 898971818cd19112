import { ACTIONS_BOT } from './accounts.ts';
import type { PullRecord } from './records.ts';
import type { FakeRepository } from './repository.ts';
import type { World } from './world.ts';

export interface OpenPull {
  title?: string;
  body?: string | null;
  author: string;
  /** Branch of `from`, or of this repository. */
  head: string;
  /** The fork that holds the head branch. */
  from?: FakeRepository;
  /** Default: the default branch. */
  base?: string;
  draft?: boolean;
  labels?: string[];
}

/** The pull requests of one repository; heads, bases and test merges follow the git repositories. */
export class PullRequests {
  readonly #repository: FakeRepository;
  readonly #world: World;
  readonly #records = new Map<number, PullRecord>();
  /** Base and head that the test merge was made of. */
  readonly #mergedPair = new Map<number, string>();

  constructor(repository: FakeRepository, world: World) {
    this.#repository = repository;
    this.#world = world;
  }

  open(options: OpenPull): PullRecord {
    const base = options.base ?? this.#repository.defaultBranch;
    const head = options.from ?? this.#repository;
    const now = this.#world.now();
    const pull: PullRecord = {
      id: this.#world.nextId(),
      number: this.#repository.nextNumber(),
      title: options.title ?? options.head,
      body: options.body ?? null,
      author: options.author,
      state: 'open',
      draft: options.draft ?? false,
      labels: options.labels ?? [],
      base: { ref: base, sha: this.#tip(this.#repository, base) },
      head: { repository: head, ref: options.head, sha: this.#tip(head, options.head) },
      mergeCommitSha: null,
      mergeable: false,
      mergedAt: null,
      mergedBy: null,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
    };
    this.#records.set(pull.number, pull);
    this.#follow(pull);
    return pull;
  }

  has(number: number): boolean {
    return this.#records.has(number);
  }

  /** The pull request with its head, base and test merge brought up to date. */
  get(number: number): PullRecord | undefined {
    const pull = this.#records.get(number);
    if (pull !== undefined) this.#follow(pull);
    return pull;
  }

  /** All of them, oldest first. */
  list(): PullRecord[] {
    return [...this.#records.keys()].map((number) => this.get(number)!);
  }

  close(number: number): PullRecord {
    const pull = this.#mustGet(number);
    pull.state = 'closed';
    pull.closedAt = this.#world.now();
    pull.updatedAt = pull.closedAt;
    return pull;
  }

  /** Merges into the base branch as the button on the page does. Throws when there are conflicts. */
  merge(number: number, options: { by: string; method?: 'merge' | 'squash' }): PullRecord {
    const pull = this.#mustGet(number);
    if (!pull.mergeable) throw new Error(`pull request #${number} has conflicts`);
    const { git } = this.#repository;
    const base = this.#tip(this.#repository, pull.base.ref);
    const parents = options.method === 'squash' ? [base] : [base, pull.head.sha];
    const message =
      options.method === 'squash' ? `${pull.title} (#${number})` : `Merge pull request #${number}\n\n${pull.title}`;
    const sha = this.#commit(git.mergedTree(base, pull.head.sha)!, parents, message, options.by);
    git.setRef(`refs/heads/${pull.base.ref}`, sha, base);
    const closed = this.close(number);
    Object.assign(closed, { mergedAt: closed.closedAt, mergedBy: options.by, mergeCommitSha: sha });
    return closed;
  }

  #mustGet(number: number): PullRecord {
    const pull = this.get(number);
    if (pull?.state !== 'open') throw new Error(`${this.#repository.fullName} has no open pull request #${number}`);
    return pull;
  }

  #tip(repository: FakeRepository, branch: string): string {
    const sha = repository.git.readRef(`refs/heads/${branch}`)?.sha;
    if (sha === undefined) throw new Error(`${repository.fullName} has no branch ${branch}`);
    return sha;
  }

  #follow(pull: PullRecord): void {
    if (pull.state !== 'open') return;
    const { git } = this.#repository;
    // A deleted head branch leaves the pull request at its last commit.
    const head = pull.head.repository.git.readRef(`refs/heads/${pull.head.ref}`)?.sha ?? pull.head.sha;
    const base = this.#tip(this.#repository, pull.base.ref);
    const pair = `${base} ${head}`;
    if (this.#mergedPair.get(pull.number) === pair) return;
    git.fetch(pull.head.repository.git, head, `refs/pull/${pull.number}/head`);
    if (pull.head.sha !== head) {
      // As on GitHub, `base.sha` is the tip of the base branch when the head last moved.
      pull.updatedAt = this.#world.now();
      pull.head.sha = head;
      pull.base.sha = base;
    }
    const tree = git.mergedTree(base, head);
    pull.mergeable = tree !== undefined;
    pull.mergeCommitSha = null;
    if (tree !== undefined) {
      const message = `Merge ${head} into ${base}`;
      pull.mergeCommitSha = this.#commit(tree, [base, head], message, pull.author);
      git.setRef(`refs/pull/${pull.number}/merge`, pull.mergeCommitSha);
    }
    this.#mergedPair.set(pull.number, pair);
  }

  #commit(tree: string, parents: string[], message: string, login: string): string {
    const account = this.#world.accounts.get(login === '' ? ACTIONS_BOT : login);
    const email = `${account.id}+${account.login}@users.noreply.github.com`;
    const author = { name: account.login, email, date: this.#world.now() };
    const committer = { name: 'GitHub', email: 'noreply@github.com', date: author.date };
    return this.#repository.git.writeCommit({ tree, parents, message, author, committer });
  }
}
