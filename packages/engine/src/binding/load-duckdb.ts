import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ExternalError, InternalError } from '@model-delivery/core';
import type { EngineBinding } from './engine-binding.ts';

export type Duckdb = typeof import('@duckdb/node-api');

const DIRECTORY = Symbol.for('model-delivery.engine-binding-directory');
const registry = globalThis as { [DIRECTORY]?: string };

/**
 * Loads DuckDB's Node API on top of the library in `binding.directory`. A process can hold one library only: a second
 * binding of the same version is served by the first, another version is an error.
 * @throws ExternalError when the library cannot be loaded or is of another version.
 */
export async function loadDuckdb(binding: EngineBinding): Promise<Duckdb> {
  const first = registry[DIRECTORY] === undefined;
  if (first) {
    registry[DIRECTORY] = binding.directory;
    try {
      seedModuleCache(loadLibrary(binding));
    } catch (error) {
      delete registry[DIRECTORY];
      throw error;
    }
  }
  // Dynamic on purpose: the top level of this module loads the library.
  const duckdb = await import('@duckdb/node-api');
  checkVersion(duckdb, binding);
  return duckdb;
}

function loadLibrary(binding: EngineBinding): unknown {
  try {
    return createRequire(join(binding.directory, 'engine.cjs'))('./duckdb.node');
  } catch (cause) {
    throw new ExternalError({
      system: 'DuckDB',
      code: 'ENGINE_LOAD_FAILED',
      message: `Loading the DuckDB library ${join(binding.directory, 'duckdb.node')} (${binding.package}@${binding.version}): ${firstLine(cause)}`,
      hint: 'The library needs glibc 2.25 or newer (or the musl package on musl systems) and both files of the package in one folder.',
      cause,
    });
  }
}

/**
 * Outside a bundle `@duckdb/node-api` requires the real `@duckdb/node-bindings`, which only knows node_modules. Putting the
 * loaded library in its place in the module cache makes it use the folder we were given. In a bundle the shim does this.
 */
function seedModuleCache(library: unknown): void {
  const require = createRequire(import.meta.url);
  let id: string;
  try {
    id = createRequire(require.resolve('@duckdb/node-api')).resolve('@duckdb/node-bindings');
  } catch {
    return; // no node_modules here: this is a bundle
  }
  if (require.cache[id] !== undefined) return;
  const module = { id, filename: id, loaded: true, exports: library, children: [], paths: [] };
  require.cache[id] = module as unknown as NodeJS.Module;
}

function checkVersion(duckdb: Duckdb, binding: EngineBinding): void {
  const expected = binding.version.replace(/-.*$/, '');
  const found = duckdb.version().replace(/^v/, '');
  if (found === expected) return;
  const loaded = registry[DIRECTORY];
  if (loaded !== binding.directory) {
    throw new InternalError({
      code: 'ENGINE_LOADED_TWICE',
      message: `Loading DuckDB ${expected} from ${binding.directory}: this process already holds DuckDB ${found} from ${loaded}, and can hold only one.`,
    });
  }
  throw new ExternalError({
    system: 'DuckDB',
    code: 'ENGINE_WRONG_VERSION',
    message: `Loading DuckDB from ${binding.directory}: expected version ${expected}, found ${found}.`,
    hint: `Put the files of ${binding.package}@${binding.version} there, or leave out engine-path to have them fetched.`,
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
