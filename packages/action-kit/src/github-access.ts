import type { Host } from '@model-delivery/core';
import type { GitHubClient } from '@model-delivery/github';

/** An API client for this runner. The client is loaded only when a stage talks to the API. */
export async function githubClient(host: Host, token: string): Promise<GitHubClient> {
  const { createClient } = await import('@model-delivery/github');
  return createClient(await githubAccess(host, token));
}

/**
 * What an API client needs on this runner: URLs of the server (GHES has its own) and its proxy. @actions/github is loaded
 * only here, because most starts of an action never talk to the API.
 */
async function githubAccess(host: Host, token: string) {
  const { context } = await import('@actions/github');
  return {
    token,
    apiUrl: context.apiUrl,
    graphqlUrl: context.graphqlUrl,
    fetch: await proxiedFetch(host),
    userAgent: `${host.tool.name}/${host.tool.version}`,
    log: (line: string) => host.log.info(line),
  };
}

/** The toolkit's `fetch` through the runner's proxy (it honours `no_proxy`); undefined where there is no proxy. */
async function proxiedFetch(host: Host): Promise<typeof fetch | undefined> {
  const proxied = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => host.env[name]);
  if (!proxied) return undefined;
  const { defaults } = await import('@actions/github/lib/utils');
  return defaults.request?.fetch as typeof fetch | undefined;
}
