import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetConfig } from '@model-delivery/core';
import { targetFor } from '@model-delivery/rollout';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import {
  arm,
  type BackgroundProcess,
  candidateShare,
  freePort,
  startProcess,
  until,
} from './rollout/background-process.ts';
import { killWriterThenRollBack } from './rollout/killed-writer.ts';

const CLI = join(root, 'packages/cli/src/index.ts');
let directory: string;
let url: string;
let admin: string;
let gateway: BackgroundProcess;
const arms: Awaited<ReturnType<typeof arm>>[] = [];

async function startGateway(): Promise<void> {
  const args = [CLI, 'dev-gateway', '--gateway-config', join(directory, 'gateway.json')];
  gateway = startProcess(process.execPath, args, {
    ...process.env,
    TOKEN: 'sesame-1',
  });
  await until(async () => gateway.output().includes('listening on'), 20_000, `the gateway (${gateway.output()})`);
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  arms.push(await arm('stable'), await arm('candidate'));
  const ports = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${ports[0]}/`;
  admin = `http://127.0.0.1:${ports[1]}`;
  const config = {
    listen: `127.0.0.1:${ports[0]}`,
    arms: { stable: `http://127.0.0.1:${arms[0]!.port}`, candidate: `http://127.0.0.1:${arms[1]!.port}` },
    weights: 'weights.json',
    admin: { listen: `127.0.0.1:${ports[1]}`, token: '${TOKEN}' },
  };
  writeFileSync(join(directory, 'gateway.json'), JSON.stringify(config));
  await startGateway();
});
afterEach(async () => {
  await gateway.stop();
  for (const { server } of arms.splice(0)) server.close();
  rmSync(directory, { recursive: true, force: true });
});

it('is right one tick after its writer was killed at any moment, by file and by admin port', async () => {
  process.env.GATEWAY_TOKEN = 'sesame-1';
  const configs: TargetConfig[] = [
    { dev_gateway: { weights: 'weights.json' } },
    { dev_gateway: { admin: { url: admin, token_env: 'GATEWAY_TOKEN' } } },
  ];
  for (let round = 0; round < 16; round++) {
    await killWriterThenRollBack(directory, configs[round % 2]!, url, round * 3);
  }
});

it('keeps the last whole split when the gateway itself is killed', async () => {
  const target = targetFor({ dev_gateway: { weights: 'weights.json' } }, { directory, env: {} });
  for (let round = 0; round < 5; round++) {
    const { version } = await target.read();
    await target.apply({ stable: 75, candidate: 25 }, version, `round-${round}`);
    const ended = once(gateway.child, 'exit');
    gateway.child.kill('SIGKILL');
    await ended;
    await startGateway();
    expect(JSON.parse(readFileSync(join(directory, 'weights.json'), 'utf8'))).toEqual({ stable: 75, candidate: 25 });
    // Four standard errors of 400 requests at 25 %.
    expect(Math.abs((await candidateShare(url, 400)) - 25)).toBeLessThan(8.7);
  }
});
