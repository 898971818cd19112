import * as z from 'zod';
import { digestField, shortText, text } from './fields.ts';

export const ALIAS_ACTIONS = ['register', 'promote', 'rollback', 'archive'] as const;
export type AliasAction = (typeof ALIAS_ACTIONS)[number];

/** One line of the ledger: an alias that moved, or a version that was archived. */
export const aliasEventSchema = z.strictObject({
  schema: z.literal('alias-event/1'),
  /** Line number, from 1. */
  seq: z.number().int().positive(),
  action: z.enum(ALIAS_ACTIONS),
  model: shortText,
  /** Null for `archive`. */
  alias: shortText.nullable(),
  /** Version the alias named before; null when it did not exist. For `archive`: null. */
  from: digestField.nullable(),
  /** Version the alias names now; for `archive` the archived version. */
  to: digestField,
  reason: text,
  /** sha256 of the bytes of the line before, without its LF; null for the first line. */
  previous: digestField.nullable(),
  /** `register` only: the lineage record of this registration and the evidence artifact in the store. */
  lineage: digestField.nullable().optional(),
  evidence: digestField.nullable().optional(),
  meta: z.strictObject({
    time: z.string().max(64),
    actor: shortText.nullable(),
    run: z.string().max(1024).nullable(),
    /** Digest of the event itself; the chain is `previous`. */
    digest: digestField.optional(),
  }),
});
export type AliasEvent = z.infer<typeof aliasEventSchema>;
