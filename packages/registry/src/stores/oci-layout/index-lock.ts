import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExternalError } from '@model-delivery/core';
import { processIsAlive } from './draft-file.ts';

/** A holder keeps the lock for one small read and write: older is abandoned, whoever it was. */
const ABANDONED_AFTER_MS = 15_000;
const GIVE_UP_AFTER_MS = 60_000;

/** Somebody took the lock over while it was held: the change was not made and is to be tried again. */
export class LockLost extends Error {}

/**
 * Runs a change while holding a lock file, which only one process can create. A lock whose process is gone (same host)
 * or that is older than any change takes is taken over. `stillMine` throws LockLost when that happened to this holder;
 * the change calls it right before it commits.
 */
export async function withLock<T>(
  path: string,
  draftPath: () => Promise<string>,
  change: (stillMine: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const began = Date.now();
  for (;;) {
    const mine = JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname() });
    if (await acquire(path, mine, await draftPath())) {
      try {
        return await change(async () => {
          if ((await contentOf(path)) !== mine) throw new LockLost();
        });
      } catch (error) {
        if (!(error instanceof LockLost)) throw error;
      } finally {
        if ((await contentOf(path)) === mine) await rm(path, { force: true });
      }
    } else if (!(await takeOverAbandoned(path))) {
      if (Date.now() - began > GIVE_UP_AFTER_MS) throw busy(path);
      await delay(2 + Math.random() * 10);
    }
  }
}

/** Creates the lock with its content in one step, by linking a draft: nobody sees a lock without its holder. */
async function acquire(path: string, mine: string, draft: string): Promise<boolean> {
  try {
    await writeFile(draft, mine, { flag: 'wx' });
    await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(error.code ?? '')) throw error;
      // A file system without links: the lock has no holder for a moment, in which its age protects it.
      await writeFile(path, mine, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function contentOf(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null);
}

/** Moves an abandoned lock out of the way. Renaming has one winner; a fresh lock moved by mistake is put back. */
async function takeOverAbandoned(path: string): Promise<boolean> {
  const content = await contentOf(path);
  if (content === null) return true;
  if (!(await isAbandoned(path, content))) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  if ((await contentOf(aside)) !== content) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

async function isAbandoned(path: string, content: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return false;
  if (Date.now() - facts.mtimeMs > ABANDONED_AFTER_MS) return true;
  try {
    const holder = JSON.parse(content) as { pid: number; host: string };
    return holder.host === hostname() && !processIsAlive(holder.pid);
  } catch {
    // Not one of ours: its age decides.
    return false;
  }
}

function busy(path: string): ExternalError {
  return new ExternalError({
    code: 'STORE_BUSY',
    system: 'file system',
    retryable: true,
    message: `Waiting ${GIVE_UP_AFTER_MS / 1000} s for the lock ${basename(path)} of the model store: other processes keep holding it.`,
    hint: 'Run it again when they are done; remove the file if there are none.',
  });
}
