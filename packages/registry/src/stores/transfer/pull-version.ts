import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError, DeliveryError, EvidenceError, ExternalError } from '@model-delivery/core';
import type { ModelStore } from '../../model-store.ts';
import { type Digest, readManifest } from '../content/descriptor.ts';
import { layerFiles } from './layer-path.ts';

/** A file that was pulled: path relative to the folder, bytes, 64 hex digits. */
export interface PulledFile {
  path: string;
  size: number;
  sha256: string;
}

/**
 * Writes the files of a version (or artifact) to a folder, every byte compared with its digest. The folder appears whole or
 * not at all: the files go to a draft beside it, which then takes its name.
 * @param directory must not exist, or be empty
 * @throws EvidenceError for an unknown version, altered bytes or a path that leaves the folder; ConfigError for a folder in use
 */
export async function pullVersion(
  store: ModelStore,
  version: Digest,
  directory: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ files: PulledFile[] }> {
  const bytes = await store.manifest(version);
  if (bytes === null) throw absent(version, `${store.kind} ${store.reference(version)}`);
  const files = layerFiles(readManifest(bytes, version), version);
  const target = resolve(directory);
  await assertFree(target);
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    for (const { path, blob } of files) {
      options.signal?.throwIfAborted();
      const content = await store.blob(blob.digest);
      if (content === null) throw absent(blob.digest, `the blob of ${path} of ${store.reference(version)}`);
      await mkdir(dirname(join(draft, path)), { recursive: true });
      // `wx`: nothing that is already there, such as a link, is ever written through.
      await pipeline(content, createWriteStream(join(draft, path), { flags: 'wx', flush: true }), {
        signal: options.signal,
      });
    }
    await rmdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw notWritten(target, error as NodeJS.ErrnoException);
  }
  return {
    files: files.map(({ path, blob }) => ({ path, size: blob.size, sha256: blob.digest.slice('sha256:'.length) })),
  };
}

async function assertFree(directory: string): Promise<void> {
  const facts = await lstat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw notWritten(directory, error);
  });
  if (facts === null || (facts.isDirectory() && (await readdir(directory)).length === 0)) return;
  throw new ConfigError({
    code: 'PULL_TARGET_IN_USE',
    message: `Pulling to ${shownPath(directory)}: expected a folder that does not exist or is empty, found ${facts.isDirectory() ? 'files in it' : 'something else there'}.`,
    hint: 'Name another folder with `--to`, or remove it first.',
  });
}

const shownPath = (path: string) => relative(process.cwd(), path) || '.';

/** What the file system said, as an error that says what to do; every other error as it is. */
function notWritten(directory: string, cause: NodeJS.ErrnoException): Error {
  const { code } = cause;
  if (cause instanceof DeliveryError || code === undefined || code === 'ABORT_ERR') return cause;
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  return new ExternalError({
    code: 'PULL_NOT_WRITTEN',
    system: 'file system',
    message: `Pulling to ${shownPath(directory)}: ${full ? `there is no space left (${code})` : `the file system answered ${code}`}. Nothing of it was kept.`,
    hint: 'Free space there, or name a folder that can be written with `--to DIR`.',
    cause,
  });
}

function absent(digest: string, where: string): EvidenceError {
  return new EvidenceError({
    code: 'VERSION_NOT_STORED',
    message: `Pulling ${digest}: the store does not have it (${where}).`,
    hint: 'Check `registry.store`; if the store lost it, register the same model again from its source.',
  });
}
