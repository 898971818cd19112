import { canonicalFile, EvidenceError, refPart } from '@model-delivery/core';
import * as z from 'zod';

/** File of the state in every commit of its ref. */
export const STATE_FILE = 'state.json';
/** Windows and dispatches that are kept; older ones are dropped, the newest `m` windows are all that counts. */
const KEPT = 1000;
const MAX_BYTES = 8 << 20;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const moment = z.iso.datetime();

/** One report that was judged with `--dispatch`: a window of one signal. */
export const windowSchema = z.strictObject({
  kind: z.enum(['drift', 'metric']),
  /** Digest of the data report or evaluation. */
  digest,
  over: z.boolean(),
  value: z.number(),
  /** Champion the value was compared with; null for drift. */
  champion: digest.nullable(),
  time: moment,
  /** Key of the dispatch that answered it; null while it may still count. */
  answered_by: digest.nullable(),
});
export type SeenWindow = z.infer<typeof windowSchema>;

/**
 * One dispatch. `intended` is written before the API is asked, the outcome afterwards: an intent that stays tells the next run
 * that somebody died between the two.
 */
export const dispatchSchema = z.strictObject({
  key: digest,
  status: z.enum(['intended', 'dispatched', 'failed']),
  time: moment,
  /** Who intended it: run id and attempt, or a process. */
  by: z.string().max(256),
  workflow: z.string().max(256),
  ref: z.string().max(256),
  reason: z.string().max(4096),
  champion: digest.nullable(),
  /** Rows by data set when it was dispatched: the volume signal counts on from there. */
  rows: z.record(z.string().max(256), z.number().int().nonnegative()),
  run_id: z.number().int().nonnegative().nullable(),
  run_url: z.string().max(1024).nullable(),
});
export type DispatchRecord = z.infer<typeof dispatchSchema>;

export const retrainingStateSchema = z.strictObject({
  schema: z.literal('retraining-state/1'),
  model: z.string().max(63),
  windows: z.array(windowSchema).max(2 * KEPT),
  dispatches: z.array(dispatchSchema).max(2 * KEPT),
  /** The issue of the breaker; `closed_at` = when it was found closed: runs before that no longer count. */
  issue: z
    .strictObject({ number: z.number().int().positive(), url: z.string().max(1024), closed_at: moment.nullable() })
    .nullable(),
});
/** What retraining remembers of one model. */
export type RetrainingState = z.infer<typeof retrainingStateSchema>;

/** Ref of the state of a model; written through `RefLog` only. */
export const retrainingRef = (model: string): string => `refs/model-delivery/retraining/${refPart(model)}`;

export function emptyState(model: string): RetrainingState {
  return { schema: 'retraining-state/1', model, windows: [], dispatches: [], issue: null };
}

/**
 * The state from the bytes of its file.
 * @throws EvidenceError when it is not what we write: a budget that cannot be read is not an unused one.
 */
export function readState(bytes: Uint8Array, model: string, place: string): RetrainingState {
  const refuse = (found: string) =>
    new EvidenceError({
      code: 'RETRAINING_STATE_MALFORMED',
      message: `Reading ${STATE_FILE} of ${retrainingRef(model)} (${place}) found ${found}; expected the state of ${model}.`,
      hint: `Look at it with \`git show ${retrainingRef(model)}:${STATE_FILE}\`; move the ref back to its last sound commit, or delete the ref to begin anew (windows, cooldown and budget are then forgotten).`,
    });
  if (bytes.byteLength > MAX_BYTES) throw refuse(`${bytes.byteLength} bytes, more than ${MAX_BYTES}`);
  if (bytes.byteLength === 0) throw refuse('no such file, or an empty one');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('no JSON');
  }
  const parsed = retrainingStateSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw refuse(`${issue.path.join('.') || 'the document'}: ${issue.message}`);
  }
  if (parsed.data.model !== model) throw refuse(`the state of ${parsed.data.model}`);
  return parsed.data;
}

/** The bytes of the state's file. Old entries are dropped first. */
export function stateFile(state: RetrainingState): string {
  return canonicalFile({
    ...state,
    windows: state.windows.slice(-KEPT),
    dispatches: state.dispatches.slice(-KEPT),
  });
}
