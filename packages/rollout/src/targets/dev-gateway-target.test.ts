import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closedAddress } from '../../testing/page-server.ts';
import { nodeScript, READ_INPUT, scratchDirectory } from '../../testing/scripts.ts';
import { describeTrafficTarget } from '../../testing/traffic-target-contract.ts';
import { two } from '../../testing/two-targets.ts';
import { readGatewayConfig } from '../gateway/gateway-config.ts';
import { startDevGateway } from '../gateway/start-dev-gateway.ts';
import { targetFor } from './target-for.ts';

describeTrafficTarget('the gateway by its weights file', async () => {
  const directory = await scratchDirectory();
  const file = join(directory, 'weights.json');
  await writeFile(file, '{"stable":100,"candidate":0}');
  const make = () => targetFor({ dev_gateway: { weights: 'weights.json' } }, { directory, env: {} });
  return two(make, (weights) => writeFile(file, JSON.stringify(weights)));
});

describeTrafficTarget('the gateway by its admin port', async () => {
  const directory = await scratchDirectory();
  const config = {
    listen: '127.0.0.1:0',
    arms: { stable: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' },
    weights: 'weights.json',
    admin: { listen: '127.0.0.1:0', token: 'sesame-1' },
  };
  const gateway = await startDevGateway(readGatewayConfig(JSON.stringify(config), 'g.json', directory, {}));
  onTestFinished(() => gateway.close());
  const admin = { url: gateway.adminUrl, token_env: 'GATEWAY_TOKEN' };
  const make = () => targetFor({ dev_gateway: { admin } }, { directory, env: { GATEWAY_TOKEN: 'sesame-1' } });
  return two(make, async (weights) => {
    await writeFile(join(directory, 'weights.json'), JSON.stringify(weights));
    while (gateway.weights().candidate !== weights.candidate) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe('the gateway by its weights file', () => {
  it('says which file is missing or unusable', async () => {
    const directory = await scratchDirectory();
    const target = targetFor({ dev_gateway: { weights: 'weights.json' } }, { directory, env: {} });
    await expect(target.read()).rejects.toMatchObject({ code: 'WEIGHTS_FILE_UNREADABLE', exitCode: 5 });
    await writeFile(join(directory, 'weights.json'), '{"stable":95}');
    await expect(target.read()).rejects.toThrow('expected {"stable":95,"candidate":5}');
  });

  it('promotes by the user’s command, then gives the stable arm all traffic', async () => {
    const directory = await scratchDirectory();
    await writeFile(join(directory, 'weights.json'), '{"stable":0,"candidate":100}');
    const promote = await nodeScript(
      directory,
      'promote.mjs',
      `${READ_INPUT}; import { writeFileSync } from 'node:fs'; writeFileSync('promoted.json', JSON.stringify(input));`,
    );
    const target = targetFor(
      { dev_gateway: { weights: 'weights.json', promote } },
      { directory, env: { PATH: process.env.PATH } },
    );
    await target.promote!('sha256:ab', 'key-1');
    expect(JSON.parse(await readFile(join(directory, 'promoted.json'), 'utf8'))).toEqual({
      version: 'sha256:ab',
      key: 'key-1',
    });
    expect((await target.read()).weights).toEqual({ stable: 100, candidate: 0 });
  });
});

describe('the gateway by its admin port', () => {
  it('tells an unreachable port from a refused token', async () => {
    const directory = await scratchDirectory();
    const target = (url: string) =>
      targetFor({ dev_gateway: { admin: { url, token_env: 'T' } } }, { directory, env: { T: 'wrong-token' } });
    await expect(target(await closedAddress()).read()).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
      code: 'GATEWAY_UNREACHABLE',
      attempts: 3,
    });
    const config = {
      listen: 0,
      arms: { stable: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' },
      weights: 'w.json',
      admin: { listen: 0, token: 'right-token' },
    };
    const gateway = await startDevGateway(readGatewayConfig(JSON.stringify(config), 'g.json', directory, {}));
    onTestFinished(() => gateway.close());
    await expect(target(gateway.adminUrl).read()).rejects.toMatchObject({ code: 'GATEWAY_TOKEN_REFUSED' });
    await expect(target(gateway.url).read()).rejects.toMatchObject({ code: 'GATEWAY_UNREACHABLE' });
  });
});
