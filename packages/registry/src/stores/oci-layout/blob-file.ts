import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '@model-delivery/core';
import { hashFile } from '@model-delivery/model-files';
import type { Descriptor, Digest } from '../content/descriptor.ts';
import { type BlobOptions, type BlobSource, changedSource } from '../content/write-content.ts';
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

/**
 * Copies a blob into a layout, hashing the bytes that are written: to a draft, onto the disk, then under its name.
 * Gives the number of bytes. @throws EvidenceError when they are not those of the descriptor
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
    let found: string;
    try {
      found = source instanceof Uint8Array ? await writeBytes(handle, source) : await copyFile(handle, source, options);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (found !== blob.digest)
      throw changedSource(source instanceof Uint8Array ? 'a document' : source.path, blob.digest, found);
    const path = blobPath(directory, blob.digest);
    await rename(draft, path);
    await syncDirectory(join(directory, 'blobs', 'sha256'));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return blob.size;
}

async function writeBytes(handle: FileHandle, bytes: Uint8Array): Promise<string> {
  await handle.writeFile(bytes);
  return `sha256:${sha256Hex(bytes)}`;
}

/** Bytes after which what was written so far is sent on to the disk, while the rest is still being hashed. */
const FLUSH_EVERY = 128 << 20;

async function copyFile(handle: FileHandle, source: { path: string }, options: BlobOptions): Promise<string> {
  let flushing: Promise<void> = Promise.resolve();
  let flushed = 0;
  const each = async (block: Buffer, position: number) => {
    // A write may take fewer bytes than it was given.
    for (let at = 0; at < block.length; )
      at += (await handle.write(block, at, block.length - at, position + at)).bytesWritten;
    options.moved?.(block.length);
    if (position - flushed < FLUSH_EVERY) return;
    flushed = position;
    flushing = flushing.then(() => handle.datasync());
    // A failure is thrown where the end is awaited.
    flushing.catch(() => undefined);
  };
  const { sha256 } = await hashFile(source.path, { signal: options.signal, each });
  await flushing;
  return `sha256:${sha256}`;
}
