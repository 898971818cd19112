import { spawnSync } from 'node:child_process';
import type { WorkingTree } from '@model-delivery/testkit';

/** Text of a file at a ref; null where ref or file are not there. */
export function fileAt(tree: WorkingTree, ref: string, path: string): string | null {
  const args = ['--git-dir', tree.gitDirectory, 'show', `${ref}:${path}`];
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : null;
}
