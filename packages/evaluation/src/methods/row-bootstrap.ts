import {
  GENERATOR,
  type LinearContrast,
  multisetQuantile,
  poissonReplicates,
  rankScores,
  replicateEstimate,
  weightedAveragePrecision,
  weightedRocAuc,
} from '@model-delivery/stats';
import { contrastValue } from '../checks/planned-check.ts';
import type { MetricDefinition } from '../metrics/catalogue.ts';
import { rowErrors, rowLosses } from '../metrics/measure.ts';
import { presentClasses, tableMetric } from '../metrics/table-metric.ts';
import type { ModelRows, Scope } from '../predictions/scope.ts';
import { type CheckEstimate, compares, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

type WeightedMetric = (weights: ArrayLike<number>) => number | undefined;

/**
 * Poisson(1) weights on rows (in id order) or on clusters (in key order), percentile interval: for weighted rows, for metrics without a
 * closed form, and over clusters for everything that is no mean.
 */
export function rowBootstrap(request: EstimateRequest): CheckEstimate {
  const { scope, contrast, alpha, replicates, candidate, champion } = request;
  const drawn = drawMetrics(request);
  const estimateOf = (of: LinearContrast) =>
    replicateEstimate({
      value: contrastValue(of, candidate, champion ?? 0),
      drawn: drawn.candidate.map((own, replicate) => contrastValue(of, own, drawn.champion[replicate]!)),
      alpha,
    });
  const estimate = estimateOf(contrast);
  const shown = mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast));
  const kind = scope.clusters === null ? 'poisson-bootstrap' : 'cluster-poisson-bootstrap';
  return { estimate, shown, method: `${kind}(${GENERATOR}, B=${replicates})` };
}

/** The metric of both models in every replicate: NaN where it has no value, 0 for a champion that does not matter. */
function drawMetrics({ metric, scope, contrast, replicates, seed }: EstimateRequest) {
  const mine = weightedMetric(metric, scope, scope.candidate);
  const theirs = compares(contrast) ? weightedMetric(metric, scope, scope.champion!) : () => 0;
  const drawn = { candidate: new Float64Array(replicates), champion: new Float64Array(replicates) };
  const rowWeights = weighting(metric.family === 'quantile' ? null : scope.weights);
  const clusterOf = scope.clusters ?? undefined;
  const units = scope.clusters === null ? scope.rows : clusterCount(scope.clusters);
  poissonReplicates({ units, clusterOf, replicates, seed }, (counts, replicate) => {
    const weights = rowWeights(counts);
    drawn.candidate[replicate] = mine(weights) ?? Number.NaN;
    drawn.champion[replicate] = theirs(weights) ?? Number.NaN;
  });
  return drawn;
}

/** Drawn counts times the weights of the rows. The same array is filled every time. */
function weighting(weights: Float64Array | null): (counts: Uint8Array) => ArrayLike<number> {
  if (weights === null) return (counts) => counts;
  const product = new Float64Array(weights.length);
  return (counts) => {
    for (let row = 0; row < product.length; row++) product[row] = counts[row]! * weights[row]!;
    return product;
  };
}

function clusterCount(clusters: Int32Array): number {
  return clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
}

/** A metric as a function of row weights; what does not depend on them is prepared once. */
function weightedMetric(metric: MetricDefinition, scope: Scope, model: ModelRows): WeightedMetric {
  switch (metric.family) {
    case 'proportion':
    case 'table':
      return weightedTable(metric, scope, model);
    case 'auc': {
      const ranking = rankScores(scope.truth!, model.score!);
      return (weights) => weightedRocAuc(ranking, weights);
    }
    case 'mean':
      return meanOf(rowLosses(metric.name, scope, model));
    case 'rmse': {
      const mean = meanOf(rowErrors(scope, model).map((error) => error * error));
      return (weights) => rootOf(mean(weights));
    }
    case 'rows': {
      if (metric.name === 'r2') return weightedR2(scope.values!, model.values!);
      const ranking = rankScores(scope.truth!, model.score!);
      return (weights) => weightedAveragePrecision(ranking, weights);
    }
    case 'quantile':
      return weightedQuantile(model.latency!, metric.quantile!);
  }
}

function weightedTable(metric: MetricDefinition, scope: Scope, model: ModelRows): WeightedMetric {
  const classes = scope.classes.length;
  const table = Array.from({ length: classes }, () => new Float64Array(classes));
  const fill = (weights: ArrayLike<number> | null) => {
    for (const line of table) line.fill(0);
    for (let row = 0; row < scope.rows; row++) table[scope.truth![row]!]![model.classes![row]!]! += weights?.[row] ?? 1;
    return table;
  };
  const requiredClasses = presentClasses(fill(null));
  return (weights) => tableMetric(metric.name, fill(weights), { requiredClasses });
}

function meanOf(losses: Float64Array): WeightedMetric {
  return (weights) => {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < losses.length; row++) {
      sum += weights[row]! * losses[row]!;
      total += weights[row]!;
    }
    return total > 0 ? sum / total : undefined;
  };
}

const rootOf = (value: number | undefined) => (value === undefined ? undefined : Math.sqrt(value));

/** Sums around the unweighted mean, so that a large offset of the target costs no digits. */
function weightedR2(truth: Float64Array, predicted: Float64Array): WeightedMetric {
  const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const centred = truth.map((value) => value - centre);
  const squares = truth.map((value, row) => (value - predicted[row]!) ** 2);
  return (weights) => {
    let [total, sum, sumOfSquares, residual] = [0, 0, 0, 0];
    for (let row = 0; row < centred.length; row++) {
      const weight = weights[row]!;
      total += weight;
      sum += weight * centred[row]!;
      sumOfSquares += weight * centred[row]! * centred[row]!;
      residual += weight * squares[row]!;
    }
    const spread = sumOfSquares - (sum * sum) / total;
    return total > 0 && spread > 0 ? 1 - residual / spread : undefined;
  };
}

function weightedQuantile(latency: Float64Array, quantile: number): WeightedMetric {
  const order = Uint32Array.from({ length: latency.length }, (_, row) => row).sort(
    (a, b) => latency[a]! - latency[b]! || a - b,
  );
  const sorted = Float64Array.from(order, (row) => latency[row]!);
  const counts = new Float64Array(sorted.length);
  return (weights) => {
    for (let position = 0; position < order.length; position++) counts[position] = weights[order[position]!]!;
    return multisetQuantile(sorted, counts, quantile);
  };
}
