import { resolve } from 'node:path';
import {
  canonicalFile,
  EXIT,
  type Host,
  type ModelVersion,
  type SealedDocument,
  sealDocument,
} from '@model-delivery/core';
import { cardMarkdown, type Digest, modelCard, type RefusedMove } from '@model-delivery/registry';
import { metaOf, writeWhole } from '../document-file.ts';
import { outcomeOf, type StageOutcome } from '../stage-run.ts';
import { eventMeta } from './event-meta.ts';
import { EVIDENCE_ARTIFACT } from './evidence-names.ts';
import type { Registry } from './open-registry.ts';
import type { ProvenRegistration, RegisterRequest } from './register-stage.ts';
import { documentFile, type EvidenceFile } from './registration-evidence.ts';
import { aliasTag, versionTag } from './tag-projection.ts';

/** The alias every registration moves. */
export const FIRST_ALIAS = 'candidate';

/** How a registration is told and ended. */
type Ending = Pick<RegisterRequest, 'out' | 'status' | 'adopt' | 'reason'> & { file: string; startedMs: number };

/** What was stored, and how the stage ends. */
export interface StoredRegistration {
  outcome: StageOutcome;
  created: boolean;
  reference: string;
  /** The model card, as Markdown. */
  card: string;
}

/**
 * Uploads the bytes, attaches the evidence, and only then writes the ledger: a version that the ledger names is whole in the
 * store. Every step is idempotent, so a run that was killed is completed by running it again.
 */
export async function storeRegistration(
  host: Host,
  registry: Registry,
  proven: ProvenRegistration,
  ending: Ending,
): Promise<StoredRegistration | { refusal: RefusedMove }> {
  const { ledger, model } = registry;
  const id = proven.identity.version;
  // A ledger that cannot be reached, or has the version archived, is found before a byte is uploaded.
  const view = await ledger.read();
  if (view.isArchived(model, id)) {
    const message = `${id} of ${model} is archived; archived versions are not registered again`;
    return { refusal: { ok: false, kind: 'refused', actual: view.current(model, FIRST_ALIAS), message } };
  }
  const { version, card } = await upload(host, registry, proven, ending);
  const sealed = sealDocument(version, metaOf(host, ending.startedMs));
  const registered = await ledger.register({
    model,
    version: sealed.document,
    lineage: proven.lineage,
    evidence: version.evidence!.digest as Digest,
    reason: ending.adopt ? `adopted without a gate: ${ending.reason}` : reasonOf(proven),
    meta: await eventMeta(host),
  });
  if (!registered.ok) return { refusal: registered };
  writeWhole(resolve(host.cwd, ending.out, 'lineage.json'), proven.lineage.file);
  const warnings = [...proven.evidence.warnings, ...(await projectVersion(registry, id))];
  return finished(host, registry, sealed, { ending, created: registered.created, warnings, card });
}

/** Puts the bytes and the evidence into the store; gives the version's record. Nothing names them yet. */
async function upload(
  host: Host,
  registry: Registry,
  proven: ProvenRegistration,
  ending: Ending,
): Promise<{ version: ModelVersion; card: string }> {
  const { identity, root } = proven;
  const { store } = registry;
  const pushed = await store.push(identity, root, { signal: host.signal });
  host.log.info(
    pushed.bytesSent === 0
      ? `The store has every byte of ${identity.version} already.`
      : `Stored ${identity.version}: ${pushed.bytesSent} bytes.`,
  );
  const draft = versionDraft(registry, proven, ending);
  const { files, card } = withDocuments(proven, draft, registry);
  const attached = files.map((file) => file.attached);
  const digest = await store.attach(identity.version, EVIDENCE_ARTIFACT, attached, { signal: host.signal });
  return { version: { ...draft, evidence: { digest, files: files.map((file) => file.record) } }, card };
}

