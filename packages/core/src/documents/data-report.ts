import * as z from 'zod';
import {
  checkVerdictField,
  count,
  dateField,
  errorField,
  intervalField,
  jsonField,
  metaField,
  policyChangeField,
  severityField,
  sha256HexField,
  shortText,
  text,
  verdictField,
} from './fields.ts';

/** Kinds of data checks. */
export const DATA_CHECK_KINDS = [
  'columns',
  'type',
  'missing',
  'values',
  'range',
  'length',
  'matches',
  'finite',
  'unique',
  'row_count',
  'mean',
  'quantile',
  'rule',
  'drift',
] as const;
export type DataCheckKind = (typeof DATA_CHECK_KINDS)[number];

export const dataCheckSchema = z.strictObject({
  id: z.string().max(512),
  dataset: shortText,
  column: shortText.nullable(),
  kind: z.enum(DATA_CHECK_KINDS),
  verdict: checkVerdictField,
  severity: severityField,
  blocking: z.boolean(),
  /** Rows judged; null where the check is not about rows. */
  evaluated: count.nullable(),
  /** Rows that fail before tolerance; null for row_count, mean, quantile, drift. */
  failed: count.nullable(),
  /** Rows that could not be judged (null values, values that do not cast). */
  skipped: count.nullable(),
  observed: jsonField,
  expected: jsonField,
  message: text,
  statistic: z
    .strictObject({
      name: shortText,
      definition: text,
      value: z.number().nullable(),
      interval: intervalField.nullable(),
      threshold: z.number(),
      p: z.number().nullable().optional(),
      p_adjusted: z.number().nullable().optional(),
      bins: count.optional(),
      n_reference: count.optional(),
      n_current: count.optional(),
    })
    .optional(),
  /** The first failing rows in key order: column name to value as text. */
  examples: z
    .array(z.record(shortText, z.string().max(512).nullable()))
    .max(100)
    .optional(),
  waiver: z.strictObject({ reason: text, until: dateField, by: shortText }).optional(),
});
export type DataCheck = z.infer<typeof dataCheckSchema>;

export const dataReportSchema = z.strictObject({
  schema: z.literal('data-report/1'),
  model: shortText,
  verdict: verdictField,
  as_of: dateField,
  /** The effective `data` block, defaults filled in. */
  policy: jsonField,
  policy_change: policyChangeField.optional(),
  /** Whether an inconclusive check of this document blocks (`data.on_inconclusive`). */
  inconclusive_blocks: z.boolean(),
  datasets: z
    .array(
      z.strictObject({
        name: shortText,
        source: z.string().max(1024),
        format: shortText.nullable(),
        rows: count.nullable(),
        bytes: count.nullable(),
        sha256: sha256HexField.nullable(),
        files: count.nullable(),
        columns: z.array(z.strictObject({ name: shortText, type: shortText, missing: count.nullable() })).max(20_000),
        profile: z.strictObject({ path: z.string().max(1024), sha256: sha256HexField }).nullable(),
        error: errorField.optional(),
      }),
    )
    .max(1000),
  checks: z.array(dataCheckSchema).max(100_000),
  counts: z.record(shortText, count),
  engine: z.strictObject({ name: shortText, version: shortText }).nullable(),
  warnings: z.array(text).max(1000),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type DataReport = z.infer<typeof dataReportSchema>;
