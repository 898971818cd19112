import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExternalError } from '@model-delivery/core';
import type { PinnedPackage } from './engine-lock.ts';
import { folderDifference } from './library-files.ts';

/** The folder of a package in the tool cache. */
export function cacheDirectory(toolCache: string, pinned: PinnedPackage): string {
  return join(toolCache, 'model-delivery-engine', pinned.version, pinned.name.replace('@duckdb/node-bindings-', ''));
}

/** What is known of a folder of the tool cache. */
export type CacheState = { state: 'absent' } | { state: 'intact' } | { state: 'changed'; difference: string };

/**
 * Whether the folder holds the pinned files, unchanged, and nothing else: a library that somebody put beside them could be loaded
 * in place of one of the system's.
 */
export async function cacheState(directory: string, pinned: PinnedPackage): Promise<CacheState> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { state: 'absent' };
    return { state: 'changed', difference: `the folder cannot be listed (${code ?? String(error)})` };
  }
  const stray = names.find((name) => pinned.files.every((file) => file.name !== name));
  const difference =
    stray === undefined ? await folderDifference(directory, pinned) : `${stray} is not among the pinned files`;
  return difference === null ? { state: 'intact' } : { state: 'changed', difference };
}

/**
 * Puts files into the cache in one step: written beside, then renamed. Of several processes that do so at once one wins and
 * the others use its files.
 * @throws ExternalError when the cache is not writable.
 */
export async function storeLibrary(
  directory: string,
  pinned: PinnedPackage,
  files: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const fresh = `${directory}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(fresh, { recursive: true });
    for (const [name, content] of files) await writeFile(join(fresh, name), content, { mode: 0o755 });
    await moveInto(directory, fresh, pinned);
  } catch (cause) {
    if (cause instanceof ExternalError) throw cause;
    throw new ExternalError({
      system: 'tool cache',
      code: 'ENGINE_CACHE_FAILED',
      message: `Storing the DuckDB library in ${directory}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'Check that RUNNER_TOOL_CACHE (or ~/.cache/model-delivery) is writable and has 150 MB free, or set engine-path.',
      cause,
    });
  } finally {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined); // the failure above says more
  }
}

/** Moves `fresh` to `directory`; what is there already stays if it is intact, and makes room if it is not. */
async function moveInto(directory: string, fresh: string, pinned: PinnedPackage): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(fresh, directory);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'ENOTDIR'].includes(code)) throw error;
      if ((await cacheState(directory, pinned)).state === 'intact') return;
      if (attempt === 3) throw error;
      await setAside(directory, fresh);
    }
  }
}

async function setAside(directory: string, fresh: string): Promise<void> {
  const old = `${fresh}.old`;
  try {
    await rename(directory, old);
  } catch {
    return; // another process was quicker
  }
  await rm(old, { recursive: true, force: true });
}
