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

/** Shows a rollout as a GitHub Deployment, where there is a repository and a token. Display only: it never decides and never fails. */
export interface DeploymentProjection {
  /** Shows a state on the way; the rollout does not wait for it. */
  show(document: Rollout): void;
  /** Shows where the command left the rollout. */
  finish(document: Rollout): Promise<void>;
}

export function deploymentProjection(host: Host, access: RegistryAccess): DeploymentProjection {
  let shown: Promise<boolean> = Promise.resolve(true);
  const show = (document: Rollout) => {
    // One after the other; the first refusal is said, and the last word.
    shown = shown.then((going) => going && project(host, access, document));
  };
  return {
    show,
    finish: async (document) => {
      show(document);
      await shown;
    },
  };
}

/** Gives whether there is a point in going on. */
async function project(host: Host, access: RegistryAccess, document: Rollout): Promise<boolean> {
  const { env } = host;
  const ref = env.GITHUB_SHA;
  const token = access.client !== undefined || Boolean(access.token ?? env.GITHUB_TOKEN);
  if (!env.GITHUB_REPOSITORY || !ref || !token) return false;
  if (document.state === 'Idle') return true;
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
    return true;
  } catch (error) {
    host.log.warning(
      `The GitHub Deployment of ${document.endpoint} was not updated: ${(error as Error).message}. It is display only; it needs \`deployments: write\`.`,
    );
    return false;
  }
}
