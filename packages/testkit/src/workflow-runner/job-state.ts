import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Annotation, JobAnnotations } from './annotations.ts';
import type { Conclusion } from './github-service.ts';
import type { Masks } from './masks.ts';
import type { Combination } from './matrix.ts';
import type { PermissionMap } from './permissions.ts';
import type { StepResult } from './results.ts';
import type { RunContext } from './run-context.ts';
import type { PostStage } from './step-control.ts';
import { killGroup } from './step-process.ts';
import type { Origin, RunDefaults, StepsJob, Workflow } from './workflow-model.ts';

export type JobStatus = 'success' | 'failure' | 'cancelled';

export interface StepContext {
  outputs: Record<string, string>;
  outcome: Conclusion;
  conclusion: Conclusion;
}

/** What a job starts from; everything is evaluated but its steps. */
export interface JobStart {
  run: RunContext;
  workflow: Workflow;
  job: StepsJob;
  /** as GitHub shows it: `build (a, 2)`, `caller / callee` */
  name: string;
  /** id GitHub gave the job */
  serviceId: number;
  combination: Combination;
  strategy: Record<string, unknown>;
  needs: Record<string, unknown>;
  inputs: Record<string, unknown>;
  secrets: Record<string, string>;
  vars: Record<string, string>;
  token: string;
  permissions: PermissionMap;
  masks: Masks;
  defaults: RunDefaults;
}

/** The state of one running job. Mutable on purpose: steps change environment, path, outputs and status. */
export class JobState {
  readonly start: JobStart;
  readonly directories: { workspace: string; temp: string; home: string; files: string };
  readonly origin: Origin;
  /** environment of workflow and job, extended through GITHUB_ENV */
  env: Record<string, string> = {};
  /** directories put on PATH through GITHUB_PATH, the latest first */
  readonly pathEntries: string[] = [];
  status: JobStatus = 'success';
  readonly steps: Record<string, StepContext> = {};
  readonly results: StepResult[] = [];
  readonly post: PostStage[] = [];
  readonly annotations = new JobAnnotations();
  readonly summaries: string[] = [];
  readonly log: string[] = [];
  /** aborts when the job is cancelled: by the run, by fail-fast, or by its own time limit */
  readonly cancel = new AbortController();
  /** aborts when a cancelled job has used up its time for `always()` and post steps */
  readonly giveUp = new AbortController();
  readonly #groups = new Set<number>();
  #fileCounter = 0;
  #giveUpTimer: NodeJS.Timeout | undefined;

  constructor(start: JobStart, directory: string) {
    this.start = start;
    this.origin = start.workflow.origin;
    const repository = start.run.repository.name.split('/')[1] ?? 'repository';
    this.directories = {
      // The runner's layout: _work/NAME/NAME is the workspace, _work/_temp the temporary folder.
      workspace: join(directory, '_work', repository, repository),
      temp: join(directory, '_work', '_temp'),
      home: join(directory, 'home'),
      files: join(directory, '_work', '_temp', '_runner_file_commands'),
    };
    for (const path of Object.values(this.directories)) mkdirSync(path, { recursive: true });
  }

  /** A fresh folder for the file commands of one stage. */
  nextFileDirectory(): string {
    this.#fileCounter += 1;
    return join(this.directories.files, String(this.#fileCounter));
  }

  /** A fresh path for the script of a `run:` step. */
  nextScriptFile(extension: string): string {
    this.#fileCounter += 1;
    return join(this.directories.temp, `script-${this.#fileCounter}${extension}`);
  }

  print(text: string): void {
    for (const line of this.start.masks.apply(text).split('\n')) {
      this.log.push(line);
      this.start.run.reporter.line(this.start.name, line);
    }
  }

  annotate(annotation: Annotation): void {
    this.annotations.add({ ...annotation, message: this.start.masks.apply(annotation.message) });
  }

  /** Prints an error and keeps it as an annotation, as the runner does for its own errors. */
  error(message: string): void {
    this.print(`##[error]${message}`);
    this.annotate({ level: 'error', message });
  }

  fail(): void {
    if (this.status === 'success') this.status = 'failure';
  }

  /** Cancels the job: from now on only steps that ask for it (`always()`, `cancelled()`) and post steps run. */
  cancelJob(): void {
    if (this.cancel.signal.aborted) return;
    this.status = 'cancelled';
    this.#giveUpTimer = setTimeout(() => this.giveUp.abort(), this.start.run.host.cancelTimeoutMs);
    this.cancel.abort();
  }

  /** Remembers a process group that outlived its step; it is ended with the job. */
  endLater(processGroup: number): void {
    this.#groups.add(processGroup);
  }

  /** Ends what the steps left running, as the runner does when a job completes. */
  close(): void {
    clearTimeout(this.#giveUpTimer);
    for (const group of this.#groups) killGroup(group);
  }
}
