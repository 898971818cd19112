import type { FakeGitHub } from './fake-github.ts';
import type { JsonObject } from './json.ts';
import type { FakeRepository } from './repository.ts';
import { userByLogin } from './representations/account.ts';
import { issue, issueComment, pullAsIssue } from './representations/issue.ts';
import { fullPull } from './representations/pull.ts';
import { fullRepository } from './representations/repository.ts';
import { workflow, workflowRun } from './representations/workflow-run.ts';

/** Payloads of the events that start workflows, as `github.event` shows them; made from the state of the fake. */

function common(github: FakeGitHub, repository: FakeRepository, sender: string): JsonObject {
  return { repository: fullRepository(github.world, repository), sender: userByLogin(github.world, sender) };
}

/** `pull_request`. */
export function pullRequestEvent(
  github: FakeGitHub,
  repository: FakeRepository,
  number: number,
  action: 'opened' | 'synchronize' | 'reopened' | 'closed',
): JsonObject {
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw new Error(`${repository.fullName} has no pull request #${number}`);
  return {
    action,
    number,
    pull_request: fullPull(github.world, repository, pull),
    ...common(github, repository, pull.author),
  };
}

/** `push` of a branch (or tag) to commit `after`. */
export function pushEvent(
  github: FakeGitHub,
  repository: FakeRepository,
  push: { ref: string; before?: string; after: string; pusher: string },
): JsonObject {
  const before = push.before ?? '0'.repeat(40);
  const { git } = repository;
  const range = push.before === undefined ? {} : { from: push.before };
  const shown = git
    .log(push.after, range)
    .reverse()
    .map((sha) => {
      const { message, tree, author, committer } = git.readCommit(sha)!;
      return { id: sha, tree_id: tree, message, timestamp: committer.date, author, committer, distinct: true };
    });
  return {
    ref: push.ref,
    before,
    after: push.after,
    created: push.before === undefined,
    deleted: false,
    forced: push.before !== undefined && !git.isAncestor(push.before, push.after),
    commits: shown,
    head_commit: shown.at(-1) ?? null,
    pusher: { name: push.pusher },
    ...common(github, repository, push.pusher),
  };
}

/** `workflow_run` of a run of this repository. */
export function workflowRunEvent(
  github: FakeGitHub,
  repository: FakeRepository,
  runId: number,
  action: 'requested' | 'in_progress' | 'completed',
): JsonObject {
  const run = repository.actions.runs.get(runId);
  if (run === undefined) throw new Error(`${repository.fullName} has no workflow run ${runId}`);
  const of = repository.actions.workflows().find(({ path }) => path === run.workflowPath);
  return {
    action,
    workflow_run: workflowRun(github.world, repository, run),
    workflow: of === undefined ? null : workflow(github.world, repository, of),
    ...common(github, repository, run.actor),
  };
}

/** `workflow_dispatch`. */
export function workflowDispatchEvent(
  github: FakeGitHub,
  repository: FakeRepository,
  dispatch: { workflowPath: string; ref: string; inputs: Record<string, string>; actor: string },
): JsonObject {
  const { workflowPath, ref, inputs, actor } = dispatch;
  return { workflow: workflowPath, ref: `refs/heads/${ref}`, inputs, ...common(github, repository, actor) };
}

/** `issue_comment`. */
export function issueCommentEvent(
  github: FakeGitHub,
  repository: FakeRepository,
  commentId: number,
  action: 'created' | 'edited' | 'deleted',
): JsonObject {
  const comment = repository.comments.get(commentId);
  if (comment === undefined) throw new Error(`${repository.fullName} has no comment ${commentId}`);
  const pull = repository.pulls.get(comment.issueNumber);
  const on = repository.issues.get(comment.issueNumber);
  const subject =
    pull === undefined ? issue(github.world, repository, on!) : pullAsIssue(github.world, repository, pull);
  const shown = issueComment(github.world, repository, comment);
  return { action, issue: subject, comment: shown, ...common(github, repository, comment.author) };
}
