import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { replicatesNeeded } from './bootstrap-summary.ts';
import { holmAdjust } from './holm.ts';
import { powerFactor, rowsNeeded } from './power.ts';

describe('holmAdjust', () => {
  it('ties share a value', () => {
    expectClose(holmAdjust([0.01, 0.04, 0.03, 0.04]), [0.04, 0.09, 0.09, 0.09]);
  });

  it('rejects three of the fifteen published p values', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const adjusted = holmAdjust(p);
    expect(adjusted.filter((value) => value <= 0.05)).toHaveLength(3);
    expectClose(adjusted[3], 0.114);
  });

  it('one member keeps its p, none is fine, nonsense is refused', () => {
    expect(holmAdjust([0.2])).toEqual([0.2]);
    expect(holmAdjust([])).toEqual([]);
    expect(() => holmAdjust([Number.NaN])).toThrow(RangeError);
  });

  it('keeps the order of p values and never lowers one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (p) => {
        const adjusted = holmAdjust(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
            if (value === other) expect(adjusted[i]).toBe(adjusted[j]);
          });
        });
      }),
    );
  });
});

describe('power', () => {
  it('factor and rows', () => {
    expectClose(powerFactor(0.05), 2.486474860524387);
    expect(rowsNeeded({ n: 1000, standardError: 0.01, margin: 0.02, alpha: 0.05 })).toBe(1546);
    expect(rowsNeeded({ n: 1000, standardError: 0.01, margin: 0, alpha: 0.05 })).toBeNull();
    expect(rowsNeeded({ n: 1000, standardError: 0.01, margin: -0.02, alpha: 0.05 })).toBe(1546);
  });

  it('replicates grow with the family', () => {
    expect([replicatesNeeded(2000, 1, 0.05), replicatesNeeded(2000, 50, 0.05), replicatesNeeded(100, 3, 0.05)]).toEqual(
      [2000, 10000, 600],
    );
    expect(replicatesNeeded(1, 7, 0.03)).toBe(2334);
  });
});
