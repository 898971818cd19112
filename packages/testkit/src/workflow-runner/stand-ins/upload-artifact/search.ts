import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join, matchesGlob, resolve, sep } from 'node:path';

export interface Found {
  files: string[];
  /** the folder whose relative paths become the paths in the artifact */
  root: string;
}

const HAS_PATTERN = /[*?[]/;

/** The part of a pattern before its first wildcard: where the search begins. */
export function searchPath(pattern: string): string {
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => HAS_PATTERN.test(segment));
  return first < 0 ? pattern.replace(/(.)\/+$/, '$1') : segments.slice(0, first).join('/') || '/';
}

function selects(pattern: string, file: string): boolean {
  const clean = pattern.replace(/(.)\/+$/, '$1');
  // A pattern without wildcards, or one that matches a folder, selects what is below it (implicit descendants).
  for (let path = file; path.length > 1; path = dirname(path)) {
    if (path === clean || (HAS_PATTERN.test(clean) && matchesGlob(path, clean))) return true;
  }
  return false;
}

/**
 * Every file below a start. A hidden entry is left out with what is below it, and so is a hidden *start*; a start below a
 * hidden folder is not (the real action tests the base name of each visited path only).
 */
function visit(path: string, includeHidden: boolean): string[] {
  if (!includeHidden && basename(path).startsWith('.')) return [];
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => visit(join(path, entry), includeHidden));
}

function commonFolder(paths: readonly string[]): string {
  const split = paths.map((path) => path.split(sep));
  const [first = []] = split;
  const length = first.findIndex((segment, index) => split.some((other) => other[index] !== segment));
  return first.slice(0, length < 0 ? first.length : length).join(sep) || sep;
}

/** Finds files as actions/upload-artifact does: patterns one a line, `!` excludes, `#` comments. */
export function findFiles(cwd: string, patterns: string, includeHidden: boolean): Found {
  const lines = patterns
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const rules = lines.map((line) => ({
    exclude: line.startsWith('!'),
    pattern: absolute(cwd, line.replace(/^!+/, '')),
  }));
  const starts = [...new Set(rules.filter(({ exclude }) => !exclude).map(({ pattern }) => searchPath(pattern)))];
  const visited = new Set(starts.filter((start) => existsSync(start)).flatMap((start) => visit(start, includeHidden)));
  const files = [...visited].filter((file) => {
    let selected = false;
    for (const { exclude, pattern } of rules) if (selects(pattern, file)) selected = !exclude;
    return selected;
  });
  const [only] = starts;
  const single = starts.length === 1 && only !== undefined;
  const root = single
    ? existsSync(only) && lstatSync(only).isDirectory()
      ? only
      : dirname(only)
    : commonFolder(starts);
  return { files: files.sort(), root };
}

function absolute(cwd: string, pattern: string): string {
  const trailing = pattern.endsWith('/') ? '/' : '';
  return `${resolve(cwd, pattern)}${trailing}`;
}
