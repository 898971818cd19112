import { ConfigError, type DeliveryError, EvidenceError, nearestNames } from '@model-delivery/core';
import { type MetricDefinition, nearMetricNames } from '../metrics/catalogue.ts';
import { isComputable, measure } from '../metrics/measure.ts';
import type { ModelRows, Scope } from '../predictions/scope.ts';

/** Numbers of a metrics file by joined name, and its path for messages. */
export interface MetricsFile {
  path: string;
  values: ReadonlyMap<string, number>;
  /** Names that stand in the file with something else than a number. */
  notNumbers: ReadonlyMap<string, string>;
}

/** One side's evidence. */
export interface SideNumbers {
  side: 'candidate' | 'champion';
  /** Rows of predictions; null when the side has none (or they cannot be used). */
  model: ModelRows | null;
  predictionsPath: string | null;
  metrics: MetricsFile | null;
}

/** A metric's value on one side: measured on rows, or taken from a file. */
export type SideValue =
  | { kind: 'rows'; value: number }
  | { kind: 'file'; value: number; file: string }
  /** scikit-learn would warn: no number is invented. */
  | { kind: 'undefined'; message: string }
  | { kind: 'missing'; error: DeliveryError };

/** The value of a metric on one side over a scope. Metrics files know no slices. */
export function sideValue(
  name: string,
  definition: MetricDefinition | null,
  side: SideNumbers,
  scope: Scope | null,
): SideValue {
  const fromFile = scope?.slice == null ? side.metrics?.values.get(name) : undefined;
  if (fromFile !== undefined) return { kind: 'file', value: fromFile, file: side.metrics!.path };
  if (definition !== null && scope !== null && side.model !== null) {
    const model = scope.slice === null ? side.model : side.side === 'candidate' ? scope.candidate : scope.champion!;
    if (isComputable(definition, scope, model)) {
      const value = measure(definition, scope, model);
      if (value !== undefined && Number.isFinite(value)) return { kind: 'rows', value };
      return { kind: 'undefined', message: undefinedReason(name, scope, side) };
    }
    if (side.metrics === null) return { kind: 'missing', error: notComputable(definition, scope, model, side) };
  }
  return { kind: 'missing', error: notInFile(name, side) };
}

function undefinedReason(name: string, scope: Scope, side: SideNumbers): string {
  const whose = side.side === 'candidate' ? 'the candidate' : 'the champion';
  const where = scope.slice === null ? '' : ` for ${scope.slice}`;
  const why: Readonly<Record<string, string>> = {
    precision: 'no row is predicted positive',
    recall: 'no row is labelled positive',
    average_precision: 'no row is labelled positive',
    roc_auc: 'only one class occurs in the labels',
    balanced_accuracy: 'only one class occurs in the labels',
    f1: 'no row is labelled or predicted positive',
    r2: 'it needs at least two rows',
  };
  return `${name} of ${whose}${where} is undefined: ${why[name] ?? 'its denominator is 0'} (${scope.rows} rows)`;
}

function notComputable(definition: MetricDefinition, scope: Scope, model: ModelRows, side: SideNumbers): DeliveryError {
  const path = side.predictionsPath;
  const { name } = definition;
  if (definition.need === 'positive_class' && scope.truth !== null && model.classes !== null) {
    return averagingNeeded(name, scope);
  }
  if (definition.need === 'positive_score' && scope.truth !== null && model.classScores !== null)
    return averagingNeeded(name, scope);
  const needs: Readonly<Record<string, string>> = {
    classes: 'a label and a `prediction` (or `score`) column with classes',
    positive_class: 'a label and a `prediction` (or `score`) column with two classes',
    positive_score: 'a label and a `score` column',
    class_scores: 'a label and a `score` column (or `score_<class>` columns)',
    values: 'a numeric label and a numeric `prediction` column',
    latency: '`columns.latency`, the name of the column with milliseconds',
  };
  return new EvidenceError({
    code: 'METRIC_NOT_COMPUTABLE',
    message: `Computing ${name} of the ${side.side}: it needs ${needs[definition.need]}, which ${path} does not have.`,
    hint: 'Name the columns under `evaluation.columns`, or write them in the step that predicts.',
  });
}

function averagingNeeded(name: string, scope: Scope): DeliveryError {
  const two = scope.classes.length <= 2;
  return new ConfigError({
    code: two ? 'POSITIVE_LABEL_UNKNOWN' : 'METRIC_NEEDS_AVERAGING',
    message: two
      ? `Computing ${name}: it is about one positive class, and the labels ${scope.classes.join(', ')} do not say which.`
      : `Computing ${name}: the labels have ${scope.classes.length} classes, and how to average over them is not named.`,
    hint: two
      ? `Set \`evaluation.positive: ${scope.classes.at(-1)}\`.`
      : 'Use accuracy, balanced_accuracy, mcc or log_loss, or write the averaged number to a metrics file.',
  });
}

function notInFile(name: string, side: SideNumbers): DeliveryError {
  const { metrics } = side;
  if (metrics === null) {
    return new EvidenceError({
      code: 'METRIC_MISSING',
      message: `Looking for ${name} of the ${side.side}: there are no predictions or metrics to take it from.`,
      hint: 'Write predictions or a metrics file for it.',
    });
  }
  const other = metrics.notNumbers.get(name);
  if (other !== undefined) {
    return new EvidenceError({
      code: 'METRIC_NOT_A_NUMBER',
      message: `Reading ${metrics.path}: \`${name}\` needs a number, found ${other}.`,
      hint: 'Write it as a plain number.',
    });
  }
  const near = nearestNames(name, [...metrics.values.keys()]);
  const catalogue = near.length === 0 ? nearMetricNames(name) : [];
  return new EvidenceError({
    code: 'METRIC_MISSING',
    message: `Reading ${metrics.path}: there is no metric \`${name}\` of the ${side.side}${near.length > 0 ? `; near names in the file: ${near.join(', ')}` : ''}.`,
    hint:
      near.length > 0
        ? `Names are matched exactly: write \`metric: ${near[0]}\` if that is what you mean.`
        : `The file has ${[...metrics.values.keys()].slice(0, 20).join(', ') || 'no numbers'}${catalogue.length > 0 ? `; near names of the catalogue: ${catalogue.join(', ')}` : ''}.`,
  });
}
