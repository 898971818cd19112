import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { driftFamilyRates } from '../scripts/operating-characteristics/drift-family.ts';
import { driftRates, SHIFT_AT_THRESHOLD } from '../scripts/operating-characteristics/drift-verdict.ts';
import { accuracyRates } from '../scripts/operating-characteristics/gate-accuracy.ts';
import { aucComparison } from '../scripts/operating-characteristics/gate-auc.ts';
import { latencyRates } from '../scripts/operating-characteristics/gate-latency.ts';
import { withTables } from '../scripts/operating-characteristics/page.ts';
import { exactRate, rateOf } from '../scripts/operating-characteristics/rate.ts';
import { isReproduced } from '../scripts/operating-characteristics/reproduction.ts';
import { NO_DRIFT, populationPsi } from '../scripts/operating-characteristics/shifted-samples.ts';
import { sliceRates } from '../scripts/operating-characteristics/slice-family.ts';
import { pairedAtMargin, shareAtBound } from '../scripts/operating-characteristics/small-samples.ts';
import { simulateTables } from '../scripts/operating-characteristics/tables.ts';
import { root } from '../scripts/root.ts';

const run = (trials: number, seed = 1) => ({ trials, seed, progress: () => {} });

describe('drift verdict', () => {
  it('is rarely wrong where the true PSI is the threshold', () => {
    expect(populationPsi(SHIFT_AT_THRESHOLD)).toBeCloseTo(0.1, 10);
    const { pass, fail, inconclusive } = driftRates(run(300), 'test', SHIFT_AT_THRESHOLD, [1000, 1000]);
    expect(pass.share).toBeLessThan(0.12);
    expect(fail.share).toBeLessThan(0.12);
    expect(pass.share + fail.share + inconclusive.share).toBeCloseTo(1, 12);
  });

  it('passes undrifted data where rows suffice and does not fail where they do not', () => {
    expect(driftRates(run(100), 'test', NO_DRIFT, [1000, 1000]).pass.share).toBeGreaterThan(0.95);
    const few = driftRates(run(300), 'test', NO_DRIFT, [200, 200]);
    expect(few.fail.share).toBeLessThan(0.02);
    expect(few.pass.share).toBeGreaterThan(0.35);
    expect(few.pass.share).toBeLessThan(0.6);
    expect(few.naive.share).toBeGreaterThan(0.2);
  });

  it('is the same for the same seed and another sample for another', () => {
    const rates = (seed: number) => driftRates(run(100, seed), 'test', NO_DRIFT, [200, 200]);
    expect(rates(1)).toEqual(rates(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => rates(seed).pass.share)).size).toBeGreaterThan(1);
  });

  it('finds a shift of half a sigma', () => {
    expect(driftRates(run(100), 'test', { shift: 0.5, spread: 1 }, [1000, 1000]).fail.share).toBeGreaterThan(0.9);
  });

  it('keeps 20 columns at the threshold together', () => {
    const { holm, alone } = driftFamilyRates(run(240), 'test', SHIFT_AT_THRESHOLD, 200);
    expect(holm.share).toBeLessThan(0.25);
    expect(alone.share).toBeGreaterThan(0.5);
  });
});

describe('gate', () => {
  it('holds alpha at the margin and proves equal models with enough rows', () => {
    const margin = accuracyRates(run(500), -0.01, 1000);
    expect(margin.pass.share).toBeLessThan(0.09);
    expect(margin.guardFail.share).toBeLessThan(0.09);
    const equal = accuracyRates(run(300), 0, 5000);
    expect(equal.pass.share).toBeGreaterThan(0.63);
    expect(equal.pass.share).toBeLessThan(0.83);
    const auc = aucComparison(run(400), 0.89, 200);
    expect(auc.pass.share).toBeLessThan(0.12);
    expect(auc.guardFail.share).toBeLessThan(0.12);
  });

  it('never proves a p99 from 298 rows and finds one that is too slow', () => {
    expect(latencyRates(run(200), 80, 298).pass.share).toBe(0);
    expect(latencyRates(run(200), 80, 299).pass.share).toBeGreaterThan(0.3);
    expect(latencyRates(run(100), 125, 1000).guardFail.share).toBeGreaterThan(0.95);
  });

  it('corrects slices and still finds the bad one', () => {
    const atMargin = sliceRates(run(400), 'test', new Array<number>(20).fill(-0.03), 200);
    expect(atMargin.holm.share).toBeLessThan(0.13);
    expect(atMargin.alone.share).toBeGreaterThan(0.45);
    const oneBad = [-0.15, ...new Array<number>(19).fill(0)];
    expect(sliceRates(run(100), 'test', oneBad, 200).holm.share).toBeGreaterThan(0.9);
  });

  it('agrees with probabilities that can be worked out', () => {
    // Only a sample without any discordant row passes the textbook interval at n = 20.
    expect(pairedAtMargin(20).wald.share).toBeCloseTo(0.98 ** 20, 12);
    expect(pairedAtMargin(100).tango.share).toBe(0);
    expect(shareAtBound(0.99, 298).pass.share).toBe(0);
    expect(shareAtBound(0.85, 200).pass.share).toBeLessThan(0.05);
  });
});

describe('stated figures', () => {
  it('are contradicted by what lies far away, not by noise', () => {
    const figure = { about: '', stated: '', low: 0.465, high: 0.475 };
    expect(isReproduced({ ...figure, found: rateOf(451, 1000) })).toBe(true);
    expect(isReproduced({ ...figure, found: rateOf(9020, 20_000) })).toBe(false);
    expect(isReproduced({ ...figure, found: exactRate(0.4749) })).toBe(true);
    expect(isReproduced({ ...figure, found: exactRate(0.4751) })).toBe(false);
  });
});

describe('the page', () => {
  const page = readFileSync(join(root, 'docs/operating-characteristics.md'), 'utf8');

  it('has a place for every table, and the same seed gives the same bytes', () => {
    const filled = withTables(page, simulateTables(run(1)).tables);
    expect(filled).toContain('Seed 1, 1 trials a cell');
    expect(withTables(page, simulateTables(run(1)).tables)).toBe(filled);
  });

  it('refuses a table without markers and markers without a table', () => {
    const table = { id: 'a', title: 'A', markdown: '| x |' };
    const place = '<!-- begin:a -->\nold\n<!-- end:a -->';
    expect(withTables(`${place}\nrest`, [table])).toBe('<!-- begin:a -->\n| x |\n<!-- end:a -->\nrest');
    expect(() => withTables('nothing', [table])).toThrow('begin:a');
    expect(() => withTables(place, [])).toThrow('no such table');
  });
});
