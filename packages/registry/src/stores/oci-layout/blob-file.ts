import { constants } from 'node:fs';
import { chmod, copyFile, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '@model-delivery/core';
import { hashFile, rememberedHash } from '@model-delivery/model-files';
import type { Descriptor, Digest } from '../content/descriptor.ts';
import { type BlobOptions, type BlobSource, changedSource, sourceName } from '../content/write-content.ts';
import { draftPath } from './draft-file.ts';
import { syncDirectory } from './index-file.ts';

/** Where a blob of a layout is. */
export function blobPath(directory: string, digest: Digest): string {
  return join(directory, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

/** Whether a blob of that digest and size is there. */
export async function hasBlobFile(directory: string, blob: Descriptor): Promise<boolean> {
  const facts = await stat(blobPath(directory, blob.digest)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return facts?.isFile() === true && facts.size === blob.size;
}

/** What is larger is left to the file system to bring to the disk, as `cp` does: see docs/decisions/0015. */
const SYNC_UP_TO_BYTES = 32 << 20;

/**
 * Copies a blob into a layout: to a draft, then under its name. The bytes are those of the descriptor: they are hashed
 * while they are written, or the file was hashed by this process and is unchanged before and after it is copied.
 * Gives the number of bytes. @throws EvidenceError when they are others
 */
export async function writeBlobFile(
  directory: string,
  blob: Descriptor,
  source: BlobSource,
  options: BlobOptions,
): Promise<number> {
  const draft = await draftPath(directory);
  try {
    const handle = await open(draft, 'wx', 0o644);
    try {
      const found = await fill({ path: draft, handle }, blob, source, options);
      if (found !== blob.digest) throw changedSource(sourceName(source), blob.digest, found);
      if (blob.size <= SYNC_UP_TO_BYTES) await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, blobPath(directory, blob.digest));
    await syncDirectory(join(directory, 'blobs', 'sha256'));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return blob.size;
}

interface Draft {
  path: string;
  handle: FileHandle;
}

/** Writes the bytes of a source and gives their digest. */
async function fill(draft: Draft, blob: Descriptor, source: BlobSource, options: BlobOptions): Promise<string> {
  if (source instanceof Uint8Array) {
    await draft.handle.writeFile(source);
    return `sha256:${sha256Hex(source)}`;
  }
  const known = await rememberedHash(source.path);
  if (known !== null) {
    if (`sha256:${known.sha256}` !== blob.digest) return `sha256:${known.sha256}`;
    await copyWithin(draft, source.path, options);
    const copied = (await draft.handle.stat()).size;
    // The same file as when it was hashed, and so it was all the while it was copied.
    if (copied === known.size && (await rememberedHash(source.path)) !== null) return blob.digest;
    await draft.handle.truncate(0);
    options.moved?.(-copied);
  }
  return copyHashing(draft.handle, source, options);
}

/** Lets the file system copy: by sharing blocks where it can, else without bringing them into this process. */
async function copyWithin({ path, handle }: Draft, source: string, { signal, moved }: BlobOptions): Promise<void> {
  signal?.throwIfAborted();
  const { mode } = await handle.stat();
  let seen = 0;
  const look = async () => {
    const { size } = await handle.stat();
    moved?.(size - seen);
    seen = size;
  };
  const watch = setInterval(() => void look().catch(() => undefined), 500);
  try {
    await unlessAborted(copyFile(source, path, constants.COPYFILE_FICLONE), signal);
    // The copy got the permissions of the source.
    await chmod(path, mode & 0o777);
    await look();
  } finally {
    clearInterval(watch);
  }
}

/** A copy cannot be stopped; what it still writes goes to a draft that is removed. */
async function unlessAborted(copy: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return copy;
  let stop = () => {};
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([copy, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // After an abort nobody waits for it any more.
    copy.catch(() => undefined);
  }
}

async function copyHashing(handle: FileHandle, source: { path: string }, options: BlobOptions): Promise<string> {
  const each = async (block: Buffer, position: number) => {
    // A write may take fewer bytes than it was given.
    for (let at = 0; at < block.length; )
      at += (await handle.write(block, at, block.length - at, position + at)).bytesWritten;
    options.moved?.(block.length);
  };
  const { sha256 } = await hashFile(source.path, { signal: options.signal, each });
  return `sha256:${sha256}`;
}
