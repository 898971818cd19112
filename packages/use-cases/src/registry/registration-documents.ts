import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DataReport, type Evaluation, EvidenceError, type Host } from '@model-delivery/core';
import { type ProvenDocument, readDataReport, readEvaluation } from '@model-delivery/registry';

/** Largest document that is read, in bytes. */
const MAX_BYTES = 32 << 20;

/** Where the documents of a registration are: named by the user, else where the stages leave them. */
export interface DocumentPaths {
  out: string;
  evaluation: string | undefined;
  dataReport: string | undefined;
  /** An adopted model was not judged here: documents that happen to lie in `out` are about something else. */
  onlyNamed: boolean;
}

/** The documents a registration is judged on, each with its digest recomputed; null where there is none. */
export function registrationDocuments(
  host: Host,
  paths: DocumentPaths,
): { evaluation: ProvenDocument<Evaluation> | null; dataReport: ProvenDocument<DataReport> | null } {
  const read = <D>(
    named: string | undefined,
    usual: string,
    parse: (bytes: Uint8Array, path: string) => D,
  ): D | null => {
    const path = named ?? (paths.onlyNamed ? undefined : `${paths.out}/${usual}`);
    const bytes = path === undefined ? null : bytesOf(host, path, named !== undefined);
    return bytes === null ? null : parse(bytes, path!);
  };
  return {
    evaluation: read(paths.evaluation, 'evaluation.json', readEvaluation),
    dataReport: read(paths.dataReport, 'data-report.json', readDataReport),
  };
}

function bytesOf(host: Host, path: string, named: boolean): Uint8Array | null {
  const absolute = resolve(host.cwd, path);
  const facts = statSync(absolute, { throwIfNoEntry: false });
  if (facts === undefined && !named) return null;
  if (facts?.isFile() && facts.size <= MAX_BYTES) return readFileSync(absolute);
  throw new EvidenceError({
    code: 'DOCUMENT_UNREADABLE',
    message: `Reading ${path}: expected a document of at most ${MAX_BYTES} bytes, found ${facts === undefined ? 'no such file' : facts.isFile() ? `${facts.size} bytes` : 'something that is no file'}.`,
    hint: 'Check the path; it is relative to the working directory.',
  });
}
