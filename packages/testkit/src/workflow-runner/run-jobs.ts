import { callInputs } from './call-inputs.ts';
import { loadCalledWorkflow } from './called-workflow.ts';
import { evaluateCondition, evaluateStrings, evaluateValue, type Scope } from './expressions.ts';
import { combineConclusions, type JobOutcome, jobStatusFunctions, needsContext } from './job-graph.ts';
import { callPermissions } from './job-permissions.ts';
import { type Combination, expandMatrix } from './matrix.ts';
import { invalidWorkflow, notSupported } from './problems.ts';
import type { JobResult } from './results.ts';
import { runStepsJob } from './run-steps-job.ts';
import { Semaphore } from './semaphore.ts';
import type { CallJob, Job } from './workflow-model.ts';
import { allOrStop, jobKey, jobPosition, type Leg, recordJob, type WorkflowScope } from './workflow-scope.ts';

const MAX_CALL_DEPTH = 10;

/** Runs all jobs of a workflow in the order of their needs; returns what each one's dependants see. */
export async function runJobs(scope: WorkflowScope): Promise<Map<string, JobOutcome>> {
  const { jobs } = scope.workflow;
  refuseUnknownActions(scope);
  const outcomes = new Map<string, JobOutcome>();
  const running = new Map<string, Promise<void>>();
  const start = (job: Job): Promise<void> => {
    const known = running.get(job.id);
    if (known) return known;
    const needs = job.needs.map((id) => {
      const needed = jobs.find((other) => other.id === id);
      if (!needed) throw invalidWorkflow(`job '${job.id}' needs unknown job '${id}'`, job.place);
      return start(needed);
    });
    const promise = Promise.all(needs).then(async () => {
      outcomes.set(job.id, await runOneJob(scope, job, outcomes));
    });
    running.set(job.id, promise);
    return promise;
  };
  await allOrStop(jobs.map(start), scope.run.stop);
  return outcomes;
}

function expressionScope(scope: WorkflowScope, job: Job, outcomes: Map<string, JobOutcome>): Scope {
  const { run } = scope;
  const needs = needsContext(job, outcomes);
  return {
    contexts: { github: run.github, inputs: scope.inputs, vars: run.vars, needs },
    functions: jobStatusFunctions(scope.workflow.jobs, job, outcomes, () => scope.cancel.aborted),
  };
}

async function runOneJob(scope: WorkflowScope, job: Job, outcomes: Map<string, JobOutcome>): Promise<JobOutcome> {
  const expressions = expressionScope(scope, job, outcomes);
  if (!evaluateCondition(job.if, expressions))
    return notRun(scope, job, scope.cancel.aborted ? 'cancelled' : 'skipped');
  const failFast = evaluateValue(job.strategy?.failFast ?? true, expressions) !== false;
  const combinations = matrixCombinations(scope, job, expressions);
  const maxParallel = Math.max(1, Number(evaluateValue(job.strategy?.maxParallel ?? combinations.length, expressions)));
  const legs = combinations.map((combination, index): Leg => {
    const counts = { 'job-index': index, 'job-total': combinations.length, 'max-parallel': maxParallel };
    return { combination, strategy: { 'fail-fast': failFast, ...counts } };
  });
  const semaphore = new Semaphore(maxParallel);
  const stop = new AbortController();
  const cancelLegs = () => stop.abort();
  // A job that starts after the cancellation, because its `if` asks for it, runs to its end: the event is over then.
  scope.cancel.addEventListener('abort', cancelLegs);
  try {
    const running = legs.map((leg) =>
      semaphore.run(async () => {
        const outcome = await runLeg(scope, job, leg, expressions, stop.signal);
        if (failFast && outcome.result === 'failure') stop.abort();
        return outcome;
      }),
    );
    const results = await allOrStop(running, scope.run.stop);
    return {
      result: combineConclusions(results.map(({ result }) => result)),
      outputs: Object.assign({}, ...results.map(filledOutputs)),
    };
  } finally {
    scope.cancel.removeEventListener('abort', cancelLegs);
  }
}

/** Of several matrix legs the last one that wrote a non-empty value wins. */
function filledOutputs(outcome: JobOutcome): Record<string, string> {
  return Object.fromEntries(Object.entries(outcome.outputs).filter(([, value]) => value !== ''));
}

function matrixCombinations(scope: WorkflowScope, job: Job, expressions: Scope): Combination[] {
  let combinations: Combination[];
  try {
    combinations = expandMatrix(evaluateValue(job.strategy?.matrix, expressions));
  } catch (error) {
    throw invalidWorkflow((error as Error).message, job.place);
  }
  combinations.forEach((combination, index) => {
    scope.run.legOrder.set(combination, index);
  });
  return combinations;
}

