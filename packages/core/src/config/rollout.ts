import * as z from 'zod';
import { smokeSchema, sourceSchema, targetSchema } from './traffic.ts';
import { duration, finite, nonEmpty, wholeNumber } from './words.ts';

export * from './traffic.ts';

const guardrailShared = () => ({
  id: nonEmpty,
  arm_label: nonEmpty.optional(),
  harm_if: z.enum(['up', 'down', 'both']).optional(),
  non_inferiority: finite.positive().optional(),
  max_rate: finite.gt(0).lt(1).optional(),
});
const guardrailSchema = z.lazy(() =>
  z.union([
    z.strictObject({ kind: z.literal('count'), events: nonEmpty, total: nonEmpty, ...guardrailShared() }),
    z.strictObject({ kind: z.literal('histogram'), metric: nonEmpty, slo: finite, ...guardrailShared() }),
    z.strictObject({ kind: z.literal('mean'), value: nonEmpty, total: nonEmpty, ...guardrailShared() }),
  ]),
);

export const rolloutSchema = z.lazy(() =>
  z.strictObject({
    endpoint: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
    first_rollout: z.enum(['direct', 'refuse']).optional(),
    target: targetSchema.optional(),
    smoke: smokeSchema.optional(),
    source: sourceSchema.optional(),
    steps: z
      .array(
        z.strictObject({
          weight: finite.min(0).max(100),
          min_time: duration.optional(),
          min_requests: wholeNumber.optional(),
        }),
      )
      .min(1)
      .optional(),
    guardrails: z.array(guardrailSchema).optional(),
    breakers: z
      .array(
        z.strictObject({
          id: nonEmpty,
          guardrail: nonEmpty.optional(),
          max_share: finite.gt(0).max(1),
          min_requests: wholeNumber,
        }),
      )
      .optional(),
    alpha: finite.gt(0).lt(0.5).optional(),
    window: duration.optional(),
    unknown: z.strictObject({ max_consecutive: wholeNumber }).optional(),
    soak: z.strictObject({ for: duration }).optional(),
    lease: z.strictObject({ ttl: duration.optional(), grace: duration.optional() }).optional(),
    arms: z.strictObject({ stable: nonEmpty, candidate: nonEmpty }).optional(),
    horizon: duration.optional(),
    inconclusive: z.enum(['rollback', 'hold', 'extend']).optional(),
    strict: z.boolean().optional(),
  }),
);
export type RolloutConfig = z.infer<typeof rolloutSchema>;
