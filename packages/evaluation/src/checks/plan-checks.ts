import {
  BOUND_KINDS,
  type BoundKind,
  COMPARISON_BOUNDS,
  ConfigError,
  type EvaluationConfig,
  type MetricCheck,
  type Purpose,
} from '@model-delivery/core';
import type { EffectivePolicy } from '../effective-policy.ts';
import { type Direction, findMetric, unknownMetric } from '../metrics/catalogue.ts';
import type { PlannedCheck } from './planned-check.ts';

/** Checks of the whole test set and checks that every slice gets. */
export interface CheckPlan {
  overall: PlannedCheck[];
  perSlice: PlannedCheck[];
}

const DATA_REPORT_METRICS: Readonly<Record<string, Direction>> = { missing_rate: 'lower', drift_psi: 'lower' };

/** Turns the policy into checks. @throws ConfigError for what no evidence could ever answer. */
export function planChecks(effective: EffectivePolicy, purpose: Purpose): CheckPlan {
  const { policy, origins } = effective;
  const overall = policy.checks.flatMap((check, index) => planOne(check, policy, purpose, origins.get(index) ?? null));
  const perSlice = (policy.slices?.checks ?? []).flatMap((check, index) =>
    planOne(check, policy, purpose, ['evaluation', 'slices', 'checks', index]),
  );
  const plan = { overall, perSlice };
  refuseUnanswerable(plan, effective);
  return plan;
}

function planOne(
  check: MetricCheck,
  policy: EvaluationConfig,
  purpose: Purpose,
  origin: (string | number)[] | null,
): PlannedCheck[] {
  const direction = directionOf(check);
  return BOUND_KINDS.filter((bound) => check[bound] !== undefined).map((bound) => {
    refuseWrongRatio(check, bound, direction);
    const compares = (COMPARISON_BOUNDS as readonly string[]).includes(bound);
    if (compares && direction === null) throw directionNeeded(check.metric);
    return {
      name: `${check.metric.replaceAll('/', '%2F')}/${bound}`,
      metric: check.metric,
      definition: check.source === undefined ? (findMetric(check.metric) ?? null) : null,
      source: check.source ?? 'model',
      bound,
      value: check[bound]!,
      direction,
      compares,
      strict: bound === 'above' || bound === 'below',
      severity: check.severity,
      mode: check.evidence ?? policy.evidence[purpose],
      modeIsExplicit: check.evidence !== undefined,
      unit: check.unit ?? null,
      origin,
    };
  });
}

function directionOf(check: MetricCheck): Direction | null {
  const known =
    check.source === 'data_report' ? DATA_REPORT_METRICS[check.metric] : findMetric(check.metric)?.direction;
  if (check.source === 'data_report' && known === undefined) {
    throw new ConfigError({
      code: 'DATA_REPORT_METRIC_UNKNOWN',
      message: `Planning the checks: the data report has no figure \`${check.metric}\`.`,
      hint: `Known figures: ${Object.keys(DATA_REPORT_METRICS).join(', ')}.`,
    });
  }
  const stated = check.higher_is_better === undefined ? undefined : check.higher_is_better ? 'higher' : 'lower';
  if (known !== undefined && stated !== undefined && stated !== known) {
    throw new ConfigError({
      code: 'METRIC_DIRECTION_CONFLICT',
      message: `Planning the checks: \`${check.metric}\` is better when ${known}, the check says \`higher_is_better: ${check.higher_is_better}\`.`,
      hint: 'Remove `higher_is_better` from the check.',
    });
  }
  return known ?? stated ?? null;
}

function directionNeeded(metric: string): ConfigError {
  return new ConfigError({
    code: 'METRIC_DIRECTION_UNKNOWN',
    message: `Planning the checks: \`${metric}\` is outside the catalogue, so it is unknown whether more is better.`,
    hint: 'Add `higher_is_better: true` (or false) to the check.',
  });
}

function refuseWrongRatio(check: MetricCheck, bound: BoundKind, direction: Direction | null): void {
  const wrong = (bound === 'min_ratio' && direction === 'lower') || (bound === 'max_ratio' && direction === 'higher');
  if (!wrong) return;
  const right = bound === 'min_ratio' ? 'max_ratio' : 'min_ratio';
  throw new ConfigError({
    code: 'RATIO_WRONG_DIRECTION',
    message: `Planning the checks: \`${check.metric}\` is better when ${direction}, so \`${bound}\` would reward the worse model.`,
    hint: `Use \`${right}\`.`,
  });
}

function refuseUnanswerable(plan: CheckPlan, { policy, candidate, champion }: EffectivePolicy): void {
  const all = [...plan.overall, ...plan.perSlice];
  const ofModel = all.filter((check) => check.source === 'model');
  if (all.some((check) => check.compares) && champion.kind === 'none') {
    throw new ConfigError({
      code: 'CHAMPION_NOT_CONFIGURED',
      message:
        'Planning the checks: some compare with the champion (`vs: champion`), but the policy names no champion.',
      hint: 'Add `champion: { alias: champion }`, `champion: { directory: models/production }`, or pass --champion.',
    });
  }
  if (ofModel.length > 0 && candidate.predictions === undefined && candidate.metrics === undefined) {
    throw new ConfigError({
      code: 'CANDIDATE_NOT_CONFIGURED',
      message: 'Planning the checks: nothing says where the numbers of the candidate are.',
      hint: 'Set `evaluation.candidate: { predictions: out/predictions.parquet }` (or `metrics:`), or pass --candidate.',
    });
  }
  if (policy.slices !== undefined && candidate.predictions === undefined) {
    throw new ConfigError({
      code: 'SLICES_NEED_PREDICTIONS',
      message: 'Planning the checks: `slices:` judges groups of rows, but the candidate has only a metrics file.',
      hint: 'Set `evaluation.candidate.predictions`, or remove `slices:`.',
    });
  }
  if (plan.perSlice.some((check) => check.source === 'data_report')) {
    throw new ConfigError({
      code: 'DATA_REPORT_HAS_NO_SLICES',
      message:
        'Planning the checks: `slices.checks` bounds a figure of the data report, which knows nothing of slices.',
      hint: 'Move the check to `evaluation.checks`.',
    });
  }
  // A metrics file may hold any name, but knows no slices.
  const byRows = candidate.metrics === undefined ? ofModel : plan.perSlice;
  for (const check of byRows) if (check.definition === null) throw unknownMetric(check.metric);
}
