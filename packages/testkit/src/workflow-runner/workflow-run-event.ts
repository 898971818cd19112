import { payloadText, payloadValue } from './payload.ts';
import type { RunnerRepository } from './repositories.ts';
import type { RunResult } from './results.ts';
import type { EventTarget, WorkflowEvent } from './run-context.ts';

interface Cause {
  repository: RunnerRepository;
  event: WorkflowEvent;
  actor?: string | undefined;
}

function repositoryObject(fullName: string, fork: boolean, defaultBranch: string): Record<string, unknown> {
  const [login = '', name = ''] = fullName.split('/');
  return { name, full_name: fullName, owner: { login }, fork, default_branch: defaultBranch };
}

/** Pull requests of the run; empty for forks, as on GitHub. */
function pullRequests(target: EventTarget, cause: Cause): unknown[] {
  if (target.fork || target.pullRequestNumber === undefined) return [];
  const base = payloadValue(cause.event.payload, 'pull_request.base') ?? { ref: target.baseRef };
  const head = payloadValue(cause.event.payload, 'pull_request.head') ?? { ref: target.headRef, sha: target.headSha };
  return [{ number: target.pullRequestNumber, base, head }];
}

/** The event GitHub sends when a run was requested or has completed. */
export function workflowRunEvent(
  action: 'requested' | 'completed',
  result: RunResult,
  target: EventTarget,
  cause: Cause,
): WorkflowEvent {
  const { repository } = cause;
  const actor = { login: cause.actor ?? payloadText(cause.event.payload, 'sender.login') ?? 'octocat' };
  const ownRepository =
    payloadValue(cause.event.payload, 'repository') ??
    repositoryObject(repository.name, false, repository.defaultBranch);
  return {
    name: 'workflow_run',
    payload: {
      action,
      repository: ownRepository,
      sender: actor,
      workflow: { name: result.name, path: result.workflow },
      workflow_run: {
        ...runFields(action, result, target),
        head_repository: headRepository(target, repository),
        repository: ownRepository,
        pull_requests: pullRequests(target, cause),
        actor,
        triggering_actor: actor,
      },
    },
  };
}

function headRepository(target: EventTarget, repository: RunnerRepository): Record<string, unknown> {
  return repositoryObject(target.headRepository, target.headRepository !== repository.name, repository.defaultBranch);
}

function runFields(action: 'requested' | 'completed', result: RunResult, target: EventTarget): Record<string, unknown> {
  const completed = action === 'completed';
  return {
    id: result.run.id,
    name: result.name,
    display_title: result.displayTitle,
    path: result.workflow,
    run_number: result.run.number,
    run_attempt: result.run.attempt,
    event: result.event,
    status: completed ? 'completed' : 'queued',
    conclusion: completed ? result.conclusion : null,
    head_branch: target.headBranch,
    head_sha: target.headSha,
    head_commit: { id: target.headSha },
  };
}
