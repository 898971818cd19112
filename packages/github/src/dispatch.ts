import { ConfigError, type DeliveryError, ExternalError } from '@model-delivery/core';
import { mayHaveHappened, statusOf } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';

/** A workflow to start: its file name, the branch or tag it runs on, its inputs (at most 10: GHES takes no more). */
export interface WorkflowDispatch {
  workflow: string;
  ref: string;
  inputs: Readonly<Record<string, string>>;
}

/** The run a dispatch started, as far as the server tells; GHES tells nothing. */
export interface DispatchedRun {
  id: number | null;
  url: string | null;
}

/** The branch a workflow runs on unless the user says. */
export async function defaultBranch(client: GitHubClient, repository: RepositoryName): Promise<string> {
  const { data } = await client.rest.repos.get({ ...repository });
  return data.default_branch;
}

/**
 * Refuses a workflow that cannot be dispatched, before anything is written down.
 * @throws ConfigError when there is no such workflow or it is disabled.
 */
export async function checkWorkflow(client: GitHubClient, repository: RepositoryName, workflow: string): Promise<void> {
  const { data } = await client.rest.actions
    .getWorkflow({ ...repository, workflow_id: workflow })
    .catch((error: unknown) => {
      throw statusOf(error) === 404 ? workflowMissing(workflow, repository, error) : error;
    });
  if (data.state === 'active') return;
  throw new ConfigError({
    code: 'WORKFLOW_DISABLED',
    message: `The workflow ${workflow} of ${repository.owner}/${repository.repo} cannot be dispatched: it is ${data.state.replaceAll('_', ' ')}.`,
    hint: `Enable it: Actions, ${data.name}, "Enable workflow", or \`gh workflow enable ${workflow}\`. GitHub disables schedules of repositories that rest for 60 days.`,
  });
}

/**
 * Starts a workflow and asks for the id of its run. A server that refuses the question (GHES: 400 or 422) is asked without it.
 * A POST is never repeated after an answer that may hide a success.
 * @throws ConfigError when the workflow, the ref or the inputs do not fit; ExternalError otherwise ({@link mayHaveStarted}).
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  repository: RepositoryName,
  dispatch: WorkflowDispatch,
): Promise<DispatchedRun> {
  const request = { ...repository, workflow_id: dispatch.workflow, ref: dispatch.ref, inputs: { ...dispatch.inputs } };
  try {
    const { data } = await client.rest.actions.createWorkflowDispatch({ ...request, return_run_details: true });
    return runOf(data);
  } catch (error) {
    if (statusOf(error) !== 400 && statusOf(error) !== 422) throw explained(error, dispatch, repository);
  }
  // Older servers do not know the key; if something else is wrong they say so again, and then that is the error.
  try {
    const { data } = await client.rest.actions.createWorkflowDispatch(request);
    return runOf(data);
  } catch (error) {
    throw explained(error, dispatch, repository);
  }
}

/** Whether a dispatch that failed may nevertheless have started a run: a lost answer, a server that broke off. */
export const mayHaveStarted = mayHaveHappened;

function runOf(data: unknown): DispatchedRun {
  const details = (typeof data === 'object' && data !== null ? data : {}) as {
    workflow_run_id?: number;
    html_url?: string;
  };
  return { id: details.workflow_run_id ?? null, url: details.html_url ?? null };
}

function workflowMissing(workflow: string, repository: RepositoryName, cause: unknown): ConfigError {
  return new ConfigError({
    code: 'WORKFLOW_MISSING',
    message: `Looked for the workflow ${workflow} in ${repository.owner}/${repository.repo} and found none on the default branch.`,
    hint: 'Write `retraining.workflow` (input `workflow`) as the file name below .github/workflows, such as ml-retrain.yml, and merge that file; a token without `actions: read` sees no workflow either.',
    cause,
  });
}

/** GitHub's refusals in words of the configuration; anything else stays as it is. */
function explained(error: unknown, { workflow, ref, inputs }: WorkflowDispatch, repository: RepositoryName): unknown {
  const status = statusOf(error);
  if (status === 404) return workflowMissing(workflow, repository, error);
  if (status !== 400 && status !== 422) return error;
  const said = (error as DeliveryError).message;
  const refused = (code: string, found: string, hint: string) =>
    new ConfigError({ code, message: `Dispatching ${workflow} on ${ref} was refused: ${found}.`, hint, cause: error });
  if (/workflow_dispatch/.test(said)) {
    const hint = `Add \`workflow_dispatch:\` with an input \`reason\` to the \`on:\` of ${workflow}, on the branch ${ref}.`;
    return refused('WORKFLOW_WITHOUT_DISPATCH', 'it has no `workflow_dispatch` trigger', hint);
  }
  if (/No ref found/i.test(said)) {
    return refused(
      'WORKFLOW_REF_MISSING',
      `there is no branch or tag ${ref}`,
      'Correct the input `ref` or `retraining.ref`.',
    );
  }
  if (/inputs?\b/i.test(said)) {
    const names = Object.keys(inputs).join(', ');
    const hint = `Declare the input${names.includes(',') ? 's' : ''} ${names} under \`workflow_dispatch.inputs\` of ${workflow}, and give every other required input a default.`;
    return refused('WORKFLOW_INPUTS', `its inputs do not take ${names} (${said.slice(0, 300)})`, hint);
  }
  return refused('WORKFLOW_REFUSED', said.slice(0, 400), `Look at the \`on:\` of ${workflow} on ${ref}.`);
}

/** A run as the search for a lost dispatch sees it. */
interface ListedRun {
  id: number;
  html_url: string;
  display_title: string;
  created_at: string;
}

/**
 * The run that a dispatch started although nobody noted its id: dispatched on that branch since then, with `word` in its title
 * (`run-name: … ${{ inputs.reason }}`). Without any title that has it: the only run that was dispatched since then.
 * @param since ISO 8601; the server's clock may be a minute ahead or behind.
 */
export async function findDispatchedRun(
  client: GitHubClient,
  repository: RepositoryName,
  search: { workflow: string; ref: string; since: string; word: string },
): Promise<{ run: DispatchedRun; certain: boolean } | null> {
  const { data } = await client.rest.actions.listWorkflowRuns({
    ...repository,
    workflow_id: search.workflow,
    event: 'workflow_dispatch',
    branch: search.ref.replace(/^refs\/(?:heads|tags)\//, ''),
    per_page: 100,
  });
  const from = Date.parse(search.since) - 60_000;
  const runs = (data.workflow_runs as ListedRun[]).filter((run) => Date.parse(run.created_at) >= from);
  const named = runs.find((run) => run.display_title.includes(search.word));
  const run = named ?? (runs.length === 1 ? runs[0] : undefined);
  if (run !== undefined) return { run: { id: run.id, url: run.html_url }, certain: named !== undefined };
  if (runs.length === 0) return null;
  throw new ExternalError({
    code: 'DISPATCH_AMBIGUOUS',
    system: 'GitHub API',
    message: `A dispatch of ${search.workflow} was begun at ${search.since} and its outcome never noted; since then ${runs.length} runs were dispatched and none names ${search.word}.`,
    hint: `Give ${search.workflow} a \`run-name\` with \`\${{ inputs.reason }}\`, so that a run can be told from others. Until this is settled nothing is dispatched, so that nothing is dispatched twice.`,
    retryable: false,
  });
}
