import type { BoundKind } from '@model-delivery/core';
import type { ContrastEstimate } from '@model-delivery/stats';
import { judge } from '../../packages/evaluation/src/checks/judge.ts';
import { contrastOf, contrastValue } from '../../packages/evaluation/src/checks/planned-check.ts';

/** The `alpha` the gate uses by default. */
export const ALPHA = 0.05;
/** Replicates of drawn intervals here: half the default of the product, for time. */
export const REPLICATES = 1000;

export type GateOutcome = {
  /** Proven good: passes under guard and under prove. */
  pass: boolean;
  /** Proven bad: what guard blocks. */
  guardFail: boolean;
  proveFail: boolean;
  /** Not proven either way: guard lets it through, prove blocks it on promotion. */
  inconclusive: boolean;
};

/** The verdicts of the product on a check that stands alone (so its p needs no adjustment). */
export function gateOutcome(estimate: ContrastEstimate): GateOutcome {
  const judged = { estimate, p: estimate.pFail, strict: false, alpha: ALPHA };
  const guard = judge('guard', judged);
  return {
    pass: guard === 'pass',
    guardFail: guard === 'fail',
    proveFail: judge('prove', judged) === 'fail',
    inconclusive: guard === 'inconclusive',
  };
}

/** What the usual rule does: block when the measured values miss the bound, noise or not. Higher is better. */
export function pointRuleBlocks(bound: BoundKind, value: number, candidate: number, champion: number): boolean {
  return contrastValue(contrastOf({ bound, value, direction: 'higher' }), candidate, champion) < 0;
}
