/**
 * How long an action takes until its inputs and configuration are read, as a ratio to an entry that imports only
 * @actions/core, both less bare Node. Interleaved, so that a machine that slows down slows all of them down.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Prints the table of medians and ratios. */
export async function run(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'model-delivery-bench-'));
  try {
    writeFileSync(join(directory, 'model-delivery.yaml'), CONFIG);
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    const print = 'console.log(`time ${performance.now()} ms`);\n';
    writeFileSync(join(directory, 'bare.js'), print);
    const entry = join(directory, 'entry.ts');
    writeFileSync(entry, `import * as core from '@actions/core';\ncore.debug('');\n${print}`);
    mkdirSync(join(directory, 'core'));
    await build({
      input: { core: entry },
      platform: 'node',
      resolve: { modules: [join(root, 'node_modules'), 'node_modules'] },
      output: { dir: join(directory, 'core'), format: 'esm' },
    });
    const base = { PATH: process.env.PATH ?? '', HOME: directory, RUNNER_TEMP: directory };
    const env = (action: string) => ({
      ...base,
      RUNNER_DEBUG: '1',
      GITHUB_WORKSPACE: directory,
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_OUTPUT: join(directory, `${action}.out`),
    });
    for (const action of ACTIONS) writeFileSync(join(directory, `${action}.out`), '');
    const times = new Map<string, number[]>(['bare', 'core', ...ACTIONS].map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      times.get('bare')!.push(measure(join(directory, 'bare.js'), base, directory, /time ([\d.]+) ms/));
      times.get('core')!.push(measure(join(directory, 'core/core.js'), base, directory, /time ([\d.]+) ms/));
      for (const action of ACTIONS) {
        const script = join(root, 'dist', action, 'index.js');
        times
          .get(action)!
          .push(measure(script, env(action), directory, /inputs and configuration read after ([\d.]+) ms/));
      }
    }
    const bare = median(times.get('bare')!);
    const core = median(times.get('core')!) - bare;
    console.log(
      `bare node ${bare.toFixed(1)} ms; @actions/core alone +${core.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`,
    );
    for (const action of ACTIONS) {
      const own = median(times.get(action)!) - bare;
      console.log(`${action.padEnd(14)} +${own.toFixed(1)} ms   ${(own / core).toFixed(2)} x (limit 2 x)`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
