import { ExactSum } from './exact-sum.ts';

/** Rows in descending order of score, ties grouped: the part of a ranking metric that does not change between weightings. */
export interface Ranking {
  /** Row numbers, best score first; within a tie in row order. */
  order: Uint32Array;
  /** For each group of equal scores the position after its last row. */
  groupEnds: Uint32Array;
  /** 1 = positive class, in the order of `order`. */
  labels: Uint8Array;
  /** Weight of the positive and of the negative rows of each group, filled anew for each weighting. */
  positive: Float64Array;
  negative: Float64Array;
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
  const ends: number[] = [];
  for (let position = 1; position <= order.length; position++) {
    if (position === order.length || scores[order[position]!] !== scores[order[position - 1]!]) ends.push(position);
  }
  return {
    order,
    groupEnds: Uint32Array.from(ends),
    labels: Uint8Array.from(order, (row) => labels[row]!),
    positive: new Float64Array(ends.length),
    negative: new Float64Array(ends.length),
  };
}

/** ROC AUC with a weight a row; undefined when a class has no weight. */
export function weightedRocAuc(ranking: Ranking, weights: ArrayLike<number>): number | undefined {
  weighGroups(ranking, weights);
  const { positive, negative } = ranking;
  let [positivesAbove, negativesAbove, area] = [0, 0, 0];
  for (let group = 0; group < positive.length; group++) {
    area += negative[group]! * (positivesAbove + positive[group]! / 2);
    positivesAbove += positive[group]!;
    negativesAbove += negative[group]!;
  }
  return positivesAbove > 0 && negativesAbove > 0 ? area / (positivesAbove * negativesAbove) : undefined;
}

/** Average precision with a weight a row; undefined when the positives have no weight. */
export function weightedAveragePrecision(ranking: Ranking, weights: ArrayLike<number>): number | undefined {
  weighGroups(ranking, weights);
  const { positive, negative } = ranking;
  let [truePositives, predicted, sum] = [0, 0, 0];
  for (let group = 0; group < positive.length; group++) {
    truePositives += positive[group]!;
    predicted += positive[group]! + negative[group]!;
    if (positive[group]! > 0) sum += (positive[group]! * truePositives) / predicted;
  }
  return truePositives > 0 ? sum / truePositives : undefined;
}

function weighGroups({ order, groupEnds, labels, positive, negative }: Ranking, weights: ArrayLike<number>): void {
  let position = 0;
  for (let group = 0; group < groupEnds.length; group++) {
    let [own, other] = [0, 0];
    for (const end = groupEnds[group]!; position < end; position++) {
      const weight = weights[order[position]!]!;
      // Without a branch, which would be taken at random: a product with 0 or 1 changes no digit of a finite weight.
      own += weight * labels[position]!;
      other += weight * (1 - labels[position]!);
    }
    positive[group] = own;
    negative[group] = other;
  }
}
