/**
 * What an action loads only after its inputs and configuration are read, and only where it needs it: the engine, the client of
 * the artifact service, the renderer of the HTML report. Each is bundled as dist/ is, and loaded in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { root } from '../scripts/root.ts';
import { median } from './median.ts';

const ROUNDS = 20;
const ENGINE = join(root, `node_modules/@duckdb/node-bindings-${process.platform}-${process.arch}`);

/** Statements whose time is taken, by the name of the line. */
const LOADS: Record<string, string> = {
  'engine (modules, library, open, one query)': `
    const { acquireEngine, openEngine } = await import('@model-delivery/engine');
    const options = { enginePath: ${JSON.stringify(ENGINE)}, toolCache: directory, env: {}, log: () => {} };
    const engine = await openEngine(await acquireEngine(options), { tempDirectory: directory, allowedPaths: [] });
    after = () => engine.close();
    await engine.query('select 1');`,
  'artifact client': `globalThis.loaded = await import('@actions/artifact');`,
  'HTML renderer': `globalThis.loaded = await import('@model-delivery/report/html');`,
};

async function bundled(name: string, statements: string, directory: string): Promise<string> {
  const entry = join(directory, `${name}.js`);
  const text = `const directory = ${JSON.stringify(directory)};
let after = () => {};
const started = performance.now();
${statements}
console.log(\`loaded in \${performance.now() - started} ms\`);
await after();
process.exit(0);
`;
  writeFileSync(entry, text);
  const out = join(directory, name);
  await build({
    input: { index: entry },
    platform: 'node',
    resolve: {
      alias: { '@duckdb/node-bindings': join(root, 'packages/engine/src/binding/binding-shim.cjs') },
      modules: [join(root, 'node_modules'), 'node_modules'],
    },
    output: { dir: out, format: 'esm' },
  });
  return join(out, 'index.js');
}

function measure(script: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  const match = /loaded in ([\d.]+) ms/.exec(stdout);
  if (!match) throw new Error(`${script} did not tell its time:\n${stdout}\n${stderr}`);
  return Number(match[1]);
}

/** Prints one line a load: the median of interleaved rounds. */
export async function run(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'model-delivery-bench-'));
  try {
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    const loads: { name: string; script: string; times: number[] }[] = [];
    for (const [index, [name, statements]] of Object.entries(LOADS).entries()) {
      mkdirSync(join(directory, `load-${index}`));
      loads.push({ name, script: await bundled(`load-${index}`, statements, directory), times: [] });
    }
    for (let round = 0; round < ROUNDS; round++) for (const load of loads) load.times.push(measure(load.script));
    for (const { name, times } of loads) {
      console.log(`${name.padEnd(44)} ${median(times).toFixed(1).padStart(6)} ms (median of ${ROUNDS})`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
