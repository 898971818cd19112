import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers as a row tells it, while a command of the row runs. */
export interface AnsweringServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** `127.0.0.1:PORT`. */
  host: string;
  /** Values of `Authorization` it was sent; null for a request without. */
  authorizations: (string | null)[];
}

/** Nobody listens there: it lies above the ports that systems hand out. */
export const CLOSED = '127.0.0.1:65533';

/** Lets `work` use a server that gives this answer to everything. */
export async function withServer<T>(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  work: (server: AnsweringServer) => Promise<T>,
): Promise<T> {
  const authorizations: AnsweringServer['authorizations'] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization ?? null);
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await work({ url: `http://${host}`, host, authorizations });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The same text to every request. */
export const page =
  (text: string, status = 200, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    response.end(text);
  };

/** So many megabytes of lines, without a length in the head. */
export const flood =
  (megabytes: number, status = 200) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    const block = Buffer.alloc(1 << 20, 'some_total 1\n');
    response.writeHead(status, { 'content-type': 'text/plain' });
    let left = megabytes;
    const write = (): void => {
      while (left-- > 0 && !response.destroyed)
        if (!response.write(block)) {
          response.once('drain', write);
          return;
        }
      response.end();
    };
    write();
  };
