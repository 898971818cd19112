import { parse } from 'yaml';
import { ACTIONS_BOT } from './accounts.ts';
import { isObject, type JsonObject } from './json.ts';
import type { JobRecord, RunReviewRecord, WorkflowRunRecord } from './records.ts';
import type { FakeRepository } from './repository.ts';
import type { World } from './world.ts';

export interface Workflow {
  id: number;
  /** `.github/workflows/ci.yml`. */
  path: string;
  name: string;
}

export type NewRun = Pick<WorkflowRunRecord, 'workflowPath' | 'event' | 'headSha'> &
  Partial<Omit<WorkflowRunRecord, 'id' | 'runNumber' | 'createdAt' | 'updatedAt'>>;

export type NewJob = Pick<JobRecord, 'runId' | 'name'> &
  Partial<Omit<JobRecord, 'id' | 'runId' | 'name' | 'createdAt'>>;

const FOLDER = '.github/workflows';

/** Workflows (files of the default branch), runs and jobs of one repository. */
export class WorkflowRuns {
  readonly runs = new Map<number, WorkflowRunRecord>();
  readonly jobs = new Map<number, JobRecord>();
  readonly #repository: FakeRepository;
  readonly #world: World;
  readonly #workflowIds = new Map<string, number>();

  constructor(repository: FakeRepository, world: World) {
    this.#repository = repository;
    this.#world = world;
  }

  workflows(): Workflow[] {
    const { git, defaultBranch } = this.#repository;
    const commit = git.resolveCommit(defaultBranch);
    const folder = commit === undefined ? undefined : git.entryAt(commit, FOLDER);
    const entries = folder?.type === 'tree' ? git.readTree(folder.sha) : undefined;
    const files = (entries ?? []).filter((entry) => entry.type === 'blob' && /\.ya?ml$/.test(entry.path));
    return files.map((file) => this.#workflow(`${FOLDER}/${file.path}`, commit!));
  }

  /** By number or by file name, as in the URL. */
  findWorkflow(idOrFile: string): Workflow | undefined {
    return this.workflows().find(({ id, path }) => String(id) === idOrFile || path === `${FOLDER}/${idOrFile}`);
  }

  workflowId(path: string): number {
    const id = this.#workflowIds.get(path) ?? this.#world.nextId();
    this.#workflowIds.set(path, id);
    return id;
  }

  /** Name of the workflow of a run; a file that is not on the default branch goes by its path. */
  workflowName(run: WorkflowRunRecord): string {
    return this.#workflow(run.workflowPath, run.headSha).name;
  }

  /** The `on.workflow_dispatch` of a workflow at a commit: its inputs, or undefined when it cannot be dispatched. */
  dispatchInputs(path: string, commit: string): JsonObject | undefined {
    const on = this.#read(path, commit)?.on;
    if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return {};
    if (!isObject(on) || !Object.hasOwn(on, 'workflow_dispatch')) return undefined;
    const trigger = on.workflow_dispatch;
    const inputs = isObject(trigger) ? trigger.inputs : undefined;
    return isObject(inputs) ? inputs : {};
  }

  add(run: NewRun): WorkflowRunRecord {
    const now = this.#world.now();
    const earlier = [...this.runs.values()].filter((other) => other.workflowPath === run.workflowPath);
    const record: WorkflowRunRecord = {
      headBranch: this.#repository.defaultBranch,
      headRepository: this.#repository,
      runAttempt: 1,
      status: 'queued',
      conclusion: null,
      displayTitle: `${run.event} of ${run.workflowPath}`,
      actor: ACTIONS_BOT,
      pullRequests: [],
      reviews: [],
      ...run,
      id: this.#world.nextId(),
      runNumber: earlier.length + 1,
      createdAt: now,
      updatedAt: now,
    };
    this.runs.set(record.id, record);
    return record;
  }

  update(runId: number, changes: Partial<Pick<WorkflowRunRecord, 'status' | 'conclusion' | 'runAttempt'>>): void {
    const run = this.runs.get(runId);
    if (run === undefined) throw new Error(`${this.#repository.fullName} has no workflow run ${runId}`);
    Object.assign(run, changes, { updatedAt: this.#world.now() });
  }

  /** A reviewer answers for an environment that a job of the run waits for. */
  review(runId: number, review: RunReviewRecord): void {
    const run = this.runs.get(runId);
    if (run === undefined) throw new Error(`${this.#repository.fullName} has no workflow run ${runId}`);
    run.reviews.push(review);
  }

  /** Adds a job; like on GitHub it is a check run of the commit, too, with the same id. */
  addJob(job: NewJob): JobRecord {
    const run = this.runs.get(job.runId);
    if (run === undefined) throw new Error(`${this.#repository.fullName} has no workflow run ${job.runId}`);
    const now = this.#world.now();
    const record: JobRecord = {
      runAttempt: run.runAttempt,
      status: 'queued',
      conclusion: null,
      labels: ['ubuntu-latest'],
      steps: [],
      startedAt: now,
      completedAt: null,
      ...job,
      id: this.#world.nextId(),
      createdAt: now,
    };
    this.jobs.set(record.id, record);
    return record;
  }

  updateJob(jobId: number, changes: Partial<Pick<JobRecord, 'status' | 'conclusion' | 'steps'>>): void {
    const job = this.jobs.get(jobId);
    if (job === undefined) throw new Error(`${this.#repository.fullName} has no job ${jobId}`);
    Object.assign(job, changes);
    if (job.status === 'completed') job.completedAt ??= this.#world.now();
  }

  #workflow(path: string, commit: string): Workflow {
    const name = this.#read(path, commit)?.name;
    return { id: this.workflowId(path), path, name: typeof name === 'string' ? name : path };
  }

  #read(path: string, commit: string): JsonObject | undefined {
    const text = this.#repository.git.readFile(commit, path);
    if (text === undefined) return undefined;
    try {
      const document: unknown = parse(text.toString('utf8'));
      return isObject(document) ? document : undefined;
    } catch {
      // GitHub lists a workflow that does not parse under its path; so does this.
      return undefined;
    }
  }
}