/** Finds actions that are not on this machine before the first job starts; those of the workspace are found later. */
function refuseUnknownActions({ run, workflow }: WorkflowScope): void {
  for (const job of workflow.jobs) {
    for (const step of job.kind === 'steps' ? job.steps : []) {
      if (step.uses === undefined || step.uses.startsWith('./')) continue;
      run.actions.resolve(step.uses, step.placeOf('uses'), workflow.origin, '');
    }
  }
}

function emptyResult(job: Job, name: string, conclusion: 'skipped' | 'cancelled'): JobResult {
  return {
    id: job.id,
    name,
    matrix: {},
    result: conclusion,
    conclusion,
    outputs: {},
    steps: [],
    annotations: [],
    droppedAnnotations: 0,
    summaries: [],
    log: '',
    permissions: {},
    environment: undefined,
    concurrency: undefined,
  };
}

function notRun(
  scope: WorkflowScope,
  job: Job,
  conclusion: 'skipped' | 'cancelled',
  combination: Combination = {},
): JobOutcome {
  const key = jobKey(scope, job, combination);
  recordJob(scope, job, { ...emptyResult(job, key, conclusion), matrix: combination });
  scope.run.reporter.jobFinished(key, conclusion);
  return { result: conclusion, outputs: {} };
}

async function runLeg(
  scope: WorkflowScope,
  job: Job,
  leg: Leg,
  expressions: Scope,
  cancel: AbortSignal,
): Promise<JobOutcome> {
  if (cancel.aborted) return notRun(scope, job, 'cancelled', leg.combination);
  const own: Scope = {
    ...expressions,
    contexts: { ...expressions.contexts, matrix: leg.combination, strategy: leg.strategy },
  };
  if (job.kind === 'call') return runCall(scope, job, leg, own, cancel);
  return scope.semaphore.run(async () =>
    cancel.aborted ? notRun(scope, job, 'cancelled', leg.combination) : runStepsJob(scope, job, leg, own, cancel),
  );
}

async function runCall(
  scope: WorkflowScope,
  job: CallJob,
  leg: Leg,
  expressions: Scope,
  cancel: AbortSignal,
): Promise<JobOutcome> {
  const { run } = scope;
  if (scope.depth >= MAX_CALL_DEPTH)
    throw invalidWorkflow(`reusable workflows are nested more than ${MAX_CALL_DEPTH} deep`, job.place);
  refuseTokenOfCall(job);
  const called = await loadCalledWorkflow(run, scope.workflow, job);
  const withValues = evaluateValue(job.with, expressions) as Record<string, unknown>;
  const inputs = callInputs(
    called.call.inputs,
    withValues,
    { ...expressions, contexts: { github: run.github, vars: run.vars } },
    job.place,
  );
  const callerSecrets: Scope = { ...expressions, contexts: { ...expressions.contexts, secrets: scope.secrets } };
  const secrets = job.secrets === 'inherit' ? scope.secrets : evaluateStrings(job.secrets, callerSecrets);
  refuseMissingSecrets(called.call.secrets, secrets, job);
  const inner: WorkflowScope = {
    ...scope,
    workflow: called.workflow,
    inputs,
    secrets,
    allowed: callPermissions(scope, job),
    position: jobPosition(scope, job, leg.combination),
    prefix: `${jobKey(scope, job, leg.combination)} / `,
    depth: scope.depth + 1,
    cancel,
  };
  const outcomes = await runJobs(inner);
  const outputs = evaluateStrings(called.call.outputs, {
    ...expressions,
    contexts: { github: run.github, vars: run.vars, inputs, jobs: Object.fromEntries(outcomes) },
  });
  return { result: combineConclusions([...outcomes.values()].map(({ result }) => result)), outputs };
}

/** As GitHub: names are checked, values are not, so a fork's empty secrets start the workflow and are empty in it. */
function refuseMissingSecrets(
  declared: Record<string, { required: boolean }>,
  given: Record<string, string>,
  job: CallJob,
): void {
  if (job.secrets === 'inherit') return;
  const unknown = Object.keys(given).find((name) => !(name in declared));
  if (unknown) throw invalidWorkflow(`secret '${unknown}' is not defined in the called workflow`, job.place);
  const missing = Object.entries(declared).find(([name, { required }]) => required && !(name in given));
  if (missing) throw invalidWorkflow(`secret '${missing[0]}' is required and not given`, job.place);
}

/** The token of a calling job does not exist here; the called jobs have their own, with the same permissions. */
function refuseTokenOfCall(job: CallJob): void {
  const text = JSON.stringify([job.with, job.secrets]);
  if (/secrets\.GITHUB_TOKEN|github\.token/i.test(text))
    throw notSupported('the token as input of a called workflow', job.place);
}
