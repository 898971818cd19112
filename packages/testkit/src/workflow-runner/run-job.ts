import { join } from 'node:path';
import { nodeUse, type PreparedUses } from './action-step.ts';
import { evaluateString, evaluateStrings, evaluateValue } from './expressions.ts';
import { type Frame, jobFrame, stepScope } from './frame.ts';
import type { Conclusion } from './github-service.ts';
import { type JobStart, JobState, type JobStatus } from './job-state.ts';
import { registerPost, runNodeStage, stageWanted } from './node-action.ts';
import { writeEvent } from './process-environment.ts';
import type { ResolvedAction } from './resolve-action.ts';
import type { JobResult } from './results.ts';
import { runSteps } from './run-steps.ts';
import type { StageResult, StepControl } from './step-control.ts';

/** GitHub's limit for the outputs of a job: 1 MB, measured in UTF-16. */
const OUTPUT_LIMIT_BYTES = 1024 * 1024;
const MINUTE_MS = 60_000;

/** Runs one job on a fresh machine directory. `cancel` is the run's (or the matrix's) signal. */
export async function runJob(start: JobStart, cancel: AbortSignal): Promise<JobResult> {
  const state = new JobState(start, join(start.run.host.root, 'jobs', String(start.serviceId)));
  const onCancel = () => state.cancelJob();
  cancel.addEventListener('abort', onCancel);
  if (cancel.aborted) onCancel();
  const timer = startTimeLimit(state);
  try {
    writeEvent(state);
    const frame = jobFrame(state);
    Object.assign(state.env, jobEnvironment(frame));
    const prepared = await runPreStages(frame);
    await runSteps(frame, start.job.steps, prepared);
    await runPostStages(state);
    return jobResult(frame);
  } finally {
    clearTimeout(timer);
    cancel.removeEventListener('abort', onCancel);
    state.close();
  }
}

function startTimeLimit(state: JobState): NodeJS.Timeout | undefined {
  const { timeoutMinutes } = state.start.job;
  if (timeoutMinutes === undefined) return undefined;
  const minutes = Number(evaluateValue(timeoutMinutes, stepScope(jobFrame(state), {})));
  const onTimeout = () => {
    state.error(
      `The job running on runner workflow-runner has exceeded the maximum execution time of ${minutes} minutes.`,
    );
    state.cancelJob();
  };
  return setTimeout(onTimeout, minutes * MINUTE_MS);
}

function jobEnvironment(frame: Frame): Record<string, string> {
  const { workflow, job } = frame.state.start;
  const scope = stepScope(frame, {});
  return { ...evaluateStrings(workflow.env, scope), ...evaluateStrings(job.env, scope) };
}

const NO_LIMIT: () => boolean = () => false;

function stageControl(signal: AbortSignal): StepControl {
  return { signal, timedOut: NO_LIMIT };
}

/** Resolves remote and `$/` actions before the first step and runs their `pre` stages, as the runner does. */
async function runPreStages(frame: Frame): Promise<PreparedUses> {
  const { state } = frame;
  const prepared: PreparedUses = new Map();
  for (const step of state.start.job.steps) {
    if (step.uses === undefined || step.uses.startsWith('./')) continue;
    const resolved: ResolvedAction = state.start.run.actions.resolve(
      step.uses,
      step.placeOf('uses'),
      frame.origin,
      state.directories.workspace,
    );
    const { action } = resolved;
    if (action.using !== 'node24' || action.pre === undefined) continue;
    const env = { ...state.env, ...evaluateStrings(step.env, stepScope(frame, state.env)) };
    const use = nodeUse(frame, step, resolved, env);
    prepared.set(step, use);
    if (!stageWanted(use, action.preIf)) continue;
    registerPost(use);
    const script = action.pre;
    await runSideStage(state, 'pre', use.name, () => runNodeStage(use, script, stageControl(state.cancel.signal)));
  }
  return prepared;
}

/** Post stages, the last first. They run after cancellation, too, until the job's time is up. */
async function runPostStages(state: JobState): Promise<void> {
  for (const post of state.post.reverse()) {
    if (post.wanted()) await runSideStage(state, 'post', post.name, () => post.run(stageControl(state.giveUp.signal)));
  }
}

async function runSideStage(
  state: JobState,
  stage: 'pre' | 'post',
  action: string,
  run: () => Promise<StageResult>,
): Promise<void> {
  const name = `${stage === 'pre' ? 'Pre' : 'Post'} ${action}`;
  state.annotations.startStep();
  state.print(`##[group]${name}`);
  const { result, outputs } = await run();
  state.print('##[endgroup]');
  if (result === 'failure') state.fail();
  state.results.push({ name, id: undefined, outcome: result, conclusion: result, outputs, stage });
  state.start.run.reporter.stepFinished(state.start.name, name, result);
}

/** Job outputs: a value that holds a secret is not handed on; above 1 MB the job fails. */
function jobOutputs(frame: Frame): Record<string, string> {
  const { state } = frame;
  const outputs = evaluateStrings(state.start.job.outputs, stepScope(frame, state.env));
  for (const [name, value] of Object.entries(outputs)) {
    if (!state.start.masks.occursIn(value)) continue;
    state.annotate({ level: 'warning', message: `Skip output '${name}' since it may contain secret.` });
    delete outputs[name];
  }
  const bytes = Object.entries(outputs).reduce((total, [name, value]) => total + 2 * (name.length + value.length), 0);
  if (bytes <= OUTPUT_LIMIT_BYTES) return outputs;
  state.error(`The outputs of job '${state.start.job.id}' take ${bytes} bytes; the limit is ${OUTPUT_LIMIT_BYTES}.`);
  state.fail();
  return {};
}

const CONCLUSIONS: Record<JobStatus, Conclusion> = { success: 'success', failure: 'failure', cancelled: 'cancelled' };

function environmentOf(frame: Frame): JobResult['environment'] {
  const { environment } = frame.state.start.job;
  if (environment === undefined || environment === null) return undefined;
  const evaluated = evaluateValue(environment, stepScope(frame, frame.state.env));
  if (typeof evaluated === 'string') return evaluated === '' ? undefined : { name: evaluated, url: undefined };
  const { name, url } = evaluated as { name: unknown; url?: unknown };
  return { name: String(name), url: url === undefined ? undefined : String(url) };
}

function jobResult(frame: Frame): JobResult {
  const { state } = frame;
  const { start } = state;
  const outputs = jobOutputs(frame);
  const environment = environmentOf(frame);
  const conclusion = CONCLUSIONS[state.status];
  const continues = evaluateString(start.job.continueOnError ?? false, stepScope(frame, {})) === 'true';
  return {
    id: start.job.id,
    name: start.name,
    matrix: start.combination,
    result: conclusion === 'failure' && continues ? 'success' : conclusion,
    conclusion,
    outputs,
    steps: state.results,
    annotations: state.annotations.kept,
    droppedAnnotations: state.annotations.dropped,
    summaries: state.summaries,
    log: `${state.log.join('\n')}\n`,
    permissions: start.permissions,
    environment,
    concurrency: undefined,
  };
}
