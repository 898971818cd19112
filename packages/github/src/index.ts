export { downloadArtifact, listRunArtifacts, type RunArtifact } from './artifacts/run-artifacts.ts';
export { DOCUMENT_LIMITS, readZip, type ZipLimits } from './artifacts/zip-reader.ts';
export { type CheckAnnotation, type CheckRunContent, writeCheckRun } from './check-runs.ts';
export { type ClientOptions, createClient, type GitHubClient, type RepositoryName, repositoryName } from './client.ts';
export { type CommentOutcome, findReportComment, type ReportComment, writeReportComment } from './comments.ts';
export { changedFiles, fileAt } from './contents.ts';
export { type EarlierNames, earlierNames, pullRequestOfMergeGroup } from './earlier-names.ts';
export {
  mergedPullRequestOf,
  type PullRequestFacts,
  pullRequest,
  pullRequestOfRun,
  type RunFacts,
  workflowRun,
} from './pull-requests.ts';
export { currentViewer, type Viewer } from './viewer.ts';
