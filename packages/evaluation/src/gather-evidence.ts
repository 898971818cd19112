import { relative, resolve } from 'node:path';
import {
  type ChampionState,
  ConfigError,
  type DeliveryError,
  type Evaluation,
  EvidenceError,
  modelIdentity,
} from '@model-delivery/core';
import { championError } from './champion/champion-error.ts';
import { type LocatedChampion, locateChampion } from './champion/locate-champion.ts';
import type { MetricsFile, SideNumbers } from './checks/evidence-numbers.ts';
import type { CheckPlan } from './checks/plan-checks.ts';
import type { EffectivePolicy, FileReference, SideFiles } from './effective-policy.ts';
import { listedMetrics } from './metrics/listed-metrics.ts';
import { type ColumnRoles, columnRoles, wantedColumns } from './predictions/column-roles.ts';
import { joinModels } from './predictions/join-models.ts';
import { type ModelColumns, modelColumns } from './predictions/model-columns.ts';
import type { Scope } from './predictions/scope.ts';
import { slicesOf } from './predictions/slices.ts';
import { type DataReportFigures, readDataReport } from './readers/data-report-file.ts';
import { readMetricsFile } from './readers/metrics-file.ts';
import { modelFiles } from './readers/model-files.ts';
import type { EvaluationRequest } from './request.ts';

/** What was found about the champion. */
export interface ChampionEvidence {
  configured: boolean;
  state: ChampionState;
  version: `sha256:${string}` | null;
  source: string | null;
  reason: string | null;
  numbers: SideNumbers | null;
  /** The rows its own metrics are measured on; the candidate's scope where both are joined. */
  scope: Scope | null;
}

/** Everything the checks are judged on. Whatever could not be read stands in `problems`, in the order it was met. */
export interface Evidence {
  model: Evaluation['model'];
  inputs: Evaluation['inputs'];
  candidate: { numbers: SideNumbers; error: DeliveryError | null };
  champion: ChampionEvidence;
  /** The whole test set; null without usable candidate predictions. */
  scope: Scope | null;
  slices: Scope[];
  dataReport: { figures: DataReportFigures | null; error: DeliveryError | null };
  problems: DeliveryError[];
  warnings: string[];
}

/** One side's files, read. */
interface LoadedSide {
  columns: ModelColumns | null;
  metrics: MetricsFile | null;
  error: DeliveryError | null;
}

type Inputs = Evaluation['inputs'];

/** Reads every file the policy names. Evidence that is missing or unusable is collected, not thrown. */
export async function gatherEvidence(
  request: EvaluationRequest,
  effective: EffectivePolicy,
  plan: CheckPlan,
): Promise<Evidence> {
  const { policy } = effective;
  const roles = columnRoles(policy, effective.namedColumns);
  const inputs: Inputs = {};
  const problems: DeliveryError[] = [];
  const warnings: string[] = [];
  const model = await identifyModel(request, problems);
  const loaded = await loadSide(request, effective.candidate, roles, 'candidate', inputs);
  if (loaded.error !== null) problems.push(loaded.error);
  const located = await locateChampion(effective.champion, request.championSource);
  warnings.push(...located.warnings);
  const theirs =
    located.state === 'ready'
      ? await loadSide(request, located.files, roles, 'champion', inputs)
      : { columns: null, metrics: null, error: null };
  const decision = { positive: policy.positive, threshold: policy.decision_threshold ?? 0.5 };
  const joined = attempt(problems, loaded, () =>
    loaded.columns === null ? null : joinModels(loaded.columns, theirs.columns, decision),
  );
  const scope = joined?.scope ?? null;
  const champion = championEvidence(effective, located, theirs, joined, decision);
  refuseChampion(champion, problems);
  const candidate = {
    numbers: sideNumbers('candidate', loaded, scope?.candidate ?? null),
    error: loaded.error,
  };
  const asked = [...plan.overall, ...plan.perSlice].map((check) => check.metric);
  refuseNameTwice(candidate.numbers, scope, asked, problems, loaded);
  candidate.error = loaded.error;
  const slices = attempt(problems, loaded, () =>
    scope === null || loaded.columns === null || policy.slices === undefined
      ? []
      : slicesOf(scope, loaded.columns, policy.slices.by),
  );
  if (loaded.columns?.prediction != null && effective.thresholdNamed) {
    warnings.push(
      `${loaded.columns.path} has predicted classes (column ${roles.prediction}), so decision_threshold is not used.`,
    );
  }
  const dataReport = await loadDataReport(request, plan, inputs, problems);
  return { model, inputs, candidate, champion, scope, slices: slices ?? [], dataReport, problems, warnings };
}

/** Runs a step whose EvidenceError makes the candidate unusable. */
function attempt<T>(problems: DeliveryError[], candidate: LoadedSide, step: () => T): T | null {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    problems.push(error);
    candidate.error ??= error;
    return null;
  }
}

