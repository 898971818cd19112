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
  'evaluation/1': { schema: evaluationSchema, what: 'evaluation', command: 'evaluate' },
  'data-report/1': { schema: dataReportSchema, what: 'data report', command: 'validate' },
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
  const { schema, what, command } = KINDS[kind];
  const judged = kind === 'evaluation/1';
  const reading = `Reading the ${what} ${path}`;
  const again = `Run \`model-delivery ${command}\` again.`;
  const unreadable = (found: string) =>
    new EvidenceError({
      code: judged ? 'EVALUATION_UNREADABLE' : 'DATA_REPORT_UNREADABLE',
      message: `${reading}: ${found}.`,
      hint: again,
    });
  const value = parsed(bytes);
  if (value === null) throw unreadable('it is not a JSON object');
  if (value.schema !== kind)
    throw unreadable(`expected the schema ${kind}, found ${JSON.stringify(value.schema ?? null)?.slice(0, 100)}`);
  const digest = requireDigest(value, reading, judged, again);
  if (value.error !== undefined) {
    throw new EvidenceError({
      code: judged ? 'EVALUATION_IN_ERROR' : 'DATA_REPORT_IN_ERROR',
      message: `${reading}: it ended in an error (${errorOf(value.error)}).`,
      hint: again,
    });
  }
  const read = schema.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw unreadable(`it does not follow its schema (${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'})`);
  }
  return { document: read.data, digest, sha256: sha256Hex(bytes), path, bytes };
}

/** The digest of the document as it stands in the file. @throws EvidenceError when it says another one, or none */
function requireDigest(
  value: Record<string, unknown>,
  reading: string,
  judged: boolean,
  again: string,
): `sha256:${string}` {
  const stated = (value.meta as { digest?: unknown } | undefined)?.digest;
  const digest = documentDigest(value);
  if (stated === digest) return digest;
  throw new EvidenceError({
    code: judged ? 'EVALUATION_FORGED' : 'DATA_REPORT_FORGED',
    message: `${reading}: it says it has the digest ${typeof stated === 'string' ? stated.slice(0, 100) : '(none)'} and has ${digest}: it was changed after it was written.`,
    hint: `Documents are never edited. ${again}`,
  });
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
