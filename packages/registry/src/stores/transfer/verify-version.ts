import { createHash } from 'node:crypto';
import { type DeliveryError, EvidenceError, type ModelVersion, modelIdentity } from '@model-delivery/core';
import type { ModelStore } from '../../model-store.ts';
import { type Descriptor, type Digest, type Manifest, readManifest } from '../content/descriptor.ts';

/** Something that is not as recorded: what kind of thing, where, and both sides. */
export interface StoreFinding {
  kind: 'manifest' | 'blob' | 'version' | 'evidence';
  where: string;
  expected: string;
  found: string;
}

/**
 * Reads everything a version consists of and compares it with its record: the manifest, every blob, the version id computed
 * anew from the recorded files, and the evidence artifact. No finding: every byte is what was registered.
 * Errors of an unreachable store are thrown; what is stored and wrong is a finding.
 */
export async function verifyVersion(store: ModelStore, record: ModelVersion): Promise<StoreFinding[]> {
  const version = record.version as Digest;
  const findings: StoreFinding[] = [];
  const identity = modelIdentity(record.files);
  if (identity.version !== version)
    findings.push({ kind: 'version', where: 'files of the record', expected: version, found: identity.version });
  const manifest = await checkManifest(store, version, 'manifest', findings);
  if (manifest) {
    const names = new Map(record.files.map((file) => [`sha256:${file.sha256}`, file.path]));
    await checkBlobs(store, [manifest.config, ...manifest.layers], names, 'blob', findings);
  }
  if (record.evidence !== null) await checkEvidence(store, record.evidence, version, findings);
  return findings;
}

async function checkManifest(
  store: ModelStore,
  digest: Digest,
  kind: 'manifest' | 'evidence',
  findings: StoreFinding[],
): Promise<Manifest | null> {
  const where = kind === 'manifest' ? `manifest ${digest}` : `evidence manifest ${digest}`;
  try {
    const bytes = await store.manifest(digest);
    if (bytes !== null) return readManifest(bytes, digest);
    findings.push({ kind, where, expected: digest, found: 'absent' });
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    findings.push({ kind, where, expected: digest, found: foundDigest(error) });
  }
  return null;
}

/** The digest an error about altered bytes names last, else its message. */
function foundDigest(error: DeliveryError): string {
  return /sha256:[0-9a-f]{64}(?=\.$)/.exec(error.message)?.[0] ?? error.message;
}

async function checkBlobs(
  store: ModelStore,
  blobs: readonly Descriptor[],
  names: ReadonlyMap<string, string>,
  kind: 'blob' | 'evidence',
  findings: StoreFinding[],
): Promise<void> {
  const unique = new Map(blobs.map((blob) => [blob.digest, blob]));
  for (const [digest] of unique) {
    const name = names.get(digest);
    const found = await digestOfBlob(store, digest);
    if (found !== digest)
      findings.push({ kind, where: name === undefined ? digest : `${name} (${digest})`, expected: digest, found });
  }
}

async function digestOfBlob(store: ModelStore, digest: Digest): Promise<string> {
  const hash = createHash('sha256');
  try {
    const content = await store.blob(digest);
    if (content === null) return 'absent';
    for await (const chunk of content) hash.update(chunk);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return foundDigest(error);
  }
  return `sha256:${hash.digest('hex')}`;
}

async function checkEvidence(
  store: ModelStore,
  evidence: NonNullable<ModelVersion['evidence']>,
  version: Digest,
  findings: StoreFinding[],
): Promise<void> {
  const manifest = await checkManifest(store, evidence.digest as Digest, 'evidence', findings);
  if (!manifest) return;
  if (manifest.subject?.digest !== version) {
    const found = manifest.subject?.digest ?? 'no subject';
    findings.push({ kind: 'evidence', where: `subject of ${evidence.digest}`, expected: version, found });
  }
  const stored = new Set<string>(manifest.layers.map((layer) => layer.digest));
  for (const file of evidence.files) {
    if (!stored.has(`sha256:${file.sha256}`))
      findings.push({
        kind: 'evidence',
        where: `${file.path} in ${evidence.digest}`,
        expected: `sha256:${file.sha256}`,
        found: 'absent',
      });
  }
  const names = new Map(evidence.files.map((file) => [`sha256:${file.sha256}`, file.path]));
  await checkBlobs(store, manifest.layers, names, 'evidence', findings);
}
