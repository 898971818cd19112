import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { multisetQuantile, quantileOfSorted } from './quantile.ts';

describe('type 7 quantiles', () => {
  it('interpolates as numpy does', () => {
    expect(quantileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
    expectClose(
      quantileOfSorted(
        Array.from({ length: 1000 }, (_, i) => i + 1),
        0.99,
      ),
      990.01,
    );
    expect(quantileOfSorted([7], 0.3)).toBe(7);
    expect(quantileOfSorted([1, 9], 1)).toBe(9);
    expect(() => quantileOfSorted([], 0.5)).toThrow(RangeError);
  });

  it('of a multiset equals that of the written-out values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 4 })), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pairs, q) => {
          const sorted = pairs.toSorted(([a], [b]) => a - b);
          const written = sorted.flatMap(([value, count]) => Array<number>(count).fill(value));
          const found = multisetQuantile(
            sorted.map(([value]) => value),
            sorted.map(([, count]) => count),
            q,
          );
          if (written.length === 0) expect(found).toBeUndefined();
          else expect(found).toBe(quantileOfSorted(written, q));
        },
      ),
    );
  });
});
