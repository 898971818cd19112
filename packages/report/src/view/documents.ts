import {
  type AliasEvent,
  aliasEventSchema,
  CLOSED_ROLLOUT_STATES,
  type DataReport,
  dataReportSchema,
  type ErrorDocument,
  type Evaluation,
  errorDocumentSchema,
  evaluationSchema,
  type ModelVersion,
  modelVersionSchema,
  type Retraining,
  type Rollout,
  type RunIdentity,
  retrainingDocumentSchema,
  rolloutDocumentSchema,
  type Verdict,
} from '@model-delivery/core';

/** Every document a report can show. A stage that failed early has an {@link ErrorDocument} with its own schema word. */
export type ReportDocument = DataReport | Evaluation | ModelVersion | AliasEvent | Rollout | Retraining | ErrorDocument;

export function isDataReport(document: ReportDocument): document is DataReport {
  return document.schema === 'data-report/1' && 'datasets' in document;
}

export function isEvaluation(document: ReportDocument): document is Evaluation {
  return document.schema === 'evaluation/1' && 'checks' in document;
}

export function isModelVersion(document: ReportDocument): document is ModelVersion {
  return document.schema === 'model-version/1' && 'files' in document;
}

export function isAliasEvent(document: ReportDocument): document is AliasEvent {
  return document.schema === 'alias-event/1' && 'action' in document;
}

export function isRollout(document: ReportDocument): document is Rollout {
  return document.schema === 'rollout/1' && 'decisions' in document;
}

export function isRetraining(document: ReportDocument): document is Retraining {
  return document.schema === 'retraining/1' && 'signals' in document;
}

/** The schema of each reported document, in the order of the stages. */
const SCHEMAS = {
  'data-report/1': dataReportSchema,
  'evaluation/1': evaluationSchema,
  'model-version/1': modelVersionSchema,
  'alias-event/1': aliasEventSchema,
  'rollout/1': rolloutDocumentSchema,
  'retraining/1': retrainingDocumentSchema,
  'error/1': errorDocumentSchema,
} as const;

/** Schema words of the documents a report shows; others in the same directory (profiles, lineage) are left aside. */
export const REPORTED_SCHEMAS = Object.keys(SCHEMAS) as readonly (keyof typeof SCHEMAS)[];

/**
 * Reads a parsed JSON value as a document. Every string of it is then of limited length, and no key is unknown.
 * @returns the document, `null` when its schema word is not one that is reported, or the reasons why it does not fit.
 */
export function readDocument(value: unknown): { document: ReportDocument } | { problems: string[] } | null {
  const word = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  const known = REPORTED_SCHEMAS.find((each) => each === word);
  if (known === undefined) return null;
  const whole = SCHEMAS[known].safeParse(value);
  if (whole.success) return { document: whole.data };
  const error = errorDocumentSchema.safeParse(value);
  if (error.success) return { document: error.data };
  const issues = whole.error.issues.slice(0, 5);
  return { problems: issues.map((issue) => `${issue.path.join('.') || '(document)'}: ${issue.message}`) };
}

/** The model a document is about; undefined for an error met before the model was known. */
export function modelOf(document: ReportDocument): string | undefined {
  return typeof document.model === 'object' ? document.model.name : document.model;
}

/** The run that made a document; a line of the ledger names it by its address only. */
export function runOfDocument(document: ReportDocument): RunIdentity | undefined {
  const run = document.meta?.run;
  return typeof run === 'object' && run !== null ? run : undefined;
}

/** What decides the exit code of a document. */
export interface ExitFacts {
  verdict: Verdict;
  inconclusiveBlocks: boolean;
  policyIntroduced: boolean;
}

/**
 * Exit facts of any document. A move of an alias that was recorded has happened: it passes. A rollout that is under way is no
 * result yet and stops nobody, whatever `fail-on` says; it blocks where it ended without a decision and its policy says so.
 */
export function exitFactsOf(document: ReportDocument): ExitFacts {
  if (isAliasEvent(document)) return { verdict: 'pass', inconclusiveBlocks: false, policyIntroduced: false };
  const stage = document as { inconclusive_blocks?: boolean; policy_change?: { introduced: boolean } };
  const open = isRollout(document) && !CLOSED_ROLLOUT_STATES.includes(document.state);
  return {
    verdict: open && document.verdict === 'inconclusive' ? 'pass' : document.verdict,
    inconclusiveBlocks: stage.inconclusive_blocks ?? false,
    policyIntroduced: stage.policy_change?.introduced ?? false,
  };
}

/**
 * The documents of each model, models in order of their names. Errors that name no model belong to every one of them,
 * or to `fallback` where no document names a model.
 */
export function documentsByModel(
  documents: readonly ReportDocument[],
  fallback: string,
): { model: string; documents: ReportDocument[] }[] {
  const named = new Set(documents.map(modelOf).filter((name) => name !== undefined));
  const models = named.size === 0 ? [fallback] : [...named].sort();
  return models.map((model) => ({ model, documents: documents.filter((each) => (modelOf(each) ?? model) === model) }));
}
