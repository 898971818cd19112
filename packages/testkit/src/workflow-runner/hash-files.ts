import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, matchesGlob, relative, resolve } from 'node:path';
import { walk } from './walk.ts';

/**
 * `hashFiles(patterns…)`: sha256 over the sha256 of each matching file below the workspace; empty when none matches.
 * A pattern with a leading `!` excludes; a pattern that names a folder matches what is below it.
 */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const rules = patterns
    .flatMap((pattern) => pattern.split(/\r?\n/))
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '' && !pattern.startsWith('#'))
    .map((pattern) => ({ exclude: pattern.startsWith('!'), glob: resolve(workspace, pattern.replace(/^!+/, '')) }));
  const selected = walk(workspace).filter((file) => {
    let chosen = false;
    for (const { exclude, glob } of rules) {
      if (file === glob || file.startsWith(`${glob}/`) || matchesGlob(file, glob)) chosen = !exclude;
    }
    return chosen && isInside(workspace, file) && statSync(file).isFile();
  });
  if (selected.length === 0) return '';
  const total = createHash('sha256');
  for (const file of selected) total.update(createHash('sha256').update(readFileSync(file)).digest());
  return total.digest('hex');
}

function isInside(root: string, file: string): boolean {
  const path = relative(root, file);
  return path !== '' && !path.startsWith('..') && !isAbsolute(path);
}
