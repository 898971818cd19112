import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeScript, READ_INPUT, scratchDirectory } from '../../testing/scripts.ts';
import { describeTrafficTarget } from '../../testing/traffic-target-contract.ts';
import { two } from '../../testing/two-targets.ts';
import type { Weights } from '../ports.ts';
import { targetFor } from './target-for.ts';

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
      read(
        'import { spawnSync } from "node:child_process"; spawnSync(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);',
        { timeout: '300ms' },
      ),
    ).rejects.toThrow('no end after 0.3 s');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('ends a command that prints without end', async () => {
    const endless = 'for (;;) require("node:fs").writeSync(1, "x".repeat(60_000))';
    const command = { read: [process.execPath, '-e', endless], apply: ['x'] };
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
