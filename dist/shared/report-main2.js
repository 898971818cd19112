import { p as verdictSentence } from "./report-number-format.js";
import { a as readDocument, c as renderComment, d as unchanged, f as renderAnnotations, h as textMarkdown, i as modelOf, l as renderSummary, m as codeMarkdown, n as REPORTED_SCHEMAS, o as COMMENT_BUDGET, p as renderCheckRun, r as documentsByModel, s as SUMMARY_BUDGET, t as buildReportView, u as renderMarker } from "./report-main.js";
import { s as renderJunit } from "./use-cases-report-stage.js";

export { renderSummary, verdictSentence };