import { ACTIONS_BOT, ACTIONS_BOT_ID, type Account } from '../accounts.ts';
import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { World } from '../world.ts';

/** `simple-user`. */
export function simpleUser(world: World, account: Account): JsonObject {
  const url = `${world.apiUrl}/users/${encodeURIComponent(account.login)}`;
  const page = account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.serverUrl}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.serverUrl}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
    user_view_type: 'public',
  };
}

export function userByLogin(world: World, login: string): JsonObject {
  return simpleUser(world, world.accounts.get(login));
}

/** `public-user`, the answer of GET /user to a person's token. */
export function publicUser(world: World, account: Account): JsonObject {
  return {
    ...simpleUser(world, account),
    name: account.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: world.repositories.size,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: world.now(),
    updated_at: world.now(),
  };
}

export const ACTIONS_APP = 'github-actions';

/** `integration`: the App behind a token, by its slug. */
export function integration(world: World, slug: string): JsonObject {
  const id = slug === ACTIONS_APP ? 15368 : world.accounts.get(`${slug}[bot]`).id;
  return {
    id,
    slug,
    node_id: nodeId('App', id),
    owner: userByLogin(world, 'github'),
    name: slug === ACTIONS_APP ? 'GitHub Actions' : slug,
    description: '',
    external_url: `${world.serverUrl}/features/actions`,
    html_url: `${world.serverUrl}/apps/${slug}`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2024-04-10T20:33:16Z',
    permissions: {},
    events: [],
  };
}

/** Slug of the App whose bot has this login. */
export function appOfBot(login: string): string {
  return login.replace(/\[bot\]$/, '');
}

/** `author_association` of a login with a repository. */
export function association(login: string, role: string, account: Account): string {
  if (login === ACTIONS_BOT || account.id === ACTIONS_BOT_ID) return 'NONE';
  if (role === 'admin') return 'OWNER';
  return role === 'maintain' || role === 'write' || role === 'triage' ? 'COLLABORATOR' : 'NONE';
}
