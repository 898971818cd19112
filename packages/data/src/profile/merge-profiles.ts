import {
  type CategoryProfile,
  type ColumnProfile,
  ConfigError,
  type DataProfile,
  type LengthProfile,
  type NumericProfile,
} from '@model-delivery/core';
import { addExact, exactDecimalText, parseExactDecimal } from '../measurement/exact-number.ts';
import { byFrequency } from './build-profile.ts';

const LIKE =
  'Profile the later data with the bins of the first: `model-delivery profile --source FILE --like FIRST.json --to FILE.json`.';

/**
 * Adds up profiles of different data over the same bins: the profile that the data together would have had over these bins.
 * @throws ConfigError when columns, types or bins differ, or the same file would be counted twice.
 */
export function mergeProfiles(profiles: readonly DataProfile[]): DataProfile {
  const [first, ...rest] = profiles;
  if (first === undefined) throw refuse('PROFILE_MERGE_NOTHING', 'expected at least one profile, found none', LIKE);
  return rest.reduce(mergeTwo, { ...first });
}

function mergeTwo(a: DataProfile, b: DataProfile): DataProfile {
  refuseSharedInputs(a, b);
  refuseDifferentColumns(a, b);
  return {
    schema: 'data-profile/1',
    dataset: a.dataset === b.dataset ? a.dataset : null,
    rows: a.rows + b.rows,
    inputs: [...a.inputs, ...b.inputs],
    columns: a.columns.map((column) => mergeColumn(column, b.columns.find((other) => other.name === column.name)!)),
    engine: a.engine,
    warnings: [...new Set([...a.warnings, ...b.warnings])],
  };
}

function mergeColumn(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  const type = a.type === b.type ? a.type : sharedType(a, b);
  const merged: ColumnProfile = {
    name: a.name,
    type,
    role: a.role === b.role ? a.role : null,
    missing: a.missing + b.missing,
    uncast: a.uncast + b.uncast,
  };
  if (a.numeric && b.numeric) merged.numeric = mergeNumeric(a.name, a.numeric, b.numeric);
  else if (a.categories && b.categories) merged.categories = mergeCategories(a.name, a.categories, b.categories);
  else
    throw refuse(
      'PROFILE_TYPES_DIFFER',
      `${a.name} is profiled as numbers in one and as categories in the other`,
      LIKE,
    );
  if (a.lengths && b.lengths) merged.lengths = mergeLengths(a.lengths, b.lengths);
  if (a.time && b.time) merged.time = { min: least(a.time.min, b.time.min), max: greatest(a.time.max, b.time.max) };
  return merged;
}

function sharedType(a: ColumnProfile, b: ColumnProfile): ColumnProfile['type'] {
  const types = new Set([a.type, b.type]);
  if (types.size === 2 && types.has('integer') && types.has('number')) return 'number';
  throw refuse(
    'PROFILE_TYPES_DIFFER',
    `${a.name} is ${a.type} in one and ${b.type} in the other`,
    'Declare its `type` in data.columns and make the profiles again.',
  );
}

function mergeNumeric(name: string, a: NumericProfile, b: NumericProfile): NumericProfile {
  if (a.edges.join() !== b.edges.join() || a.deciles.join() !== b.deciles.join()) {
    throw refuse('PROFILE_BINS_DIFFER', `the bin edges of ${name} differ, so its counts cannot be added`, LIKE);
  }
  const ends = (x: string | null, y: string | null, pick: (...values: number[]) => number) => {
    const values = [x, y].filter((value) => value !== null).map(Number);
    return values.length === 0 ? null : String(pick(...values));
  };
  return {
    count: a.count + b.count,
    nan: a.nan + b.nan,
    positive_infinity: a.positive_infinity + b.positive_infinity,
    negative_infinity: a.negative_infinity + b.negative_infinity,
    min: ends(a.min, b.min, Math.min),
    max: ends(a.max, b.max, Math.max),
    sum: exactDecimalText(addExact(parseExactDecimal(a.sum), parseExactDecimal(b.sum))),
    edges: a.edges,
    deciles: a.deciles,
    counts: a.counts.map((count, bin) => count + b.counts[bin]!),
  };
}

function mergeCategories(name: string, a: CategoryProfile, b: CategoryProfile): CategoryProfile {
  const labels = new Set([...a.values, ...b.values].map(([label]) => label));
  const sameLists = labels.size === a.values.length && labels.size === b.values.length;
  if (!sameLists && !(a.complete && b.complete)) {
    throw refuse(
      'PROFILE_BINS_DIFFER',
      `the listed categories of ${name} differ and do not cover all values, so its counts cannot be added`,
      LIKE,
    );
  }
  const counts = new Map([...labels].map((label) => [label, 0]));
  for (const [label, count] of [...a.values, ...b.values]) counts.set(label, counts.get(label)! + count);
  const complete = a.complete && b.complete;
  return {
    count: a.count + b.count,
    distinct: complete ? [...counts.values()].filter((count) => count > 0).length : null,
    values: byFrequency([...counts]),
    other: a.other + b.other,
    complete,
  };
}

function mergeLengths(a: LengthProfile, b: LengthProfile): LengthProfile {
  const ends = (x: number | null, y: number | null, pick: (...values: number[]) => number) => {
    const values = [x, y].filter((value) => value !== null);
    return values.length === 0 ? null : pick(...values);
  };
  return {
    min: ends(a.min, b.min, Math.min),
    max: ends(a.max, b.max, Math.max),
    counts: a.counts.map((count, bin) => count + b.counts[bin]!),
  };
}

/** ISO dates and times of one type order like their text. */
function least(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function greatest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function refuseSharedInputs(a: DataProfile, b: DataProfile): void {
  const known = new Map(a.inputs.map((input) => [input.sha256, input.source]));
  const shared = b.inputs.find((input) => known.has(input.sha256));
  if (shared === undefined) return;
  throw refuse(
    'PROFILE_COUNTED_TWICE',
    `both hold the data with sha256 ${shared.sha256} (${known.get(shared.sha256)} and ${shared.source}), which would be counted twice`,
    'Merge profiles of different data only.',
  );
}

function refuseDifferentColumns(a: DataProfile, b: DataProfile): void {
  const [inA, inB] = [a, b].map((profile) => profile.columns.map((column) => column.name)) as [string[], string[]];
  const odd = [...inA.filter((name) => !inB.includes(name)), ...inB.filter((name) => !inA.includes(name))];
  if (odd.length === 0) return;
  throw refuse(
    'PROFILE_COLUMNS_DIFFER',
    `only one of them has ${odd.slice(0, 10).join(', ')}`,
    'Merge profiles of data with the same columns.',
  );
}

function refuse(code: string, found: string, hint: string): ConfigError {
  return new ConfigError({ code, message: `Merging profiles: ${found}.`, hint });
}
