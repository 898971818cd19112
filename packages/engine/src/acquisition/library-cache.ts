import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExternalError } from '@model-delivery/core';
import type { PinnedPackage } from './engine-lock.ts';
import { isComplete } from './platform.ts';

const SIDECAR = 'engine.json';

/** Written beside the files when they are unpacked from a checked tarball, and compared whenever they are used again. */
interface Sidecar {
  name: string;
  version: string;
  integrity: string;
  /** Size in bytes and sha512 (hex) by file name. */
  files: Record<string, { bytes: number; sha512: string }>;
}

/** The folder of a package in the tool cache. */
export function cacheDirectory(toolCache: string, pinned: PinnedPackage): string {
  return join(toolCache, 'model-delivery-engine', pinned.version, pinned.name.replace('@duckdb/node-bindings-', ''));
}

/** Whether the folder holds the files of this very package, unchanged since they were unpacked. Hashing 70 MB takes 0.1 s. */
export async function isIntact(directory: string, pinned: PinnedPackage): Promise<boolean> {
  try {
    const sidecar = JSON.parse(await readFile(join(directory, SIDECAR), 'utf8')) as Sidecar;
    if (sidecar.integrity !== pinned.integrity || !isComplete(Object.keys(sidecar.files))) return false;
    for (const [name, expected] of Object.entries(sidecar.files)) {
      const path = join(directory, name);
      if ((await stat(path)).size !== expected.bytes) return false;
      if ((await sha512(path)) !== expected.sha512) return false;
    }
    return true;
  } catch {
    return false; // absent, unreadable or no sidecar: to be fetched
  }
}

async function sha512(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
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
    const sidecar: Sidecar = { name: pinned.name, version: pinned.version, integrity: pinned.integrity, files: {} };
    for (const [name, content] of files) {
      await writeFile(join(fresh, name), content, { mode: 0o755 });
      sidecar.files[name] = { bytes: content.length, sha512: createHash('sha512').update(content).digest('hex') };
    }
    await writeFile(join(fresh, SIDECAR), `${JSON.stringify(sidecar, null, 2)}\n`);
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
      if (await isIntact(directory, pinned)) return;
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
