import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** 64 hex digits of sha256 over UTF-8 text or bytes. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `sha256:<hex>` of the canonical form of a document without its `meta` and without the closing LF. */
export function documentDigest(document: object): `sha256:${string}` {
  const { meta: _meta, ...digested } = document as Record<string, unknown>;
  return `sha256:${sha256Hex(canonicalJson(digested))}`;
}

/** One file of a data set: its path as written, its size in bytes, 64 hex digits. */
export interface FileDigest {
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * The `sha256` of a data set: one file, its own; several, sha256 of the lines `<path>\t<bytes>\t<sha256>\n` in path order.
 * Paths are ordered by their UTF-8 bytes.
 */
export function datasetSha256(files: readonly FileDigest[]): string {
  if (files.length === 1) return files[0]!.sha256;
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  return sha256Hex(sorted.map((file) => `${file.path}\t${file.bytes}\t${file.sha256}\n`).join(''));
}

/** First four bytes, big-endian, of sha256(check id followed by the canonical policy): an unsigned 32-bit seed. */
export function checkSeed(checkId: string, policy: unknown): number {
  return Number.parseInt(sha256Hex(checkId + canonicalJson(policy)).slice(0, 8), 16);
}
