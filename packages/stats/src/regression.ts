import { ExactSum, exactSum } from './exact-sum.ts';

/** prediction - truth per row. */
export function predictionErrors(truth: ArrayLike<number>, prediction: ArrayLike<number>): Float64Array {
  if (truth.length !== prediction.length) {
    throw new RangeError(`one prediction a row expected: ${truth.length} rows, ${prediction.length} predictions`);
  }
  const errors = new Float64Array(truth.length);
  for (let row = 0; row < errors.length; row++) errors[row] = prediction[row]! - truth[row]!;
  return errors;
}

/** |error| per row; the mean is MAE. */
export function absoluteErrors(errors: ArrayLike<number>): Float64Array {
  return Float64Array.from(errors, Math.abs);
}

/** error^2 per row; the mean is MSE. */
export function squaredErrors(errors: ArrayLike<number>): Float64Array {
  return Float64Array.from(errors, (error) => error * error);
}

/**
 * Coefficient of determination 1 - Sum w (y - f)^2 / Sum w (y - mean)^2 as scikit-learn defines it: constant truth gives 1 when predicted
 * exactly, else 0; undefined with fewer than two rows (of positive weight).
 */
export function r2(
  truth: ArrayLike<number>,
  prediction: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | undefined {
  const weightOf = (row: number) => weights?.[row] ?? 1;
  const weighted = new ExactSum();
  const rows: number[] = [];
  for (let row = 0; row < truth.length; row++) {
    if (weightOf(row) === 0) continue;
    rows.push(row);
    weighted.add(weightOf(row) * truth[row]!);
  }
  if (rows.length < 2) return undefined;
  const mean = weighted.value() / exactSum(rows.map(weightOf));
  const residual = new ExactSum();
  const spread = new ExactSum();
  for (const row of rows) {
    residual.add(weightOf(row) * (truth[row]! - prediction[row]!) ** 2);
    spread.add(weightOf(row) * (truth[row]! - mean) ** 2);
  }
  const constant = rows.every((row) => truth[row] === truth[rows[0]!]);
  if (constant || spread.value() === 0) return residual.value() === 0 ? 1 : 0;
  return 1 - residual.value() / spread.value();
}
