import { resolve } from 'node:path';
import type { DocumentError, ExitCode, Host, Verdict } from '@model-delivery/core';
import { appendJobSummary } from './job-summary.ts';
import type { ActionOutcome } from './run-action.ts';
import { artifactName, uploadArtifact } from './upload-artifact.ts';

/** What a stage hands over: its document on disk, and what the step needs to end. */
export interface StageResult {
  /** Path of the document, relative to the working directory; null when there is none. */
  path: string | null;
  digest: string | null;
  verdict: Verdict;
  exitCode: ExitCode;
  summary: string;
  error?: DocumentError | undefined;
  location?: { file: string; line: number } | undefined;
}

/** How the action shows and keeps a stage's result. */
export interface StageDisplay {
  /** Name of the stage in the artifact's name. */
  stage: string;
  model: string;
  /** Suffix of the artifact. */
  name: string | undefined;
  /** The report for the job summary. */
  markdown: string;
  /** Further files for the artifact, relative to the working directory, of the document's directory. */
  files?: readonly string[] | undefined;
}

/**
 * What every stage leaves behind before its step may fail: the report in the job summary, the document as an artifact, the
 * outputs all stages share, and the stage's own.
 */
export async function leaveStageResult(
  host: Host,
  result: StageResult,
  display: StageDisplay,
  outputs: Record<string, string>,
): Promise<ActionOutcome> {
  appendJobSummary(host, display.markdown);
  const files = [...(result.path === null ? [] : [result.path]), ...(display.files ?? [])];
  if (files.length > 0) {
    const name = artifactName(display.model, display.stage, display.name);
    const absolute = files.map((file) => resolve(host.cwd, file));
    await uploadArtifact(host, name, absolute);
  }
  return {
    exitCode: result.exitCode,
    summary: result.error ? `${result.error.code}: ${result.error.message}` : result.summary,
    hint: result.error?.hint,
    location: result.location,
    outputs: {
      verdict: result.verdict,
      document: result.path ?? '',
      digest: result.digest ?? '',
      summary: result.summary,
      ...outputs,
    },
  };
}
