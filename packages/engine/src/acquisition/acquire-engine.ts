import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, ExternalError } from '@model-delivery/core';
import type { EngineBinding } from '../binding/engine-binding.ts';
import { type PinnedPackage, pinnedPackage } from './engine-lock.ts';
import { fetchTarball } from './fetch-tarball.ts';
import { cacheDirectory, cacheState, storeLibrary } from './library-cache.ts';
import { folderDifference } from './library-files.ts';
import { unpackLibrary } from './library-tarball.ts';
import { type Environment, readNpmSettings } from './npm-settings.ts';
import { currentPlatform, isComplete, LIBRARY_FILE } from './platform.ts';
import { type Fetch, npmTransport } from './transport.ts';

export interface AcquireOptions {
  /** Folder that holds `duckdb.node` and the library; nothing else is tried when it is given. */
  enginePath?: string | undefined;
  /** Folder that keeps fetched libraries: RUNNER_TOOL_CACHE, or ~/.cache/model-delivery. */
  toolCache: string;
  env: Environment;
  /** Folder that `enginePath` and the project's .npmrc are relative to. Default: the process's. */
  cwd?: string | undefined;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
  /** File from which node_modules is searched, or false to leave it out. Default: this file. */
  developmentModules?: string | false | undefined;
  /** For tests: the package to have instead of the one of this machine. */
  pinned?: PinnedPackage | undefined;
  fetch?: Fetch | undefined;
  sleep?: ((ms: number) => Promise<void>) | undefined;
  home?: string | undefined;
}

/**
 * Finds the DuckDB library of this machine: `enginePath`, else node_modules, else the tool cache, else the npm registry, from
 * where it is put into the tool cache. Its files must be the pinned ones, wherever they are from: others in the tool cache are
 * replaced, others in node_modules refused. Only `enginePath` is taken at the user's word.
 * @throws ConfigError for an unusable `enginePath`; ExternalError when it cannot be had or is not the pinned one.
 */
export async function acquireEngine(options: AcquireOptions): Promise<EngineBinding> {
  const pinned = options.pinned ?? pinnedPackage(currentPlatform());
  const of = (directory: string, source: EngineBinding['source'], digest: string | null): EngineBinding => ({
    directory,
    version: pinned.version,
    package: pinned.name,
    digest,
    source,
  });
  if (options.enginePath !== undefined && options.enginePath !== '') {
    return of(await statedDirectory(options.enginePath, options.cwd ?? process.cwd()), 'engine-path', null);
  }
  const installed = options.developmentModules === false ? null : installedDirectory(pinned, options);
  if (installed !== null) {
    await refuseChanged(installed, pinned);
    return of(installed, 'node-modules', pinned.integrity);
  }
  const cached = cacheDirectory(resolve(options.toolCache), pinned);
  const found = await cacheState(cached, pinned);
  if (found.state === 'intact') return of(cached, 'tool-cache', pinned.integrity);
  if (found.state === 'changed') options.log(`Not using ${cached}: ${found.difference}. It is replaced.`);
  await fetchInto(cached, pinned, options);
  return of(cached, 'registry', pinned.integrity);
}

async function statedDirectory(enginePath: string, cwd: string): Promise<string> {
  const directory = resolve(cwd, enginePath);
  let names: string[] = [];
  try {
    names = (await readdir(directory)).filter((name) => LIBRARY_FILE.test(name));
  } catch {
    // told below
  }
  if (isComplete(names)) return directory;
  throw new ConfigError({
    code: 'ENGINE_PATH',
    message: `Looking for the DuckDB library in engine-path ${enginePath}: expected a folder with duckdb.node and libduckdb.so (.dylib, or duckdb.dll), found ${names.join(', ') || 'neither'}.`,
    hint: 'Unpack both files of the package @duckdb/node-bindings-<platform> into it, or leave engine-path out to have them fetched.',
  });
}

function installedDirectory(pinned: PinnedPackage, options: AcquireOptions): string | null {
  const from =
    options.developmentModules === undefined || options.developmentModules === false
      ? import.meta.url
      : options.developmentModules;
  try {
    const directory = dirname(createRequire(from).resolve(`${pinned.name}/duckdb.node`));
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
    if (version === pinned.version) return directory;
    options.log(`Not using ${pinned.name}@${version} from ${directory}: version ${pinned.version} is needed.`);
    return null;
  } catch {
    return null; // not installed here
  }
}

async function refuseChanged(directory: string, pinned: PinnedPackage): Promise<void> {
  const difference = await folderDifference(directory, pinned);
  if (difference === null) return;
  throw new ExternalError({
    system: 'node_modules',
    code: 'ENGINE_FILES_CHANGED',
    message: `Checking ${pinned.name}@${pinned.version} in ${directory}: ${difference}.`,
    hint: 'Install it again (`npm ci`). If the files are meant to differ, name their folder in engine-path.',
  });
}

async function fetchInto(directory: string, pinned: PinnedPackage, options: AcquireOptions): Promise<void> {
  const settings = await readNpmSettings(options.env, options.cwd ?? process.cwd(), options.home);
  const transport = options.fetch ?? npmTransport(settings);
  const { hostname } = new URL(settings.registry);
  options.log(`Fetching ${pinned.name}@${pinned.version} from ${hostname} (once; it is kept in the tool cache).`);
  const tarball = await fetchTarball(pinned, settings, {
    fetch: transport,
    signal: options.signal,
    sleep: options.sleep,
  });
  const files = unpackLibrary(tarball, pinned, hostname);
  options.log(`Checked ${(tarball.length / 1e6).toFixed(1)} MB against ${pinned.integrity.slice(0, 20)}….`);
  await storeLibrary(directory, pinned, files);
}
