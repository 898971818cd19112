import {
  absoluteErrors,
  averagePrecision,
  binaryBrierLosses,
  binaryLogLosses,
  exactMean,
  multiclassBrierLosses,
  multiclassLogLosses,
  predictionErrors,
  quantileOfSorted,
  r2,
  rankScores,
  rocAuc,
  rootMeanSquare,
  squaredErrors,
  weightedAveragePrecision,
  weightedMean,
  weightedRocAuc,
} from '@model-delivery/stats';
import type { ModelRows, Scope } from '../predictions/scope.ts';
import type { MetricDefinition } from './catalogue.ts';
import { confusionTable } from './confusion-table.ts';
import { tableMetric } from './table-metric.ts';

/** Whether the columns of a model can give a metric at all. */
export function isComputable(metric: MetricDefinition, scope: Scope, model: ModelRows): boolean {
  switch (metric.need) {
    case 'classes':
      return scope.truth !== null && model.classes !== null;
    case 'positive_class':
      return scope.truth !== null && model.classes !== null && scope.positive !== null;
    case 'positive_score':
      return scope.truth !== null && model.score !== null && scope.positive !== null;
    case 'class_scores':
      return scope.truth !== null && (model.score !== null ? scope.positive !== null : model.classScores !== null);
    case 'values':
      return scope.values !== null && model.values !== null;
    case 'latency':
      return model.latency !== null;
  }
}

/**
 * A metric of one model over a scope as scikit-learn defines it, weighted when the scope has weights; `undefined` where it is
 * ill-defined. Sums are exact. @pre isComputable
 */
export function measure(metric: MetricDefinition, scope: Scope, model: ModelRows): number | undefined {
  if (scope.rows === 0) return undefined;
  const weights = scope.weights;
  switch (metric.family) {
    case 'proportion':
    case 'table':
      return tableMetric(metric.name, confusionTable(scope.truth!, model.classes!, scope.classes.length, weights));
    case 'auc':
      if (weights !== null) return weightedRocAuc(rankScores(scope.truth!, model.score!), weights);
      return rocAuc(scope.truth!, model.score!);
    case 'mean': {
      const losses = rowLosses(metric.name, scope, model);
      return weights === null ? exactMean(losses) : weightedMean(losses, weights);
    }
    case 'rmse': {
      const errors = rowErrors(scope, model);
      if (weights === null) return rootMeanSquare(errors);
      const mean = weightedMean(squaredErrors(errors), weights);
      return mean === undefined ? undefined : Math.sqrt(mean);
    }
    case 'rows':
      if (metric.name === 'r2') return r2(scope.values!, model.values!, weights ?? undefined);
      if (weights !== null) return weightedAveragePrecision(rankScores(scope.truth!, model.score!), weights);
      return averagePrecision(scope.truth!, model.score!);
    case 'quantile':
      return quantileOfSorted(Float64Array.from(model.latency!).sort(), metric.quantile!);
  }
}

/** prediction - truth per row. @pre values on both sides */
export function rowErrors(scope: Scope, model: ModelRows): Float64Array {
  return predictionErrors(scope.values!, model.values!);
}

/** The row losses whose mean is the metric. */
export function rowLosses(name: string, scope: Scope, model: ModelRows): Float64Array {
  switch (name) {
    case 'mae':
      return absoluteErrors(rowErrors(scope, model));
    case 'mse':
      return squaredErrors(rowErrors(scope, model));
    case 'log_loss':
      return model.score !== null
        ? binaryLogLosses(scope.truth!, model.score, model.scoreType)
        : multiclassLogLosses(scope.truth!, model.classScores!, model.scoreType);
    default:
      return model.score !== null
        ? binaryBrierLosses(scope.truth!, model.score)
        : multiclassBrierLosses(scope.truth!, model.classScores!);
  }
}

/**
 * The rows a share is a share of: labelled positive for recall, predicted positive (by either model when compared) for precision,
 * all rows otherwise. Slices must have `min_n` of them, and clusters count when they hold one.
 */
export function denominatorRows(metric: MetricDefinition, scope: Scope, compared: boolean): Uint8Array | null {
  if (metric.need !== 'positive_class' || scope.truth === null) return null;
  if (metric.name === 'recall') return Uint8Array.from(scope.truth, (code) => (code === 1 ? 1 : 0));
  if (metric.name !== 'precision') return null;
  const mine = scope.candidate.classes!;
  const theirs = compared ? (scope.champion?.classes ?? null) : null;
  return Uint8Array.from(mine, (code, row) => (code === 1 || theirs?.[row] === 1 ? 1 : 0));
}
