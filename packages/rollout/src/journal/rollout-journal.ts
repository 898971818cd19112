import { guardrailStatusSchema, ROLLOUT_STATES, rolloutDecisionSchema } from '@model-delivery/core';
import * as z from 'zod';

const digest = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]);
const weights = z.strictObject({ stable: z.number().min(0).max(100), candidate: z.number().min(0).max(100) });
const ms = z.number();
const text = z.string().max(4096);
/** JSON has no NaN: a number the source could not tell is null. */
const cumulative = z
  .union([
    z.strictObject({ n: z.number().nullable(), events: z.number().nullable() }),
    z.strictObject({ n: z.number().nullable(), sum: z.number().nullable(), sum_sq: z.number().nullable() }),
  ])
  .nullable();

/** A write that was announced before it was made. While it stands, nobody knows whether it was made. */
export const intentSchema = z.strictObject({
  key: z.string().max(256),
  purpose: z.enum(['advance', 'hold', 'promote', 'rollback']),
  weights,
  /** The process that announced it. */
  by: z.string().max(256),
  /** Until then that process may be writing; it writes nothing later. */
  until: ms,
  attempts: z.number().int().positive(),
});
export type Intent = z.infer<typeof intentSchema>;

/** Everything a rollout must remember between two ticks, whoever makes the next one: `journal.json` of its ref. */
export const rolloutJournalSchema = z.strictObject({
  schema: z.literal('rollout-journal/1'),
  /** Names this rollout among all of its endpoint; part of every key. */
  id: z.string().max(256),
  model: z.string().max(256),
  endpoint: z.string().max(256),
  candidate: digest,
  champion: digest.nullable(),
  /** How it is carried: by a split, at once (no second arm, or a target that cannot split), or by the alias alone. */
  mode: z.enum(['split', 'direct', 'whole', 'alias']),
  state: z.enum(ROLLOUT_STATES),
  step: z.number().int().nonnegative().nullable(),
  /** The split as last read back, and every candidate share this rollout ever announced. */
  weights,
  announced: z.array(z.number()).max(100),
  intent: intentSchema.nullable(),
  lease: z.strictObject({ owner: z.string().max(256).nullable(), expires: ms }),
  times: z.strictObject({
    started: ms,
    canary: ms.nullable(),
    step: ms.nullable(),
    soak: ms.nullable(),
    judged: ms.nullable(),
  }),
  /** State of the judge, and the last complete read that the next window starts from. */
  evidence: z.json().nullable(),
  reading: z
    .strictObject({
      timeMs: ms,
      guardrails: z.record(z.string(), z.strictObject({ stable: cumulative, candidate: cumulative })),
      problems: z.array(text),
    })
    .nullable(),
  windows: z.strictObject({
    known: z.number().int(),
    unknown: z.number().int(),
    consecutive_unknown: z.number().int(),
  }),
  /** Requests of known windows since the step began. */
  step_requests: z.strictObject({ stable: z.number(), candidate: z.number() }),
  guardrails: z.array(guardrailStatusSchema),
  smoke: z.strictObject({ fixtures: z.number(), passed: z.number(), message: text }).nullable(),
  /** Precomputed at the start: the one write that takes everything back. */
  rollback: z.strictObject({ weights }),
  /** Why it is being rolled back, once it is. */
  ending: z.strictObject({ outcome: z.enum(['harm', 'no_decision', 'unreachable']), reason: text }).nullable(),
  /** Candidate requests counted since the rollback was read back, the time of that read of the metrics, and how often they were looked at. */
  confirm: z
    .strictObject({ n: z.number().nullable(), time: ms.nullable(), at: ms, looks: z.number().int() })
    .nullable(),
  alias_moved: z.boolean(),
  /** The target was told to make the candidate its stable arm. */
  settling: z.boolean(),
  failures: z.number().int(),
  reason: text,
  warnings: z.array(text).max(1000),
  policy: z.json(),
  decisions: z.array(rolloutDecisionSchema),
});
export type RolloutJournal = z.infer<typeof rolloutJournalSchema>;
