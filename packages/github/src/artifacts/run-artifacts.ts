import { createHash } from 'node:crypto';
import { EvidenceError, ExternalError } from '@model-delivery/core';
import type { GitHubClient, RepositoryName } from '../client.ts';
import { readZip } from './zip-reader.ts';

/** Largest archive we download from an untrusted run, in bytes. */
const MAX_ARCHIVE_BYTES = 20 << 20;

/** One artifact of a run as the API lists it. */
export interface RunArtifact {
  id: number;
  name: string;
  bytes: number;
  /** `sha256:<hex>`, null on servers that do not tell. */
  digest: string | null;
}

/**
 * Artifacts of a run whose name begins with a prefix, by name. Every attempt of a run may upload under the same name (within
 * one attempt a name is taken only once): the newest counts, as in the official client's `latest`.
 */
export async function listRunArtifacts(
  client: GitHubClient,
  repository: RepositoryName,
  runId: number,
  prefix: string,
): Promise<RunArtifact[]> {
  const all = await client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
    ...repository,
    run_id: runId,
    per_page: 100,
  });
  const newest = new Map<string, RunArtifact>();
  const ours = all.filter((artifact) => artifact.name.startsWith(prefix)).sort((a, b) => a.id - b.id);
  for (const artifact of ours) {
    // A newer one that has expired hides the older one: it was replaced.
    newest.delete(artifact.name);
    if (artifact.expired) continue;
    newest.set(artifact.name, {
      id: artifact.id,
      name: artifact.name,
      bytes: artifact.size_in_bytes,
      digest: artifact.digest ?? null,
    });
  }
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Downloads an artifact of an untrusted run by id, checks size and digest ourselves (the official client only reports a
 * mismatch after it has unpacked), and reads it with our own zip reader.
 * @throws EvidenceError naming what is wrong with it.
 */
export async function downloadArtifact(
  client: GitHubClient,
  repository: RepositoryName,
  artifact: RunArtifact,
): Promise<Map<string, Buffer>> {
  const shown = JSON.stringify(artifact.name.slice(0, 100));
  const tooLarge = (bytes: string) =>
    refusal(shown, `it has ${bytes} bytes, at most ${MAX_ARCHIVE_BYTES} are accepted`);
  if (artifact.bytes > MAX_ARCHIVE_BYTES) throw tooLarge(String(artifact.bytes));
  const { data } = await client.rest.actions.downloadArtifact({
    ...repository,
    artifact_id: artifact.id,
    archive_format: 'zip',
    // The bytes as they come: octokit would decode some content types as text, and has no limit.
    request: { parseSuccessResponseBody: false },
  });
  const archive = await readBounded(data as ReadableStream<Uint8Array> | null, shown);
  if (archive === null) throw tooLarge(`more than ${MAX_ARCHIVE_BYTES}`);
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  if (artifact.digest !== null && artifact.digest !== digest)
    throw refusal(shown, `its bytes have ${digest}, the API says ${artifact.digest}`);
  return readZip(archive);
}

function refusal(shown: string, reason: string): EvidenceError {
  return new EvidenceError({
    code: 'ARTIFACT_REFUSED',
    message: `The artifact ${shown} was refused: ${reason}.`,
    hint: 'Nothing of it was used.',
  });
}

/** The bytes of a download; null when there are more than we accept. */
async function readBounded(body: ReadableStream<Uint8Array> | null, shown: string): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > MAX_ARCHIVE_BYTES) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ExternalError({
      code: 'ARTIFACT_DOWNLOAD_BROKEN',
      system: 'GitHub artifact storage',
      message: `Downloading the artifact ${shown} broke off after ${size} bytes: ${(error as Error).message}.`,
      hint: 'Run the job again.',
      retryable: true,
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}
