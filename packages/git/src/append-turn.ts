import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** A turn is one read and one commit: whoever has it longer was killed or sleeps. */
const ABANDONED_AFTER_MS = 20_000;
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Lets the writers of one repository make their commits one after the other, so that those who will lose do not all write
 * theirs first. A courtesy, nothing more: who may move a ref is git's own compare-and-swap, and a turn that cannot be had
 * (a read-only folder, a holder that hangs) is done without.
 * @param file of the turn; removed afterwards
 * @param wanted asked while waiting; false ends the wait, and `work` is not done
 * @returns what `work` gives, or null when it was not wanted any more
 */
export async function inTurn<T>(
  file: string,
  wanted: () => Promise<boolean>,
  work: () => Promise<T>,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): Promise<T | null> {
  const mine = JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname() });
  const began = Date.now();
  while (!(await take(file, mine))) {
    if (!(await wanted())) return null;
    if (Date.now() - began > giveUpAfterMs) return work();
    if (await isAbandoned(file)) await rm(file, { force: true }).catch(() => undefined);
    else await delay(2 + Math.random() * 8);
  }
  try {
    return (await wanted()) ? await work() : null;
  } finally {
    if ((await contentOf(file)) === mine) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** False where another writer has the turn. */
async function take(file: string, mine: string): Promise<boolean> {
  try {
    await writeFile(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

function contentOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

async function isAbandoned(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  if (facts === null) return false;
  if (Date.now() - facts.mtimeMs > ABANDONED_AFTER_MS) return true;
  try {
    const holder = JSON.parse((await contentOf(file)) ?? '') as { pid: number; host: string };
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch {
    // Just made, and not written yet: its age decides.
    return false;
  }
}

/** Whether a process of this host runs; one of another user counts as running. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
