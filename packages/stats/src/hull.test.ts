import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import { f1 } from './confusion.ts';
import { hullEstimate, hullGammaShape } from './hull.ts';
import { poissonBootstrap } from './poisson-bootstrap.ts';

const alpha = 0.05;
/** Monte Carlo error of a 5 % quantile at 100,000 replicates of these statistics is about .0006; the reference is given to .0001. */
const tolerance = { relative: 0.004, floor: 1 };

const minus = (value: number | undefined, other: number | undefined) =>
  value === undefined || other === undefined ? undefined : value - other;

function jointF1(cells: ArrayLike<number>): [number | undefined, number | undefined] {
  const [, c001, c010, c011, c100, c101, c110, c111] = Array.from(cells) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const candidate = f1({ tp: c110 + c111, fp: c010 + c011, fn: c100 + c101 });
  const champion = f1({ tp: c101 + c111, fp: c001 + c011, fn: c100 + c110 });
  return [candidate, champion];
}

describe('hullEstimate against its limit for many replicates', () => {
  const common = { replicates: 100_000, alpha, seed: 20_261_121 };

  it('F1 against min .7', () => {
    const statistic = (x: Float64Array) => minus(f1({ fp: x[1]!, fn: x[2]!, tp: x[3]! }), 0.7);
    const found = hullEstimate({ ...common, cells: [80, 3, 4, 13], statistic, gammaShape: hullGammaShape(2, 2) });
    expectClose(found.value, 0.0878788, { relative: 1e-7 });
    expectClose([found.lower, found.upper], [-0.0768, 0.2032], tolerance);
    expect(found.inconclusive).toBeNull();
  });

  it('F1 min_ratio .98 on the joint table', () => {
    const statistic = (x: Float64Array) => {
      const [candidate, champion] = jointF1(x);
      return minus(candidate, champion === undefined ? undefined : 0.98 * champion);
    };
    const cells = [70, 2, 3, 5, 1, 3, 2, 14];
    const found = hullEstimate({ ...common, cells, statistic, gammaShape: hullGammaShape(2, 3) });
    expectClose(found.value, -0.03);
    expectClose([found.lower, found.upper], [-0.1568, 0.0924], tolerance);
  });

  it('accuracy min_ratio .98 on right/wrong', () => {
    const statistic = ([both, mine, theirs, none]: Float64Array) =>
      (both! + mine! - 0.98 * (both! + theirs!)) / (both! + mine! + theirs! + none!);
    const found = hullEstimate({ ...common, cells: [77, 8, 5, 10], statistic, gammaShape: 0.5 });
    expectClose(found.value, 0.0464);
    expectClose([found.lower, found.upper], [-0.0126, 0.1058], tolerance);
  });
});

describe('hullEstimate', () => {
  const statistic = (x: Float64Array) => minus(f1({ fp: x[1]!, fn: x[2]!, tp: x[3]! }), 0.7);
  const input = { cells: [80, 3, 4, 13], statistic, replicates: 500, alpha, gammaShape: 0.5, seed: 7 };

  it('the same seed gives the same result, another seed another', () => {
    expect(hullEstimate(input)).toEqual(hullEstimate(input));
    expect(hullEstimate({ ...input, seed: 8 }).lower).not.toBe(hullEstimate(input).lower);
  });

  it('a perfect score on few rows keeps room below: the Gamma half doubts empty cells', () => {
    const found = hullEstimate({ ...input, cells: [10, 0, 0, 6] });
    expect(found.value).toBeCloseTo(0.3, 12);
    expect(found.lower!).toBeLessThan(0.27);
    expect(found.upper!).toBeCloseTo(0.3, 12);
  });

  it('more than 1 % replicates without a value must not decide', () => {
    const few = hullEstimate({ ...input, cells: [20, 0, 1, 1] });
    expect(few.inconclusive).toBe('dropped_replicates');
    expect(few.dropped).toBeGreaterThan(5);
    expect(hullEstimate({ ...input, cells: [20, 0, 0, 0] }).inconclusive).toBe('undefined_metric');
  });

  it('p is the larger of two, never 0, and small when the violation is plain', () => {
    const found = hullEstimate({ ...input, cells: [100, 60, 60, 10] });
    expect(found.pFail).toBe(1 / 501);
    expect(found.upper!).toBeLessThan(0);
  });

  it('gives one half to two classes and less to many', () => {
    expect([hullGammaShape(2, 2), hullGammaShape(2, 3)]).toEqual([0.5, 0.5]);
    expectClose(hullGammaShape(3, 2), 4 / 18);
    expectClose(hullGammaShape(5, 3), 8 / 250);
  });

  it('the interval holds the value for tables of every size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 5000 }), { minLength: 4, maxLength: 4 }),
        fc.nat(),
        (cells, seed) => {
          const found = hullEstimate({ ...input, cells, replicates: 200, seed });
          expect(found.lower!).toBeLessThan(found.value);
          expect(found.upper!).toBeGreaterThan(found.value);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('Poisson cells and Poisson rows have the same mean and spread', () => {
    const cells = [60, 15, 10, 40];
    const rows = cells.flatMap((count, cell) => Array<number>(count).fill(cell));
    const collected: Record<'cells' | 'rows', number[]> = { cells: [], rows: [] };
    const record = (into: number[], tables: ArrayLike<number>) => {
      const value = f1({ fp: tables[1]!, fn: tables[2]!, tp: tables[3]! })!;
      into.push(value);
      return value;
    };
    const replicates = 4000;
    hullEstimate({ ...input, cells, replicates, statistic: (table) => record(collected.cells, table) });
    poissonBootstrap({
      value: 0,
      units: rows.length,
      replicates,
      alpha,
      seed: 99,
      statistic: (weights) => {
        const table = [0, 0, 0, 0];
        for (let row = 0; row < rows.length; row++) table[rows[row]!]! += weights[row]!;
        return record(collected.rows, table);
      },
    });
    // The first call of the hull is the observed table, then come the Poisson replicates.
    const [a, b] = [moments(collected.cells.slice(1, 1 + replicates)), moments(collected.rows)];
    const standardError = Math.hypot(a.sd, b.sd) / Math.sqrt(replicates);
    expect(Math.abs(a.mean - b.mean)).toBeLessThan(4 * standardError);
    expect(Math.abs(a.sd / b.sd - 1)).toBeLessThan(4 / Math.sqrt(replicates));
  });
});

function moments(values: number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1)) };
}
