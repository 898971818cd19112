import { logPoissonDensity } from './saddle-point.ts';

/** Name of the generator, printed in `method` so that a reader knows which stream produced a bootstrap interval. */
export const GENERATOR = 'xoshiro128**';

/** A seeded stream of random numbers: the same seed gives the same numbers on every machine. */
export interface RandomStream {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A double in the open interval (0, 1), 53 random bits. */
  uniform(): number;
  /** Fills an array with what as many calls of `uint32` would give. */
  fill(values: Uint32Array): void;
}

/** xoshiro128** 1.1 (Blackman & Vigna 2018), its state filled from a 32-bit seed by splitmix32. */
export function createRandom(seed: number): RandomStream {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`a seed is an integer from 0 to 4294967295, got ${seed}`);
  }
  const next = splitmix32(seed);
  return randomFromState([next(), next(), next(), next()]);
}

/** The generator at a given state of four 32-bit words, not all 0. */
export function randomFromState(state: readonly [number, number, number, number]): RandomStream {
  let [a, b, c, d] = state;
  const uint32 = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const fill = (values: Uint32Array) => {
    let [e, f, g, h] = [a, b, c, d]; // locals: a captured variable would be written back to memory at every step
    for (let index = 0; index < values.length; index++) {
      const product = Math.imul(f, 5);
      values[index] = Math.imul((product << 7) | (product >>> 25), 9);
      const shifted = f << 9;
      g ^= e;
      h ^= f;
      f ^= g;
      e ^= h;
      g ^= shifted;
      h = (h << 11) | (h >>> 21);
    }
    [a, b, c, d] = [e, f, g, h];
  };
  const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6) + 0.5) / 9007199254740992;
  return { uint32, uniform, fill };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}

/** One draw of Poisson(mean), mean >= 0: inversion below 10, Hoermann's PTRS (1993) from there on. */
export function drawPoisson(random: RandomStream, mean: number): number {
  if (!(mean >= 0) || mean === Number.POSITIVE_INFINITY) throw new RangeError(`Poisson mean must be >= 0, got ${mean}`);
  return mean < 10 ? poissonByInversion(random, mean) : poissonByRejection(random, mean);
}

function poissonByInversion(random: RandomStream, mean: number): number {
  if (mean === 0) return 0;
  let remaining = random.uniform();
  let density = Math.exp(-mean);
  let count = 0;
  while (remaining > density && count < 200) {
    remaining -= density;
    count++;
    density *= mean / count;
  }
  return count;
}

function poissonByRejection(random: RandomStream, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= logPoissonDensity(count, mean)) return count;
  }
}

/** Cumulative Poisson(1) probabilities scaled to 2^32; the last entry is above every uint32. */
const POISSON_ONE_THRESHOLDS = (() => {
  const thresholds = new Float64Array(16).fill(2 ** 32);
  let density = Math.exp(-1);
  let cumulative = 0;
  for (let count = 0; count < 15; count++) {
    cumulative += density;
    density /= count + 1;
    thresholds[count] = Math.min(2 ** 32, Math.round(cumulative * 2 ** 32));
  }
  return thresholds;
})();

const BUCKET_BITS = 12;
/** In {@link POISSON_ONE_COUNTS}: a threshold lies inside the bucket. */
const DIVIDED = 255;

/** The count of each bucket of draws that share their first 12 bits. */
const POISSON_ONE_COUNTS = Uint8Array.from({ length: 2 ** BUCKET_BITS }, (_, bucket) => {
  const first = bucket * 2 ** (32 - BUCKET_BITS);
  const count = countOfDraw(first);
  return count === countOfDraw(first + 2 ** (32 - BUCKET_BITS) - 1) ? count : DIVIDED;
});

/** Inversion: the number of cumulative probabilities that a uniform draw reaches. */
function countOfDraw(draw: number): number {
  let count = 0;
  while (draw >= POISSON_ONE_THRESHOLDS[count]!) count++;
  return count;
}

/** Draws are made in blocks of this size: they stay in the processor's first cache. */
const draws = new Uint32Array(2048);

/** Fills `weights` with Poisson(1) draws, one uint32 each (probabilities exact to 2^-33). */
export function fillPoissonOne(random: RandomStream, weights: Uint8Array): void {
  for (let start = 0; start < weights.length; start += draws.length) {
    const block = start + draws.length <= weights.length ? draws : draws.subarray(0, weights.length - start);
    random.fill(block);
    for (let index = 0; index < block.length; index++) {
      const draw = block[index]!;
      const count = POISSON_ONE_COUNTS[draw >>> (32 - BUCKET_BITS)]!;
      weights[start + index] = count === DIVIDED ? countOfDraw(draw) : count;
    }
  }
}

/** One draw of the standard normal distribution (Marsaglia's polar method; the second value of the pair is not kept). */
export function drawNormal(random: RandomStream): number {
  for (;;) {
    const x = 2 * random.uniform() - 1;
    const y = 2 * random.uniform() - 1;
    const square = x * x + y * y;
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** One draw of Gamma(shape, scale 1), shape > 0 (Marsaglia & Tsang 2000; below 1 by Gamma(shape + 1) U^(1/shape)). */
export function drawGamma(random: RandomStream, shape: number): number {
  if (!(shape > 0)) throw new RangeError(`Gamma shape must be > 0, got ${shape}`);
  if (shape < 1) return drawGamma(random, shape + 1) * random.uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = random.uniform();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
