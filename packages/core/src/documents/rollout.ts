import * as z from 'zod';
import { count, digestField, errorField, jsonField, metaField, shortText, text, verdictField } from './fields.ts';

export const ROLLOUT_STATES = [
  'Idle',
  'Locked',
  'Deployed',
  'Smoked',
  'Shadowing',
  'Canary',
  'Hold',
  'Promoting',
  'Soaking',
  'Completed',
  'RollingBack',
  'RolledBack',
  'Foreign',
  'Broken',
] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];
/** What a canary can be asked, apart from `replay`, which judges files. */
export const CANARY_COMMANDS = ['plan', 'start', 'tick', 'status', 'abort', 'reconcile', 'run'] as const;
export type CanaryCommand = (typeof CANARY_COMMANDS)[number];

/** States in which nothing is under way: no arm but one has traffic, and no lease is held. */
export const CLOSED_ROLLOUT_STATES: readonly RolloutState[] = ['Idle', 'Completed', 'RolledBack'];

const number = z.number().nullable();

/** Where one guardrail stands. All evidence is natural logarithms of e-values; null where a test does not apply. */
export const guardrailStatusSchema = z.strictObject({
  id: shortText,
  kind: z.enum(['count', 'histogram', 'mean']),
  /** Totals over the known windows of this rollout. */
  stable: z.strictObject({ n: z.number(), events: number, rate: number }),
  candidate: z.strictObject({ n: z.number(), events: number, rate: number }),
  ln_e: z.strictObject({
    harm_exact: number,
    harm_robust: number,
    non_inferiority_exact: number,
    non_inferiority_robust: number,
    absolute: number,
  }),
  /** Which route proved it: the ratio to the stable arm, the absolute rate, or none yet. */
  met: z.enum(['ratio', 'absolute']).nullable(),
  harm: z.enum(['robust', 'exact', 'breaker']).nullable(),
  message: text,
});
export type GuardrailStatus = z.infer<typeof guardrailStatusSchema>;

/** One decision of the judge or transition of the machine, oldest first. */
export const rolloutDecisionSchema = z.strictObject({
  seq: count,
  time: z.string().max(64),
  from: z.enum(ROLLOUT_STATES),
  to: z.enum(ROLLOUT_STATES),
  step: count.nullable(),
  /** Candidate's share in percent after the decision. */
  weight: z.number().min(0).max(100),
  reason: text,
});
export type RolloutDecision = z.infer<typeof rolloutDecisionSchema>;

export const rolloutDocumentSchema = z.strictObject({
  schema: z.literal('rollout/1'),
  model: shortText,
  endpoint: shortText,
  candidate: digestField.nullable(),
  champion: digestField.nullable(),
  state: z.enum(ROLLOUT_STATES),
  /** Index of the step under way, from 0; null outside the canary. */
  step: count.nullable(),
  /** Candidate's share of traffic in percent, as last read back from the target. */
  weight: z.number().min(0).max(100),
  verdict: verdictField,
  /** Whether an inconclusive end blocks (exit 3): rolled back without a decision. */
  inconclusive_blocks: z.boolean(),
  decisions: z.array(rolloutDecisionSchema).max(100_000),
  guardrails: z.array(guardrailStatusSchema).max(100),
  reason: text,
  /** Windows judged, and how many of them were unknown. */
  windows: z.strictObject({ known: count, unknown: count }),
  smoke: z.strictObject({ fixtures: count, passed: count, message: text }).nullable(),
  /** What the canary can detect in its time: `plan` only. */
  plan: jsonField.optional(),
  /** The effective `rollout` block in canonical form, defaults filled in. */
  policy: jsonField,
  promoted: z.boolean(),
  warnings: z.array(text).max(1000),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type Rollout = z.infer<typeof rolloutDocumentSchema>;
