import { aucEstimate, delong } from '@model-delivery/stats';
import { type CheckEstimate, compares, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

const METHODS = {
  delong: 'delong',
  delong_logit: 'delong-logit',
  perfect_separation: 'perfect-separation',
  delong_zero_variance: 'delong-zero-variance',
} as const;

/** ROC AUC: DeLong on T, the logit scale for bounds above .95, exact ends where everything is ranked right. */
export function areaUnderCurve({ scope, contrast, alpha }: EstimateRequest): CheckEstimate {
  const scores = [scope.candidate.score!, ...(compares(contrast) ? [scope.champion!.score!] : [])];
  const components = delong(scope.truth!, scores);
  const estimate = aucEstimate({ components, contrast, alpha });
  const shown = mirrored(contrast, estimate) ?? aucEstimate({ components, contrast: shownContrast(contrast), alpha });
  return { estimate, shown, method: METHODS[estimate.method] };
}
