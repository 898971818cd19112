import { ExactSum } from './exact-sum.ts';

/** Rows in descending order of score, ties grouped: the part of a ranking metric that does not change between weightings. */
export interface Ranking {
  /** Row numbers, best score first; within a tie in row order. */
  order: Uint32Array;
  /** 1 = positive class, in the order of `order`. */
  labels: Uint8Array;
  /** 1 = last row of a group of equal scores, in the order of `order`. */
  groupEnds: Uint8Array;
}

/**
 * Area under the ROC curve, ties one half; undefined unless both classes occur. Counted in whole half-comparisons: exact up to one
 * rounding, independent of row order.
 * @param labels 0 or 1 per row
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  const { positives, negatives } = splitSorted(labels, scores);
  if (positives.length === 0 || negatives.length === 0) return undefined;
  let halves = 0;
  let [below, notAbove] = [0, 0];
  for (const score of positives) {
    while (below < negatives.length && negatives[below]! < score) below++;
    while (notAbove < negatives.length && negatives[notAbove]! <= score) notAbove++;
    halves += below + notAbove;
  }
  return halves / (2 * positives.length * negatives.length);
}

/**
 * Average precision Sum (R_n - R_{n-1}) P_n over distinct scores, no interpolation; undefined without positives.
 * @param labels 0 or 1 per row
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  const { positives, negatives } = splitSorted(labels, scores);
  if (positives.length === 0) return undefined;
  const sum = new ExactSum();
  let [p, n] = [positives.length, negatives.length];
  while (p > 0) {
    const score = positives[p - 1]!;
    const before = p;
    while (p > 0 && positives[p - 1] === score) p--;
    while (n > 0 && negatives[n - 1]! >= score) n--;
    const truePositives = positives.length - p;
    const predicted = truePositives + negatives.length - n;
    sum.add(((before - p) * truePositives) / predicted);
  }
  return sum.value() / positives.length;
}

function splitSorted(labels: ArrayLike<number>, scores: ArrayLike<number>) {
  if (labels.length !== scores.length) {
    throw new RangeError(`one score a label expected: ${labels.length} labels, ${scores.length} scores`);
  }
  let count = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== 0 && labels[row] !== 1)
      throw new RangeError(`labels must be 0 or 1, got ${labels[row]} in row ${row}`);
    count += labels[row]!;
  }
  const positives = new Float64Array(count);
  const negatives = new Float64Array(labels.length - count);
  let [p, n] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const score = scores[row]! + 0;
    if (Number.isNaN(score)) throw new RangeError(`score in row ${row} is NaN`);
    if (labels[row] === 1) positives[p++] = score;
    else negatives[n++] = score;
  }
  return { positives: positives.sort(), negatives: negatives.sort() };
}

/** Sorts once for `weightedRocAuc` and `weightedAveragePrecision`. With real weights give rows in a fixed order (by id). */
export function rankScores(labels: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  return {
    order,
    labels: Uint8Array.from(order, (row) => (labels[row] === 1 ? 1 : 0)),
    groupEnds: Uint8Array.from(order, (row, position) =>
      position + 1 < order.length && scores[order[position + 1]!] === scores[row] ? 0 : 1,
    ),
  };
}

// Both metrics below run thousands of times over the same ranking: one pass, nothing allocated, and no branch that depends on a label,
// which would be guessed wrong half of the time (a product with 0 or 1 changes no digit of a finite weight).

/** ROC AUC with a (finite) weight a row; undefined when a class has no weight. */
export function weightedRocAuc({ order, labels, groupEnds }: Ranking, weights: ArrayLike<number>): number | undefined {
  let [positivesAbove, negativesAbove, area] = [0, 0, 0];
  let [positive, negative] = [0, 0];
  for (let position = 0; position < order.length; position++) {
    const weight = weights[order[position]!]!;
    positive += weight * labels[position]!;
    negative += weight * (1 - labels[position]!);
    if (groupEnds[position] === 0) continue;
    area += negative * (positivesAbove + positive / 2);
    positivesAbove += positive;
    negativesAbove += negative;
    positive = 0;
    negative = 0;
  }
  return positivesAbove > 0 && negativesAbove > 0 ? area / (positivesAbove * negativesAbove) : undefined;
}

/** Average precision with a (finite) weight a row; undefined when the positives have no weight. */
export function weightedAveragePrecision(
  { order, labels, groupEnds }: Ranking,
  weights: ArrayLike<number>,
): number | undefined {
  let [truePositives, predicted, sum] = [0, 0, 0];
  let [positive, negative] = [0, 0];
  for (let position = 0; position < order.length; position++) {
    const weight = weights[order[position]!]!;
    positive += weight * labels[position]!;
    negative += weight * (1 - labels[position]!);
    if (groupEnds[position] === 0) continue;
    truePositives += positive;
    predicted += positive + negative;
    if (positive > 0) sum += (positive * truePositives) / predicted;
    positive = 0;
    negative = 0;
  }
  return truePositives > 0 ? sum / truePositives : undefined;
}
