import { createHash } from 'node:crypto';
import { EvidenceError } from '@model-delivery/core';
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

/** Artifacts of a run whose name begins with a prefix. @throws EvidenceError when two share a name. */
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
  const artifacts = all
    .filter((artifact) => artifact.name.startsWith(prefix) && !artifact.expired)
    .map((artifact) => ({
      id: artifact.id,
      name: artifact.name,
      bytes: artifact.size_in_bytes,
      digest: artifact.digest ?? null,
    }));
  const names = artifacts.map((artifact) => artifact.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new EvidenceError({
      code: 'ARTIFACT_AMBIGUOUS',
      message: `Run ${runId} has two artifacts named ${JSON.stringify(twice.slice(0, 100))}; which one counts is not decided by luck.`,
      hint: 'Give the jobs of a matrix different `name` inputs.',
    });
  }
  return artifacts;
}

/**
 * Downloads an artifact of an untrusted run by id, checks size and digest ourselves (the official client only reports a
 * mismatch after it has unpacked), and reads it with our own zip reader.
 */
export async function downloadArtifact(
  client: GitHubClient,
  repository: RepositoryName,
  artifact: RunArtifact,
): Promise<Map<string, Buffer>> {
  const refuse = (reason: string) =>
    new EvidenceError({
      code: 'ARTIFACT_REFUSED',
      message: `The artifact ${JSON.stringify(artifact.name.slice(0, 100))} was refused: ${reason}.`,
      hint: 'Nothing of it was used.',
    });
  if (artifact.bytes > MAX_ARCHIVE_BYTES)
    throw refuse(`it has ${artifact.bytes} bytes, at most ${MAX_ARCHIVE_BYTES} are accepted`);
  const { data } = await client.rest.actions.downloadArtifact({
    ...repository,
    artifact_id: artifact.id,
    archive_format: 'zip',
  });
  const archive = Buffer.from(data as ArrayBuffer);
  if (archive.length > MAX_ARCHIVE_BYTES)
    throw refuse(`it has ${archive.length} bytes, at most ${MAX_ARCHIVE_BYTES} are accepted`);
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  if (artifact.digest !== null && artifact.digest !== digest)
    throw refuse(`its bytes have ${digest}, the API says ${artifact.digest}`);
  return readZip(archive);
}
