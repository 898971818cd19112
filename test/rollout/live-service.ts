import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rollout } from '@model-delivery/core';
import type { RunningGateway } from '@model-delivery/rollout';
import { main } from '../../packages/cli/src/main.ts';
import { GOLDEN_TEXT, type LiveArm, startTraffic } from './live-traffic.ts';

/** A repository with a registry, a gateway with two arms, and a load on it. */
export interface LiveService {
  directory: string;
  stable: LiveArm;
  candidate: LiveArm;
  gateway: RunningGateway;
  weights(): { stable: number; candidate: number };
  /** Registers a model of these bytes without a gate and gives its version. */
  register(text: string): Promise<string>;
  cli(args: string[], signal?: AbortSignal): Promise<{ code: number; stdout: string; stderr: string }>;
  document(): Rollout;
  close(): Promise<void>;
}

const CONFIG = (candidate: string, admin: string, more: string) => `version: 1
model: live
registry: { store: { oci_layout: registry } }
rollout:
  endpoint: live
  target: { dev_gateway: { weights: weights.json } }
  smoke: { protocol: oip-v2, candidate: "${candidate}", fixtures: golden.json }
  source: { prometheus_text: "${admin}/metrics" }
  steps: [ { weight: 20 }, { weight: 50 }, { weight: 100 } ]
  guardrails:
    - { id: errors, kind: count, events: 'requests_total{code=~"5.."}', total: requests_total, arm_label: version, harm_if: up, non_inferiority: 1.5, max_rate: 0.05 }
  window: 250ms
  horizon: 30s
  soak: { for: 300ms }
${more}`;

/** Starts it with further lines in the `rollout` block. */
export async function startLiveService(more = ''): Promise<LiveService> {
  const directory = mkdtempSync(join(tmpdir(), 'live-service-'));
  const traffic = await startTraffic(directory);
  const { stable, candidate, gateway } = traffic;
  writeFileSync(join(directory, 'golden.json'), GOLDEN_TEXT);
  writeFileSync(join(directory, 'model-delivery.yaml'), CONFIG(candidate.url, gateway.adminUrl, more));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, stdio: 'ignore' });
  git('init', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-m', 'x');
  const service: LiveService = {
    directory,
    stable,
    candidate,
    gateway,
    weights: () => JSON.parse(readFileSync(join(directory, 'weights.json'), 'utf8')),
    cli: (args, signal) => cli(directory, args, signal),
    async register(bytes) {
      mkdirSync(join(directory, 'model'), { recursive: true });
      writeFileSync(join(directory, 'model', 'model.txt'), bytes);
      const { code, stdout, stderr } = await cli(directory, [
        'register',
        '--model',
        'model',
        '--adopt',
        '--reason',
        'test',
        '--json',
      ]);
      if (code !== 0) throw new Error(`register exited ${code}: ${stdout}${stderr}`);
      return (JSON.parse(stdout) as { version: string }).version;
    },
    document: () => JSON.parse(readFileSync(join(directory, '.model-delivery', 'rollout.json'), 'utf8')),
    async close() {
      await traffic.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return service;
}

async function cli(cwd: string, args: string[], signal?: AbortSignal) {
  let [stdout, stderr] = ['', ''];
  const code = await main({
    argv: args,
    env: { PATH: process.env.PATH, HOME: cwd },
    cwd,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    now: Date.now,
    signal,
  });
  return { code, stdout, stderr };
}
