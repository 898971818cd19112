import * as z from 'zod';
import { duration, finite, nonEmpty, severity, wholeNumber, windows } from './words.ts';

export const retrainingSchema = z.lazy(() =>
  z.strictObject({
    workflow: nonEmpty.optional(),
    pipeline: z.record(z.string(), z.json()).optional(),
    when: z
      .strictObject({
        drift: z.strictObject({ windows }).optional(),
        metric: z
          .strictObject({ name: nonEmpty.optional(), max_drop: finite.nonnegative(), windows: windows.optional() })
          .optional(),
        volume: z.strictObject({ new_rows: wholeNumber }).optional(),
        age: duration.optional(),
      })
      .optional(),
    cooldown: duration.optional(),
    budget: z.strictObject({ runs: wholeNumber, per: duration }).optional(),
    severity: severity.optional(),
  }),
);
export type RetrainingConfig = z.infer<typeof retrainingSchema>;
