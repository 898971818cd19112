import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled } from '../testing/lcg-thousand.ts';
import { ExactSum, exactMean, exactSum, weightedMean } from './exact-sum.ts';

describe('exactSum', () => {
  it('keeps what naive summation loses', () => {
    expect(exactSum(Array(10).fill(0.1))).toBe(1);
    expect(exactSum([1e100, 1, -1e100])).toBe(1);
    expect(exactSum([1, 1e-16, 1e-16])).toBe(1.0000000000000002);
    expect(exactSum([2 ** 53, 1, -(2 ** 53)])).toBe(1);
    expect(exactSum([])).toBe(0);
    // Half-way case that only the third partial decides.
    expect(exactSum([2 ** 53, 1, 2 ** -30])).toBe(2 ** 53 + 2);
    expect(exactSum([2 ** 53, 1, -(2 ** -30)])).toBe(2 ** 53);
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e200, max: 1e200 }), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (values, seed) => {
          const order = shuffled(values.length, seed);
          expect(exactSum(order.map((i) => values[i]!))).toBe(exactSum(values));
        },
      ),
    );
  });

  it('equals big-integer arithmetic', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { maxLength: 50 }),
        fc.nat({ max: 60 }),
        (whole, shift) => {
          const scale = 2 ** -shift;
          const total = whole.reduce((sum, value) => sum + BigInt(value), 0n);
          expect(exactSum(whole.map((value) => value * scale)) + 0).toBe(Number(total) * scale + 0);
        },
      ),
    );
  });

  it('shows NaN and infinities instead of hiding them, and refuses to overflow', () => {
    expect(exactSum([1, Number.NaN, 2])).toBeNaN();
    expect(exactSum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    const sum = new ExactSum();
    sum.add(Number.MAX_VALUE);
    expect(() => sum.add(Number.MAX_VALUE)).toThrow(RangeError);
  });
});

describe('means', () => {
  it('weighs', () => {
    expect(exactMean([1, 2, 6])).toBe(3);
    expect(exactMean([])).toBeUndefined();
    expect(weightedMean([1, 5], [3, 1])).toBe(2);
    expect(weightedMean([1, 5], [0, 0])).toBeUndefined();
    expect(() => weightedMean([1], [1, 2])).toThrow(/1 values, 2 weights/);
  });
});
