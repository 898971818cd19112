import type { StoredArtifact } from '../../artifact-service/artifact-store.ts';
import { ApiError, notFound, unprocessable } from '../api-error.ts';
import { isoSeconds } from '../git/git-repository.ts';
import { isObject, type JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import { type ApiRequest, bodyOf, list, noContent, type Operations, ok, type Reply } from '../operation.ts';
import type { WorkflowRunRecord } from '../records.ts';
import { pageUrl, repoUrl } from '../representations/repository.ts';
import { job, runReview, workflow, workflowRun } from '../representations/workflow-run.ts';
import type { Workflow } from '../workflow-runs.ts';

/** How long the address of an artifact's content lives. */
const DOWNLOAD_SECONDS = 60;
const MAX_INPUTS = { 'github.com': 25, ghes: 10 };

function theRun({ repository, params }: ApiRequest): WorkflowRunRecord {
  const run = repository.actions.runs.get(Number(params.run_id));
  if (run === undefined) throw notFound();
  return run;
}

function theWorkflow({ repository, params }: ApiRequest): Workflow {
  const found = repository.actions.findWorkflow(params.workflow_id!);
  if (found === undefined) throw notFound();
  return found;
}

/** `created` knows a date, `>=` and the like, and ranges `a..b`. */
function createdMatches(filter: string | undefined, time: string): boolean {
  if (filter === undefined) return true;
  const range = /^(.+)\.\.(.+)$/.exec(filter);
  if (range !== null) return (range[1] === '*' || time >= range[1]!) && (range[2] === '*' || time <= `${range[2]}~`);
  const bound = /^(>=|<=|>|<)?(.+)$/.exec(filter)!;
  const value = bound[2]!;
  if (bound[1] === undefined) return time.startsWith(value);
  if (bound[1][0] === '>') return bound[1] === '>=' ? time >= value : time > `${value}~`;
  return bound[1] === '<=' ? time <= `${value}~` : time < value;
}

function listRuns(request: ApiRequest, of: (run: WorkflowRunRecord) => boolean): Reply {
  const { world, repository, query } = request;
  const same = (name: string, value: string | null) => query[name] === undefined || query[name] === value;
  const found = [...repository.actions.runs.values()].filter(
    (run) =>
      of(run) &&
      same('actor', run.actor) &&
      same('branch', run.headBranch) &&
      same('event', run.event) &&
      same('head_sha', run.headSha) &&
      (same('status', run.status) || same('status', run.conclusion)) &&
      createdMatches(query.created, run.createdAt),
  );
  return list(request, found.reverse(), (run) => workflowRun(world, repository, run), 'workflow_runs');
}

function listJobs(request: ApiRequest, attempt: number | 'all'): Reply {
  const { world, repository } = request;
  const run = theRun(request);
  const jobs = [...repository.actions.jobs.values()].filter(
    (found) => found.runId === run.id && (attempt === 'all' || found.runAttempt === attempt),
  );
  return list(request, jobs, (found) => job(world, repository, found), 'jobs');
}

function getJob({ world, repository, params }: ApiRequest): Reply {
  const found = repository.actions.jobs.get(Number(params.job_id));
  if (found === undefined) throw notFound();
  return ok(job(world, repository, found));
}

function cancelRun(request: ApiRequest): Reply {
  const run = theRun(request);
  if (run.status === 'completed') throw new ApiError(409, 'Cannot cancel a workflow run that is completed.');
  request.repository.actions.update(run.id, { status: 'completed', conclusion: 'cancelled' });
  return { status: 202, body: {} };
}

/** `artifact`. */
function shownArtifact({ world, repository }: ApiRequest, artifact: StoredArtifact): JsonObject {
  const url = repoUrl(world, repository, `actions/artifacts/${artifact.id}`);
  const run = repository.actions.runs.get(artifact.runId);
  const workflowRunOf = run && {
    id: run.id,
    repository_id: repository.id,
    head_repository_id: run.headRepository.id,
    head_branch: run.headBranch,
    head_sha: run.headSha,
  };
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.content.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: world.artifacts.isExpired(artifact),
    created_at: isoSeconds(artifact.createdAt),
    expires_at: isoSeconds(artifact.expiresAt),
    updated_at: isoSeconds(artifact.createdAt),
    digest: artifact.digest,
    workflow_run: workflowRunOf ?? null,
  };
}

function listArtifacts(request: ApiRequest, runId?: number): Reply {
  const { world, repository, query } = request;
  const all = world.artifacts.list(repository.fullName, runId);
  const found = query.name === undefined ? all : all.filter((artifact) => artifact.name === query.name);
  if (query.direction === 'asc') found.reverse();
  return list(request, found, (artifact) => shownArtifact(request, artifact), 'artifacts');
}

