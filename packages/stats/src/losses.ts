/** The column type of the scores decides where log loss clips, as in scikit-learn. Text formats are float64. */
export type ScoreType = 'float64' | 'float32';

/** Machine epsilon of the column type: probabilities are clipped to [eps, 1 - eps]. */
export const CLIP_EPSILON: Readonly<Record<ScoreType, number>> = { float64: 2 ** -52, float32: 2 ** -23 };

function clip(probability: number, epsilon: number): number {
  return Math.min(1 - epsilon, Math.max(epsilon, probability));
}

/**
 * -ln of the clipped probability of the true class, per row, in nats. The mean (`exactMean`) is scikit-learn's log_loss.
 * @param labels 0 or 1 per row
 * @param scores probability of class 1 per row
 */
export function binaryLogLosses(labels: ArrayLike<number>, scores: ArrayLike<number>, type: ScoreType): Float64Array {
  const epsilon = CLIP_EPSILON[type];
  const losses = new Float64Array(scores.length);
  for (let row = 0; row < losses.length; row++) {
    const score = probabilityAt(scores, row);
    losses[row] = -Math.log(clip(labels[row] === 1 ? score : 1 - score, epsilon));
  }
  return losses;
}

/** (score - label)^2 per row; the mean is scikit-learn's Brier score of two classes. */
export function binaryBrierLosses(labels: ArrayLike<number>, scores: ArrayLike<number>): Float64Array {
  const losses = new Float64Array(scores.length);
  for (let row = 0; row < losses.length; row++) losses[row] = (probabilityAt(scores, row) - labels[row]!) ** 2;
  return losses;
}

/**
 * -ln of the clipped probability of the true class, per row. Rows are not renormalised (scikit-learn since 1.5 only warns).
 * @param labels class number per row
 * @param scores one array a class, each with the probability per row
 */
export function multiclassLogLosses(
  labels: ArrayLike<number>,
  scores: readonly ArrayLike<number>[],
  type: ScoreType,
): Float64Array {
  const epsilon = CLIP_EPSILON[type];
  const losses = new Float64Array(labels.length);
  for (let row = 0; row < losses.length; row++) {
    losses[row] = -Math.log(clip(probabilityAt(scores[labels[row]!]!, row), epsilon));
  }
  return losses;
}

/** Sum over classes of (score - indicator)^2 per row, halved for two classes (scikit-learn's `scale_by_half="auto"`). */
export function multiclassBrierLosses(labels: ArrayLike<number>, scores: readonly ArrayLike<number>[]): Float64Array {
  const losses = new Float64Array(labels.length);
  const scale = scores.length < 3 ? 0.5 : 1;
  for (let row = 0; row < losses.length; row++) {
    let sum = 0;
    scores.forEach((column, label) => {
      sum += (probabilityAt(column, row) - (labels[row] === label ? 1 : 0)) ** 2;
    });
    losses[row] = scale * sum;
  }
  return losses;
}

function probabilityAt(scores: ArrayLike<number>, row: number): number {
  const score = scores[row]!;
  if (!(score >= 0 && score <= 1))
    throw new RangeError(`a probability lies between 0 and 1, got ${score} in row ${row}`);
  return score;
}
