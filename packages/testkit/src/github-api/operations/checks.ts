import { ApiError, notFound, unprocessable, validationFailed } from '../api-error.ts';
import { type ApiRequest, bodyOf, created, list, type Operations, ok, type Reply } from '../operation.ts';
import type { AnnotationRecord, CheckConclusion, CheckRunRecord, JobRecord } from '../records.ts';
import { ACTIONS_APP, appOfBot } from '../representations/account.ts';
import { annotation, checkRun, commitStatus } from '../representations/check-run.ts';
import { minimalRepository, repoUrl } from '../representations/repository.ts';

interface CheckBody {
  name?: string;
  head_sha?: string;
  status?: CheckRunRecord['status'];
  conclusion?: CheckConclusion;
  started_at?: string;
  completed_at?: string;
  external_id?: string;
  details_url?: string;
  output?: { title?: string; summary?: string; text?: string; annotations?: AnnotationRecord[] };
  actions?: CheckRunRecord['actions'];
}

const MAX_OUTPUT_LENGTH = 65_535;
const MAX_ANNOTATIONS_PER_REQUEST = 50;

/** A person's token cannot write check runs. */
function appOf({ grant }: ApiRequest): string {
  if (grant.kind === 'user') throw new ApiError(403, 'You must authenticate via a GitHub App.');
  return appOfBot(grant.login);
}

function checkOutput(output: CheckBody['output']): void {
  const field = (['summary', 'text'] as const).find((name) => (output?.[name]?.length ?? 0) > MAX_OUTPUT_LENGTH);
  if (field !== undefined) throw validationFailed({ resource: 'CheckRun', field: `output.${field}`, code: 'too_long' });
  if ((output?.annotations?.length ?? 0) > MAX_ANNOTATIONS_PER_REQUEST) {
    throw validationFailed({ resource: 'CheckRun', field: 'annotations', code: 'invalid' });
  }
}

/** Applies the fields of a request; annotations are appended, as GitHub does on every update. */
function apply(record: CheckRunRecord, body: CheckBody, now: string): void {
  checkOutput(body.output);
  if (body.status === 'completed' && body.conclusion === undefined && record.conclusion === null) {
    throw validationFailed({ resource: 'CheckRun', field: 'conclusion', code: 'missing_field' });
  }
  record.name = body.name ?? record.name;
  record.externalId = body.external_id ?? record.externalId;
  record.detailsUrl = body.details_url ?? record.detailsUrl;
  record.actions = body.actions ?? record.actions;
  record.startedAt = body.started_at ?? record.startedAt ?? now;
  if (body.output !== undefined) {
    const { title, summary, text, annotations } = body.output;
    const kept = record.output;
    record.output = { title: title ?? kept.title, summary: summary ?? kept.summary, text: text ?? kept.text };
    record.annotations.push(...(annotations ?? []));
  }
  // A conclusion completes the run even when `status` is not given.
  record.status = body.conclusion === undefined ? (body.status ?? record.status) : 'completed';
  if (body.conclusion !== undefined) record.conclusion = body.conclusion;
  if (record.status === 'completed') record.completedAt = body.completed_at ?? record.completedAt ?? now;
  else Object.assign(record, { conclusion: null, completedAt: null });
}

