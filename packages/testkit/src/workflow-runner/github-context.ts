import type { GitHubService, RunIdentity } from './github-service.ts';
import type { RunnerRepository } from './repositories.ts';
import type { EventTarget, WorkflowEvent } from './run-context.ts';
import type { Workflow } from './workflow-model.ts';

export interface GitHubContextParts {
  repository: RunnerRepository;
  repositoryId: number;
  event: WorkflowEvent;
  target: EventTarget;
  workflow: Workflow;
  identity: RunIdentity;
  service: GitHubService;
  actor: string;
}

/** The run-wide part of the `github` context; token, job, workspace and action are the job's. */
export function baseGitHubContext(parts: GitHubContextParts): Record<string, unknown> {
  const { repository, target, service, identity, workflow } = parts;
  const [owner] = repository.name.split('/');
  const isTag = target.ref.startsWith('refs/tags/');
  return {
    actor: parts.actor,
    actor_id: '1001',
    triggering_actor: parts.actor,
    api_url: service.apiUrl,
    base_ref: target.baseRef,
    event: parts.event.payload,
    event_name: parts.event.name,
    graphql_url: service.graphqlUrl,
    head_ref: target.headRef,
    ref: target.ref,
    ref_name: target.ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    ref_protected: false,
    ref_type: isTag ? 'tag' : 'branch',
    repository: repository.name,
    repository_id: String(parts.repositoryId),
    repository_owner: owner,
    repository_owner_id: '1',
    repositoryUrl: `${service.serverUrl}/${repository.name}.git`,
    retention_days: '90',
    run_attempt: String(identity.attempt),
    run_id: String(identity.id),
    run_number: String(identity.number),
    secret_source: target.fork ? 'None' : 'Actions',
    server_url: service.serverUrl,
    sha: target.sha,
    workflow: workflow.name,
    workflow_ref: `${repository.name}/${workflow.path}@${target.ref}`,
    workflow_sha: target.workflowSha,
  };
}