async function identifyModel(request: EvaluationRequest, problems: DeliveryError[]): Promise<Evaluation['model']> {
  const unknown = { name: request.config.model, version: null, files: null, bytes: null };
  const path = request.overrides?.model;
  if (path === undefined) return unknown;
  try {
    const files = await modelFiles(resolve(request.workingDirectory ?? request.baseDirectory, path), path);
    const { version } = modelIdentity(files);
    return {
      name: request.config.model,
      version,
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    problems.push(error);
    return unknown;
  }
}

async function loadSide(
  request: EvaluationRequest,
  files: SideFiles,
  roles: ColumnRoles,
  side: 'candidate' | 'champion',
  inputs: Inputs,
): Promise<LoadedSide> {
  const loaded: LoadedSide = { columns: null, metrics: null, error: null };
  const containedIn = (file: FileReference) => (file.pulled ? undefined : request.containedIn);
  const named = (file: FileReference) => file.shown ?? file.path;
  try {
    if (files.predictions !== undefined) {
      const read = await request.predictions.read(
        { ...files.predictions, containedIn: containedIn(files.predictions) },
        wantedColumns(roles, side),
      );
      inputs[side] = { path: named(files.predictions), sha256: read.sha256, rows: read.table.rows, bytes: read.bytes };
      loaded.columns = modelColumns(read.table, roles, side);
    }
    if (files.metrics !== undefined) {
      const { metrics, file } = await readMetricsFile(files.metrics, containedIn(files.metrics));
      const role = files.predictions === undefined ? side : `${side}_metrics`;
      inputs[role] = { path: named(files.metrics), sha256: file.sha256, rows: null, bytes: file.bytes };
      loaded.metrics = metrics;
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    loaded.error = error;
  }
  return loaded;
}

function sideNumbers(side: 'candidate' | 'champion', loaded: LoadedSide, model: SideNumbers['model']): SideNumbers {
  return { side, model, predictionsPath: loaded.columns?.path ?? null, metrics: loaded.metrics };
}

function championEvidence(
  effective: EffectivePolicy,
  located: LocatedChampion,
  loaded: LoadedSide,
  joined: ReturnType<typeof joinModels> | null,
  decision: Parameters<typeof joinModels>[2],
): ChampionEvidence {
  const { version, source, reason } = located;
  const known = { configured: effective.champion.kind !== 'none', version, source, numbers: null, scope: null };
  if (located.state !== 'ready') return { ...known, state: located.state, reason };
  if (loaded.error !== null) {
    const unread = /^(?:DATA|EVIDENCE)_/.test(loaded.error.code);
    return {
      ...known,
      state: unread ? 'unreachable' : 'incomparable',
      reason: loaded.error.message.replace(/\.$/, ''),
    };
  }
  if (joined?.problem != null) return { ...known, ...joined.problem };
  const paired = joined?.scope.paired === true;
  const scope =
    paired || loaded.columns === null ? (joined?.scope ?? null) : joinModels(loaded.columns, null, decision).scope;
  const model = loaded.columns === null ? null : paired ? scope!.champion : scope!.candidate;
  return { ...known, state: 'ready', reason: null, numbers: sideNumbers('champion', loaded, model), scope };
}

/** A champion that is neither absent nor ready is missing evidence, whether or not a check compares with it. */
function refuseChampion(champion: ChampionEvidence, problems: DeliveryError[]): void {
  const { state, reason } = champion;
  if (state !== 'none' && state !== 'ready') problems.push(championError(state, reason ?? 'no reason is known'));
}

/** A metric that both the predictions and the metrics file give would have two values. */
function refuseNameTwice(
  numbers: SideNumbers,
  scope: Scope | null,
  asked: readonly string[],
  problems: DeliveryError[],
  loaded: LoadedSide,
): void {
  if (numbers.metrics === null || numbers.model === null || scope === null) return;
  const twice = listedMetrics(scope, numbers.model, asked).filter(({ name }) => numbers.metrics!.values.has(name));
  if (twice.length === 0) return;
  const error = new EvidenceError({
    code: 'METRIC_TWICE',
    message: `Reading ${numbers.metrics.path}: ${twice.map(({ name }) => name).join(', ')} can also be computed from ${numbers.predictionsPath}, so there would be two values.`,
    hint: 'Remove these names from the metrics file: a number with rows behind it has an interval.',
  });
  problems.push(error);
  loaded.error ??= error;
}

async function loadDataReport(
  request: EvaluationRequest,
  plan: CheckPlan,
  inputs: Inputs,
  problems: DeliveryError[],
): Promise<Evidence['dataReport']> {
  if (!plan.overall.some((check) => check.source === 'data_report')) return { figures: null, error: null };
  const flag = request.overrides?.dataReport;
  const path = flag ?? request.defaultDataReport;
  if (path === undefined) {
    throw new ConfigError({
      code: 'DATA_REPORT_NOT_NAMED',
      message: 'Planning the checks: some bound figures of the data report, but nobody says where it is.',
      hint: 'Pass --data-report (input `data-report`).',
    });
  }
  try {
    const baseDirectory = request.workingDirectory ?? request.baseDirectory;
    const { figures, file } = await readDataReport({ path, baseDirectory }, request.containedIn);
    // The default is where this run wrote it: named relative to the working folder, so that documents agree between machines.
    const shown = flag ?? relative(resolve(baseDirectory), resolve(baseDirectory, path));
    inputs.data_report = { path: shown, sha256: file.sha256, rows: null, bytes: file.bytes };
    return { figures, error: null };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    problems.push(error);
    return { figures: null, error };
  }
}
