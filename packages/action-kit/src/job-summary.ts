import { appendFileSync, statSync } from 'node:fs';
import { type Host, redact } from '@model-delivery/core';

/** The runner drops a step's summary above 1 MiB whole; we stay below. */
const MAX_BYTES = 1_000_000;

/**
 * Appends Markdown to the job summary; outside a workflow it does nothing. What does not fit any more is replaced by a
 * sentence, and what the step wrote before stays.
 */
export function appendJobSummary(host: Host, markdown: string): void {
  const path = host.env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  const text = `${redact(markdown)}\n`;
  const present = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const bytes = Buffer.byteLength(text);
  if (present + bytes <= MAX_BYTES) {
    appendFileSync(path, text);
    return;
  }
  const sentence = `The report of this step has ${bytes} bytes and does not fit into the job summary; the artifact has all of it.`;
  if (present + sentence.length + 1 <= MAX_BYTES) appendFileSync(path, `${sentence}\n`);
  host.log.warning(sentence);
}
