import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpReply {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/** The connection is to be cut in place of an answer. */
export const DROP = Symbol('drop');

const MAX_REQUEST_BYTES = 512 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_REQUEST_BYTES) throw new Error(`the request is larger than ${MAX_REQUEST_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, method: string | undefined, reply: HttpReply): void {
  const body = reply.body === undefined ? Buffer.alloc(0) : Buffer.from(reply.body as string);
  const bodiless = reply.status === 204 || reply.status === 304;
  const length = bodiless ? {} : { 'content-length': String(body.length) };
  response.writeHead(reply.status, { ...length, ...reply.headers });
  response.end(method === 'HEAD' || bodiless ? undefined : body);
}

export type Answer = (request: IncomingMessage, body: Buffer) => Promise<HttpReply | typeof DROP>;

/** Starts a server on 127.0.0.1 and a free port. What `answer` throws becomes a 500 and is reported to `onBug`. */
export async function listen(answer: Answer, onBug: (error: unknown) => void): Promise<Server> {
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then((reply) => (reply === DROP ? request.socket.destroy() : send(response, request.method, reply)))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        onBug(error);
        send(response, request.method, { status: 500, body: JSON.stringify({ message: String(error) }) });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
