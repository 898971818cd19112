import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetConfig } from '@model-delivery/core';
import { targetFor } from '@model-delivery/rollout';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeTrafficTarget } from '../../packages/rollout/testing/traffic-target-contract.ts';
import {
  arm,
  type BackgroundProcess,
  candidateShare,
  freePort,
  startProcess,
  until,
} from './rollout/background-process.ts';
import { killWriterThenRollBack } from './rollout/killed-writer.ts';
import { nginx } from './tools.ts';

const INITIAL = 'split_clients "$request_id" $model_delivery_arm {\n    * stable;\n}\n';
let directory: string;
let url: string;
let server: BackgroundProcess;
let command: string[];
const arms: Awaited<ReturnType<typeof arm>>[] = [];

function configText(port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  return `
    pid ${directory}/nginx.pid; error_log ${directory}/error.log; daemon off; worker_processes 1;
    events { worker_connections 512; }
    http {
      access_log off; ${temporary.join(' ')}
      upstream stable { server 127.0.0.1:${arms[0]!.port}; }
      upstream candidate { server 127.0.0.1:${arms[1]!.port}; }
      include ${directory}/split.conf;
      server {
        listen 127.0.0.1:${port} deferred; keepalive_timeout 0;
        location / { proxy_pass http://$model_delivery_arm; }
      }
    }`;
}

const config = (more: Record<string, readonly string[]> = {}): TargetConfig =>
  ({
    nginx: { config: 'split.conf', test: [...command, '-t'], reload: [...command, '-s', 'reload'], ...more },
  }) as TargetConfig;
const open = (more = {}) => targetFor(config(more), { directory, env: process.env });

function reset(): void {
  writeFileSync(join(directory, 'split.conf'), INITIAL);
  rmSync(join(directory, 'split.conf.loaded'), { force: true });
  execFileSync(command[0]!, [...command.slice(1), '-s', 'reload'], { stdio: 'pipe' });
}

beforeAll(async () => {
  const program = nginx();
  // nginx's workers give up root: they must be able to enter.
  directory = mkdtempSync(join(tmpdir(), 'nginx-'));
  execFileSync('chmod', ['755', directory]);
  arms.push(await arm('stable'), await arm('candidate'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  writeFileSync(join(directory, 'split.conf'), INITIAL);
  writeFileSync(join(directory, 'nginx.conf'), configText(port));
  command = [program, '-p', directory, '-c', join(directory, 'nginx.conf'), '-e', join(directory, 'error.log')];
  server = startProcess(command[0]!, command.slice(1));
  await until(async () => (await fetch(url)).ok, 10_000, `nginx answering (${server.output()})`);
});
afterAll(async () => {
  await server?.stop();
  for (const { server } of arms) server.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(reset);

describeTrafficTarget('the real nginx', async () => ({
  target: open(),
  other: open(),
  setByHand: async ({ candidate }) => {
    writeFileSync(join(directory, 'split.conf'), INITIAL.replace('    * ', `    ${candidate}% candidate;\n    * `));
    rmSync(join(directory, 'split.conf.loaded'), { force: true });
  },
}));

it('splits real traffic as it was told, and back to nothing', async () => {
  const target = open();
  // [share asked for, four standard errors of 1,000 requests]
  for (const [candidate, error] of [
    [5, 2.8],
    [25, 5.5],
    [50, 6.4],
    [100, 0],
    [0, 0],
  ] as const) {
    const { version } = await target.read();
    expect(await target.apply({ stable: 100 - candidate, candidate }, version, `to-${candidate}`)).toMatchObject({
      ok: true,
    });
    // Workers of before the reload end within moments.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(Math.abs((await candidateShare(url, 1000)) - candidate)).toBeLessThanOrEqual(error);
  }
});

it('puts the old split back when nginx refuses its configuration, and traffic goes on', async () => {
  const target = open();
  const { version } = await target.read();
  const broken = targetFor(
    {
      nginx: {
        ...config().nginx!,
        upstreams: { candidate: 'candidate' },
        variable: 'model_delivery_arm',
        key: '$no_such_variable',
      },
    },
    { directory, env: process.env },
  );
  await expect(broken.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toThrow('no_such_variable');
  expect(readFileSync(join(directory, 'split.conf'), 'utf8')).toBe(INITIAL);
  expect(await candidateShare(url, 100)).toBe(0);
});

/** Shell text that kills the process that started the command: the writer. */
const killWriter = 'kill -9 $PPID';

it.each([
  ['after the file, before the test', { test: ['sh', '-c', killWriter] }],
  ['after the test, before the reload', { reload: ['sh', '-c', killWriter] }],
  [
    'after the reload, before it is recorded',
    { reload: ['sh', '-c', `"$0" "$@" -s reload; sleep 0.2; ${killWriter}`] },
  ],
])('is right one tick after its writer was killed %s', async (_, more) => {
  const commands = Object.fromEntries(
    Object.entries(more).map(([name, [shell, flag, text]]) => [name, [shell!, flag!, text!, ...command]]),
  );
  const before = readFileSync(join(directory, 'split.conf'), 'utf8');
  // The writer has the deadly command, the next tick the ordinary one.
  await killWriterThenRollBack(directory, config(commands), url, null, config());
  expect(readFileSync(join(directory, 'split.conf'), 'utf8')).not.toBe(before);
});

it('is right one tick after its writer was killed at any moment', async () => {
  for (let round = 0; round < 15; round++) {
    await killWriterThenRollBack(directory, config(), url, round * 9);
  }
});