function theArtifact({ world, repository, params }: ApiRequest): StoredArtifact {
  const artifact = world.artifacts.get(Number(params.artifact_id));
  if (artifact === undefined || artifact.repository !== repository.fullName) throw notFound();
  return artifact;
}

function downloadArtifact(request: ApiRequest): Reply {
  const { world, params } = request;
  const artifact = theArtifact(request);
  if (params.archive_format !== 'zip') throw notFound();
  if (world.artifacts.isExpired(artifact)) throw new ApiError(410, 'Artifact has expired');
  const location = world.signer.sign(world.blobUrl, `/artifacts/${artifact.id}`, 'read', DOWNLOAD_SECONDS);
  return { status: 302, headers: { location } };
}

/** The declared inputs filled with what was sent and the defaults; throws GitHub's 422. */
function checkedInputs(declared: JsonObject, sent: JsonObject): Record<string, string> {
  const unexpected = Object.keys(sent).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const inputs: Record<string, string> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    const { required, default: preset, type, options } = isObject(declaration) ? declaration : {};
    const value = sent[name] ?? preset;
    if (value === undefined || value === '') {
      if (required === true) throw unprocessable(`Required input '${name}' not provided`);
      continue;
    }
    if (type === 'choice' && Array.isArray(options) && !options.map(String).includes(String(value))) {
      throw unprocessable(`Provided value '${String(value)}' for input '${name}' not in the list of allowed values`);
    }
    inputs[name] = String(value);
  }
  return inputs;
}

function dispatch(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  type Body = { ref: string; inputs?: JsonObject; return_run_details?: boolean };
  const body = bodyOf<Body>(request);
  const target = theWorkflow(request);
  if (world.flavour === 'ghes' && body.return_run_details !== undefined) {
    throw new ApiError(400, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
  }
  const limit = MAX_INPUTS[world.flavour];
  if (Object.keys(body.inputs ?? {}).length > limit) throw unprocessable(`you may only define up to ${limit} inputs`);
  const ref = body.ref.replace(/^refs\/(heads|tags)\//, '');
  const sha = repository.git.resolveCommit(ref);
  if (sha === undefined) throw unprocessable(`No ref found for: ${body.ref}`);
  const declared = repository.actions.dispatchInputs(target.path, sha);
  if (declared === undefined) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const inputs = checkedInputs(declared, body.inputs ?? {});
  const actor = grant.login;
  const event = 'workflow_dispatch';
  const run = repository.actions.add({
    workflowPath: target.path,
    event,
    headSha: sha,
    headBranch: ref,
    actor,
    displayTitle: target.name,
  });
  world.emit({ name: event, repository, workflowPath: target.path, ref, sha, inputs, runId: run.id, actor });
  if (body.return_run_details !== true) return noContent();
  return ok({
    workflow_run_id: run.id,
    run_url: repoUrl(world, repository, `actions/runs/${run.id}`),
    html_url: pageUrl(world, repository, `actions/runs/${run.id}`),
  });
}

export const ACTIONS_OPERATIONS: Operations = {
  'actions/cancel-workflow-run': cancelRun,
  'actions/create-workflow-dispatch': dispatch,
  'actions/delete-artifact': (request) => {
    request.world.artifacts.delete(theArtifact(request).id);
    return noContent();
  },
  'actions/download-artifact': downloadArtifact,
  'actions/get-artifact': (request) => ok(shownArtifact(request, theArtifact(request))),
  'actions/get-job-for-workflow-run': getJob,
  'actions/get-workflow': (request) => ok(workflow(request.world, request.repository, theWorkflow(request))),
  'actions/get-reviews-for-run': (request) => {
    const { world, repository } = request;
    return ok(theRun(request).reviews.map((review) => runReview(world, repository, review)));
  },
  'actions/get-workflow-run': (request) => ok(workflowRun(request.world, request.repository, theRun(request))),
  'actions/list-artifacts-for-repo': (request) => listArtifacts(request),
  'actions/list-jobs-for-workflow-run': (request) =>
    listJobs(request, request.query.filter === 'all' ? 'all' : theRun(request).runAttempt),
  'actions/list-jobs-for-workflow-run-attempt': (request) => listJobs(request, Number(request.params.attempt_number)),
  'actions/list-repo-workflows': (request) => {
    const { world, repository } = request;
    return list(request, repository.actions.workflows(), (found) => workflow(world, repository, found), 'workflows');
  },
  'actions/list-workflow-run-artifacts': (request) => listArtifacts(request, theRun(request).id),
  'actions/list-workflow-runs': (request) => {
    const { path } = theWorkflow(request);
    return listRuns(request, (run) => run.workflowPath === path);
  },
  'actions/list-workflow-runs-for-repo': (request) => listRuns(request, () => true),
};
