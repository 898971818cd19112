import type { Evaluation, EvaluationCheck } from '@model-delivery/core';

/** The result in one sentence: the verdict, and the check that decides it. */
export function summaryOfEvaluation(evaluation: Evaluation): string {
  const { verdict, checks, error } = evaluation;
  const evaluated = checks.filter((check) => check.verdict !== 'not_applicable' && check.verdict !== 'error');
  const decisive = checks.find((check) => check.blocking && check.verdict === verdict);
  const others = checks.filter((check) => check.blocking && check.verdict === verdict).length - 1;
  const more = others > 0 ? ` (and ${others} more)` : '';
  switch (verdict) {
    case 'pass':
      return passed(evaluation, evaluated);
    case 'error':
      return `error: ${error?.message ?? decisive?.message ?? 'the evidence is unusable'}`;
    default:
      return `${verdict}: ${decisive?.message ?? `${evaluated.length} checks evaluated`}${more}`;
  }
}

function passed({ first_model, champion }: Evaluation, evaluated: readonly EvaluationCheck[]): string {
  const count = `${evaluated.length} ${evaluated.length === 1 ? 'check' : 'checks'}`;
  const compared = evaluated.some((check) => check.champion !== null);
  const against = first_model
    ? ', there is no champion yet'
    : compared
      ? `, compared with ${champion.source ?? 'the champion'}`
      : '';
  return `pass: ${count} evaluated${against}.`;
}
