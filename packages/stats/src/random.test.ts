import { describe, expect, it } from 'vitest';
import { chiSquaredSf } from './chi-squared.ts';
import { createRandom, drawGamma, drawNormal, drawPoisson, fillPoissonOne, randomFromState } from './random.ts';
import { poissonDensity } from './saddle-point.ts';

const draws = 40_000;

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: draws }, draw);
  const mean = values.reduce((sum, x) => sum + x, 0) / draws;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws - 1) };
}

/** The count whose cumulative probability, rounded to 2^-32, is the first above the draw. */
function poissonOneByInversion(draw: number): number {
  let [cumulative, density, count] = [0, Math.exp(-1), 0];
  for (;;) {
    cumulative += density;
    if (draw < Math.min(2 ** 32, Math.round(cumulative * 2 ** 32))) return count;
    density /= ++count;
  }
}

describe('the generator', () => {
  it('is pinned: another stream would silently change every bootstrap interval', () => {
    const random = createRandom(358_080_350);
    expect([random.uint32(), random.uint32(), random.uint32(), random.uint32()]).toMatchInlineSnapshot(`
      [
        921451988,
        2638713840,
        2112112455,
        3265245224,
      ]
    `);
  });

  it('follows the published algorithm from state 1 2 3 4', () => {
    const random = randomFromState([1, 2, 3, 4]);
    expect([random.uint32(), random.uint32(), random.uint32(), random.uint32()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  it('fills arrays with the same numbers', () => {
    const [one, many] = [createRandom(9), createRandom(9)];
    const values = new Uint32Array(1000);
    many.fill(values);
    expect([...values]).toEqual(Array.from({ length: 1000 }, () => one.uint32()));
    many.fill(new Uint32Array(0));
    expect(many.uint32()).toBe(one.uint32());
  });

  it('is uniform in the open unit interval', () => {
    const random = createRandom(0);
    const bins = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) bins[Math.floor(random.uniform() * 64)]!++;
    const chi = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquaredSf(chi, 63)).toBeGreaterThan(1e-4);
  });

  it('refuses a seed that is not an unsigned 32-bit integer', () => {
    for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) expect(() => createRandom(seed)).toThrow(/seed/);
  });
});

describe('draws follow their distributions', () => {
  it.each([0.3, 1, 4.5, 9.99, 10, 37, 400, 3e6])('Poisson(%f): mean and variance', (mean) => {
    const random = createRandom(Math.round(mean * 1000));
    const found = moments(() => drawPoisson(random, mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(4.5 * Math.sqrt(mean / draws));
    expect(Math.abs(found.variance / mean - 1)).toBeLessThan(4.5 * Math.sqrt((2 + 1 / mean) / draws));
  });

  it.each([2.5, 12, 60])('Poisson(%f): chi squared over the whole distribution', (mean) => {
    const random = createRandom(77);
    const counts = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const value = drawPoisson(random, mean);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    let [chi, bins] = [0, 0];
    for (let value = 0; value < 4 * mean + 20; value++) {
      const expected = draws * poissonDensity(value, mean);
      if (expected < 10) continue;
      chi += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
      bins++;
    }
    expect(chiSquaredSf(chi, bins - 1)).toBeGreaterThan(1e-4);
  });

  it('row weights are one draw each by inversion, however many there are', () => {
    const [random, reference] = [createRandom(8), createRandom(8)];
    for (const length of [0, 1, 2047, 2048, 2049, 10_000]) {
      const weights = new Uint8Array(length);
      fillPoissonOne(random, weights);
      expect([...weights]).toEqual(Array.from({ length }, () => poissonOneByInversion(reference.uint32())));
    }
  });

  it.each([
    [0, 0],
    [Math.round(2 ** 32 / Math.E) - 1, 0],
    [Math.round(2 ** 32 / Math.E), 1],
    [Math.round((2 * 2 ** 32) / Math.E) - 1, 1],
    [Math.round((2 * 2 ** 32) / Math.E), 2],
    [2 ** 32 - 1, 12],
  ])('the draw %d is the row weight %d', (draw, weight) => {
    const weights = new Uint8Array(1);
    fillPoissonOne({ uint32: () => draw, uniform: () => 0, fill: (values) => values.fill(draw) }, weights);
    expect([weights[0], poissonOneByInversion(draw)]).toEqual([weight, weight]);
  });

  it('row weights are Poisson(1)', () => {
    const weights = new Uint8Array(draws);
    fillPoissonOne(createRandom(5), weights);
    for (let value = 0; value < 5; value++) {
      const expected = draws * poissonDensity(value, 1);
      const count = weights.filter((weight) => weight === value).length;
      expect(Math.abs(count - expected)).toBeLessThan(4.5 * Math.sqrt(expected));
    }
  });

  it.each([0.004, 0.5, 1, 3.5, 250.5])('Gamma(%f): mean and variance', (shape) => {
    const random = createRandom(11);
    const found = moments(() => drawGamma(random, shape));
    expect(Math.abs(found.mean - shape)).toBeLessThan(4.5 * Math.sqrt(shape / draws));
    expect(Math.abs(found.variance / shape - 1)).toBeLessThan(4.5 * Math.sqrt((2 + 6 / shape) / draws));
  });

  it('normal: mean and variance', () => {
    const random = createRandom(12);
    const found = moments(() => drawNormal(random));
    expect(Math.abs(found.mean)).toBeLessThan(4.5 / Math.sqrt(draws));
    expect(Math.abs(found.variance - 1)).toBeLessThan(4.5 * Math.sqrt(2 / draws));
  });

  it('refuses impossible parameters', () => {
    const random = createRandom(1);
    expect(() => drawPoisson(random, -1)).toThrow(/mean/);
    expect(() => drawGamma(random, 0)).toThrow(/shape/);
    expect(drawPoisson(random, 0)).toBe(0);
  });
});
