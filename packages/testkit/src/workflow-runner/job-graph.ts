import type { Conclusion } from './github-service.ts';
import type { Job } from './workflow-model.ts';

/** What other jobs see of a finished one. */
export interface JobOutcome {
  result: Conclusion;
  outputs: Record<string, string>;
}

/** All jobs that `id` needs, directly or through others. */
export function ancestors(jobs: readonly Job[], id: string): string[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const found = new Set<string>();
  const visit = (current: string) => {
    for (const need of byId.get(current)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(id);
  return [...found];
}

/**
 * Status functions of a job's `if`. `success()` and `failure()` look at every ancestor, not only at direct needs
 * (GitHub documentation, "Status check functions"): a skipped ancestor makes `success()` false.
 */
export function jobStatusFunctions(
  jobs: readonly Job[],
  job: Job,
  outcomes: ReadonlyMap<string, JobOutcome>,
  cancelled: () => boolean,
) {
  const all = ancestors(jobs, job.id);
  const results = (ids: string[]) => (ids.length === 0 ? all : ids).map((id) => outcomes.get(id)?.result);
  return {
    success: (...ids: string[]) => !cancelled() && results(ids).every((result) => result === 'success'),
    failure: (...ids: string[]) => !cancelled() && results(ids).some((result) => result === 'failure'),
    cancelled,
    always: () => true,
  };
}

/** Result of several jobs taken together: one failure fails, one cancellation cancels, all skipped is skipped. */
export function combineConclusions(conclusions: readonly Conclusion[]): Conclusion {
  if (conclusions.includes('failure')) return 'failure';
  if (conclusions.includes('cancelled')) return 'cancelled';
  if (conclusions.length > 0 && conclusions.every((conclusion) => conclusion === 'skipped')) return 'skipped';
  return 'success';
}

/** The `needs` context of a job. */
export function needsContext(job: Job, outcomes: ReadonlyMap<string, JobOutcome>): Record<string, JobOutcome> {
  return Object.fromEntries(job.needs.flatMap((id) => (outcomes.has(id) ? [[id, outcomes.get(id)!]] : [])));
}
