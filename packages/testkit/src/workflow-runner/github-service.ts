import type { PermissionMap } from './permissions.ts';

/** Numbers GitHub gives a workflow run. */
export interface RunIdentity {
  id: number;
  number: number;
  attempt: number;
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface RunStart {
  repository: string;
  workflowName: string;
  workflowPath: string;
  event: string;
  headSha: string;
  headBranch: string | null;
  /** `owner/name` the head commit comes from; differs from `repository` for forks */
  headRepository: string;
  actor: string;
  displayTitle: string;
  /** of this repository; undefined for forks, whose runs GitHub lists without pull requests */
  pullRequestNumber: number | undefined;
  /** a run GitHub has numbered before: a queued one (made by a dispatch) starts, a completed one gets its next attempt */
  existingId: number | undefined;
}

/** A run that the API was asked for while jobs ran (`workflow_dispatch`, `repository_dispatch`). */
export interface Dispatch {
  repository: string;
  event: { name: string; payload: Record<string, unknown> };
  existingId: number | undefined;
}

export interface TokenRequest {
  repository: string;
  permissions: PermissionMap;
  event: string;
  fork: boolean;
  runId: number;
  jobName: string;
}

export interface FinishedStep {
  name: string;
  conclusion: Conclusion;
}

/** What a required reviewer said. */
export interface EnvironmentApproval {
  environment: string;
  reviewer: string;
  comment: string;
}

type Awaitable<T> = T | Promise<T>;

/** What the runner needs of GitHub. The fake API implements it; without one, {@link OfflineGitHub} is used. */
export interface GitHubService {
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  startRun(run: RunStart): Awaitable<RunIdentity>;
  finishRun(run: RunIdentity, repository: string, conclusion: Conclusion): Awaitable<void>;
  startJob(run: RunIdentity, repository: string, name: string, labels: string[]): Awaitable<{ id: number }>;
  finishJob(job: { id: number }, repository: string, conclusion: Conclusion, steps: FinishedStep[]): Awaitable<void>;
  /** a reviewer approved the environment a job waits for */
  approveJob(run: RunIdentity, repository: string, approval: EnvironmentApproval): Awaitable<void>;
  issueToken(request: TokenRequest): Awaitable<string>;
  revokeToken(token: string): Awaitable<void>;
  /** `ACTIONS_RESULTS_URL` and `ACTIONS_RUNTIME_TOKEN`, which actions (not `run` steps) see */
  resultsEnvironment(run: RunIdentity, repository: string, job: { id: number }): Record<string, string>;
  /** the payload of `workflow_run` as GitHub makes it; undefined lets the runner make its own */
  workflowRunPayload(
    repository: string,
    run: RunIdentity,
    action: 'requested' | 'completed',
  ): Record<string, unknown> | undefined;
  /** dispatches since the last call */
  takeDispatches(): Dispatch[];
}

/** No API and no artifact service: numbers runs and hands out tokens that nothing accepts. */
export class OfflineGitHub implements GitHubService {
  readonly serverUrl = 'http://github.localhost';
  // Port 9 (discard) is closed everywhere: a step that calls the API fails at once instead of reaching github.com.
  readonly apiUrl = 'http://127.0.0.1:9';
  readonly graphqlUrl = 'http://127.0.0.1:9/graphql';
  /** every token request, in order */
  readonly tokenRequests: TokenRequest[] = [];
  #runs = 0;
  #jobs = 0;

  startRun(): RunIdentity {
    this.#runs += 1;
    return { id: 1000 + this.#runs, number: this.#runs, attempt: 1 };
  }

  finishRun(): void {}

  startJob(): { id: number } {
    this.#jobs += 1;
    return { id: 5000 + this.#jobs };
  }

  finishJob(): void {}

  approveJob(): void {}

  issueToken(request: TokenRequest): string {
    this.tokenRequests.push(request);
    return `ghs_offline${String(this.tokenRequests.length).padStart(20, '0')}`;
  }

  revokeToken(): void {}

  resultsEnvironment(): Record<string, string> {
    return {};
  }
  workflowRunPayload(): undefined {
    return undefined;
  }

  takeDispatches(): Dispatch[] {
    return [];
  }
}
