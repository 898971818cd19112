import {
  type CategoryProfile,
  type ColumnProfile,
  type ColumnType,
  type DataProfile,
  EvidenceError,
  InternalError,
  LENGTH_EDGES,
  type LengthProfile,
  type NumericProfile,
  PROFILE_CATEGORIES,
  PROFILE_QUANTILES,
} from '@model-delivery/core';
import { compareCodePoints, TOP_CATEGORIES } from '@model-delivery/stats';
import { exactDecimalText } from '../measurement/exact-number.ts';
import type { DescribedColumn, OpenedDataset } from '../measurement/measurement-engine.ts';
import type {
  CategoriesResult,
  HistogramResult,
  LengthsResult,
  MeasurementRequest,
  MeasurementResult,
  QuantilesResult,
  SummaryResult,
  SumResult,
  TopCategoriesResult,
} from '../measurement/request.ts';

/** What a profile is made from. */
export interface ProfileSubject {
  /** Name in the configuration; null for a file that it does not know. */
  dataset: string | null;
  /** Path as written. */
  source: string;
  key: readonly string[];
  time: string | null;
  /** Takes bin edges and categories from this profile, so that the two can be added up and compared exactly. */
  like?: DataProfile | undefined;
  /** Only these columns; default: all. */
  only?: ReadonlySet<string> | undefined;
}

/**
 * Profiles a data set: exact counts over bins that are chosen once (from its own quantiles and categories, or `like`).
 * @throws EvidenceError when it has no rows.
 */
export async function buildProfile(
  opened: OpenedDataset,
  subject: ProfileSubject,
): Promise<Omit<DataProfile, 'engine' | 'meta'>> {
  const { rows, bytes, sha256, columns } = opened.description();
  if (rows === 0) {
    throw new EvidenceError({
      code: 'DATA_NO_ROWS',
      message: `Profiling ${subject.source}: expected rows, found none.`,
      hint: 'Check the step that writes the file.',
    });
  }
  const chosen = columns.filter(({ name }) => subject.only?.has(name) ?? true);
  const profiles: ColumnProfile[] = [];
  for (const column of chosen) profiles.push(await profileColumn(opened, column, subject));
  return {
    schema: 'data-profile/1',
    dataset: subject.dataset,
    rows,
    inputs: [{ source: subject.source, rows, bytes, sha256 }],
    columns: profiles,
    warnings: [],
  };
}

async function profileColumn(
  opened: OpenedDataset,
  column: DescribedColumn,
  subject: ProfileSubject,
): Promise<ColumnProfile> {
  const { name, type } = column;
  const [summary] = (await ask(opened, [{ measure: 'summary', column: name, where: null }])) as [SummaryResult];
  const pinned = subject.like?.columns.find((candidate) => candidate.name === name);
  const profile: ColumnProfile = {
    name,
    type,
    role: roleOf(name, subject),
    missing: summary.missing,
    uncast: summary.uncast,
  };
  const kind = profiledAs(type, pinned);
  if (kind === 'numbers') profile.numeric = await numericProfile(opened, name, summary, pinned?.numeric);
  else profile.categories = await categoryProfile(opened, name, pinned?.categories);
  if (type === 'string') profile.lengths = await lengthProfile(opened, name);
  if (type === 'date' || type === 'timestamp') profile.time = { min: summary.minText, max: summary.maxText };
  return profile;
}

function roleOf(name: string, { key, time }: ProfileSubject): 'key' | 'time' | null {
  if (key.includes(name)) return 'key';
  return name === time ? 'time' : null;
}

/** Text and truth values are categories; where a profile to follow says otherwise and can be followed, it is followed. */
function profiledAs(type: ColumnType, pinned: ColumnProfile | undefined): 'numbers' | 'categories' {
  if (type === 'string' || type === 'boolean') return 'categories';
  return pinned?.categories ? 'categories' : 'numbers';
}

