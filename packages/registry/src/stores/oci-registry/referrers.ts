import { type Descriptor, type Digest, descriptorSchema, MEDIA } from '../content/descriptor.ts';
import { referrersTag } from '../tag-name.ts';
import type { Answer, RegistryClient } from './client.ts';

const ATTEMPTS = 5;

/**
 * Makes an artifact findable from its subject. A registry that says it did is asked, because some say so and do not;
 * elsewhere the index under the fallback tag is kept up. That index can lose a race (no registry has compare-and-swap), so
 * it is read back; nothing of ours depends on it, as the ledger holds the digest.
 */
export async function listReferrer(
  client: RegistryClient,
  subject: Digest,
  artifact: Descriptor,
  saysListed: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (saysListed && (await isListed(client, subject, artifact.digest, signal))) return;
  const url = client.url(`manifests/${referrersTag(subject)}`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const known = await readIndex(client, url, signal);
    if (known.some((other) => other.digest === artifact.digest)) return;
    const manifests = [...known, artifact].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests }));
    const answer = await client.call(url, {
      method: 'PUT',
      doing: 'Listing documents under their version',
      headers: { 'content-type': MEDIA.index },
      body: { length: bytes.length, send: (write) => write(bytes) },
      signal,
      // Tags that cannot be moved, or indexes that are not taken: such a registry cannot list, and needs not.
      also: [400, 405, 409, 415, 422],
    });
    if (answer.status >= 400) return;
  }
}

async function isListed(
  client: RegistryClient,
  subject: Digest,
  artifact: Digest,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const answer = await client.call(client.url(`referrers/${subject}`), {
    method: 'GET',
    doing: 'Reading the documents of a version',
    headers: { accept: MEDIA.index },
    signal,
    also: [400, 404, 405],
  });
  return answer.status === 200 && descriptors(answer).some((descriptor) => descriptor.digest === artifact);
}

async function readIndex(client: RegistryClient, url: URL, signal: AbortSignal | undefined): Promise<Descriptor[]> {
  const answer = await client.call(url, {
    method: 'GET',
    doing: 'Reading the documents of a version',
    headers: { accept: MEDIA.index },
    signal,
    also: [404],
  });
  return answer.status === 404 ? [] : descriptors(answer);
}

/** The descriptors of an index; none where it is no index (some registries answer `null` for an empty list). */
function descriptors({ body }: Answer): Descriptor[] {
  try {
    const { manifests } = JSON.parse(body.toString('utf8')) as { manifests: unknown };
    return Array.isArray(manifests) ? manifests.map((entry) => descriptorSchema.parse(entry)) : [];
  } catch {
    return [];
  }
}
