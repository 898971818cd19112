import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetConfig } from '@model-delivery/core';
import { targetFor } from '@model-delivery/rollout';
import { expect, test } from 'vitest';
import { CANDIDATE, CHAMPION } from '../rollout/fault-schedule.ts';
import { startTraffic } from '../rollout/live-traffic.ts';
import { candidateShare } from './rollout/background-process.ts';
import { startNginx } from './rollout/real-nginx.ts';

const CHILD = join(import.meta.dirname, '..', 'rollout', 'killed-process.ts');
const FOREVER = 1_000_000;
const REQUESTS = 200;

/** A server that splits real traffic. */
interface Splitter {
  target: TargetConfig;
  url: string;
  /** All traffic to the stable arm. */
  reset(): void;
  stop(): Promise<void>;
}

async function gateway(): Promise<Splitter> {
  const directory = mkdtempSync(join(tmpdir(), 'killed-gateway-'));
  const traffic = await startTraffic(directory, { load: false });
  const weights = join(directory, 'weights.json');
  return {
    target: { dev_gateway: { weights } },
    url: traffic.gateway.url,
    reset: () => writeFileSync(weights, '{"stable":100,"candidate":0}'),
    stop: async () => {
      await traffic.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function nginx(): Promise<Splitter> {
  const server = await startNginx();
  return { target: server.target(), url: server.url, reset: server.reset, stop: server.stop };
}

/** The share that the candidate may have in each state, and no other. */
function allowed(state: string, step: number | null): number {
  if (state === 'Canary') return [5, 50][step!]!;
  return ['Promoting', 'Soaking', 'Completed'].includes(state) ? 100 : 0;
}

/** What the judge of the rollout says: everything is met, or harm at 50 %. */
type Evidence = 'met' | 'harm';

interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function run(directory: string, target: TargetConfig, evidence: Evidence, killAt?: number): Promise<Ended> {
  const args = [CHILD, directory, JSON.stringify(target), evidence, ...(killAt === undefined ? [] : [String(killAt)])];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { timeout: 60_000 }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });
}

/** Real requests get what the target says; a server takes moments to follow. */
async function requestsFollow(url: string, share: number): Promise<boolean> {
  const error = 4 * 100 * Math.sqrt((share / 100) * (1 - share / 100) * (1 / REQUESTS));
  for (let attempt = 0; attempt < 10; attempt++)
    if (Math.abs((await candidateShare(url, REQUESTS)) - share) <= error) return true;
  return false;
}

/** One rollout that is killed at its n-th chance, one tick after it, and the way to its end. False when nothing was left to kill. */
async function killedAt(killAt: number, evidence: Evidence, { target, url, reset }: Splitter): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'killed-'));
  const share = async () => (await targetFor(target, { directory, env: process.env }).read()).weights.candidate;
  const where = `killed at write ${killAt}`;
  try {
    execFileSync('git', ['init', '-q', directory]);
    reset();
    const first = await run(directory, target, evidence, killAt);
    if (first.signal === null) {
      expect(JSON.parse(first.stdout).state, first.stderr).toBe(evidence === 'harm' ? 'RolledBack' : 'Completed');
      return false;
    }
    const next = await run(directory, target, evidence);
    expect(next.status, `${where}: ${next.stderr}`).toBe(0);
    const { state, step, intent } = JSON.parse(next.stdout);
    expect(intent, where).toBeNull();
    const found = await share();
    expect(found, `${where}: ${state} ${step}`).toBe(allowed(state, step));
    expect(await requestsFollow(url, found), `${where}: requests at ${found} %`).toBe(true);
    const { state: end } = JSON.parse((await run(directory, target, evidence, FOREVER)).stdout);
    expect([end, await share()], where).toEqual(end === 'Completed' ? ['Completed', 100] : ['RolledBack', 0]);
    const file = join(directory, 'champion.txt');
    const champion = existsSync(file) ? readFileSync(file, 'utf8') : CHAMPION;
    expect(champion, where).toBe(end === 'Completed' ? CANDIDATE : CHAMPION);
    return true;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

// Each has a server and repositories of its own.
test.concurrent.each<[string, Evidence, () => Promise<Splitter>]>([
  ['promoted on the gateway', 'met', gateway],
  ['promoted on the real nginx', 'met', nginx],
  ['rolled back on the gateway', 'harm', gateway],
])(
  'a rollout %s, killed by SIGKILL before and after every write of journal, split and alias: one tick later the split is right',
  {
    timeout: 900_000,
  },
  async (_, evidence, start) => {
    const splitter = await start();
    let killed = 0;
    try {
      while (killed < 100 && (await killedAt(killed + 1, evidence, splitter))) killed += 1;
    } finally {
      await splitter.stop();
    }
    console.log(`killed ${killed} times`);
    expect(killed).toBeGreaterThan(20);
  },
);
