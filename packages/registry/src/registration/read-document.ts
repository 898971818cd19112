import {
  type DataReport,
  dataReportSchema,
  documentDigest,
  type Evaluation,
  EvidenceError,
  evaluationSchema,
  sha256Hex,
} from '@model-delivery/core';

/** A document whose digest was recomputed from the bytes that stand in its file. */
export interface ProvenDocument<D> {
  document: D;
  digest: `sha256:${string}`;
  /** sha256 of the file's bytes, 64 hex digits. */
  sha256: string;
  /** The path as it was given. */
  path: string;
  bytes: Uint8Array;
}

const KINDS = {
  'evaluation/1': { schema: evaluationSchema, what: 'evaluation', code: 'EVALUATION', command: 'evaluate' },
  'data-report/1': { schema: dataReportSchema, what: 'data report', code: 'DATA_REPORT', command: 'validate' },
} as const;

/** An evaluation from the bytes of its file. @throws EvidenceError when it is none, ended in error, or was changed */
export function readEvaluation(bytes: Uint8Array, path: string): ProvenDocument<Evaluation> {
  return readDocument(bytes, path, 'evaluation/1') as ProvenDocument<Evaluation>;
}

/** A data report from the bytes of its file. @throws EvidenceError when it is none, ended in error, or was changed */
export function readDataReport(bytes: Uint8Array, path: string): ProvenDocument<DataReport> {
  return readDocument(bytes, path, 'data-report/1') as ProvenDocument<DataReport>;
}

function readDocument(bytes: Uint8Array, path: string, kind: keyof typeof KINDS): ProvenDocument<unknown> {
  const { schema, what, code, command } = KINDS[kind];
  const refuse = (suffix: string, found: string, hint = `Run \`model-delivery ${command}\` again.`) =>
    new EvidenceError({ code: `${code}_${suffix}`, message: `Reading the ${what} ${path}: ${found}.`, hint });
  const value = parsed(bytes);
  if (value === null) throw refuse('UNREADABLE', 'it is not a JSON object');
  if (value.schema !== kind)
    throw refuse('UNREADABLE', `expected the schema ${kind}, found ${JSON.stringify(value.schema ?? null)}`);
  const stated = (value.meta as { digest?: unknown } | undefined)?.digest;
  const digest = documentDigest(value);
  if (stated !== digest) {
    throw refuse(
      'FORGED',
      `it says it has the digest ${typeof stated === 'string' ? stated : '(none)'} and has ${digest}: it was changed after it was written`,
      `Documents are never edited. Run \`model-delivery ${command}\` again.`,
    );
  }
  if (value.error !== undefined) throw refuse('IN_ERROR', `it ended in an error (${errorOf(value.error)})`);
  const read = schema.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw refuse(
      'UNREADABLE',
      `it does not follow its schema (${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'})`,
    );
  }
  return { document: read.data, digest, sha256: sha256Hex(bytes), path, bytes };
}

function parsed(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function errorOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return `${String(code).slice(0, 100)}: ${String(message).slice(0, 300)}`;
}