async function ask(opened: OpenedDataset, requests: readonly MeasurementRequest[]): Promise<MeasurementResult[]> {
  const results = await opened.measure(requests);
  return results.map((result) => {
    if ('value' in result) return result.value;
    throw new InternalError({
      code: 'PROFILE_MEASUREMENT',
      message: `Profiling ${opened.name}: ${result.failure.message}`,
      cause: result.failure,
    });
  });
}

async function numericProfile(
  opened: OpenedDataset,
  column: string,
  summary: SummaryResult,
  pinned: NumericProfile | undefined,
): Promise<NumericProfile> {
  const bins = pinned
    ? { edges: pinned.edges.map(Number), deciles: pinned.deciles.map(Number) }
    : await ownBins(opened, column);
  const [histogram, sum] = (await ask(opened, [
    { measure: 'histogram', column, edges: bins.edges, where: null },
    { measure: 'sum', column, where: null },
  ])) as [HistogramResult, SumResult];
  return {
    count: summary.evaluated,
    nan: summary.nan,
    positive_infinity: summary.positiveInfinity,
    negative_infinity: summary.negativeInfinity,
    min: summary.min === null ? null : String(summary.min),
    max: summary.max === null ? null : String(summary.max),
    sum: exactDecimalText(sum.sum),
    edges: bins.edges.map(String),
    deciles: bins.deciles.map(String),
    counts: histogram.counts,
  };
}

/** The inner 120-quantiles of a column, deduplicated, and those of them that are deciles. */
async function ownBins(opened: OpenedDataset, column: string): Promise<{ edges: number[]; deciles: number[] }> {
  const fractions = Array.from({ length: PROFILE_QUANTILES - 1 }, (_, i) => ({
    numerator: i + 1,
    denominator: PROFILE_QUANTILES,
  }));
  const [{ values }] = (await ask(opened, [{ measure: 'quantiles', column, fractions, where: null }])) as [
    QuantilesResult,
  ];
  const perDecile = PROFILE_QUANTILES / 10;
  return { edges: distinct(values), deciles: distinct(values.filter((_, i) => (i + 1) % perDecile === 0)) };
}

/** Of ascending numbers. -0 and 0 are one edge. */
function distinct(sorted: readonly number[]): number[] {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

async function categoryProfile(
  opened: OpenedDataset,
  column: string,
  pinned: CategoryProfile | undefined,
): Promise<CategoryProfile> {
  if (pinned) return pinnedCategories(opened, column, pinned);
  const [top] = (await ask(opened, [
    { measure: 'top_categories', column, limit: PROFILE_CATEGORIES, where: null },
  ])) as [TopCategoriesResult];
  const complete = top.distinct <= top.values.length;
  // A column with more values than can be listed is no set of categories: what the drift statistic needs is enough.
  const values = complete ? top.values : top.values.slice(0, TOP_CATEGORIES);
  return { count: top.evaluated, distinct: top.distinct, values, other: top.evaluated - sum(values), complete };
}

async function pinnedCategories(
  opened: OpenedDataset,
  column: string,
  pinned: CategoryProfile,
): Promise<CategoryProfile> {
  const listed = pinned.values.map(([label]) => label);
  const [found] = (await ask(opened, [{ measure: 'categories', column, listed, where: null }])) as [CategoriesResult];
  const values = byFrequency(listed.map((label, index) => [label, found.counts[index]!]));
  const complete = found.unlisted === 0;
  const distinctValues = complete ? values.filter(([, count]) => count > 0).length : null;
  return { count: found.evaluated, distinct: distinctValues, values, other: found.unlisted, complete };
}

/** By count, ties by code points. */
export function byFrequency(values: readonly [string, number][]): [string, number][] {
  return [...values].sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b));
}

function sum(values: readonly [string, number][]): number {
  return values.reduce((total, [, count]) => total + count, 0);
}

async function lengthProfile(opened: OpenedDataset, column: string): Promise<LengthProfile> {
  const [{ min, max, counts }] = (await ask(opened, [
    { measure: 'lengths', column, edges: LENGTH_EDGES, where: null },
  ])) as [LengthsResult];
  return { min, max, counts };
}
