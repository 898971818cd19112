export type { Annotation } from './annotations.ts';
export { FakeGitHubService, runnerRepository } from './fake-github-service.ts';
export {
  type Conclusion,
  type GitHubService,
  OfflineGitHub,
  type RunIdentity,
  type RunStart,
} from './github-service.ts';
export type { PermissionMap } from './permissions.ts';
export { consoleReporter, type Reporter } from './reporter.ts';
export { openRepository, type RepositoryMap, type RunnerRepository } from './repositories.ts';
export type { JobResult, RunResult, StepResult } from './results.ts';
export type { EnvironmentSettings, WorkflowEvent } from './run-context.ts';
export { type EventResult, runEvent } from './run-event.ts';
export { type RunOptions, runWorkflow } from './run-workflow.ts';
export { findNode24, type HostOptions, registryEnvironment } from './runner-host.ts';
