import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ConfigError, type Host, type Meta, type SealedDocument, sealDocument } from '@model-delivery/core';
import { readEvent, runIdentity } from './run-identity.ts';

/** Writes a file whole or not at all. @throws ConfigError when the directory cannot be written. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = join(dirname(path), `.${randomUUID()}.draft`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    removeDraft(draft);
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new ConfigError({
      code: 'OUTPUT_NOT_WRITABLE',
      message: `Writing ${relative(process.cwd(), path)} failed: ${reason}.`,
      hint: 'Choose a directory that can be written with `--out DIR`, and check the free space.',
      cause: error,
    });
  }
}

function removeDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where no file can be written there is none to remove: what is told is why it could not be written.
  }
}

/** Everything of a document that differs between runs. */
export function metaOf(host: Host, startedMs: number, more: Partial<Meta> = {}): Omit<Meta, 'digest'> {
  const now = host.now();
  const run = runIdentity(host.env, readEvent(host.env));
  return {
    time: new Date(now).toISOString(),
    duration_ms: Math.max(0, now - startedMs),
    host: { platform: process.platform, arch: process.arch, node: process.version, cpus: availableParallelism() },
    tool: host.tool,
    ...(run ? { run } : {}),
    ...(host.env.GITHUB_ACTOR ? { actor: host.env.GITHUB_ACTOR.slice(0, 256) } : {}),
    ...more,
  };
}

/** Seals a document and writes its file. */
export function writeDocument<D extends object>(
  path: string,
  content: D,
  meta: Omit<Meta, 'digest'>,
): SealedDocument<D> {
  const sealed = sealDocument(content, meta);
  writeWhole(path, sealed.file);
  return sealed;
}