function versionDraft(registry: Registry, proven: ProvenRegistration, ending: Ending): ModelVersion {
  const { identity, documents, lineage, approval } = proven;
  const { store } = registry;
  const judged = (
    document: { digest: string; document: { verdict: ModelVersion['verdict']; as_of: string } } | null,
  ) =>
    document === null
      ? null
      : { digest: document.digest, verdict: document.document.verdict, as_of: document.document.as_of };
  const warnings = [
    ...(registry.storeOverridden ? ['MODEL_DELIVERY_STORE took the place of the configured store.'] : []),
    ...(ending.adopt ? ['Adopted without a gate.'] : []),
  ];
  return {
    schema: 'model-version/1',
    model: registry.model,
    version: identity.version,
    files: identity.files.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    store: { kind: store.kind, reference: store.reference(identity.version) },
    evaluation: judged(documents.evaluation),
    data: judged(documents.dataReport),
    lineage: { digest: lineage.digest },
    approval,
    adopted: ending.adopt ? { reason: ending.reason! } : null,
    evidence: null,
    status: ending.status ?? (approval === null ? 'registered' : 'approved'),
    verdict: 'pass',
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** The files of the evidence: the documents as they are on disk, what they were made from, and the card. */
function withDocuments(
  proven: ProvenRegistration,
  version: ModelVersion,
  registry: Registry,
): { files: EvidenceFile[]; card: string } {
  const { evaluation, dataReport } = proven.documents;
  const card = modelCard({
    version,
    reference: registry.store.reference(proven.identity.version),
    evaluation: evaluation?.document ?? null,
    dataReport: dataReport?.document ?? null,
    lineage: proven.lineage.document,
    lineageDigest: proven.lineage.digest,
  });
  const markdown = cardMarkdown(card);
  const files = [
    ...(evaluation === null ? [] : [documentFile('evaluation.json', 'evaluation', evaluation.bytes)]),
    ...(dataReport === null ? [] : [documentFile('data-report.json', 'data-report', dataReport.bytes)]),
    ...proven.evidence.files,
    documentFile('model-card.md', 'card', Buffer.from(markdown)),
    documentFile('model-card.json', 'card-json', Buffer.from(canonicalFile(card))),
  ];
  return { files, card: markdown };
}

function reasonOf({ documents, approval }: ProvenRegistration): string {
  const { evaluation } = documents;
  if (evaluation === null) return 'registered without an evaluation, as the policy allows';
  const verdict = evaluation.document.verdict === 'pass' ? 'passed' : `was ${evaluation.document.verdict}`;
  return `the evaluation ${verdict}${approval === null ? '' : `, approved by ${approval.by}`}`;
}

/** Tags of a new version: that which keeps it, and the alias that registration moves. */
async function projectVersion(registry: Registry, version: ModelVersion['version']): Promise<string[]> {
  const digest = version as `sha256:${string}`;
  try {
    await registry.store.tag(versionTag(registry.model, version), digest);
    const current = (await registry.ledger.read()).current(registry.model, FIRST_ALIAS);
    if (current !== null) await registry.store.tag(aliasTag(registry.model, FIRST_ALIAS), current);
    return [];
  } catch (error) {
    return [
      `The version is registered, but its tags could not be set in the store (${(error as Error).message}). ` +
        'Tags are projections of the ledger: the next move or `model-delivery verify REF --repair` mends them.',
    ];
  }
}

function finished(
  host: Host,
  registry: Registry,
  sealed: SealedDocument<ModelVersion>,
  { ending, created, warnings, card }: { ending: Ending; created: boolean; warnings: string[]; card: string },
): StoredRegistration {
  const { version, store, evaluation, adopted } = sealed.document;
  for (const warning of [...(sealed.document.warnings ?? []), ...warnings]) host.log.warning(warning);
  if (registry.localOnly) host.log.notice(LOCAL_ONLY);
  writeWhole(resolve(host.cwd, ending.file), sealed.file);
  const how =
    adopted === null
      ? evaluation === null
        ? 'not evaluated'
        : `evaluation ${evaluation.verdict}`
      : 'adopted without a gate';
  const summary = `pass: ${created ? 'registered' : 'registered again'} ${registry.model} ${version.slice(0, 19)} as ${FIRST_ALIAS} (${how})`;
  return { outcome: outcomeOf(ending.file, sealed, EXIT.pass, summary), created, reference: store.reference, card };
}

export const LOCAL_ONLY =
  'The ledger is local only: `registry.ledger.remote` is not set, so nobody else sees this until the branch is pushed.';
