import {
  CHECK_VERDICTS,
  combineVerdicts,
  type DeliveryError,
  documentError,
  type Evaluation,
  type EvaluationCheck,
  EvidenceError,
  type Verdict,
} from '@model-delivery/core';
import { firstModelCheck } from './checks/first-model.ts';
import { type IdentifiedCheck, identifyChecks, judgeChecks } from './checks/judge-checks.ts';
import { type CheckPlan, planChecks } from './checks/plan-checks.ts';
import { type PreparedCheck, prepareCheck } from './checks/prepare-check.ts';
import { type EffectivePolicy, effectivePolicy } from './effective-policy.ts';
import { type Evidence, gatherEvidence } from './gather-evidence.ts';
import { confusionTable } from './metrics/confusion-table.ts';
import { metricValues } from './metrics/listed-metrics.ts';
import { MAX_CLASSES } from './predictions/class-labels.ts';
import type { ModelRows } from './predictions/scope.ts';
import type { EvaluationRequest, EvaluationResult } from './request.ts';

/**
 * The gate: policy and evidence in, document out.
 * Missing or unusable evidence gives a document with verdict `error`; whatever could be judged is still in it.
 * @throws ConfigError for what only the configuration or a flag can repair
 */
export async function evaluate(request: EvaluationRequest): Promise<EvaluationResult> {
  const effective = effectivePolicy(request);
  const plan = planChecks(effective, request.purpose);
  const evidence = await gatherEvidence(request, effective, plan);
  const policy = JSON.parse(JSON.stringify(effective.policy)) as NonNullable<Evaluation['policy']>;
  const identified = identifyChecks(prepareAll(plan, evidence, effective.policy.slices?.min_n ?? 1));
  const { alpha, bootstrap } = effective.policy.statistics;
  const judged = judgeChecks(identified, { alpha, bootstrap, policy });
  const firstModel = evidence.champion.configured && evidence.champion.state === 'none';
  const checks = firstModel ? withFirstModel(effective, identified, judged, 1 - 2 * alpha) : judged;
  const champion = championOf(evidence, identified);
  const problems = [...evidence.problems, ...checkErrors(identified, checks)];
  const verdict: Verdict = problems.length > 0 ? 'error' : combineVerdicts(checks);
  if (verdict === 'error' && problems.length === 0) problems.push(nothingEvaluated(checks));
  return {
    content: {
      schema: 'evaluation/1',
      model: evidence.model,
      verdict,
      purpose: request.purpose,
      as_of: request.asOf,
      policy,
      inconclusive_blocks: inconclusiveBlocks(effective, request, checks),
      inputs: evidence.inputs,
      metrics: metricsOf(plan, evidence),
      confusion: confusionOf(evidence),
      champion,
      first_model: firstModel,
      checks,
      counts: countsOf(checks),
      promote_to: verdict === 'pass' ? (effective.policy.promote_to ?? null) : null,
      warnings: [...evidence.warnings, ...notices(effective)],
      ...(problems.length > 0 ? { error: documentError(problems[0]!) } : {}),
    },
    locations: locationsOf(identified),
  };
}

function prepareAll(plan: CheckPlan, evidence: Evidence, minRows: number): PreparedCheck[] {
  const overall = plan.overall.map((check) => prepareCheck(check, evidence, null, 1));
  const sliced = evidence.slices.flatMap((slice) =>
    plan.perSlice.map((check) => prepareCheck(check, evidence, slice, minRows)),
  );
  return [...overall, ...sliced];
}

function withFirstModel(
  { policy }: EffectivePolicy,
  identified: readonly IdentifiedCheck[],
  judged: EvaluationCheck[],
  level: number,
): EvaluationCheck[] {
  const ofData = new Set(
    identified.filter(({ prepared }) => prepared.check.source === 'data_report').map(({ id }) => id),
  );
  const rule = firstModelCheck(policy.first_model, judged, ofData, level);
  return rule === null ? judged : [...judged, rule];
}

