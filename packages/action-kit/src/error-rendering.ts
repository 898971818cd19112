import { redact } from '@model-delivery/core';

/** Causes can point at each other. */
const MAX_CAUSES = 8;

/** An error with its chain of causes, for the log: stack traces, secrets removed. */
export function describeError(error: Error): string {
  const lines: string[] = [];
  let at: unknown = error;
  for (; at instanceof Error && lines.length < MAX_CAUSES; at = at.cause) {
    lines.push(at.stack ?? `${at.name}: ${at.message}`);
  }
  return redact(lines.join('\ncaused by '));
}
