import { ConfigError, type Evaluation, EvidenceError, type RetrainingConfig } from '@model-delivery/core';
import { type Champion, unjudged, type WindowedSignal } from './signal.ts';

/** The `metric` block of `retraining.when`. */
export type MetricRule = NonNullable<NonNullable<RetrainingConfig['when']>['metric']>;

/** Directions of the metrics an evaluation names like scikit-learn does, for evaluations without a check on them. */
const HIGHER = /^(?:accuracy|balanced_accuracy|precision|recall|f1|mcc|roc_auc|average_precision|r2)$/;
const LOWER = /^(?:log_loss|brier|mae|mse|rmse|latency_p\d{1,2}(?:\.\d+)?)$/;

/**
 * Metric: how much worse the champion is now than at its registration, in the metric's own units and oriented, so that a drop of
 * AUC and a rise of RMSE are both positive. Over the line above `max_drop` (a drop of exactly `max_drop` is allowed).
 * @throws EvidenceError when the metric is missing on either side. ConfigError when its direction is not known.
 */
export function metricSignal(
  rule: MetricRule,
  evaluation: Evaluation,
  digest: string,
  champion: Champion | null,
): WindowedSignal {
  const none = (why: string) => ({ signal: unjudged('metric', rule.name ?? null, rule.max_drop, why), window: null });
  if (champion === null) return none('there is no champion whose registered evaluation it could be compared with');
  if (champion.evaluation === null) return none('the champion was taken in without an evaluation');
  const side = championSide(evaluation, champion);
  if (side === null) {
    return none(
      `the evaluation judges ${evaluation.model.version ?? 'an unnamed model'}, not the champion ${champion.version}`,
    );
  }
  const name = rule.name ?? leadingMetric(champion.evaluation);
  const registered = metricOf(champion.evaluation, 'candidate', name, "the champion's registered evaluation");
  const current = metricOf(evaluation, side, name, 'the evaluation');
  const direction = directionIn(rule, name, [evaluation, champion.evaluation]);
  // Twelve digits, as in documents: 0.95 - 0.93 is a drop of 0.02 and not one of 0.020000000000000018.
  const value = Number((direction === 'higher' ? registered - current : current - registered).toPrecision(12));
  const over = value > rule.max_drop;
  const change = value > 0 ? `${value} worse than` : value < 0 ? `${-value} better than` : 'the same as';
  return {
    signal: {
      kind: 'metric',
      subject: name,
      value,
      threshold: rule.max_drop,
      windows: null,
      over,
      crossed: false,
      judged: true,
      message: `${name} of the champion is ${current}, ${change} at registration (${registered}); allowed ${rule.max_drop}.`,
    },
    window: { kind: 'metric', digest, over, value, champion: champion.version },
  };
}

/** Where in an evaluation the champion's numbers stand: it may be what is judged, or what a candidate was compared with. */
function championSide(evaluation: Evaluation, champion: Champion): 'candidate' | 'champion' | null {
  if (evaluation.model.version === champion.version) return 'candidate';
  if (evaluation.champion.state === 'ready' && evaluation.champion.version === champion.version) return 'champion';
  return evaluation.model.version === null && evaluation.champion.version === null ? 'candidate' : null;
}

/** The metric a reader looks at first: that of the first overall check of the registered evaluation. */
function leadingMetric(evaluation: Evaluation): string {
  const lead = evaluation.checks.find(
    (check) => check.slice === null && evaluation.metrics.candidate[check.metric] != null,
  );
  if (lead !== undefined) return lead.metric;
  throw new ConfigError({
    code: 'RETRAINING_METRIC_UNNAMED',
    message:
      '`retraining.when.metric` names no metric, and the registered evaluation has no overall check to take it from.',
    hint: 'Name one: `metric: {name: roc_auc, max_drop: 0.02}`.',
  });
}

function metricOf(evaluation: Evaluation, side: 'candidate' | 'champion', name: string, where: string): number {
  const value = Object.hasOwn(evaluation.metrics[side], name) ? evaluation.metrics[side][name] : undefined;
  if (value !== undefined && value !== null) return value;
  const known = Object.keys(evaluation.metrics[side]).slice(0, 20).join(', ') || 'none';
  throw new EvidenceError({
    code: 'RETRAINING_METRIC_MISSING',
    message: `\`retraining.when.metric\` compares ${name}, and ${where} has no such number (it has: ${known}).`,
    hint: 'Name a metric that both evaluations state, or evaluate the champion again with predictions.',
  });
}

function directionIn(rule: MetricRule, name: string, evaluations: readonly Evaluation[]) {
  if (rule.higher_is_better !== undefined) return rule.higher_is_better ? 'higher' : 'lower';
  const stated = evaluations.flatMap((each) => each.checks).find((check) => check.metric === name && check.direction);
  if (stated?.direction) return stated.direction;
  if (HIGHER.test(name)) return 'higher';
  if (LOWER.test(name)) return 'lower';
  throw new ConfigError({
    code: 'RETRAINING_METRIC_DIRECTION',
    message: `\`retraining.when.metric\` watches ${name}, and it is not known whether more of it is better.`,
    hint: 'Say so: `higher_is_better: true` or `false` beside `max_drop`.',
  });
}
