import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { engineLock } from '../../../../scripts/engine-lock.ts';
import { type PinnedPackage, pinnedPackage, pinnedPackages } from './engine-lock.ts';
import { folderDifference } from './library-files.ts';
import { currentPlatform, isComplete, platformPackage } from './platform.ts';

const ROOT = new URL('../../../../', import.meta.url);
const present = readFileSync(new URL('engine.lock.json', import.meta.url), 'utf8');
const packageLock = JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8'));

describe('engine.lock.json', () => {
  it('is what package-lock.json says', () => {
    expect(engineLock(packageLock)).toBe(present);
    expect(engineLock(packageLock, present)).toBe(present);
  });

  it('is checked by the script', () => {
    const script = fileURLToPath(new URL('scripts/engine-lock.ts', ROOT));
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
  });

  it('pins eight platforms of one version', () => {
    expect(pinnedPackages).toHaveLength(8);
    expect(new Set(pinnedPackages.map((one) => one.version)).size).toBe(1);
    expect(new Set(pinnedPackages.map((one) => one.integrity)).size).toBe(8);
  });

  it('pins the files of every platform', () => {
    for (const { files } of pinnedPackages) {
      expect(files).toHaveLength(2);
      expect(isComplete(files.map((file) => file.name))).toBe(true);
      for (const { bytes, integrity } of files) {
        expect(bytes).toBeGreaterThan(100_000);
        expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      }
    }
  });

  it('pins the files that npm unpacked for this machine', async () => {
    const pinned = pinnedPackage(currentPlatform());
    const directory = dirname(createRequire(import.meta.url).resolve(`${pinned.name}/duckdb.node`));
    expect(await folderDifference(directory, pinned)).toBeNull();
  });

  it('asks for the download where digests of files are missing or of another tarball', () => {
    const changed = (change: (one: PinnedPackage) => object): string => {
      const { packages } = JSON.parse(present) as { packages: PinnedPackage[] };
      return JSON.stringify({ packages: packages.map((one, index) => (index === 4 ? change(one) : one)) });
    };
    const told = /no digests of the files in @duckdb\/node-bindings-linux-x64@.* run `node scripts\/engine-lock\.ts`/;
    const other = `sha512-${'A'.repeat(86)}==`;
    for (const text of [
      changed((one) => ({ ...one, integrity: other })),
      changed(({ files: _, ...rest }) => rest),
      changed((one) => ({ ...one, files: [] })),
      changed((one) => ({ ...one, files: one.files.slice(1) })),
      changed((one) => ({ ...one, files: one.files.map((file) => ({ ...file, integrity: '' })) })),
      changed((one) => ({ ...one, files: one.files.map((file) => ({ ...file, bytes: 0 })) })),
    ]) {
      expect(() => engineLock(packageLock, text)).toThrow(told);
    }
  });

  it('is not made from a lock without digests, with a stray version or too few platforms', () => {
    const name = 'node_modules/@duckdb/node-bindings-linux-x64';
    const changed = (entry: object | undefined) => ({ packages: { ...packageLock.packages, [name]: entry } });
    expect(() => engineLock(changed({ version: packageLock.packages[name].version }))).toThrow(/no sha512/);
    expect(() => engineLock(changed({ ...packageLock.packages[name], version: '1.0.0' }))).toThrow(
      /lock them together/,
    );
    const { [name]: _, ...rest } = packageLock.packages;
    expect(() => engineLock({ packages: rest })).toThrow(/Expected 8 platform packages/);
  });
});

describe('platform', () => {
  it('names the package', () => {
    expect(platformPackage({ os: 'linux', arch: 'arm64', musl: true })).toBe('@duckdb/node-bindings-linux-arm64-musl');
    expect(platformPackage({ os: 'win32', arch: 'x64', musl: false })).toBe('@duckdb/node-bindings-win32-x64');
    expect(pinnedPackage(currentPlatform()).name).toBe(platformPackage(currentPlatform()));
    expect(() => pinnedPackage({ os: 'freebsd', arch: 'x64', musl: false })).toThrow(/freebsd-x64 is not among the 8/);
  });

  it('leaves the report setting as it was', () => {
    const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
    const before = report.excludeNetwork;
    currentPlatform();
    expect(report.excludeNetwork).toBe(before);
  });

  it('needs the module and the library', () => {
    expect(
      [['duckdb.node', 'libduckdb.so'], ['duckdb.node', 'duckdb.dll'], ['duckdb.node'], ['libduckdb.so'], []].map(
        isComplete,
      ),
    ).toEqual([true, true, false, false, false]);
  });
});
