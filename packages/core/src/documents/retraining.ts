import * as z from 'zod';
import {
  count,
  dateField,
  digestField,
  errorField,
  jsonField,
  metaField,
  shortText,
  text,
  verdictField,
} from './fields.ts';

export const SIGNAL_KINDS = ['drift', 'metric', 'volume', 'age'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Whether a model is to be trained again, and why. */
export const retrainingDocumentSchema = z.strictObject({
  schema: z.literal('retraining/1'),
  model: shortText,
  verdict: verdictField,
  as_of: dateField,
  triggered: z.boolean(),
  /** Always says why it did or did not. */
  reason: text,
  signals: z
    .array(
      z.strictObject({
        kind: z.enum(SIGNAL_KINDS),
        /** Column, metric or dataset the signal is about. */
        subject: z.string().max(512).nullable(),
        value: z.number().nullable(),
        threshold: z.number().nullable(),
        /** `k of m` asked, and how many of the last m windows were over the line. */
        windows: z.strictObject({ over: count, seen: count, k: count, m: count }).nullable(),
        /** Whether this document is over the line; `crossed` = enough windows are. Both false where nothing could be judged. */
        over: z.boolean(),
        crossed: z.boolean(),
        judged: z.boolean(),
        message: text,
      }),
    )
    .max(10_000),
  idempotency_key: z.string().max(256).nullable(),
  /** Start of the next moment a run may be dispatched; null when no cooldown runs. */
  cooldown_until: z.string().max(64).nullable(),
  budget: z.strictObject({ used: count, runs: count.nullable(), per: shortText.nullable() }),
  /** Runs dispatched since the champion was promoted; `open` = there are too many, and nothing is dispatched. */
  breaker: z.strictObject({ useless: count, runs: count.nullable(), open: z.boolean(), issue: count.nullable() }),
  /** What was dispatched; null where nothing was. */
  dispatched: z
    .strictObject({
      workflow: shortText,
      ref: shortText,
      run_id: count.nullable(),
      run_url: z.string().max(1024).nullable(),
    })
    .nullable(),
  /** Documents this was judged from, by role. */
  inputs: z.record(shortText, z.strictObject({ path: z.string().max(1024), digest: digestField })),
  /** The champion the metric and age signals compare with. */
  champion: digestField.nullable(),
  policy: jsonField,
  warnings: z.array(text).max(1000),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type Retraining = z.infer<typeof retrainingDocumentSchema>;
