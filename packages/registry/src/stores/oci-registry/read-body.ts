import type { IncomingMessage } from 'node:http';
import { ExternalError } from '@model-delivery/core';

/** The longest answer that is read into memory: manifests are limited to 4 MiB by the specification. */
const MAX_BYTES = 8 << 20;

/** The whole body of an answer. @throws ExternalError when it is longer than any manifest */
export async function readBody(body: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new ExternalError({
        code: 'STORE_ANSWER',
        system: 'container registry',
        message: `Reading an answer of the container registry: expected at most ${MAX_BYTES} bytes, found more.`,
        hint: 'Check that `registry.store.oci` names a container registry.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
