import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { developmentBinding } from '../../testing/test-engine.ts';
import { LIBRARY_FILE } from '../acquisition/platform.ts';
import type { EngineBinding } from './engine-binding.ts';

/** Loads a binding in a process of its own (a process can hold one library only) and reports what came of it. */
function load(binding: EngineBinding): { version?: string; library?: string; code?: string; message?: string } {
  const script = `
    import { loadDuckdb } from ${JSON.stringify(fileURLToPath(new URL('./load-duckdb.ts', import.meta.url)))};
    import { readFileSync } from 'node:fs';
    const binding = ${JSON.stringify(binding)};
    const result = await loadDuckdb(binding).then(
      (duckdb) => ({ version: duckdb.version(), library: process.platform === 'linux' ? readFileSync('/proc/self/maps', 'utf8').match(/\\S*libduckdb\\S*/)[0] : '' }),
      (error) => ({ code: error.code, message: error.message }),
    );
    console.log(JSON.stringify(result));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

describe('loadDuckdb', () => {
  it('loads the library of the folder, not that of node_modules', async () => {
    const binding = await developmentBinding();
    const folder = scratchFolder();
    for (const name of readdirSync(binding.directory).filter((one) => LIBRARY_FILE.test(one))) {
      copyFileSync(join(binding.directory, name), join(folder.path, name));
    }
    const result = load({ ...binding, directory: folder.path });
    expect(result.version).toBe('v1.5.5');
    if (process.platform === 'linux') expect(result.library).toBe(join(folder.path, 'libduckdb.so'));
  });

  it('refuses another version than the pinned one', async () => {
    const binding = await developmentBinding();
    expect(load({ ...binding, version: '1.4.0-r.1' })).toMatchObject({
      code: 'ENGINE_WRONG_VERSION',
      message: expect.stringContaining('expected version 1.4.0, found 1.5.5'),
    });
  });

  it('explains files that are no library', async () => {
    const folder = scratchFolder();
    folder.write('duckdb.node', 'no library');
    expect(load({ ...(await developmentBinding()), directory: folder.path })).toMatchObject({
      code: 'ENGINE_LOAD_FAILED',
    });
  });
});
