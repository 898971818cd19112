import type { ContrastEstimate } from '@model-delivery/stats';
import { describe, expect, test } from 'vitest';
import { judge, settled } from './judge.ts';

const estimate = (
  value: number,
  lower: number | null,
  upper: number | null,
  more: Partial<ContrastEstimate> = {},
): ContrastEstimate => ({
  ...{ value, lower, upper, standardError: 0.01, pFail: 0.5, inconclusive: null },
  ...more,
});
const alpha = 0.05;

describe('the verdict table', () => {
  test.each([
    // T, L, U, p, strict, point, guard, prove
    [0.1, 0.05, 0.15, 1, false, 'pass', 'pass', 'pass'],
    [0.1, 0, 0.15, 1, false, 'pass', 'pass', 'pass'],
    [0.1, 0, 0.15, 1, true, 'pass', 'inconclusive', 'inconclusive'],
    [0, -0.1, 0.1, 0.5, false, 'pass', 'inconclusive', 'inconclusive'],
    [0, -0.1, 0.1, 0.5, true, 'fail', 'inconclusive', 'inconclusive'],
    [-0.1, -0.2, -0.01, 0.04, false, 'fail', 'fail', 'fail'],
    [-0.1, -0.2, -0.01, 0.06, false, 'fail', 'inconclusive', 'fail'],
    [-0.1, -0.2, 0, 0.05, false, 'fail', 'fail', 'inconclusive'],
    [-0.1, -0.2, 0, 0.06, true, 'fail', 'inconclusive', 'fail'],
    [0.1, null, 0.2, 0.9, false, 'pass', 'inconclusive', 'inconclusive'],
    [-0.1, -0.2, null, 0.01, false, 'fail', 'fail', 'inconclusive'],
  ])(
    'T %d, [%d, %d], p %d, strict %s: point %s, guard %s, prove %s',
    (value, lower, upper, p, strict, point, guard, prove) => {
      const judged = { estimate: estimate(value, lower, upper), p, strict, alpha };
      expect([judge('point', judged), judge('guard', judged), judge('prove', judged)]).toEqual([point, guard, prove]);
    },
  );

  test('an estimate that must not decide decides nothing but point', () => {
    const judged = {
      estimate: estimate(0.1, 0.05, 0.15, { inconclusive: 'dropped_replicates' }),
      p: null,
      strict: false,
      alpha,
    };
    expect([judge('point', judged), judge('guard', judged), judge('prove', judged)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
    ]);
  });

  test('ends that differ from 0 only by rounding are 0', () => {
    expect(settled(estimate(1e-17, -1e-17, 0.1), 0, 1)).toMatchObject({ value: 0, lower: 0, upper: 0.1 });
    expect(settled(estimate(1e-17, -1e-9, 0.1), 0, 1)).toMatchObject({ lower: -1e-9 });
  });
});
