import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSah } from '../testing/asah-ranks.ts';
import { expectClose } from '../testing/close-to.ts';
import { lcgThousand, shuffled } from '../testing/lcg-thousand.ts';
import { aucEstimate } from './auc.ts';
import { delong } from './delong.ts';
import { normalCdf } from './normal.ts';

const labels = [1, 1, 1, 1, 0, 0, 0, 0, 0, 1];
const m = [0.9, 0.8, 0.7, 0.35, 0.6, 0.3, 0.2, 0.2, 0.1, 0.6];
const s = [0.9, 0.8, 0.4, 0.3, 0.5, 0.5, 0.3, 0.1, 0.2, 0.6];
const alpha = 0.05;

describe('delong', () => {
  it('agrees with pROC on aSAH', () => {
    const { auc, covariance } = delong(aSah.labels, [aSah.wfns, aSah.s100b, aSah.ndka]);
    for (const [i, expected] of [0.823678861788618, 0.731368563685637, 0.611957994579946].entries())
      expectClose(auc[i]!, expected);
    for (const [i, expected] of [0.00146991470882363, 0.00266868245717244, 0.0031908105493913].entries())
      expectClose(covariance[i]![i]!, expected);
    expectClose(covariance[0]![1]!, 0.00119615567376754);
    const se = Math.sqrt(covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!);
    const z = (auc[0]! - auc[1]!) / se;
    expectClose(z, 2.20898359144091);
    expectClose(2 * (1 - normalCdf(z)), 0.0271757822291882);
  });

  it.each([1, 2, 3, 5, 8, 40])('counts ties of any length as pair by pair (%d different scores)', (different) => {
    const { labels, a } = lcgThousand();
    const y = labels.slice(0, 300);
    const scores = Array.from(a.slice(0, 300), (score) => Math.floor(score * different) / different);
    let [halves, pairs] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      for (let j = 0; j < y.length; j++) {
        if (y[i] !== 1 || y[j] !== 0) continue;
        halves += scores[i]! > scores[j]! ? 2 : scores[i] === scores[j] ? 1 : 0;
        pairs++;
      }
    }
    expect(delong(y, [scores]).auc).toEqual([halves / (2 * pairs)]);
  });

  it('AUCs, variances and covariance of ten rows with ties', () => {
    const found = delong(labels, [m, s]);
    expectClose(found.auc, [0.94, 0.82]);
    expectClose(found.covariance.flat(), [0.0052, 0.0056, 0.0056, 0.0208]);
  });

  it('agrees with pROC on the thousand LCG rows', () => {
    const { labels, a, b } = lcgThousand();
    const found = delong(labels, [a, b]);
    expect(found.positives).toBe(304);
    expectClose(found.auc, [0.9037049115245009, 0.7812405474894132]);
    const [[va, cov], [, vb]] = found.covariance as [[number, number], [number, number]];
    expectClose([va, vb, cov], [8.82000581619428e-5, 2.33803310778969e-4, 3.50986287402391e-6], {
      floor: 0,
      relative: 1e-13,
    });
    const z = (found.auc[0]! - found.auc[1]!) / Math.sqrt(va + vb - 2 * cov);
    expectClose(z, 6.9002643762978, { relative: 1e-13 });
    expectClose(2 * normalCdf(-z), 5.1905848241e-12, { relative: 1e-10, floor: 0 });
    const two = aucEstimate({ components: found, contrast: { candidate: 1, champion: -1, offset: 0 }, alpha: 0.025 });
    expectClose([two.lower, two.upper], [0.0876793572862, 0.1572493707839]);
  });

  it('does not change a bit when rows are reordered', () => {
    const { labels, a, b } = lcgThousand();
    const order = shuffled(1000, 5);
    const pick = (x: ArrayLike<number>) => order.map((i) => x[i]!);
    expect(delong(pick(labels), [pick(a), pick(b)])).toEqual(delong(labels, [a, b]));
  });

  it('equals the double loop of the definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 6 }), fc.nat({ max: 6 })), { minLength: 6, maxLength: 30 }),
        (rows) => {
          const y = rows.map(([label]) => label);
          const positives = rows.filter(([label]) => label === 1);
          const negatives = rows.filter(([label]) => label === 0);
          fc.pre(positives.length >= 2 && negatives.length >= 2);
          const kernel = (x: number, z: number) => (x > z ? 1 : x === z ? 0.5 : 0);
          const mean = (x: number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
          const v10 = ([1, 2] as const).map((k) =>
            positives.map((p) => mean(negatives.map((q) => kernel(p[k], q[k])))),
          );
          const v01 = ([1, 2] as const).map((k) =>
            negatives.map((q) => mean(positives.map((p) => kernel(p[k], q[k])))),
          );
          const cov = (x: number[], z: number[]) =>
            x.reduce((sum, v, i) => sum + (v - mean(x)) * (z[i]! - mean(z)), 0) / (x.length - 1);
          const found = delong(y, [rows.map(([, score]) => score), rows.map(([, , score]) => score)]);
          expectClose(found.auc, v10.map(mean));
          expectClose(
            found.covariance[0]![1],
            cov(v10[0]!, v10[1]!) / positives.length + cov(v01[0]!, v01[1]!) / negatives.length,
          );
        },
      ),
    );
  });

  it('treats -0 and 0 as a tie and refuses NaN and other labels', () => {
    expect(delong([1, 1, 0, 0], [[0, 0, -0, -0]]).auc).toEqual([0.5]);
    expect(() => delong([1, 0], [[Number.NaN, 1]])).toThrow(/NaN/);
    expect(() => delong([2, 0], [[0, 1]])).toThrow(/labels/);
    expect(() => delong([1, 0], [[0]])).toThrow(/2 labels, 1 scores/);
  });
});

