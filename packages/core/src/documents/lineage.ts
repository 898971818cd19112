import * as z from 'zod';
import { digestField, jsonField, metaField, sha256HexField, shortText, text } from './fields.ts';

const filePath = z.string().max(1024);

/** Where a model comes from: code, data, parameters, environment. One version may have several of these, one a training run. */
export const lineageSchema = z.strictObject({
  schema: z.literal('lineage/1'),
  model: shortText,
  version: digestField,
  /** `commit` null outside a git repository; `dirty` = changed tracked files. */
  code: z.strictObject({
    commit: z.string().max(64).nullable(),
    dirty: z.boolean().nullable(),
    repository: z.string().max(1024).nullable(),
  }),
  /** The datasets of the data report; `version` and `query` where the user states them. */
  data: z
    .array(
      z.strictObject({
        name: shortText,
        sha256: sha256HexField.nullable(),
        version: z.string().max(1024).nullable(),
        query: text.nullable(),
      }),
    )
    .max(1000),
  params: z.record(shortText, jsonField),
  environment: z.strictObject({
    files: z.array(z.strictObject({ path: filePath, sha256: sha256HexField })).max(1000),
    /** Name to version of the frameworks found in the environment files. */
    frameworks: z.record(shortText, shortText),
  }),
  seeds: z.record(shortText, jsonField),
  hardware: z.record(shortText, jsonField),
  /** The candidate's metrics as evaluated. */
  metrics: z.record(shortText, z.number().nullable()),
  meta: metaField.optional(),
});
export type Lineage = z.infer<typeof lineageSchema>;
