import type { GitHubClient, RepositoryName } from './client.ts';

/** A deployment as GitHub shall show it: one per rollout, found again by its key. */
export interface DeploymentFacts {
  /** Commit or branch that is being deployed. */
  ref: string;
  environment: string;
  /** Names the rollout among all of its environment. */
  key: string;
  state: 'in_progress' | 'success' | 'failure' | 'inactive';
  description: string;
  logUrl: string | undefined;
}

const TASK = 'model-delivery';
/** GitHub's limit for descriptions, in UTF-16 units. */
const DESCRIPTION_LENGTH = 140;

/**
 * Brings the deployment of a rollout up to date: created once, then a status for each change. Display only: no decision
 * is ever read from it. Needs `deployments: write`.
 */
export async function projectDeploymentStatus(
  client: GitHubClient,
  repository: RepositoryName,
  facts: DeploymentFacts,
): Promise<{ id: number; written: boolean }> {
  const id = (await findDeployment(client, repository, facts)) ?? (await createDeployment(client, repository, facts));
  const { data: statuses } = await client.rest.repos.listDeploymentStatuses({
    ...repository,
    deployment_id: id,
    per_page: 1,
  });
  const description = facts.description.slice(0, DESCRIPTION_LENGTH);
  const latest = statuses[0];
  if (latest?.state === facts.state && latest.description === description) return { id, written: false };
  await client.rest.repos.createDeploymentStatus({
    ...repository,
    deployment_id: id,
    state: facts.state,
    description,
    auto_inactive: false,
    ...(facts.logUrl === undefined ? {} : { log_url: facts.logUrl }),
  });
  return { id, written: true };
}

async function findDeployment(
  client: GitHubClient,
  repository: RepositoryName,
  { environment, key }: DeploymentFacts,
): Promise<number | null> {
  const { data } = await client.rest.repos.listDeployments({ ...repository, environment, task: TASK, per_page: 20 });
  return data.find(({ payload }) => keyOf(payload) === key)?.id ?? null;
}

/** GitHub gives a payload back as it was sent, or as text. */
function keyOf(payload: unknown): unknown {
  if (typeof payload !== 'string') return (payload as { key?: unknown } | null)?.key;
  try {
    return (JSON.parse(payload) as { key?: unknown } | null)?.key;
  } catch {
    return undefined;
  }
}

async function createDeployment(
  client: GitHubClient,
  repository: RepositoryName,
  { ref, environment, key, description }: DeploymentFacts,
): Promise<number> {
  const { data } = await client.rest.repos.createDeployment({
    ...repository,
    ref,
    environment,
    task: TASK,
    auto_merge: false,
    required_contexts: [],
    payload: { key },
    description: description.slice(0, DESCRIPTION_LENGTH),
  });
  if ('id' in data) return data.id;
  throw new Error(`GitHub did not create the deployment: ${data.message ?? 'no reason given'}`);
}
