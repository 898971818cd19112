import { ApiError } from '../api-error.ts';
import { type Operations, ok } from '../operation.ts';
import { publicUser } from '../representations/account.ts';
import { ACTIONS_OPERATIONS } from './actions.ts';
import { CHECK_OPERATIONS } from './checks.ts';
import { CONTENT_OPERATIONS } from './contents.ts';
import { DEPLOYMENT_OPERATIONS } from './deployments.ts';
import { GIT_DATA_OPERATIONS } from './git-data.ts';
import { ISSUE_OPERATIONS } from './issues.ts';
import { PULL_OPERATIONS } from './pulls.ts';
import { REPOSITORY_OPERATIONS } from './repositories.ts';

const USER_OPERATIONS: Operations = {
  'users/get-authenticated': ({ world, grant }) => {
    // A job token is an App installation, not a person.
    if (grant.kind === 'installation') throw new ApiError(403, 'Resource not accessible by integration');
    return ok(publicUser(world, world.accounts.get(grant.login)));
  },
};

/** Every operation the fake implements. */
export const OPERATIONS: Operations = {
  ...ACTIONS_OPERATIONS,
  ...CHECK_OPERATIONS,
  ...CONTENT_OPERATIONS,
  ...DEPLOYMENT_OPERATIONS,
  ...GIT_DATA_OPERATIONS,
  ...ISSUE_OPERATIONS,
  ...PULL_OPERATIONS,
  ...REPOSITORY_OPERATIONS,
  ...USER_OPERATIONS,
};
