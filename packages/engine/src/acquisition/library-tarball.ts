import { gunzipSync } from 'node:zlib';
import { ExternalError, InternalError } from '@model-delivery/core';
import type { PinnedPackage } from './engine-lock.ts';
import { contentDifference, integrityOf } from './library-files.ts';
import { isComplete, LIBRARY_FILE } from './platform.ts';

const BLOCK = 512;
/** The largest package unpacks to 118 MB. */
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;

/**
 * Checks a package's tarball against its pin, takes the library's files out of it and compares them with their own pins.
 * Nothing is unpacked before the first check.
 * @returns contents by bare file name
 * @throws ExternalError when the tarball's digest differs or the files are not in it; InternalError when they differ from their pins
 * although the tarball does not.
 */
export function unpackLibrary(tarball: Buffer, pinned: PinnedPackage, origin: string): Map<string, Buffer> {
  const files = unpackTarball(tarball, pinned, origin);
  const difference = contentDifference(files, pinned);
  if (difference === null) return files;
  throw new InternalError({
    code: 'ENGINE_LOCK_CONTRADICTION',
    message: `Unpacking ${pinned.name}@${pinned.version} from ${origin}: the tarball is the pinned one, but ${difference}. Nothing of it was kept.`,
    hint: 'The engine.lock.json of this version of model-delivery contradicts itself: use a released version, and report this if it is one.',
  });
}

/**
 * The library's files of a tarball whose own digest is right: the first half of {@link unpackLibrary}, for those who write the pins.
 * @throws ExternalError
 */
export function unpackTarball(
  tarball: Buffer,
  pinned: Omit<PinnedPackage, 'files'>,
  origin: string,
): Map<string, Buffer> {
  const found = integrityOf(tarball);
  if (found !== pinned.integrity) {
    throw new ExternalError({
      system: 'npm registry',
      code: 'ENGINE_DIGEST_MISMATCH',
      message: `Checking ${pinned.name}@${pinned.version} from ${origin} (${tarball.length} bytes): expected ${pinned.integrity}, found ${found}. Nothing of it was kept.`,
      hint: 'The registry, a mirror or a proxy serves other bytes than the ones this version was tested with: use another registry, or set engine-path to files you trust.',
    });
  }
  const files = new Map<string, Buffer>();
  for (const entry of entries(gunzipSync(tarball, { maxOutputLength: MAX_UNPACKED_BYTES }))) {
    const name = /^package\/([^/\\]+)$/.exec(entry.name)?.[1];
    if (name !== undefined && LIBRARY_FILE.test(name)) files.set(name, entry.content);
  }
  if (isComplete([...files.keys()])) return files;
  throw damaged(`expected duckdb.node and the library beside it, found ${[...files.keys()].join(', ') || 'neither'}`);
}

interface TarEntry {
  name: string;
  content: Buffer;
}

/** The regular files of a tar archive with plain names, which is all that npm packages of two short names need. */
function* entries(archive: Buffer): Generator<TarEntry> {
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header.subarray(124, 136));
    const type = String.fromCharCode(header[156]!);
    const start = at + BLOCK;
    if (start + size > archive.length) throw damaged('an entry is longer than the archive');
    if (type === '0' || type === '\0')
      yield { name: textOf(header.subarray(0, 100)), content: archive.subarray(start, start + size) };
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function octal(field: Buffer): number {
  const text = textOf(field).trim();
  if (!/^[0-7]+$/.test(text)) throw damaged(`a size field holds ${JSON.stringify(text)}`);
  return Number.parseInt(text, 8);
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString('utf8');
}

function damaged(why: string): ExternalError {
  return new ExternalError({
    system: 'npm registry',
    code: 'ENGINE_PACKAGE_DAMAGED',
    message: `Unpacking the DuckDB library: ${why}.`,
    hint: 'Set engine-path to a folder with duckdb.node and the library, or report this with the name of your registry.',
  });
}
