import {
  EvidenceError,
  exitCode,
  type FailOn,
  InternalError,
  MODEL_NAME,
  type RunIdentity,
  type Sequence,
  type Verdict,
  worstVerdict,
} from '@model-delivery/core';
import type { Inline, Section } from '../content.ts';
import { safeHref } from '../links.ts';
import { aliasEventView } from './alias-event-view.ts';
import { dataView } from './data-view.ts';
import {
  exitFactsOf,
  isAliasEvent,
  isDataReport,
  isEvaluation,
  isModelVersion,
  isRetraining,
  isRollout,
  modelOf,
  REPORTED_SCHEMAS,
  type ReportDocument,
  runOfDocument,
} from './documents.ts';
import { errorView } from './error-view.ts';
import { evaluationView } from './evaluation-view.ts';
import { evidenceSection } from './evidence-section.ts';
import { asClaims } from './fork-claims.ts';
import { registrationView } from './registration-view.ts';
import { retrainingView } from './retraining-view.ts';
import { rolloutView } from './rollout-view.ts';
import type { StageContext, StageView } from './stage-view.ts';

/** Where and for whom a report is made. Everything here comes from the caller, never from a document. */
export interface ReportContext {
  /** `fork`: the documents were made by code of a fork. They are shown as its own claim and never as our verdict. */
  trust: 'own' | 'fork';
  /** The configured model; used where no document names one. */
  model: string;
  failOn?: FailOn;
  /** `https://github.com/acme/models`. */
  repositoryUrl?: string;
  /** The run a reader is sent to. In the trusted half for forks: the run of the fork's pull request, from the API. */
  run?: Sequence & { url?: string };
  /** Head commit of the pull request, or the commit that was pushed. */
  headSha?: string;
  /** Names of the artifacts that hold the documents and the full report. */
  artifacts?: readonly string[];
  /** Markdown files of `report.append`; ignored for forks. */
  appendix?: readonly { name: string; markdown: string }[];
  toolVersion?: string;
}

/** A report before it is known where it is shown: what every surface renders from. */
export interface ReportView {
  model: string;
  trust: 'own' | 'fork';
  verdict: Verdict;
  /** Whether this verdict fails the step under `fail-on` and the policy. */
  blocks: boolean;
  policyIntroduced: boolean;
  /** The sentence that decided the verdict. */
  deciding: Inline[];
  next: Inline[][];
  stages: StageView[];
  sections: Section[];
  sequence: Sequence | null;
  headSha: string | null;
  runUrl: string | null;
  repositoryUrl: string | null;
  artifacts: readonly string[];
  trend: { metric: string; value: number } | null;
  toolVersion: string | null;
}

/**
 * Puts the documents of one model together into one report.
 * @throws EvidenceError when there is no document, or one names a model that no model may be called.
 */
export function buildReportView(unordered: readonly ReportDocument[], context: ReportContext): ReportView {
  const documents = inStageOrder(unordered);
  const model = modelName(documents, context);
  const run = runOf(documents, context);
  const headSha = commit(context.headSha ?? run?.head_sha ?? run?.sha);
  const stageContext: StageContext = {
    trusted: context.trust === 'own',
    repositoryUrl: context.repositoryUrl,
    headSha: headSha ?? undefined,
  };
  const stages = documents.map((document) => stageView(document, stageContext));
  const verdict = worstVerdict(stages.map((stage) => stage.verdict));
  const decisive = stages.filter((stage) => stage.verdict === verdict);
  // What went wrong first explains the rest; of what went well, the last stage says most.
  const first = verdict === 'pass' ? decisive.at(-1)! : decisive[0]!;
  const runUrl = safe(context.run?.url ?? run?.url);
  const facts = { runUrl, headSha, artifacts: context.artifacts ?? [] };
  return {
    model,
    trust: context.trust,
    verdict,
    blocks: documents.some((document) => exitCode(exitFactsOf(document), context.failOn ?? 'policy') !== 0),
    policyIntroduced: stages.some((stage) => stage.policyIntroduced),
    deciding: first.deciding,
    next: stages.flatMap((stage) => stage.next),
    stages,
    sections: inReadingOrder([
      // The stage that decided comes first.
      ...[first, ...stages.filter((stage) => stage !== first)].flatMap((stage) => stage.sections),
      evidenceSection(documents, stages, facts),
      ...appendixSections(context),
    ]).map((section) => (context.trust === 'fork' ? asClaims(section) : section)),
    sequence: sequenceOf(run, context),
    headSha,
    runUrl,
    repositoryUrl: safe(context.repositoryUrl),
    artifacts: facts.artifacts,
    trend: stages.find((stage) => stage.trend !== null)?.trend ?? null,
    toolVersion: context.toolVersion ?? null,
  };
}

