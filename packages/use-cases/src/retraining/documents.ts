import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type DataReport,
  dataReportSchema,
  documentDigest,
  type Evaluation,
  EvidenceError,
  errorDocumentSchema,
  evaluationSchema,
  type Host,
} from '@model-delivery/core';

const MAX_BYTES = 32 << 20;

/** A document that was read, and the digest it has. */
export interface ReadDocument<D> {
  path: string;
  digest: string;
  document: D;
}

/** The data report at a path; null when there is no such file. @throws EvidenceError when it is not an intact data report of the model. */
export function readDataReport(host: Host, path: string, model: string): ReadDocument<DataReport> | null {
  const read = readText(host, path);
  if (read === null) return null;
  const parsed = dataReportSchema.safeParse(read);
  if (!parsed.success) throw notThat(path, 'data-report/1', read, parsed.error.issues[0]);
  checkModel(path, parsed.data.model, model);
  return { path, digest: intactDigest(path, read), document: parsed.data };
}

/** The evaluation at a path; null when there is no such file. @throws EvidenceError when it is not an intact evaluation of the model. */
export function readEvaluation(host: Host, path: string, model: string): ReadDocument<Evaluation> | null {
  const read = readText(host, path);
  if (read === null) return null;
  const parsed = evaluationSchema.safeParse(read);
  if (!parsed.success) throw notThat(path, 'evaluation/1', read, parsed.error.issues[0]);
  checkModel(path, parsed.data.model.name, model);
  return { path, digest: intactDigest(path, read), document: parsed.data };
}

function readText(host: Host, path: string): unknown {
  const absolute = resolve(host.cwd, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (!stat.isFile()) throw refused(path, 'it is not a regular file');
  if (stat.size > MAX_BYTES) throw refused(path, `it is larger than ${MAX_BYTES} bytes`);
  try {
    return JSON.parse(readFileSync(absolute, 'utf8'));
  } catch {
    throw refused(path, 'it is not JSON');
  }
}

function intactDigest(path: string, value: unknown): string {
  const stated = (value as { meta?: { digest?: string } }).meta?.digest;
  const actual = documentDigest(value as object);
  if (stated === undefined || stated === actual) return actual;
  throw refused(path, `it says it has the digest ${stated} and has ${actual}: it was changed after it was written`);
}

function notThat(
  path: string,
  schema: string,
  value: unknown,
  issue: { path: PropertyKey[]; message: string } | undefined,
): EvidenceError {
  const error = errorDocumentSchema.safeParse(value);
  if (error.success && error.data.schema === schema) {
    return refused(path, `the stage that wrote it ended with ${error.data.error.code}: ${error.data.error.message}`);
  }
  const found = (value as { schema?: unknown } | null)?.schema;
  if (found !== schema) return refused(path, `its schema is ${JSON.stringify(found ?? null)}, expected ${schema}`);
  return refused(path, `it does not follow ${schema} (${issue?.path.join('.')}: ${issue?.message})`);
}

function checkModel(path: string, found: string, expected: string): void {
  if (found !== expected)
    throw refused(path, `it is about the model ${JSON.stringify(found.slice(0, 80))}, expected ${expected}`);
}

function refused(path: string, reason: string): EvidenceError {
  return new EvidenceError({
    code: 'RETRAINING_DOCUMENT_REFUSED',
    message: `${path} cannot be judged for retraining: ${reason}.`,
    hint: 'Run the stage that writes it again, in the same job or with its artifact downloaded, and do not edit documents.',
  });
}

/** The error of a document that the configured signals need. */
export function documentMissing(path: string, signals: string, command: string): EvidenceError {
  return new EvidenceError({
    code: 'RETRAINING_DOCUMENT_MISSING',
    message: `The signal ${signals} of \`retraining.when\` is judged from ${path}, and there is no such file.`,
    hint: `Run \`model-delivery ${command}\` before, or name the file with a flag (input) of its own. A report that is missing is not a world that stands still.`,
  });
}
