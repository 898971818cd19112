import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface WalkOptions {
  /** leave out entries whose name begins with a dot, and what is below them */
  skipHidden?: boolean;
}

/** Every file below a directory, sorted, without following links to directories and without `.git`. */
export function walk(directory: string, options: WalkOptions = {}): string[] {
  const files: string[] = [];
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name === '.git' || (options.skipHidden && entry.name.startsWith('.'))) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...walk(path, options));
    else files.push(path);
  }
  return files;
}
