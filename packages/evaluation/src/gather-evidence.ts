import { type DeliveryError, type Evaluation, EvidenceError } from '@model-delivery/core';
import { championError } from './champion/champion-error.ts';
import { type ChampionEvidence, championEvidence } from './champion/champion-evidence.ts';
import { locateChampion } from './champion/locate-champion.ts';
import type { SideNumbers } from './checks/evidence-numbers.ts';
import type { CheckPlan } from './checks/plan-checks.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { identifyModel } from './evidence/identify-model.ts';
import { type LoadedDataReport, loadDataReport } from './evidence/load-data-report.ts';
import { type LoadedSide, loadSide, NOTHING_LOADED, nameTwice, sideNumbers } from './evidence/load-side.ts';
import { columnRoles } from './predictions/column-roles.ts';
import { joinModels } from './predictions/join-models.ts';
import type { Scope } from './predictions/scope.ts';
import { slicesOf } from './predictions/slices.ts';
import type { EvaluationRequest } from './request.ts';

/** Everything the checks are judged on. Whatever could not be read stands in `problems`, in the order it was met. */
export interface Evidence {
  model: Evaluation['model'];
  inputs: Evaluation['inputs'];
  candidate: { numbers: SideNumbers; error: DeliveryError | null };
  champion: ChampionEvidence;
  /** The whole test set; null without usable candidate predictions. */
  scope: Scope | null;
  slices: Scope[];
  dataReport: LoadedDataReport;
  problems: DeliveryError[];
  warnings: string[];
}

/** Reads every file the policy names. Evidence that is missing or unusable is collected, not thrown. */
export async function gatherEvidence(
  request: EvaluationRequest,
  effective: EffectivePolicy,
  plan: CheckPlan,
): Promise<Evidence> {
  const { policy } = effective;
  const roles = columnRoles(policy, effective.namedColumns);
  const inputs: Evaluation['inputs'] = {};
  const problems: DeliveryError[] = [];
  const asked = [...plan.overall, ...plan.perSlice].map((check) => check.metric);
  const model = await identifyModel(request, problems);
  const mine = await loadSide(request, effective.candidate, roles, 'candidate', inputs);
  if (mine.error !== null) problems.push(mine.error);
  const located = await locateChampion(effective.champion, request.championSource);
  const ready = located.state === 'ready';
  const theirs = ready ? await loadSide(request, located.files, roles, 'champion', inputs) : NOTHING_LOADED;
  const decision = { positive: policy.positive, threshold: policy.decision_threshold ?? 0.5 };
  const { columns } = mine;
  const joined = columns === null ? null : attempt(problems, mine, () => joinModels(columns, theirs.columns, decision));
  const scope = joined?.scope ?? null;
  const configured = effective.champion.kind !== 'none';
  const champion = championEvidence({ configured, located, loaded: theirs, joined, decision, asked });
  refuseChampion(champion, problems);
  const numbers = sideNumbers('candidate', mine, scope?.candidate ?? null);
  refuse(nameTwice(numbers, scope, asked), problems, mine);
  const candidate = { numbers, error: mine.error };
  const by = policy.slices?.by;
  const slices =
    scope === null || columns === null || by === undefined
      ? []
      : (attempt(problems, mine, () => slicesOf(scope, columns, by)) ?? []);
  const dataReport = await loadDataReport(request, plan, inputs, problems);
  const warnings = [...located.warnings, ...unusedThreshold(effective, mine, roles.prediction)];
  return { model, inputs, candidate, champion, scope, slices, dataReport, problems, warnings };
}

/** Runs a step whose EvidenceError makes the candidate unusable. */
function attempt<T>(problems: DeliveryError[], candidate: LoadedSide, step: () => T): T | null {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    refuse(error, problems, candidate);
    return null;
  }
}

function refuse(error: DeliveryError | null, problems: DeliveryError[], candidate: LoadedSide): void {
  if (error === null) return;
  problems.push(error);
  candidate.error ??= error;
}

/** A champion that is neither absent nor ready is missing evidence, whether or not a check compares with it. */
function refuseChampion({ state, reason }: ChampionEvidence, problems: DeliveryError[]): void {
  if (state !== 'none' && state !== 'ready') problems.push(championError(state, reason ?? 'no reason is known'));
}

function unusedThreshold({ thresholdNamed }: EffectivePolicy, { columns }: LoadedSide, prediction: string): string[] {
  if (columns?.prediction == null || !thresholdNamed) return [];
  return [`${columns.path} has predicted classes (column ${prediction}), so decision_threshold is not used.`];
}
