import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { DeploymentRecord, DeploymentStatusRecord, EnvironmentRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { userByLogin } from './account.ts';
import { pageUrl, repoUrl } from './repository.ts';

/** `deployment`. */
export function deployment(world: World, repository: FakeRepository, record: DeploymentRecord): JsonObject {
  const url = repoUrl(world, repository, `deployments/${record.id}`);
  return {
    id: record.id,
    node_id: nodeId('Deployment', record.id),
    url,
    sha: record.sha,
    ref: record.ref,
    task: record.task,
    payload: record.payload,
    environment: record.environment,
    original_environment: record.originalEnvironment,
    description: record.description,
    creator: userByLogin(world, record.creator),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repoUrl(world, repository),
    transient_environment: record.transient,
    production_environment: record.production,
  };
}

/** `deployment-status`. */
export function deploymentStatus(
  world: World,
  repository: FakeRepository,
  deploymentId: number,
  record: DeploymentStatusRecord,
): JsonObject {
  const deploymentUrl = repoUrl(world, repository, `deployments/${deploymentId}`);
  return {
    id: record.id,
    node_id: nodeId('DeploymentStatus', record.id),
    url: `${deploymentUrl}/statuses/${record.id}`,
    state: record.state,
    creator: userByLogin(world, record.creator),
    description: record.description,
    environment: record.environment,
    target_url: record.logUrl,
    log_url: record.logUrl,
    environment_url: record.environmentUrl,
    created_at: record.createdAt,
    updated_at: record.createdAt,
    deployment_url: deploymentUrl,
    repository_url: repoUrl(world, repository),
  };
}

/** `environment`. */
export function environment(world: World, repository: FakeRepository, record: EnvironmentRecord): JsonObject {
  const rule = {
    id: record.id,
    node_id: nodeId('GateRule', record.id),
    type: 'required_reviewers',
    prevent_self_review: record.preventSelfReview,
    reviewers: record.reviewers.map((login) => ({ type: 'User', reviewer: userByLogin(world, login) })),
  };
  return {
    id: record.id,
    node_id: nodeId('Environment', record.id),
    name: record.name,
    url: repoUrl(world, repository, `environments/${encodeURIComponent(record.name)}`),
    html_url: pageUrl(
      world,
      repository,
      `deployments/activity_log?environments_filter=${encodeURIComponent(record.name)}`,
    ),
    created_at: record.createdAt,
    updated_at: record.createdAt,
    protection_rules: record.reviewers.length === 0 ? [] : [rule],
    deployment_branch_policy: null,
  };
}
