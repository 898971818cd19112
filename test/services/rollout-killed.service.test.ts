import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CANDIDATE, CHAMPION } from '../rollout/fault-schedule.ts';

const CHILD = join(import.meta.dirname, '..', 'rollout', 'killed-process.ts');

/** What the gateway may have in each state, and nothing else. */
function allowed(state: string, step: number | null): number[] {
  if (state === 'Canary') return [[5, 50][step!]!];
  if (['Promoting', 'Soaking', 'Completed'].includes(state)) return [100];
  return [0];
}

function run(directory: string, killAt?: number) {
  const args = killAt === undefined ? [CHILD, directory] : [CHILD, directory, String(killAt)];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
}

test('killed by SIGKILL before and after every write of journal, split and alias: one tick later the split is right', {
  timeout: 240_000,
}, () => {
  let killed = 0;
  for (let killAt = 1; killAt < 100; killAt++) {
    const directory = mkdtempSync(join(tmpdir(), 'killed-'));
    try {
      execFileSync('git', ['init', '-q', directory]);
      writeFileSync(join(directory, 'weights.json'), '{"stable":100,"candidate":0}');
      const first = run(directory, killAt);
      if (first.signal === null) {
        expect(JSON.parse(first.stdout).state, first.stderr).toBe('Completed');
        break;
      }
      killed += 1;
      const next = run(directory);
      expect(next.status, `${killAt}: ${next.stderr}`).toBe(0);
      const { state, step, intent } = JSON.parse(next.stdout);
      const { candidate } = JSON.parse(readFileSync(join(directory, 'weights.json'), 'utf8'));
      expect(intent, `killed at write ${killAt}`).toBeNull();
      expect(allowed(state, step), `killed at write ${killAt}: ${state} ${step}`).toContain(candidate);
      const end = JSON.parse(run(directory, 1_000_000).stdout).state;
      const weights = JSON.parse(readFileSync(join(directory, 'weights.json'), 'utf8'));
      expect([end, weights.candidate], `killed at write ${killAt}`).toEqual(
        end === 'Completed' ? ['Completed', 100] : ['RolledBack', 0],
      );
      const champion = spawnSync('cat', [join(directory, 'champion.txt')], { encoding: 'utf8' }).stdout || CHAMPION;
      expect(champion).toBe(end === 'Completed' ? CANDIDATE : CHAMPION);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  expect(killed).toBeGreaterThan(20);
});
