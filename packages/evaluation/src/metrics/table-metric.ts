import {
  accuracy,
  balancedAccuracy,
  type ConfusionMatrix,
  f1,
  matthewsCorrelation,
  precision,
  recall,
} from '@model-delivery/stats';

/**
 * A class metric of a confusion matrix (rows = truth); class 1 is the positive one. `undefined` where scikit-learn warns.
 * @param replicate in bootstrap replicates a degenerate table has no value, and `requiredClasses` must have rows
 */
export function tableMetric(
  name: string,
  matrix: ConfusionMatrix,
  replicate: { requiredClasses: readonly number[] } | null = null,
): number | undefined {
  switch (name) {
    case 'accuracy':
      return accuracy(matrix);
    case 'balanced_accuracy':
      return balancedAccuracy(matrix, replicate?.requiredClasses);
    case 'mcc':
      return matthewsCorrelation(matrix, { degenerate: replicate === null ? 'zero' : 'undefined' });
  }
  const [[tn, fp], [fn, tp]] = matrix as unknown as [[number, number], [number, number]];
  const counts = { tn, fp, fn, tp };
  return name === 'precision' ? precision(counts) : name === 'recall' ? recall(counts) : f1(counts);
}

/** Classes that occur in the truth. */
export function presentClasses(matrix: ConfusionMatrix): number[] {
  return matrix.flatMap((line, truth) => (Array.from(line).some((count) => count > 0) ? [truth] : []));
}
