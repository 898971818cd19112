import type { Account } from './accounts.ts';
import { GitBackedRepository } from './git/git-repository.ts';
import { PullRequests } from './pull-requests.ts';
import type {
  CheckRunRecord,
  CommentRecord,
  DeploymentRecord,
  EnvironmentRecord,
  IssueRecord,
  ReleaseRecord,
  StatusRecord,
} from './records.ts';
import { WorkflowRuns } from './workflow-runs.ts';
import type { World } from './world.ts';

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export interface NewRepository {
  owner: string;
  name: string;
  /** A bare git repository on disk. */
  gitDirectory: string;
  private?: boolean;
  /** The repository this one is a fork of. */
  forkOf?: FakeRepository;
  /** Default `main`. */
  defaultBranch?: string;
  /** Roles by login. The owner is admin; everyone else reads a public repository. */
  collaborators?: Record<string, Role>;
}

/** One repository: a real git repository for its history, records in memory for everything else. */
export class FakeRepository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly forkOf: FakeRepository | undefined;
  readonly defaultBranch: string;
  readonly createdAt: string;
  readonly collaborators: Record<string, Role>;
  readonly git: GitBackedRepository;
  readonly pulls: PullRequests;
  readonly actions: WorkflowRuns;
  readonly comments = new Map<number, CommentRecord>();
  readonly issues = new Map<number, IssueRecord>();
  readonly checkRuns = new Map<number, CheckRunRecord>();
  readonly statuses: StatusRecord[] = [];
  readonly deployments = new Map<number, DeploymentRecord>();
  readonly environments = new Map<string, EnvironmentRecord>();
  readonly releases: ReleaseRecord[] = [];
  readonly #world: World;
  readonly #suites = new Map<string, number>();
  #lastNumber = 0;

  constructor(world: World, options: NewRepository) {
    this.#world = world;
    this.id = world.nextId();
    this.owner = world.accounts.get(options.owner);
    this.name = options.name;
    this.isPrivate = options.private ?? false;
    this.forkOf = options.forkOf;
    this.defaultBranch = options.defaultBranch ?? 'main';
    this.createdAt = world.now();
    this.collaborators = options.collaborators ?? {};
    this.git = new GitBackedRepository({ gitDirectory: options.gitDirectory });
    this.pulls = new PullRequests(this, world);
    this.actions = new WorkflowRuns(this, world);
  }

  get fullName(): string {
    return `${this.owner.login}/${this.name}`;
  }

  /** Issues and pull requests share one sequence of numbers. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** A person's role; GitHub's `role_name`. */
  permissionOf(login: string): Role {
    if (login.toLowerCase() === this.owner.login.toLowerCase()) return 'admin';
    return this.collaborators[login] ?? (this.isPrivate ? 'none' : 'read');
  }

  /** The check suite that a commit's check runs of one App fall into. */
  checkSuiteId(sha: string, app: string): number {
    const key = `${sha} ${app}`;
    const id = this.#suites.get(key) ?? this.#world.nextId();
    this.#suites.set(key, id);
    return id;
  }

  /** A comment made by a person on the page (not through a token). */
  addComment(issueNumber: number, author: string, body: string): CommentRecord {
    const now = this.#world.now();
    const comment: CommentRecord = {
      id: this.#world.nextId(),
      issueNumber,
      author: this.#world.accounts.get(author).login,
      body,
      createdAt: now,
      updatedAt: now,
      minimized: null,
    };
    this.comments.set(comment.id, comment);
    return comment;
  }

  addEnvironment(name: string, options: { reviewers?: string[]; preventSelfReview?: boolean } = {}): EnvironmentRecord {
    const environment: EnvironmentRecord = {
      id: this.#world.nextId(),
      name,
      createdAt: this.#world.now(),
      reviewers: options.reviewers ?? [],
      preventSelfReview: options.preventSelfReview ?? false,
    };
    this.environments.set(name, environment);
    return environment;
  }

  addRelease(
    release: { tagName: string; author: string } & Partial<Omit<ReleaseRecord, 'id' | 'tagName' | 'author'>>,
  ): ReleaseRecord {
    const record: ReleaseRecord = {
      name: release.tagName,
      body: '',
      draft: false,
      prerelease: false,
      createdAt: this.#world.now(),
      assets: [],
      ...release,
      id: this.#world.nextId(),
    };
    this.releases.push(record);
    return record;
  }
}
