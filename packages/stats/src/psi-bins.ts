import { countBelow } from './delong.ts';
import { interpolate } from './quantile.ts';

/** Counts of the same bins in the reference and in the current data. */
export interface BinCounts {
  reference: number[];
  current: number[];
}

/** Bins whose pooled expected count in the smaller sample is below this are merged. */
export const MIN_EXPECTED = 5;
/** Categories that keep a bin of their own, by reference count. */
export const TOP_CATEGORIES = 100;

/**
 * Where the deciles of n sorted values lie (type 7): value = x[index] + (x[index + 1] - x[index]) * fraction, 0-based. Positions are
 * formed in whole numbers, so a decile that falls on a value is that value exactly.
 */
export function decilePositions(n: number): { index: number; fraction: number }[] {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`deciles need at least one value, got n = ${n}`);
  return Array.from({ length: 9 }, (_, i) => {
    const tenths = (i + 1) * (n - 1);
    return { index: Math.floor(tenths / 10), fraction: (tenths % 10) / 10 };
  });
}

/**
 * Inner bin edges of a numeric reference: its deciles, deduplicated, ascending. k edges make the k + 1 right-closed bins
 * (-inf, e1], (e1, e2], ..., (ek, inf). No values: no edges, that is one bin.
 * @param sorted ascending finite values
 */
export function decileEdges(sorted: ArrayLike<number>): number[] {
  if (sorted.length === 0) return [];
  const edges = decilePositions(sorted.length).map(({ index, fraction }) =>
    interpolate(sorted[index]!, sorted[Math.min(index + 1, sorted.length - 1)]!, fraction),
  );
  return edges.filter((edge, i) => i === 0 || edge !== edges[i - 1]);
}

/** How many values fall into each right-closed bin; values must be finite (null, NaN and infinities are other checks' business). */
export function countIntoBins(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new RangeError(`only finite values can be binned, got ${value} at ${i}`);
    counts[countBelow(edges, value)]!++;
  }
  return counts;
}

/**
 * Category bins: the reference's top 100 (by count, ties by code points), then `__other__` (known to the reference, not in the top) and
 * `__unseen__` (new in the current data), both always present.
 */
export function categoryBins(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): BinCounts & { labels: string[] } {
  const ranked = [...reference].filter(([, count]) => count > 0);
  ranked.sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b));
  const top = ranked.slice(0, TOP_CATEGORIES);
  const place = new Map(ranked.map(([label], rank) => [label, Math.min(rank, top.length)]));
  const labels = [...top.map(([label]) => label), '__other__', '__unseen__'];
  const counts: BinCounts = { reference: labels.map(() => 0), current: labels.map(() => 0) };
  const unseen = labels.length - 1;
  for (const [label, count] of ranked) counts.reference[place.get(label)!]! += count;
  for (const [label, count] of current) counts.current[place.get(label) ?? unseen]! += count;
  return { labels, ...counts };
}

/** Order by Unicode code points (JavaScript's own `<` orders UTF-16 units, which differs beyond U+FFFF). */
export function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Pooled expected count of a bin in the smaller sample, as a function of its pooled count. */
function expectedScale(bins: BinCounts): (pooled: number) => number {
  const n = total(bins.reference);
  const m = total(bins.current);
  return (pooled) => (n + m === 0 ? 0 : (pooled * Math.min(n, m)) / (n + m));
}

/** Merges numeric bins left to right until each reaches the minimum; what remains at the end joins the last merged bin. */
export function mergeOrderedBins(bins: BinCounts): BinCounts {
  const expected = expectedScale(bins);
  const merged: BinCounts = { reference: [], current: [] };
  let [reference, current] = [0, 0];
  const close = () => {
    merged.reference.push(reference);
    merged.current.push(current);
    [reference, current] = [0, 0];
  };
  for (let bin = 0; bin < bins.reference.length; bin++) {
    reference += bins.reference[bin]!;
    current += bins.current[bin]!;
    if (expected(reference + current) >= MIN_EXPECTED) close();
  }
  if (merged.reference.length === 0) close();
  merged.reference[merged.reference.length - 1]! += reference;
  merged.current[merged.current.length - 1]! += current;
  return merged;
}

/**
 * Merges category bins: all below the minimum form one bin (placed last); if that is still below, it joins the smallest other bin, the
 * first of them on a tie.
 */
export function mergeCategoryBins(bins: BinCounts): BinCounts {
  const expected = expectedScale(bins);
  const pairs = bins.reference.map((count, bin) => [count, bins.current[bin]!] as [number, number]);
  const isSmall = ([r, c]: [number, number]) => expected(r + c) < MIN_EXPECTED;
  const large = pairs.filter((pair) => !isSmall(pair));
  const small = pairs.filter(isSmall);
  if (small.length > 0) {
    const rest: [number, number] = [total(small.map(([r]) => r)), total(small.map(([, c]) => c))];
    if (large.length === 0 || !isSmall(rest)) large.push(rest);
    else joinSmallest(large, rest);
  }
  return { reference: large.map(([r]) => r), current: large.map(([, c]) => c) };
}

function joinSmallest(bins: [number, number][], rest: [number, number]): void {
  let smallest = bins[0]!;
  for (const bin of bins) if (bin[0] + bin[1] < smallest[0] + smallest[1]) smallest = bin;
  smallest[0] += rest[0];
  smallest[1] += rest[1];
}

/** Sum of counts (whole numbers, exact below 2^53). */
export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
