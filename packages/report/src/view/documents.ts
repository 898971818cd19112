import {
  type DataReport,
  dataReportSchema,
  type ErrorDocument,
  type Evaluation,
  errorDocumentSchema,
  evaluationSchema,
} from '@model-delivery/core';

/** Every document a report can show. A stage that failed early has an {@link ErrorDocument} with its own schema word. */
export type ReportDocument = DataReport | Evaluation | ErrorDocument;

export function isDataReport(document: ReportDocument): document is DataReport {
  return document.schema === 'data-report/1' && 'datasets' in document;
}

export function isEvaluation(document: ReportDocument): document is Evaluation {
  return document.schema === 'evaluation/1' && 'checks' in document;
}

/** Schema words of the documents a report shows; others in the same directory (profiles, lineage) are left aside. */
export const REPORTED_SCHEMAS = ['data-report/1', 'evaluation/1', 'error/1'] as const;

/**
 * Reads a parsed JSON value as a document. Every string of it is then of limited length, and no key is unknown.
 * @returns the document, `null` when its schema word is not one that is reported, or the reasons why it does not fit.
 */
export function readDocument(value: unknown): { document: ReportDocument } | { problems: string[] } | null {
  const word = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (!REPORTED_SCHEMAS.some((known) => known === word)) return null;
  const whole =
    word === 'data-report/1'
      ? dataReportSchema.safeParse(value)
      : word === 'evaluation/1'
        ? evaluationSchema.safeParse(value)
        : errorDocumentSchema.safeParse(value);
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
