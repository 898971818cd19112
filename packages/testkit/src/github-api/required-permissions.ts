import type { OperationId } from './kept-operations.ts';
import type { FakeRepository } from './repository.ts';
import type { Requirement } from './tokens.ts';

const one = (scope: string, level: 'read' | 'write'): Requirement[] => [[scope, level]];
const ISSUE_OR_PULL = 'issue-or-pull';

/** Scope of each operation (docs.github.com, "Permissions required for GitHub Apps"). */
const REQUIRED: Record<OperationId, Requirement[] | null> = {
  'actions/cancel-workflow-run': one('actions', 'write'),
  'actions/create-workflow-dispatch': one('actions', 'write'),
  'actions/delete-artifact': one('actions', 'write'),
  'actions/download-artifact': one('actions', 'read'),
  'actions/get-artifact': one('actions', 'read'),
  'actions/get-job-for-workflow-run': one('actions', 'read'),
  'actions/get-reviews-for-run': one('actions', 'read'),
  'actions/get-workflow': one('actions', 'read'),
  'actions/get-workflow-run': one('actions', 'read'),
  'actions/list-artifacts-for-repo': one('actions', 'read'),
  'actions/list-jobs-for-workflow-run': one('actions', 'read'),
  'actions/list-jobs-for-workflow-run-attempt': one('actions', 'read'),
  'actions/list-repo-workflows': one('actions', 'read'),
  'actions/list-workflow-run-artifacts': one('actions', 'read'),
  'actions/list-workflow-runs': one('actions', 'read'),
  'actions/list-workflow-runs-for-repo': one('actions', 'read'),
  'checks/create': one('checks', 'write'),
  'checks/get': one('checks', 'read'),
  'checks/list-annotations': one('checks', 'read'),
  'checks/list-for-ref': one('checks', 'read'),
  'checks/update': one('checks', 'write'),
  'git/create-blob': one('contents', 'write'),
  'git/create-commit': one('contents', 'write'),
  'git/create-ref': one('contents', 'write'),
  'git/create-tree': one('contents', 'write'),
  'git/delete-ref': one('contents', 'write'),
  'git/get-blob': one('contents', 'read'),
  'git/get-commit': one('contents', 'read'),
  'git/get-ref': one('contents', 'read'),
  'git/get-tree': one('contents', 'read'),
  'git/list-matching-refs': one('contents', 'read'),
  'git/update-ref': one('contents', 'write'),
  'issues/create': one('issues', 'write'),
  'issues/create-comment': one(ISSUE_OR_PULL, 'write'),
  'issues/delete-comment': one(ISSUE_OR_PULL, 'write'),
  'issues/get': one(ISSUE_OR_PULL, 'read'),
  'issues/get-comment': one(ISSUE_OR_PULL, 'read'),
  'issues/list-comments': one(ISSUE_OR_PULL, 'read'),
  'issues/list-for-repo': one('issues', 'read'),
  'issues/update': one(ISSUE_OR_PULL, 'write'),
  'issues/update-comment': one(ISSUE_OR_PULL, 'write'),
  'pulls/get': one('pull_requests', 'read'),
  'pulls/list': one('pull_requests', 'read'),
  'pulls/list-commits': one('pull_requests', 'read'),
  'pulls/list-files': one('pull_requests', 'read'),
  'repos/compare-commits-with-basehead': one('contents', 'read'),
  'repos/create-commit-status': one('statuses', 'write'),
  'repos/create-deployment': one('deployments', 'write'),
  'repos/create-deployment-status': one('deployments', 'write'),
  'repos/create-dispatch-event': one('contents', 'write'),
  'repos/delete-deployment': one('deployments', 'write'),
  'repos/get': one('metadata', 'read'),
  'repos/get-all-environments': one('actions', 'read'),
  'repos/get-branch': one('contents', 'read'),
  'repos/get-collaborator-permission-level': one('metadata', 'read'),
  'repos/get-combined-status-for-ref': one('statuses', 'read'),
  'repos/get-commit': one('contents', 'read'),
  'repos/get-content': one('contents', 'read'),
  'repos/get-deployment': one('deployments', 'read'),
  'repos/get-environment': one('actions', 'read'),
  'repos/get-latest-release': one('contents', 'read'),
  'repos/get-release-by-tag': one('contents', 'read'),
  'repos/list-commit-statuses-for-ref': one('statuses', 'read'),
  'repos/list-commits': one('contents', 'read'),
  'repos/list-deployment-statuses': one('deployments', 'read'),
  'repos/list-deployments': one('deployments', 'read'),
  'repos/list-pull-requests-associated-with-commit': one('pull_requests', 'read'),
  'repos/list-releases': one('contents', 'read'),
  'users/get-authenticated': null,
};

/**
 * The scopes of which one is enough; null when the operation is not about a repository. For a comment either scope
 * serves on a pull request, but only `issues` on an issue.
 */
export function requiredPermissions(
  operationId: OperationId,
  params: Record<string, string>,
  repository: FakeRepository,
): Requirement[] | null {
  const required = REQUIRED[operationId];
  if (required === null || required[0]![0] !== ISSUE_OR_PULL) return required;
  const level = required[0]![1];
  const comment = params.comment_id;
  const number =
    comment === undefined ? Number(params.issue_number) : repository.comments.get(Number(comment))?.issueNumber;
  const isIssue = number !== undefined && repository.issues.has(number);
  return isIssue ? one('issues', level) : [...one('issues', level), ...one('pull_requests', level)];
}
