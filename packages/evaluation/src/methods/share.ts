import { type LinearContrast, meanEstimate, proportionEstimate, tangoEstimate } from '@model-delivery/stats';
import { denominatorRows } from '../metrics/measure.ts';
import type { ModelRows, Scope } from '../predictions/scope.ts';
import { asShown, type CheckEstimate, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

/** 1 where the model is right, over the rows of the metric's denominator. For recall that is a hit of the positive class. */
function hits(scope: Scope, model: ModelRows, rows: Uint8Array | null): Uint8Array {
  const kept: number[] = [];
  for (let row = 0; row < scope.rows; row++) {
    if (rows === null || rows[row] === 1) kept.push(scope.truth![row] === model.classes![row] ? 1 : 0);
  }
  return Uint8Array.from(kept);
}

const sum = (values: Uint8Array) => values.reduce((total, value) => total + value, 0);

/** Accuracy, precision, recall against a bound: Wilson or Clopper-Pearson. */
export function shareAgainstBound({ metric, scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const right = hits(scope, scope.candidate, denominatorRows(metric, scope, false));
  const side = contrast.candidate > 0 ? 'min' : 'max';
  const bound = -contrast.offset / contrast.candidate;
  const estimate = proportionEstimate({ successes: sum(right), n: right.length, bound, side, alpha });
  return {
    estimate,
    shown: asShown(estimate.interval),
    method: estimate.method === 'wilson' ? 'wilson' : 'clopper-pearson',
  };
}

/** Accuracy over all rows, recall over the positive ones, against the champion at ratio 1: Tango's score interval. */
export function pairedShares({ metric, scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const rows = denominatorRows(metric, scope, true);
  const mine = hits(scope, scope.candidate, rows);
  const theirs = hits(scope, scope.champion!, rows);
  let candidateOnly = 0;
  let championOnly = 0;
  for (let row = 0; row < mine.length; row++) {
    if (mine[row]! > theirs[row]!) candidateOnly++;
    else if (mine[row]! < theirs[row]!) championOnly++;
  }
  // Shares are better when higher, so T = difference + offset.
  const estimate = tangoEstimate({ candidateOnly, championOnly, n: mine.length, offset: contrast.offset, alpha });
  return { estimate, shown: asShown(estimate.interval), method: 'tango' };
}

/** Accuracy and recall over clusters: the t interval of hits with cluster sums. */
export function clusteredShares({ metric, scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const compared = contrast.champion !== 0;
  const rows = denominatorRows(metric, scope, compared);
  const clusterOf = scope.clusters!.filter((_, row) => rows === null || rows[row] === 1);
  const candidate = hits(scope, scope.candidate, rows);
  const champion = compared ? hits(scope, scope.champion!, rows) : undefined;
  const estimateOf = (of: LinearContrast) => meanEstimate({ contrast: of, candidate, champion, clusterOf, alpha });
  const estimate = estimateOf(contrast);
  const shown = mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast));
  return { estimate, shown, method: 'cluster-t' };
}
