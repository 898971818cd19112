import { ApiError, notFound, unprocessable, validationFailed } from '../api-error.ts';
import { type ApiRequest, bodyOf, created, list, noContent, type Operations, ok, type Reply } from '../operation.ts';
import type { DeploymentRecord, DeploymentStatusRecord, EnvironmentRecord } from '../records.ts';
import { deployment, deploymentStatus, environment } from '../representations/deployment.ts';

const MAX_DESCRIPTION = 140;
/** States after which a deployment may be deleted. */
const INACTIVE = new Set(['inactive', 'failure', 'error']);

function checkDescription(resource: string, description: string | null | undefined): void {
  if ((description?.length ?? 0) <= MAX_DESCRIPTION) return;
  const message = `description is too long (maximum is ${MAX_DESCRIPTION} characters)`;
  throw validationFailed({ resource, field: 'description', code: 'custom', message });
}

interface DeploymentBody {
  ref: string;
  task?: string;
  auto_merge?: boolean;
  required_contexts?: string[];
  payload?: unknown;
  environment?: string;
  description?: string | null;
  transient_environment?: boolean;
  production_environment?: boolean;
}

/** Refuses, like GitHub, while commit statuses or check runs of the commit are not all successful. */
function checkContexts({ repository }: ApiRequest, sha: string, contexts: string[] | undefined): void {
  const states = new Map<string, boolean>();
  for (const status of repository.statuses)
    if (status.sha === sha) states.set(status.context, status.state === 'success');
  for (const check of repository.checkRuns.values()) {
    if (check.headSha === sha)
      states.set(check.name, ['success', 'neutral', 'skipped'].includes(check.conclusion ?? ''));
  }
  for (const job of repository.actions.jobs.values()) {
    if (repository.actions.runs.get(job.runId)?.headSha === sha) states.set(job.name, job.conclusion === 'success');
  }
  const asked = contexts ?? [...states.keys()];
  const failing = asked.filter((name) => states.get(name) !== true);
  if (failing.length === 0) return;
  throw new ApiError(409, `Conflict: Commit status checks failed for ${sha.slice(0, 7)}: ${failing.join(', ')}`);
}

/**
 * Unless `auto_merge` is false, GitHub first merges the default branch into a branch that lacks some of it, and answers
 * 202 without making a deployment.
 */
function autoMerge({ world, repository, grant }: ApiRequest, ref: string): Reply | undefined {
  const { git, defaultBranch } = repository;
  const branch = git.readRef(`refs/heads/${ref}`);
  const base = git.readRef(`refs/heads/${defaultBranch}`);
  if (branch === undefined || base === undefined || git.isAncestor(base.sha, branch.sha)) return undefined;
  const tree = git.mergedTree(branch.sha, base.sha);
  if (tree === undefined) throw new ApiError(409, `Conflict merging ${defaultBranch} into ${ref}`);
  const account = world.accounts.get(grant.login);
  const email = `${account.id}+${account.login}@users.noreply.github.com`;
  const author = { name: account.login, email, date: world.now() };
  const message = `Merge ${defaultBranch} into ${ref}`;
  const merged = git.writeCommit({ tree, parents: [branch.sha, base.sha], message, author, committer: author });
  git.setRef(`refs/heads/${ref}`, merged, branch.sha);
  return { status: 202, body: { message: `Auto-merged ${defaultBranch} into ${ref} on deployment.` } };
}

