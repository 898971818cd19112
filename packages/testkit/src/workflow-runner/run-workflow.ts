import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dispatchInputs } from './call-inputs.ts';
import { readConcurrency } from './concurrency.ts';
import { resolveTarget } from './event-target.ts';
import { evaluateString, type Scope } from './expressions.ts';
import { baseGitHubContext } from './github-context.ts';
import { type GitHubService, OfflineGitHub, type RunIdentity } from './github-service.ts';
import { combineConclusions } from './job-graph.ts';
import { payloadText, payloadValue } from './payload.ts';
import { type PermissionMap, RESTRICTED_DEFAULT } from './permissions.ts';
import { invalidWorkflow } from './problems.ts';
import { readWorkflow } from './read-workflow.ts';
import { type Reporter, SILENT } from './reporter.ts';
import { gitOf, materialise, type RepositoryMap, type RunnerRepository } from './repositories.ts';
import { ActionResolver } from './resolve-action.ts';
import type { RunResult } from './results.ts';
import type { EnvironmentSettings, EventTarget, RunContext, WorkflowEvent } from './run-context.ts';
import { runJobs } from './run-jobs.ts';
import { createHost, type HostOptions, type RunnerHost } from './runner-host.ts';
import { Semaphore } from './semaphore.ts';
import type { Origin, Workflow } from './workflow-model.ts';

export interface RunOptions {
  repository: RunnerRepository;
  event: WorkflowEvent;
  /** other repositories, `owner/name` or `owner/name@ref` to a directory of files */
  repositories?: RepositoryMap | undefined;
  /** git directories of forks by `owner/name`, from which heads of pull requests are fetched */
  forks?: RepositoryMap | undefined;
  service?: GitHubService | undefined;
  secrets?: Record<string, string> | undefined;
  vars?: Record<string, string> | undefined;
  environments?: Record<string, EnvironmentSettings> | undefined;
  /** permissions without any `permissions:`; GitHub's restricted default (contents and packages: read) when absent */
  defaultPermissions?: PermissionMap | undefined;
  actor?: string | undefined;
  /** continue a run that the service knows: a dispatched one, or a finished one as its next attempt (a re-run) */
  existingRunId?: number | undefined;
  reporter?: Reporter | undefined;
  /** cancels the run */
  signal?: AbortSignal | undefined;
  host?: HostOptions | undefined;
}

/**
 * Runs one workflow file of the repository for an event, whatever its `on:` filters say of branches and paths; the event
 * itself must be in `on:`.
 * @param file path of the workflow inside the repository
 * @throws ConfigError for what this runner does not imitate (`not supported: KEY at file:line`) and what GitHub refuses
 */
export async function runWorkflow(options: RunOptions & { file: string }): Promise<RunResult> {
  const host = createHost(options.host);
  try {
    const target = resolveTarget(options.repository, options.event, options.forks ?? {});
    const workflow = await loadWorkflow(options.repository, target, options.file, host.root);
    if (workflow.on[options.event.name] === undefined) {
      throw invalidWorkflow(
        `${options.file} does not run on ${options.event.name} (on: ${Object.keys(workflow.on).join(', ')})`,
        workflow.place,
      );
    }
    return await runLoaded(options, workflow, target, host);
  } finally {
    host.dispose();
  }
}

/** Reads a workflow from the commit whose workflow files the event uses. */
export function loadWorkflow(
  repository: RunnerRepository,
  target: EventTarget,
  file: string,
  root: string,
): Promise<Workflow> {
  const sha = target.workflowSha;
  const directory = materialise(repository, sha, root);
  const origin: Origin = { repository: repository.name, ref: target.ref, sha, directory };
  let content: string;
  try {
    content = readFileSync(join(directory, file), 'utf8');
  } catch {
    throw invalidWorkflow(`${repository.name} at ${sha} has no file ${file}`, { file, line: 1 });
  }
  return readWorkflow(file, content, origin);
}

function actorOf(options: RunOptions): string {
  return options.actor ?? payloadText(options.event.payload, 'sender.login') ?? 'octocat';
}

async function startRun(
  options: RunOptions,
  workflow: Workflow,
  target: EventTarget,
  service: GitHubService,
): Promise<RunIdentity> {
  return service.startRun({
    repository: options.repository.name,
    workflowName: workflow.name,
    workflowPath: workflow.path,
    event: options.event.name,
    headSha: target.headSha,
    headBranch: target.headBranch,
    headRepository: target.headRepository,
    actor: actorOf(options),
    displayTitle: plainTitle(options, workflow, target),
    pullRequestNumber: target.fork ? undefined : target.pullRequestNumber,
    existingId: options.existingRunId,
  });
}

/** Payload and `inputs` of the event: a dispatch gets its defaults and types. */
function eventInputs(
  event: WorkflowEvent,
  workflow: Workflow,
): { event: WorkflowEvent; inputs: Record<string, unknown> } {
  if (event.name !== 'workflow_dispatch') return { event, inputs: {} };
  const given = (payloadValue(event.payload, 'inputs') ?? {}) as Record<string, unknown>;
  const { inputs, strings } = dispatchInputs(workflow.dispatchInputs, given, workflow.place);
  return { event: { ...event, payload: { ...event.payload, inputs: strings } }, inputs };
}

