import { type Approval, type Host, PermissionError } from '@model-delivery/core';
import { readEvent, runIdentity } from '../run-identity.ts';
import { gitUser } from './event-meta.ts';
import { apiClient, type RegistryAccess } from './open-registry.ts';

/**
 * Who approved this run, as the GitHub API tells it: nothing is taken from inputs. Outside of a workflow it is git's user, and
 * the record says that there was no run. Null when the run has no approval.
 * @throws PermissionError outside of a workflow when git has no user
 */
export async function approvalOf(host: Host, access: RegistryAccess): Promise<Approval | null> {
  const run = runIdentity(host.env, readEvent(host.env));
  const at = new Date(host.now()).toISOString();
  if (run === undefined) {
    const by = await gitUser(host);
    if (by === null) throw nobody();
    return { by: by.slice(0, 256), environment: null, run: null, at, comment: null };
  }
  const { repositoryName, runApproval } = await import('@model-delivery/github');
  const approval = await runApproval(await apiClient(host, access), repositoryName(host.env.GITHUB_REPOSITORY), run.id);
  return approval === null ? null : { ...approval, run: run.url ?? String(run.id), at: null };
}

function nobody(): PermissionError {
  return new PermissionError({
    code: 'APPROVAL_BY_NOBODY',
    message:
      'Recording the approval: this is no workflow run, and git has no user.name, so nobody is known to approve.',
    hint: 'Set `git config user.name`, or approve in a workflow job behind an environment with required reviewers.',
  });
}
