/**
 * Writes every generated file: action.yml and README tables from the specs, JSON Schemas from the zod schemas, docs/errors.md
 * from the error codes in the sources, the engine lock from package-lock.json. With --check it only compares.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineLock } from './engine-lock.ts';
import { actionFiles } from './generate/actions.ts';
import { errorReference } from './generate/errors.ts';
import { schemaFiles } from './generate/schemas.ts';
import { root } from './root.ts';

const check = process.argv.includes('--check');
const files = new Map<string, string>([...actionFiles(), ...schemaFiles(), ...errorReference(), ...lockFiles()]);

function lockFiles(): [string, string][] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return [['packages/engine/src/acquisition/engine.lock.json', engineLock(lock)]];
}

const stale = [...files].filter(([path, content]) => {
  const present = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  return present !== content;
});

if (check && stale.length > 0) {
  console.error(
    `Generated files are out of date: ${stale.map(([path]) => path).join(', ')}. Run \`npm run generate\` and commit.`,
  );
  process.exitCode = 1;
} else if (check) {
  console.log(`${files.size} generated files are up to date.`);
} else {
  for (const [path, content] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    console.log(`wrote ${path}`);
  }
}
