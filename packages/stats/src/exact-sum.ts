/**
 * Exact floating-point accumulation (Shewchuk 1997, the algorithm of Python's `math.fsum`): the partial sums are kept without
 * overlap, so the result is the correctly rounded true sum and does not depend on the order of the addends.
 */
export class ExactSum {
  #partials = new Float64Array(64);
  #count = 0;
  #nonFinite = 0;
  #sawNonFinite = false;

  /** Adds one number. A NaN or an infinity makes the total the naive IEEE sum of all non-finite addends. */
  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.#sawNonFinite = true;
      this.#nonFinite += value;
      return;
    }
    const partials = this.#partials;
    let carried = value;
    let kept = 0;
    for (let index = 0; index < this.#count; index++) {
      let small = partials[index]!;
      if (Math.abs(carried) < Math.abs(small)) [carried, small] = [small, carried];
      const high = carried + small;
      const low = small - (high - carried);
      if (low !== 0) partials[kept++] = low;
      carried = high;
    }
    if (!Number.isFinite(carried)) {
      throw new RangeError('exact sum overflows the range of a double');
    }
    partials[kept++] = carried;
    this.#count = kept;
  }

  /** The sum of everything added so far, rounded once (ties to even); 0 when nothing was added. */
  value(): number {
    if (this.#sawNonFinite) return this.#nonFinite;
    const partials = this.#partials;
    let index = this.#count - 1;
    if (index < 0) return 0;
    let high = partials[index]!;
    let low = 0;
    while (index > 0) {
      const previous = high;
      const next = partials[--index]!;
      high = previous + next;
      low = next - (high - previous);
      if (low !== 0) break;
    }
    // Half-way cases: the next partial decides the direction that round-half-even could not see.
    if (index > 0 && ((low < 0 && partials[index - 1]! < 0) || (low > 0 && partials[index - 1]! > 0))) {
      const doubled = low * 2;
      const rounded = high + doubled;
      if (doubled === rounded - high) high = rounded;
    }
    return high;
  }
}

/** The correctly rounded sum of `values`; 0 for an empty array. Independent of order. */
export function exactSum(values: ArrayLike<number>): number {
  const sum = new ExactSum();
  for (let index = 0; index < values.length; index++) sum.add(values[index]!);
  return sum.value();
}

/** The mean of `values` from their exact sum, or `undefined` for an empty array. */
export function exactMean(values: ArrayLike<number>): number | undefined {
  return values.length === 0 ? undefined : exactSum(values) / values.length;
}

/** Sum(w_i x_i) / Sum(w_i), each sum exact over the rounded products; `undefined` when the weights add up to 0. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number | undefined {
  if (values.length !== weights.length) {
    throw new RangeError(`weighted mean needs one weight a value: ${values.length} values, ${weights.length} weights`);
  }
  const numerator = new ExactSum();
  const denominator = new ExactSum();
  for (let index = 0; index < values.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    numerator.add(values[index]! * weight);
    denominator.add(weight);
  }
  const total = denominator.value();
  return total === 0 ? undefined : numerator.value() / total;
}
