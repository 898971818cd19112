import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import reference from '../testing/generated/distributions.json' with { type: 'json' };
import { binomialCdf, binomialSf } from './binomial.ts';
import {
  chiSquaredCdf,
  chiSquaredSf,
  noncentralChiSquaredCdf,
  noncentralChiSquaredSf,
  noncentralityInterval,
} from './chi-squared.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { logGamma } from './saddle-point.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

type Rows = Record<string, number[][]>;

const functions: [string, (...x: number[]) => number, number][] = [
  ['normalCdf', normalCdf as never, 1e-13],
  ['normalQuantile', normalQuantile as never, 1e-14],
  ['logGamma', logGamma as never, 2e-14],
  ['betaLower', ((x: number, a: number, b: number) => incompleteBeta(x, a, b).lower) as never, 1e-12],
  ['studentTCdf', studentTCdf as never, 1e-13],
  ['studentTQuantile', studentTQuantile as never, 1e-13],
  ['chiSquaredSf', chiSquaredSf as never, 1e-13],
  ['chiSquaredCdf', chiSquaredCdf as never, 1e-13],
  ['noncentralSf', noncentralChiSquaredSf as never, 1e-12],
  ['noncentralCdf', noncentralChiSquaredCdf as never, 1e-12],
  ['binomialCdf', binomialCdf as never, 1e-13],
];

describe('distributions against 40-digit arithmetic, relative error also in the tails', () => {
  it.each(functions)('%s', (name, evaluate, relative) => {
    const rows = (reference as Rows)[name]!;
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const [expected, ...args] = [row.at(-1)!, ...row.slice(0, -1)];
      expectClose(evaluate(...args), expected, { relative, floor: name === 'logGamma' ? 1 : 1e-280 });
    }
  });
});

describe('edges of distributions', () => {
  it('normal quantiles are odd and meet the infinities', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 16);
    expect(normalQuantile(-0.1)).toBeNaN();
    expectClose(normalQuantile(0.95), 1.6448536269514722, { relative: 1e-15 });
  });

  it('binomial tails are complementary and saturate', () => {
    for (const k of [0, 1, 17, 30]) expectClose(binomialCdf(k - 1, 30, 0.4) + binomialSf(k, 30, 0.4), 1);
    expect(binomialCdf(-1, 5, 0.5)).toBe(0);
    expect(binomialCdf(5, 5, 0.5)).toBe(1);
    expect(binomialSf(6, 5, 0.5)).toBe(0);
    expect(binomialCdf(3, 5, 0)).toBe(1);
    expect(binomialCdf(3, 5, 1)).toBe(0);
  });

  it('noncentral chi squared tails are complementary at small and large noncentrality', () => {
    for (const [x, k, lambda] of [
      [3, 4, 0.01],
      [40, 9, 30],
      [2e4, 9, 2e4],
      [1e6, 9, 1.001e6],
    ] as const) {
      expectClose(noncentralChiSquaredCdf(x, k, lambda) + noncentralChiSquaredSf(x, k, lambda), 1, { relative: 1e-11 });
    }
    expect(noncentralChiSquaredSf(0, 3, 5)).toBe(1);
    expect(noncentralChiSquaredCdf(0, 3, 5)).toBe(0);
  });

  it('the noncentrality interval solves both tails, and is 0 where no noncentrality does', () => {
    const { lower, upper } = noncentralityInterval(60, 9, 0.05);
    expectClose(noncentralChiSquaredSf(60, 9, lower), 0.05);
    expectClose(noncentralChiSquaredCdf(60, 9, upper), 0.05);
    expect(noncentralityInterval(1, 9, 0.05)).toEqual({ lower: 0, upper: 0 });
  });

  it('stays quick at a million effective rows', () => {
    const { lower, upper } = noncentralityInterval(5e6, 9, 0.05);
    expect(lower).toBeLessThan(5e6);
    expect(upper).toBeGreaterThan(5e6);
  });
});