describe('aucEstimate', () => {
  const pair = delong(labels, [m, s]);

  it('max_regression .1', () => {
    const found = aucEstimate({ components: pair, contrast: { candidate: 1, champion: -1, offset: 0.1 }, alpha });
    expectClose([found.value, found.lower, found.upper], [0.22, 0.019894919803089, 0.420105080196911]);
    expectClose(found.pFail, 0.9647269997716);
  });

  it('min_ratio .95', () => {
    const found = aucEstimate({ components: pair, contrast: { candidate: 1, champion: -0.95, offset: 0 }, alpha });
    expectClose([found.value, found.lower, found.upper], [0.161, -0.028921840055324, 0.350921840055324]);
  });

  it('min .96 on the logit scale, p from the same scale', () => {
    const found = aucEstimate({
      components: delong(labels, [m]),
      contrast: { candidate: 1, champion: 0, offset: -0.96 },
      alpha,
    });
    expect(found.method).toBe('delong_logit');
    expectClose([found.value, found.lower, found.upper], [-0.02, -0.303331196950178, 0.0322676987750595]);
    const logit = (p: number) => Math.log(p / (1 - p));
    expectClose(found.pFail, normalCdf((logit(0.94) - logit(0.96)) / (Math.sqrt(0.0052) / (0.94 * 0.06))));
  });

  it('bounds up to .95 stay on the plain scale', () => {
    const at = (bound: number) =>
      aucEstimate({ components: delong(labels, [m]), contrast: { candidate: 1, champion: 0, offset: -bound }, alpha })
        .method;
    expect([at(0.95), at(0.951)]).toEqual(['delong', 'delong_logit']);
  });

  it('AUC exactly 1 with 30 positives and 50 negatives, and exactly 0', () => {
    const y = [...Array(30).fill(1), ...Array(50).fill(0)];
    const right = y.map((label) => label);
    const wrong = y.map((label) => -label);
    const perfect = aucEstimate({
      components: delong(y, [right]),
      contrast: { candidate: 1, champion: 0, offset: -0.9 },
      alpha,
    });
    expectClose([perfect.lower, perfect.upper], [0.004966147144695787, 0.1]);
    expect(perfect.pFail).toBe(1);
    const worst = aucEstimate({
      components: delong(y, [wrong]),
      contrast: { candidate: 1, champion: 0, offset: -0.1 },
      alpha,
    });
    expectClose([worst.lower, worst.upper], [-0.1, 1 - 0.05 ** (1 / 30) - 0.1]);
    expectClose(worst.pFail, 0.9 ** 30);
    const ceiling = aucEstimate({
      components: delong(y, [right]),
      contrast: { candidate: -1, champion: 0, offset: 0.99 },
      alpha,
    });
    expectClose([ceiling.lower, ceiling.upper], [0.99 - 1, 0.99 - 0.05 ** (1 / 30)]);
    expectClose(ceiling.pFail, 0.99 ** 30);
  });

  it('two different models of AUC 1: an interval with width, never proof from nothing', () => {
    const y = [...Array(10).fill(1), ...Array(20).fill(0)];
    const first = y.map((label, i) => label + i / 100);
    const second = y.map((label) => label);
    const found = aucEstimate({
      components: delong(y, [first, second]),
      contrast: { candidate: 1, champion: -1, offset: 0.01 },
      alpha,
    });
    const half = 1 - 0.05 ** (1 / 10);
    expect(found.method).toBe('delong_zero_variance');
    expectClose([found.lower, found.upper], [0.01 - half, 0.01 + half]);
  });

  it('models that rank alike differ by exactly 0 with variance 0', () => {
    const { labels, a } = lcgThousand();
    const components = delong(labels, [a, a.map((score) => score ** 3)]);
    const found = aucEstimate({ components, contrast: { candidate: 1, champion: -1, offset: 0 }, alpha });
    expect(found.value).toBe(0);
    expect(found.method).toBe('delong_zero_variance');
  });

  it('one row in a class is inconclusive, no row undefined', () => {
    const single = aucEstimate({
      components: delong([1, 0, 0], [[3, 1, 2]]),
      contrast: { candidate: 1, champion: 0, offset: -0.5 },
      alpha,
    });
    expect(single.inconclusive).toBe('one_row_in_a_class');
    expect(single.lower).toBeNull();
    const none = aucEstimate({
      components: delong([0, 0], [[1, 2]]),
      contrast: { candidate: 1, champion: 0, offset: -0.5 },
      alpha,
    });
    expect(none.inconclusive).toBe('undefined_metric');
  });
});
