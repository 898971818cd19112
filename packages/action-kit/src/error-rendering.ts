import { redact } from '@model-delivery/core';

/** An error with its whole chain of causes, for the debug log. */
export function describeError(error: Error): string {
  const lines: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? `${at.name}: ${at.message}`);
  return redact(lines.join('\ncaused by '));
}
