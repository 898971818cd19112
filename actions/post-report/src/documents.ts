import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ActionContext } from '@model-delivery/action-kit';
import { EvidenceError, type Host } from '@model-delivery/core';
import { downloadArtifact, listRunArtifacts, type RepositoryName, type RunArtifact } from '@model-delivery/github';
import type { ReportDocument } from '@model-delivery/report';
import { documentsInDirectory, parseDocument } from '@model-delivery/use-cases/documents';

const ARTIFACT_PREFIX = 'model-delivery-';
/** Artifacts of the stages that write documents; a report's own artifact holds none. */
const WITH_DOCUMENTS =
  /-(?:validate-data|evaluate-gate|register-model|deploy-canary|trigger-retraining)(?:-[A-Za-z0-9._-]+)?$/;

/** A job matrix has at most 256 legs, each with an artifact; whoever leaves more, or larger ones, keeps a trusted job busy. */
const MAX_ARTIFACTS = 256;
const MAX_ARTIFACT_BYTES = 64 << 20;

/** Documents of a directory and of its direct subdirectories (download-artifact makes one per artifact). */
export function localDocuments(host: Host, from: string): ReportDocument[] {
  const root = resolve(host.cwd, from);
  const below = statSync(root, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return [root, ...below.map((entry) => join(root, entry.name)).sort()]
    .flatMap(documentsInDirectory)
    .map((found) => found.document);
}

/** Documents in the artifacts of a run. Their bytes are hostile: sizes, digests, names and schemas are checked. */
export async function artifactDocuments(
  context: ActionContext,
  repository: RepositoryName,
  runId: number,
): Promise<ReportDocument[]> {
  const client = await context.client();
  const listed = await listRunArtifacts(client, repository, runId, ARTIFACT_PREFIX);
  const artifacts = listed.filter(({ name }) => WITH_DOCUMENTS.test(name));
  refuseFlood(artifacts, runId);
  const documents: ReportDocument[] = [];
  for (const artifact of artifacts) {
    for (const [name, bytes] of await downloadArtifact(client, repository, artifact)) {
      if (!name.endsWith('.json')) continue;
      const shown = `${artifact.name}/${name}`;
      const document = parseDocument(shown, utf8(shown, bytes));
      if (document !== null) documents.push(document);
    }
  }
  if (documents.length === 0) {
    throw new EvidenceError({
      code: 'REPORT_NO_DOCUMENTS',
      message: `Looked for artifacts named ${ARTIFACT_PREFIX}… of run ${runId} and found no document in ${artifacts.length} of them.`,
      hint: 'The run must have used validate-data or evaluate-gate of this suite, and its artifacts must not have expired.',
    });
  }
  return documents;
}

function refuseFlood(artifacts: readonly RunArtifact[], runId: number): void {
  const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
  if (artifacts.length <= MAX_ARTIFACTS && bytes <= MAX_ARTIFACT_BYTES) return;
  throw new EvidenceError({
    code: 'ARTIFACTS_TOO_MANY',
    message: `Run ${runId} left ${artifacts.length} artifacts with documents, ${bytes} bytes together; at most ${MAX_ARTIFACTS} and ${MAX_ARTIFACT_BYTES} bytes are read.`,
    hint: 'Nothing of them was used. Report fewer models in one run.',
  });
}

function utf8(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EvidenceError({
      code: 'DOCUMENT_REFUSED',
      message: `The document ${JSON.stringify(name.slice(0, 200))} cannot be reported: it is not UTF-8.`,
      hint: 'Run the stage that writes it again and do not edit documents.',
    });
  }
}
