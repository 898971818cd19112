import { Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Arm } from '../ports.ts';

/** Headers that belong to one connection, not to the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Bodies up to this size are kept, so that a request can be repeated when an idle connection turns out to be closed. */
const REPEATABLE_BYTES = 1024 * 1024;
/** nginx's number for a client that went away before its answer was complete. */
const CLIENT_CLOSED = 499;

/** Sends requests on to one arm over kept-alive connections. */
export interface Forwarder {
  forward(arm: Arm, incoming: IncomingMessage, outgoing: ServerResponse, done: (code: number) => void): void;
  close(): void;
}

/** @param timeoutMs how long an arm may be silent before the client gets 504 */
export function createForwarder(arms: Record<Arm, URL>, timeoutMs: number): Forwarder {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256, scheduling: 'lifo' });
  return {
    forward: (arm, incoming, outgoing, done) =>
      new Exchange(arm, arms[arm], agent, timeoutMs, incoming, outgoing, done).start(),
    close: () => agent.destroy(),
  };
}

/** One request and its answer. `done` is called exactly once, with the code to count. */
class Exchange {
  readonly #arm: Arm;
  readonly #target: URL;
  readonly #agent: Agent;
  readonly #timeoutMs: number;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #done: (code: number) => void;
  #upstream: ClientRequest | undefined;
  #counted = false;

  constructor(
    arm: Arm,
    target: URL,
    agent: Agent,
    timeoutMs: number,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    done: (code: number) => void,
  ) {
    this.#arm = arm;
    this.#target = target;
    this.#agent = agent;
    this.#timeoutMs = timeoutMs;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#done = done;
  }

  start(): void {
    this.#outgoing.on('close', () => {
      if (this.#counted) return;
      if (this.#outgoing.writableFinished) {
        this.#count(this.#outgoing.statusCode);
        return;
      }
      this.#count(CLIENT_CLOSED);
      this.#upstream?.destroy();
    });
    const length = Number(this.#incoming.headers['content-length'] ?? Number.NaN);
    const hasBody = this.#incoming.headers['transfer-encoding'] !== undefined || length > 0;
    if (!hasBody) this.#send(Buffer.alloc(0), true);
    else if (length <= REPEATABLE_BYTES) this.#sendBuffered();
    else this.#send(null, false);
  }

  #sendBuffered(): void {
    const chunks: Buffer[] = [];
    this.#incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.#incoming.on('end', () => this.#send(Buffer.concat(chunks), true));
    this.#incoming.on('error', () => this.#outgoing.destroy());
  }

  /** @param body null = stream the client's body */
  #send(body: Buffer | null, mayRepeat: boolean): void {
    if (this.#counted) return;
    const upstream = request({
      agent: this.#agent,
      host: this.#target.hostname.replace(/^\[|\]$/g, ''),
      port: this.#target.port || 80,
      method: this.#incoming.method,
      path: joinPath(this.#target.pathname, this.#incoming.url ?? '/'),
      headers: this.#requestHeaders(),
      timeout: this.#timeoutMs,
    });
    this.#upstream = upstream;
    upstream.on('response', (answer) => this.#answer(answer));
    upstream.on('timeout', () => {
      this.#refuse(504, 'did not answer in time');
      upstream.destroy();
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      const closedWhileIdle = upstream.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (mayRepeat && closedWhileIdle && !this.#outgoing.headersSent) this.#send(body, true);
      else this.#refuse(502, `could not be reached (${error.code ?? error.message})`);
    });
    if (body === null) this.#incoming.pipe(upstream);
    else upstream.end(body);
  }

  #requestHeaders(): Record<string, string | string[]> {
    const headers = endToEnd(this.#incoming.headers);
    headers.host = this.#target.host;
    headers['x-forwarded-host'] ??= this.#incoming.headers.host ?? '';
    const before = this.#incoming.headers['x-forwarded-for'];
    headers['x-forwarded-for'] = [before, this.#incoming.socket.remoteAddress].filter(Boolean).join(', ');
    if (this.#incoming.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
    return headers;
  }

  #answer(answer: IncomingMessage): void {
    const code = answer.statusCode ?? 502;
    const headers = endToEnd(answer.headers);
    headers['x-model-delivery-arm'] = this.#arm;
    this.#outgoing.writeHead(code, answer.statusMessage, headers);
    // The client already has the status; for the arm's record an answer that broke off is a failure.
    answer.on('error', () => this.#count(502));
    pipeline(answer, this.#outgoing, (error) => {
      if (!error) this.#count(code);
    });
  }

  #refuse(code: 502 | 504, what: string): void {
    if (this.#counted) return;
    this.#count(code);
    if (this.#outgoing.headersSent) {
      this.#outgoing.destroy();
      return;
    }
    const body = JSON.stringify({ error: `the ${this.#arm} arm ${what}` });
    this.#outgoing.writeHead(code, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-model-delivery-arm': this.#arm,
    });
    this.#outgoing.end(body);
    this.#incoming.resume();
  }

  #count(code: number): void {
    if (this.#counted) return;
    this.#counted = true;
    this.#done(code);
  }
}

/** An arm may stand under a path: `http://host/models/a` + `/v2/x`. */
function joinPath(base: string, path: string): string {
  return base === '/' ? path : `${base.replace(/\/$/, '')}${path}`;
}

function endToEnd(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !HOP_BY_HOP.has(entry[0]) && !named.includes(entry[0]),
    ),
  );
}
