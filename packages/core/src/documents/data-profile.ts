import * as z from 'zod';
import { COLUMN_TYPES } from '../config/data.ts';
import { count, errorField, metaField, sha256HexField, shortText, text } from './fields.ts';

/** Quantiles whose values are the bin edges of a numeric profile: 119 inner 120-quantiles, of which every twelfth is a decile. */
export const PROFILE_QUANTILES = 120;
/** Categories kept with their own count; only the drift statistic's top 100 get a bin of their own. */
export const PROFILE_CATEGORIES = 1000;
/** Upper ends (code points, right-closed) of the bins of a length histogram; one more bin holds what is longer. */
export const LENGTH_EDGES = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
/** What the numbers of a date (days) or timestamp (seconds) column are counted from. */
export const PROFILE_EPOCH = '1970-01-01T00:00:00Z';

/** A double as the shortest decimal text that reads back as the same double: documents round numbers, edges must not be. */
const exactDouble = z.string().regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/, 'expected a finite number as text');
/** A finite decimal expansion of any length. */
const exactDecimal = z
  .string()
  .max(2200)
  .regex(/^-?\d+(?:\.\d+)?$/, 'expected a decimal number as text');

const numericProfile = z
  .strictObject({
    /** Finite values. */
    count,
    nan: count,
    positive_infinity: count,
    negative_infinity: count,
    min: exactDouble.nullable(),
    max: exactDouble.nullable(),
    /** The exact sum of the finite values. */
    sum: exactDecimal,
    /** Inner bin edges, ascending; k edges make the k + 1 right-closed bins (-inf, e1], …, (ek, inf). */
    edges: z.array(exactDouble).max(PROFILE_QUANTILES),
    /** The edges that are deciles: the bins of the drift statistic. */
    deciles: z.array(exactDouble).max(9),
    /** Finite values in each bin. */
    counts: z.array(count).max(PROFILE_QUANTILES + 1),
  })
  .refine((profile) => profile.counts.length === profile.edges.length + 1, 'expected one count more than edges')
  .refine((profile) => ascending(profile.edges), 'expected strictly ascending edges')
  .refine(
    (profile) => profile.deciles.every((edge) => profile.edges.includes(edge)),
    'expected deciles among the edges',
  )
  .refine(
    (profile) => profile.counts.reduce((sum, n) => sum + n, 0) === profile.count,
    'expected counts that add up to count',
  );

const categoryProfile = z
  .strictObject({
    /** Values that are not missing. */
    count,
    /** Different values; null where a merge could not know. */
    distinct: count.nullable(),
    /** The most frequent values with their counts, by count, ties by code points. Text beyond 200 characters is named by its digest. */
    values: z.array(z.tuple([shortText, count])).max(PROFILE_CATEGORIES),
    /** How many hold a value that is not listed. */
    other: count,
    /** Whether `values` lists every value that occurs. */
    complete: z.boolean(),
  })
  .refine(
    (profile) => profile.values.reduce((sum, [, n]) => sum + n, profile.other) === profile.count,
    'expected counts that add up to count',
  );

const lengthProfile = z.strictObject({
  min: count.nullable(),
  max: count.nullable(),
  /** Values by length in code points, over {@link LENGTH_EDGES}. */
  counts: z.array(count).length(LENGTH_EDGES.length + 1),
});

const columnProfile = z.strictObject({
  name: shortText,
  type: z.enum(COLUMN_TYPES),
  /** What the configuration says the column is for; such columns are left out of `defaults.drift`. */
  role: z.enum(['key', 'time']).nullable(),
  missing: count,
  /** Values that do not cast to `type`. */
  uncast: count,
  /** integer, number, date (days since the epoch) and timestamp (seconds). */
  numeric: numericProfile.optional(),
  /** string and boolean. */
  categories: categoryProfile.optional(),
  lengths: lengthProfile.optional(),
  /** Earliest and latest, as text. */
  time: z.strictObject({ min: shortText.nullable(), max: shortText.nullable() }).optional(),
});
export type ColumnProfile = z.infer<typeof columnProfile>;
export type NumericProfile = z.infer<typeof numericProfile>;
export type CategoryProfile = z.infer<typeof categoryProfile>;
export type LengthProfile = z.infer<typeof lengthProfile>;

/** What one data set looked like: what drift is measured against. Profiles over the same edges and categories can be added up. */
export const dataProfileSchema = z.strictObject({
  schema: z.literal('data-profile/1'),
  /** Name in the configuration; null for a file that it does not know. */
  dataset: shortText.nullable(),
  rows: count,
  /** The profiled files; several after a merge. */
  inputs: z
    .array(z.strictObject({ source: z.string().max(1024), rows: count, bytes: count, sha256: sha256HexField }))
    .min(1)
    .max(10_000),
  columns: z.array(columnProfile).max(20_000),
  engine: z.strictObject({ name: shortText, version: shortText }).nullable(),
  warnings: z.array(text).max(1000),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type DataProfile = z.infer<typeof dataProfileSchema>;

function ascending(edges: readonly string[]): boolean {
  return edges.every((edge, index) => index === 0 || Number(edges[index - 1]) < Number(edge));
}
