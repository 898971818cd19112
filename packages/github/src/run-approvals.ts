import type { GitHubClient, RepositoryName } from './client.ts';

/** A reviewer's approval of a run that waited for an environment. */
export interface RunApproval {
  by: string;
  environment: string | null;
  comment: string | null;
}

/**
 * The newest approval of a workflow run, as GitHub recorded it; null when nobody approved, or when the newest answer of the
 * same environment is a rejection. Nothing of it can be set by the run itself.
 */
export async function runApproval(
  client: GitHubClient,
  repository: RepositoryName,
  runId: number,
): Promise<RunApproval | null> {
  const { data } = await client.rest.actions.getReviewsForRun({ ...repository, run_id: runId });
  const approved = data.filter((review) => review.state === 'approved');
  const review = approved.at(-1);
  if (review === undefined || data.at(-1)?.state === 'rejected') return null;
  return {
    by: review.user.login,
    environment: review.environments[0]?.name ?? null,
    comment: review.comment === '' ? null : review.comment.slice(0, 4096),
  };
}
