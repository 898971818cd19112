import * as z from 'zod';
import { MODEL_NAME } from '../names.ts';
import { dataSchema } from './data.ts';
import { evaluationConfigSchema } from './evaluation.ts';
import { registrySchema } from './registry.ts';
import { reportSchema } from './report.ts';
import { retrainingSchema } from './retraining.ts';
import { rolloutSchema } from './rollout.ts';

/** The whole of `model-delivery.yaml`, in canonical form. */
export const configSchema = z.strictObject({
  version: z.literal(1).default(1),
  model: z
    .string()
    .regex(MODEL_NAME, 'expected lower-case letters, digits, ".", "_" or "-", at most 63, such as flight-delay')
    .default('model'),
  data: dataSchema.optional(),
  evaluation: evaluationConfigSchema.optional(),
  registry: registrySchema.optional(),
  rollout: rolloutSchema.optional(),
  report: reportSchema.prefault({}),
  retraining: retrainingSchema.optional(),
});
export type Config = z.infer<typeof configSchema>;

/** JSON Schema of the configuration file, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configSchema, { io: 'input' }) as Record<string, unknown>;
}
