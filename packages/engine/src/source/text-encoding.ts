import { isUtf8 } from 'node:buffer';
import { ConfigError } from '@model-delivery/core';

/** Encodings of text files. `windows-1252` includes ISO-8859-1 (latin-1), as everywhere on the web. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const NAMES: Record<string, TextEncoding> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-8-sig': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16-le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'utf-16-be': 'utf-16be',
  'latin-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
};

/** The encoding that a configuration word names. @throws ConfigError for an unknown one. */
export function encodingByName(name: string): TextEncoding {
  const encoding = NAMES[name.toLowerCase().replaceAll('_', '-')];
  if (encoding !== undefined) return encoding;
  throw new ConfigError({
    code: 'CONFIG_ENCODING',
    message: `Reading the encoding of a dataset: ${JSON.stringify(name)} is not known. Known: utf-8, utf-16le, utf-16be, latin-1 (windows-1252).`,
    hint: 'Leave `encoding` out to have it detected, or convert the file to UTF-8.',
  });
}

/**
 * The encoding that the beginning of a text file shows: by byte order mark, or by the zero bytes of UTF-16; null otherwise
 * (then UTF-8 if the whole file is valid UTF-8, else windows-1252).
 */
export function encodingOfHead(head: Buffer): TextEncoding | null {
  if (head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i % 2]! += 1;
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  // Text of Latin letters, digits and separators: nearly every second byte is zero.
  if (zeros[1]! > 0.4 * pairs && zeros[0]! < 0.05 * pairs) return 'utf-16le';
  if (zeros[0]! > 0.4 * pairs && zeros[1]! < 0.05 * pairs) return 'utf-16be';
  return null;
}

/** Checks a stream of chunks for valid UTF-8, also where a character is cut by a chunk's end. */
export class Utf8Check {
  #rest: Buffer = Buffer.alloc(0);
  #valid = true;

  write(chunk: Buffer): void {
    if (!this.#valid) return;
    const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const cut = lastCharacterStart(text);
    this.#valid = isUtf8(text.subarray(0, cut));
    this.#rest = Buffer.from(text.subarray(cut));
  }

  /** Whether everything written was one valid UTF-8 text. */
  end(): boolean {
    return this.#valid && isUtf8(this.#rest);
  }
}

/** Index at which an unfinished last character begins, or the length of the text. */
function lastCharacterStart(text: Buffer): number {
  for (let back = 1; back <= Math.min(3, text.length); back += 1) {
    const byte = text[text.length - back]!;
    if ((byte & 0xc0) === 0x80) continue; // inside a character
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? text.length - back : text.length;
  }
  return text.length;
}
