import { dirname } from 'node:path';
import type { Scope } from './expressions.ts';
import { hashFiles } from './hash-files.ts';
import type { JobState, JobStatus, StepContext } from './job-state.ts';
import type { Origin, RunDefaults } from './workflow-model.ts';

/** Where a list of steps runs: the job itself, or one composite action. */
export interface Frame {
  state: JobState;
  kind: 'job' | 'composite';
  steps: Record<string, StepContext>;
  inputs: Record<string, unknown>;
  /** environment on top of the job's, handed down by the step that uses the composite action */
  env: Record<string, string>;
  defaults: RunDefaults;
  /** repository and commit of the file that holds the steps; `$/` resolves there */
  origin: Origin;
  /** success or failure of the steps of this frame so far */
  status(): JobStatus;
  fail(): void;
  /** aborts when the steps of this frame must stop */
  cancel: AbortSignal;
  /** `action_path` and its like, which a composite action sets in the github context */
  github: Record<string, string>;
  /** prefix of step names, empty for a job */
  label: string;
}

/** The frame of the job's own steps. */
export function jobFrame(state: JobState): Frame {
  return {
    state,
    kind: 'job',
    steps: state.steps,
    inputs: state.start.inputs,
    env: {},
    defaults: state.start.defaults,
    origin: state.origin,
    status: () => state.status,
    fail: () => state.fail(),
    cancel: state.cancel.signal,
    github: {},
    label: '',
  };
}

/** The `runner` context. */
export function runnerContext(state: JobState): Record<string, string> {
  return {
    name: 'workflow-runner',
    os: 'Linux',
    arch: process.arch === 'arm64' ? 'ARM64' : 'X64',
    environment: 'self-hosted',
    temp: state.directories.temp,
    tool_cache: state.start.run.host.toolCache,
    workspace: dirname(state.directories.workspace),
    debug: '',
  };
}

/** The `github` context of a step in this frame. */
export function githubContext(frame: Frame): Record<string, unknown> {
  const { state } = frame;
  return {
    ...state.start.run.github,
    token: state.start.token,
    job: state.start.job.id,
    workspace: state.directories.workspace,
    action: '',
    action_repository: '',
    action_ref: '',
    action_path: '',
    action_status: state.status,
    ...frame.github,
  };
}

/** Contexts and functions for the expressions of a step; `env` is the environment the step sees. */
export function stepScope(frame: Frame, env: Record<string, string>): Scope {
  const { state } = frame;
  const { start } = state;
  const cancelled = () => state.status === 'cancelled' || frame.cancel.aborted;
  const contexts: Record<string, unknown> = {
    github: githubContext(frame),
    env,
    inputs: frame.inputs,
    steps: frame.steps,
    runner: runnerContext(state),
    job: { status: state.status, check_run_id: start.serviceId },
    matrix: start.combination,
    strategy: start.strategy,
  };
  // A composite action does not see the caller's needs, vars and secrets: GitHub hands it inputs only.
  if (frame.kind === 'job') Object.assign(contexts, { needs: start.needs, vars: start.vars, secrets: start.secrets });
  return {
    contexts,
    functions: {
      success: () => !cancelled() && frame.status() === 'success',
      failure: () => !cancelled() && frame.status() === 'failure',
      cancelled,
      always: () => true,
      hashFiles: (...patterns) => hashFiles(state.directories.workspace, patterns),
    },
  };
}
