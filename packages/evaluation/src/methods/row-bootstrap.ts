import {
  GENERATOR,
  type LinearContrast,
  multisetQuantile,
  poissonBootstrap,
  rankScores,
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
  const { metric, scope, contrast, alpha, replicates, seed, candidate, champion } = request;
  const mine = weightedMetric(metric, scope, scope.candidate);
  const theirs = compares(contrast) ? weightedMetric(metric, scope, scope.champion!) : () => 0;
  const weighted = scope.weights === null || metric.family === 'quantile' ? null : scope.weights;
  const product = new Float64Array(weighted === null ? 0 : scope.rows);
  const rowWeights = (drawn: Uint8Array): ArrayLike<number> => {
    if (weighted === null) return drawn;
    for (let row = 0; row < product.length; row++) product[row] = drawn[row]! * weighted[row]!;
    return product;
  };
  const clusterOf = scope.clusters ?? undefined;
  const units = scope.clusters === null ? scope.rows : clusterCount(scope.clusters);
  const draw = (of: LinearContrast) =>
    poissonBootstrap({
      value: contrastValue(of, candidate, champion ?? 0),
      units,
      clusterOf,
      statistic: (drawn) => {
        const weights = rowWeights(drawn);
        const [own, other] = [mine(weights), theirs(weights)];
        return own === undefined || other === undefined ? undefined : contrastValue(of, own, other);
      },
      replicates,
      alpha,
      seed,
    });
  const estimate = draw(contrast);
  const shown = mirrored(contrast, estimate) ?? draw(shownContrast(contrast));
  const kind = scope.clusters === null ? 'poisson-bootstrap' : 'cluster-poisson-bootstrap';
  return { estimate, shown, method: `${kind}(${GENERATOR}, B=${replicates})` };
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
