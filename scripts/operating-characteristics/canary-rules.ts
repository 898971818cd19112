import { ExactRateRatio, oneSidedNormalQuantile, type WindowCounts } from '@model-delivery/stats';
import type { CanaryEnd } from './canary-trials.ts';

/*
 * The rules the judge is compared with, written for this page.
 */

const ALPHA = 0.05;
const Z = oneSidedNormalQuantile(ALPHA);
/** Success rate a minute must reach, of the candidate alone. */
const SUCCESS = 0.99;

const rolledBack = (minute: number): CanaryEnd => ({ decision: 'rollback', minute, held: false });
const notRolledBack = (minutes: readonly WindowCounts[]): CanaryEnd => ({
  decision: 'inconclusive',
  minute: minutes.length,
  held: false,
});

/** One-sided z of two proportions with pooled variance, over everything so far. */
function zOf(minutes: readonly WindowCounts[]): number {
  const total = { n: 0, x: 0, m: 0, y: 0 };
  for (const { candidate, stable } of minutes) {
    total.n += candidate.n;
    total.x += candidate.x;
    total.m += stable.n;
    total.y += stable.x;
  }
  const pooled = (total.x + total.y) / (total.n + total.m);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / total.n + 1 / total.m));
  return error > 0 ? (total.x / total.n - total.y / total.m) / error : 0;
}

/** A z-test at 5 % looked at every minute. */
export function repeatedZTest(minutes: readonly WindowCounts[]): CanaryEnd {
  for (let minute = 1; minute <= minutes.length; minute++)
    if (zOf(minutes.slice(0, minute)) > Z) return rolledBack(minute);
  return notRolledBack(minutes);
}

/** The same test, looked at once, at the end. */
export function fixedHorizon(minutes: readonly WindowCounts[]): CanaryEnd {
  return zOf(minutes) > Z ? rolledBack(minutes.length) : notRolledBack(minutes);
}

/** Rolls back at the n-th minute in which the candidate's success rate is below 99 %; a minute without requests fails. */
export function failedMinutes(limit: number): (minutes: readonly WindowCounts[]) => CanaryEnd {
  return (minutes) => {
    let failed = 0;
    for (const [index, { candidate }] of minutes.entries()) {
      if (candidate.n === 0 || 1 - candidate.x / candidate.n < SUCCESS) failed++;
      if (failed >= limit) return rolledBack(index + 1);
    }
    return notRolledBack(minutes);
  };
}

/** As Argo Rollouts with `successCondition: result >= 0.99` and `failureLimit: 3`: the fourth failed measurement aborts. */
export const argoLike = failedMinutes(4);
/** As Flagger with `thresholdRange: {min: 99}` and `threshold: 10`: the tenth failed check rolls back. */
export const flaggerLike = failedMinutes(10);

/** The exact tests without the robust ones, margin 1.5: the first of harm and non-inferiority decides. Right only where requests are independent. */
export function exactAlone(minutes: readonly WindowCounts[]): CanaryEnd {
  const harm = new ExactRateRatio(1, 'harm');
  const good = new ExactRateRatio(1.5, 'non_inferiority');
  const threshold = Math.log(1 / ALPHA);
  for (const [index, counts] of minutes.entries()) {
    if (harm.update(counts) >= threshold) return rolledBack(index + 1);
    if (good.update(counts) >= threshold) return { decision: 'promote', minute: index + 1, held: false };
  }
  return notRolledBack(minutes);
}
