import { symlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Engine } from '../runtime/engine.ts';
import { convertText, needsConversion } from './convert-text.ts';
import type { LocatedFile } from './locate-source.ts';

/** A path that DuckDB can read as it stands: UTF-8 text (perhaps gzip) or Parquet, and no wildcards in the name. */
export interface ReadablePath {
  file: LocatedFile;
  path: string;
  gzip: boolean;
}

/** For error messages: path that DuckDB reads -> path as the user wrote it. */
export function writtenPaths(readables: readonly ReadablePath[]): Map<string, string> {
  return new Map(readables.map(({ path, file }) => [path, file.path]));
}

let serial = 0;

/** A new file name inside the engine's private folder. */
export function scratchPath(engine: Engine, extension: string): string {
  serial += 1;
  return join(engine.scratchDirectory, `source-${serial}${extension}`);
}

/**
 * Makes a file readable: converts its text to UTF-8 where needed (`strip` also removes a byte order mark), and gives a file
 * whose name DuckDB would take for a pattern another name.
 */
export async function readablePath(
  engine: Engine,
  file: LocatedFile,
  options: { stripMark: boolean },
): Promise<ReadablePath> {
  if (file.encoding !== null && (needsConversion(file) || (options.stripMark && file.byteOrderMark))) {
    const path = scratchPath(engine, '.txt');
    await convertText(file, path);
    return { file, path, gzip: false };
  }
  if (!/[*?[\]{}]/.test(file.realPath)) return { file, path: file.realPath, gzip: file.gzip };
  const path = scratchPath(engine, extname(file.realPath).replace(/[^.\w]/g, ''));
  await symlink(file.realPath, path);
  return { file, path, gzip: file.gzip };
}
