import type { CheckVerdict, DataCheck, JsonValue } from '@model-delivery/core';

/** What judging one check concludes, before waivers. */
export interface Judgement {
  verdict: Exclude<CheckVerdict, 'waived'>;
  evaluated: number | null;
  failed: number | null;
  skipped: number | null;
  observed: JsonValue;
  /** One sentence in plain words, numbers included. */
  message: string;
  statistic?: NonNullable<DataCheck['statistic']>;
}

/** A judgement on no rows. */
export function unjudged(verdict: 'error' | 'not_applicable', message: string): Judgement {
  return { verdict, evaluated: null, failed: null, skipped: null, observed: null, message };
}

/** `where` selects no row: nothing can be said, and nothing is wrong. */
export function nothingSelected(subject: string, where: string): Judgement {
  return { ...unjudged('not_applicable', `${subject}: no row matches \`${where}\``), evaluated: 0 };
}
