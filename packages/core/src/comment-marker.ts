import { InternalError } from './errors.ts';
import { MODEL_NAME } from './names.ts';

/** Run number and attempt: what orders the reports of one model. */
export interface Sequence {
  run: number;
  attempt: number;
}

/** What the first line of a comment of ours says. */
export interface Marker {
  /** The model. */
  key: string;
  sequence: Sequence;
}

const MARKER = /^<!-- model-delivery:v1 key=([a-z0-9][a-z0-9._-]{0,62}) seq=(\d{1,15})\.(\d{1,9}) -->(?:\r?\n|$)/;

/** The first line of a comment: `<!-- model-delivery:v1 key=<model> seq=<run_number>.<attempt> -->`. */
export function renderMarker(marker: Marker): string {
  const { key, sequence } = marker;
  if (!MODEL_NAME.test(key) || !Number.isSafeInteger(sequence.run) || !Number.isSafeInteger(sequence.attempt)) {
    throw new InternalError({
      code: 'REPORT_MARKER',
      message: `A comment was to be marked with key ${JSON.stringify(key)} and sequence ${sequence.run}.${sequence.attempt}, which the marker cannot express.`,
    });
  }
  return `<!-- model-delivery:v1 key=${key} seq=${sequence.run}.${sequence.attempt} -->`;
}

/** The marker of a comment body, or null. It counts only at the very start: text further down may be data. */
export function parseMarker(body: string): Marker | null {
  const match = MARKER.exec(body);
  if (match === null) return null;
  return { key: match[1]!, sequence: { run: Number(match[2]), attempt: Number(match[3]) } };
}

/** Negative when `a` is older than `b`, zero when equal. */
export function compareSequences(a: Sequence, b: Sequence): number {
  return a.run - b.run || a.attempt - b.attempt;
}

/** A comment body without its first line, with one kind of line end: what "changed" compares. */
export function afterMarker(body: string): string {
  return body
    .replaceAll('\r\n', '\n')
    .replace(/^[^\n]*\n?/, '')
    .trimEnd();
}
