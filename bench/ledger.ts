/** Many writers on one ledger in a local git repository: what is lost, who wins, how long a commit takes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitRefLog } from '@model-delivery/git';
import { raceLedger } from '../packages/registry/testing/ledger-race.ts';

/** Prints the counts of 16 writers x 200 rounds (LEDGER_ROUNDS for another number). */
export async function run(): Promise<void> {
  const [writers, rounds] = [16, Number(process.env.LEDGER_ROUNDS ?? 200)];
  const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  try {
    execFileSync('git', ['init', '--quiet', '--bare', directory]);
    const start = performance.now();
    const result = await raceLedger(() => gitRefLog({ directory, env: process.env }), writers, rounds);
    const seconds = (performance.now() - start) / 1000;
    const single = result.winners.filter((count) => count === 1).length;
    console.log(`${writers} writers x ${rounds} rounds on a local repository, ${seconds.toFixed(0)} s`);
    console.log(`events kept            ${result.written} (${(result.written / seconds).toFixed(1)} a second)`);
    console.log(`events lost            ${result.lost}`);
    console.log(`rounds with one winner ${single} of ${rounds}`);
    console.log(`spurious conflicts     ${result.spurious}`);
    console.log(`findings of verify     ${result.findings}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
