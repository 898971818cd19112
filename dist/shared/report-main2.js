import { a as unchanged, c as codeMarkdown, i as renderSummary, l as textMarkdown, n as SUMMARY_BUDGET, r as renderComment, t as COMMENT_BUDGET } from "./report-main.js";
import { d as readDocument, n as documentsByModel, r as exitFactsOf, t as REPORTED_SCHEMAS, u as modelOf } from "./report-documents.js";
import { p as verdictSentence } from "./report-number-format.js";
import { c as renderJunit, s as buildReportView } from "./use-cases-report-stage.js";
import { n as renderCheckRun, t as renderAnnotations } from "./post-report-publish.js";

export { codeMarkdown, renderSummary, textMarkdown, verdictSentence };