function createDeployment(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  const body = bodyOf<DeploymentBody>(request);
  checkDescription('Deployment', body.description);
  const sha = repository.git.resolveCommit(body.ref);
  if (sha === undefined) throw unprocessable(`No ref found for: ${body.ref}`);
  const merged = body.auto_merge === false ? undefined : autoMerge(request, body.ref);
  if (merged !== undefined) return merged;
  checkContexts(request, sha, body.required_contexts);
  const name = body.environment ?? 'production';
  const now = world.now();
  const record: DeploymentRecord = {
    id: world.nextId(),
    sha,
    ref: body.ref,
    task: body.task ?? 'deploy',
    payload: body.payload ?? {},
    environment: name,
    originalEnvironment: name,
    description: body.description ?? null,
    creator: grant.login,
    transient: body.transient_environment ?? false,
    production: body.production_environment ?? name === 'production',
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.set(record.id, record);
  if (!repository.environments.has(name)) repository.addEnvironment(name);
  return created(deployment(world, repository, record));
}

function theDeployment({ repository, params }: ApiRequest): DeploymentRecord {
  const record = repository.deployments.get(Number(params.deployment_id));
  if (record === undefined) throw notFound();
  return record;
}

interface StatusBody {
  state: DeploymentStatusRecord['state'];
  target_url?: string;
  log_url?: string;
  description?: string;
  environment?: string;
  environment_url?: string;
  auto_inactive?: boolean;
}

function addStatus(request: ApiRequest, record: DeploymentRecord, body: StatusBody): DeploymentStatusRecord {
  const status: DeploymentStatusRecord = {
    id: request.world.nextId(),
    state: body.state,
    description: body.description ?? '',
    environment: body.environment ?? record.environment,
    environmentUrl: body.environment_url ?? '',
    logUrl: body.log_url ?? body.target_url ?? '',
    creator: request.grant.login,
    createdAt: request.world.now(),
  };
  record.statuses.push(status);
  record.updatedAt = status.createdAt;
  return status;
}

/** `success` makes earlier deployments of the same environment inactive, unless asked not to. */
function createStatus(request: ApiRequest): Reply {
  const { world, repository } = request;
  const body = bodyOf<StatusBody>(request);
  checkDescription('DeploymentStatus', body.description);
  const record = theDeployment(request);
  const status = addStatus(request, record, body);
  if (body.state === 'success' && body.auto_inactive !== false) {
    for (const other of repository.deployments.values()) {
      const earlier = other.id < record.id && other.environment === record.environment && !other.transient;
      if (earlier && other.statuses.at(-1)?.state === 'success') addStatus(request, other, { state: 'inactive' });
    }
  }
  return created(deploymentStatus(world, repository, record.id, status));
}

function listDeployments(request: ApiRequest): Reply {
  const { world, repository, query } = request;
  const same = (name: string, value: string) => query[name] === undefined || query[name] === value;
  const found = [...repository.deployments.values()].filter(
    (record) =>
      same('sha', record.sha) &&
      same('ref', record.ref) &&
      same('task', record.task) &&
      same('environment', record.environment),
  );
  return list(request, found.reverse(), (record) => deployment(world, repository, record));
}

function deleteDeployment(request: ApiRequest): Reply {
  const record = theDeployment(request);
  const active = record.statuses.length > 0 && !INACTIVE.has(record.statuses.at(-1)!.state);
  if (active && request.repository.deployments.size > 1)
    throw unprocessable(
      'We cannot delete an active deployment unless it is the only deployment in a given environment.',
    );
  request.repository.deployments.delete(record.id);
  return noContent();
}

function theEnvironment({ repository, params }: ApiRequest): EnvironmentRecord {
  const record = repository.environments.get(params.environment_name!);
  if (record === undefined) throw notFound();
  return record;
}

export const DEPLOYMENT_OPERATIONS: Operations = {
  'repos/create-deployment': createDeployment,
  'repos/create-deployment-status': createStatus,
  'repos/delete-deployment': deleteDeployment,
  'repos/get-all-environments': (request) => {
    const { world, repository } = request;
    const all = [...repository.environments.values()];
    return list(request, all, (record) => environment(world, repository, record), 'environments');
  },
  'repos/get-deployment': (request) => ok(deployment(request.world, request.repository, theDeployment(request))),
  'repos/get-environment': (request) => ok(environment(request.world, request.repository, theEnvironment(request))),
  'repos/list-deployment-statuses': (request) => {
    const { world, repository } = request;
    const record = theDeployment(request);
    const newestFirst = [...record.statuses].reverse();
    return list(request, newestFirst, (status) => deploymentStatus(world, repository, record.id, status));
  },
  'repos/list-deployments': listDeployments,
};
