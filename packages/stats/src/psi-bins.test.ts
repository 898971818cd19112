import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryBins, countIntoBins, decileEdges, mergeCategoryBins, mergeOrderedBins, total } from './psi-bins.ts';

describe('numeric bins', () => {
  it('edges are the deciles without repetitions', () => {
    expect(decileEdges([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7])).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(decileEdges([5, 5, 5])).toEqual([5]);
    expect(decileEdges([])).toEqual([]);
    expect(decileEdges([0, 1])).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  });

  it('a decile that falls on a value is that value, for every size', () => {
    for (let n = 11; n < 2000; n += 10) {
      const values = Array.from({ length: n }, (_, i) => i * 0.1);
      expect(decileEdges(values)).toEqual(Array.from({ length: 9 }, (_, i) => values[((i + 1) * (n - 1)) / 10]));
    }
  });

  it('bins are right-closed, the ends are open', () => {
    expect(countIntoBins([-9, 0, 0.5, 1, 1.5, 99], [0, 1])).toEqual([2, 2, 2]);
    expect(() => countIntoBins([Number.POSITIVE_INFINITY], [0])).toThrow(/finite/);
  });

  it('each bin of the reference itself holds about a tenth', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    expect(countIntoBins(values, decileEdges(values))).toEqual(Array(10).fill(100));
  });
});

describe('mergeOrderedBins', () => {
  it('the remainder joins the last merged bin', () => {
    expect(mergeOrderedBins({ reference: [50, 50, 3], current: [50, 50, 2] })).toEqual({
      reference: [50, 53],
      current: [50, 52],
    });
  });

  it('too few rows: one bin', () => {
    expect(mergeOrderedBins({ reference: [1, 1], current: [1, 1] })).toEqual({ reference: [2], current: [2] });
  });
});

describe('mergeCategoryBins', () => {
  it('small bins form one, which stands when it is large enough', () => {
    const found = mergeCategoryBins({ reference: [3, 90, 3, 4], current: [3, 90, 3, 4] });
    expect(found).toEqual({ reference: [90, 10], current: [90, 10] });
  });

  it('or joins the smallest other bin, the first on a tie', () => {
    const found = mergeCategoryBins({ reference: [40, 30, 30, 1], current: [40, 30, 30, 1] });
    expect(found).toEqual({ reference: [40, 31, 30], current: [40, 31, 30] });
  });

  it('loses no row and leaves no small bin unless one is all there is', () => {
    const bins = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 })), { minLength: 2, maxLength: 15 });
    for (const merge of [mergeOrderedBins, mergeCategoryBins]) {
      fc.assert(
        fc.property(bins, (pairs) => {
          const before = { reference: pairs.map(([r]) => r), current: pairs.map(([, c]) => c) };
          const [n, m] = [total(before.reference), total(before.current)];
          const after = merge(before);
          expect([total(after.reference), total(after.current)]).toEqual([n, m]);
          if (after.reference.length > 1) {
            after.reference.forEach((r, i) => {
              expect(((r + after.current[i]!) * Math.min(n, m)) / (n + m)).toBeGreaterThanOrEqual(5);
            });
          }
        }),
      );
    }
  });
});

describe('categoryBins', () => {
  it('orders by count, then by code points, and sorts the rest into other and unseen', () => {
    const reference = new Map([
      ['b', 5],
      ['a', 5],
      ['c', 9],
    ]);
    const found = categoryBins(
      reference,
      new Map([
        ['a', 2],
        ['new', 3],
      ]),
    );
    expect(found).toEqual({
      labels: ['c', 'a', 'b', '__other__', '__unseen__'],
      reference: [9, 5, 5, 0, 0],
      current: [0, 2, 0, 0, 3],
    });
  });

  it('code points, not UTF-16 units, break ties', () => {
    const [high, astral] = ['\uFB33', '\u{1F600}'];
    expect(
      categoryBins(
        new Map([
          [astral, 1],
          [high, 1],
        ]),
        new Map(),
      ).labels.slice(0, 2),
    ).toEqual([high, astral]);
  });

  it('a hundred categories keep a bin of their own', () => {
    const reference = new Map(Array.from({ length: 130 }, (_, i) => [`c${i}`, 1000 - i] as [string, number]));
    const found = categoryBins(
      reference,
      new Map([
        ['c99', 1],
        ['c100', 1],
        ['c129', 1],
        ['x', 1],
      ]),
    );
    expect(found.labels).toHaveLength(102);
    expect(found.current.slice(99)).toEqual([1, 2, 1]);
    expect(total(found.reference)).toBe(total([...reference.values()]));
  });
});
