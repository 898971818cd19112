/**
 * Runs the import rules and refuses to be green on nothing: a resolver that finds no module finds no violation either.
 * Usage: node scripts/check-imports.ts [DIRECTORY], a directory with packages/ and actions/ (default: the repository).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const MINIMUM_MODULES = 450;
const SCOPE = '@model-delivery/';

interface Cruise {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  modules: { source: string; dependencies: { module: string; resolved: string }[] }[];
}

function cruise(directory: string): Cruise {
  const config = join(root, '.dependency-cruiser.mjs');
  const args = ['packages', 'actions', '--config', config, '--output-type', 'json'];
  const result = spawnSync('depcruise', args, { cwd: directory, encoding: 'utf8', maxBuffer: 256 << 20 });
  if (!result.stdout) throw new Error(`depcruise printed nothing (status ${result.status}): ${result.stderr}`);
  return JSON.parse(result.stdout) as Cruise;
}

/** Packages of ours that a package imports and its package.json does not name: npm links them all, so nothing else tells. */
function undeclaredPackages(directory: string, modules: Cruise['modules']): string[] {
  return modules.flatMap(({ source, dependencies }) => {
    const folder = /^packages\/[^/]+/.exec(source)?.[0];
    if (folder === undefined || /\.test\.ts$|\/testing\//.test(source)) return [];
    const path = join(directory, folder, 'package.json');
    const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    return dependencies
      .map(({ module }) => module.split('/').slice(0, 2).join('/'))
      .filter((name) => name.startsWith(SCOPE) && manifest.dependencies?.[name] === undefined)
      .map((name) => `undeclared-package: ${source} -> ${name}`);
  });
}

const directory = process.argv[2] ?? root;
const { summary, modules } = cruise(directory);
const own = modules.filter(({ source }) => /^(packages|actions)\//.test(source)).length;
const problems = [
  ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  ...undeclaredPackages(directory, modules),
];
for (const problem of problems) console.error(problem);
console.log(`import rules: ${own} modules of ours, ${problems.length} violations`);
if (own < MINIMUM_MODULES) {
  console.error(`Only ${own} modules were seen, at least ${MINIMUM_MODULES} were expected: the cruise is broken.`);
  process.exit(1);
}
process.exit(problems.length === 0 ? 0 : 1);
