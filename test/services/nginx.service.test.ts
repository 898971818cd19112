import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetFor } from '@model-delivery/rollout';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeTrafficTarget } from '../../packages/rollout/testing/traffic-target-contract.ts';
import { candidateShare } from './rollout/background-process.ts';
import { killWriterThenRollBack } from './rollout/killed-writer.ts';
import { INITIAL_SPLIT, type RealNginx, startNginx } from './rollout/real-nginx.ts';

let server: RealNginx;
const open = (more = {}) => targetFor(server.target(more), { directory: server.directory, env: process.env });

beforeAll(async () => {
  server = await startNginx();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

describeTrafficTarget('the real nginx', async () => ({
  target: open(),
  other: open(),
  setByHand: async ({ candidate }) => {
    writeFileSync(
      join(server.directory, 'split.conf'),
      INITIAL_SPLIT.replace('    * ', `    ${candidate}% candidate;\n    * `),
    );
    rmSync(join(server.directory, 'split.conf.loaded'), { force: true });
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
    expect(Math.abs((await candidateShare(server.url, 1000)) - candidate)).toBeLessThanOrEqual(error);
  }
});

it('puts the old split back when nginx refuses its configuration, and traffic goes on', async () => {
  const target = open();
  const { version } = await target.read();
  const broken = targetFor(
    {
      nginx: {
        ...server.target().nginx!,
        upstreams: { candidate: 'candidate' },
        variable: 'model_delivery_arm',
        key: '$no_such_variable',
      },
    },
    { directory: server.directory, env: process.env },
  );
  await expect(broken.apply({ stable: 95, candidate: 5 }, version, 'k')).rejects.toThrow('no_such_variable');
  expect(readFileSync(join(server.directory, 'split.conf'), 'utf8')).toBe(INITIAL_SPLIT);
  expect(await candidateShare(server.url, 100)).toBe(0);
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
    Object.entries(more).map(([name, [shell, flag, text]]) => [name, [shell!, flag!, text!, ...server.command]]),
  );
  const before = readFileSync(join(server.directory, 'split.conf'), 'utf8');
  // The writer has the deadly command, the next tick the ordinary one.
  await killWriterThenRollBack(server.directory, server.target(commands), server.url, null, server.target());
  expect(readFileSync(join(server.directory, 'split.conf'), 'utf8')).not.toBe(before);
});

it('is right one tick after its writer was killed at any moment', async () => {
  for (let round = 0; round < 15; round++) {
    await killWriterThenRollBack(server.directory, server.target(), server.url, round * 9);
  }
});
