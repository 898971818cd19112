import type { DocumentError } from '@model-delivery/core';

/** The one rendering of an error on a terminal: its code, what happened, and indented what to do next. */
export function errorText({ code, message, hint }: DocumentError): string {
  return `${code}: ${message}${hint ? `\n${hint.replaceAll(/^/gm, '  ')}` : ''}`;
}
