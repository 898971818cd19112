import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { shuffled } from '../testing/lcg-thousand.ts';
import { clusteredStandardError, meanEstimate } from './mean.ts';
import { rmseEstimate } from './rmse.ts';

const alpha = 0.05;
const value = { candidate: 1, champion: 0, offset: 0 };
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('meanEstimate', () => {
  it("Darwin's maize: interval, and half the two-sided p of the paired t test", () => {
    const found = meanEstimate({ contrast: value, candidate: maize, alpha });
    expectClose([found.value, found.lower, found.upper], [20.933333333333334, 3.7683857536552914, 38.09828091301138]);
    expectClose(1 - found.pFail!, 0.049702944 / 2, { relative: 1e-9 });
    expect(found.degreesOfFreedom).toBe(14);
  });

  it('pairs rows and adds the offset', () => {
    const champion = maize.map((x) => x - 3);
    const candidate = maize.map((x, i) => x + (i % 3));
    const found = meanEstimate({ contrast: { candidate: -1, champion: 1, offset: 5 }, candidate, champion, alpha });
    expectClose(found.value, 1);
    const direct = meanEstimate({ contrast: value, candidate: champion.map((x, i) => x - candidate[i]! + 5), alpha });
    expectClose([found.lower, found.upper, found.pFail], [direct.lower!, direct.upper!, direct.pFail!]);
    expect(() =>
      meanEstimate({ contrast: { candidate: 1, champion: -1, offset: 0 }, candidate, champion: [1], alpha }),
    ).toThrow(/paired/);
  });

  it('equal rows are no proof: zero variance is inconclusive, also where the mean rounds', () => {
    const found = meanEstimate({ contrast: value, candidate: Array(7).fill(0.1), alpha });
    expect(found.inconclusive).toBe('zero_variance');
    expect([found.lower, found.upper, found.pFail]).toEqual([null, null, null]);
    expect(meanEstimate({ contrast: value, candidate: [1], alpha }).inconclusive).toBe('too_few_rows');
  });

  it('does not change a bit when rows are reordered, clustered or not', () => {
    const values = Array.from({ length: 500 }, (_, i) => Math.sin(i * 12.9898) * 43758.5453);
    const clusters = values.map((_, i) => i % 31);
    const order = shuffled(500, 9);
    const again = order.map((i) => values[i]!);
    expect(meanEstimate({ contrast: value, candidate: again, alpha })).toEqual(
      meanEstimate({ contrast: value, candidate: values, alpha }),
    );
    expect(
      meanEstimate({ contrast: value, candidate: again, clusterOf: order.map((i) => clusters[i]!), alpha }),
    ).toEqual(meanEstimate({ contrast: value, candidate: values, clusterOf: clusters, alpha }));
  });
});

describe('clusters', () => {
  const hits = [1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1];
  const clusters = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4];

  it('standard error as statsmodels gives it, with the small-sample factor', () => {
    const found = clusteredStandardError(hits, clusters);
    expect(found.clusters).toBe(5);
    expectClose(found.standardError, 0.16549417361, { relative: 1e-10 });
    expectClose(found.standardError / Math.sqrt(5 / 4), 0.14802248883, { relative: 1e-10 });
  });

  it('uses C - 1 degrees of freedom; fewer than 20 clusters must not decide', () => {
    const few = meanEstimate({ contrast: value, candidate: hits, clusterOf: clusters, alpha });
    expect([few.degreesOfFreedom, few.inconclusive]).toEqual([4, 'too_few_clusters']);
    const many = Array.from({ length: 60 }, (_, i) => i);
    const enough = meanEstimate({
      contrast: value,
      candidate: many.map((i) => i % 7),
      clusterOf: many.map((i) => i % 20),
      alpha,
    });
    expect([enough.clusters, enough.inconclusive]).toEqual([20, null]);
  });

  it('one row a cluster equals the unclustered standard error', () => {
    const plain = meanEstimate({ contrast: value, candidate: maize, alpha });
    const own = meanEstimate({ contrast: value, candidate: maize, clusterOf: maize.map((_, i) => i), alpha });
    expectClose([own.lower, own.upper], [plain.lower!, plain.upper!]);
  });
});

describe('rmseEstimate', () => {
  const candidateErrors = [1, -2, 3, 0.5, -1.5, 2.5];
  const championErrors = [1.2, -1.8, 2.9, 0.7, -2, 2.6];

  it('max_regression .1', () => {
    const found = rmseEstimate({
      contrast: { candidate: -1, champion: 1, offset: 0.1 },
      candidateErrors,
      championErrors,
      alpha,
    });
    expectClose([found.value, found.lower, found.upper], [0.16689660441145185, -0.029157624106909, 0.362950832929813]);
  });

  it('an RMSE of 0 has no linearisation', () => {
    const contrast = { candidate: -1, champion: 1, offset: 0.1 };
    const zero = Array(6).fill(0);
    expect(rmseEstimate({ contrast, candidateErrors: zero, championErrors, alpha }).inconclusive).toBe('zero_error');
    expect(rmseEstimate({ contrast, candidateErrors, championErrors: zero, alpha }).inconclusive).toBe('zero_error');
  });

  it('absolute: max 2 judges the candidate alone', () => {
    const found = rmseEstimate({ contrast: { candidate: -1, champion: 0, offset: 2 }, candidateErrors, alpha });
    expectClose(found.value, 2 - Math.sqrt(22.75 / 6));
    expect(found.lower!).toBeLessThan(found.value);
  });
});
