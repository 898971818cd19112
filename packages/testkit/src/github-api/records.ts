import type { FakeRepository } from './repository.ts';

/** What the fake remembers, one record per kind. Times are ISO 8601 in UTC; accounts are logins. */

export interface CommentRecord {
  id: number;
  issueNumber: number;
  author: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** Classifier in lower case when hidden by `minimizeComment`. */
  minimized: string | null;
}

export interface IssueRecord {
  id: number;
  number: number;
  title: string;
  body: string | null;
  author: string;
  state: 'open' | 'closed';
  stateReason: string | null;
  labels: string[];
  assignees: string[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface PullRecord {
  id: number;
  number: number;
  title: string;
  body: string | null;
  author: string;
  state: 'open' | 'closed';
  draft: boolean;
  labels: string[];
  base: { ref: string; sha: string };
  head: { repository: FakeRepository; ref: string; sha: string };
  /** The test merge while open, the real one once merged; null on a conflict. */
  mergeCommitSha: string | null;
  mergeable: boolean;
  mergedAt: string | null;
  mergedBy: string | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface AnnotationRecord {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: 'notice' | 'warning' | 'failure';
  message: string;
  title?: string;
  raw_details?: string;
}

export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

export interface CheckRunRecord {
  id: number;
  name: string;
  headSha: string;
  /** Slug of the App that made it: only that App may change it. */
  app: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: CheckConclusion | null;
  startedAt: string | null;
  completedAt: string | null;
  externalId: string;
  detailsUrl: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: AnnotationRecord[];
  actions: { label: string; description: string; identifier: string }[];
}

export interface StatusRecord {
  id: number;
  sha: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: string;
  createdAt: string;
}

export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

/** What a required reviewer answered to a run that waited for an environment. */
export interface RunReviewRecord {
  state: 'approved' | 'rejected';
  reviewer: string;
  environment: string;
  comment: string;
}

export interface WorkflowRunRecord {
  /** Answers of reviewers, oldest first. */
  reviews: RunReviewRecord[];
  id: number;
  workflowPath: string;
  event: string;
  headBranch: string | null;
  headSha: string;
  headRepository: FakeRepository;
  runNumber: number;
  runAttempt: number;
  status: RunStatus;
  conclusion: string | null;
  displayTitle: string;
  actor: string;
  /** Numbers of pull requests of this repository; GitHub leaves it empty for forks. */
  pullRequests: number[];
  createdAt: string;
  updatedAt: string;
}

export interface StepRecord {
  name: string;
  number: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
}

export interface JobRecord {
  id: number;
  runId: number;
  runAttempt: number;
  name: string;
  status: RunStatus;
  conclusion: CheckConclusion | null;
  labels: string[];
  steps: StepRecord[];
  createdAt: string;
  startedAt: string;
  completedAt: string | null;
}

export interface DeploymentStatusRecord {
  id: number;
  state: 'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success';
  description: string;
  environment: string;
  environmentUrl: string;
  logUrl: string;
  creator: string;
  createdAt: string;
}

export interface DeploymentRecord {
  id: number;
  sha: string;
  ref: string;
  task: string;
  payload: unknown;
  environment: string;
  originalEnvironment: string;
  description: string | null;
  creator: string;
  transient: boolean;
  production: boolean;
  createdAt: string;
  updatedAt: string;
  statuses: DeploymentStatusRecord[];
}

export interface EnvironmentRecord {
  id: number;
  name: string;
  createdAt: string;
  /** Logins of required reviewers; empty without the rule. */
  reviewers: string[];
  preventSelfReview: boolean;
}

export interface ReleaseRecord {
  id: number;
  tagName: string;
  name: string;
  body: string;
  author: string;
  draft: boolean;
  prerelease: boolean;
  createdAt: string;
  assets: { id: number; name: string; contentType: string; content: Buffer }[];
}
