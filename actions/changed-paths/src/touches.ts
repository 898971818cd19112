import { matchesGlob } from 'node:path';

/** Patterns of an input, one a line. */
export function patternLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Whether a path is included by the patterns: the last one that matches decides, as in a workflow's `paths`. */
export function included(path: string, patterns: readonly string[]): boolean {
  let result = false;
  for (const pattern of patterns) {
    const exclude = pattern.startsWith('!');
    if (matchesGlob(path, exclude ? pattern.slice(1) : pattern)) result = !exclude;
  }
  return result;
}

/** Whether any of the changed files counts. */
export function touches(files: readonly string[], patterns: readonly string[]): boolean {
  return files.some((file) => included(file, patterns));
}
