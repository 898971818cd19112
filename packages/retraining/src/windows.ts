import { InternalError } from '@model-delivery/core';

/** `k of m`: how many of the last `m` windows must be over the line. */
export interface WindowRule {
  k: number;
  m: number;
}

/** Reads `2 of 3`; without a rule one window is enough. The schema of the configuration has checked the form and `k <= m`. */
export function windowRule(text: string | undefined): WindowRule {
  if (text === undefined) return { k: 1, m: 1 };
  const [k, m] = text.split(' of ').map(Number);
  return { k: k!, m: m! };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `30m`, `6h` or `30d`. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) {
    throw new InternalError({
      code: 'DURATION',
      message: `${JSON.stringify(text)} passed the schema and is no duration.`,
    });
  }
  return Number(match[1]) * UNITS[match[2]!]!;
}
