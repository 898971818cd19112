import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';

/** How many bytes a file has, and 64 hex digits over them. */
export interface HashedBytes {
  size: number;
  sha256: string;
}

interface Remembered extends HashedBytes {
  facts: BigIntStats;
}

/** Files of one process: the memo is about the few it is working with. */
const MAX_FILES = 100_000;
/** A file system tells times in ticks of up to this; a write within the same tick would stay unseen. */
const TICK_MS = 100;
const WHOLE_SECONDS_TICK_MS = 2_100;

const hashedFiles = new Map<string, Remembered>();

/**
 * Remembers what a file's hash was. Nothing is remembered when the file changed while it was read, or so shortly before
 * that a second change might carry the same time.
 * @param began milliseconds since 1970 when reading began
 */
export function rememberHash(before: BigIntStats, after: BigIntStats, began: number, hashed: HashedBytes): void {
  const key = keyOf(before);
  hashedFiles.delete(key);
  if (!sameFacts(before, after) || before.size !== BigInt(hashed.size) || !isSettled(before, began)) return;
  const oldest = hashedFiles.size < MAX_FILES ? undefined : hashedFiles.keys().next().value;
  if (oldest !== undefined) hashedFiles.delete(oldest);
  hashedFiles.set(key, { ...hashed, facts: before });
}

/**
 * What this process hashed the file to, if it is still the same file by everything the file system tells: device, inode,
 * size, times of the last change of content and of inode. Null = hash it (again).
 */
export async function rememberedHash(path: string): Promise<HashedBytes | null> {
  const facts = await lstat(path, { bigint: true });
  const known = hashedFiles.get(keyOf(facts));
  if (known === undefined || !sameFacts(known.facts, facts)) return null;
  return { size: known.size, sha256: known.sha256 };
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function sameFacts(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.isFile() &&
    b.isFile() &&
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

function isSettled({ mtimeNs, ctimeNs }: BigIntStats, began: number): boolean {
  const whole = mtimeNs % 1_000_000_000n === 0n && ctimeNs % 1_000_000_000n === 0n;
  const changed = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return changed + (whole ? WHOLE_SECONDS_TICK_MS : TICK_MS) < began;
}
