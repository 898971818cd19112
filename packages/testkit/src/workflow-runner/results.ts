import type { Annotation } from './annotations.ts';
import type { Conclusion, RunIdentity } from './github-service.ts';
import type { PermissionMap } from './permissions.ts';

export interface StepResult {
  name: string;
  id: string | undefined;
  /** result before `continue-on-error` */
  outcome: Conclusion;
  /** result after `continue-on-error` */
  conclusion: Conclusion;
  outputs: Record<string, string>;
  stage: 'pre' | 'main' | 'post';
}

export interface JobResult {
  id: string;
  /** name as GitHub shows it, with the matrix values */
  name: string;
  matrix: Record<string, unknown>;
  /** what `needs.ID.result` says: after `continue-on-error` */
  result: Conclusion;
  /** what the job shows: before `continue-on-error` */
  conclusion: Conclusion;
  outputs: Record<string, string>;
  steps: StepResult[];
  annotations: Annotation[];
  /** annotations over GitHub's caps (10 per level and step, 50 per job) */
  droppedAnnotations: number;
  /** one entry per step that wrote a summary, secrets masked */
  summaries: string[];
  log: string;
  permissions: PermissionMap;
  environment: { name: string; url: string | undefined } | undefined;
  concurrency: Concurrency | undefined;
}

export interface Concurrency {
  group: string;
  cancelInProgress: boolean;
  queue: 'single' | 'max';
}

export interface RunResult {
  conclusion: Conclusion;
  run: RunIdentity;
  /** path of the workflow file */
  workflow: string;
  name: string;
  displayTitle: string;
  event: string;
  headSha: string;
  sha: string;
  ref: string;
  /** by job id; `id (a, 2)` for a matrix leg, `caller / callee` for jobs of a reusable workflow */
  jobs: Record<string, JobResult>;
  concurrency: Concurrency | undefined;
}
