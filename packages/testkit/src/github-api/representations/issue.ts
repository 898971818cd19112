import { ACTIONS_BOT } from '../accounts.ts';
import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { CommentRecord, IssueRecord, PullRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { ACTIONS_APP, association, integration, userByLogin } from './account.ts';
import { pageUrl, repoUrl } from './repository.ts';

export function associationOf(world: World, repository: FakeRepository, login: string): string {
  return association(login, repository.permissionOf(login), world.accounts.get(login));
}

function rollup(url: string): JsonObject {
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  return { url: `${url}/reactions`, total_count: 0, ...Object.fromEntries(kinds.map((kind) => [kind, 0])) };
}

/** A label by name, as issues and pull requests carry it. */
export function label(world: World, repository: FakeRepository, name: string): JsonObject {
  const id = 1 + [...name].reduce((sum, character) => (sum * 31 + character.codePointAt(0)!) % 1_000_000_007, 7);
  const url = repoUrl(world, repository, `labels/${encodeURIComponent(name)}`);
  return { id, node_id: nodeId('Label', id), url, name, color: 'ededed', default: false, description: '' };
}

/** `issue-comment`. */
export function issueComment(world: World, repository: FakeRepository, comment: CommentRecord): JsonObject {
  const url = repoUrl(world, repository, `issues/comments/${comment.id}`);
  const kind = repository.pulls.has(comment.issueNumber) ? 'pull' : 'issues';
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url,
    html_url: pageUrl(world, repository, `${kind}/${comment.issueNumber}#issuecomment-${comment.id}`),
    issue_url: repoUrl(world, repository, `issues/${comment.issueNumber}`),
    body: comment.body,
    user: userByLogin(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(world, repository, comment.author),
    reactions: rollup(url),
    performed_via_github_app: comment.author === ACTIONS_BOT ? integration(world, ACTIONS_APP) : null,
  };
}

interface IssueLike {
  record: IssueRecord | PullRecord;
  assignees: string[];
  stateReason: string | null;
  pull: JsonObject | undefined;
}

function issueBody(
  world: World,
  repository: FakeRepository,
  { record, assignees, stateReason, pull }: IssueLike,
): JsonObject {
  const url = repoUrl(world, repository, `issues/${record.number}`);
  const people = assignees.map((login) => userByLogin(world, login));
  const comments = [...repository.comments.values()].filter((comment) => comment.issueNumber === record.number);
  return {
    id: record.id,
    node_id: nodeId(pull === undefined ? 'Issue' : 'PullRequest', record.id),
    number: record.number,
    url,
    repository_url: repoUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageUrl(world, repository, `${pull === undefined ? 'issues' : 'pull'}/${record.number}`),
    title: record.title,
    body: record.body,
    user: userByLogin(world, record.author),
    labels: record.labels.map((name) => label(world, repository, name)),
    state: record.state,
    state_reason: stateReason,
    locked: false,
    assignee: people[0] ?? null,
    assignees: people,
    milestone: null,
    comments: comments.length,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    closed_at: record.closedAt,
    closed_by: null,
    author_association: associationOf(world, repository, record.author),
    reactions: rollup(url),
    ...(pull === undefined ? {} : { pull_request: pull, draft: (record as PullRecord).draft }),
  };
}

/** `issue`. */
export function issue(world: World, repository: FakeRepository, record: IssueRecord): JsonObject {
  const { assignees, stateReason } = record;
  return issueBody(world, repository, { record, assignees, stateReason, pull: undefined });
}

/** A pull request as the issues API shows it. */
export function pullAsIssue(world: World, repository: FakeRepository, record: PullRecord): JsonObject {
  const page = pageUrl(world, repository, `pull/${record.number}`);
  const pull = {
    url: repoUrl(world, repository, `pulls/${record.number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: record.mergedAt,
  };
  return issueBody(world, repository, { record, assignees: [], stateReason: null, pull });
}
