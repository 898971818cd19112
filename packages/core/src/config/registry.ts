import * as z from 'zod';
import { duration, nonEmpty } from './words.ts';

export const registrySchema = z.lazy(() =>
  z.strictObject({
    store: z
      .union([
        z.strictObject({ oci_layout: nonEmpty }),
        z.strictObject({ oci: nonEmpty }),
        z.strictObject({ mlflow: nonEmpty }),
      ])
      .optional(),
    ledger: z.strictObject({ git: nonEmpty, remote: nonEmpty.optional() }).optional(),
    require: z
      .strictObject({
        evaluation: z.enum(['pass', 'none']).optional(),
        data: z.enum(['pass', 'none']).optional(),
        code_checks: z.array(nonEmpty).optional(),
        max_age: duration
          .optional()
          .describe('How old evaluation and data report may be, by their `as_of` date (default: any age).'),
      })
      .optional(),
    environment: z.array(nonEmpty).optional().describe('Files whose digests are the environment lock.'),
  }),
);
export type RegistryConfig = z.infer<typeof registrySchema>;
