import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Frame, githubContext, runnerContext } from './frame.ts';
import type { JobState } from './job-state.ts';

/** Keys of the github context that are variables of every step (GitHub documentation, "Variables reference"). */
const VARIABLES = [
  'action',
  'action_ref',
  'action_repository',
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
];

function eventPath(state: JobState): string {
  return join(state.directories.temp, '_github_workflow', 'event.json');
}

/** Writes the event for GITHUB_EVENT_PATH. */
export function writeEvent(state: JobState): void {
  mkdirSync(dirname(eventPath(state)), { recursive: true });
  writeFileSync(eventPath(state), JSON.stringify(state.start.run.event.payload, null, 2));
}

function gitHubVariables(frame: Frame): Record<string, string> {
  const context = githubContext(frame);
  // The path exists in composite actions only.
  const keys = context.action_path === '' ? VARIABLES : [...VARIABLES, 'action_path'];
  const variables = keys.map((key) => [`GITHUB_${key.toUpperCase()}`, String(context[key] ?? '')]);
  return { ...Object.fromEntries(variables), GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: eventPath(frame.state) };
}

function runnerVariables(state: JobState): Record<string, string> {
  const entries = Object.entries(runnerContext(state)).filter(([, value]) => value !== '');
  return Object.fromEntries(entries.map(([key, value]) => [`RUNNER_${key.toUpperCase()}`, value]));
}

/** What actions see in addition to `run` steps: the artifact service. */
export function actionsVariables(state: JobState): Record<string, string> {
  const { run, serviceId } = state.start;
  return run.service.resultsEnvironment(run.identity, run.repository.name, { id: serviceId });
}

/**
 * The environment of a step's process: a minimal machine, then the job's and the step's variables, then GITHUB_* and
 * RUNNER_*, which no workflow can override.
 * @param env the `env` the step sees (workflow, job, GITHUB_ENV, step)
 */
export function processEnvironment(frame: Frame, env: Record<string, string>): Record<string, string> {
  const { state } = frame;
  const { host } = state.start.run;
  const base = { HOME: state.directories.home, LANG: 'C.UTF-8', CI: 'true', ...host.env };
  const path = [...state.pathEntries, env.PATH ?? host.path].join(delimiter);
  return { ...base, ...env, PATH: path, ...gitHubVariables(frame), ...runnerVariables(state) };
}
