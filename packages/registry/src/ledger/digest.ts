/** `sha256:` and 64 hex digits: a version, the digest of a document, the hash of a line. */
export type Digest = `sha256:${string}`;

/** The 64 hex digits. */
export function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
