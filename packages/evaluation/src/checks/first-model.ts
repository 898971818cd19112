import type { CheckVerdict, EvaluationCheck, EvaluationConfig } from '@model-delivery/core';

const ABSOLUTE = ['min', 'max', 'above', 'below'];
const EVALUATED: readonly CheckVerdict[] = ['pass', 'fail', 'inconclusive'];

/**
 * What the first-model rule adds to the checks of a model that has no champion yet: with `block` a failure, with `require_absolute` an
 * error unless a blocking absolute check was evaluated, with `allow` a pass where nothing else was.
 */
export function firstModelCheck(
  rule: EvaluationConfig['first_model'],
  checks: readonly EvaluationCheck[],
  dataReportIds: ReadonlySet<string>,
  level: number,
): EvaluationCheck | null {
  const evaluated = checks.filter((check) => EVALUATED.includes(check.verdict));
  if (rule === 'block') {
    return firstModel(
      'fail',
      'There is no champion yet, and the policy does not let a first model pass (first_model: block).',
      level,
    );
  }
  if (rule === 'require_absolute') {
    const absolute = evaluated.some(
      (check) => ABSOLUTE.includes(check.kind) && check.severity === 'fail' && !dataReportIds.has(check.id),
    );
    if (absolute) return null;
    return firstModel(
      'error',
      'There is no champion yet, and no blocking absolute bound was evaluated, so nothing speaks for the first model: add one (such as `{ metric: f1, min: 0.8 }`) or set `first_model: allow`.',
      level,
    );
  }
  if (checks.some((check) => check.verdict !== 'not_applicable')) return null;
  return firstModel(
    'pass',
    'There is no champion yet and nothing else to judge; the policy lets a first model pass (first_model: allow).',
    level,
  );
}

function firstModel(verdict: 'pass' | 'fail' | 'error', message: string, level: number): EvaluationCheck {
  return {
    id: 'first_model',
    metric: 'first_model',
    kind: 'first_model',
    slice: null,
    direction: null,
    verdict,
    severity: 'fail',
    blocking: true,
    evidence: 'point',
    unit: null,
    candidate: null,
    champion: null,
    delta: null,
    bound: null,
    contrast: { value: null, interval: null },
    interval: null,
    level,
    method: 'none',
    p: null,
    p_adjusted: null,
    n: null,
    mde: null,
    rows_needed: null,
    message,
  };
}
