import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createBareRepository,
  FakeGitHub,
  type FakeGitHubOptions,
  type FakeRepository,
  type Files,
  forkBareRepository,
  type Permissions,
  type PullRecord,
  pullRequestEvent,
  pushEvent,
  type WorkflowRunRecord,
  type WorkingTree,
} from '@model-delivery/testkit';
import { runActionStep, type StepResult } from './action-step.ts';

/** What the READMEs tell users to grant to a job that reports. */
export const REPORT_PERMISSIONS: Permissions = {
  contents: 'read',
  'pull-requests': 'write',
  checks: 'write',
  actions: 'read',
};
export const WORKFLOW = '.github/workflows/ml.yml';

export interface JobOptions {
  permissions?: Permissions;
  /** A run that exists, for its next attempt or another job of it. */
  run?: WorkflowRunRecord;
  attempt?: number;
  workflowPath?: string;
}

/** One fake GitHub and the directories of the jobs; repositories are added per test. */
export class Scene {
  readonly github: FakeGitHub;
  /** Whether steps find an artifact service; without one they start faster. */
  readonly uploads: boolean;
  readonly directory = mkdtempSync(join(tmpdir(), 'action-test-'));
  readonly runnerTemp = join(this.directory, 'runner-temp');
  #repositories = 0;

  private constructor(github: FakeGitHub, uploads: boolean) {
    this.github = github;
    this.uploads = uploads;
    mkdirSync(this.runnerTemp);
  }

  static async start(options: FakeGitHubOptions & { uploads?: boolean } = {}): Promise<Scene> {
    const { uploads = true, ...more } = options;
    return new Scene(await FakeGitHub.start(more), uploads);
  }

  /** A new repository of its own for one test. */
  repository(files: Files, options: { private?: boolean } = {}): Project {
    this.#repositories += 1;
    const tree = createBareRepository(join(this.directory, `repository-${this.#repositories}.git`));
    tree.commit(files, { message: 'First' });
    const name = `churn-${this.#repositories}`;
    const repository = this.github.addRepository({
      owner: 'acme',
      name,
      gitDirectory: tree.gitDirectory,
      collaborators: { ann: 'write' },
      ...options,
    });
    return new Project(this, repository, tree);
  }

  /** Ends the scene; throws when a request or an answer broke GitHub's description of its API. */
  async end(): Promise<void> {
    await this.github.stop();
    rmSync(this.directory, { recursive: true, force: true });
    this.github.assertClean();
  }
}

/** A repository and what happens in it. */
export class Project {
  readonly scene: Scene;
  readonly repository: FakeRepository;
  readonly tree: WorkingTree;
  #branches = 0;

  constructor(scene: Scene, repository: FakeRepository, tree: WorkingTree) {
    this.scene = scene;
    this.repository = repository;
    this.tree = tree;
  }

  /** Opens a pull request that changes files. */
  pull(files: Files, branch = this.#branch()): PullRecord {
    this.tree.commit(files, { branch, from: 'main', message: `Change ${branch}` });
    return this.repository.pulls.open({ title: `Change ${branch}`, author: 'ann', head: branch });
  }

  /** A pull request from a fork of `owner`. */
  pullFromFork(files: Files, owner = 'mallory', branch = this.#branch()): PullRecord {
    const tree = forkBareRepository(
      this.tree,
      join(this.scene.directory, `${this.repository.name}-${owner}-${branch}.git`),
    );
    tree.commit(files, { branch, from: 'main', message: `Change ${branch}` });
    const fork = this.scene.github.addRepository({
      owner,
      name: `${this.repository.name}-${branch}`,
      gitDirectory: tree.gitDirectory,
      forkOf: this.repository,
    });
    return this.repository.pulls.open({ title: `Change ${branch}`, author: owner, head: branch, from: fork });
  }

