import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTurn } from './append-turn.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'append-turn-'));
  file = join(directory, 'ledger.turn');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const always = async () => true;
const holder = (pid: number, host = hostname()) => JSON.stringify({ token: 'x', pid, host });

test('the work of many is done one after the other, and nothing is left behind', async () => {
  let now = 0;
  const work = async () => {
    expect(++now).toBe(1);
    await delay(3);
    return now--;
  };
  const done = await Promise.all(Array.from({ length: 8 }, () => inTurn(file, always, work)));
  expect(done).toEqual(Array.from({ length: 8 }, () => 1));
  expect(existsSync(file)).toBe(false);
});

test('what is not wanted any more is not done: neither after waiting nor at once', async () => {
  const work = async () => expect.unreachable();
  expect(await inTurn(file, async () => false, work)).toBeNull();
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, holder(process.ppid));
  let asked = 0;
  expect(await inTurn(file, async () => ++asked < 3, work)).toBeNull();
  expect(existsSync(file)).toBe(true);
});

test('the turn is given back when the work fails', async () => {
  const fail = async () => {
    throw new Error('full');
  };
  await expect(inTurn(file, always, fail)).rejects.toThrow('full');
  expect(existsSync(file)).toBe(false);
});

test('the turn of a process that is gone, and one that is old, is taken over', async () => {
  // Larger than any process id.
  writeFileSync(file, holder(2 ** 30));
  expect(await inTurn(file, always, async () => 'done')).toBe('done');
  writeFileSync(file, holder(1, 'elsewhere'));
  utimesSync(file, 1, 1);
  expect(await inTurn(file, always, async () => 'done')).toBe('done');
  expect(existsSync(file)).toBe(false);
});

test('a turn that cannot be had is done without: it is a courtesy', async () => {
  const nowhere = join(directory, 'gone', 'ledger.turn');
  expect(await inTurn(nowhere, always, async () => 'done')).toBe('done');
  writeFileSync(file, holder(process.ppid));
  const began = Date.now();
  expect(await inTurn(file, always, async () => 'done', 200)).toBe('done');
  expect(Date.now() - began).toBeGreaterThanOrEqual(200);
  expect(existsSync(file)).toBe(true);
});
