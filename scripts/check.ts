/** Everything that is checked without running the product: types, lint, imports, unused code, generated files, dist. */
import { spawnSync } from 'node:child_process';
import { root } from './root.ts';

const STEPS: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['-p', '.', '--noEmit']],
  ['lint and format', 'biome', ['check', '--error-on-warnings', '.']],
  ['import rules', 'node', ['scripts/check-imports.ts']],
  ['unused code', 'knip', []],
  ['generated files', 'node', ['scripts/generate.ts', '--check']],
  ['API description', 'node', ['scripts/check-api-description.ts']],
  ['dist', 'node', ['scripts/build.ts', '--check']],
];

let failed = 0;
for (const [name, command, args] of STEPS) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (status !== 0) failed++;
}
console.log(`${STEPS.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
