import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { JobRecord, RunReviewRecord, WorkflowRunRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { Workflow } from '../workflow-runs.ts';
import type { World } from '../world.ts';
import { ACTIONS_APP, userByLogin } from './account.ts';
import { simpleCommit } from './commit.ts';
import { environment } from './deployment.ts';
import { pullReference } from './pull.ts';
import { minimalRepository, pageUrl, repoUrl } from './repository.ts';

/** `environment-approvals`. */
export function runReview(world: World, repository: FakeRepository, review: RunReviewRecord): JsonObject {
  const record = repository.environments.get(review.environment);
  if (record === undefined) throw new Error(`${repository.fullName} has no environment ${review.environment}`);
  const {
    protection_rules: _rules,
    deployment_branch_policy: _policy,
    ...shown
  } = environment(world, repository, record);
  return {
    environments: [shown],
    state: review.state,
    user: userByLogin(world, review.reviewer),
    comment: review.comment,
  };
}

/** `workflow`. */
export function workflow(world: World, repository: FakeRepository, { id, path, name }: Workflow): JsonObject {
  const file = path.split('/').at(-1);
  return {
    id,
    node_id: nodeId('Workflow', id),
    name,
    path,
    state: 'active',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    url: repoUrl(world, repository, `actions/workflows/${id}`),
    html_url: pageUrl(world, repository, `blob/${repository.defaultBranch}/${path}`),
    badge_url: pageUrl(world, repository, `actions/workflows/${file}/badge.svg`),
  };
}

/** `workflow-run`. */
export function workflowRun(world: World, repository: FakeRepository, run: WorkflowRunRecord): JsonObject {
  const url = repoUrl(world, repository, `actions/runs/${run.id}`);
  const workflowId = repository.actions.workflowId(run.workflowPath);
  const commit = run.headRepository.git.readCommit(run.headSha);
  const pulls = run.pullRequests.flatMap((number) => repository.pulls.get(number) ?? []);
  const suite = repository.checkSuiteId(run.headSha, ACTIONS_APP);
  return {
    id: run.id,
    name: repository.actions.workflowName(run),
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: suite,
    check_suite_node_id: nodeId('CheckSuite', suite),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflowPath,
    run_number: run.runNumber,
    run_attempt: run.runAttempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    display_title: run.displayTitle,
    workflow_id: workflowId,
    url,
    html_url: pageUrl(world, repository, `actions/runs/${run.id}`),
    pull_requests: pulls.map((pull) => pullReference(world, repository, pull)),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor: userByLogin(world, run.actor),
    triggering_actor: userByLogin(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: repoUrl(world, repository, `check-suites/${suite}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.runAttempt > 1 ? `${url}/attempts/${run.runAttempt - 1}` : null,
    workflow_url: repoUrl(world, repository, `actions/workflows/${workflowId}`),
    head_commit: commit === undefined ? null : simpleCommit(commit),
    repository: minimalRepository(world, repository),
    head_repository: minimalRepository(world, run.headRepository),
  };
}

/** `job`. */
export function job(world: World, repository: FakeRepository, record: JobRecord): JsonObject {
  const run = repository.actions.runs.get(record.runId)!;
  return {
    id: record.id,
    run_id: run.id,
    run_url: repoUrl(world, repository, `actions/runs/${run.id}`),
    run_attempt: record.runAttempt,
    node_id: nodeId('CheckRun', record.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    url: repoUrl(world, repository, `actions/jobs/${record.id}`),
    html_url: pageUrl(world, repository, `actions/runs/${run.id}/job/${record.id}`),
    status: record.status,
    conclusion: record.conclusion,
    created_at: record.createdAt,
    started_at: record.startedAt,
    completed_at: record.completedAt,
    name: record.name,
    steps: record.steps.map((step) => ({ ...step, started_at: record.startedAt, completed_at: record.completedAt })),
    check_run_url: repoUrl(world, repository, `check-runs/${record.id}`),
    labels: record.labels,
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
    workflow_name: repository.actions.workflowName(run),
  };
}