/** What is open first, most important on top, then what is folded; sections that say nothing are left out. */
function inReadingOrder(sections: readonly Section[]): Section[] {
  const filled = sections.filter((section) => section.blocks.length > 0);
  const open = filled.filter((section) => !section.folded).sort((a, b) => b.priority - a.priority);
  return [...open, ...filled.filter((section) => section.folded)];
}

/** Data before evaluation before registration, whatever order the files were found in. */
function inStageOrder(documents: readonly ReportDocument[]): ReportDocument[] {
  const order: readonly string[] = REPORTED_SCHEMAS;
  const rank = (document: ReportDocument) => (order.indexOf(document.schema) + order.length + 1) % (order.length + 1);
  return [...documents].sort((a, b) => rank(a) - rank(b));
}

function stageView(document: ReportDocument, context: StageContext): StageView {
  if (isDataReport(document)) return dataView(document, context);
  if (isEvaluation(document)) return evaluationView(document, context);
  if (isModelVersion(document)) return registrationView(document);
  if (isAliasEvent(document)) return aliasEventView(document);
  if (isRollout(document)) return rolloutView(document);
  if (isRetraining(document)) return retrainingView(document, context);
  return errorView(document as Parameters<typeof errorView>[0]);
}

function modelName(documents: readonly ReportDocument[], context: ReportContext): string {
  if (documents.length === 0) {
    throw new EvidenceError({
      code: 'REPORT_NO_DOCUMENTS',
      message: 'A report was to be made, but there is no result document to report.',
      hint: 'Run validate or evaluate first, and let the report read the directory they write to (`.model-delivery`).',
    });
  }
  const names = new Set(documents.map(modelOf).filter((name) => name !== undefined));
  if (names.size > 1) {
    throw new InternalError({
      code: 'REPORT_SEVERAL_MODELS',
      message: `One report was given documents of ${names.size} models; they must be grouped by model first.`,
    });
  }
  const name = [...names][0] ?? context.model;
  if (!MODEL_NAME.test(name)) {
    throw new EvidenceError({
      code: 'REPORT_MODEL_NAME',
      message: `A result document names the model ${JSON.stringify(name.slice(0, 80))}, which is not a model name.`,
      hint: 'Model names are lower-case letters, digits, dots, underscores and hyphens, at most 63 characters; write the documents again.',
    });
  }
  return name;
}

/** The newest run that made the documents. A fork writes what it likes there, so its documents have none. */
function runOf(documents: readonly ReportDocument[], context: ReportContext): RunIdentity | undefined {
  if (context.trust === 'fork') return undefined;
  const runs = documents.map(runOfDocument).filter((run) => run !== undefined);
  return runs.sort((a, b) => b.number - a.number || b.attempt - a.attempt)[0];
}

function sequenceOf(run: RunIdentity | undefined, context: ReportContext): Sequence | null {
  if (run !== undefined) return { run: run.number, attempt: run.attempt };
  return context.run === undefined ? null : { run: context.run.run, attempt: context.run.attempt };
}

function commit(sha: string | undefined): string | null {
  return sha !== undefined && /^[0-9a-f]{7,64}$/.test(sha) ? sha : null;
}

function safe(address: string | undefined): string | null {
  return address === undefined ? null : safeHref(address);
}

function appendixSections(context: ReportContext): Section[] {
  if (context.trust === 'fork') return [];
  return (context.appendix ?? []).map(({ name, markdown }, i) => ({
    id: `appendix-${i}`,
    title: name,
    folded: true,
    priority: 5,
    blocks: markdown.trim() === '' ? [] : [{ kind: 'appendix', markdown }],
  }));
}
