import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** Whether a path contains wildcards: `*` (within a name), `**` (any number of folders), `?` (one character). */
export function isGlob(path: string): boolean {
  return /[*?]/.test(path);
}

/**
 * The files that match a pattern, sorted by the bytes of their path. Wildcards match no hidden name unless the pattern's
 * segment starts with a dot, and `**` does not follow symbolic links.
 * @returns paths relative to `baseDirectory` with `/` (absolute for an absolute pattern).
 */
export async function expandGlob(pattern: string, baseDirectory: string): Promise<string[]> {
  const segments = pattern
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment, index) => segment !== '.' && (segment !== '' || index === 0));
  const found = new Set<string>();
  await match(segments, '', (path) => (isAbsolute(pattern) ? path : join(baseDirectory, path)), found);
  return [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function match(
  segments: readonly string[],
  prefix: string,
  absolute: (path: string) => string,
  found: Set<string>,
): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  const at = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
  if (!isGlob(segment)) {
    const next = segment === '' ? '/' : at(segment).replace(/^\/\//, '/');
    if (rest.length > 0) return match(rest, next, absolute, found);
    if (await exists(absolute(next))) found.add(next);
    return;
  }
  if (segment === '**') await match(rest.length === 0 ? ['*'] : rest, prefix, absolute, found);
  const wanted = segmentPattern(segment === '**' ? '*' : segment);
  for (const entry of await entries(absolute(prefix === '' ? '.' : prefix))) {
    if (entry.name.startsWith('.') && !segment.startsWith('.')) continue;
    const next = at(entry.name).replace(/^\/\//, '/');
    if (segment === '**') {
      if (entry.isDirectory()) await match(segments, next, absolute, found);
    } else if (wanted.test(entry.name)) {
      if (rest.length > 0) await match(rest, next, absolute, found);
      else if (!entry.isDirectory()) found.add(next);
    }
  }
}

async function entries(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch {
    return []; // a pattern matches nothing in what is no folder; an empty match is reported by the caller
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** `*` and `?` stay within one name; runs of `*` are one, so that matching stays linear. */
function segmentPattern(segment: string): { test(name: string): boolean } {
  const parts = segment.replace(/\*+/g, '*');
  return { test: (name) => matchesName(parts, name) };
}

/** Wildcard matching with a single point to come back to: no exponential backtracking on hostile patterns. */
function matchesName(pattern: string, name: string): boolean {
  const wanted = [...pattern];
  const given = [...name];
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < given.length) {
    if (wanted[p] === '*') {
      star = p;
      resume = n;
      p += 1;
    } else if (wanted[p] === '?' || wanted[p] === given[n]) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      resume += 1;
      p = star + 1;
      n = resume;
    } else {
      return false;
    }
  }
  while (wanted[p] === '*') p += 1;
  return p === wanted.length;
}
