import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';

const SCRIPT = join(root, 'scripts/check-imports.ts');
const STAGES = ['data', 'evaluation', 'report', 'registry', 'rollout', 'retraining'];
const PACKAGES = ['core', 'stats', 'engine', 'github', 'action-kit', 'use-cases', 'cli', 'testkit', ...STAGES];
const OUTSIDE = ['zod', 'left-pad', '@octokit/rest', '@actions/core', '@actions/artifact'];

/** One violation a rule: the file, what it says, and where the rule says it leads. */
const SEEDS: [rule: string, file: string, text: string, to: string][] = [
  ['no-cycles', 'packages/stats/src/ring-back.ts', `import './ring.ts';`, 'packages/stats/src/ring.ts'],
  ['core-imports-zod-and-yaml-only', 'packages/core/src/reads.ts', `import 'node:fs';`, 'fs'],
  ['stats-imports-core-at-most', 'packages/stats/src/parses.ts', `import 'zod';`, 'node_modules/zod/index.js'],
  ...STAGES.map((stage, i): [string, string, string, string] => {
    const other = STAGES[(i + 1) % STAGES.length]!;
    const text = `import '@model-delivery/${other}';`;
    return [
      `${stage}-talks-through-documents`,
      `packages/${stage}/src/asks.ts`,
      text,
      `packages/${other}/src/index.ts`,
    ];
  }),
  [
    'only-github-imports-octokit',
    'packages/report/src/posts.ts',
    `import '@octokit/rest';`,
    'node_modules/@octokit/rest/index.js',
  ],
  [
    'only-action-kit-imports-the-toolkit',
    'packages/engine/src/logs.ts',
    `import '@actions/core';`,
    'node_modules/@actions/core/index.js',
  ],
  [
    'artifact-client-is-lazy',
    'packages/action-kit/src/uploads.ts',
    `import '@actions/artifact';`,
    'node_modules/@actions/artifact/index.js',
  ],
  [
    'actions-do-not-import-actions',
    'actions/validate-data/src/run.ts',
    `import '../../evaluate-gate/src/run.ts';`,
    'actions/evaluate-gate/src/run.ts',
  ],
  [
    'cli-without-the-toolkit',
    'packages/cli/src/annotates.ts',
    `import '@model-delivery/action-kit';`,
    'packages/action-kit/src/index.ts',
  ],
  [
    'testkit-from-tests-and-demo-only',
    'packages/github/src/pretends.ts',
    `import '@model-delivery/testkit';`,
    'packages/testkit/src/index.ts',
  ],
  [
    'libraries-do-not-import-roots',
    'packages/engine/src/composes.ts',
    `import '@model-delivery/use-cases';`,
    'packages/use-cases/src/index.ts',
  ],
  ['no-undeclared-dependency', 'packages/engine/src/pads.ts', `import 'left-pad';`, 'node_modules/left-pad/index.js'],
  ['no-unresolvable', 'packages/engine/src/misses.ts', `import './gone.ts';`, './gone.ts'],
];

/** Files next to the seeds that obey the rules: each would be found by a rule that is wider than it says. */
const ALLOWED: Record<string, string> = {
  'packages/stats/src/ring.ts': `import './ring-back.ts';`,
  'packages/core/src/hashes.ts': `import 'node:crypto';\nimport 'zod';`,
  'packages/stats/src/uses-core.ts': `import '@model-delivery/core';`,
  'packages/data/src/uses-engine.ts': `import '@model-delivery/engine';`,
  'packages/data/src/kind.ts': `import type { Other } from './other-kind.ts';\nexport type Kind = Other | null;`,
  'packages/data/src/other-kind.ts': `import type { Kind } from './kind.ts';\nexport type Other = Kind[];`,
  'packages/github/src/client.ts': `import '@octokit/rest';`,
  'packages/github/src/client.test.ts': `import '@model-delivery/testkit';`,
  'packages/action-kit/src/upload.ts': `export const load = () => import('@actions/artifact');`,
  'packages/action-kit/src/log.ts': `import '@actions/core';`,
  'packages/use-cases/src/wires.ts': `import '@model-delivery/data';\nimport '@model-delivery/evaluation';`,
  'actions/evaluate-gate/src/run.ts': `import '../../../packages/use-cases/src/wires.ts';`,
  'actions/suite/src/run.ts': `import '../../evaluate-gate/src/run.ts';`,
};

let directory: string;
let lines: string[];
let status: number | null;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), `${text}\n`);
}

/** A miniature of the repository: every package with an entry, every outside package that a rule names. */
function makeMiniature(): void {
  cpSync(join(root, 'tsconfig.json'), join(directory, 'tsconfig.json'));
  write('package.json', '{ "private": true }');
  const declared = Object.fromEntries(
    [...PACKAGES.map((name) => `@model-delivery/${name}`), ...OUTSIDE.filter((name) => name !== 'left-pad')].map(
      (name) => [name, '1.0.0'],
    ),
  );
  mkdirSync(join(directory, 'node_modules/@model-delivery'), { recursive: true });
  for (const name of PACKAGES) {
    const manifest = { name: `@model-delivery/${name}`, exports: { '.': './src/index.ts' }, dependencies: declared };
    write(`packages/${name}/package.json`, JSON.stringify(manifest));
    write(`packages/${name}/src/index.ts`, 'export {};');
    symlinkSync(`../../packages/${name}`, join(directory, 'node_modules/@model-delivery', name));
  }
  for (const name of OUTSIDE) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};');
  }
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'import-rules-'));
  makeMiniature();
  for (const [path, text] of Object.entries(ALLOWED)) write(path, text);
  for (const [, path, text] of SEEDS) write(path, text);
  write('packages/data/package.json', '{ "exports": { ".": "./src/index.ts" }, "dependencies": {} }');
  const result = spawnSync(process.execPath, [SCRIPT, directory], { encoding: 'utf8' });
  lines = result.stderr.split('\n').filter((line) => / -> /.test(line));
  status = result.status;
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the import rules', () => {
  it('have a seeded violation each', async () => {
    const config = await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href);
    const rules = (config.default.forbidden as { name: string }[]).map(({ name }) => name);
    expect(SEEDS.map(([rule]) => rule).sort()).toEqual(rules.sort());
  });

  it('find every seeded violation and nothing else', () => {
    const expected = SEEDS.map(([rule, file, , to]) => `${rule}: ${file} -> ${to}`);
    expected.push('undeclared-package: packages/data/src/uses-engine.ts -> @model-delivery/engine');
    expected.push('undeclared-package: packages/data/src/asks.ts -> @model-delivery/evaluation');
    expect(lines.sort()).toEqual(expected.sort());
    expect(status).toBe(1);
  });

  it('are not green on a directory in which almost nothing was seen', () => {
    for (const [, path] of SEEDS) rmSync(join(directory, path));
    for (const path of ['packages/stats/src/ring.ts', 'packages/data/src/uses-engine.ts']) {
      rmSync(join(directory, path));
    }
    const result = spawnSync(process.execPath, [SCRIPT, directory], { encoding: 'utf8' });
    expect(result.stdout).toContain('0 violations');
    expect(result.stderr).toMatch(/^Only \d+ modules were seen/);
    expect(result.status).toBe(1);
  });
});
