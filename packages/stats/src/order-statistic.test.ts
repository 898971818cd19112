import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { binomialCdf } from './binomial.ts';
import { quantileEstimate, quantileRanks, rowsForUpperBound } from './order-statistic.ts';

const alpha = 0.05;

describe('quantileRanks', () => {
  it.each([
    [1000, 0.99, 985, 996],
    [299, 0.99, 293, 299],
    [298, 0.99, 292, null],
    [100, 0.5, 42, 59],
    [20, 0.9, 16, null],
    [4, 0.5, null, null],
  ])('n = %i, q = %f', (n, q, lower, upper) => {
    expect(quantileRanks({ n, q, alpha })).toEqual({ lower, upper });
  });

  it('are the outermost ranks that the definition allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, q) => {
        const { lower, upper } = quantileRanks({ n, q, alpha });
        const ranks = Array.from({ length: n }, (_, i) => i + 1);
        expect(lower).toBe(ranks.findLast((j) => binomialCdf(j - 1, n, q) <= alpha) ?? null);
        expect(upper).toBe(ranks.find((k) => binomialCdf(k - 1, n, q) >= 1 - alpha) ?? null);
      }),
    );
  });

  it('rows for an upper bound: 299 for p99, 59 for p95, and exactly from there on', () => {
    expect([rowsForUpperBound(0.99, alpha), rowsForUpperBound(0.95, alpha)]).toEqual([299, 59]);
    expect(quantileRanks({ n: 58, q: 0.95, alpha }).upper).toBeNull();
    expect(quantileRanks({ n: 59, q: 0.95, alpha }).upper).toBe(59);
  });

  it('stays quick at ten million rows', () => {
    const { lower, upper } = quantileRanks({ n: 1e7, q: 0.99, alpha });
    expect(lower!).toBeLessThan(9.9e6);
    expect(upper!).toBeGreaterThan(9.9e6);
  });
});

describe('quantileEstimate', () => {
  const sorted = Array.from({ length: 1000 }, (_, i) => i + 1);

  it('p99 of 1..1000 against max 995', () => {
    const found = quantileEstimate({ sorted, q: 0.99, bound: 995, side: 'max', alpha });
    expectClose([found.quantile, found.value, found.lower, found.upper], [990.01, 4.99, -1, 10]);
    expectClose(found.pFail, 0.9713136000009954);
    expectClose(found.standardError, 11 / (2 * 1.6448536269514722));
  });

  it('without a far enough rank nothing is proven', () => {
    const found = quantileEstimate({ sorted: sorted.slice(0, 100), q: 0.99, bound: 1e6, side: 'max', alpha });
    expect(found.lower).toBeNull();
    expect(found.standardError).toBeNull();
    expect(found.upper).toBeGreaterThan(0);
  });

  it('p inverts to the upper end on both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        fc.constantFrom('min' as const, 'max' as const),
        (n, raw, side) => {
          const found = quantileEstimate({ sorted: sorted.slice(0, n), q: 0.9, bound: raw, side, alpha });
          if (found.upper !== null) expect(found.pFail! <= alpha).toBe(found.upper < 0);
        },
      ),
    );
  });
});
