import type { ActionContext } from '@model-delivery/action-kit';
import { EvidenceError, PermissionError } from '@model-delivery/core';
import {
  type GitHubClient,
  mergedPullRequestOf,
  type PullRequestFacts,
  pullRequest,
  pullRequestOfRun,
  type RepositoryName,
  type RunFacts,
  workflowRun,
} from '@model-delivery/github';
import { isForkPullRequest, readEvent } from '@model-delivery/use-cases';

/** Where a report goes, and what is known about the run it is about. All of it comes from the event or the API. */
export interface ReportTarget {
  /** `fork`: the documents were made by code of a fork. */
  trust: 'own' | 'fork';
  pull: PullRequestFacts | null;
  /** The pull request has another head commit than this run: nothing is published. */
  movedOn: boolean;
  /** The run is one of the commit that the merge made. */
  afterMerge: boolean;
  /** Commit the check run stands on. */
  sha: string;
  run: { id: number; run: number; attempt: number; url?: string };
}

/** The target of a report in the run that made the documents. */
export async function ownTarget(context: ActionContext, repository: RepositoryName): Promise<ReportTarget> {
  const { env } = context.host;
  const event = readEvent(env);
  const id = Number(env.GITHUB_RUN_ID);
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const run = {
    id,
    run: Number(env.GITHUB_RUN_NUMBER ?? 1),
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
    url: `${server}/${repository.owner}/${repository.repo}/actions/runs/${id}`,
  };
  const trust = isForkPullRequest(event) ? 'fork' : 'own';
  if (event.pull_request) {
    const { number, head } = event.pull_request;
    const pull = await unlessForbidden(context, (client) => pullRequest(client, repository, number));
    return { trust, pull, movedOn: pull !== null && pull.headSha !== head.sha, afterMerge: false, sha: head.sha, run };
  }
  const sha = event.merge_group?.head_sha ?? env.GITHUB_SHA ?? '';
  const pull =
    env.GITHUB_EVENT_NAME === 'push'
      ? await unlessForbidden(context, (client) => mergedPullRequestOf(client, repository, sha))
      : null;
  return { trust, pull, movedOn: false, afterMerge: pull !== null, sha, run };
}

/** A token that may not even read pull requests costs the comment, not the report. */
async function unlessForbidden<T>(
  context: ActionContext,
  read: (client: GitHubClient) => Promise<T>,
): Promise<T | null> {
  try {
    return await read(await context.client());
  } catch (error) {
    if (!(error instanceof PermissionError)) throw error;
    // Reading is only the first step: asking for `read` would cost the user a second run without a comment.
    const hint = error.hint?.replace('pull-requests: read', 'pull-requests: write') ?? '';
    context.host.log.warning(`${error.message}\n${hint}`);
    return null;
  }
}

/**
 * The target of a report about another run: the trusted half for forks. The run must be one of `pull_request` (of the given
 * workflow file, where one is given); its pull request comes from the API, never from an artifact.
 */
export async function runTarget(
  context: ActionContext,
  repository: RepositoryName,
  runId: number,
  workflowPath: string | undefined,
): Promise<ReportTarget> {
  const client = await context.client();
  const run = await workflowRun(client, repository, runId);
  refuseOtherRuns(run, workflowPath);
  const about = {
    sha: run.headSha,
    run: { id: run.id, run: run.runNumber, attempt: run.attempt, url: run.htmlUrl },
  };
  try {
    const pull = await pullRequestOfRun(client, repository, run);
    return { trust: pull.fork ? 'fork' : 'own', pull, movedOn: false, afterMerge: false, ...about };
  } catch (error) {
    if (!(error instanceof EvidenceError && error.code === 'PULL_REQUEST_MOVED')) throw error;
    // Whose code ran is not known any more, so nobody's word is taken for it.
    return { trust: 'fork', pull: null, movedOn: true, afterMerge: false, ...about };
  }
}

function refuseOtherRuns(run: RunFacts, workflowPath: string | undefined): void {
  const wrongEvent = run.event !== 'pull_request';
  if (!wrongEvent && (workflowPath === undefined || run.path === workflowPath)) return;
  throw new EvidenceError({
    code: 'RUN_NOT_REPORTED',
    message: wrongEvent
      ? `Run ${run.id} was started by ${run.event}; only runs of pull_request are reported.`
      : `Run ${run.id} is of the workflow ${run.path}, not of ${workflowPath}.`,
    hint: 'Two workflows can share a name; the path in `workflow-path` says which one is meant.',
  });
}
