import { EvidenceError } from '@model-delivery/core';
import type { GitHubClient, RepositoryName } from './client.ts';

/** The pull request a report belongs to. */
export interface PullRequestFacts {
  number: number;
  state: 'open' | 'closed';
  headSha: string;
  baseSha: string;
  baseRef: string;
  fork: boolean;
}

interface PullAnswer {
  number: number;
  state: string;
  merged_at?: string | null;
  head: { sha: string; ref: string; repo: { id: number; owner: { login: string } } | null };
  base: { sha: string; ref: string; repo: { id: number } };
}

function facts(pull: PullAnswer): PullRequestFacts {
  return {
    number: pull.number,
    state: pull.state === 'open' ? 'open' : 'closed',
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    baseRef: pull.base.ref,
    fork: pull.head.repo?.id !== pull.base.repo.id,
  };
}

/** A pull request by number. */
export async function pullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequestFacts> {
  const { data } = await client.rest.pulls.get({ ...repository, pull_number: number });
  return facts(data);
}

/** The newest merged pull request of a commit on the default branch; null when there is none. */
export async function mergedPullRequestOf(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
): Promise<PullRequestFacts | null> {
  const { data } = await client.rest.repos.listPullRequestsAssociatedWithCommit({
    ...repository,
    commit_sha: sha,
    per_page: 100,
  });
  const merged = data
    .filter((pull) => pull.merged_at)
    .sort((a, b) => Date.parse(b.merged_at!) - Date.parse(a.merged_at!) || b.number - a.number);
  return merged[0] ? facts(merged[0]) : null;
}

/** What the API says of a workflow run. */
export interface RunFacts {
  id: number;
  runNumber: number;
  attempt: number;
  event: string;
  path: string;
  headSha: string;
  headBranch: string;
  headOwner: string;
  htmlUrl: string;
  conclusion: string | null;
}

/** A workflow run by id. */
export async function workflowRun(client: GitHubClient, repository: RepositoryName, runId: number): Promise<RunFacts> {
  const { data } = await client.rest.actions.getWorkflowRun({ ...repository, run_id: runId });
  return {
    id: data.id,
    runNumber: data.run_number,
    attempt: data.run_attempt ?? 1,
    event: data.event,
    path: data.path.split('@')[0]!,
    headSha: data.head_sha,
    headBranch: data.head_branch ?? '',
    headOwner: data.head_repository?.owner?.login ?? '',
    htmlUrl: data.html_url,
    conclusion: data.conclusion ?? null,
  };
}

/**
 * The pull request of a `pull_request` run, from the API alone: by the head's owner and branch (the run's own list is empty
 * for forks), exactly one open, with the same head commit as the run.
 * @throws EvidenceError when none or several match, or the head has moved since.
 */
export async function pullRequestOfRun(
  client: GitHubClient,
  repository: RepositoryName,
  run: RunFacts,
): Promise<PullRequestFacts> {
  // Without an owner GitHub ignores the filter and lists every pull request.
  const open = run.headOwner === '' || run.headBranch === '' ? [] : await openPullsOf(client, repository, run);
  const same = open.filter((pull) => pull.head.sha === run.headSha);
  if (same.length === 1) return facts(same[0]!);
  const [code, hint] = whyNotOne(open.length, same.length);
  throw new EvidenceError({
    code,
    message:
      `Looking for the open pull request of run ${run.id} (${run.headOwner || 'deleted repository'}:${run.headBranch} at ${run.headSha}): ` +
      `found ${open.length}, of which ${same.length} at that commit.`,
    hint,
  });
}

async function openPullsOf(client: GitHubClient, repository: RepositoryName, run: RunFacts): Promise<PullAnswer[]> {
  const { data } = await client.rest.pulls.list({
    ...repository,
    state: 'open',
    head: `${run.headOwner}:${run.headBranch}`,
    per_page: 100,
  });
  const owner = run.headOwner.toLowerCase();
  return data.filter((pull) => pull.head.ref === run.headBranch && pull.head.repo?.owner.login.toLowerCase() === owner);
}

function whyNotOne(open: number, same: number): [code: string, hint: string] {
  if (same > 1) {
    return [
      'PULL_REQUEST_AMBIGUOUS',
      'One branch has several open pull requests: close all but one, then run the job again.',
    ];
  }
  if (open > 0) {
    return ['PULL_REQUEST_MOVED', 'The branch has moved on; the run of its newest commit reports instead.'];
  }
  return [
    'PULL_REQUEST_NOT_FOUND',
    'Nothing is reported: the identity of a pull request is never taken from an artifact.',
  ];
}
