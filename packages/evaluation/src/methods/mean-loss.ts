import { type LinearContrast, meanEstimate, rmseEstimate } from '@model-delivery/stats';
import { rowErrors, rowLosses } from '../metrics/measure.ts';
import { type CheckEstimate, compares, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

/** Log loss, Brier, MAE, MSE: the (paired) t interval of row losses, over clusters where the policy names them. */
export function meanLoss({ metric, scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const clusterOf = scope.clusters ?? undefined;
  const candidate = rowLosses(metric.name, scope, scope.candidate);
  const champion = compares(contrast) ? rowLosses(metric.name, scope, scope.champion!) : undefined;
  const estimateOf = (of: LinearContrast) => meanEstimate({ contrast: of, candidate, champion, clusterOf, alpha });
  return finish(contrast, estimateOf, clusterOf !== undefined);
}

/** RMSE: the t interval of its linearisation e^2 / (2 RMSE). */
export function rootMeanLoss({ scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const clusterOf = scope.clusters ?? undefined;
  const candidateErrors = rowErrors(scope, scope.candidate);
  const championErrors = compares(contrast) ? rowErrors(scope, scope.champion!) : undefined;
  const estimateOf = (of: LinearContrast) =>
    rmseEstimate({ contrast: of, candidateErrors, championErrors, clusterOf, alpha });
  return finish(contrast, estimateOf, clusterOf !== undefined);
}

function finish(
  contrast: LinearContrast,
  estimateOf: (of: LinearContrast) => ReturnType<typeof meanEstimate>,
  clustered: boolean,
): CheckEstimate {
  const estimate = estimateOf(contrast);
  const shown = mirrored(contrast, estimate) ?? estimateOf(shownContrast(contrast));
  const rows = compares(contrast) ? 'paired-t' : 't';
  return { estimate, shown, method: clustered ? 'cluster-t' : rows };
}
