import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryError } from '@model-delivery/core';
import { Authorization } from './authorization.ts';
import { Connection, type RegistryResponse, type RequestBody } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { readBody } from './read-body.ts';
import type { RepositoryAddress } from './reference.ts';
import { isTransient, refusal, unexpectedAnswer, unreachable } from './registry-error.ts';

export interface ClientOptions {
  address: RepositoryAddress;
  credentials: Credentials | null;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  now?: (() => number) | undefined;
  /** Waits between attempts. */
  sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

export interface CallOptions {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** What is being done, for messages: `Uploading a blob`. */
  doing: string;
  headers?: Record<string, string> | undefined;
  body?: RequestBody | undefined;
  signal?: AbortSignal | undefined;
  /** Statuses besides 2xx that are an answer and no failure. */
  also?: readonly number[] | undefined;
}

/** An answer whose body was read. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export const ATTEMPTS = 4;
const MAX_WAIT_MS = 60_000;
const MAX_REDIRECTS = 5;

/** Talks to one repository of a registry: authorization, retries with bounded waits, redirects without credentials. */
export class RegistryClient {
  readonly address: RepositoryAddress;
  readonly #connection: Connection;
  readonly #authorization: Authorization;
  readonly #sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly #now: () => number;

  constructor(options: ClientOptions) {
    this.address = options.address;
    this.#now = options.now ?? Date.now;
    this.#connection = new Connection(options.env ?? {});
    this.#authorization = new Authorization({
      connection: this.#connection,
      origin: options.address.origin,
      credentials: options.credentials,
      now: this.#now,
    });
    this.#sleep = options.sleep ?? (async (ms, signal) => void (await delay(ms, undefined, signal && { signal })));
  }

  /** Address of a path below the repository, such as `blobs/uploads/`. */
  url(path: string): URL {
    return new URL(`${this.address.origin}/v2/${this.address.repository}/${path}`);
  }

  /** An exchange whose answer is read into memory, repeated while it may succeed. */
  async call(url: URL, options: CallOptions): Promise<Answer> {
    return await this.repeat(options, async () => {
      const response = await this.exchange(url, options);
      return { status: response.status, headers: response.headers, body: await readBody(response.body) };
    });
  }

  /** An exchange whose body, where the status is 200, is left to the caller. Failures before it are repeated. */
  async open(url: URL, options: CallOptions): Promise<RegistryResponse | null> {
    let opened: RegistryResponse | null = null;
    await this.repeat(options, async () => {
      const response = await this.exchange(url, options);
      if (response.status === 200) {
        opened = response;
        return { status: 200, headers: response.headers, body: Buffer.alloc(0) };
      }
      return { status: response.status, headers: response.headers, body: await readBody(response.body) };
    });
    return opened;
  }

  /**
   * Repeats work until it answers with 2xx or one of `also`: after a broken connection, 408, 429 and 5xx, at most
   * {@link ATTEMPTS} times, waiting as `Retry-After` says or ever longer, never longer than a minute.
   */
  async repeat(options: Pick<CallOptions, 'doing' | 'signal' | 'also'>, work: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      let wait = 250 * 4 ** (attempt - 1);
      try {
        const answer = await work();
        if (answer.status >= 200 && answer.status < 300) return answer;
        if (options.also?.includes(answer.status)) return answer;
        if (!isTransient(answer.status) || attempt === ATTEMPTS)
          throw refusal(options.doing, this.address.reference, answer.status, answer.body.toString('utf8'), attempt);
        wait = this.#retryAfter(answer.headers) ?? wait;
      } catch (error) {
        options.signal?.throwIfAborted();
        if (error instanceof DeliveryError || !isNetworkFailure(error)) throw error;
        if (attempt === ATTEMPTS) throw unreachable(options.doing, this.address.reference, attempt, error);
      }
      await this.#sleep(Math.min(wait, MAX_WAIT_MS), options.signal);
    }
  }

  /** One exchange with authorization: a challenge is answered once, GET and HEAD follow redirects. */
  async exchange(start: URL, options: CallOptions): Promise<RegistryResponse> {
    let url = start;
    let challenged = false;
    for (let redirects = 0; ; ) {
      const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'model-delivery', ...options.headers };
      const authorization = await this.#authorization.header(url);
      if (authorization !== null) headers.authorization = authorization;
      const { method, body, signal } = options;
      const response = await this.#connection.send({ method, url, headers, body, signal });
      const { status } = response;
      if (status === 401 && !challenged) {
        challenged = true;
        // The address may have been reached by a redirect: only the registry itself is answered.
        if (await this.#authorization.answer(url, authorization, response.headers['www-authenticate'])) {
          response.body.resume();
          if (!body?.once) continue;
          // As if it had timed out: what is repeated is the whole upload.
          return { ...response, status: 408 };
        }
      }
      const location = response.headers.location;
      if (!isRedirect(status) || location === undefined || (method !== 'GET' && method !== 'HEAD')) return response;
      response.body.resume();
      if (++redirects > MAX_REDIRECTS)
        throw unexpectedAnswer(options.doing, this.address.reference, `more than ${MAX_REDIRECTS} redirects`);
      url = this.follow(url, location, options.doing);
    }
  }

  /** Where a `Location` points to: relative or absolute, on any host, but never from https to http. */
  follow(from: URL, location: string, doing: string): URL {
    const url = URL.parse(location, from.href);
    const downgrade = from.protocol === 'https:' && url?.protocol !== 'https:';
    if (url && !downgrade && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
    throw unexpectedAnswer(
      doing,
      this.address.reference,
      `it points to ${JSON.stringify(location.slice(0, 200))}, which is not reached by https`,
    );
  }

  #retryAfter(headers: IncomingHttpHeaders): number | null {
    const value = headers['retry-after'];
    if (value === undefined) return null;
    const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - this.#now();
    return Number.isFinite(ms) ? Math.max(0, ms) : null;
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Whether the network failed, and not our own code. */
export function isNetworkFailure(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || code === 'ABORT_ERR') return false;
  if (['open', 'read', 'close', 'fstat'].includes(syscall ?? '') && !['ECONNRESET', 'ETIMEDOUT'].includes(code))
    return false;
  return (
    /^(E[A-Z]+|HPE_.*|CERT_.*|.*_CERT.*|UND_ERR.*)$/.test(code) ||
    code.startsWith('ERR_SSL') ||
    code.startsWith('ERR_TLS')
  );
}
