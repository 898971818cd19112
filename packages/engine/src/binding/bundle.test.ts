import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { developmentBinding } from '../../testing/test-engine.ts';

it('runs from a bundle, far from node_modules, on the library in a folder', { timeout: 120_000 }, async () => {
  const folder = scratchFolder();
  const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  folder.write('data.csv', 'a,b\n1,x\n2,y\n');
  const entry = folder.write(
    'entry.ts',
    `import { acquireEngine, openSources } from ${JSON.stringify(source('../index.ts'))};
     const binding = await acquireEngine({ enginePath: process.argv[2], toolCache: '/none', env: {}, log: console.error });
     const spec = { path: 'data.csv', baseDirectory: import.meta.dirname };
     const { engine, sources } = await openSources(binding, { it: spec }, { tempDirectory: import.meta.dirname });
     console.log(JSON.stringify([binding.source, engine.libraryVersion, sources.it.rows, (await engine.query('SELECT sum(1.5::DOUBLE)')).rows]));
     await engine.close();`,
  );
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    resolve: { alias: { '@duckdb/node-bindings': source('./binding-shim.cjs') } },
  });
  await bundle.write({
    dir: join(folder.path, 'dist'),
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();

  const { directory } = await developmentBinding();
  const engine = join(folder.path, 'engine');
  mkdirSync(engine);
  for (const name of ['duckdb.node', 'libduckdb.so', 'libduckdb.dylib', 'duckdb.dll']) {
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(engine, name));
  }
  copyFileSync(join(folder.path, 'data.csv'), join(folder.path, 'dist/data.csv'));
  const output = execFileSync(process.execPath, [join(folder.path, 'dist/entry.mjs'), engine], {
    encoding: 'utf8',
    cwd: folder.path,
    env: { PATH: process.env.PATH },
  });
  expect(JSON.parse(output)).toEqual(['engine-path', '1.5.5', 2, [[1.5]]]);
});
