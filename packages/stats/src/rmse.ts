import { inconclusiveEstimate, type LinearContrast } from './estimate.ts';
import { ExactSum } from './exact-sum.ts';
import { contrastRows, type MeanEstimate, rowMeanEstimate } from './mean.ts';

/** sqrt(mean of squared errors), the sum exact. NaN without rows. */
export function rootMeanSquare(errors: ArrayLike<number>): number {
  const squares = new ExactSum();
  for (let row = 0; row < errors.length; row++) squares.add(errors[row]! ** 2);
  return Math.sqrt(squares.value() / errors.length);
}

/**
 * T of RMSEs by the delta method: per row a_i = e_i^2 / (2 RMSE), the t interval of the contrast of the a_i around T.
 * An RMSE of 0 on a side that counts has no linearisation: inconclusive.
 * @param input errors (prediction - truth) per row, both models in the same row order
 */
export function rmseEstimate(input: {
  contrast: LinearContrast;
  candidateErrors: ArrayLike<number>;
  championErrors?: ArrayLike<number> | undefined;
  clusterOf?: ArrayLike<number> | undefined;
  alpha: number;
}): MeanEstimate {
  const { contrast, candidateErrors, championErrors, clusterOf, alpha } = input;
  const compared = contrast.champion !== 0;
  if (compared && championErrors === undefined)
    throw new RangeError('a comparison of RMSEs needs the errors of the champion');
  const candidate = rootMeanSquare(candidateErrors);
  const champion = compared ? rootMeanSquare(championErrors!) : 1;
  const value = contrast.candidate * candidate + (compared ? contrast.champion * champion : 0) + contrast.offset;
  if (candidate === 0 || champion === 0) {
    return {
      ...inconclusiveEstimate(value, 'zero_error'),
      degreesOfFreedom: candidateErrors.length - 1,
      clusters: null,
    };
  }
  const rows = contrastRows(
    contrast,
    linearised(candidateErrors, candidate),
    compared ? linearised(championErrors!, champion) : undefined,
  );
  return rowMeanEstimate({ rows, value, clusterOf, alpha });
}

function linearised(errors: ArrayLike<number>, rmse: number): Float64Array {
  return Float64Array.from(errors, (error) => (error * error) / (2 * rmse));
}
