import { _ as listRunArtifacts, a as workflowRun, c as earlierNames, d as writeReportComment, f as bodyAfterMarker, g as downloadArtifact, h as repositoryName, i as pullRequestOfRun, l as pullRequestOfMergeGroup, m as createClient, n as mergedPullRequestOf, o as changedFiles, p as parseMarker, r as pullRequest, s as fileAt, t as currentViewer, u as findReportComment, v as DOCUMENT_LIMITS, y as readZip } from "./github-main.js";
import { t as writeCheckRun } from "./post-report-publish.js";

export { changedFiles, createClient, repositoryName };