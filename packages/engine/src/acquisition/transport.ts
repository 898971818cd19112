import type { NpmSettings } from './npm-settings.ts';

export type Fetch = (
  url: string,
  init: { headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

/**
 * The platform's fetch, or, where npm's settings ask for a proxy, certificates or no certificate check, undici's with these.
 * undici is loaded only then.
 */
export function npmTransport(settings: NpmSettings): Fetch {
  return async (url, init) => {
    const target = new URL(url);
    const proxy = settings.proxy(target);
    if (proxy === null && settings.certificates === null && settings.strictSsl) return fetch(url, init);
    const { Agent, ProxyAgent, fetch: undiciFetch } = await import('undici');
    const tls = {
      ...(settings.certificates === null ? {} : { ca: settings.certificates }),
      rejectUnauthorized: settings.strictSsl,
    };
    const dispatcher =
      proxy === null ? new Agent({ connect: tls }) : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls });
    return (await undiciFetch(url, { ...init, dispatcher })) as unknown as Response;
  };
}
