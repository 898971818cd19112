import { ConfigError, registerSecret } from '@model-delivery/core';
import { Octokit } from '@octokit/rest';
import { type Sleep, withRetries } from './retry.ts';

/** A repository as `owner` and `repo`. */
export interface RepositoryName {
  owner: string;
  repo: string;
}

/** What a client is built from. Everything comes from the rim; nothing is read from the process here. */
export interface ClientOptions {
  token: string;
  /** `GITHUB_API_URL`; GHES has its own. @octokit/rest ignores the variable, so it is always passed on. */
  apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  graphqlUrl?: string | undefined;
  /** The runner's proxy settings, as a `fetch`. */
  fetch?: typeof fetch | undefined;
  userAgent?: string | undefined;
  sleep?: Sleep | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** Longest time to wait for a rate limit, in milliseconds. */
  maxWaitMs?: number | undefined;
  log?: ((line: string) => void) | undefined;
}

export type GitHubClient = Octokit;

/**
 * The one place that makes an API client: base URL, proxy, retries and messages.
 * @throws ConfigError when there is no token.
 */
export function createClient(options: ClientOptions): GitHubClient {
  if (options.token === '') {
    throw new ConfigError({
      code: 'TOKEN_MISSING',
      message: 'Talking to the GitHub API needs a token, and the input `github-token` is empty.',
      hint: 'Leave `github-token` at its default, ${{ github.token }}, or pass one with the permissions of the README.',
    });
  }
  registerSecret(options.token);
  const silent = () => {};
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: options.userAgent ?? 'model-delivery',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ...(options.fetch ? { request: { fetch: options.fetch } } : {}),
  });
  octokit.hook.wrap('request', withRetries(options));
  // Left alone, octokit derives the GraphQL address from the REST one; a server may say otherwise.
  if (options.graphqlUrl) {
    octokit.graphql = octokit.graphql.defaults({ baseUrl: options.graphqlUrl.replace(/\/graphql\/*$/, '') });
  }
  return octokit;
}

/** `OWNER/REPO` of `GITHUB_REPOSITORY`. @throws ConfigError for anything else. */
export function repositoryName(fullName: string | undefined): RepositoryName {
  const match = /^(?!\.\.?\/)([A-Za-z0-9._-]+)\/(?!\.\.?$)([A-Za-z0-9._-]+)$/.exec(fullName ?? '');
  if (!match) {
    throw new ConfigError({
      code: 'REPOSITORY_UNKNOWN',
      message: `GITHUB_REPOSITORY names the repository as OWNER/REPO; found ${fullName ? JSON.stringify(fullName) : 'nothing'}.`,
      hint: 'Run inside a workflow, or set GITHUB_REPOSITORY.',
    });
  }
  return { owner: match[1]!, repo: match[2]! };
}
