export { type Annotation, type CheckRunReport, renderAnnotations, renderCheckRun } from './check-run/check-run.ts';
export { renderJunit } from './junit/junit.ts';
export {
  COMMENT_BUDGET,
  type CommentOptions,
  renderComment,
  renderSummary,
  SUMMARY_BUDGET,
} from './markdown/comment.ts';
export { codeMarkdown, textMarkdown } from './markdown/escape.ts';
export { unchanged } from './markdown/unchanged.ts';
export {
  documentsByModel,
  type ExitFacts,
  exitFactsOf,
  modelOf,
  REPORTED_SCHEMAS,
  type ReportDocument,
  readDocument,
} from './view/documents.ts';
export { verdictSentence } from './view/headline.ts';
export { buildReportView, type ReportContext, type ReportView } from './view/report-view.ts';
