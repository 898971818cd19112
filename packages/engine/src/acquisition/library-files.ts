import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedFile, PinnedPackage } from './engine-lock.ts';

/** `sha512-<base64>`, as npm writes it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** Size and sha512 of one file of a library, as engine.lock.json states them. */
export function pinOf(name: string, content: Buffer): PinnedFile {
  return { name, bytes: content.length, integrity: integrityOf(content) };
}

/**
 * What differs first between unpacked contents and the pinned files, or null where all of them are as pinned.
 * @param files contents by bare file name
 */
export function contentDifference(files: ReadonlyMap<string, Buffer>, pinned: PinnedPackage): string | null {
  const stray = [...files.keys()].find((name) => pinned.files.every((file) => file.name !== name));
  if (stray !== undefined) return `${stray} is not among the pinned files`;
  for (const expected of pinned.files) {
    const content = files.get(expected.name);
    if (content === undefined) return `${expected.name} is missing`;
    const difference = fileDifference(expected, pinOf(expected.name, content));
    if (difference !== null) return difference;
  }
  return null;
}

/**
 * What differs first between the files of a folder and the pinned ones, or null where all of them are as pinned. Other files in the
 * folder are not looked at. Hashing the 70 MB of a library takes 0.1 s.
 */
export async function folderDifference(directory: string, pinned: PinnedPackage): Promise<string | null> {
  for (const expected of pinned.files) {
    let difference: string | null;
    try {
      difference = await pathDifference(join(directory, expected.name), expected);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      difference = `${expected.name} ${code === 'ENOENT' ? 'is missing' : `cannot be read (${code ?? String(error)})`}`;
    }
    if (difference !== null) return difference;
  }
  return null;
}

/** The size first: it says enough about most damaged files, and keeps endless special files from being read. */
async function pathDifference(path: string, expected: PinnedFile): Promise<string | null> {
  const { size } = await stat(path);
  if (size !== expected.bytes) return fileDifference(expected, { bytes: size });
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) hash.update(chunk as Buffer);
  return fileDifference(expected, { bytes: size, integrity: `sha512-${hash.digest('base64')}` });
}

function fileDifference(expected: PinnedFile, found: { bytes: number; integrity?: string }): string | null {
  if (found.bytes !== expected.bytes) return `${expected.name} has ${found.bytes} bytes instead of ${expected.bytes}`;
  if (found.integrity === expected.integrity) return null;
  return `${expected.name} has ${found.integrity} instead of ${expected.integrity}`;
}
