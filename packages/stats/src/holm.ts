/**
 * Holm's step-down adjusted p values (1979) in the order of the input: the running maximum of (K - i + 1) p_(i), capped at 1, so ties
 * share a value. A member is rejected when its adjusted p <= alpha.
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a p value lies between 0 and 1, got ${p}`);
  }
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = running;
  });
  return adjusted;
}
