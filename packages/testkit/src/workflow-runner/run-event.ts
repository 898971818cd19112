import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@model-delivery/core';
import { startsWorkflow } from './event-filters.ts';
import { changedPaths, resolveTarget } from './event-target.ts';
import { type GitHubService, OfflineGitHub } from './github-service.ts';
import { gitOf, materialise } from './repositories.ts';
import type { RunResult } from './results.ts';
import type { EventTarget, WorkflowEvent } from './run-context.ts';
import { loadWorkflow, type RunOptions, runLoaded } from './run-workflow.ts';
import { createHost, type RunnerHost } from './runner-host.ts';
import type { Workflow } from './workflow-model.ts';
import { workflowRunEvent } from './workflow-run-event.ts';

/** GitHub chains at most three levels of `workflow_run`. */
const MAX_CHAIN = 3;
/** A loop of dispatches is a mistake of the workflows under test; it must end. */
const MAX_DISPATCH_ROUNDS = 5;
const SKIP_WORDS = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/;

/** Options with the service all runs of the event share. */
type Connected = RunOptions & { service: GitHubService };

export interface EventResult {
  /** every run, in the order they were started; chained runs after the run that caused them */
  runs: RunResult[];
}

/**
 * Runs every workflow of the repository that the event starts, then the workflows that run on their `workflow_run`.
 * An event that starts nothing gives no runs; the caller decides whether that is what it expected.
 */
export async function runEvent(options: RunOptions): Promise<EventResult> {
  const host = createHost(options.host);
  try {
    const service = options.service ?? new OfflineGitHub();
    const runs = await runAndChain({ ...options, service }, host, 0);
    runs.push(...(await runDispatched({ ...options, service }, host)));
    return { runs };
  } finally {
    host.dispose();
  }
}

/** What the runs asked the API for: a job token may dispatch, so drift can start a retraining run. */
async function runDispatched(options: Connected, host: RunnerHost): Promise<RunResult[]> {
  const runs: RunResult[] = [];
  for (let round = 0; round < MAX_DISPATCH_ROUNDS; round += 1) {
    const dispatches = options.service.takeDispatches();
    if (dispatches.length === 0) return runs;
    for (const { repository, event, existingId } of dispatches) {
      if (repository !== options.repository.name) throw notThisRepository(repository, options.repository.name);
      runs.push(...(await runAndChain({ ...options, event, existingRunId: existingId }, host, 0)));
    }
  }
  throw new ConfigError({
    code: 'WORKFLOW_DISPATCH_LOOP',
    message: `workflows dispatched each other ${MAX_DISPATCH_ROUNDS} times in a row`,
    hint: 'Give the dispatching workflow a cooldown or a budget.',
  });
}

function notThisRepository(found: string, expected: string): ConfigError {
  return new ConfigError({
    code: 'WORKFLOW_NOT_SUPPORTED',
    message: `not supported: a dispatch to ${found} while ${expected} runs`,
    hint: 'Run the other repository on its own.',
  });
}

function skipsCi(options: RunOptions, target: EventTarget): boolean {
  if (!['push', 'pull_request'].includes(options.event.name)) return false;
  return SKIP_WORDS.test(gitOf(options.repository).readCommit(target.headSha)?.message ?? '');
}

/** All workflow files of the commit, in name order. A file that cannot be read ends the whole event: it would on no day be green. */
async function workflowsAt(options: RunOptions, target: EventTarget, root: string): Promise<Workflow[]> {
  const folder = join(materialise(options.repository, target.workflowSha, root), '.github', 'workflows');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  const workflows: Workflow[] = [];
  for (const name of files)
    workflows.push(await loadWorkflow(options.repository, target, `.github/workflows/${name}`, root));
  return workflows;
}

async function runAndChain(options: Connected, host: RunnerHost, depth: number): Promise<RunResult[]> {
  const target = resolveTarget(options.repository, options.event, options.forks ?? {});
  if (skipsCi(options, target)) return [];
  const changed = () => changedPaths(options.repository, options.event, target);
  const workflows = await workflowsAt(options, target, host.root);
  const matching = workflows.filter((workflow) => startsWorkflow(workflow, options.event, target, changed));
  const runs: RunResult[] = [];
  for (const workflow of matching) {
    const result = await runLoaded(options, workflow, target, host);
    runs.push(result);
    if (depth < MAX_CHAIN) runs.push(...(await chain(options, host, result, target, depth)));
  }
  return runs;
}

/** `workflow_run` events of a finished run: requested and completed are both told now, in that order. */
async function chain(
  options: Connected,
  host: RunnerHost,
  result: RunResult,
  target: EventTarget,
  depth: number,
): Promise<RunResult[]> {
  const runs: RunResult[] = [];
  for (const action of ['requested', 'completed'] as const) {
    const payload = options.service.workflowRunPayload(options.repository.name, result.run, action);
    const event: WorkflowEvent = payload
      ? { name: 'workflow_run', payload: asOfAction(payload, action) }
      : workflowRunEvent(action, result, target, options);
    runs.push(...(await runAndChain({ ...options, event, existingRunId: undefined }, host, depth + 1)));
  }
  return runs;
}

/** The service tells of the run as it is now, finished; `requested` was sent when it was queued. */
function asOfAction(payload: Record<string, unknown>, action: 'requested' | 'completed'): Record<string, unknown> {
  if (action === 'completed') return payload;
  const run = payload.workflow_run as Record<string, unknown>;
  return { ...payload, workflow_run: { ...run, status: 'queued', conclusion: null } };
}
