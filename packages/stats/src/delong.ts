/** AUCs of models scored on the same rows, with the DeLong covariance of their estimates. */
export interface DelongResult {
  positives: number;
  negatives: number;
  /** One AUC a model; NaN when a class is absent. */
  auc: number[];
  /** covariance[a][b] of the AUC estimates; NaN with fewer than two rows in a class. */
  covariance: number[][];
}

/**
 * DeLong, DeLong & Clarke-Pearson (1988) from placement values: within ties a comparison counts one half, so
 * V10 = (negatives below + tied / 2) / negatives for a positive row, V01 = (positives above + tied / 2) / positives for a negative one,
 * covariance = cov(V10) / positives + cov(V01) / negatives. Everything is counted in whole half-comparisons and summed exactly, so
 * neither row order nor size changes a digit, and models that rank alike have a difference of variance exactly 0. O(n log n).
 * @param labels 1 for the positive class, 0 otherwise
 * @param scores one array a model, rows in the order of `labels`; not NaN
 */
export function delong(labels: ArrayLike<number>, scores: readonly ArrayLike<number>[]): DelongResult {
  for (const model of scores) {
    if (model.length !== labels.length) {
      throw new RangeError(`each model needs one score a label: ${labels.length} labels, ${model.length} scores`);
    }
  }
  const placements = scores.map((model) => countPlacements(labels, model));
  const positives = countPositives(labels);
  const negatives = labels.length - positives;
  const pairs = 2 * positives * negatives;
  const auc = placements.map(({ ofPositives }) => exactIntegerSum(ofPositives) / pairs);
  const covariance = placements.map((a) =>
    placements.map((b) => {
      const positivePart = integerCovariance(a.ofPositives, b.ofPositives) / (4 * negatives * negatives) / positives;
      const negativePart = integerCovariance(a.ofNegatives, b.ofNegatives) / (4 * positives * positives) / negatives;
      return positivePart + negativePart;
    }),
  );
  return { positives, negatives, auc, covariance };
}

function countPositives(labels: ArrayLike<number>): number {
  let positives = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label !== 0 && label !== 1) throw new RangeError(`labels must be 0 or 1, got ${label} in row ${row}`);
    positives += label;
  }
  return positives;
}

interface Placements {
  /** For each positive row (in row order): twice the negatives below plus the negatives tied. */
  ofPositives: Float64Array;
  /** For each negative row: twice the positives above plus the positives tied. */
  ofNegatives: Float64Array;
}

function countPlacements(labels: ArrayLike<number>, scores: ArrayLike<number>): Placements {
  const positives = countPositives(labels);
  const ofPositives = new Float64Array(positives);
  const ofNegatives = new Float64Array(labels.length - positives);
  let [p, n] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const score = scores[row]!;
    if (Number.isNaN(score)) throw new RangeError(`score in row ${row} is NaN`);
    // Adding 0 turns -0 into 0: the native sort puts -0 first, a tie must stay a tie.
    if (labels[row] === 1) ofPositives[p++] = score + 0;
    else ofNegatives[n++] = score + 0;
  }
  const sortedPositives = ofPositives.slice().sort();
  const sortedNegatives = ofNegatives.slice().sort();
  for (let i = 0; i < ofPositives.length; i++) {
    ofPositives[i] = countTwice(sortedNegatives, ofPositives[i]!);
  }
  for (let i = 0; i < ofNegatives.length; i++) {
    ofNegatives[i] = 2 * positives - countTwice(sortedPositives, ofNegatives[i]!);
  }
  return { ofPositives, ofNegatives };
}

/**
 * Entries of a sorted array below the value count twice, equal ones once. The end of a tie is looked for in steps that double, since it
 * is usually near: with 10^6 rows a search over everything costs more than the sorting.
 */
function countTwice(sorted: Float64Array, value: number): number {
  const below = countBelow(sorted, value);
  let [low, high, step] = [below, below, 1];
  while (high < sorted.length && sorted[high]! <= value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  return below + countNotAbove(sorted, value, low, Math.min(high, sorted.length));
}

/** How many entries of a sorted array are < value. */
export function countBelow(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries of a sorted array are <= value, when it is known to be from `low` to `high`. */
export function countNotAbove(sorted: ArrayLike<number>, value: number, low = 0, high = sorted.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sum of whole numbers whose total stays below 2^53 (10^7 rows: 10^14). */
function exactIntegerSum(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** Sample covariance (n - 1) of whole numbers: the numerator n Sum(xy) - Sum(x) Sum(y) is exact, rounded once. NaN for n < 2. */
function integerCovariance(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  if (n < 2) return Number.NaN;
  const block = 2 ** 52;
  let blocks = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    rest += x[i]! * y[i]!;
    if (rest >= block) {
      rest -= block;
      blocks++;
    }
  }
  const products = BigInt(blocks) * BigInt(block) + BigInt(rest);
  const numerator = BigInt(n) * products - BigInt(exactIntegerSum(x)) * BigInt(exactIntegerSum(y));
  return Number(numerator) / n / (n - 1);
}
