import type { Agent, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { ConfigError } from '@model-delivery/core';

export interface RegistryRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: RequestBody | undefined;
  signal?: AbortSignal | undefined;
}

/** A body of known length that is handed over block by block: a block may be changed once its promise is settled. */
export interface RequestBody {
  length: number;
  /** A body that is not sent again to the same address: its upload starts anew. */
  once?: boolean;
  send(write: (block: Uint8Array) => Promise<void>): Promise<void>;
}

export interface RegistryResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: IncomingMessage;
}

const IDLE_MS = 120_000;
/** How long after a failed write an answer that is already on its way is waited for. */
const GRACE_MS = 1000;

/**
 * HTTP by `node:http`, which sends a body without keeping it (fetch keeps it all for redirects). One pool of
 * connections a store; through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name.
 */
export class Connection {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #agents = new Map<string, Agent>();

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  /** One exchange: resolves when the head of the answer is there, also while the body is still on its way. */
  async send(request: RegistryRequest): Promise<RegistryResponse> {
    const { protocol } = request.url;
    const module = protocol === 'https:' ? await import('node:https') : await import('node:http');
    const length = request.body ? { 'content-length': String(request.body.length) } : {};
    const options: RequestOptions = {
      method: request.method,
      headers: { ...request.headers, ...length },
      agent: await this.#agent(protocol, request.url.hostname),
      ...(request.signal && { signal: request.signal }),
    };
    return await new Promise((resolve, reject) => {
      const message = module.request(request.url, options);
      message.setTimeout(IDLE_MS, () => message.destroy(timedOut(request.url)));
      let answered = false;
      let sent = false;
      message.on('response', (body) => {
        answered = true;
        // After a refusal in the middle of a body the connection is of no use: the rest will not follow.
        body.once('close', () => sent || message.destroy());
        resolve({ status: body.statusCode ?? 0, headers: body.headers, body });
      });
      // An answer before the end of the body, such as 401, is the answer: what breaks afterwards does not matter.
      message.on('error', (error) => answered || reject(error));
      const write = (block: Uint8Array) =>
        new Promise<void>((written, failed) => {
          if (answered) return failed(new AnsweredEarly());
          message.write(block, (error) => (error ? failed(error) : written()));
        });
      (request.body?.send(write) ?? Promise.resolve()).then(
        () => {
          sent = true;
          message.end();
        },
        (error: Error) => {
          if (answered) return;
          // A broken connection tells itself through 'error', or, where an answer came first, through 'response'.
          if (isBrokenConnection(error)) return void setTimeout(() => reject(error), GRACE_MS);
          reject(error);
          message.destroy();
        },
      );
    });
  }

  async #agent(protocol: string, hostname: string): Promise<Agent> {
    const known = this.#agents.get(protocol);
    if (known) return known;
    assertProxySupport(this.#env, hostname);
    const { Agent } = protocol === 'https:' ? await import('node:https') : await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 8, proxyEnv: { ...this.#env } } as never);
    this.#agents.set(protocol, agent);
    return agent;
  }
}

function isBrokenConnection(error: Error): boolean {
  return ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The server answered while the body was on its way. */
class AnsweredEarly extends Error {}

function timedOut(url: URL): Error {
  return Object.assign(new Error(`no byte from ${url.host} for ${IDLE_MS / 1000} s`), { code: 'ETIMEDOUT' });
}

/** Agents of Node know proxies since 24.5: going past one silently would be wrong. */
function assertProxySupport(env: Readonly<Record<string, string | undefined>>, hostname: string): void {
  const proxied = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => env[name]);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (!proxied || ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || major > 24 || (major === 24 && minor >= 5))
    return;
  throw new ConfigError({
    code: 'STORE_PROXY',
    message: `Reaching the container registry ${hostname}: a proxy is set, and Node ${process.versions.node} cannot use one here.`,
    hint: 'Use Node 24.5 or newer.',
  });
}
