import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { normalCdf } from './normal.ts';
import { tangoEstimate, tangoInterval } from './tango.ts';

describe('tangoInterval', () => {
  it.each([
    [12, 2, 50, 0.08547438245683626, 0.3204133863071445],
    [0, 1, 50, -0.08480529424830949, 0.03235984950199565],
    [140, 267, 1000, -0.15945628322596972, -0.09437480276893724],
    [0, 0, 100, -0.02634272078317435, 0.02634272078317435],
    [3, 5, 60, -0.12077398890630846, 0.04990566525285638],
  ])('b = %i, c = %i, n = %i', (candidateOnly, championOnly, n, lower, upper) => {
    const found = tangoInterval({ candidateOnly, championOnly, n }, 0.05);
    expectClose([found.lower, found.upper], [lower, upper]);
  });

  it('swapping the models mirrors the interval, which contains the observed difference', () => {
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 100 }), (b, c, rest) => {
        const n = Math.max(1, b + c + rest);
        const found = tangoInterval({ candidateOnly: b, championOnly: c, n }, 0.05);
        const mirrored = tangoInterval({ candidateOnly: c, championOnly: b, n }, 0.05);
        expectClose([found.lower, found.upper], [-mirrored.upper, -mirrored.lower]);
        expect(found.lower).toBeLessThanOrEqual((b - c) / n);
        expect(found.upper).toBeGreaterThanOrEqual((b - c) / n);
        expect(found.lower).toBeGreaterThanOrEqual(-1);
        expect(found.upper).toBeLessThanOrEqual(1);
        expect(found.upper - found.lower).toBeGreaterThan(0);
      }),
    );
  });
});

describe('tangoEstimate', () => {
  it('p at max_regression .02', () => {
    const found = tangoEstimate({ candidateOnly: 3, championOnly: 5, n: 60, offset: 0.02, alpha: 0.05 });
    expectClose(found.pFail, 0.38775772640413064);
    expectClose([found.lower, found.upper], [found.interval.lower + 0.02, found.interval.upper + 0.02]);
    expectClose(found.value, -2 / 60 + 0.02);
  });

  it('p inverts to the upper end', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 30 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 60 }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (b, c, rest, offset) => {
          const found = tangoEstimate({ candidateOnly: b, championOnly: c, n: b + c + rest + 1, offset, alpha: 0.05 });
          fc.pre(Math.abs(found.upper!) > 1e-9);
          expect(found.pFail! <= 0.05).toBe(found.upper! < 0);
        },
      ),
    );
  });

  it('all rows discordant one way, and offsets beyond the parameter space', () => {
    const found = tangoEstimate({ candidateOnly: 0, championOnly: 10, n: 10, offset: 0.1, alpha: 0.05 });
    expect(found.interval.lower).toBe(-1);
    // z = -9 / sqrt(9.9), worked by hand from the restricted estimate q = .55.
    expectClose(found.pFail, normalCdf(-9 / Math.sqrt(9.9)));
    expect(tangoEstimate({ candidateOnly: 1, championOnly: 2, n: 9, offset: 1.5, alpha: 0.05 }).pFail).toBe(1);
    expect(tangoEstimate({ candidateOnly: 1, championOnly: 2, n: 9, offset: -1.5, alpha: 0.05 }).pFail).toBe(0);
    expect(() => tangoInterval({ candidateOnly: 6, championOnly: 6, n: 10 }, 0.05)).toThrow(/b \+ c <= n/);
  });
});
