import { type FakeGitHub, type FakeRepository, workflowDispatchEvent, workflowRunEvent } from '../github-api/index.ts';
import type {
  Conclusion,
  Dispatch,
  EnvironmentApproval,
  FinishedStep,
  GitHubService,
  RunIdentity,
  RunStart,
  TokenRequest,
} from './github-service.ts';
import type { RunnerRepository } from './repositories.ts';

/** The fake GitHub as the runner's service: runs and jobs appear in its API, tokens and artifacts work against it. */
export class FakeGitHubService implements GitHubService {
  readonly #github: FakeGitHub;
  #dispatches: Dispatch[] = [];

  constructor(github: FakeGitHub) {
    this.#github = github;
    github.onEvent((event) => {
      const repository = event.repository.fullName;
      if (event.name === 'workflow_dispatch') {
        const payload = workflowDispatchEvent(github, event.repository, event);
        this.#dispatches.push({ repository, event: { name: event.name, payload }, existingId: event.runId });
      } else {
        const payload = { action: event.type, client_payload: event.payload, sender: { login: event.actor } };
        this.#dispatches.push({ repository, event: { name: event.name, payload }, existingId: undefined });
      }
    });
  }

  get serverUrl(): string {
    return this.#github.serverUrl;
  }

  get apiUrl(): string {
    return this.#github.apiUrl;
  }

  get graphqlUrl(): string {
    return this.#github.graphqlUrl;
  }

  startRun(run: RunStart): RunIdentity {
    const { actions } = this.#github.repository(run.repository);
    if (run.existingId !== undefined) return this.#continueRun(run.repository, run.existingId);
    const record = actions.add({
      workflowPath: run.workflowPath,
      event: run.event,
      headSha: run.headSha,
      headBranch: run.headBranch,
      headRepository: this.#github.repository(run.headRepository),
      displayTitle: run.displayTitle,
      actor: run.actor,
      pullRequests: run.pullRequestNumber === undefined ? [] : [run.pullRequestNumber],
      status: 'in_progress',
    });
    return { id: record.id, number: record.runNumber, attempt: record.runAttempt };
  }

  #continueRun(repository: string, id: number): RunIdentity {
    const { actions } = this.#github.repository(repository);
    const record = actions.runs.get(id);
    if (record === undefined) throw new Error(`${repository} has no workflow run ${id}`);
    const runAttempt = record.status === 'completed' ? record.runAttempt + 1 : record.runAttempt;
    actions.update(id, { status: 'in_progress', conclusion: null, runAttempt });
    return { id, number: record.runNumber, attempt: runAttempt };
  }

  finishRun(run: RunIdentity, repository: string, conclusion: Conclusion): void {
    this.#github.repository(repository).actions.update(run.id, { status: 'completed', conclusion });
  }

  startJob(run: RunIdentity, repository: string, name: string, labels: string[]): { id: number } {
    return this.#github.repository(repository).actions.addJob({ runId: run.id, name, labels, status: 'in_progress' });
  }

  finishJob(job: { id: number }, repository: string, conclusion: Conclusion, steps: FinishedStep[]): void {
    const shown = steps.map((step, index) => ({ ...step, number: index + 1, status: 'completed' as const }));
    const { actions } = this.#github.repository(repository);
    actions.updateJob(job.id, {
      status: 'completed',
      conclusion,
      steps: shown.map(({ name, number, status, conclusion: result }) => ({
        name,
        number,
        status,
        conclusion: result,
      })),
    });
  }

  approveJob(run: RunIdentity, repository: string, approval: EnvironmentApproval): void {
    const fake = this.#github.repository(repository);
    // As on GitHub, an environment exists as soon as a job names it.
    if (!fake.environments.has(approval.environment)) fake.addEnvironment(approval.environment);
    fake.actions.review(run.id, { state: 'approved', ...approval });
  }

  issueToken(request: TokenRequest): string {
    const { repository, permissions, event, fork, runId } = request;
    return this.#github.issueToken({ repository, permissions, event, fork, runId });
  }

  revokeToken(token: string): void {
    this.#github.revokeToken(token);
  }

  resultsEnvironment(run: RunIdentity, repository: string, job: { id: number }): Record<string, string> {
    const of = { repository, runId: run.id, runAttempt: run.attempt, job: String(job.id) };
    return {
      ACTIONS_RESULTS_URL: this.#github.resultsUrl,
      ACTIONS_RUNTIME_TOKEN: this.#github.issueRuntimeToken(of),
    };
  }

  workflowRunPayload(repository: string, run: RunIdentity, action: 'requested' | 'completed'): Record<string, unknown> {
    return workflowRunEvent(this.#github, this.#github.repository(repository), run.id, action);
  }

  takeDispatches(): Dispatch[] {
    const taken = this.#dispatches;
    this.#dispatches = [];
    return taken;
  }
}

/** A repository of the fake as the runner wants it. */
export function runnerRepository(repository: FakeRepository): RunnerRepository {
  return {
    name: repository.fullName,
    gitDirectory: repository.git.directory,
    defaultBranch: repository.defaultBranch,
  };
}
