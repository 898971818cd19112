import { firstExcess, type PermissionMap, readOnly } from './permissions.ts';
import { invalidWorkflow } from './problems.ts';
import type { RunContext } from './run-context.ts';
import type { CallJob, Job, Workflow } from './workflow-model.ts';

interface PermissionScope {
  run: RunContext;
  workflow: Workflow;
  allowed: PermissionMap | undefined;
}

function written(scope: PermissionScope, job: Job): PermissionMap | undefined {
  return job.permissions ?? scope.workflow.permissions;
}

function limited(scope: PermissionScope, job: Job): PermissionMap {
  const { allowed, run } = scope;
  const requested = written(scope, job);
  if (requested === undefined) return allowed ?? run.defaultPermissions;
  const excess = allowed === undefined ? undefined : firstExcess(requested, allowed);
  if (!excess) return requested;
  throw invalidWorkflow(
    `The nested job '${job.id}' is requesting '${excess.scope}: ${excess.requested}', but is only allowed '${excess.scope}: ${excess.allowed}'`,
    job.place,
  );
}

/** Permissions of a job's token: job over workflow over default, never more than the caller's, read-only for forks. */
export function jobPermissions(scope: PermissionScope, job: Job): PermissionMap {
  const permissions = limited(scope, job);
  return scope.run.target.fork ? readOnly(permissions) : permissions;
}

/** What the jobs of the workflow that `job` calls may get at most. Forks are limited when the token is made. */
export function callPermissions(scope: PermissionScope, job: CallJob): PermissionMap {
  return limited(scope, job);
}
