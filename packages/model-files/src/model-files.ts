import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EvidenceError, type ModelFile } from '@model-delivery/core';
import { type HashedBytes, hashFile } from './hash-file.ts';

/** A path that is longer is cut in messages. */
const SHOWN_PATH = 500;

/**
 * The files that are a model: one file under its base name, or every regular file of a folder (hidden ones too) under its path
 * with `/`. Bytes are hashed as a stream.
 * @param root absolute path
 * @param shown the path as the user wrote it
 * @throws EvidenceError for symbolic links, special files, empty folders at any depth and paths that are no UTF-8
 */
export async function modelFiles(root: string, shown = root): Promise<ModelFile[]> {
  const facts = await lstat(root).catch((cause: unknown) => {
    throw refuse(
      shown,
      'there is no such file or folder',
      'Check `--model` (input `model`) and that training wrote it.',
      cause,
    );
  });
  if (facts.isFile()) return [{ path: basename(root), ...(await hashed(root, shown)) }];
  if (!facts.isDirectory()) throw special(shown, facts.isSymbolicLink());
  const files: ModelFile[] = [];
  await collect(Buffer.from(root), '', shown, files);
  return files.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

async function collect(directory: Buffer, prefix: string, shown: string, files: ModelFile[]): Promise<void> {
  // Names are read as bytes: a name that is no UTF-8 must be seen, not silently replaced.
  const entries = await readdir(directory, { withFileTypes: true, encoding: 'buffer' }).catch((cause: unknown) => {
    throw unreadable(join(shown, prefix), cause);
  });
  if (entries.length === 0)
    throw refuse(
      join(shown, prefix),
      'the folder is empty',
      'An empty folder has no place in a model artifact: remove it or add a file.',
    );
  for (const entry of entries) {
    const name = utf8Name(entry.name, join(shown, prefix));
    const path = prefix + name;
    const child = Buffer.concat([directory, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) await collect(child, `${path}/`, shown, files);
    else if (entry.isFile()) files.push({ path, ...(await hashed(child, join(shown, path))) });
    else throw special(join(shown, path), entry.isSymbolicLink());
  }
}

async function hashed(file: string | Buffer, shown: string): Promise<HashedBytes> {
  return hashFile(file).catch((cause: unknown) => {
    throw unreadable(shown, cause);
  });
}

function unreadable(shown: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || code === 'ABORT_ERR') return cause as Error;
  return refuse(
    shown,
    `reading it failed (${code})`,
    'Give this user the right to read it, and check the disk.',
    cause,
  );
}

function utf8Name(bytes: Buffer, where: string): string {
  const name = bytes.toString('utf8');
  if (Buffer.from(name, 'utf8').equals(bytes)) return name;
  throw refuse(
    where,
    `it holds a file whose name is not UTF-8 (${bytes.toString('hex').slice(0, 80)} in hex)`,
    'Rename the file.',
  );
}

function special(where: string, link: boolean): EvidenceError {
  return refuse(
    where,
    link ? 'it is a symbolic link' : 'it is a device, pipe or socket',
    link ? 'Copy the file itself: a link has no bytes of its own to identify.' : 'Remove it from the model.',
  );
}

function refuse(where: string, found: string, hint: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code: 'MODEL_UNUSABLE',
    message: `Identifying the model ${where.length > SHOWN_PATH ? `${where.slice(0, SHOWN_PATH)}…` : where}: ${found}.`,
    hint,
    cause,
  });
}
