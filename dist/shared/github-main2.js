import { a as createClient, i as pullRequestOfMergeGroup, n as fileAt, o as repositoryName, r as earlierNames, t as changedFiles } from "./github-main.js";
import { i as readZip, n as listRunArtifacts, r as DOCUMENT_LIMITS, t as downloadArtifact } from "./post-report-documents.js";
import { a as writeReportComment, i as findReportComment, o as writeCheckRun, r as currentViewer } from "./post-report-publish.js";
import { i as workflowRun, n as pullRequest, r as pullRequestOfRun, t as mergedPullRequestOf } from "./post-report-target.js";

export { changedFiles, createClient, repositoryName };