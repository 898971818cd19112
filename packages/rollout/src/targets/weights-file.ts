import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { ExternalError, gatewayWeightsSchema, sha256Hex } from '@model-delivery/core';
import { ARMS, type Weights } from '../ports.ts';

/** Who holds the lock for longer than this has died: it is held for two small file operations. */
const STALE_LOCK_MS = 10_000;
const LOCK_ATTEMPTS = 200;
const LOCK_PAUSE_MS = 25;

/** A weights file as read: its numbers (not normalised) and what a write must be based on. */
export interface WeightsFile {
  weights: Weights;
  /** SHA-256 of the file's bytes, hex. */
  version: string;
}

/**
 * Weights of a JSON text `{"stable":95,"candidate":5}`, each 0..100.
 * @throws Error saying what is wrong with it
 */
export function parseWeights(text: string): Weights {
  const value: unknown = JSON.parse(text);
  const parsed = gatewayWeightsSchema.safeParse(value);
  if (parsed.success) return { stable: parsed.data.stable, candidate: parsed.data.candidate };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
  throw new Error(`expected {"stable":95,"candidate":5}, each 0 to 100 (${problems.join('; ')})`);
}

/** One line of JSON, keys in a fixed order: equal weights are equal bytes. */
export function weightsText(weights: Weights): string {
  return `${JSON.stringify(Object.fromEntries(ARMS.map((arm) => [arm, weights[arm]])))}\n`;
}

/** @throws ExternalError when there is no such file or it holds no weights */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(
      path,
      (cause as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'no such file'
        : `it cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      cause,
    );
  }
  try {
    return { weights: parseWeights(text), version: sha256Hex(text) };
  } catch (cause) {
    throw unreadable(path, (cause as Error).message, cause);
  }
}

function unreadable(path: string, found: string, cause: unknown): ExternalError {
  return new ExternalError({
    code: 'WEIGHTS_FILE_UNREADABLE',
    system: 'dev_gateway',
    message: `Reading the gateway's weights file ${relative(process.cwd(), path)}: ${found}.`,
    hint: 'Start the gateway first (it writes the file where it is missing) and name the same file in both configurations.',
    cause,
  });
}

/** Replaces a file as a whole: readers see the old bytes or the new ones, also after a crash. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/**
 * Runs `work` while no other process does for the same file. A lock that a killed process left behind is taken over.
 * @throws ExternalError after `attempts` of 25 ms each in which another process held it
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, attempts = LOCK_ATTEMPTS): Promise<T> {
  const lock = `${path}.lock`;
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
  await mkdir(dirname(path), { recursive: true });
  await takeLock(lock, owner, attempts);
  try {
    return await work();
  } finally {
    if ((await readFile(lock, 'utf8').catch(() => '')) === owner) await unlink(lock).catch(() => {});
  }
}

async function takeLock(lock: string, owner: string, attempts: number): Promise<void> {
  const own = `${lock}.${randomUUID()}`;
  const file = await open(own, 'wx');
  await file.writeFile(owner);
  await file.close();
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      // A link appears with its content: nobody ever sees a lock whose owner is not written yet.
      const taken = await link(own, lock).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
          return false;
        },
      );
      if (taken) return;
      await removeStaleLock(lock);
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
    }
  } finally {
    await unlink(own).catch(() => {});
  }
  throw new ExternalError({
    code: 'TARGET_FILE_LOCKED',
    system: 'traffic target',
    message: `Another process has held ${relative(process.cwd(), lock)} for more than ${(attempts * LOCK_PAUSE_MS) / 1000} s.`,
    hint: 'Nothing was written. Run the command again; if no other model-delivery runs, delete the lock file.',
    retryable: true,
  });
}

async function removeStaleLock(lock: string): Promise<void> {
  const content = await readFile(lock, 'utf8').catch(() => null);
  if (content === null || !(await isStale(lock, content))) return;
  const aside = `${lock}.${randomUUID()}.stale`;
  await rename(lock, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => null);
  // Somebody else replaced the dead lock between our look and our move: give theirs back.
  if (moved !== null && moved !== content) await link(aside, lock).catch(() => {});
  await unlink(aside).catch(() => {});
}

async function isStale(lock: string, content: string): Promise<boolean> {
  const owner = parseOwner(content);
  if (owner?.host === hostname() && !isAlive(owner.pid)) return true;
  const age = await stat(lock).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  return age > STALE_LOCK_MS;
}

function parseOwner(content: string): { host: string; pid: number } | null {
  try {
    const owner = JSON.parse(content) as { host?: unknown; pid?: unknown };
    return typeof owner.host === 'string' && typeof owner.pid === 'number'
      ? { host: owner.host, pid: owner.pid }
      : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
