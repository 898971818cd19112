import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RolloutConfig } from '@model-delivery/core';
import {
  type Reading,
  type RunningGateway,
  readGatewayConfig,
  sourceFor,
  startDevGateway,
  windowBetween,
} from '@model-delivery/rollout';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arm, type BackgroundProcess, freePort, startProcess, until } from './rollout/background-process.ts';
import { prometheus } from './tools.ts';

const GUARDRAILS: NonNullable<RolloutConfig['guardrails']> = [
  { id: 'errors', kind: 'count', events: 'requests_total{code=~"5.."}', total: 'requests_total', arm_label: 'version' },
  { id: 'slow', kind: 'histogram', metric: 'request_duration_seconds', slo: 0.25, arm_label: 'version' },
];

let directory: string;
let gateway: RunningGateway;
let server: BackgroundProcess;
let address: string;
let candidateStatus = 200;
const arms: Awaited<ReturnType<typeof arm>>[] = [];

beforeAll(async () => {
  const program = prometheus();
  directory = mkdtempSync(join(tmpdir(), 'prometheus-'));
  arms.push(await arm('stable'), await arm('candidate', () => candidateStatus));
  const [stable, candidate] = arms.map(({ port }) => `http://127.0.0.1:${port}`);
  const config = { listen: 0, arms: { stable, candidate }, weights: 'weights.json', seed: 3 };
  writeFileSync(join(directory, 'weights.json'), '{"stable":50,"candidate":50}');
  gateway = await startDevGateway(readGatewayConfig(JSON.stringify(config), 'gateway.json', directory, {}));
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  writeFileSync(
    join(directory, 'prometheus.yml'),
    `global: { scrape_interval: 1s, scrape_timeout: 900ms }
scrape_configs:
  - job_name: gateway
    static_configs: [ { targets: ["${new URL(gateway.adminUrl).host}"] } ]
`,
  );
  const options = [`--config.file=${directory}/prometheus.yml`, `--storage.tsdb.path=${directory}/tsdb`];
  server = startProcess(program, [...options, `--web.listen-address=127.0.0.1:${port}`]);
  await until(async () => (await fetch(`${address}/-/ready`)).ok, 30_000, `Prometheus (${server.output()})`);
});
afterAll(async () => {
  await server?.stop();
  await gateway?.close();
  for (const { server } of arms) server.close();
  rmSync(directory, { recursive: true, force: true });
});

const context = () => ({ directory, env: {} });
const fromServer = () => sourceFor({ prometheus: address }, GUARDRAILS, undefined, context());
const fromPage = () => sourceFor({ prometheus_text: `${gateway.adminUrl}/metrics` }, GUARDRAILS, undefined, context());

async function send(requests: number): Promise<void> {
  for (let done = 0; done < requests; done += 20) {
    await Promise.all(Array.from({ length: 20 }, () => fetch(gateway.url).then((answer) => answer.arrayBuffer())));
  }
}

/** Reads Prometheus until it has scraped what the gateway's page says. */
async function settled(): Promise<Reading> {
  const page = await fromPage().read();
  let reading = await fromServer().read();
  await until(
    async () => {
      reading = await fromServer().read();
      return JSON.stringify(reading.guardrails) === JSON.stringify(page.guardrails);
    },
    20_000,
    `Prometheus having scraped ${JSON.stringify(page.guardrails)}`,
  );
  return reading;
}

it('reads from a real Prometheus the very counters of the gateway, and windows add up', async () => {
  await send(200);
  const first = await settled();
  expect(first.problems).toEqual([]);
  expect(Math.abs(first.timeMs - Date.now())).toBeLessThan(10_000);
  const { stable, candidate } = first.guardrails.errors!;
  expect(stable!.n + candidate!.n).toBe(200);
  expect([stable, candidate].map((counts) => (counts as { events: number }).events)).toEqual([0, 0]);

  candidateStatus = 500;
  await send(100);
  candidateStatus = 200;
  const second = await settled();
  const policies = GUARDRAILS.map(({ id, kind }) => ({ id, kind })) as unknown as Parameters<typeof windowBetween>[2];
  const window = windowBetween(first, second, policies).guardrails.errors as Record<string, { n: number; x: number }>;
  expect(window.stable!.n + window.candidate!.n).toBe(100);
  expect(window.stable!.x).toBe(0);
  expect(window.candidate!.x).toBe(window.candidate!.n);
});

it('stands still in time, or knows nothing, once the gateway is gone: such a read is never progress', async () => {
  const last = await settled();
  await gateway.close();
  await until(
    async () => (await fromServer().read()).guardrails.errors!.stable === null,
    20_000,
    'the series of the dead gateway going stale',
  );
  const dead = await fromServer().read();
  expect(dead.guardrails.errors).toEqual({ stable: null, candidate: null });
  expect(dead.timeMs).toBeGreaterThanOrEqual(last.timeMs);
});

it('knows nothing about metrics that do not exist, and explains a server that is none', async () => {
  const unknown = [{ ...GUARDRAILS[0]!, total: 'no_such_metric' }] as typeof GUARDRAILS;
  const reading = await sourceFor({ prometheus: address }, unknown, undefined, context()).read();
  expect(reading.guardrails.errors).toEqual({ stable: null, candidate: null });
  const wrong = sourceFor({ prometheus: `http://127.0.0.1:${arms[0]!.port}` }, GUARDRAILS, undefined, context());
  await expect(wrong.read()).rejects.toMatchObject({ code: 'PROMETHEUS_ANSWER_UNUSABLE' });
});
