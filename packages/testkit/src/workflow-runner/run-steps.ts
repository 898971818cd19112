import {
  actionContext,
  type CompositeRunner,
  evaluateInputs,
  type PreparedUses,
  runActionStep,
} from './action-step.ts';
import { evaluateCondition, evaluateString, evaluateStrings, evaluateValue } from './expressions.ts';
import { type Frame, stepScope } from './frame.ts';
import type { Conclusion } from './github-service.ts';
import type { JobStatus, StepContext } from './job-state.ts';
import { notSupported } from './problems.ts';
import type { CompositeAction } from './read-action.ts';
import type { ResolvedAction } from './resolve-action.ts';
import { runScriptStep } from './script-step.ts';
import type { StageResult, StepControl } from './step-control.ts';
import type { Step } from './workflow-model.ts';

const MINUTE_MS = 60_000;
const MAX_DEPTH = 10;

/** Runs the steps of a job or of a composite action in order; says whether one of them was cancelled. */
export async function runSteps(
  frame: Frame,
  steps: readonly Step[],
  prepared: PreparedUses,
): Promise<'done' | 'cancelled'> {
  let cancelled = false;
  for (const step of steps) {
    const { conclusion } = await runStep(frame, step, prepared);
    if (conclusion === 'cancelled') cancelled = true;
  }
  return cancelled ? 'cancelled' : 'done';
}

/** Display name of a step, as GitHub makes it. */
function stepName(frame: Frame, step: Step, env: Record<string, string>): string {
  if (step.name !== undefined) return evaluateString(step.name, stepScope(frame, env));
  if (step.uses !== undefined) return `Run ${step.uses}`;
  return `Run ${(step.run ?? '').trimStart().split('\n')[0]}`;
}

/** Stops the step when the job is cancelled (unless its condition still holds) or its time is up. */
function controlStep(
  frame: Frame,
  holds: () => boolean,
  timeoutMinutes: number | undefined,
): StepControl & { release(): void } {
  const { giveUp } = frame.state;
  const stop = new AbortController();
  let timedOut = false;
  const onCancel = () => {
    if (!holds()) stop.abort();
  };
  const onGiveUp = () => stop.abort();
  frame.cancel.addEventListener('abort', onCancel);
  giveUp.signal.addEventListener('abort', onGiveUp);
  const onTimeout = () => {
    timedOut = true;
    stop.abort();
  };
  const timer = timeoutMinutes === undefined ? undefined : setTimeout(onTimeout, timeoutMinutes * MINUTE_MS);
  return {
    signal: stop.signal,
    timedOut: () => timedOut,
    release: () => {
      clearTimeout(timer);
      frame.cancel.removeEventListener('abort', onCancel);
      giveUp.signal.removeEventListener('abort', onGiveUp);
    },
  };
}

function timeoutOf(frame: Frame, step: Step, env: Record<string, string>): number | undefined {
  if (step.timeoutMinutes === undefined) return undefined;
  const minutes = Number(evaluateValue(step.timeoutMinutes, stepScope(frame, env)));
  if (!(minutes > 0))
    throw new TypeError(`timeout-minutes is ${String(step.timeoutMinutes)}, expected a number above 0`);
  return minutes;
}

type Outcome = StageResult | { result: 'skipped'; outputs: Record<string, string> };

async function execute(
  frame: Frame,
  step: Step,
  env: Record<string, string>,
  name: string,
  prepared: PreparedUses,
): Promise<Outcome> {
  const { state } = frame;
  // The condition is asked again when the job is cancelled, in the state of that moment.
  const holds = () => evaluateCondition(step.if, stepScope(frame, env));
  if (state.giveUp.signal.aborted) return { result: 'cancelled', outputs: {} };
  if (!holds()) return { result: 'skipped', outputs: {} };
  const control = controlStep(frame, holds, timeoutOf(frame, step, env));
  const composite: CompositeRunner = (use, resolved, action) =>
    runComposite(frame, use, resolved, action, env, control);
  state.print(`##[group]${name}`);
  try {
    const result =
      step.run === undefined
        ? await runActionStep(frame, step, env, control, prepared, composite)
        : await runScriptStep(frame, step, env, control);
    if (control.timedOut())
      state.error(
        `The action '${name}' has timed out after ${evaluateString(step.timeoutMinutes, stepScope(frame, env))} minutes.`,
      );
    else if (control.signal.aborted) state.error('The operation was canceled.');
    return result;
  } finally {
    control.release();
    state.print('##[endgroup]');
  }
}

