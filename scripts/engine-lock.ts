/**
 * Writes packages/engine/src/acquisition/engine.lock.json, the pins of DuckDB's platform packages, from package-lock.json.
 * With --check it only compares and exits 1 on a difference.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PREFIX = 'node_modules/@duckdb/node-bindings-';
const ROOT = new URL('..', import.meta.url);
const LOCK = new URL('packages/engine/src/acquisition/engine.lock.json', ROOT);

interface LockEntry {
  version: string;
  integrity?: string;
}

/**
 * The text of engine.lock.json that belongs to a package-lock.json.
 * @throws Error when a platform package has no sha512 or its version differs from the others.
 */
export function engineLock(packageLock: { packages: Record<string, LockEntry> }): string {
  const packages = Object.entries(packageLock.packages)
    .filter(([path]) => path.startsWith(PREFIX))
    .map(([path, entry]) => ({
      name: path.slice('node_modules/'.length),
      version: entry.version,
      integrity: entry.integrity ?? '',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const api = packageLock.packages['node_modules/@duckdb/node-api']?.version;
  for (const { name, version, integrity } of packages) {
    if (version !== api)
      throw new Error(`${name} is locked at ${version}, @duckdb/node-api at ${api}: lock them together.`);
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))
      throw new Error(`${name} has no sha512 in package-lock.json: run npm install again.`);
  }
  if (packages.length !== 8)
    throw new Error(`Expected 8 platform packages in package-lock.json, found ${packages.length}.`);
  return `${JSON.stringify({ packages }, null, 2)}\n`;
}

function main(check: boolean): number {
  const wanted = engineLock(JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')));
  if (!check) {
    writeFileSync(LOCK, wanted);
    return 0;
  }
  if (readFileSync(LOCK, 'utf8') === wanted) return 0;
  console.error(`${fileURLToPath(LOCK)} does not belong to package-lock.json: run \`node scripts/engine-lock.ts\`.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.includes('--check'));
