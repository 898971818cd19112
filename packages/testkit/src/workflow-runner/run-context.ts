import type { GitHubService, RunIdentity } from './github-service.ts';
import type { PermissionMap } from './permissions.ts';
import type { Reporter } from './reporter.ts';
import type { RepositoryMap, RunnerRepository } from './repositories.ts';
import type { ActionResolver } from './resolve-action.ts';
import type { RunResult } from './results.ts';
import type { RunnerHost } from './runner-host.ts';

/** What an event points at (GitHub documentation, "Events that trigger workflows"). */
export interface EventTarget {
  sha: string;
  ref: string;
  headRef: string;
  baseRef: string;
  /** commit whose workflow files are used */
  workflowSha: string;
  /** commit the run is filed under: the head of the pull request, not the merge commit */
  headSha: string;
  headBranch: string | null;
  headRepository: string;
  fork: boolean;
  pullRequestNumber: number | undefined;
}

export interface WorkflowEvent {
  name: string;
  payload: Record<string, unknown>;
}

/** One environment of the repository: what its jobs see in addition. */
export interface EnvironmentSettings {
  secrets?: Record<string, string>;
  vars?: Record<string, string>;
  /** who approves each job that waits for this environment; without one it asks nobody */
  approvedBy?: { reviewer: string; comment: string };
}

/** Everything the jobs of one run share. */
export interface RunContext {
  host: RunnerHost;
  service: GitHubService;
  repository: RunnerRepository;
  repositories: RepositoryMap;
  actions: ActionResolver;
  reporter: Reporter;
  identity: RunIdentity;
  event: WorkflowEvent;
  target: EventTarget;
  actor: string;
  /** run-wide part of the `github` context */
  github: Record<string, unknown>;
  vars: Record<string, string>;
  environments: Record<string, EnvironmentSettings>;
  /** permissions of a job that neither it nor its workflow sets */
  defaultPermissions: PermissionMap;
  /** aborted by a cancellation of the run, and by what ends it (`not supported`) */
  stop: AbortController;
  result: RunResult;
  /** where each job of the result belongs */
  positions: Map<string, readonly number[]>;
  /** index of each matrix combination */
  legOrder: Map<object, number>;
}
