import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addExact,
  EXACT_ZERO,
  exactDecimalText,
  exactDouble,
  exactDyadic,
  exactMean,
  nearestDouble,
  parseExactDecimal,
} from './exact-number.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('exact numbers', () => {
  test('a double survives, also subnormal and extreme ones', () => {
    for (const value of [0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, -1 / 3]) {
      expect(nearestDouble(exactDouble(value))).toBe(value);
    }
    fc.assert(fc.property(finite, (value) => nearestDouble(exactDouble(value)) === value));
  });

  test('a quotient of whole numbers is rounded as the machine rounds it', () => {
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 2 ** 31 }), (a, b) =>
        Object.is(nearestDouble({ numerator: BigInt(a), denominator: BigInt(b) }) + 0, a / b + 0),
      ),
    );
  });

  test('ties go to even', () => {
    expect(nearestDouble({ numerator: 2n ** 53n + 1n, denominator: 1n })).toBe(2 ** 53);
    expect(nearestDouble({ numerator: 2n ** 53n + 3n, denominator: 1n })).toBe(2 ** 53 + 4);
    expect(nearestDouble({ numerator: 1n, denominator: 2n ** 1075n })).toBe(0);
    expect(nearestDouble({ numerator: 3n, denominator: 2n ** 1075n })).toBe(2 * 5e-324);
  });

  test('sums know no order and lose nothing', () => {
    const values = [1e16, 1, -1e16, 2 ** -60, 0.1];
    const sum = values.map(exactDouble).reduce(addExact, EXACT_ZERO);
    const reversed = [...values].reverse().map(exactDouble).reduce(addExact, EXACT_ZERO);
    expect(nearestDouble(sum)).toBe(1.1);
    expect(nearestDouble(reversed)).toBe(1.1);
    expect(exactMean(exactDyadic(3n, -1), 3)).toBe(0.5);
  });

  test('decimal text is exact and reads back', () => {
    expect(exactDecimalText(exactDouble(0.1))).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(exactDecimalText(exactDouble(-12.5))).toBe('-12.5');
    expect(exactDecimalText(exactDyadic(7n, 3))).toBe('56');
    fc.assert(
      fc.property(finite, (value) => nearestDouble(parseExactDecimal(exactDecimalText(exactDouble(value)))) === value),
    );
    expect(() => exactDecimalText({ numerator: 1n, denominator: 3n })).toThrow(/finite decimal/);
  });
});
