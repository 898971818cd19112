import { resolve } from 'node:path';
import {
  type DocumentError,
  exitCode,
  type FailOn,
  type Host,
  type Meta,
  type PolicyChange,
  type Verdict,
} from '@model-delivery/core';
import { metaOf, writeDocument } from './document-file.ts';
import { outcomeOf, type StageOutcome } from './stage-run.ts';

/** The part of a stage's document that ends every stage alike. */
interface StageContent {
  verdict: Verdict;
  inconclusive_blocks: boolean;
  warnings: readonly string[];
  error?: DocumentError | undefined;
}

/** How a stage ends. */
export interface StageEnd {
  /** Path of the document, relative to the working directory. */
  file: string;
  failOn: FailOn;
  startedMs: number;
  /** How the policy of a pull request was found; undefined where it is the configuration's. */
  change?: PolicyChange | undefined;
  meta?: Partial<Meta> | undefined;
  /** The result in one sentence. */
  summary: string;
}

/** Says a document's warnings, seals and writes it, and decides the exit code: the last lines of every stage. */
export function finishStage<D extends StageContent>(host: Host, content: D, end: StageEnd): StageOutcome {
  for (const warning of content.warnings) host.log.warning(warning);
  const whole: D = end.change === undefined ? content : { ...content, policy_change: end.change };
  const sealed = writeDocument(resolve(host.cwd, end.file), whole, metaOf(host, end.startedMs, end.meta));
  const facts = {
    verdict: content.verdict,
    inconclusiveBlocks: content.inconclusive_blocks,
    policyIntroduced: end.change?.introduced ?? false,
  };
  return outcomeOf(end.file, sealed, exitCode(facts, end.failOn), end.summary);
}
