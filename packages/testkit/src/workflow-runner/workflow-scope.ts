import { type Combination, combinationName } from './matrix.ts';
import type { PermissionMap } from './permissions.ts';
import type { RunContext } from './run-context.ts';
import type { Semaphore } from './semaphore.ts';
import type { Job, Workflow } from './workflow-model.ts';

/** What the jobs of one workflow (the run's own, or a called one) share. */
export interface WorkflowScope {
  run: RunContext;
  workflow: Workflow;
  inputs: Record<string, unknown>;
  secrets: Record<string, string>;
  /** most a job may get: the caller's permissions for a called workflow */
  allowed: PermissionMap | undefined;
  /** `caller / ` for a called workflow */
  prefix: string;
  depth: number;
  semaphore: Semaphore;
  cancel: AbortSignal;
}

/** One combination of a job's matrix, with its `strategy` context. */
export interface Leg {
  combination: Combination;
  strategy: Record<string, unknown>;
}

/** Key of a job in the result: `build (a, 2)`, `caller / callee`. */
export function jobKey(scope: WorkflowScope, job: Job, combination: Combination): string {
  return `${scope.prefix}${combinationName(job.id, combination)}`;
}
