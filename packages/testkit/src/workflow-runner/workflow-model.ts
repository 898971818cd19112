import type { PermissionMap } from './permissions.ts';
import type { Place } from './problems.ts';

/** The repository and commit a workflow or action file was read from; `$/path` and job-level `./path` resolve here. */
export interface Origin {
  /** `owner/name` */
  repository: string;
  /** full ref or the text after `@`; recorded only */
  ref: string;
  sha: string;
  /** a directory with the files of that commit */
  directory: string;
}

export interface RunDefaults {
  shell?: string;
  workingDirectory?: string;
}

/** A step as written; values may hold `${{ }}` and are evaluated when the step runs. */
export interface Step {
  place: Place;
  id: string | undefined;
  name: string | undefined;
  if: unknown;
  env: unknown;
  run: string | undefined;
  shell: string | undefined;
  workingDirectory: string | undefined;
  uses: string | undefined;
  with: Record<string, unknown>;
  continueOnError: unknown;
  timeoutMinutes: unknown;
  /** line of a key of the step, for messages: `placeOf("with", "name")` */
  placeOf(...path: string[]): Place;
}

export interface Strategy {
  matrix: unknown;
  failFast: unknown;
  maxParallel: unknown;
}

interface BaseJob {
  place: Place;
  id: string;
  name: unknown;
  needs: string[];
  if: unknown;
  permissions: PermissionMap | undefined;
  strategy: Strategy | undefined;
  concurrency: unknown;
}

export interface StepsJob extends BaseJob {
  kind: 'steps';
  runsOn: unknown;
  env: unknown;
  defaults: RunDefaults;
  outputs: Record<string, unknown>;
  environment: unknown;
  timeoutMinutes: unknown;
  continueOnError: unknown;
  steps: Step[];
}

export interface CallJob extends BaseJob {
  kind: 'call';
  uses: string;
  with: Record<string, unknown>;
  secrets: Record<string, unknown> | 'inherit';
}

export type Job = StepsJob | CallJob;

export interface InputDefinition {
  type: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  required: boolean;
  default: unknown;
  options: string[];
}

export interface WorkflowCall {
  inputs: Record<string, InputDefinition>;
  secrets: Record<string, { required: boolean }>;
  outputs: Record<string, unknown>;
}

/** `on:` normalised: event name to its filters, e.g. `{push: {branches: ['main']}}`; lists for `schedule`. */
export type Triggers = Record<string, Record<string, unknown> & { schedules?: string[] }>;

export interface Workflow {
  /** path inside its repository, `.github/workflows/x.yml` */
  path: string;
  origin: Origin;
  name: string;
  runName: unknown;
  on: Triggers;
  dispatchInputs: Record<string, InputDefinition>;
  call: WorkflowCall | undefined;
  permissions: PermissionMap | undefined;
  env: unknown;
  defaults: RunDefaults;
  concurrency: unknown;
  jobs: Job[];
  place: Place;
}
