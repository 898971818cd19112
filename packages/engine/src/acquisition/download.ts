import { setTimeout as delay } from 'node:timers/promises';
import { ExternalError } from '@model-delivery/core';
import type { NpmSettings } from './npm-settings.ts';
import type { Fetch } from './transport.ts';

export interface DownloadOptions {
  settings: Pick<NpmSettings, 'authorization'>;
  fetch: Fetch;
  /** Largest body that is accepted, in bytes. */
  maxBytes: number;
  accept?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Limit of one attempt, in ms. Default 5 minutes. */
  timeoutMs?: number | undefined;
  /** Waits between attempts; injected by tests. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

const ATTEMPTS = 3;
const MAX_REDIRECTS = 5;

/** What came back: a body, or the fact that there is nothing at this address. */
export type Download = { found: true; body: Buffer } | { found: false };

/**
 * Downloads a URL with up to 3 attempts for network failures, 5xx, 408 and 429. Redirects are followed; credentials go only
 * to hosts they are configured for, and never from https to http.
 * @throws ExternalError
 */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const sleep =
    options.sleep ?? ((ms) => delay(ms, undefined, options.signal === undefined ? {} : { signal: options.signal }));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await downloadOnce(url, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      const failure = error instanceof ExternalError ? error : networkFailure(url, error, options);
      if (!failure.retryable) throw failure;
      if (attempt === ATTEMPTS) throw gaveUp(failure);
      await sleep(1000 * 2 ** (attempt - 1));
    }
  }
}

async function downloadOnce(start: string, options: DownloadOptions): Promise<Download> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? 5 * 60_000);
  const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
  let url = new URL(start);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await options.fetch(url.href, { headers: headers(url, options), redirect: 'manual', signal });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      url = redirected(url, response);
      continue;
    }
    if (response.status === 404) {
      await response.body?.cancel();
      return { found: false };
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(url, response.status);
    }
    return { found: true, body: await readBody(url, response, options.maxBytes) };
  }
  throw failed(url, `more than ${MAX_REDIRECTS} redirects`, false);
}

function headers(url: URL, options: DownloadOptions): Record<string, string> {
  const authorization = options.settings.authorization(url);
  return {
    accept: options.accept ?? '*/*',
    'user-agent': 'model-delivery',
    ...(authorization === null ? {} : { authorization }),
  };
}

function redirected(from: URL, response: Response): URL {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href))
    throw failed(from, `HTTP ${response.status} without a usable Location`, false);
  const to = new URL(location, from);
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return to;
  throw failed(
    from,
    `a redirect from ${from.protocol}//${from.host} to ${to.protocol}//${to.host}, which is less safe`,
    false,
  );
}

async function readBody(url: URL, response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw failed(url, `a body of more than ${maxBytes} bytes`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(url: URL, status: number): ExternalError {
  const denied = status === 401 || status === 403;
  return new ExternalError({
    system: 'npm registry',
    code: denied ? 'REGISTRY_DENIED' : 'REGISTRY_FAILED',
    message: `Downloading ${shown(url)}: expected the file, the registry answered HTTP ${status}.`,
    hint: denied
      ? `Give npm credentials for ${url.host}: \`//${url.host}/:_authToken=\${NPM_TOKEN}\` in .npmrc and NPM_TOKEN in the step's environment. Or set engine-path to a folder with the files.`
      : OTHER_WAYS,
    retryable: status >= 500 || status === 408 || status === 429,
  });
}

const OTHER_WAYS =
  'Check the npm registry setting (registry in .npmrc, npm_config_registry) and the proxy (HTTPS_PROXY), or set engine-path to a folder with the files.';

function networkFailure(url: string, error: unknown, options: DownloadOptions): ExternalError {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const cause =
    error instanceof Error && error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : String(error);
  const why = isTimeout ? `no answer within ${(options.timeoutMs ?? 5 * 60_000) / 1000} s` : cause;
  return failed(new URL(url), why, true, error);
}

function failed(url: URL, why: string, retryable: boolean, cause?: unknown): ExternalError {
  return new ExternalError({
    system: 'npm registry',
    code: 'REGISTRY_FAILED',
    message: `Downloading ${shown(url)}: ${why}.`,
    hint: OTHER_WAYS,
    retryable,
    cause,
  });
}

function gaveUp(failure: ExternalError): ExternalError {
  return new ExternalError({
    system: failure.system,
    code: failure.code,
    message: `${failure.message} Tried ${ATTEMPTS} times.`,
    hint: failure.hint,
    cause: failure.cause,
    retryable: true,
    attempts: ATTEMPTS,
  });
}

/** Without credentials and query: signed download addresses carry their key there. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
