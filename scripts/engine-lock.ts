/**
 * Writes packages/engine/src/acquisition/engine.lock.json, the pins of DuckDB's platform packages: names, versions and the digests of
 * the tarballs from package-lock.json, the digests of the files from the tarballs, all of which it downloads (170 MB).
 * With --check it only compares, without a network, and exits 1 on a difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PinnedFile, PinnedPackage } from '../packages/engine/src/acquisition/engine-lock.ts';
import { fetchTarball } from '../packages/engine/src/acquisition/fetch-tarball.ts';
import { pinOf } from '../packages/engine/src/acquisition/library-files.ts';
import { unpackTarball } from '../packages/engine/src/acquisition/library-tarball.ts';
import { readNpmSettings } from '../packages/engine/src/acquisition/npm-settings.ts';
import { isComplete } from '../packages/engine/src/acquisition/platform.ts';
import { npmTransport } from '../packages/engine/src/acquisition/transport.ts';

const PREFIX = 'node_modules/@duckdb/node-bindings-';
const ROOT = new URL('..', import.meta.url);
const LOCK = new URL('packages/engine/src/acquisition/engine.lock.json', ROOT);
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

interface LockEntry {
  version: string;
  integrity?: string;
}

interface PackageLock {
  packages: Record<string, LockEntry>;
}

type Tarball = Omit<PinnedPackage, 'files'>;

/**
 * The text of engine.lock.json that belongs to a package-lock.json; the digests of files are those of `present` (by default the file as
 * it is), as long as they belong to the same tarballs.
 * @throws Error when a platform package has no sha512, its version differs from the others, or `present` has no digests of its files.
 */
export function engineLock(packageLock: PackageLock, present: string = presentLock()): string {
  const known = (JSON.parse(present) as { packages: PinnedPackage[] }).packages;
  return lockText(
    lockedTarballs(packageLock).map((tarball) => {
      const files = known.find((one) => one.name === tarball.name && one.integrity === tarball.integrity)?.files ?? [];
      if (files.every(isPinned) && isComplete(files.map((file) => file.name))) return { ...tarball, files };
      throw new Error(
        `engine.lock.json has no digests of the files in ${tarball.name}@${tarball.version} (${tarball.integrity.slice(0, 20)}…): run \`node scripts/engine-lock.ts\`, which downloads and hashes them.`,
      );
    }),
  );
}

/** The platform packages of a package-lock.json, by name. */
function lockedTarballs(packageLock: PackageLock): Tarball[] {
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
    if (!SHA512.test(integrity)) throw new Error(`${name} has no sha512 in package-lock.json: run npm install again.`);
  }
  if (packages.length !== 8)
    throw new Error(`Expected 8 platform packages in package-lock.json, found ${packages.length}.`);
  return packages;
}

function isPinned(file: PinnedFile): boolean {
  return Number.isInteger(file.bytes) && file.bytes > 0 && SHA512.test(file.integrity);
}

function lockText(packages: readonly PinnedPackage[]): string {
  return `${JSON.stringify({ packages }, null, 2)}\n`;
}

function presentLock(): string {
  return existsSync(LOCK) ? readFileSync(LOCK, 'utf8') : lockText([]);
}

/** Downloads a tarball from the registry that npm would use and hashes the library's files in it. */
export async function withFiles(tarball: Tarball, env: NodeJS.ProcessEnv = process.env): Promise<PinnedPackage> {
  const settings = await readNpmSettings(env, fileURLToPath(ROOT));
  const bytes = await fetchTarball(tarball, settings, { fetch: npmTransport(settings) });
  const files = [...unpackTarball(bytes, tarball, new URL(settings.registry).hostname)]
    .map(([name, content]) => pinOf(name, content))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...tarball, files };
}

async function main(check: boolean): Promise<number> {
  const packageLock = JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')) as PackageLock;
  if (!check) {
    const packages: PinnedPackage[] = [];
    for (const tarball of lockedTarballs(packageLock)) {
      packages.push(await withFiles(tarball)); // one at a time: they take 140 MB of memory each
      console.log(
        `${tarball.name}@${tarball.version}: ${packages
          .at(-1)!
          .files.map((file) => file.name)
          .join(', ')}`,
      );
    }
    writeFileSync(LOCK, lockText(packages));
    return 0;
  }
  if (presentLock() === engineLock(packageLock)) return 0;
  console.error(`${fileURLToPath(LOCK)} does not belong to package-lock.json: run \`node scripts/engine-lock.ts\`.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'));
