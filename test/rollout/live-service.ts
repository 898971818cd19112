import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rollout } from '@model-delivery/core';
import { type RunningGateway, readGatewayConfig, startDevGateway } from '@model-delivery/rollout';
import { main } from '../../packages/cli/src/main.ts';

/** An arm: answers OIP v2 and fails a share of its requests. */
export interface LiveArm {
  url: string;
  /** Share of live requests that end in 500; golden requests are always answered. */
  failing: number;
  /** What a golden request is answered with. */
  answer: number;
  close(): Promise<void>;
}

const listen = (server: Server): Promise<string> =>
  new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

async function startArm(): Promise<LiveArm> {
  let asked = 0;
  const arm: LiveArm = { url: '', failing: 0, answer: 1, close: async () => {} };
  const server = createServer((request, response) => {
    request.resume();
    const golden = request.url?.startsWith('/v2') === true;
    asked += golden ? 0 : 1;
    const fails = !golden && Math.floor(asked * arm.failing) > Math.floor((asked - 1) * arm.failing);
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ outputs: [{ name: 'y', shape: [1], datatype: 'INT64', data: [arm.answer] }] }));
  });
  arm.url = await listen(server);
  arm.close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return arm;
}

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

/** Golden requests of the arms. */
const GOLDEN = [
  {
    id: 'one',
    request: { inputs: [{ name: 'x', shape: [1], datatype: 'FP64', data: [1] }] },
    response: { outputs: [{ name: 'y', shape: [1], datatype: 'INT64', data: [1] }] },
  },
];

export const GOLDEN_TEXT = JSON.stringify(GOLDEN);

/** Starts it with further lines in the `rollout` block. */
export async function startLiveService(more = ''): Promise<LiveService> {
  const directory = mkdtempSync(join(tmpdir(), 'live-service-'));
  const [stable, candidate] = [await startArm(), await startArm()];
  writeFileSync(join(directory, 'weights.json'), '{"stable":100,"candidate":0}');
  writeFileSync(join(directory, 'golden.json'), GOLDEN_TEXT);
  const text = `{"listen":"127.0.0.1:0","arms":{"stable":"${stable.url}","candidate":"${candidate.url}"},"weights":"weights.json","seed":7}`;
  const gateway = await startDevGateway(readGatewayConfig(text, 'gateway.json', directory, {}));
  writeFileSync(join(directory, 'model-delivery.yaml'), CONFIG(candidate.url, gateway.adminUrl, more));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, stdio: 'ignore' });
  git('init', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-m', 'x');
  const load = startLoad(gateway.url);
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
      await load.stop();
      await gateway.close();
      await stable.close();
      await candidate.close();
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

/** Some hundred requests a second, one connection after the other. */
function startLoad(url: string): { stop(): Promise<void> } {
  let going = true;
  const worker = async () => {
    while (going) {
      await fetch(url, { method: 'POST', body: '{}' })
        .then((response) => response.text())
        .catch(() => {});
    }
  };
  const workers = [worker(), worker(), worker(), worker()];
  return {
    async stop() {
      going = false;
      await Promise.all(workers);
    },
  };
}
