/** What users download: dist/ as it lies there, and a compressed `git archive` of the last commit. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/root.ts';

const MB = 1024 * 1024;

/** Prints both sizes with their limits. */
export async function run(): Promise<void> {
  const dist = join(root, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(dist, name)));
  const bytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], { cwd: root, maxBuffer: 256 * MB });
  console.log(`dist               ${(bytes / MB).toFixed(2)} MB (limit 6 MB)`);
  console.log(`git archive, gzip  ${(archive.length / MB).toFixed(2)} MB (limit 3 MB)`);
}
