import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';

/** Copies what GitHub uses of a checkout of the suite: without node_modules, so that nothing a user does not have is found. */
export function checkOutSuite(directory: string): string {
  for (const part of ['action.yml', 'actions', '.github', 'dist']) {
    cpSync(join(root, part), join(directory, part), { recursive: true });
  }
  return directory;
}
