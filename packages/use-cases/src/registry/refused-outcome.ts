import { resolve } from 'node:path';
import { exitCode, type FailOn, type Host, type Verdict } from '@model-delivery/core';
import type { RefusedMove } from '@model-delivery/registry';
import { metaOf, writeDocument } from '../document-file.ts';
import type { StageOutcome } from '../stage-run.ts';

/** Longest text of an error in a document. */
const MAX_TEXT = 4096;

/** What a stage that changed nothing leaves behind. */
export interface RefusedStage {
  schema: string;
  /** Path of the document, relative to the working directory. */
  file: string;
  model: string;
  version?: string | undefined;
  failOn: FailOn;
  startedMs: number;
}

/** Why nothing was changed. */
export interface RefusedReason {
  verdict: Exclude<Verdict, 'pass'>;
  code: string;
  message: string;
  hint?: string | undefined;
}

/** Writes the document of a refusal and decides the exit code: `--fail-on` softens 1, 3 and 4, as everywhere. */
export function refusedOutcome(host: Host, stage: RefusedStage, reason: RefusedReason): StageOutcome {
  const error = {
    code: reason.code,
    message: reason.message.slice(0, MAX_TEXT),
    ...(reason.hint ? { hint: reason.hint.slice(0, MAX_TEXT) } : {}),
  };
  const content = {
    schema: stage.schema,
    model: stage.model,
    ...(stage.version ? { version: stage.version } : {}),
    verdict: reason.verdict,
    error,
  };
  const sealed = writeDocument(resolve(host.cwd, stage.file), content, metaOf(host, stage.startedMs));
  return {
    path: stage.file,
    digest: sealed.digest,
    verdict: reason.verdict,
    exitCode: exitCode({ verdict: reason.verdict, inconclusiveBlocks: true }, stage.failOn),
    summary: `${reason.verdict}: ${reason.message}`,
    document: sealed.document,
    error,
  };
}

/** The ledger's answer that it did not move, as a refusal. */
export function ledgerRefusal(refused: RefusedMove): RefusedReason {
  const message = `The ledger was left as it is: ${refused.message.replace(/\.$/, '')}.`;
  if (refused.kind === 'moved') {
    const hint = 'Look at `model-delivery history`, and decide anew on what the alias names now.';
    return { verdict: 'fail', code: 'ALIAS_MOVED', message, hint };
  }
  return {
    verdict: 'fail',
    code: 'MOVE_REFUSED',
    message,
    hint: '`model-delivery history` shows how it came to this.',
  };
}
