import type { Host, Rollout } from '@model-delivery/core';
import type { RegistryAccess } from '../registry/index.ts';
import { apiClient } from '../registry/open-registry.ts';
import { readEvent, runIdentity } from '../run-identity.ts';

const STATUS: Partial<Record<Rollout['state'], 'success' | 'failure'>> = {
  Completed: 'success',
  RolledBack: 'failure',
  Foreign: 'failure',
  Broken: 'failure',
};

/** Shows the rollout as a GitHub Deployment where there is a repository and a token. Never decides, never fails: a warning is all. */
export async function projectDeployment(host: Host, access: RegistryAccess, document: Rollout): Promise<void> {
  const { env } = host;
  const ref = env.GITHUB_SHA;
  const token = access.client !== undefined || Boolean(access.token ?? env.GITHUB_TOKEN);
  if (!env.GITHUB_REPOSITORY || !ref || !token || document.state === 'Idle') return;
  try {
    const { projectDeploymentStatus, repositoryName } = await import('@model-delivery/github');
    const client = await apiClient(host, access);
    await projectDeploymentStatus(client, repositoryName(env.GITHUB_REPOSITORY), {
      ref,
      environment: document.endpoint,
      key: `${document.candidate}@${document.decisions[0]?.time ?? ''}`,
      state: STATUS[document.state] ?? 'in_progress',
      description: `${document.state} at ${document.weight} %: ${document.reason}`,
      logUrl: runIdentity(env, readEvent(env))?.url,
    });
  } catch (error) {
    host.log.warning(
      `The GitHub Deployment of ${document.endpoint} was not updated: ${(error as Error).message}. It is display only; it needs \`deployments: write\`.`,
    );
  }
}
