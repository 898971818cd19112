/** Runs the import rules and refuses to be green on nothing: a resolver that finds no module finds no violation either. */
import { spawnSync } from 'node:child_process';
import { root } from './root.ts';

const MINIMUM_MODULES = 250;

const result = spawnSync(
  'depcruise',
  ['packages', 'actions', '--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 },
);
if (!result.stdout) {
  console.error(`depcruise printed nothing (status ${result.status}): ${result.stderr}`);
  process.exit(1);
}
const { summary, modules } = JSON.parse(result.stdout) as {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  modules: { source: string }[];
};
const own = modules.filter(({ source }) => /^(packages|actions)\//.test(source)).length;
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.log(`import rules: ${own} modules of ours, ${summary.violations.length} violations`);
if (own < MINIMUM_MODULES) {
  console.error(`Only ${own} modules were seen, at least ${MINIMUM_MODULES} were expected: the cruise is broken.`);
  process.exit(1);
}
process.exit(summary.violations.length === 0 ? 0 : 1);
