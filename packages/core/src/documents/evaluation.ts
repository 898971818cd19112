import * as z from 'zod';
import { CHAMPION_STATES, EVIDENCE_MODES, PURPOSES } from './evaluation-words.ts';
import {
  checkVerdictField,
  count,
  dateField,
  digestField,
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

const number = z.number().nullable();

export const evaluationCheckSchema = z.strictObject({
  id: z.string().max(512),
  metric: shortText,
  /** The kind of bound: min, max, above, below, min_ratio, max_ratio, min_delta, max_regression; `first_model`. */
  kind: shortText,
  slice: z.string().max(512).nullable(),
  /** Whether more is better; null where the metric has no known direction and none was needed. */
  direction: z.enum(['higher', 'lower']).nullable(),
  verdict: checkVerdictField,
  severity: severityField,
  blocking: z.boolean(),
  evidence: z.enum(EVIDENCE_MODES),
  unit: shortText.nullable(),
  candidate: number,
  champion: number,
  /** candidate - champion, not oriented. */
  delta: number,
  bound: number,
  /** T, which the verdict is decided on: satisfied when >= 0 (strict bounds: > 0). */
  contrast: z.strictObject({ value: number, interval: intervalField.nullable() }),
  /** Two-sided interval of `candidate` (absolute checks) or of `delta` (comparisons). */
  interval: intervalField.nullable(),
  /** Confidence level of both intervals, 1 - 2 alpha. */
  level: number,
  method: shortText,
  /** One-sided p of "T < 0", before and after Holm. */
  p: number,
  p_adjusted: number,
  /** Rows in the scope of the check. */
  n: count.nullable(),
  mde: number,
  rows_needed: count.nullable(),
  message: text,
});
export type EvaluationCheck = z.infer<typeof evaluationCheckSchema>;

const inputFile = z.strictObject({
  path: z.string().max(1024),
  sha256: sha256HexField,
  rows: count.nullable(),
  bytes: count.optional(),
});

export const evaluationSchema = z.strictObject({
  schema: z.literal('evaluation/1'),
  model: z.strictObject({
    name: shortText,
    /** The version id the model's bytes have; null when no `--model` was given. */
    version: digestField.nullable(),
    files: count.nullable(),
    bytes: count.nullable(),
  }),
  verdict: verdictField,
  purpose: z.enum(PURPOSES),
  as_of: dateField,
  /** The effective `evaluation` block in canonical form, defaults filled in. */
  policy: jsonField,
  policy_change: policyChangeField.optional(),
  /** Whether an inconclusive check of this document blocks: judged `prove` and `on_inconclusive: block`. */
  inconclusive_blocks: z.boolean(),
  /** By role: candidate, champion, candidate_metrics, champion_metrics, data_report. */
  inputs: z.record(shortText, inputFile),
  metrics: z.strictObject({
    candidate: z.record(shortText, z.number().nullable()),
    champion: z.record(shortText, z.number().nullable()),
  }),
  /** Rows are the truth, columns the prediction. */
  confusion: z
    .strictObject({
      labels: z.array(shortText).max(200),
      candidate: z.array(z.array(z.number())).max(200),
      champion: z.array(z.array(z.number())).max(200).nullable(),
    })
    .nullable(),
  champion: z.strictObject({
    state: z.enum(CHAMPION_STATES),
    version: digestField.nullable(),
    source: z.string().max(1024).nullable(),
    reason: text.nullable(),
  }),
  first_model: z.boolean(),
  checks: z.array(evaluationCheckSchema).max(100_000),
  counts: z.record(shortText, count),
  promote_to: shortText.nullable(),
  warnings: z.array(text).max(1000),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