function createCheck(request: ApiRequest): Reply {
  const { world, repository } = request;
  const body = bodyOf<CheckBody>(request);
  const app = appOf(request);
  if (repository.git.objectType(body.head_sha!) !== 'commit')
    throw unprocessable(`No commit found for SHA: ${body.head_sha}`);
  const record: CheckRunRecord = {
    id: world.nextId(),
    name: body.name!,
    headSha: body.head_sha!,
    app,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    externalId: '',
    detailsUrl: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  apply(record, body, world.now());
  repository.checkRuns.set(record.id, record);
  return created(checkRun(world, repository, record));
}

/** A job is a check run of the App "GitHub Actions", too; nobody may change it. */
function jobAsCheckRun(request: ApiRequest, job: JobRecord): CheckRunRecord {
  const run = request.repository.actions.runs.get(job.runId)!;
  const status = job.status === 'completed' || job.status === 'in_progress' ? job.status : 'queued';
  return {
    id: job.id,
    name: job.name,
    headSha: run.headSha,
    app: ACTIONS_APP,
    status,
    conclusion: job.conclusion,
    startedAt: job.startedAt,
    completedAt: job.completedAt,
    externalId: '',
    detailsUrl: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
}

function theCheck(request: ApiRequest): CheckRunRecord {
  const id = Number(request.params.check_run_id);
  const job = request.repository.actions.jobs.get(id);
  const found = request.repository.checkRuns.get(id) ?? (job === undefined ? undefined : jobAsCheckRun(request, job));
  if (found === undefined) throw notFound();
  return found;
}

function updateCheck(request: ApiRequest): Reply {
  const { world, repository } = request;
  const record = theCheck(request);
  if (appOf(request) !== record.app || !repository.checkRuns.has(record.id)) {
    throw new ApiError(403, 'Invalid app_id - check run can only be modified by the GitHub App that created it.');
  }
  apply(record, bodyOf<CheckBody>(request), world.now());
  return ok(checkRun(world, repository, record));
}

function theCommit(request: ApiRequest): string {
  const name = request.params.ref ?? request.params.sha ?? '';
  const sha = request.repository.git.resolveCommit(name);
  if (sha === undefined) throw unprocessable(`No commit found for SHA: ${name}`);
  return sha;
}

/** `filter=latest` (the default) keeps the newest check run of each name in a suite. */
function listChecks(request: ApiRequest): Reply {
  const { world, repository, query } = request;
  const sha = theCommit(request);
  const jobs = [...repository.actions.jobs.values()].map((job) => jobAsCheckRun(request, job));
  const all = [...repository.checkRuns.values(), ...jobs].filter((record) => record.headSha === sha);
  const found = all.filter(
    (record) =>
      (query.check_name === undefined || record.name === query.check_name) &&
      (query.status === undefined || record.status === query.status),
  );
  found.sort((a, b) => b.id - a.id);
  const keys = found.map((record) => `${record.app} ${record.name}`);
  const latest = query.filter === 'all' ? found : found.filter((_, index) => keys.indexOf(keys[index]!) === index);
  return list(request, latest, (record) => checkRun(world, repository, record), 'check_runs');
}

function listAnnotations(request: ApiRequest): Reply {
  const { world, repository } = request;
  const record = theCheck(request);
  return list(request, record.annotations, (item) => annotation(world, repository, record.headSha, item));
}

interface StatusBody {
  state: 'error' | 'failure' | 'pending' | 'success';
  context?: string;
  description?: string | null;
  target_url?: string | null;
}

const MAX_STATUS_DESCRIPTION = 140;

function createStatus(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  const body = bodyOf<StatusBody>(request);
  if ((body.description?.length ?? 0) > MAX_STATUS_DESCRIPTION) {
    const message = `description is too long (maximum is ${MAX_STATUS_DESCRIPTION} characters)`;
    throw validationFailed({ resource: 'Status', field: 'description', code: 'custom', message });
  }
  const record = {
    id: world.nextId(),
    sha: theCommit(request),
    state: body.state,
    context: body.context ?? 'default',
    description: body.description ?? null,
    targetUrl: body.target_url ?? null,
    creator: grant.login,
    createdAt: world.now(),
  };
  repository.statuses.push(record);
  return created(commitStatus(world, repository, record));
}

function statusesOf(request: ApiRequest, sha: string) {
  return request.repository.statuses.filter((record) => record.sha === sha).reverse();
}

function combinedStatus(request: ApiRequest): Reply {
  const { world, repository } = request;
  const sha = theCommit(request);
  const all = statusesOf(request, sha);
  const latest = all.filter((record, index) => all.findIndex((other) => other.context === record.context) === index);
  const states = new Set(latest.map((record) => record.state));
  const failed = states.has('failure') || states.has('error');
  const state = failed ? 'failure' : latest.length === 0 || states.has('pending') ? 'pending' : 'success';
  return ok({
    state,
    sha,
    total_count: latest.length,
    statuses: latest.map((record) => {
      const { creator: _, ...simple } = commitStatus(world, repository, record);
      return simple;
    }),
    repository: minimalRepository(world, repository),
    commit_url: repoUrl(world, repository, `commits/${sha}`),
    url: repoUrl(world, repository, `commits/${sha}/status`),
  });
}

export const CHECK_OPERATIONS: Operations = {
  'checks/create': createCheck,
  'checks/get': (request) => ok(checkRun(request.world, request.repository, theCheck(request))),
  'checks/list-annotations': listAnnotations,
  'checks/list-for-ref': listChecks,
  'checks/update': updateCheck,
  'repos/create-commit-status': createStatus,
  'repos/get-combined-status-for-ref': combinedStatus,
  'repos/list-commit-statuses-for-ref': (request) => {
    const { world, repository } = request;
    return list(request, statusesOf(request, theCommit(request)), (record) => commitStatus(world, repository, record));
  },
};
