import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A name of this process that no other ever has: host, process id and chance. */
export function processOwner(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`.slice(-256);
}

/** Whether the process behind a name still lives; null where it runs, or ran, on another machine. */
export function ownerAlive(owner: string): boolean | null {
  const match = /^(.*)\/(\d+)\/[0-9a-f]{8}$/.exec(owner);
  if (match === null || match[1] !== hostname()) return null;
  try {
    process.kill(Number(match[2]), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