/** Fills in what every GitHub payload has and a hand-written one may lack. */
function completed(event: WorkflowEvent, repository: RunnerRepository, actor: string): WorkflowEvent {
  const [owner = '', name = ''] = repository.name.split('/');
  const basics = {
    repository: {
      id: 1,
      name,
      full_name: repository.name,
      owner: { login: owner },
      default_branch: repository.defaultBranch,
      private: false,
    },
    sender: { login: actor },
  };
  return { ...event, payload: { ...basics, ...event.payload } };
}

/** Runs a workflow that is already read. */
export async function runLoaded(
  options: RunOptions,
  workflow: Workflow,
  target: EventTarget,
  host: RunnerHost,
): Promise<RunResult> {
  const service = options.service ?? new OfflineGitHub();
  const actor = actorOf(options);
  const { event, inputs } = eventInputs(completed(options.event, options.repository, actor), workflow);
  const identity = await startRun(options, workflow, target, service);
  const run = runContext(options, workflow, target, host, { service, actor, event, identity });
  const link = () => run.stop.abort();
  options.signal?.addEventListener('abort', link);
  if (options.signal?.aborted) link();
  run.reporter.runStarted(run.result.name, event.name);
  try {
    await runAll(run, workflow, inputs, options.secrets ?? {});
  } catch (error) {
    await service.finishRun(identity, options.repository.name, 'failure');
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', link);
  }
  await service.finishRun(identity, options.repository.name, run.result.conclusion);
  run.reporter.runFinished(run.result.name, run.result.conclusion);
  return run.result;
}

interface Started {
  service: GitHubService;
  actor: string;
  event: WorkflowEvent;
  identity: RunIdentity;
}

function runContext(
  options: RunOptions,
  workflow: Workflow,
  target: EventTarget,
  host: RunnerHost,
  started: Started,
): RunContext {
  const { repository } = options;
  const { identity, event, service, actor } = started;
  const repositoryId = Number(payloadValue(event.payload, 'repository.id') ?? 1);
  return {
    host,
    service,
    repository,
    repositories: options.repositories ?? {},
    actions: new ActionResolver(repository, options.repositories ?? {}, host.root),
    reporter: options.reporter ?? SILENT,
    identity,
    event,
    target,
    actor,
    github: baseGitHubContext({ repository, repositoryId, event, target, workflow, identity, service, actor }),
    vars: options.vars ?? {},
    environments: options.environments ?? {},
    defaultPermissions: options.defaultPermissions ?? RESTRICTED_DEFAULT,
    stop: new AbortController(),
    positions: new Map(),
    legOrder: new Map(),
    result: emptyResult(workflow, target, event, identity, plainTitle(options, workflow, target)),
  };
}

function emptyResult(
  workflow: Workflow,
  target: EventTarget,
  event: WorkflowEvent,
  run: RunIdentity,
  displayTitle: string,
): RunResult {
  const { headSha, sha, ref } = target;
  const { path, name } = workflow;
  const concurrency = undefined;
  return {
    conclusion: 'success',
    run,
    workflow: path,
    name,
    displayTitle,
    event: event.name,
    headSha,
    sha,
    ref,
    jobs: {},
    concurrency,
  };
}

/** Pull requests of forks get no secrets. */
async function runAll(
  run: RunContext,
  workflow: Workflow,
  inputs: Record<string, unknown>,
  secrets: Record<string, string>,
): Promise<void> {
  const expressions: Scope = { contexts: { github: run.github, inputs, vars: run.vars }, functions: {} };
  run.result.concurrency = readConcurrency(workflow.concurrency, expressions);
  run.result.displayTitle = evaluatedTitle(run, workflow, expressions);
  const outcomes = await runJobs({
    run,
    workflow,
    inputs,
    secrets: run.target.fork ? {} : secrets,
    allowed: undefined,
    prefix: '',
    position: [],
    depth: 0,
    semaphore: new Semaphore(run.host.maxJobs),
    cancel: run.stop.signal,
  });
  const results = [...outcomes.values()].map(({ result }) => result);
  const cancelled = run.stop.signal.aborted && results.includes('cancelled');
  run.result.conclusion = cancelled ? 'cancelled' : combineConclusions(results);
}

function evaluatedTitle(run: RunContext, workflow: Workflow, expressions: Scope): string {
  const { runName } = workflow;
  return runName === undefined || runName === null ? run.result.displayTitle : evaluateString(runName, expressions);
}

/** Title of the pull request, first line of the commit, or the workflow's name. */
function plainTitle(options: RunOptions, workflow: Workflow, target: EventTarget): string {
  const commit = gitOf(options.repository).readCommit(target.headSha);
  const title = payloadText(options.event.payload, 'pull_request.title');
  return title ?? commit?.message.split('\n')[0] ?? workflow.name;
}
