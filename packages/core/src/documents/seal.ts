import { canonicalFile } from '../canonical-json.ts';
import { documentDigest } from '../digest.ts';
import type { Meta } from './fields.ts';

/** A document with its digest in `meta`, and the bytes of its file. */
export interface SealedDocument<D> {
  document: D & { meta: Meta };
  digest: `sha256:${string}`;
  file: string;
}

/** Computes the digest of a document, writes it to `meta` and gives the canonical bytes of the file. */
export function sealDocument<D extends object>(content: D, meta: Omit<Meta, 'digest'>): SealedDocument<D> {
  const digest = documentDigest(content);
  const document = { ...content, meta: { ...meta, digest } };
  return { document, digest, file: canonicalFile(document) };
}
