import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type HashedBytes, rememberHash } from './hash-memo.ts';

export type { HashedBytes };

const BLOCK = 1 << 20;

/**
 * Hashes a file in blocks of one mebibyte, the next block being read while one is hashed: a file of any size takes two
 * blocks of memory, and about as long as its hash alone (a read stream takes 1.4 times that). What it was is remembered
 * for {@link rememberedHash}.
 * @param each is handed every block in order, before the next is read into its place; awaited
 */
export async function hashFile(
  file: string | Buffer,
  options: { signal?: AbortSignal | undefined; each?: (block: Buffer, position: number) => Promise<unknown> } = {},
): Promise<HashedBytes> {
  const handle = await open(file, 'r');
  try {
    const began = Date.now();
    const before = await handle.stat({ bigint: true });
    const hashed = await hashHandle(handle, options);
    rememberHash(before, await handle.stat({ bigint: true }), began, hashed);
    return hashed;
  } finally {
    await handle.close();
  }
}

async function hashHandle(
  handle: FileHandle,
  { signal, each }: { signal?: AbortSignal | undefined; each?: (block: Buffer, position: number) => Promise<unknown> },
): Promise<HashedBytes> {
  const hash = createHash('sha256');
  const blocks = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)];
  let size = 0;
  let reading = handle.read(blocks[0]!, 0, BLOCK, null);
  for (let turn = 0; ; turn++) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) break;
    signal?.throwIfAborted();
    reading = handle.read(blocks[(turn + 1) % 2]!, 0, BLOCK, null);
    // A failure of the block in hand ends the loop before this one is awaited.
    reading.catch(() => undefined);
    const block = blocks[turn % 2]!.subarray(0, bytesRead);
    const passedOn = each?.(block, size);
    hash.update(block);
    await passedOn;
    size += bytesRead;
  }
  return { size, sha256: hash.digest('hex') };
}
