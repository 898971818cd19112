import { EvidenceError } from '@model-delivery/core';
import { ANNOTATION, type Descriptor, type Manifest } from '../content/descriptor.ts';

/** A file that a manifest names: where it goes, and its blob. */
export interface LayerFile {
  path: string;
  blob: Descriptor;
}

/**
 * The files of a version with their paths, as checked against leaving the folder they are pulled to: no absolute path, no
 * `..`, `.` or empty part, no backslash or NUL, no path twice, none that is also a folder.
 * @throws EvidenceError
 */
export function layerFiles(manifest: Manifest, version: string): LayerFile[] {
  const files = manifest.layers.map((blob) => {
    const path = blob.annotations?.[ANNOTATION.modelPath] ?? blob.annotations?.[ANNOTATION.title];
    if (path === undefined || !isSafe(path)) throw unsafe(version, path);
    return { path, blob };
  });
  const paths = new Set(files.map((file) => file.path));
  if (paths.size < files.length)
    throw unsafe(version, files.find((file, at) => files.findIndex((other) => other.path === file.path) !== at)!.path);
  for (const { path } of files) {
    const parts = path.split('/');
    for (let n = 1; n < parts.length; n++) {
      const folder = parts.slice(0, n).join('/');
      if (paths.has(folder)) throw unsafe(version, folder);
    }
  }
  return files;
}

function isSafe(path: string): boolean {
  if (path === '' || path.startsWith('/') || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function unsafe(version: string, path: string | undefined): EvidenceError {
  return new EvidenceError({
    code: 'STORE_UNSAFE_PATH',
    message: `Pulling ${version}: a layer names ${path === undefined ? 'no path' : `the path ${JSON.stringify(path)}`}, which is not one file inside the folder.`,
    hint: 'The version was not written by model-delivery. Do not use it; find out who could write to the store.',
  });
}
