import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ActionContext } from '@model-delivery/action-kit';
import { EvidenceError, type Host } from '@model-delivery/core';
import { downloadArtifact, listRunArtifacts, type RepositoryName } from '@model-delivery/github';
import type { ReportDocument } from '@model-delivery/report';
import { documentsInDirectory, parseDocument } from '@model-delivery/use-cases/documents';

const ARTIFACT_PREFIX = 'model-delivery-';

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
  const artifacts = await listRunArtifacts(client, repository, runId, ARTIFACT_PREFIX);
  const documents: ReportDocument[] = [];
  for (const artifact of artifacts.filter(({ name }) => !name.endsWith('-report'))) {
    for (const [name, bytes] of await downloadArtifact(client, repository, artifact)) {
      if (!name.endsWith('.json')) continue;
      const document = parseDocument(
        `${artifact.name}/${name}`,
        new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      );
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
