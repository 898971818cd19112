/**
 * Quantile of type 7 (Hyndman & Fan 1996; numpy's and R's default): linear interpolation at position (n - 1) q.
 * `sorted` ascending, at least one value; 0 <= q <= 1.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0 || !(q >= 0 && q <= 1))
    throw new RangeError(`a quantile needs values and 0 <= q <= 1, got ${n} and q = ${q}`);
  const position = (n - 1) * q;
  const index = Math.min(Math.floor(position), n - 1);
  return interpolate(sorted[index]!, sorted[Math.min(index + 1, n - 1)]!, position - index);
}

/** low + (high - low) * fraction; exactly `low` for fraction 0 and for equal ends (also infinite ones). */
export function interpolate(low: number, high: number, fraction: number): number {
  return fraction === 0 || low === high ? low : low + (high - low) * fraction;
}

/**
 * Type 7 quantile of the multiset in which `sorted[i]` occurs `counts[i]` times (a bootstrap replicate without copying rows);
 * `undefined` when all counts are 0.
 */
export function multisetQuantile(sorted: ArrayLike<number>, counts: ArrayLike<number>, q: number): number | undefined {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total === 0) return undefined;
  const position = (total - 1) * q;
  const rank = Math.floor(position);
  let seen = 0;
  let i = 0;
  while (seen + counts[i]! <= rank) seen += counts[i++]!;
  const low = sorted[i]!;
  if (rank + 1 >= total || position === rank) return low;
  let next = i;
  for (seen += counts[i]!; seen <= rank + 1; seen += counts[next]!) next++;
  return interpolate(low, sorted[next]!, position - rank);
}
