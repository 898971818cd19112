import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { ConfigError, EvidenceError } from '@model-delivery/core';
import type { FileReference } from '../effective-policy.ts';

/** A small text file and the digest of its bytes. */
export interface TextFile {
  path: string;
  text: string;
  sha256: string;
  bytes: number;
}

/** Largest metrics file or data report we read. */
const MAX_BYTES = 64 << 20;

/**
 * Reads a UTF-8 text file that must lie inside `containedIn`.
 * @throws EvidenceError when it is missing, no file, or no text; ConfigError when it lies outside
 */
export async function readTextFile(
  reference: FileReference,
  what: string,
  containedIn: string | undefined,
): Promise<TextFile> {
  const { path } = reference;
  const absolute = resolve(reference.baseDirectory, path);
  if (containedIn !== undefined) await refuseOutside(path, absolute, what, containedIn);
  let bytes: Buffer;
  try {
    const facts = await stat(absolute);
    if (!facts.isFile()) throw notAFile(path, what, facts.isDirectory() ? 'a folder' : 'a device, pipe or socket');
    if (facts.size > MAX_BYTES) throw notAFile(path, what, `${facts.size} bytes (at most ${MAX_BYTES} are read)`);
    bytes = await readFile(absolute);
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw unreadable(path, what, cause);
  }
  const text = decode(path, what, bytes);
  return { path, text, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

function decode(path: string, what: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EvidenceError({
      code: 'EVIDENCE_NOT_TEXT',
      message: `Reading the ${what} ${path}: expected UTF-8 text, found other bytes.`,
      hint: 'Write it as UTF-8.',
      cause,
    });
  }
}

async function refuseOutside(path: string, absolute: string, what: string, containedIn: string): Promise<void> {
  const root = await realpath(containedIn);
  const real = await realpath(absolute).catch(() => absolute);
  const inside = (candidate: string, folder: string) => {
    const way = relative(folder, candidate);
    return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
  };
  if ((inside(absolute, resolve(containedIn)) || inside(absolute, root)) && (inside(real, root) || real === absolute))
    return;
  throw new ConfigError({
    code: 'EVIDENCE_OUTSIDE_WORKSPACE',
    message: `Reading the ${what} ${path}: it leads outside of the workspace.`,
    hint: 'Evidence must lie inside the workspace, also behind symbolic links: copy it there.',
  });
}

function notAFile(path: string, what: string, found: string): EvidenceError {
  return new EvidenceError({
    code: 'EVIDENCE_NOT_A_FILE',
    message: `Reading the ${what} ${path}: expected a file, found ${found}.`,
    hint: 'Name the file itself.',
  });
}

function unreadable(path: string, what: string, cause: unknown): EvidenceError {
  const code = (cause as NodeJS.ErrnoException).code;
  const denied = code === 'EACCES' || code === 'EPERM';
  return new EvidenceError({
    code: denied ? 'EVIDENCE_NO_PERMISSION' : 'EVIDENCE_NOT_FOUND',
    message: `Reading the ${what} ${path}: ${denied ? 'the operating system does not allow this user to read it' : 'there is no such file'}.`,
    hint: denied
      ? 'Check the permissions of the file and of the folders above it.'
      : 'Check the path and that an earlier step has written the file.',
    cause,
  });
}
