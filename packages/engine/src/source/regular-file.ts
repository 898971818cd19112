import { constants } from 'node:fs';
import { access, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ConfigError, EvidenceError } from '@model-delivery/core';

/** A file that may be read. */
export interface RegularFile {
  /** Absolute path with all symbolic links resolved. */
  realPath: string;
  bytes: number;
}

/**
 * Resolves one data file and makes sure that it is a readable regular file inside `containedIn`.
 * @throws ConfigError when it lies outside; EvidenceError when it is missing, a folder, a device or unreadable.
 */
export async function regularFile(
  path: string,
  absolutePath: string,
  containedIn: string | undefined,
): Promise<RegularFile> {
  if (containedIn !== undefined) await refuseOutside(path, absolutePath, containedIn);
  let realPath: string;
  try {
    realPath = await realpath(absolutePath);
  } catch (cause) {
    throw await missing(path, absolutePath, cause);
  }
  const facts = await stat(realPath);
  if (facts.isDirectory()) {
    throw new EvidenceError({
      code: 'DATA_IS_DIRECTORY',
      message: `Reading ${path}: expected a file, found a folder.`,
      hint: `Name the files in it, for example \`${path.replace(/\/+$/, '')}/*.parquet\`.`,
    });
  }
  if (!facts.isFile()) {
    throw new EvidenceError({
      code: 'DATA_NOT_A_FILE',
      message: `Reading ${path}: expected a regular file, found a device, pipe or socket.`,
      hint: 'Copy the data into a file first.',
    });
  }
  try {
    await access(realPath, constants.R_OK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return { realPath, bytes: facts.size };
}

/** @throws ConfigError when the path, or what its symbolic links lead to, lies outside `containedIn`. */
async function refuseOutside(path: string, absolutePath: string, containedIn: string): Promise<void> {
  const root = await realpath(containedIn);
  // Two tests: `../x` is refused even where nothing is there, so that nobody can probe for files.
  const stated = isInside(resolve(absolutePath), resolve(containedIn)) || isInside(resolve(absolutePath), root);
  const real = await nearestRealPath(absolutePath);
  if (stated && isInside(real, root)) return;
  throw new ConfigError({
    code: 'DATA_OUTSIDE_WORKSPACE',
    message: `Reading ${path}: it leads outside of the workspace.`,
    hint: 'Data files must lie inside the workspace, also behind symbolic links: copy or download them there.',
  });
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path);
}

/** The real path of the file, or, where it does not exist, of its nearest existing parent folder. */
async function nearestRealPath(path: string): Promise<string> {
  let current = path;
  for (;;) {
    try {
      return join(await realpath(current), relative(current, path));
    } catch {
      const link = await linkTarget(current);
      const parent = link ?? dirname(current);
      if (parent === current) return path;
      if (link !== null) return nearestRealPath(link);
      current = parent;
    }
  }
}

async function linkTarget(path: string): Promise<string | null> {
  try {
    return resolve(dirname(path), await readlink(path));
  } catch {
    return null;
  }
}

async function missing(path: string, absolutePath: string, cause: unknown): Promise<EvidenceError> {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return unreadable(path, cause);
  const dvc = await dvcPointer(absolutePath);
  if (dvc !== null) {
    return new EvidenceError({
      code: 'DATA_DVC_POINTER',
      message: `Reading ${path}: the file is not here, only its DVC pointer ${basename(dvc)} is.`,
      hint: 'Run `dvc pull` before this step (and give the job access to the DVC remote).',
      cause,
    });
  }
  const link = await linkTarget(absolutePath);
  return new EvidenceError({
    code: 'DATA_NOT_FOUND',
    message: `Reading ${path}: ${link === null ? 'there is no such file' : 'it is a symbolic link to a file that does not exist'}.`,
    hint:
      link !== null && /\.git[/\\]annex/.test(link)
        ? 'Run `git annex get` before this step.'
        : 'Check the path (paths in the configuration are relative to the configuration file) and that an earlier step has produced the file.',
    cause,
  });
}

/** The DVC pointer of the file or of a folder that contains it. */
async function dvcPointer(absolutePath: string): Promise<string | null> {
  let current = absolutePath;
  for (;;) {
    try {
      if ((await lstat(`${current}.dvc`)).isFile()) return `${current}.dvc`;
    } catch {
      // not this one
    }
    const parent = dirname(current);
    if (parent === current) return null;
    current = parent;
  }
}

function unreadable(path: string, cause: unknown): EvidenceError {
  return new EvidenceError({
    code: 'DATA_NO_PERMISSION',
    message: `Reading ${path}: the operating system does not allow this user to read it.`,
    hint: 'Check the permissions of the file and of the folders above it (files written by a container often belong to root).',
    cause,
  });
}
