import { hashFile } from '@model-delivery/model-files';
import type { Descriptor } from '../content/descriptor.ts';
import { type BlobOptions, type BlobSource, changedSource, sourceName } from '../content/write-content.ts';
import type { RequestBody } from './connection.ts';

/**
 * The body of an upload: hashed while it is sent, one block in memory. The last block is kept back until the hash is known,
 * so that a registry which does not check digests never gets the whole of other bytes.
 */
export function blobBody(blob: Descriptor, source: BlobSource, options: BlobOptions): RequestBody {
  return {
    length: blob.size,
    once: true,
    async send(write) {
      if (source instanceof Uint8Array) {
        await write(source);
        return options.moved?.(source.length);
      }
      let last: Buffer | null = null;
      const each = async (block: Buffer, position: number) => {
        const end = position + block.length;
        if (end > blob.size)
          throw changedSource(sourceName(source), blob.digest, `${end} bytes or more instead of ${blob.size}`);
        if (end === blob.size) last = Buffer.from(block);
        else await write(block);
        options.moved?.(block.length);
      };
      const { size, sha256 } = await hashFile(source.path, { signal: options.signal, each });
      const found = `sha256:${sha256}`;
      if (found !== blob.digest || size !== blob.size) throw changedSource(sourceName(source), blob.digest, found);
      if (last !== null) await write(last);
    },
  };
}
