import { type Host, PermissionError } from '@model-delivery/core';
import type { DispatchedRun, GitHubClient, RepositoryName } from '@model-delivery/github';

/** What retraining asks of the system that runs workflows. One adapter: GitHub. */
export interface WorkflowRunner {
  /** The ref runs start on where the user names none. */
  defaultRef(): Promise<string>;
  /** @throws ConfigError when the workflow cannot be dispatched. */
  check(workflow: string): Promise<void>;
  /** Starts it once. @throws ConfigError when refused; where {@link mayHaveStarted} says so the failure may hide a success. */
  dispatch(workflow: string, ref: string, inputs: Record<string, string>): Promise<DispatchedRun>;
  mayHaveStarted(error: unknown): boolean;
  /** The run of a dispatch whose outcome nobody noted. */
  find(search: {
    workflow: string;
    ref: string;
    since: string;
    word: string;
  }): Promise<{ run: DispatchedRun; certain: boolean } | null>;
  /** Opens the breaker's issue or brings it up to date; null (with a warning) where the token may not. */
  writeIssue(content: { marker: string; title: string; body: string }): Promise<{ number: number; url: string } | null>;
  /** When an issue was closed; null while it is open. A deleted issue counts as closed now. */
  issueClosedAt(number: number): Promise<string | null>;
}

/** Workflows and issues of a GitHub repository. */
export async function githubWorkflows(
  host: Host,
  client: GitHubClient,
  repository: RepositoryName,
): Promise<WorkflowRunner> {
  const github = await import('@model-delivery/github');
  return {
    defaultRef: () => github.defaultBranch(client, repository),
    check: (workflow) => github.checkWorkflow(client, repository, workflow),
    dispatch: (workflow, ref, inputs) => github.dispatchWorkflow(client, repository, { workflow, ref, inputs }),
    mayHaveStarted: github.mayHaveStarted,
    find: (search) => github.findDispatchedRun(client, repository, search),
    writeIssue: async (content) => {
      try {
        return await github.writeIssue(client, repository, await github.currentViewer(client), content);
      } catch (error) {
        if (!(error instanceof PermissionError)) throw error;
        host.log.warning(`The breaker's issue could not be written: ${error.message}\n${error.hint ?? ''}`);
        return null;
      }
    },
    issueClosedAt: async (number) => {
      const issue = await github.issueByNumber(client, repository, number);
      if (issue === null) return new Date(host.now()).toISOString();
      return issue.open ? null : (issue.closedAt ?? new Date(host.now()).toISOString());
    },
  };
}
