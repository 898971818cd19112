import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  asDeliveryError,
  ConfigError,
  combineExitCodes,
  type DeliveryError,
  type DocumentError,
  documentError,
  type ExitCode,
  ExternalError,
  type Host,
  type SealedDocument,
  type Verdict,
} from '@model-delivery/core';
import { metaOf, writeDocument } from './document-file.ts';

/** What a stage leaves behind: its document on disk, and what the rim needs to end the process. */
export interface StageOutcome {
  /** Path of the document as the caller can open it, null when there is none. */
  path: string | null;
  digest: string | null;
  verdict: Verdict;
  exitCode: ExitCode;
  /** The result in one sentence. */
  summary: string;
  document: Record<string, unknown> | null;
  /** Why there is no result, also where the stage itself put it into its document. */
  error?: DocumentError | undefined;
  /** Where in the configuration the error stands. */
  location?: { file: string; line: number } | undefined;
}

/** Where a stage writes and what its document is called. */
export interface StageFile {
  /** Schema of the document, such as `data-report/1`. */
  schema: string;
  /** Path of the document, relative to the working directory. */
  file: string;
  model?: string | undefined;
}

/**
 * Runs a stage so that a document exists however it ends: its own, or an error document of the same schema. Errors become
 * exit codes here; nothing escapes.
 */
export async function runStage(
  host: Host,
  target: StageFile,
  body: (startedMs: number) => Promise<StageOutcome>,
): Promise<StageOutcome> {
  const started = host.now();
  try {
    return await body(started);
  } catch (thrown) {
    return errorOutcome(host, target, host.signal?.aborted ? cancelled(thrown) : asDeliveryError(thrown), started);
  }
}

/** A stage that was asked to stop: whatever it tripped over on the way out is no bug. */
function cancelled(cause: unknown): DeliveryError {
  return new ExternalError({
    code: 'CANCELLED',
    system: 'runner',
    message: 'The run was cancelled before the stage had a result.',
    hint: 'Run it again for a result.',
    cause,
  });
}

function errorOutcome(host: Host, target: StageFile, error: DeliveryError, started: number): StageOutcome {
  const content = {
    schema: target.schema,
    ...(target.model ? { model: target.model } : {}),
    verdict: 'error' as const,
    error: documentError(error),
  };
  const summary = `error: ${error.message}`;
  const location = error instanceof ConfigError ? error.location : undefined;
  const base = { verdict: 'error' as const, exitCode: error.exitCode, summary, error: content.error, location };
  try {
    const sealed = writeDocument(resolve(host.cwd, target.file), content, metaOf(host, started));
    return { ...base, path: target.file, digest: sealed.digest, document: sealed.document };
  } catch (second) {
    const exitCode = combineExitCodes([error.exitCode, asDeliveryError(second).exitCode]);
    removeStale(resolve(host.cwd, target.file));
    return { ...base, exitCode, path: null, digest: null, document: content };
  }
}

/** A document of an earlier run must not be taken for the result of this one. */
function removeStale(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written or removed, the exit code tells.
  }
}

/** The outcome of a stage that wrote its own document. */
export function outcomeOf<D extends { verdict: Verdict; error?: DocumentError | undefined }>(
  path: string,
  sealed: SealedDocument<D>,
  exitCode: ExitCode,
  summary: string,
): StageOutcome {
  return {
    path,
    digest: sealed.digest,
    verdict: sealed.document.verdict,
    exitCode,
    summary,
    document: sealed.document as unknown as Record<string, unknown>,
    error: sealed.document.error,
  };
}
