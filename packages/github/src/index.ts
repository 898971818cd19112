export { downloadArtifact, listRunArtifacts, type RunArtifact } from './artifacts/run-artifacts.ts';
export { DOCUMENT_LIMITS, readZip, type ZipLimits } from './artifacts/zip-reader.ts';
export { type CheckAnnotation, type CheckRunContent, writeCheckRun } from './check-runs.ts';
export { type ClientOptions, createClient, type GitHubClient, type RepositoryName, repositoryName } from './client.ts';
export { type CodeCheck, codeChecks } from './code-checks.ts';
export { type CommentOutcome, findReportComment, type ReportComment, writeReportComment } from './comments.ts';
export { changedFiles, fileAt } from './contents.ts';
export { type DeploymentFacts, projectDeploymentStatus } from './deployments.ts';
export {
  checkWorkflow,
  type DispatchedRun,
  defaultBranch,
  dispatchWorkflow,
  findDispatchedRun,
  mayHaveStarted,
  type WorkflowDispatch,
} from './dispatch.ts';
export { type EarlierNames, earlierNames, pullRequestOfMergeGroup } from './earlier-names.ts';
export { findOpenIssue, type IssueFacts, issueByNumber, writeIssue } from './issues.ts';
export {
  mergedPullRequestOf,
  type PullRequestFacts,
  pullRequest,
  pullRequestOfRun,
  type RunFacts,
  workflowRun,
} from './pull-requests.ts';
export { type GitHubRefLogOptions, githubRefLog } from './ref-log.ts';
export { type RunApproval, runApproval } from './run-approvals.ts';
export { currentViewer, type Viewer } from './viewer.ts';