/** Problems of an expression fail the step; what this runner does not imitate ends the run. */
function isStepProblem(error: unknown): boolean {
  return !(error as { code?: string }).code?.startsWith?.('WORKFLOW_');
}

async function runStep(frame: Frame, step: Step, prepared: PreparedUses): Promise<{ conclusion: Conclusion }> {
  const { state } = frame;
  if (frame.kind === 'job') state.annotations.startStep();
  let name = step.name ?? step.uses ?? 'run';
  let env: Record<string, string> = {};
  let outcome: Outcome;
  try {
    const outer = { ...state.env, ...frame.env };
    env = { ...outer, ...evaluateStrings(step.env, stepScope(frame, outer)) };
    name = stepName(frame, step, env);
    outcome = await execute(frame, step, env, name, prepared);
  } catch (error) {
    if (!isStepProblem(error)) throw error;
    state.error((error as Error).message);
    outcome = { result: 'failure', outputs: {} };
  }
  return record(frame, step, env, name, outcome);
}

function record(
  frame: Frame,
  step: Step,
  env: Record<string, string>,
  name: string,
  outcome: Outcome,
): { conclusion: Conclusion } {
  const { state } = frame;
  const tolerated = outcome.result === 'failure' && continueOnError(frame, step, env);
  const conclusion: Conclusion = tolerated ? 'success' : outcome.result;
  const context: StepContext = { outputs: outcome.outputs, outcome: outcome.result, conclusion };
  if (step.id !== undefined) frame.steps[step.id] = context;
  if (conclusion === 'failure') frame.fail();
  const label = `${frame.label}${name}`;
  if (frame.kind === 'job') state.results.push({ name: label, id: step.id, stage: 'main', ...context });
  state.start.run.reporter.stepFinished(state.start.name, label, conclusion);
  return { conclusion };
}

function continueOnError(frame: Frame, step: Step, env: Record<string, string>): boolean {
  return step.continueOnError !== undefined && evaluateValue(step.continueOnError, stepScope(frame, env)) === true;
}

async function runComposite(
  frame: Frame,
  step: Step,
  resolved: ResolvedAction,
  action: CompositeAction,
  env: Record<string, string>,
  control: StepControl,
): Promise<StageResult> {
  const label = `${frame.label}${step.name ?? step.uses} / `;
  if (label.split(' / ').length > MAX_DEPTH)
    throw notSupported(`composite actions nested more than ${MAX_DEPTH} deep`, step.place);
  let status: JobStatus = 'success';
  const steps: Record<string, StepContext> = {};
  const inner: Frame = {
    ...frame,
    kind: 'composite',
    steps,
    inputs: evaluateInputs(frame, step, resolved, env),
    env,
    defaults: {},
    origin: resolved.origin,
    status: () => status,
    fail: () => {
      status = 'failure';
    },
    cancel: control.signal,
    github: { ...frame.github, ...actionContext(resolved, step) },
    label,
  };
  const result = await runSteps(inner, action.steps, new Map());
  if (result === 'cancelled' && control.timedOut()) status = 'failure';
  const outputs = evaluateStrings(action.outputs, stepScope(inner, env));
  const cancelled = result === 'cancelled' && !control.timedOut();
  return { result: cancelled ? 'cancelled' : status === 'success' ? 'success' : 'failure', outputs };
}
