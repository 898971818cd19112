import { ConfigError, nearestNames } from '@model-delivery/core';

/** Whether more is better. */
export type Direction = 'higher' | 'lower';

/**
 * How a metric is made of rows, which decides how its noise is estimated:
 * `proportion` a share of rows; `table` a function of the confusion matrix; `auc` pairs of rows; `mean` a mean of row losses;
 * `rmse` its square root; `rows` no closed form; `quantile` of the latency.
 */
export type MetricFamily = 'proportion' | 'table' | 'auc' | 'mean' | 'rmse' | 'rows' | 'quantile';

/** What the prediction file must hold: predicted classes, classes with a positive one, scores, values or latencies. */
export type MetricNeed = 'classes' | 'positive_class' | 'positive_score' | 'class_scores' | 'values' | 'latency';

export interface MetricDefinition {
  /** scikit-learn's name, or `latency_pNN`. */
  name: string;
  direction: Direction;
  family: MetricFamily;
  need: MetricNeed;
  /** 0 < q < 1 of a quantile metric. */
  quantile?: number;
}

const define = (name: string, direction: Direction, family: MetricFamily, need: MetricNeed): MetricDefinition => ({
  name,
  direction,
  family,
  need,
});

const DEFINITIONS: readonly MetricDefinition[] = [
  define('accuracy', 'higher', 'proportion', 'classes'),
  define('balanced_accuracy', 'higher', 'table', 'classes'),
  define('precision', 'higher', 'proportion', 'positive_class'),
  define('recall', 'higher', 'proportion', 'positive_class'),
  define('f1', 'higher', 'table', 'positive_class'),
  define('mcc', 'higher', 'table', 'classes'),
  define('roc_auc', 'higher', 'auc', 'positive_score'),
  define('average_precision', 'higher', 'rows', 'positive_score'),
  define('log_loss', 'lower', 'mean', 'class_scores'),
  define('brier', 'lower', 'mean', 'class_scores'),
  define('mae', 'lower', 'mean', 'values'),
  define('mse', 'lower', 'mean', 'values'),
  define('rmse', 'lower', 'rmse', 'values'),
  define('r2', 'higher', 'rows', 'values'),
];

/** Latency quantiles that are stated whenever the file has latencies. */
export const STANDARD_LATENCIES = ['latency_p50', 'latency_p90', 'latency_p95', 'latency_p99'] as const;

/** Names of the catalogue without the open family of latency quantiles. */
export const METRIC_NAMES: readonly string[] = DEFINITIONS.map(({ name }) => name);

const BY_NAME = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));

/** The definition of a metric name, matched exactly; undefined outside the catalogue. */
export function findMetric(name: string): MetricDefinition | undefined {
  return BY_NAME.get(name) ?? latencyQuantile(name);
}

/** `latency_p99` -> q .99, `latency_p99.9` -> q .999. */
function latencyQuantile(name: string): MetricDefinition | undefined {
  const percent = /^latency_p(\d{1,2}(?:\.\d{1,3})?)$/.exec(name)?.[1];
  if (percent === undefined || Number(percent) === 0) return undefined;
  const decimals = percent.split('.')[1]?.length ?? 0;
  const quantile = Number(percent.replace('.', '')) / 10 ** (decimals + 2);
  return { name, direction: 'lower', family: 'quantile', need: 'latency', quantile };
}

/** What other tools call metrics whose names have little in common with ours. Only suggested, never guessed. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  f1_score: 'f1',
  f_score: 'f1',
  matthews_corrcoef: 'mcc',
  mean_absolute_error: 'mae',
  mean_squared_error: 'mse',
  root_mean_squared_error: 'rmse',
  r2_score: 'r2',
  pr_auc: 'average_precision',
  logloss: 'log_loss',
  cross_entropy: 'log_loss',
  sensitivity: 'recall',
  tpr: 'recall',
  ppv: 'precision',
};

/** Catalogue names near to a word, for error messages. */
export function nearMetricNames(name: string): string[] {
  const elsewhere = ELSEWHERE[name.toLowerCase().replaceAll(/[\s-]/g, '_')];
  const near = nearestNames(name, [...METRIC_NAMES, ...STANDARD_LATENCIES]);
  return elsewhere === undefined ? near : [elsewhere, ...near.filter((other) => other !== elsewhere)];
}

/** The error for a metric that prediction files cannot give because nobody defined it. */
export function unknownMetric(name: string): ConfigError {
  const near = nearMetricNames(name);
  return new ConfigError({
    code: 'METRIC_UNKNOWN',
    message: `Planning the checks: there is no metric \`${name}\` that can be computed from predictions${near.length > 0 ? `; near names: ${near.join(', ')}` : ''}.`,
    hint: `Known metrics: ${METRIC_NAMES.join(', ')}, latency_pNN. Any other number can come from a metrics file (\`evaluation.candidate.metrics\`).`,
  });
}
