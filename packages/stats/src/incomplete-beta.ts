import type { Tails } from './incomplete-gamma.ts';
import { binomialDensity } from './saddle-point.ts';

/**
 * Regularised incomplete beta: lower = I_x(a, b), upper = 1 - I_x(a, b), for a, b > 0 (DLMF 8.17.22 continued fraction).
 * `y` = 1 - x may be given when the caller knows it with more digits than the subtraction leaves.
 */
export function incompleteBeta(x: number, a: number, b: number, y = 1 - x): Tails {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(x <= 1)) {
    throw new RangeError(`incompleteBeta needs a, b > 0 and 0 <= x <= 1, got a = ${a}, b = ${b}, x = ${x}`);
  }
  if (x === 0 || y === 1) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const density = binomialDensity(a, a + b, x, y);
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = (density * b * betaFraction(x, a, b)) / (a + b);
    return { lower, upper: 1 - lower };
  }
  const upper = (density * a * betaFraction(y, b, a)) / (a + b);
  return { lower: 1 - upper, upper };
}

/** Modified Lentz evaluation; converges in about sqrt(max(a, b)) steps for x below the mean. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1e7; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return fraction;
}
