import {
  type AliasEvent,
  type DataReport,
  documentDigest,
  type Evaluation,
  EvidenceError,
  type EvidenceRole,
  type ModelVersion,
  modelIdentity,
} from '@model-delivery/core';
import { readDataReport, readEvaluation, readManifest } from '@model-delivery/registry';
import { roleOf } from './evidence-names.ts';
import type { Registry } from './open-registry.ts';

type Digest = `sha256:${string}`;

/** A file that is stored with a version. */
export interface StoredEvidence {
  name: string;
  role: EvidenceRole;
  digest: Digest;
  size: number;
}

/** The proof of a version: its record, and the documents behind it, all re-verified from the digests in the ledger. */
export interface VersionProof {
  version: Digest;
  modelVersion: ModelVersion;
  /** Null for a version that was adopted, or registered where the policy asked for none. */
  evaluation: Evaluation | null;
  dataReport: DataReport | null;
  /** Digest of the evidence artifact in the store, and its files. */
  evidence: Digest | null;
  evidenceFiles: StoredEvidence[];
  archived: boolean;
  /** The last registration of the version. */
  registration: AliasEvent;
  /** Bytes of a stored file, verified; null when there is none of that name. */
  read(name: string): Promise<Uint8Array | null>;
}

/** Largest file that is read into memory. */
const MAX_BYTES = 64 << 20;

/**
 * Follows the chain of proof of a registered version: ledger -> record -> evidence artifact -> evaluation and data report, and
 * back to the bytes. Where a version was registered more than once, the evidence is that of the last registration.
 * @param version full version id
 * @throws EvidenceError naming the link that does not hold
 */
export async function loadVersionProof(registry: Registry, version: string): Promise<VersionProof> {
  const id = version as Digest;
  const view = await registry.ledger.read();
  const registration = view.events.findLast(
    (event) => event.action === 'register' && event.model === registry.model && event.to === version,
  );
  const modelVersion = await view.versionDocument(id, registry.model);
  if (registration === undefined || modelVersion === null)
    throw broken(version, 'registration', 'the ledger does not know it');
  requireRecord(registry.model, id, modelVersion);
  const evidence = (registration.evidence ?? modelVersion.evidence?.digest ?? null) as Digest | null;
  const evidenceFiles = evidence === null ? [] : await storedEvidence(registry, id, evidence);
  const read = async (name: string) => {
    const file = evidenceFiles.find((stored) => stored.name === name);
    return file === undefined ? null : bytesOf(registry, file);
  };
  const documents = await storedDocuments(id, modelVersion, evidence, read);
  const archived = view.isArchived(registry.model, id);
  return { version: id, modelVersion, ...documents, evidence, evidenceFiles, archived, registration, read };
}

/** The record is what it says, about this model and these files. */
function requireRecord(model: string, version: Digest, record: ModelVersion): void {
  if (record.meta?.digest !== documentDigest(record))
    throw broken(version, 'record', 'it was changed after it was written');
  if (record.model !== model) throw broken(version, 'record', `it is of the model ${record.model}`);
  const identity = modelIdentity(record.files).version;
  if (identity !== version) throw broken(version, 'record', `its files are those of ${identity}`);
}

async function storedEvidence(registry: Registry, version: Digest, digest: Digest): Promise<StoredEvidence[]> {
  const bytes = await registry.store.manifest(digest);
  if (bytes === null) throw broken(version, 'evidence', `the store does not have the artifact ${digest}`);
  const manifest = readManifest(bytes, digest);
  if (manifest.subject?.digest !== version)
    throw broken(version, 'evidence', `the artifact ${digest} is about ${manifest.subject?.digest ?? 'nothing'}`);
  return manifest.layers.flatMap((layer) => {
    const name = layer.annotations?.['org.opencontainers.image.title'] ?? '';
    const role = roleOf(name);
    return role === null ? [] : [{ name, role, digest: layer.digest, size: layer.size }];
  });
}

async function bytesOf(registry: Registry, file: StoredEvidence): Promise<Uint8Array> {
  if (file.size > MAX_BYTES)
    throw broken(file.digest, file.name, `it has ${file.size} bytes, at most ${MAX_BYTES} are read`);
  const stream = await registry.store.blob(file.digest);
  if (stream === null) throw broken(file.digest, file.name, 'the store does not have it');
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function storedDocuments(
  version: Digest,
  record: ModelVersion,
  evidence: Digest | null,
  read: VersionProof['read'],
): Promise<{ evaluation: Evaluation | null; dataReport: DataReport | null }> {
  const evaluationBytes = await read('evaluation.json');
  const reportBytes = await read('data-report.json');
  const evaluation = evaluationBytes === null ? null : readEvaluation(evaluationBytes, 'evaluation.json');
  const dataReport = reportBytes === null ? null : readDataReport(reportBytes, 'data-report.json');
  // A later registration has documents of its own; the artifact, whose digest the ledger holds, vouches for them.
  if (evidence === record.evidence?.digest) {
    requireDigest(version, 'evaluation', record.evaluation?.digest, evaluation?.digest);
    requireDigest(version, 'data report', record.data?.digest, dataReport?.digest);
  }
  if (evaluation !== null) requireAbout(version, record.model, evaluation.document);
  if (dataReport !== null && dataReport.document.model !== record.model)
    throw broken(version, 'data report', `it is of the model ${dataReport.document.model}`);
  return { evaluation: evaluation?.document ?? null, dataReport: dataReport?.document ?? null };
}

function requireDigest(version: string, link: string, expected: string | undefined, found: string | undefined): void {
  if (expected !== found)
    throw broken(version, link, `the record says ${expected ?? 'none'}, the store has ${found ?? 'none'}`);
}

function requireAbout(version: string, model: string, { model: judged }: Evaluation): void {
  if (judged.name !== model) throw broken(version, 'evaluation', `it is of the model ${judged.name}`);
  if (judged.version !== version)
    throw broken(version, 'evaluation', `it is about ${judged.version ?? 'unknown bytes'}`);
}

function broken(version: string, link: string, found: string): EvidenceError {
  return new EvidenceError({
    code: 'PROOF_BROKEN',
    message: `Following the chain of proof of ${version}: the ${link} does not hold: ${found}.`,
    hint: '`model-delivery verify REF` names everything that disagrees; register the model again from its source.',
  });
}
