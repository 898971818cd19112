import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { chiSquaredSf } from './chi-squared.ts';
import { psiEstimate, psiInterval, psiValue, psiVerdict } from './psi.ts';

const alpha = 0.05;
const ten = (count: number) => Array<number>(10).fill(count);
const ordered = (reference: number[], current: number[], threshold = 0.1) =>
  psiEstimate({ bins: { reference, current }, kind: 'ordered', threshold, alpha });
const verdict = (estimate: ReturnType<typeof ordered>, threshold = 0.1) =>
  psiVerdict({ estimate, adjustedP: estimate.p, threshold, alpha });

describe('psiEstimate', () => {
  it('a shifted sample of 200 is inconclusive at .1', () => {
    const found = ordered(ten(100), [31, 27, 24, 22, 20, 18, 17, 15, 14, 12]);
    expectClose(
      [found.value, ...found.interval!, found.p],
      [0.08102392905003872, 0, 0.1112131900771441, 0.9264314372161645],
    );
    expect(verdict(found)).toBe('inconclusive');
    expect([found.degreesOfFreedom, found.smoothed]).toEqual([9, false]);
  });

  it('an empty bin is smoothed, not merged, when the pooled count is enough; the drift is proven', () => {
    const found = ordered(ten(500), [20, 18, 12, 9, 8, 7, 5, 4, 2, 0]);
    expectClose(
      [found.value, ...found.interval!, found.p],
      [0.6169767928503471, 0.2828130843555463, 0.8256011212504946, 0.0002884968504499569],
    );
    expect([found.degreesOfFreedom, found.smoothed, verdict(found)]).toEqual([9, true, 'fail']);
  });

  it('20 rows: bins are merged', () => {
    const found = ordered(ten(100), [4, 3, 2, 2, 2, 2, 2, 1, 1, 1]);
    expect(found.bins).toEqual({ reference: [300, 300, 400], current: [9, 6, 5] });
    expectClose(
      [found.value, ...found.interval!, found.p],
      [0.13132031060308502, 0, 0.4640826724269315, 0.5648872207658165],
    );
    expect(verdict(found)).toBe('inconclusive');
  });

  it('large samples without drift pass', () => {
    expect(verdict(ordered(ten(1000), ten(1000)))).toBe('pass');
    expect(ordered(ten(1000), ten(1000)).interval).toEqual([0, 0]);
  });

  it('one bin left after merging: value 0, no interval, inconclusive', () => {
    const found = ordered([40, 0], [40, 0]);
    expect([found.value, found.interval, found.p, verdict(found)]).toEqual([0, null, null, 'inconclusive']);
    expect(ordered([2, 1], [1, 2]).interval).toBeNull();
  });

  it('threshold 0 uses the central distribution', () => {
    const found = ordered(ten(100), [31, 27, 24, 22, 20, 18, 17, 15, 14, 12], 0);
    expectClose(found.p, chiSquaredSf(found.effectiveSize * found.value, 9));
    expectClose(found.effectiveSize, (1000 * 200) / 1200);
  });

  it('p and interval tell the same story', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 5, maxLength: 5 }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (current, threshold) => {
          const found = ordered([200, 200, 200, 200, 200], current, threshold);
          const [lower, upper] = found.interval!;
          expect(lower).toBeLessThanOrEqual(upper);
          if (Math.abs(lower - threshold) > 1e-9) expect(found.p! <= alpha).toBe(lower > threshold);
        },
      ),
    );
  });

  it('refuses what is no pair of samples', () => {
    expect(() => ordered([5], [5])).toThrow(/2 or more bins/);
    expect(() => ordered([5, 5], [5, 5, 5])).toThrow(/same/);
    expect(() => ordered([5, 5], [0, 0])).toThrow(/one side has none/);
    expect(() => ordered([5, 5], [1.5, 2])).toThrow(/1.5/);
  });
});

describe('psiInterval', () => {
  it('at .06 and .001, 1,000 rows each, ten bins', () => {
    const at = (value: number) => psiInterval({ value, n: 1000, m: 1000, degreesOfFreedom: 9, alpha });
    expectClose(at(0.06), [0.01606716960061705, 0.08310899366375671]);
    expect(at(0.001)).toEqual([0, 0]);
  });
});

describe('psiValue', () => {
  it('of published tables', () => {
    const close = (reference: number[], current: number[]) => psiValue({ reference, current }).value;
    expectClose(close(ten(100), [90, 95, 100, 105, 110, 100, 100, 100, 95, 105]), 0.0030075415401913355);
    expectClose(close([50, 50], [60, 40]), 0.04054651081081642);
    expectClose(close([250, 250, 250, 250], [500, 300, 200, 0]), 1.7439325051798773);
  });

  it('is symmetric, never negative, and 0 for equal shares', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 })), { minLength: 2, maxLength: 12 }),
        (pairs) => {
          const reference = pairs.map(([r]) => r);
          const current = pairs.map(([, c]) => c);
          const { value } = psiValue({ reference, current });
          expect(value).toBeGreaterThanOrEqual(0);
          expectClose(psiValue({ reference: current, current: reference }).value, value);
          expect(psiValue({ reference, current: reference }).value).toBe(0);
        },
      ),
    );
  });
});
