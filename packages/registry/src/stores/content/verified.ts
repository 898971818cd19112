import { createHash } from 'node:crypto';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { EvidenceError, sha256Hex } from '@model-delivery/core';
import type { Digest } from './descriptor.ts';

/** Stored bytes that are not what their digest says. */
export function alteredContent(place: string, expected: Digest, found: string): EvidenceError {
  return new EvidenceError({
    code: 'STORE_CONTENT_ALTERED',
    message: `Reading ${expected} from ${place}: found bytes with the digest ${found}.`,
    // A blob that is there is not stored again: it has to go first.
    hint: 'The stored bytes were changed or damaged. `model-delivery verify REF` names them: remove them from the store, then register the same model again from its source.',
  });
}

/** Bytes, after comparing them with their digest. @throws EvidenceError */
export function verifiedBytes(bytes: Uint8Array, digest: Digest, place: string): Uint8Array {
  const found = `sha256:${sha256Hex(bytes)}`;
  if (found !== digest) throw alteredContent(place, digest, found);
  return bytes;
}

/** Passes bytes through and fails at their end when they are not those of the digest. */
class DigestCheck extends Transform {
  readonly #hash = createHash('sha256');
  readonly #digest: Digest;
  readonly #place: string;

  constructor(digest: Digest, place: string) {
    super({ highWaterMark: 1 << 20 });
    this.#digest = digest;
    this.#place = place;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const found = `sha256:${this.#hash.digest('hex')}`;
    done(found === this.#digest ? null : alteredContent(this.#place, this.#digest, found));
  }
}

/**
 * Reads a source with its digest compared at the end.
 * @param explain turns what broke the source off into an error that says what to do
 */
export function verifiedStream(
  source: Readable,
  digest: Digest,
  place: string,
  explain: (error: Error) => Error = (error) => error,
): Readable {
  const check = new DigestCheck(digest, place);
  // An error may come before anybody reads: it is kept, and given to whoever reads then.
  check.on('error', () => source.destroy());
  check.on('close', () => source.destroy());
  source.on('error', (error) => check.destroy(explain(error)));
  source.on('close', () => {
    const broken = Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' });
    if (!source.readableEnded) check.destroy(explain(source.errored ?? broken));
  });
  return source.pipe(check);
}
