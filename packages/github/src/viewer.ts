import { DeliveryError, ExternalError } from '@model-delivery/core';
import type { GitHubClient } from './client.ts';

/** The author of a comment, as REST writes it. */
export interface Author {
  login: string;
  type: string;
}

/** Who the token speaks as. */
export interface Viewer {
  login: string;
  wrote(user: Author | null): boolean;
}

/**
 * Asks GraphQL who we are: `GET /user` is 403 for the token of a job. REST writes a bot's login as `name[bot]`, GraphQL not
 * always; a missing `[bot]` is forgiven only where REST says that the author is a bot, so that no person of that name passes.
 * @throws ExternalError when GraphQL answers with errors.
 */
export async function currentViewer(client: GitHubClient): Promise<Viewer> {
  const login = await viewerLogin(client);
  return {
    login,
    wrote: (user) => user !== null && (user.login === login || (user.type === 'Bot' && user.login === `${login}[bot]`)),
  };
}

async function viewerLogin(client: GitHubClient): Promise<string> {
  try {
    const { viewer } = await client.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
    return viewer.login;
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new ExternalError({
      code: 'GITHUB_API_FAILED',
      system: 'GitHub API',
      message: `Asking the GitHub API whom the token belongs to failed: ${(error as Error).message.slice(0, 300)}`,
      hint: 'Our comment is recognised by its author. Run the job again, or look at the status page of the GitHub server.',
      retryable: true,
      cause: error,
    });
  }
}
