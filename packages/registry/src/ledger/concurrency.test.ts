import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RefLog } from '@model-delivery/core';
import { gitRefLog } from '@model-delivery/git';
import { inMemoryRefLog } from '@model-delivery/testkit/ref-log';
import { afterEach, expect, test } from 'vitest';
import { raceLedger } from '../../testing/ledger-race.ts';

const [WRITERS, ROUNDS] = [16, 5];
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const repository = (): (() => RefLog) => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-race-'));
  directories.push(directory);
  execFileSync('git', ['init', '--quiet', '--bare', directory]);
  return () => gitRefLog({ directory, env: process.env });
};
const memory = (): (() => RefLog) => {
  const log = inMemoryRefLog();
  return () => log;
};

test.each([
  ['in memory', memory],
  ['a local repository', repository],
])(
  '16 writers, 5 rounds, %s: every event is kept, one winner a round, no conflict between aliases',
  async (_, make) => {
    const result = await raceLedger(make(), WRITERS, ROUNDS);
    expect(result.winners).toEqual(Array.from({ length: ROUNDS }, () => 1));
    expect(result).toMatchObject({ lost: 0, spurious: 0, findings: 0, written: 2 + ROUNDS * (WRITERS + 1) });
  },
  120_000,
);
