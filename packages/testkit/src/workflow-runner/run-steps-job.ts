import { readConcurrency } from './concurrency.ts';
import { evaluateString, evaluateValue, type Scope } from './expressions.ts';
import type { JobOutcome } from './job-graph.ts';
import { jobPermissions } from './job-permissions.ts';
import type { JobStart } from './job-state.ts';
import { Masks } from './masks.ts';
import { combinationName } from './matrix.ts';
import type { PermissionMap } from './permissions.ts';
import { notSupported } from './problems.ts';
import type { RunContext } from './run-context.ts';
import { runJob } from './run-job.ts';
import type { StepsJob } from './workflow-model.ts';
import { type Leg, recordJob, type WorkflowScope } from './workflow-scope.ts';

/** Registers the job with GitHub, gives it its token and secrets, runs it, and records the result. */
export async function runStepsJob(
  scope: WorkflowScope,
  job: StepsJob,
  leg: Leg,
  expressions: Scope,
  cancel: AbortSignal,
): Promise<JobOutcome> {
  const { run } = scope;
  const name = `${scope.prefix}${shownName(job, leg, expressions)}`;
  const labels = runnerLabels(job, expressions);
  const service = await run.service.startJob(run.identity, run.repository.name, name, labels);
  const start = await prepareJob(scope, job, leg, expressions, { id: service.id, name });
  run.reporter.jobStarted(name);
  const result = await runJob(start, cancel);
  await run.service.finishJob(service, run.repository.name, result.conclusion, result.steps);
  await run.service.revokeToken(start.token);
  run.reporter.jobFinished(name, result.conclusion);
  recordJob(scope, job, { ...result, concurrency: readConcurrency(job.concurrency, expressions) });
  return { result: result.result, outputs: result.outputs };
}

function shownName(job: StepsJob, leg: Leg, expressions: Scope): string {
  return job.name === undefined ? combinationName(job.id, leg.combination) : evaluateString(job.name, expressions);
}

/** Token, secrets, variables and defaults of a job that is about to start. */
async function prepareJob(
  scope: WorkflowScope,
  job: StepsJob,
  leg: Leg,
  expressions: Scope,
  { id, name }: { id: number; name: string },
): Promise<JobStart> {
  const { run, workflow } = scope;
  const permissions = jobPermissions(scope, job);
  const token = await issueToken(run, permissions, name);
  const settings = environmentSettings(run, job, expressions);
  if (settings.approval) await run.service.approveJob(run.identity, run.repository.name, settings.approval);
  const secrets = { ...scope.secrets, ...settings.secrets };
  const masks = new Masks();
  for (const secret of [token, ...Object.values(secrets)]) masks.add(secret);
  return {
    run,
    workflow,
    job,
    name,
    serviceId: id,
    combination: leg.combination,
    strategy: leg.strategy,
    needs: expressions.contexts.needs as Record<string, unknown>,
    inputs: scope.inputs,
    secrets: { ...secrets, GITHUB_TOKEN: token },
    vars: { ...run.vars, ...settings.vars },
    token,
    permissions,
    masks,
    defaults: evaluateValue({ ...workflow.defaults, ...job.defaults }, expressions) as Record<string, string>,
  };
}

async function issueToken(run: RunContext, permissions: PermissionMap, jobName: string): Promise<string> {
  return run.service.issueToken({
    repository: run.repository.name,
    permissions,
    event: run.event.name,
    fork: run.target.fork,
    runId: run.identity.id,
    jobName,
  });
}

/** The labels of `runs-on`; every Linux label is this machine. */
function runnerLabels(job: StepsJob, expressions: Scope): string[] {
  const value = evaluateValue(job.runsOn, expressions);
  const isMapping = value !== null && typeof value === 'object' && !Array.isArray(value);
  const labels = [isMapping ? ((value as { labels?: unknown }).labels ?? []) : value].flat().map(String);
  const foreign = labels.find((label) => /^(windows|macos)/i.test(label));
  if (foreign) throw notSupported(`runs-on ${foreign}`, job.place);
  return labels;
}

/** Secrets and variables of the job's environment; forks get no secrets from there either. */
function environmentSettings(run: RunContext, job: StepsJob, expressions: Scope) {
  const value = evaluateNameOnly(job.environment, expressions);
  const settings = value === undefined ? undefined : run.environments[value];
  const approval = settings?.approvedBy && { environment: value!, ...settings.approvedBy };
  return { secrets: run.target.fork ? {} : (settings?.secrets ?? {}), vars: settings?.vars ?? {}, approval };
}

function evaluateNameOnly(environment: unknown, expressions: Scope): string | undefined {
  if (environment === undefined || environment === null) return undefined;
  const name = typeof environment === 'object' ? (environment as { name: unknown }).name : environment;
  return evaluateString(name, expressions);
}
