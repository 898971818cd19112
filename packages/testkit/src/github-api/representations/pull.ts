import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { PullRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { simpleUser, userByLogin } from './account.ts';
import { associationOf, label } from './issue.ts';
import { fullRepository, pageUrl, repoUrl } from './repository.ts';

function side(world: World, repository: FakeRepository, { ref, sha }: { ref: string; sha: string }): JsonObject {
  const { owner } = repository;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: simpleUser(world, owner),
    repo: fullRepository(world, repository),
  };
}

/** `pull-request-simple`, as lists carry it. */
export function simplePull(world: World, repository: FakeRepository, pull: PullRecord): JsonObject {
  const url = repoUrl(world, repository, `pulls/${pull.number}`);
  const issueUrl = repoUrl(world, repository, `issues/${pull.number}`);
  const page = pageUrl(world, repository, `pull/${pull.number}`);
  const statuses = repoUrl(world, repository, `statuses/${pull.head.sha}`);
  const reviewComment = `${repoUrl(world, repository, 'pulls/comments')}{/number}`;
  const links = {
    self: url,
    html: page,
    issue: issueUrl,
    comments: `${issueUrl}/comments`,
    review_comments: `${url}/comments`,
    review_comment: reviewComment,
    commits: `${url}/commits`,
    statuses,
  };
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: pull.number,
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: reviewComment,
    comments_url: links.comments,
    statuses_url: statuses,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    user: userByLogin(world, pull.author),
    labels: pull.labels.map((name) => label(world, repository, name)),
    milestone: null,
    draft: pull.draft,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(world, pull.head.repository, pull.head),
    base: side(world, repository, pull.base),
    author_association: associationOf(world, repository, pull.author),
    auto_merge: null,
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

/** `pull-request`, of one pull request. */
export function fullPull(world: World, repository: FakeRepository, pull: PullRecord): JsonObject {
  const { git } = repository;
  const files = git.changedFiles(git.mergeBase(pull.base.sha, pull.head.sha), pull.head.sha);
  const comments = [...repository.comments.values()].filter((comment) => comment.issueNumber === pull.number);
  const open = pull.state === 'open';
  return {
    ...simplePull(world, repository, pull),
    merged: pull.mergedAt !== null,
    merged_by: pull.mergedBy === null ? null : userByLogin(world, pull.mergedBy),
    mergeable: open ? pull.mergeable : null,
    mergeable_state: open ? (pull.mergeable ? 'clean' : 'dirty') : 'unknown',
    rebaseable: open ? pull.mergeable : null,
    maintainer_can_modify: false,
    comments: comments.length,
    review_comments: 0,
    commits: git.log(pull.head.sha, { from: pull.base.sha }).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** A pull request as runs and check runs name it. */
export function pullReference(world: World, repository: FakeRepository, pull: PullRecord): JsonObject {
  const repo = (of: FakeRepository) => ({ id: of.id, name: of.name, url: repoUrl(world, of) });
  const { head, base } = pull;
  return {
    id: pull.id,
    number: pull.number,
    url: repoUrl(world, repository, `pulls/${pull.number}`),
    head: { ref: head.ref, sha: head.sha, repo: repo(head.repository) },
    base: { ref: base.ref, sha: base.sha, repo: repo(repository) },
  };
}
