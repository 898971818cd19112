import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline as pipelined } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EvidenceError } from '@model-delivery/core';
import type { LocatedFile } from './locate-source.ts';
import type { TextEncoding } from './text-encoding.ts';

/** Whether DuckDB can read the text of a file as it is. */
export function needsConversion(file: LocatedFile): boolean {
  return file.encoding !== 'utf-8';
}

/** What to change besides the encoding. */
export interface Conversion {
  /** Makes every line end outside of `quote`s a single `\n`: DuckDB refuses files that mix line ends. */
  lineEndsOutside?: string | undefined;
}

/**
 * Writes the text of a file as plain UTF-8 without byte order mark to `target`.
 * @throws EvidenceError when the bytes are no text of its encoding.
 */
export async function convertText(file: LocatedFile, target: string, conversion: Conversion = {}): Promise<void> {
  try {
    const texts = decoded(bytesOf(file), file.encoding ?? 'utf-8');
    const quote = conversion.lineEndsOutside;
    await pipeline(
      quote === undefined ? texts : evenLineEnds(texts, quote),
      createWriteStream(target, { mode: 0o600 }),
    );
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new EvidenceError({
      code: 'DATA_WRONG_ENCODING',
      message: `Reading ${file.path}: its bytes are not valid ${file.encoding}.`,
      hint: 'Correct `encoding` of the dataset, or leave it out to have it detected.',
      cause,
    });
  }
}

function bytesOf(file: LocatedFile): AsyncIterable<Buffer> {
  const stream = createReadStream(file.realPath, { highWaterMark: 1 << 20 });
  // The reader of the result sees a failure of either stream; the callback only keeps it from being unhandled.
  return file.gzip ? pipelined(stream, createGunzip(), () => undefined) : stream;
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* evenLineEnds(texts: AsyncIterable<string>, quote: string): AsyncGenerator<string> {
  let inside = false;
  let afterReturn = false;
  for await (const text of texts) {
    const parts: string[] = [];
    let from = 0;
    for (let i = 0; i < text.length; i += 1) {
      const char = text[i];
      // A doubled quote toggles twice, so doubling needs no care.
      if (quote !== '' && char === quote) inside = !inside;
      else if (!inside && char === '\r') {
        parts.push(text.slice(from, i), '\n');
        from = i + 1;
      } else if (!inside && char === '\n' && (i === 0 ? afterReturn : text[i - 1] === '\r')) {
        parts.push(text.slice(from, i));
        from = i + 1;
      }
    }
    afterReturn = text === '' ? afterReturn : !inside && text.endsWith('\r');
    parts.push(text.slice(from));
    yield parts.join('');
  }
}

/** The first characters of a text file and whether that is all of it. */
export async function readSample(
  file: LocatedFile,
  path: string,
  gzip: boolean,
  encoding: TextEncoding,
  maxBytes = 256 * 1024,
): Promise<{ text: string; complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  let complete = true;
  const stream = createReadStream(path, { highWaterMark: 64 * 1024 });
  const source = gzip ? pipelined(stream, createGunzip(), () => undefined) : stream;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) {
      complete = false;
      break;
    }
  }
  stream.destroy();
  // Not fatal: the sample may end inside a character.
  const text = new TextDecoder(encoding).decode(Buffer.concat(chunks).subarray(0, maxBytes));
  return { text: file.byteOrderMark ? text.replace(/^\ufeff/, '') : text, complete };
}
