import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Files on their way in: a folder of its own, so that a reader of the layout never meets half a file. */
const INCOMING = '.incoming';

/** A new name for a draft of this process, in the store it will be renamed into. */
export async function draftPath(directory: string): Promise<string> {
  const incoming = join(directory, INCOMING);
  await mkdir(incoming, { recursive: true });
  return join(incoming, `${process.pid}@${hostname()}@${randomUUID()}`);
}

/** Removes drafts of processes of this host that are gone: a killed copy must not fill the disk. */
export async function removeAbandonedDrafts(directory: string): Promise<void> {
  const incoming = join(directory, INCOMING);
  const drafts = await readdir(incoming).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const draft of drafts) {
    const [pid, host] = draft.split('@');
    if (host === hostname() && !processIsAlive(Number(pid))) await rm(join(incoming, draft), { force: true });
  }
}

/** Whether a process of this host runs; one of another user counts as running. */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
