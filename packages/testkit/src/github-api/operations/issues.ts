import { notFound, validationFailed } from '../api-error.ts';
import { type ApiRequest, bodyOf, created, list, noContent, type Operations, ok, type Reply } from '../operation.ts';
import type { CommentRecord, IssueRecord, PullRecord } from '../records.ts';
import { issue, issueComment, pullAsIssue } from '../representations/issue.ts';

/** GitHub's limit, in UTF-16 units; the description of the API does not state it. */
export const MAX_BODY_LENGTH = 65_536;

function checkBody(resource: string, body: string): void {
  if (body.length <= MAX_BODY_LENGTH) return;
  const message = `Body is too long (maximum is ${MAX_BODY_LENGTH} characters)`;
  throw validationFailed({ resource, field: 'data', code: 'unprocessable', message });
}

function theIssue(request: ApiRequest): IssueRecord | PullRecord {
  const number = Number(request.params.issue_number);
  const found = request.repository.issues.get(number) ?? request.repository.pulls.get(number);
  if (found === undefined) throw notFound();
  return found;
}

function theComment(request: ApiRequest): CommentRecord {
  const comment = request.repository.comments.get(Number(request.params.comment_id));
  if (comment === undefined) throw notFound();
  return comment;
}

function shownIssue({ world, repository }: ApiRequest, record: IssueRecord | PullRecord): unknown {
  return 'head' in record ? pullAsIssue(world, repository, record) : issue(world, repository, record);
}

function createComment(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  const { number } = theIssue(request);
  const { body } = bodyOf<{ body: string }>(request);
  if (body.trim() === '') throw validationFailed({ resource: 'IssueComment', field: 'body', code: 'missing_field' });
  checkBody('IssueComment', body);
  return created(issueComment(world, repository, repository.addComment(number, grant.login, body)));
}

function updateComment(request: ApiRequest): Reply {
  const { world, repository } = request;
  const comment = theComment(request);
  const { body } = bodyOf<{ body: string }>(request);
  checkBody('IssueComment', body);
  comment.body = body;
  comment.updatedAt = world.now();
  return ok(issueComment(world, repository, comment));
}

function listComments(request: ApiRequest): Reply {
  const { world, repository, query } = request;
  const { number } = theIssue(request);
  const since = query.since ?? '';
  const own = [...repository.comments.values()].filter(
    (comment) => comment.issueNumber === number && (since === '' || Date.parse(comment.updatedAt) >= Date.parse(since)),
  );
  return list(request, own, (comment) => issueComment(world, repository, comment));
}

interface IssueBody {
  title?: string;
  body?: string | null;
  labels?: (string | { name?: string })[];
  assignees?: string[];
  state?: 'open' | 'closed';
  state_reason?: string | null;
}

function labelNames(labels: IssueBody['labels']): string[] {
  return (labels ?? []).map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
}

function createIssue(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  const fields = bodyOf<IssueBody>(request);
  checkBody('Issue', fields.body ?? '');
  const now = world.now();
  const record: IssueRecord = {
    id: world.nextId(),
    number: repository.nextNumber(),
    title: String(fields.title),
    body: fields.body ?? null,
    author: grant.login,
    state: 'open',
    stateReason: null,
    labels: labelNames(fields.labels),
    assignees: fields.assignees ?? [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  };
  repository.issues.set(record.number, record);
  return created(issue(world, repository, record));
}

function updateIssue(request: ApiRequest): Reply {
  const { world } = request;
  const record = theIssue(request);
  const fields = bodyOf<IssueBody>(request);
  checkBody('Issue', fields.body ?? '');
  if (fields.title !== undefined) record.title = String(fields.title);
  if (fields.body !== undefined) record.body = fields.body;
  if (fields.labels !== undefined) record.labels = labelNames(fields.labels);
  if (fields.state !== undefined) {
    record.state = fields.state;
    record.closedAt = fields.state === 'closed' ? world.now() : null;
  }
  if ('stateReason' in record) {
    if (fields.assignees !== undefined) record.assignees = fields.assignees;
    if (fields.state !== undefined) {
      record.stateReason = fields.state_reason ?? (fields.state === 'closed' ? 'completed' : 'reopened');
    }
  }
  record.updatedAt = world.now();
  return ok(shownIssue(request, record));
}

function listIssues(request: ApiRequest): Reply {
  const { repository, query } = request;
  const state = query.state ?? 'open';
  const labels = (query.labels ?? '').split(',').filter((name) => name !== '');
  const all = [...repository.issues.values(), ...repository.pulls.list()].sort((a, b) => b.number - a.number);
  const found = all.filter(
    (record) =>
      (state === 'all' || record.state === state) &&
      labels.every((name) => record.labels.includes(name)) &&
      (query.creator === undefined || record.author === query.creator),
  );
  if (query.direction === 'asc') found.reverse();
  return list(request, found, (record) => shownIssue(request, record));
}

export const ISSUE_OPERATIONS: Operations = {
  'issues/create': createIssue,
  'issues/create-comment': createComment,
  'issues/delete-comment': (request) => {
    request.repository.comments.delete(theComment(request).id);
    return noContent();
  },
  'issues/get': (request) => ok(shownIssue(request, theIssue(request))),
  'issues/get-comment': (request) => ok(issueComment(request.world, request.repository, theComment(request))),
  'issues/list-comments': listComments,
  'issues/list-for-repo': listIssues,
  'issues/update': updateIssue,
  'issues/update-comment': updateComment,
};
