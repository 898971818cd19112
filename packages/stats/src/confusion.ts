/**
 * Metrics of a confusion matrix as scikit-learn 1.9 defines them. `undefined` where scikit-learn warns that the metric is ill-defined
 * (zero denominator): no number is invented. Counts may be weighted or drawn (real, non-negative).
 */
export interface BinaryCounts {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

/** rows = truth, columns = prediction; K x K. */
export type ConfusionMatrix = readonly ArrayLike<number>[];

function ratio(numerator: number, denominator: number): number | undefined {
  return denominator > 0 ? numerator / denominator : undefined;
}

/** tp / (tp + fp); undefined when nothing was predicted positive. */
export function precision({ tp, fp }: Pick<BinaryCounts, 'tp' | 'fp'>): number | undefined {
  return ratio(tp, tp + fp);
}

/** tp / (tp + fn); undefined without positives. */
export function recall({ tp, fn }: Pick<BinaryCounts, 'tp' | 'fn'>): number | undefined {
  return ratio(tp, tp + fn);
}

/** 2 tp / (2 tp + fp + fn); undefined when no positive was seen or predicted. */
export function f1({ tp, fp, fn }: Pick<BinaryCounts, 'tp' | 'fp' | 'fn'>): number | undefined {
  return ratio(2 * tp, 2 * tp + fp + fn);
}

/** Share of the diagonal; undefined without rows. */
export function accuracy(matrix: ConfusionMatrix): number | undefined {
  let right = 0;
  let all = 0;
  matrix.forEach((row, truth) => {
    right += row[truth]!;
    for (let prediction = 0; prediction < row.length; prediction++) all += row[prediction]!;
  });
  return ratio(right, all);
}

/**
 * Mean recall of the classes that occur in the truth; undefined with fewer than two of them.
 * @param requiredClasses classes that must have rows (in a bootstrap replicate: those of the observed table), else undefined
 */
export function balancedAccuracy(matrix: ConfusionMatrix, requiredClasses: readonly number[] = []): number | undefined {
  let sum = 0;
  let present = 0;
  for (let truth = 0; truth < matrix.length; truth++) {
    const row = matrix[truth]!;
    let rows = 0;
    for (let prediction = 0; prediction < row.length; prediction++) rows += row[prediction]!;
    if (rows > 0) {
      sum += row[truth]! / rows;
      present++;
    } else if (requiredClasses.includes(truth)) return undefined;
  }
  return present < 2 ? undefined : sum / present;
}

/**
 * Matthews correlation (R_K of Gorodkin 2004 for K classes). scikit-learn gives 0 without a warning when truth or prediction has one
 * class only; pass `degenerate: 'undefined'` for bootstrap replicates, where a zero denominator drops the replicate.
 */
export function matthewsCorrelation(
  matrix: ConfusionMatrix,
  { degenerate = 'zero' }: { degenerate?: 'zero' | 'undefined' } = {},
): number | undefined {
  const truths = new Float64Array(matrix.length);
  const predictions = new Float64Array(matrix.length);
  let [right, all] = [0, 0];
  matrix.forEach((row, truth) => {
    right += row[truth]!;
    for (let prediction = 0; prediction < row.length; prediction++) {
      truths[truth]! += row[prediction]!;
      predictions[prediction]! += row[prediction]!;
      all += row[prediction]!;
    }
  });
  if (all === 0) return undefined;
  const [tt, pp, tp] = [dot(truths, truths), dot(predictions, predictions), dot(truths, predictions)];
  const spread = (all * all - tt) * (all * all - pp);
  if (!(spread > 0) || occupied(truths) < 2 || occupied(predictions) < 2) {
    return degenerate === 'zero' ? 0 : undefined;
  }
  return (right * all - tp) / Math.sqrt(spread);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function occupied(counts: Float64Array): number {
  return counts.reduce((classes, count) => classes + (count > 0 ? 1 : 0), 0);
}
