import * as z from 'zod';
import { BOUND_KINDS, EVIDENCE_MODES } from '../documents/evaluation-words.ts';
import { commandLine, finite, nonEmpty, onInconclusive, severity, wholeNumber } from './words.ts';

export const COMPARISON_BOUNDS = ['min_ratio', 'max_ratio', 'min_delta', 'max_regression'] as const;

const metricCheckSchema = z
  .strictObject({
    metric: nonEmpty.describe("scikit-learn's name, `latency_pNN`, or a name of the metrics file."),
    source: z.literal('data_report').optional().describe('Judge a figure of the data report instead of a metric.'),
    vs: z.literal('champion').optional(),
    min: finite.optional().describe('Inclusive.'),
    max: finite.optional().describe('Inclusive.'),
    above: finite.optional().describe('Strict.'),
    below: finite.optional().describe('Strict.'),
    min_ratio: finite.positive().optional().describe('candidate >= ratio x champion (higher is better).'),
    max_ratio: finite.positive().optional().describe('candidate <= ratio x champion (lower is better).'),
    min_delta: finite.optional().describe('Gain over the champion, in the better direction.'),
    max_regression: finite.nonnegative().optional().describe('Loss against the champion that is still accepted.'),
    unit: nonEmpty.optional().describe('A label.'),
    severity: severity.default('fail'),
    evidence: z.enum(EVIDENCE_MODES).optional(),
    higher_is_better: z.boolean().optional().describe('Needed by `vs:` for metrics outside the catalogue.'),
  })
  .superRefine((check, context) => {
    const bounds = BOUND_KINDS.filter((kind) => check[kind] !== undefined);
    const comparisons = COMPARISON_BOUNDS.filter((kind) => check[kind] !== undefined);
    if (bounds.length === 0)
      context.addIssue({ code: 'custom', message: `expected a bound: ${BOUND_KINDS.join(', ')}` });
    if (check.vs !== undefined && comparisons.length === 0) {
      context.addIssue({ code: 'custom', message: `\`vs: champion\` needs one of ${COMPARISON_BOUNDS.join(', ')}` });
    }
    if (check.vs === undefined && comparisons.length > 0) {
      context.addIssue({
        code: 'custom',
        message: `${comparisons[0]} compares with the champion: add \`vs: champion\``,
      });
    }
  });
export type MetricCheck = z.infer<typeof metricCheckSchema>;

const modeByPurpose = z.strictObject({
  pull_request: z.enum(EVIDENCE_MODES).default('guard'),
  promotion: z.enum(EVIDENCE_MODES).default('prove'),
});

export const evaluationConfigSchema = z.strictObject({
  candidate: z
    .strictObject({ predictions: nonEmpty.optional(), metrics: nonEmpty.optional() })
    .prefault({})
    .describe('Files the training wrote: predictions, metrics or both.'),
  champion: z
    .strictObject({
      alias: nonEmpty.optional(),
      rescore: commandLine.optional().describe('Scores the champion anew when the test set has moved on.'),
      directory: nonEmpty.optional(),
      predictions: nonEmpty.optional(),
      metrics: nonEmpty.optional(),
    })
    .optional(),
  columns: z
    .strictObject({
      id: nonEmpty.optional(),
      label: nonEmpty.optional(),
      score: nonEmpty.optional(),
      prediction: nonEmpty.optional(),
      cluster: nonEmpty.optional(),
      weight: nonEmpty.optional(),
      latency: nonEmpty.optional(),
    })
    .prefault({})
    .describe('Column names of prediction files; defaults: id, label, score, prediction.'),
  positive: z
    .union([z.string(), finite, z.boolean()])
    .optional()
    .describe('The positive label, where labels are not 0/1 or false/true.'),
  decision_threshold: finite.optional().describe('Class = positive when score >= this; default 0.5.'),
  first_model: z.enum(['block', 'require_absolute', 'allow']).default('require_absolute'),
  evidence: modeByPurpose.prefault({}),
  on_inconclusive: z
    .strictObject({ pull_request: onInconclusive.default('warn'), promotion: onInconclusive.default('block') })
    .prefault({}),
  statistics: z
    .strictObject({
      alpha: z.number().gt(0).lt(0.5).default(0.05).describe('One-sided; intervals have level 1 - 2 alpha.'),
      bootstrap: z.number().int().min(200).max(1_000_000).default(2000),
      seed: z.union([z.literal('auto'), wholeNumber]).default('auto'),
      correction: z.literal('holm').default('holm'),
    })
    .prefault({}),
  checks: z.array(metricCheckSchema).default([]),
  slices: z
    .strictObject({
      by: z.array(z.union([nonEmpty, z.array(nonEmpty).min(1)])).min(1),
      min_n: z.number().int().positive().default(30),
      checks: z.array(metricCheckSchema).min(1),
    })
    .optional(),
  promote_to: nonEmpty.optional().describe('Becomes the output `promote-to` when the gate passes.'),
  notify_on_fail: z.array(z.record(z.string(), z.string())).optional(),
});
export type EvaluationConfig = z.infer<typeof evaluationConfigSchema>;
