import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { clopperPearsonInterval, proportionEstimate, wilsonInterval } from './proportion.ts';

const ends = ({ lower, upper }: { lower: number; upper: number }) => [lower, upper];

describe('Wilson and Clopper-Pearson', () => {
  it.each([
    [81, 263, [0.255288519878, 0.366209576983], [0.252736745585, 0.367621922601]],
    [0, 20, [0, 0.161125158], [0, 0.168433471]],
  ])('%i of %i at 95 %% as R gives them', (successes, n, wilson, exact) => {
    expectClose(ends(wilsonInterval({ successes, n, alpha: 0.025 })), wilson, { relative: 1e-9 });
    expectClose(ends(clopperPearsonInterval({ successes, n, alpha: 0.025 })), exact, { relative: 1e-9 });
  });

  it('15 of 148 and 29 of 30 by Wilson', () => {
    expectClose(ends(wilsonInterval({ successes: 15, n: 148, alpha: 0.025 })), [0.0623863995, 0.1604872417], {
      relative: 1e-9,
    });
    expectClose(ends(wilsonInterval({ successes: 29, n: 30, alpha: 0.025 })), [0.83329609, 0.99409141], {
      relative: 1e-8,
    });
  });

  it('small and extreme counts at 90 %', () => {
    expectClose(
      ends(clopperPearsonInterval({ successes: 38, n: 39, alpha: 0.05 })),
      [0.8840478512420759, 0.9986856518365408],
    );
    expectClose(ends(clopperPearsonInterval({ successes: 40, n: 40, alpha: 0.05 })), [0.9278424754944854, 1]);
  });
});

describe('proportionEstimate', () => {
  it('181 of 200 against min .85', () => {
    const found = proportionEstimate({ successes: 181, n: 200, bound: 0.85, side: 'min', alpha: 0.05 });
    expectClose(ends(found.interval), [0.8652907171972577, 0.9338980826723742]);
    expectClose(found.pFail, 0.9853090603149632);
    expectClose(found.standardError, 0.02085515828, { relative: 1e-11 });
    expect(found.method).toBe('wilson');
    expectClose(found.lower, found.interval.lower - 0.85);
  });

  it('chooses the exact interval below 40 trials and for no or only hits', () => {
    const method = (successes: number, n: number) =>
      proportionEstimate({ successes, n, bound: 0.5, side: 'min', alpha: 0.05 }).method;
    expect([method(20, 39), method(20, 40), method(0, 40), method(400, 400)]).toEqual([
      'clopper_pearson',
      'wilson',
      'clopper_pearson',
      'clopper_pearson',
    ]);
  });

  it('max on hits mirrors min on misses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.nat(),
        (n, bound, raw) => {
          const successes = raw % (n + 1);
          const max = proportionEstimate({ successes, n, bound, side: 'max', alpha: 0.05 });
          const min = proportionEstimate({ successes: n - successes, n, bound: 1 - bound, side: 'min', alpha: 0.05 });
          expectClose([max.value, max.lower, max.upper, max.pFail], [min.value, min.lower!, min.upper!, min.pFail!]);
        },
      ),
    );
  });

  it('p_fail inverts to the upper end: p <= alpha exactly when T is wholly below 0', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        (n, bound, raw) => {
          const found = proportionEstimate({ successes: raw % (n + 1), n, bound, side: 'min', alpha: 0.05 });
          fc.pre(Math.abs(found.upper!) > 1e-9);
          expect(found.pFail! <= 0.05).toBe(found.upper! < 0);
        },
      ),
    );
  });

  it('handles bounds outside the open unit interval', () => {
    const at = (bound: number, side: 'min' | 'max') =>
      proportionEstimate({ successes: 50, n: 100, bound, side, alpha: 0.05 }).pFail;
    expect([at(0, 'min'), at(1, 'min'), at(1, 'max'), at(0, 'max')]).toEqual([1, 0, 1, 0]);
  });

  it('refuses counts that are none', () => {
    expect(() => wilsonInterval({ successes: 3, n: 2, alpha: 0.05 })).toThrow(/got 3 of 2/);
    expect(() => wilsonInterval({ successes: 0, n: 0, alpha: 0.05 })).toThrow(RangeError);
    expect(() => wilsonInterval({ successes: 1, n: 2, alpha: 0.7 })).toThrow(/alpha/);
  });
});
