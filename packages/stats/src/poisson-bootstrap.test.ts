import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { lcgThousand, shuffled } from '../testing/lcg-thousand.ts';
import { delong } from './delong.ts';
import { meanEstimate } from './mean.ts';
import { poissonBootstrap, quantileComparison, quantileReplicates } from './poisson-bootstrap.ts';
import { rankScores, rocAuc, weightedAveragePrecision, weightedRocAuc } from './ranking.ts';

const alpha = 0.05;

describe('poissonBootstrap', () => {
  it('of an AUC agrees with DeLong', () => {
    const { labels, a } = lcgThousand();
    const ranking = rankScores(labels, a);
    const found = poissonBootstrap({
      value: rocAuc(labels, a)! - 0.9,
      units: 1000,
      statistic: (weights) => {
        const auc = weightedRocAuc(ranking, weights);
        return auc === undefined ? undefined : auc - 0.9;
      },
      replicates: 2000,
      alpha,
      seed: 3,
    });
    const exact = Math.sqrt(delong(labels, [a]).covariance[0]![0]!);
    expectClose(found.standardError, exact, { relative: 0.06, floor: 0 });
    expect(found.inconclusive).toBeNull();
  });

  it('is pinned: the same seed gives the same replicates in every version', () => {
    const { labels, a } = lcgThousand();
    const ranking = rankScores(labels, a);
    const found = poissonBootstrap({
      value: 0.1,
      units: 1000,
      statistic: (weights) => weightedAveragePrecision(ranking, weights)! - 0.5,
      replicates: 200,
      alpha,
      seed: 7,
    });
    expect([found.lower, found.upper, found.pFail]).toEqual([0.32105727569647285, 0.3670030322645875, 1]);
  });

  it('draws one weight a cluster', () => {
    const clusterOf = Array.from({ length: 400 }, (_, row) => row % 25);
    const values = clusterOf.map((cluster, row) => Math.sin(cluster * 7.1) + 0.1 * Math.cos(row));
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const found = poissonBootstrap({
      value: mean,
      units: 25,
      clusterOf,
      statistic: (weights) => {
        let [total, size] = [0, 0];
        weights.forEach((weight, row) => {
          expect(weight).toBe(weights[clusterOf[row]!]);
          total += weight * values[row]!;
          size += weight;
        });
        return size === 0 ? undefined : total / size;
      },
      replicates: 300,
      alpha,
      seed: 4,
    });
    const byT = meanEstimate({
      contrast: { candidate: 1, champion: 0, offset: 0 },
      candidate: values,
      clusterOf,
      alpha,
    });
    expectClose(found.standardError, byT.standardError!, { relative: 0.2, floor: 0 });
  });

  it('too many replicates without a value must not decide', () => {
    let call = 0;
    const sometimes = {
      value: 1,
      units: 3,
      replicates: 100,
      alpha,
      seed: 1,
      statistic: () => (call++ % 50 === 0 ? undefined : 1),
    };
    expect(poissonBootstrap(sometimes).inconclusive).toBe('dropped_replicates');
    const never = poissonBootstrap({ ...sometimes, statistic: () => Number.NaN });
    expect([never.lower, never.pFail, never.inconclusive]).toEqual([null, null, 'dropped_replicates']);
  });
});

describe('quantileComparison', () => {
  const champion = Array.from({ length: 800 }, (_, i) => 50 + 30 * Math.abs(Math.sin(i * 78.233)) + (i % 13));
  const candidate = champion.map((x, i) => x + 2 + Math.sin(i));
  const contrast = { candidate: -1, champion: 1, offset: 5 };
  const input = { candidate, champion, q: 0.9, replicates: 1000, seed: 5 };
  const compared = (given: Parameters<typeof quantileReplicates>[0]) =>
    quantileComparison(contrast, quantileReplicates(given), alpha);

  it('pairing rows narrows the interval', () => {
    const unpaired = compared({ ...input, paired: false });
    const paired = compared({ ...input, paired: true });
    expect(paired.value).toBe(unpaired.value);
    expect(paired.standardError!).toBeLessThan(0.6 * unpaired.standardError!);
    expect(paired.lower!).toBeLessThan(paired.value);
    expect(paired.upper!).toBeGreaterThan(paired.value);
  });

  it.each([true, false])('does not depend on row order (paired: %s)', (paired) => {
    const order = shuffled(800, 6);
    const again = {
      ...input,
      candidate: order.map((i) => candidate[i]!),
      champion: order.map((i) => champion[i]!),
      paired,
    };
    expect(compared(again)).toEqual(compared({ ...input, paired }));
  });

  it('accepts arms of different size only unpaired', () => {
    const shorter = { ...input, champion: champion.slice(0, 300) };
    expect(compared({ ...shorter, paired: false }).inconclusive).toBeNull();
    expect(() => compared({ ...shorter, paired: true })).toThrow(/800 and 300/);
  });
});
