import type { Descriptor } from '../content/descriptor.ts';
import type { BlobOptions, BlobSource } from '../content/write-content.ts';
import { blobBody } from './blob-body.ts';
import type { Answer, RegistryClient } from './client.ts';
import { readBody } from './read-body.ts';
import { unexpectedAnswer } from './registry-error.ts';

/** The session of an upload is gone: it starts anew. */
const LOST_SESSION = [404, 416];

/**
 * Uploads a blob unless the registry has it: HEAD, POST, one streaming PUT. An upload that fails starts anew, with a new
 * session: whether half of one can be continued differs by registry. Gives the bytes of bodies that were sent.
 */
export async function uploadBlob(
  client: RegistryClient,
  blob: Descriptor,
  source: BlobSource,
  options: BlobOptions,
): Promise<number> {
  const { signal } = options;
  const doing = `Uploading the blob ${blob.digest}`;
  const url = client.url(`blobs/${blob.digest}`);
  const found = await client.call(url, { method: 'HEAD', doing, signal, also: [404] });
  if (found.status === 200) return 0;
  let sent = 0;
  await client.repeat({ doing, signal }, async () => {
    const session = await openUpload(client, blob, doing, signal);
    let moved = 0;
    const body = blobBody(blob, source, {
      signal,
      moved: (bytes) => {
        moved += bytes;
        sent += bytes;
        options.moved?.(bytes);
      },
    });
    const headers = { 'content-type': 'application/octet-stream' };
    let done = false;
    try {
      const response = await client.exchange(session, { method: 'PUT', doing, headers, body, signal });
      const answer: Answer = {
        status: LOST_SESSION.includes(response.status) ? 408 : response.status,
        headers: response.headers,
        body: await readBody(response.body),
      };
      done = answer.status < 300;
      return answer;
    } finally {
      // What will be sent again is no progress.
      if (!done) options.moved?.(-moved);
    }
  });
  return sent;
}

async function openUpload(
  client: RegistryClient,
  blob: Descriptor,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<URL> {
  const start = client.url('blobs/uploads/');
  const body = { length: 0, send: async () => undefined };
  const opened = await client.call(start, { method: 'POST', doing, body, signal });
  const { location } = opened.headers;
  if (location === undefined) {
    const found = `it answered ${opened.status} to the start of an upload, without Location`;
    throw unexpectedAnswer(doing, client.address.reference, found);
  }
  const url = client.follow(start, location, doing);
  // Added as text: writing the parameters anew could change what the registry signed.
  url.search += `${url.search === '' ? '?' : '&'}digest=${encodeURIComponent(blob.digest)}`;
  return url;
}
