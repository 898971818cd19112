import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { AnnotationRecord, CheckRunRecord, StatusRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { integration, userByLogin } from './account.ts';
import { pullReference } from './pull.ts';
import { pageUrl, repoUrl } from './repository.ts';

/** `check-run`. */
export function checkRun(world: World, repository: FakeRepository, record: CheckRunRecord): JsonObject {
  const url = repoUrl(world, repository, `check-runs/${record.id}`);
  // Empty for heads of forks, as the description of the API says.
  const pulls = repository.pulls
    .list()
    .filter((pull) => pull.head.sha === record.headSha && pull.head.repository === repository);
  const page = pageUrl(world, repository, `runs/${record.id}`);
  return {
    id: record.id,
    node_id: nodeId('CheckRun', record.id),
    name: record.name,
    head_sha: record.headSha,
    external_id: record.externalId,
    url,
    html_url: page,
    details_url: record.detailsUrl ?? page,
    status: record.status,
    conclusion: record.conclusion,
    started_at: record.startedAt,
    completed_at: record.completedAt,
    output: { ...record.output, annotations_count: record.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: repository.checkSuiteId(record.headSha, record.app) },
    app: integration(world, record.app),
    pull_requests: pulls.map((pull) => pullReference(world, repository, pull)),
  };
}

/** `check-annotation`. */
export function annotation(
  world: World,
  repository: FakeRepository,
  sha: string,
  record: AnnotationRecord,
): JsonObject {
  return {
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...record,
    blob_href: pageUrl(world, repository, `blob/${sha}/${record.path}`),
  };
}

/** `status` with its creator; `simple-commit-status` is the same without. */
export function commitStatus(world: World, repository: FakeRepository, record: StatusRecord): JsonObject {
  return {
    id: record.id,
    node_id: nodeId('StatusContext', record.id),
    url: repoUrl(world, repository, `statuses/${record.sha}`),
    avatar_url: `${world.serverUrl}/avatars/${world.accounts.get(record.creator).id}`,
    state: record.state,
    context: record.context,
    description: record.description,
    target_url: record.targetUrl,
    created_at: record.createdAt,
    updated_at: record.createdAt,
    creator: userByLogin(world, record.creator),
  };
}
