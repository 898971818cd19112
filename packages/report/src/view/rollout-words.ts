import { CLOSED_ROLLOUT_STATES, type GuardrailStatus, type Rollout } from '@model-delivery/core';
import type { Mark } from '../content.ts';
import { formatNumber, formatShare } from '../number-format.ts';

export const isOpen = (document: Rollout): boolean => !CLOSED_ROLLOUT_STATES.includes(document.state);

/** What the evidence about a guardrail says, in words; harm is told before anything else. */
export function evidenceWords(status: GuardrailStatus): { mark: Mark; words: string } {
  if (status.harm === 'breaker') return { mark: 'fail', words: 'the breaker tripped' };
  if (status.harm === 'robust') return { mark: 'fail', words: 'harm proven' };
  if (status.harm === 'exact') return { mark: 'warn', words: 'harm suspected: held at the first step' };
  if (status.met === 'ratio') return { mark: 'pass', words: 'proven not worse than the stable arm' };
  if (status.met === 'absolute') return { mark: 'pass', words: 'proven below its greatest allowed rate' };
  if (status.candidate.n === 0) return { mark: 'not_applicable', words: 'no requests seen' };
  return { mark: 'inconclusive', words: 'neither proven harmless nor harmful yet' };
}

/** What one arm of a guardrail saw: `0.33 % of 5,700`, or a mean. Empty where nothing is known. */
export function armWords(kind: GuardrailStatus['kind'], arm: GuardrailStatus['stable']): string {
  if (arm.rate === null) return arm.n === 0 ? '' : `unknown of ${formatNumber(arm.n)}`;
  if (kind === 'mean') return `${formatNumber(arm.rate)} over ${formatNumber(arm.n)}`;
  return `${formatShare(arm.rate, 1)} of ${formatNumber(arm.n)}`;
}

/** A percentage of traffic. */
export const weightWords = (weight: number): string => `${formatNumber(weight)} %`;

/** An e-value from its natural logarithm; big ones as what they are compared with. */
export function evalueWords(ln: number | null): string {
  if (ln === null) return '';
  return ln > 13.8 ? 'over 1,000,000' : formatNumber(Number(Math.exp(ln).toPrecision(3)));
}
