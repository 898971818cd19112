import { type Annotation, type Log, redact } from '@model-delivery/core';

/** Control characters of a terminal, apart from line breaks and tabs: data must not move the cursor or recolour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from anywhere, made harmless for a terminal. */
export function terminalText(text: string): string {
  return redact(text).replaceAll(CONTROL, '\ufffd');
}

/** A log on stderr: stdout belongs to results. */
export function terminalLog(write: (text: string) => void, options: { quiet: boolean; debug: boolean }): Log {
  const line = (prefix: string) => (text: string, at?: Annotation) =>
    write(`${prefix}${at ? `${at.file}:${at.line}: ` : ''}${terminalText(text)}\n`);
  const silent = () => {};
  return {
    info: options.quiet ? silent : line(''),
    notice: options.quiet ? silent : line('note: '),
    warning: line('warning: '),
    error: line('error: '),
    debug: options.debug ? line('debug: ') : silent,
  };
}
