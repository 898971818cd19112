import { canonicalFile } from '../canonical-json.ts';
import { documentDigest } from '../digest.ts';
import { redactAll } from '../redact.ts';
import type { Meta } from './fields.ts';

/** A document with its digest in `meta`, and the bytes of its file. */
export interface SealedDocument<D> {
  document: D & { meta: Meta };
  digest: `sha256:${string}`;
  file: string;
}

/**
 * Computes the digest of a document, writes it to `meta` and gives the canonical bytes of the file. Documents are uploaded
 * and shown to others, so secrets are removed first, wherever they came from: a policy, a path, a row of data.
 */
export function sealDocument<D extends object>(unsafe: D, meta: Omit<Meta, 'digest'>): SealedDocument<D> {
  const content = redactAll(unsafe);
  const digest = documentDigest(content);
  const document = { ...content, meta: { ...redactAll(meta), digest } };
  return { document, digest, file: canonicalFile(document) };
}
