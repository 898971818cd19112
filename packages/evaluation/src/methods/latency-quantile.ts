import {
  GENERATOR,
  type LinearContrast,
  quantileComparison,
  quantileEstimate,
  quantileReplicates,
  rowsForUpperBound,
} from '@model-delivery/stats';
import { type CheckEstimate, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

/** A latency quantile against a bound: order statistics, free of any assumption about the distribution. */
export function latencyAgainstBound({ metric, scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const side = contrast.candidate > 0 ? 'min' : 'max';
  const bound = -contrast.offset / contrast.candidate;
  const q = metric.quantile!;
  const sorted = Float64Array.from(scope.candidate.latency!).sort();
  const estimate = quantileEstimate({ sorted, q, bound, side, alpha });
  const rowsForInterval = estimate.interval.upper === null ? rowsForUpperBound(q, alpha) : undefined;
  return { estimate, shown: estimate.interval, method: 'order-statistics', rowsForInterval };
}

/** Against the champion: Poisson row weights, drawn per arm unless the rows are joined by id. */
export function latencyComparison({
  metric,
  scope,
  contrast,
  alpha,
  replicates,
  seed,
}: EstimateRequest): CheckEstimate {
  const replicatesOfBoth = quantileReplicates({
    candidate: scope.candidate.latency!,
    champion: scope.champion!.latency!,
    q: metric.quantile!,
    paired: scope.paired,
    replicates,
    seed,
  });
  const estimateOf = (of: LinearContrast) => quantileComparison(of, replicatesOfBoth, alpha);
  const estimate = estimateOf(contrast);
  const shown = mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast));
  return { estimate, shown, method: `poisson-bootstrap(${GENERATOR}, B=${replicates})` };
}
