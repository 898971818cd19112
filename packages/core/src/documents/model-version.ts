import * as z from 'zod';
import {
  count,
  dateField,
  digestField,
  errorField,
  metaField,
  sha256HexField,
  shortText,
  text,
  verdictField,
} from './fields.ts';

export const STORE_KINDS = ['oci_layout', 'oci'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];
export const VERSION_STATUSES = ['registered', 'approved', 'archived'] as const;

/** Documents and files that are stored with a version, so that the next gate can pair against it. */
export const EVIDENCE_ROLES = [
  'evaluation',
  'data-report',
  'predictions',
  'metrics',
  'profile',
  'golden',
  'card',
  'card-json',
] as const;
export type EvidenceRole = (typeof EVIDENCE_ROLES)[number];

/** An approval by a person, as the API of the run told it; nothing of it is taken from inputs. */
export const approvalField = z.strictObject({
  by: shortText,
  environment: shortText.nullable(),
  run: z.string().max(1024).nullable(),
  at: z.string().max(64).nullable(),
  comment: text.nullable(),
});
export type Approval = z.infer<typeof approvalField>;

/** One registered version of a model: its bytes, where they are stored, and on what evidence. Status is that at registration. */
export const modelVersionSchema = z.strictObject({
  schema: z.literal('model-version/1'),
  model: shortText,
  version: digestField,
  files: z.array(z.strictObject({ path: z.string().max(1024), size: count, sha256: sha256HexField })).max(100_000),
  store: z.strictObject({ kind: z.enum(STORE_KINDS), reference: z.string().max(2048) }),
  /** Null only for an adopted model. */
  evaluation: z.strictObject({ digest: digestField, verdict: verdictField, as_of: dateField.nullable() }).nullable(),
  /** Null where `registry.require.data` is `none` and no report was given, and for an adopted model. */
  data: z.strictObject({ digest: digestField, verdict: verdictField, as_of: dateField.nullable() }).nullable(),
  lineage: z.strictObject({ digest: digestField }),
  approval: approvalField.nullable(),
  /** Set for a model that already served and was taken in without a gate. */
  adopted: z.strictObject({ reason: text }).nullable(),
  /** The evidence artifact in the store (`subject` = version), and its files. */
  evidence: z
    .strictObject({
      digest: digestField,
      files: z
        .array(
          z.strictObject({
            role: z.enum(EVIDENCE_ROLES),
            path: z.string().max(1024),
            size: count,
            sha256: sha256HexField,
          }),
        )
        .max(100),
    })
    .nullable(),
  status: z.enum(VERSION_STATUSES),
  verdict: verdictField,
  warnings: z.array(text).max(1000).optional(),
  error: errorField.optional(),
  meta: metaField.optional(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;
