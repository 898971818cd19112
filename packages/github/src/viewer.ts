import type { GitHubClient } from './client.ts';

/** Who the token speaks as. */
export interface Viewer {
  login: string;
  wrote(user: { login: string; id: number } | null): boolean;
}

/**
 * Asks GraphQL who we are: `GET /user` is 403 for the token of a job. REST writes a bot's login with `[bot]`, GraphQL not
 * always, so logins are compared without it.
 */
export async function currentViewer(client: GitHubClient): Promise<Viewer> {
  const { viewer } = await client.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
  const plain = (login: string) => login.replace(/\[bot\]$/, '');
  return {
    login: viewer.login,
    wrote: (user) => user !== null && plain(user.login) === plain(viewer.login),
  };
}
