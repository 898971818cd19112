import { describe, expect, it } from 'vitest';
import type { Reading } from '../ports.ts';
import { windowBetween } from './window-between.ts';

const GUARDRAILS = [
  { id: 'errors', kind: 'count', harmIf: 'up', nonInferiority: 1.5, maxRate: null },
  { id: 'value', kind: 'mean', harmIf: 'down', nonInferiority: 0.98, maxRate: null },
] as const;

function reading(timeMs: number, [n, events, sum]: [number, number, number], more: Partial<Reading> = {}): Reading {
  const errors = { n, events };
  const value = { n, sum, sum_sq: 2 * n };
  const arms = <Arm>(arm: Arm) => ({ stable: arm, candidate: arm });
  return { timeMs, guardrails: { errors: arms(errors), value: arms(value) }, problems: [], ...more };
}
const between = (after: Reading, before = reading(1000, [100, 5, -10])) => windowBetween(before, after, GUARDRAILS);

describe('windowBetween', () => {
  it('is the difference of counters', () => {
    const arm = { n: 50, x: 2 };
    const mean = { n: 50, sum: -2, sum_sq: 100 };
    expect(between(reading(61_000, [150, 7, -12]))).toEqual({
      t: 61,
      guardrails: { errors: { stable: arm, candidate: arm }, value: { stable: mean, candidate: mean } },
    });
  });

  it('no traffic is known', () => {
    const { guardrails } = between(reading(61_000, [100, 5, -10]));
    expect(guardrails.errors).toEqual({ stable: { n: 0, x: 0 }, candidate: { n: 0, x: 0 } });
  });

  const other = (errors: unknown) =>
    reading(2000, [200, 9, 0], { guardrails: { ...reading(0, [200, 9, 0]).guardrails, errors } as never });
  it.each<[string, Reading, string]>([
    ['the same time', reading(1000, [100, 5, -10]), 'stale'],
    ['an earlier time', reading(900, [100, 5, -10]), 'stale'],
    ['a time that is none', reading(Number.NaN, [100, 5, -10]), 'stale'],
    ['a reset', reading(2000, [99, 5, 0]), 'counter reset, n went from 100 to 99'],
    ['a problem of the source', reading(2000, [200, 9, 0], { problems: ['partial data'] }), 'partial data'],
    ['an arm that is null', other({ stable: { n: 200, events: 9 }, candidate: null }), 'candidate: no series'],
    ['NaN', other({ stable: { n: 200, events: 9 }, candidate: { n: 200, events: Number.NaN } }), 'events is NaN'],
    ['a guardrail without numbers', other(undefined), 'stable: no series'],
  ])('%s is unknown', (_, after, reason) => {
    expect((between(after).guardrails.errors as { unknown: string }).unknown).toContain(reason);
  });

  it('an arm that was missing before is unknown once', () => {
    const before = reading(1000, [100, 5, 0]);
    before.guardrails.errors!.candidate = null;
    expect(between(reading(2000, [200, 9, 0]), before).guardrails.errors).toEqual({
      unknown: 'candidate: no series in the read before',
    });
  });
});
