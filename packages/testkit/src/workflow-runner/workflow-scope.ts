import { type Combination, combinationName } from './matrix.ts';
import type { PermissionMap } from './permissions.ts';
import type { JobResult } from './results.ts';
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
  /** places of the calling jobs in their files, to order the result */
  position: readonly number[];
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

/** Puts a job into the result, at its place: order of the file, then of the matrix. */
export function recordJob(scope: WorkflowScope, job: Job, result: JobResult): void {
  const { run } = scope;
  const key = jobKey(scope, job, result.matrix);
  run.positions.set(key, jobPosition(scope, job, result.matrix));
  const jobs = Object.entries({ ...run.result.jobs, [key]: result });
  run.result.jobs = Object.fromEntries(
    jobs.sort(([a], [b]) => comparePositions(run.positions.get(a), run.positions.get(b))),
  );
}

/** Place of a job (one combination of its matrix) in the result. */
export function jobPosition(scope: WorkflowScope, job: Job, combination: Combination): number[] {
  return [...scope.position, scope.workflow.jobs.indexOf(job), scope.run.legOrder.get(combination) ?? 0];
}

function comparePositions(a: readonly number[] = [], b: readonly number[] = []): number {
  const index = a.findIndex((part, position) => part !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

/** Waits for all tasks; the first one that fails stops the run, so that nothing goes on behind the caller's back. */
export async function allOrStop<T>(tasks: readonly Promise<T>[], stop: AbortController): Promise<T[]> {
  const settled = await Promise.allSettled(
    tasks.map((task) =>
      task.catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
