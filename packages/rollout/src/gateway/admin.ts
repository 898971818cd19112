import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sha256Hex } from '@model-delivery/core';
import type { Weights } from '../ports.ts';
import { parseWeights } from '../targets/weights-file.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { LiveWeights } from './live-weights.ts';

export const METRICS_PATH = '/metrics';
export const WEIGHTS_PATH = '/-/weights';
const MAX_BODY_BYTES = 64 * 1024;
/** JSON, and what curl and fetch call a body whose type nobody stated. The token, not the type, is what protects this port. */
const JSON_TEXT =
  /^(?:application\/(?:[a-z0-9.+-]+\+)?json|text\/plain|application\/x-www-form-urlencoded|application\/octet-stream)\s*(?:;.*)?$/i;

/** Answers `/metrics` as Prometheus text. */
export function answerMetrics(metrics: GatewayMetrics, incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    json(outgoing, 405, { error: `${METRICS_PATH} answers GET` }, { allow: 'GET, HEAD' });
    return;
  }
  const text = metrics.text();
  outgoing.writeHead(200, {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : text);
}

/** The admin port: `/metrics`, `/-/ready`, and `/-/weights` (GET, PUT with `Authorization: Bearer` and optional `If-Match`). */
export async function answerAdmin(
  weights: LiveWeights,
  metrics: GatewayMetrics,
  token: string | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = (incoming.url ?? '/').split('?')[0];
  if (path === METRICS_PATH) return answerMetrics(metrics, incoming, outgoing);
  if (path === WEIGHTS_PATH) return answerWeights(weights, token, incoming, outgoing);
  incoming.resume();
  if (path === '/-/ready') return json(outgoing, 200, { ready: true });
  json(outgoing, 404, { error: `unknown path; known: ${METRICS_PATH}, ${WEIGHTS_PATH}, /-/ready` });
}

async function answerWeights(
  live: LiveWeights,
  token: string | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (token === null || !isAuthorized(incoming.headers.authorization, token)) {
    incoming.resume();
    const why =
      token === null ? 'this gateway has no admin.token: its weights change by file only' : 'wrong or no token';
    return json(
      outgoing,
      401,
      { error: `${why}; expected Authorization: Bearer TOKEN` },
      { 'www-authenticate': 'Bearer' },
    );
  }
  if (incoming.method === 'GET') {
    incoming.resume();
    return sendInForce(outgoing, 200, live);
  }
  if (incoming.method !== 'PUT') {
    incoming.resume();
    return json(outgoing, 405, { error: `${WEIGHTS_PATH} answers GET and PUT` }, { allow: 'GET, PUT' });
  }
  await putWeights(live, incoming, outgoing);
}

async function putWeights(live: LiveWeights, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const type = incoming.headers['content-type'];
  if (type !== undefined && !JSON_TEXT.test(type)) {
    incoming.resume();
    return json(outgoing, 415, { error: `expected Content-Type: application/json; found ${type}` });
  }
  const body = await readBody(incoming);
  if (body === null) return json(outgoing, 413, { error: `the body is larger than ${MAX_BODY_BYTES} bytes` });
  let wanted: Weights;
  try {
    wanted = parseWeights(body);
  } catch (error) {
    return json(outgoing, 400, { error: (error as Error).message });
  }
  const expect = incoming.headers['if-match']?.replace(/^"|"$/g, '') ?? null;
  try {
    const { ok } = await live.replace(wanted, expect);
    sendInForce(outgoing, ok ? 200 : 412, live);
  } catch (error) {
    json(outgoing, 500, { error: `the weights file could not be written: ${(error as Error).message}` });
  }
}

function sendInForce(outgoing: ServerResponse, code: number, live: LiveWeights): void {
  const { weights, version } = live.current();
  json(outgoing, code, { weights, version }, { etag: `"${version}"` });
}

/** Compares digests in constant time, so that neither content nor length of the token leaks. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(token)));
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** One JSON object as an answer. */
export function json(outgoing: ServerResponse, code: number, body: object, headers: Record<string, string> = {}): void {
  const text = `${JSON.stringify(body)}\n`;
  outgoing.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  outgoing.end(text);
}