/** A champion that lacks a metric that is compared is not comparable, whatever else it has. */
function championOf({ champion }: Evidence, identified: readonly IdentifiedCheck[]): Evaluation['champion'] {
  const { state, version, source, reason } = champion;
  const lacking = identified.find(
    ({ prepared }) => prepared.state === 'error' && prepared.error.code === 'CHAMPION_INCOMPARABLE',
  );
  if (state !== 'ready' || lacking === undefined)
    return { state, version, source, reason: reason?.slice(0, 4096) ?? null };
  const found = (lacking.prepared as { error: DeliveryError }).error.message;
  return { state: 'incomparable', version, source, reason: found.slice(0, 4096) };
}

/** Errors of single checks, as the document's error where nothing more general went wrong. */
function checkErrors(identified: readonly IdentifiedCheck[], checks: readonly EvaluationCheck[]): DeliveryError[] {
  const own = identified.flatMap(({ prepared }) => (prepared.state === 'error' ? [prepared.error] : []));
  const rule = checks.find((check) => check.kind === 'first_model' && check.verdict === 'error');
  if (rule === undefined) return own;
  return [...own, new EvidenceError({ code: 'FIRST_MODEL_UNPROVEN', message: rule.message })];
}

function nothingEvaluated(checks: readonly EvaluationCheck[]): EvidenceError {
  return new EvidenceError({
    code: 'NOTHING_EVALUATED',
    message:
      checks.length === 0
        ? 'Judging the model: the policy has no checks, so nothing speaks for it.'
        : `Judging the model: none of the ${checks.length} checks is applicable, so nothing speaks for it.`,
    hint: 'Add a check that can be evaluated, for example `checks: [ { metric: roc_auc, min: 0.8 } ]`.',
  });
}

function inconclusiveBlocks(
  { policy }: EffectivePolicy,
  { purpose }: EvaluationRequest,
  checks: readonly EvaluationCheck[],
): boolean {
  const unproven = checks.some(
    (check) => check.verdict === 'inconclusive' && check.evidence === 'prove' && check.severity === 'fail',
  );
  return policy.on_inconclusive[purpose] === 'block' && unproven;
}

function metricsOf(plan: CheckPlan, evidence: Evidence): Evaluation['metrics'] {
  const asked = [...plan.overall, ...plan.perSlice].map((check) => check.metric);
  const { candidate, champion, scope } = evidence;
  const measured = (of: Evidence['scope'], model: ModelRows | null) =>
    of === null || model === null ? {} : metricValues(of, model, asked);
  return {
    candidate: {
      ...Object.fromEntries(candidate.numbers.metrics?.values ?? []),
      ...measured(scope, candidate.numbers.model),
    },
    champion:
      champion.numbers === null
        ? {}
        : {
            ...Object.fromEntries(champion.numbers.metrics?.values ?? []),
            ...measured(champion.scope, champion.numbers.model),
          },
  };
}

/** Counts of rows (not weights); the champion's where both files are joined. */
function confusionOf({ scope }: Evidence): Evaluation['confusion'] {
  if (scope?.truth == null || scope.candidate.classes === null || scope.classes.length > MAX_CLASSES) return null;
  const table = (predicted: Int32Array) =>
    confusionTable(scope.truth!, predicted, scope.classes.length, null).map((line) => [...line]);
  return {
    labels: [...scope.classes],
    candidate: table(scope.candidate.classes),
    champion: scope.champion?.classes == null ? null : table(scope.champion.classes),
  };
}

/** One key per verdict word, and `warn`: checks whose failure or doubt does not block. */
function countsOf(checks: readonly EvaluationCheck[]): Record<string, number> {
  const counts = Object.fromEntries(
    CHECK_VERDICTS.map((word) => [word, checks.filter((check) => check.verdict === word).length]),
  );
  const soft = checks.filter(
    (check) => check.severity !== 'fail' && (check.verdict === 'fail' || check.verdict === 'inconclusive'),
  );
  return { ...counts, warn: soft.length };
}

function notices({ policy }: EffectivePolicy): string[] {
  if (policy.notify_on_fail === undefined) return [];
  return [
    'notify_on_fail is kept, but notifications are not sent by this version: use the outputs of the action in a step of your own.',
  ];
}

function locationsOf(identified: readonly IdentifiedCheck[]): Map<string, (string | number)[]> {
  return new Map(
    identified.flatMap(({ id, prepared }) =>
      prepared.check.origin === null ? [] : [[id, prepared.check.origin] as const],
    ),
  );
}
