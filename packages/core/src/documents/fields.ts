import * as z from 'zod';
import { CHECK_VERDICTS, SEVERITIES, VERDICTS } from '../verdict.ts';

/*
 * Every string of a document has a maximum length: documents that come from a fork are hostile until they have passed
 * these schemas.
 */
export const shortText = z.string().max(256);
export const text = z.string().max(4096);
export const sha256HexField = z.string().regex(/^[0-9a-f]{64}$/);
export const digestField = z.string().regex(/^sha256:[0-9a-f]{64}$/);
export const dateField = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const count = z.number().int().nonnegative();
export const verdictField = z.enum(VERDICTS);
export const checkVerdictField = z.enum(CHECK_VERDICTS);
export const severityField = z.enum(SEVERITIES);
/** A two-sided interval `[lower, upper]`; an end is null where none can be stated. */
export const intervalField = z.tuple([z.number().nullable(), z.number().nullable()]);
/** Anything JSON can hold: observed and expected values, policies. */
export const jsonField = z.json();

/** Where in a configuration something stands; lines are 1-based. */
export const locationField = z.strictObject({ file: z.string().max(1024), line: z.number().int().positive() });
export type Location = z.infer<typeof locationField>;

/** What went wrong when a document could not be filled. */
export const errorField = z.strictObject({ code: shortText, message: text, hint: text.optional() });
export type DocumentError = z.infer<typeof errorField>;

/** The run that produced a document. */
export const runField = z.strictObject({
  id: count,
  number: count,
  attempt: count,
  url: z.string().max(1024).optional(),
  repository: shortText.optional(),
  event: shortText.optional(),
  workflow: shortText.optional(),
  job: shortText.optional(),
  ref: shortText.optional(),
  sha: shortText.optional(),
  head_sha: shortText.optional(),
  pull_request: count.nullable().optional(),
});
export type RunIdentity = z.infer<typeof runField>;

/** What differs between runs of the same inputs; outside the digest. */
export const metaField = z.strictObject({
  digest: digestField.optional(),
  time: z.string().max(64).optional(),
  duration_ms: z.number().nonnegative().optional(),
  timings_ms: z.record(shortText, z.number().nonnegative()).optional(),
  host: z.strictObject({ platform: shortText, arch: shortText, node: shortText, cpus: count }).optional(),
  tool: z.strictObject({ name: shortText, version: shortText }).optional(),
  run: runField.optional(),
  actor: shortText.optional(),
  /** Line of the configuration that asked for each check, by check id. */
  locations: z.record(z.string().max(512), locationField).optional(),
});
export type Meta = z.infer<typeof metaField>;

/** How the policy of a pull request was found; absent where the policy is simply the configuration's. */
export const policyChangeField = z.strictObject({
  /** True when the base commit has no such configuration: the pull request is judged by its own, and nothing blocks. */
  introduced: z.boolean(),
  /** Keys the head makes more lenient than the policy that was applied. */
  loosened: z.array(z.strictObject({ key: z.string().max(512), base: jsonField, head: jsonField })).max(1000),
});
export type PolicyChange = z.infer<typeof policyChangeField>;