  #branch(): string {
    this.#branches += 1;
    return `topic-${this.#branches}`;
  }

  /** A job of a `pull_request` run, with the merge commit checked out. */
  pullJob(pull: PullRecord, options: JobOptions = {}): Job {
    const current = this.repository.pulls.get(pull.number)!;
    const payload = pullRequestEvent(this.scene.github, this.repository, pull.number, 'synchronize');
    const fork = current.head.repository !== this.repository;
    const run = options.run ?? this.#run('pull_request', current.head.sha, options, fork ? [] : [pull.number], current);
    return new Job(this, { event: 'pull_request', payload, run, sha: current.mergeCommitSha!, fork, ...options });
  }

  /** A job of a `push` run of main. */
  pushJob(options: JobOptions = {}): Job {
    const sha = this.tree.git.resolveCommit('main')!;
    const push = { ref: 'refs/heads/main', after: sha, pusher: 'ann' };
    const payload = pushEvent(this.scene.github, this.repository, push);
    const run = options.run ?? this.#run('push', sha, options, []);
    return new Job(this, { event: 'push', payload, run, sha, fork: false, ...options });
  }

  /** A job of any other event, at the head of main unless told otherwise. */
  eventJob(event: string, payload: Record<string, unknown>, options: JobOptions & { sha?: string } = {}): Job {
    const sha = options.sha ?? this.tree.git.resolveCommit('main')!;
    const run = options.run ?? this.#run(event, sha, options, []);
    return new Job(this, { event, payload, run, sha, fork: false, ...options });
  }

  #run(event: string, headSha: string, options: JobOptions, pullRequests: number[], pull?: PullRecord) {
    return this.repository.actions.add({
      workflowPath: options.workflowPath ?? WORKFLOW,
      event,
      headSha,
      pullRequests,
      status: 'in_progress',
      ...(pull === undefined ? {} : { headBranch: pull.head.ref, headRepository: pull.head.repository }),
    });
  }

  /** Bodies of the comments on a pull request, oldest first. */
  comments(pull: { number: number }): string[] {
    return [...this.repository.comments.values()]
      .filter((comment) => comment.issueNumber === pull.number)
      .map((comment) => comment.body);
  }
}

interface JobFacts {
  event: string;
  payload: Record<string, unknown>;
  run: WorkflowRunRecord;
  sha: string;
  fork: boolean;
  permissions?: Permissions;
  attempt?: number;
}

/** One job: a run, a token with its permissions, a workspace with the commit checked out. */
export class Job {
  readonly run: WorkflowRunRecord;
  readonly token: string;
  readonly workspace: string;
  readonly project: Project;
  readonly #facts: JobFacts;
  readonly #temporary: string;

  constructor(project: Project, facts: JobFacts) {
    const { scene, repository } = project;
    this.project = project;
    this.#facts = facts;
    this.run = facts.run;
    const directory = mkdtempSync(join(scene.directory, 'job-'));
    this.workspace = join(directory, 'workspace');
    this.#temporary = join(directory, 'temp');
    for (const path of [this.workspace, this.#temporary]) mkdirSync(path);
    this.token = scene.github.issueToken({
      repository: repository.fullName,
      permissions: facts.permissions ?? REPORT_PERMISSIONS,
      event: facts.event,
      fork: facts.fork,
      runId: facts.run.id,
    });
    writeFileSync(join(this.#temporary, 'event.json'), JSON.stringify(facts.payload));
    this.checkOut(facts.sha);
  }

  /** Puts the files of a commit into the workspace. */
  checkOut(sha: string): void {
    const { gitDirectory } = this.project.tree;
    const archive = execFileSync('git', ['--git-dir', gitDirectory, 'archive', '--format=tar', sha]);
    execFileSync('tar', ['-x', '-C', this.workspace], { input: archive });
  }

  /** Writes a file into the workspace, as a training step would. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.workspace, path)), { recursive: true });
    writeFileSync(join(this.workspace, path), content);
  }

  /** The environment of every step. */
  get environment(): Record<string, string> {
    const { event, run, sha, attempt } = this.#facts;
    const { github } = this.project.scene;
    const repository = this.project.repository.fullName;
    return {
      ...github.environment({ repository, runId: run.id, runAttempt: attempt ?? run.runAttempt }),
      ...(this.project.scene.uploads ? {} : { ACTIONS_RESULTS_URL: '' }),
      HOME: this.#temporary,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: join(this.#temporary, 'event.json'),
      GITHUB_REPOSITORY: repository,
      GITHUB_SHA: sha,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_NUMBER: String(run.runNumber),
      GITHUB_RUN_ATTEMPT: String(attempt ?? run.runAttempt),
      GITHUB_WORKFLOW: 'Model',
      GITHUB_JOB: 'model',
      GITHUB_ACTOR: 'ann',
      // Shared by the jobs of a scene, as one runner's steps share it: the compile cache in it makes them start faster.
      RUNNER_TEMP: this.project.scene.runnerTemp,
      RUNNER_TOOL_CACHE: join(this.project.scene.directory, 'tool-cache'),
    };
  }

  /** Runs a built action as a step of this job. */
  step(
    action: string,
    inputs: Record<string, string> = {},
    environment: Record<string, string> = {},
  ): Promise<StepResult> {
    return runActionStep(action, {
      inputs,
      environment: { ...this.environment, ...environment },
      workspace: this.workspace,
      temporary: this.#temporary,
      token: this.token,
    });
  }
}
