import type { CategoryProfile, ColumnProfile, DataProfile, NumericProfile } from '@model-delivery/core';
import { type BinCounts, psiEstimate } from '@model-delivery/stats';
import { categoryCounts, driftEdges, referenceCounts } from '../judge/drift-bins.ts';

/** How one column of two profiles compares. */
export interface ColumnDifference {
  name: string;
  state: 'both' | 'only_reference' | 'only_current';
  type: { reference: string | null; current: string | null };
  rows: { reference: number | null; current: number | null };
  /** Shares of all rows. */
  missing: { reference: number | null; current: number | null };
  psi: number | null;
  /** Of level 1 - 2 alpha; null where there is no statistic. */
  interval: [number, number] | null;
  /** `exact`: over the same bins; `estimate`: the current profile's finer bins were split evenly. */
  evidence: 'exact' | 'estimate' | null;
  /** Why there is no statistic. */
  reason: string | null;
}

/** Compares a profile with a reference, column by column: the reference's columns in order, then new ones. */
export function diffProfiles(
  reference: DataProfile,
  current: DataProfile,
  alpha = 0.05,
): { columns: ColumnDifference[] } {
  const names = [...reference.columns, ...current.columns].map((column) => column.name);
  const find = (profile: DataProfile, name: string) => profile.columns.find((column) => column.name === name);
  const columns = [...new Set(names)].map((name) => {
    const [a, b] = [find(reference, name), find(current, name)];
    return { ...described(name, a, b, reference.rows, current.rows), ...statistic(a, b, alpha) };
  });
  return { columns };
}

function described(
  name: string,
  a: ColumnProfile | undefined,
  b: ColumnProfile | undefined,
  rowsA: number,
  rowsB: number,
) {
  const share = (column: ColumnProfile | undefined, rows: number) =>
    column === undefined || rows === 0 ? null : column.missing / rows;
  return {
    name,
    state: (a && b ? 'both' : a ? 'only_reference' : 'only_current') as ColumnDifference['state'],
    type: { reference: a?.type ?? null, current: b?.type ?? null },
    rows: { reference: valuesOf(a), current: valuesOf(b) },
    missing: { reference: share(a, rowsA), current: share(b, rowsB) },
  };
}

function valuesOf(column: ColumnProfile | undefined): number | null {
  return column?.numeric?.count ?? column?.categories?.count ?? null;
}

type Statistic = Pick<ColumnDifference, 'psi' | 'interval' | 'evidence' | 'reason'>;

function statistic(a: ColumnProfile | undefined, b: ColumnProfile | undefined, alpha: number): Statistic {
  const none = (reason: string): Statistic => ({ psi: null, interval: null, evidence: null, reason });
  if (!a || !b) return none(`only the ${a ? 'reference' : 'current profile'} has this column`);
  const bins =
    a.numeric && b.numeric
      ? numberBins(a.numeric, b.numeric)
      : a.categories && b.categories
        ? categoryBins(a.categories, b.categories)
        : null;
  if (bins === null) return none('one profile holds numbers, the other categories');
  if (valuesOf(a) === 0 || valuesOf(b) === 0) return none('one profile holds no value');
  if (bins.counts.reference.length < 2) return none('the reference gives fewer than 2 bins');
  const kind = a.numeric ? 'ordered' : 'categories';
  const estimate = psiEstimate({ bins: bins.counts, kind, threshold: 0, alpha });
  return { psi: estimate.value, interval: estimate.interval, evidence: bins.evidence, reason: null };
}

interface ComparedBins {
  counts: BinCounts;
  evidence: 'exact' | 'estimate';
}

function numberBins(reference: NumericProfile, current: NumericProfile): ComparedBins {
  const edges = driftEdges(reference);
  const exact = reference.deciles.every((edge) => current.edges.includes(edge));
  const cumulated = edges.map((edge) => Math.round(countUpTo(current, edge)));
  const counts = [...cumulated, current.count].map((upTo, bin) => upTo - (cumulated[bin - 1] ?? 0));
  return { counts: { reference: referenceCounts(reference), current: counts }, evidence: exact ? 'exact' : 'estimate' };
}

/** How many values are at most `edge`: the bins below it, and of the bin that holds it an even share. */
function countUpTo(profile: NumericProfile, edge: number): number {
  const edges = profile.edges.map(Number);
  const ends = [Number(profile.min ?? 0), ...edges, Number(profile.max ?? 0)];
  let below = 0;
  for (let bin = 0; bin < profile.counts.length; bin++) {
    const [low, high] = [bin === 0 ? ends[0]! : edges[bin - 1]!, bin < edges.length ? edges[bin]! : ends.at(-1)!];
    if (edge >= high) below += profile.counts[bin]!;
    else if (edge > low) return below + (profile.counts[bin]! * (edge - low)) / (high - low);
    else return below;
  }
  return below;
}

function categoryBins(reference: CategoryProfile, current: CategoryProfile): ComparedBins {
  const found = new Map(current.values);
  const counts = reference.values.map(([label]) => found.get(label) ?? 0);
  const unlisted = current.count - counts.reduce((sum, count) => sum + count, 0);
  const known = current.complete || reference.values.every(([label]) => found.has(label));
  return {
    counts: categoryCounts(reference, { scope: current.count, evaluated: current.count, counts, unlisted }),
    evidence: known ? 'exact' : 'estimate',
  };
}
