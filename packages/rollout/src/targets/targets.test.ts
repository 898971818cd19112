import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryTarget } from '../../testing/memory-target.ts';
import { closedAddress } from '../../testing/page-server.ts';
import { nodeScript, READ_INPUT, scratchDirectory } from '../../testing/scripts.ts';
import { describeTrafficTarget } from '../../testing/traffic-target-contract.ts';
import { readGatewayConfig } from '../gateway/gateway-config.ts';
import { startDevGateway } from '../gateway/start-dev-gateway.ts';
import type { TrafficTarget, Weights } from '../ports.ts';
import { renderSplit } from './nginx-split.ts';
import { targetFor } from './target-for.ts';

const NAMES = {
  upstreams: { stable: 'stable', candidate: 'candidate' },
  variable: 'model_delivery_arm',
  key: '$request_id',
};

/** A program that keeps a split in a file, as a user's script around kubectl would: version = a counter, compare-and-swap. */
const SPLIT_SCRIPT = `
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
${READ_INPUT}
const file = process.argv[3];
if (process.argv[2] === 'apply') {
  for (;;) { try { linkSync(file, file + '.lock'); break; } catch { await new Promise((r) => setTimeout(r, 5)); } }
  const state = JSON.parse(readFileSync(file, 'utf8'));
  const same = state.weights.candidate === input.weights.candidate;
  let answer = { ...state, conflict: !same && state.version !== input.expect };
  if (!same && state.version === input.expect) {
    answer = { weights: input.weights, version: String(Number(state.version) + 1) };
    writeFileSync(file + '.new', JSON.stringify(answer));
    const { renameSync } = await import('node:fs');
    renameSync(file + '.new', file);
  }
  unlinkSync(file + '.lock');
  console.log(JSON.stringify(answer));
} else console.log(readFileSync(file, 'utf8'));
`;

function two(make: () => TrafficTarget, setByHand: (weights: Weights) => Promise<void>) {
  return { target: make(), other: make(), setByHand };
}

describeTrafficTarget('the target in memory', async () => {
  const target = memoryTarget();
  return { target, other: target, setByHand: async (weights) => target.setByHand(weights) };
});

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

describeTrafficTarget('the user’s commands', async () => {
  const directory = await scratchDirectory();
  const file = join(directory, 'split.json');
  const write = (weights: Weights, version: string) => writeFile(file, JSON.stringify({ weights, version }));
  await write({ stable: 100, candidate: 0 }, '1');
  const script = await nodeScript(directory, 'split.mjs', SPLIT_SCRIPT);
  const command = { read: [...script, 'read', file], apply: [...script, 'apply', file] };
  const make = () => targetFor({ command }, { directory, env: { PATH: process.env.PATH } });
  return two(make, (weights) => write(weights, '17'));
});

async function nginxScene(commands: Record<string, readonly string[]> = {}) {
  const directory = await scratchDirectory();
  const file = join(directory, 'split.conf');
  await writeFile(file, renderSplit({ stable: 100, candidate: 0 }, NAMES));
  const make = () =>
    targetFor(
      { nginx: { config: 'split.conf', test: ['true'], reload: ['true'], ...commands } as { config: string } },
      { directory, env: { PATH: process.env.PATH } },
    );
  return { directory, file, make };
}

describeTrafficTarget(
  'nginx with a generated include (reload stood in for; the real nginx is a service test)',
  async () => {
    const { file, make } = await nginxScene();
    return two(make, (weights) => writeFile(file, renderSplit(weights, NAMES)).then(() => removeLoaded(file)));
  },
);

/** Whoever changes the include by hand also reloads; nothing else says what is loaded. */
async function removeLoaded(file: string): Promise<void> {
  const { rm } = await import('node:fs/promises');
  await rm(`${file}.loaded`, { force: true });
}

