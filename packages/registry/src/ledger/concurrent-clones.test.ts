import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitRefLog } from '@model-delivery/git';
import { afterEach, expect, test } from 'vitest';
import { raceLedger } from '../../testing/ledger-race.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function repository(...more: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-race-'));
  directories.push(directory);
  execFileSync('git', ['init', '--quiet', ...more, directory]);
  return directory;
}

test('4 clones of one remote, 2 rounds: every event is kept, one winner a round', async () => {
  const remote = repository('--bare');
  const clone = () => gitRefLog({ directory: repository(), remote, env: process.env });
  const result = await raceLedger(clone, 4, 2);
  expect(result.winners).toEqual([1, 1]);
  expect(result).toMatchObject({ lost: 0, spurious: 0, findings: 0, written: 2 + 2 * (4 + 1) });
}, 120_000);
