/**
 * How long an action takes until its inputs and configuration are read, as a ratio to an entry that imports only
 * @actions/core, both less bare Node. Interleaved, so that a machine that slows down slows all of them down.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { root } from '../scripts/root.ts';
import { median } from './median.ts';

const ROUNDS = 20;
const ACTIONS = ['validate-data', 'evaluate-gate', 'post-report'];
const CONFIG = `model: bench
data: { datasets: { train: { source: train.csv } }, columns: { a: { type: integer } } }
evaluation: { candidate: { predictions: p.csv }, checks: [ { metric: roc_auc, min: 0.9 } ] }
`;

/** Runs a script and gives the milliseconds since its process started that its last matching line tells. */
function measure(script: string, env: Record<string, string>, cwd: string, pattern: RegExp): number {
  const { stdout, stderr } = spawnSync(process.execPath, [script], { cwd, env, encoding: 'utf8' });
  const match = pattern.exec(stdout);
  if (!match) throw new Error(`${script} did not tell its time:\n${stdout}\n${stderr}`);
  return Number(match[1]);
}

/** A job's folder with a configuration, and an entry that imports only @actions/core, bundled as dist/ is. */
async function prepare(directory: string): Promise<void> {
  writeFileSync(join(directory, 'model-delivery.yaml'), CONFIG);
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  const print = 'console.log(`time ${performance.now()} ms`);\n';
  writeFileSync(join(directory, 'bare.js'), print);
  writeFileSync(join(directory, 'entry.ts'), `import * as core from '@actions/core';\ncore.debug('');\n${print}`);
  await build({
    input: { core: join(directory, 'entry.ts') },
    platform: 'node',
    resolve: { modules: [join(root, 'node_modules'), 'node_modules'] },
    output: { dir: join(directory, 'core'), format: 'esm' },
  });
}

/** Milliseconds until an action has read its inputs and configuration, in a job whose temporary folder is `temporary`. */
function startAction(action: string, directory: string, temporary: string): number {
  writeFileSync(join(temporary, 'output'), '');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: directory,
    RUNNER_TEMP: temporary,
    RUNNER_DEBUG: '1',
    GITHUB_WORKSPACE: directory,
    GITHUB_REPOSITORY: 'acme/models',
    GITHUB_OUTPUT: join(temporary, 'output'),
  };
  const script = join(root, 'dist', action, 'index.js');
  return measure(script, env, directory, /inputs and configuration read after ([\d.]+) ms/);
}

/** Prints the table of medians and ratios. */
export async function run(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'model-delivery-bench-'));
  try {
    await prepare(directory);
    const times = new Map<string, number[]>();
    const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
    const plain = { PATH: process.env.PATH ?? '', HOME: directory };
    for (let round = 0; round < ROUNDS; round++) {
      note('bare', measure(join(directory, 'bare.js'), plain, directory, /time ([\d.]+) ms/));
      note('core', measure(join(directory, 'core/core.js'), plain, directory, /time ([\d.]+) ms/));
      for (const action of ACTIONS) {
        // The first action of a job finds no compiled code; a later one finds what it left in the job's temporary folder.
        const job = mkdtempSync(join(directory, 'job-'));
        note(`${action}, first of its job`, startAction(action, directory, job));
        note(`${action}, later`, startAction(action, directory, job));
      }
    }
    report(times);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(times: ReadonlyMap<string, number[]>): void {
  const bare = median(times.get('bare')!);
  const core = median(times.get('core')!) - bare;
  console.log(
    `bare node ${bare.toFixed(1)} ms; @actions/core alone +${core.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`,
  );
  for (const [name, values] of times) {
    if (name === 'bare' || name === 'core') continue;
    const own = median(values) - bare;
    console.log(`${name.padEnd(34)} +${own.toFixed(1).padStart(6)} ms   ${(own / core).toFixed(2)} x (limit 2 x)`);
  }
}
