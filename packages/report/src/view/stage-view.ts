import type { CheckVerdict, DocumentError, Location, Severity, Verdict } from '@model-delivery/core';
import type { Inline, Section } from '../content.ts';

/** One check as surfaces that list checks need it: annotations, JUnit. */
export interface Finding {
  id: string;
  /** What the check belongs to inside its stage: a dataset, or `overall`, or a slice. */
  group: string;
  verdict: CheckVerdict;
  severity: Severity;
  blocking: boolean;
  /** Whether an inconclusive verdict of this stage blocks. */
  inconclusiveBlocks: boolean;
  message: string;
  location: Location | null;
}

/** What one stage contributes to a report. A new stage is a new function from its document to this. */
export interface StageView {
  /** Name of the action: `validate-data`. */
  stage: string;
  /** Schema word of the document. */
  schema: string;
  digest: string;
  verdict: Verdict;
  inconclusiveBlocks: boolean;
  policyIntroduced: boolean;
  /** The sentence that decided the verdict. */
  deciding: Inline[];
  /** Counts of the checks, worst first. */
  tally: string;
  /** What a reader does next, most urgent first; empty when nothing is to be done. */
  next: Inline[][];
  sections: Section[];
  findings: Finding[];
  /** Set when the stage itself went wrong. */
  error: DocumentError | null;
  /** A number worth following from commit to commit. */
  trend: { metric: string; value: number } | null;
}

/** What a stage needs to know about the place of the report. */
export interface StageContext {
  /** Whether addresses found in documents may become links. */
  trusted: boolean;
  repositoryUrl: string | undefined;
  headSha: string | undefined;
}
