import { InternalError, MODEL_NAME } from '@model-delivery/core';
import type { Sequence } from '../view/report-view.ts';

/** What the first line of a comment of ours says. */
export interface Marker {
  key: string;
  sequence: Sequence;
}

const MARKER = /^<!-- model-delivery:v1 key=([a-z0-9][a-z0-9._-]{0,62}) seq=(\d{1,15})\.(\d{1,15}) -->(?:\r?\n|$)/;

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

/** The address of a workflow run, which differs from run to run while nothing that was found does. */
const RUN_ADDRESS = /\/actions\/runs\/\d+(?:\/attempts\/\d+)?/g;

/** A body without its first line, with one kind of line end. */
export function afterMarker(body: string): string {
  return body
    .replaceAll('\r\n', '\n')
    .replace(/^[^\n]*\n?/, '')
    .trimEnd();
}

/** Whether two comment bodies say the same: equal after the first line, but for the run they link to. */
export function unchanged(bodyA: string, bodyB: string): boolean {
  const content = (body: string) => afterMarker(body).replace(RUN_ADDRESS, '/actions/runs/0');
  return content(bodyA) === content(bodyB);
}
