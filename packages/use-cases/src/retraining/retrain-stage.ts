import { resolve } from 'node:path';
import {
  ConfigError,
  exitCode,
  type FailOn,
  type Host,
  type RefLog,
  type RetrainingConfig,
  utcDate,
} from '@model-delivery/core';
import {
  decideRetraining,
  emptyState,
  type RetrainingEvidence,
  retrainingDocument,
  summaryOfRetraining,
} from '@model-delivery/retraining';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { metaOf, writeDocument } from '../document-file.ts';
import { apiClient, type RegistryAccess, refLogOf } from '../registry/open-registry.ts';
import { outcomeOf, runStage, type StageOutcome } from '../stage-run.ts';
import { noBlock } from '../validate-stage.ts';
import type { WorkflowRunner } from './dispatch-port.ts';
import { type DispatchResult, judgeAndDispatch } from './dispatcher.ts';
import { documentMissing, readDataReport, readEvaluation } from './documents.ts';
import { championAlias, registeredChampion } from './registered-champion.ts';
import { openStateLog } from './state-log.ts';

/** What `retrain-check` is asked. Paths are relative to the working directory. */
export interface RetrainRequest {
  config: string;
  out: string;
  failOn: FailOn;
  asOf: string | undefined;
  dataReport: string | undefined;
  evaluation: string | undefined;
  /** Without it everything is judged and nothing is written, consumed or started. */
  dispatch: boolean;
  /** In place of `retraining.workflow` and `retraining.ref`. */
  workflow: string | undefined;
  ref: string | undefined;
  access: RegistryAccess;
  onConfigured?: ((configuration: Configuration) => void) | undefined;
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

/** Judges whether to train again, starts the workflow where asked to, and leaves `retraining.json` behind whatever happens. */
export function retrainStage(host: Host, request: RetrainRequest): Promise<StageOutcome> {
  const target = { schema: 'retraining/1', file: `${request.out}/retraining.json` };
  return runStage(host, target, async (started) => {
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    const policy = effectivePolicy(configuration, request);
    const evidence = await gatherEvidence(host, configuration, request, policy);
    const knowsChampions = evidence.champion !== null || usesRegistry(configuration);
    const result = request.dispatch
      ? await dispatching(host, configuration, request, evidence, knowsChampions)
      : await judging(host, configuration, request, evidence, knowsChampions);
    const document = retrainingDocument(evidence, result.decision, {
      asOf: request.asOf ?? utcDate(host.now()),
      inputs: inputsOf(evidence, request),
      dispatched: result.dispatched,
      issue: result.issue,
      warnings: [...pipelineNotice(policy), ...result.warnings],
    });
    for (const warning of document.warnings) host.log.warning(warning);
    const sealed = writeDocument(resolve(host.cwd, target.file), document, metaOf(host, started));
    const facts = { verdict: document.verdict, inconclusiveBlocks: false, policyIntroduced: false };
    return outcomeOf(target.file, sealed, exitCode(facts, request.failOn), summaryOfRetraining(document));
  });
}

/** The `retraining` block with what flags and inputs replace. @throws ConfigError when there is nothing to judge. */
function effectivePolicy(configuration: Configuration, request: RetrainRequest): RetrainingConfig {
  const { config, locate } = configuration.loaded;
  if (config.retraining === undefined) throw noBlock('retraining', request.config);
  const policy = {
    ...config.retraining,
    ...(request.workflow === undefined ? {} : { workflow: request.workflow }),
    ...(request.ref === undefined ? {} : { ref: request.ref }),
  };
  if (Object.values(policy.when ?? {}).every((signal) => signal === undefined)) {
    throw new ConfigError({
      code: 'RETRAINING_NO_SIGNAL',
      message: `${request.config}: \`retraining.when\` names no signal, so nothing can ask for retraining.`,
      hint: 'Name at least one of drift, metric, volume and age, for example `when: {drift: {windows: "2 of 3"}}`.',
      location: locate(['retraining']),
    });
  }
  return policy;
}

/** The documents that the configured signals are judged from, and the champion where one of them needs it. */
async function gatherEvidence(
  host: Host,
  configuration: Configuration,
  request: RetrainRequest,
  policy: RetrainingConfig,
): Promise<RetrainingEvidence> {
  const { config } = configuration.loaded;
  const { drift, metric, volume, age } = policy.when ?? {};
  const dataPath = request.dataReport ?? `${request.out}/data-report.json`;
  const wantsData = drift !== undefined || volume !== undefined;
  const dataReport =
    wantsData || request.dataReport !== undefined ? readDataReport(host, dataPath, config.model) : null;
  if (dataReport === null && (wantsData || request.dataReport !== undefined)) {
    throw documentMissing(dataPath, drift === undefined ? 'volume' : 'drift', 'validate');
  }
  const evaluationPath = request.evaluation ?? `${request.out}/evaluation.json`;
  const wantsEvaluation = metric !== undefined || request.evaluation !== undefined;
  const evaluation = wantsEvaluation ? readEvaluation(host, evaluationPath, config.model) : null;
  // Labels come later than data: a monitor of drift may run without an evaluation, unless it was named or is all there is.
  const alone = wantsData || age !== undefined ? request.evaluation !== undefined : wantsEvaluation;
  if (evaluation === null && alone) throw documentMissing(evaluationPath, 'metric', 'evaluate');
  const withDocuments = metric !== undefined || volume !== undefined;
  const wantsChampion = withDocuments || age !== undefined || usesRegistry(configuration);
  return {
    model: config.model,
    policy,
    dataReport,
    evaluation,
    champion: wantsChampion ? await champion(host, configuration, request, withDocuments) : null,
    momentMs: momentOf(host, request.asOf),
  };
}

async function champion(host: Host, configuration: Configuration, request: RetrainRequest, withDocuments: boolean) {
  const { openRegistry } = await import('../registry/open-registry.ts');
  const registry = await openRegistry(host, configuration, request.access);
  return registeredChampion(registry, championAlias(configuration.loaded.config), withDocuments);
}

/** Whether this project registers models: then a champion that does not change says something about retraining. */
const usesRegistry = ({ loaded }: Configuration): boolean => loaded.config.registry !== undefined;

/** Today: now. Another date: its last millisecond, so that what is due on that day is due. */
function momentOf(host: Host, asOf: string | undefined): number {
  if (asOf === undefined || asOf === utcDate(host.now())) return host.now();
  return Date.parse(`${asOf}T23:59:59.999Z`);
}

/** Judges with what is remembered, and changes nothing. */
async function judging(
  host: Host,
  configuration: Configuration,
  request: RetrainRequest,
  evidence: RetrainingEvidence,
  knowsChampions: boolean,
): Promise<DispatchResult> {
  const warnings: string[] = [];
  const refLog = await rememberedIn(host, configuration, request, warnings);
  const state =
    refLog === null ? emptyState(evidence.model) : (await openStateLog(refLog, evidence.model).load()).state;
  const decision = decideRetraining(evidence, state, { knowsChampions });
  const issue = state.issue?.closed_at === null ? state.issue.number : null;
  return { decision, dispatched: null, issue, warnings };
}

/** Where windows are remembered; outside of a git repository nowhere, which is said: only this report counts then. */
async function rememberedIn(
  host: Host,
  configuration: Configuration,
  request: RetrainRequest,
  warnings: string[],
): Promise<RefLog | null> {
  try {
    return (await refLogOf(host, configuration, request.access)).refLog;
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== 'LEDGER_NO_REPOSITORY') throw error;
    warnings.push(
      'This directory is in no git repository: earlier windows, cooldown and budget are unknown, only these documents count.',
    );
    return null;
  }
}

