/** Log rate ratios that an e-value mixes over, with weights that sum to 1. */
export interface MixtureGrid {
  /** Effect sizes, of the sign of the alternative. */
  effects: Float64Array;
  lnWeights: Float64Array;
}

/** Points of every grid. */
export const GRID_POINTS = 60;

/** A half-normal density of standard deviation `sd` on 60 equidistant points from 0.05 to `last`; `sign` -1 mirrors it. */
export function halfNormalGrid(last: number, sd: number, sign: 1 | -1): MixtureGrid {
  const sizes = Float64Array.from({ length: GRID_POINTS }, (_, i) => 0.05 + (i * (last - 0.05)) / (GRID_POINTS - 1));
  const densities = sizes.map((size) => Math.exp(-(size * size) / (2 * sd * sd)));
  const lnTotal = Math.log(densities.reduce((sum, density) => sum + density, 0));
  return {
    effects: sizes.map((size) => sign * size),
    lnWeights: densities.map((density) => Math.log(density) - lnTotal),
  };
}

/** ln sum exp of the terms: no overflow, and -Infinity where there is nothing to add. */
export function lnSumExp(terms: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < terms.length; i++) if (terms[i]! > largest) largest = terms[i]!;
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let i = 0; i < terms.length; i++) sum += Math.exp(terms[i]! - largest);
  return largest + Math.log(sum);
}
