import { inconclusiveEstimate, MIN_CLUSTERS } from '@model-delivery/stats';
import { contrastValue } from '../checks/planned-check.ts';
import { denominatorRows } from '../metrics/measure.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import { cellHull, fitsCells } from './cell-hull.ts';
import { type CheckEstimate, compares, type EstimateRequest } from './estimate-check.ts';
import { latencyAgainstBound, latencyComparison } from './latency-quantile.ts';
import { meanLoss, rootMeanLoss } from './mean-loss.ts';
import { rowBootstrap } from './row-bootstrap.ts';
import { clusteredShares, pairedShares, shareAgainstBound } from './share.ts';

/** How the noise of a check is estimated. */
export interface Method {
  /** Whether it draws replicates, whose number depends on the size of the family. */
  draws: boolean;
  estimate(request: EstimateRequest): CheckEstimate;
}

/** Name of the method where there is nothing to estimate. */
export const IDENTICAL = 'identical-predictions';

const exact = (estimate: Method['estimate']): Method => ({ draws: false, estimate });
const drawn = (estimate: Method['estimate']): Method => ({ draws: true, estimate });

/** The method for a metric, its contrast, and what the rows carry (weights, clusters, both models). */
export function chooseMethod(request: Omit<EstimateRequest, 'replicates' | 'seed'>): Method {
  const { metric, scope, contrast } = request;
  const compared = compares(contrast);
  if (compared && (metric.family === 'quantile' ? scope.identicalLatency : scope.identical))
    return exact(identicalModels);
  if (scope.clusters !== null && tooFewClusters(request)) return exact(fewClusters);
  if (scope.weights !== null && metric.family !== 'quantile') return drawn(rowBootstrap);
  if (scope.clusters !== null) return clusteredMethod(request);
  switch (metric.family) {
    case 'proportion':
      if (!compared) return exact(shareAgainstBound);
      if (metric.name !== 'precision' && contrast.champion === -contrast.candidate) return exact(pairedShares);
      return metric.name === 'accuracy' ? drawn(cellHull) : hullOrRows(request);
    case 'table':
      return hullOrRows(request);
    case 'auc':
      return exact(areaUnderCurve);
    case 'mean':
      return exact(meanLoss);
    case 'rmse':
      return exact(rootMeanLoss);
    case 'rows':
      return drawn(rowBootstrap);
    case 'quantile':
      return compared ? drawn(latencyComparison) : exact(latencyAgainstBound);
  }
}

function hullOrRows({ scope, contrast }: Pick<EstimateRequest, 'scope' | 'contrast'>): Method {
  return drawn(fitsCells(scope.classes.length, compares(contrast)) ? cellHull : rowBootstrap);
}

function clusteredMethod({ metric, scope, contrast }: Pick<EstimateRequest, 'metric' | 'scope' | 'contrast'>): Method {
  if (metric.family === 'mean') return exact(meanLoss);
  if (metric.family === 'rmse') return exact(rootMeanLoss);
  if (metric.name === 'accuracy' || metric.name === 'recall') return exact(clusteredShares);
  if (metric.family === 'quantile' && compares(contrast) && !scope.paired) return drawn(latencyComparison);
  return drawn(rowBootstrap);
}

/** Fewer than 20 clusters that hold a row of the metric's denominator say too little about how clusters differ. */
function tooFewClusters({ metric, scope, contrast }: Pick<EstimateRequest, 'metric' | 'scope' | 'contrast'>): boolean {
  const rows = denominatorRows(metric, scope, compares(contrast));
  const seen = new Set<number>();
  for (let row = 0; row < scope.rows && seen.size < MIN_CLUSTERS; row++) {
    if (rows === null || rows[row] === 1) seen.add(scope.clusters![row]!);
  }
  return seen.size < MIN_CLUSTERS;
}

function fewClusters({ contrast, candidate, champion }: EstimateRequest): CheckEstimate {
  const value = contrastValue(contrast, candidate, champion ?? 0);
  return { estimate: inconclusiveEstimate(value, 'too_few_clusters'), shown: null, method: 'none' };
}

/** The same predictions on every row: the difference is 0 without any noise, and the bound alone decides. */
function identicalModels({ contrast, candidate, champion }: EstimateRequest): CheckEstimate {
  const value = contrastValue(contrast, candidate, champion!);
  return {
    estimate: { value, lower: value, upper: value, standardError: 0, pFail: value >= 0 ? 1 : 0, inconclusive: null },
    shown: { lower: 0, upper: 0 },
    method: IDENTICAL,
  };
}