async function dispatching(
  host: Host,
  configuration: Configuration,
  request: RetrainRequest,
  evidence: RetrainingEvidence,
  knowsChampions: boolean,
): Promise<DispatchResult> {
  const workflow = workflowOf(evidence.policy, configuration);
  const runner = await workflowRunner(host, request);
  const { refLog } = await refLogOf(host, configuration, request.access);
  const log = openStateLog(refLog, evidence.model);
  const sleep = request.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  return judgeAndDispatch({ host, evidence, knowsChampions, log, runner, workflow, ref: evidence.policy.ref, sleep });
}

async function workflowRunner(host: Host, request: RetrainRequest): Promise<WorkflowRunner> {
  const { repositoryName } = await import('@model-delivery/github');
  const { githubWorkflows } = await import('./dispatch-port.ts');
  const repository = repositoryName(host.env.GITHUB_REPOSITORY);
  return githubWorkflows(host, await apiClient(host, request.access), repository);
}

/** A workflow is asked for by the name of its file; a path would lead the API elsewhere. */
function requireWorkflowName(workflow: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/.test(workflow)) return workflow;
  throw new ConfigError({
    code: 'WORKFLOW_NAME',
    message: `Starting the retraining workflow: expected the name of a file in .github/workflows, found ${JSON.stringify(workflow.slice(0, 100))}.`,
    hint: 'Write the name alone, such as `workflow: ml-retrain.yml`.',
  });
}

function workflowOf(policy: RetrainingConfig, { loaded }: Configuration): string {
  if (policy.workflow !== undefined) return requireWorkflowName(policy.workflow);
  const found =
    policy.pipeline === undefined ? 'names no workflow' : 'names a `pipeline`, which this version does not start';
  throw new ConfigError({
    code: policy.pipeline === undefined ? 'RETRAINING_NO_WORKFLOW' : 'RETRAINING_PIPELINE',
    message: `A retraining run was to be dispatched, and \`retraining\` ${found}.`,
    hint: 'Write `retraining: {workflow: ml-retrain.yml}` (input or flag `workflow`); such a workflow can start the pipeline of another system.',
    location: loaded.locate(['retraining']),
  });
}

function pipelineNotice(policy: RetrainingConfig): string[] {
  if (policy.pipeline === undefined) return [];
  return [
    '`retraining.pipeline` is kept and not started: this version dispatches workflows only (`retraining.workflow`).',
  ];
}

function inputsOf({ dataReport, evaluation }: RetrainingEvidence, request: RetrainRequest) {
  return {
    ...(dataReport === null
      ? {}
      : { data_report: { path: request.dataReport ?? `${request.out}/data-report.json`, digest: dataReport.digest } }),
    ...(evaluation === null
      ? {}
      : { evaluation: { path: request.evaluation ?? `${request.out}/evaluation.json`, digest: evaluation.digest } }),
  };
}