describe('targetFor', () => {
  const context = { directory: '/nowhere', env: {} };
  it.each(['haproxy', 'gateway_api', 'kserve', 'seldon', 'sagemaker'])(
    'says that %s is not in this version',
    (kind) => {
      expect(() => targetFor({ [kind]: {} }, context)).toThrow(`names ${kind}, which this version does not implement`);
    },
  );

  it('needs the secret that the configuration names', () => {
    const admin = { url: 'http://127.0.0.1:9', token_env: 'GATEWAY_TOKEN' };
    expect(() => targetFor({ dev_gateway: { admin } }, context)).toThrow('GATEWAY_TOKEN, which is not set');
  });

  it('knows targets that promote by alias only, and never splits them', async () => {
    const target = targetFor({ registry_alias: {} }, context);
    expect(target).toMatchObject({ canSplit: false, promotesByAlias: true });
    const { version } = await target.read();
    await expect(target.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toThrow('cannot split');
    expect(await target.apply({ stable: 100, candidate: 0 }, version, 'k')).toMatchObject({ ok: true });
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

  it('takes over the lock of a process that was killed, and waits for one that lives', async () => {
    const directory = await scratchDirectory();
    const file = join(directory, 'weights.json');
    await writeFile(file, '{"stable":100,"candidate":0}');
    const { hostname } = await import('node:os');
    // Process ids end below 2^22: this one never lives.
    await writeFile(`${file}.lock`, JSON.stringify({ host: hostname(), pid: 4_194_399, id: 'dead' }));
    const target = targetFor({ dev_gateway: { weights: 'weights.json' } }, { directory, env: {} });
    const { version } = await target.read();
    expect(await target.apply({ stable: 95, candidate: 5 }, version, 'k')).toMatchObject({ ok: true });
    await expect(stat(`${file}.lock`)).rejects.toThrow('ENOENT');
    await writeFile(`${file}.lock`, JSON.stringify({ host: hostname(), pid: process.pid, id: 'alive' }));
    const now = await target.read();
    await expect(target.apply({ stable: 90, candidate: 10 }, now.version, 'k')).rejects.toMatchObject({
      code: 'TARGET_FILE_LOCKED',
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ stable: 95, candidate: 5 });
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

describe('the user’s commands', () => {
  const read = async (body: string, more: Record<string, unknown> = {}) => {
    const directory = await scratchDirectory();
    const script = await nodeScript(directory, 'read.mjs', body);
    const command = { read: script, apply: script, ...more };
    return targetFor({ command }, { directory, env: { PATH: process.env.PATH } }).read();
  };

  it.each([
    ['console.log("not json")', 'COMMAND_ANSWER_NOT_JSON', 'printed no JSON: not json'],
    ['', 'COMMAND_ANSWER_UNUSABLE', 'expected an object'],
    ['console.log("{}")', 'COMMAND_ANSWER_UNUSABLE', '`version` is missing'],
    ['console.log(JSON.stringify({ version: "1", weights: { stable: 95 } }))', 'COMMAND_ANSWER_UNUSABLE', 'candidate'],
    [
      'console.log(JSON.stringify({ version: "1", weights: { stable: 95, candidate: -5 } }))',
      'COMMAND_ANSWER_UNUSABLE',
      'candidate',
    ],
    ['console.error("no cluster"); process.exit(3)', 'COMMAND_FAILED', 'exit code 3; it said: no cluster'],
    ['console.error("Authorization: Bearer abcdef123456"); process.exit(1)', 'COMMAND_FAILED', 'Bearer ***'],
  ])('explains what went wrong with %s', async (body, code, message) => {
    const error = await read(body).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('abcdef123456');
  });

  it('ends a command that hangs, with everything it started', async () => {
    const started = performance.now();
    await expect(
      read('import { spawnSync } from "node:child_process"; spawnSync("sleep", ["60"]);', { timeout: '300ms' }),
    ).rejects.toThrow('no end after 0.3 s');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('ends a command that prints without end', async () => {
    const command = { read: ['yes', 'x'.repeat(1000)], apply: ['x'] };
    const target = targetFor({ command }, { directory: '/', env: { PATH: process.env.PATH } });
    await expect(target.read()).rejects.toThrow('printed more than 10 MB');
  });

  it('says that a program does not exist', async () => {
    const command = { read: ['no-such-program-here'], apply: ['x'] };
    const target = targetFor({ command }, { directory: '/', env: { PATH: process.env.PATH } });
    await expect(target.read()).rejects.toMatchObject({ code: 'COMMAND_NOT_STARTED', exitCode: 2 });
  });

  it('runs no shell and hands the command the split, the expectation and the key', async () => {
    const directory = await scratchDirectory();
    const apply = await nodeScript(
      directory,
      'apply.mjs',
      `${READ_INPUT}; console.log(JSON.stringify({ weights: input.weights, version: JSON.stringify([input, process.argv[2], process.cwd()]) }));`,
    );
    const command = { read: apply, apply: [...apply, '$(touch owned); `id`'] };
    const target = targetFor({ command }, { directory, env: { PATH: process.env.PATH } });
    const { state } = await target.apply({ stable: 95, candidate: 5 }, 'v1', 'k1');
    const [input, argument, cwd] = JSON.parse(state.version);
    expect(input).toEqual({ weights: { stable: 95, candidate: 5 }, expect: 'v1', key: 'k1' });
    expect(argument).toBe('$(touch owned); `id`');
    expect(cwd).toBe(directory);
    await expect(stat(join(directory, 'owned'))).rejects.toThrow('ENOENT');
  });

  it('takes a read-back that differs as a conflict, and a rounding system as agreement', async () => {
    const directory = await scratchDirectory();
    const says = (candidate: number) =>
      nodeScript(
        directory,
        `say-${candidate}.mjs`,
        `console.log('{"weights":{"stable":${100 - candidate},"candidate":${candidate}},"version":"1"}')`,
      );
    const silent = await nodeScript(directory, 'silent.mjs', '');
    const outcome = async (candidate: number) => {
      const command = { read: await says(candidate), apply: silent };
      return targetFor({ command }, { directory, env: { PATH: process.env.PATH } }).apply(
        { stable: 95, candidate: 5 },
        '1',
        'k',
      );
    };
    expect((await outcome(5)).ok).toBe(true);
    expect((await outcome(4.6875)).ok).toBe(true);
    expect((await outcome(6)).ok).toBe(false);
    expect((await outcome(0)).ok).toBe(false);
  });
});

describe('nginx', () => {
  it('puts the old include back when the test or the reload fails', async () => {
    for (const commands of [{ test: ['false'] }, { reload: ['false'] }] as Record<string, string[]>[]) {
      const { file, make } = await nginxScene(commands);
      const before = await readFile(file, 'utf8');
      const target = make();
      const { version } = await target.read();
      await expect(target.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toMatchObject({
        code: 'NGINX_REFUSED',
      });
      expect(await readFile(file, 'utf8')).toBe(before);
      expect((await target.read()).weights).toEqual({ stable: 100, candidate: 0 });
    }
  });

  it('reports the split that was loaded, not the file, after a run died before the reload', async () => {
    const { file, make } = await nginxScene();
    const target = make();
    const first = await target.apply({ stable: 95, candidate: 5 }, (await target.read()).version, 'k1');
    await writeFile(file, renderSplit({ stable: 50, candidate: 50 }, NAMES));
    const found = await target.read();
    expect(found.weights).toEqual({ stable: 95, candidate: 5 });
    expect(found.version).not.toBe(first.state.version);
    expect(await target.apply({ stable: 100, candidate: 0 }, found.version, 'k2')).toMatchObject({ ok: true });
    expect(await readFile(file, 'utf8')).toBe(renderSplit({ stable: 100, candidate: 0 }, NAMES));
  });

  it('omits an arm without traffic and rounds to hundredths of a percent', () => {
    expect(renderSplit({ stable: 100, candidate: 0 }, NAMES)).not.toMatch(/%|\* candidate/);
    expect(renderSplit({ stable: 0, candidate: 100 }, NAMES)).toContain('    * candidate;');
    expect(renderSplit({ stable: 99.996, candidate: 0.004 }, NAMES)).toContain('    * stable;');
    expect(renderSplit({ stable: 87.5, candidate: 12.5 }, NAMES)).toContain('    12.5% candidate;\n    * stable;');
  });

  it.each([
    ['', 'holds no split'],
    ['split_clients "x" $other { * stable; }', 'holds no split'],
    ['split_clients "x" $model_delivery_arm { 5% blue; * stable; }', 'holds no split'],
    ['split_clients "x" $model_delivery_arm { 5% candidate; }', 'holds no split'],
  ])('refuses to guess what %j means', async (text, message) => {
    const { file, make } = await nginxScene();
    await writeFile(file, text);
    await expect(make().read()).rejects.toThrow(message);
  });
});
