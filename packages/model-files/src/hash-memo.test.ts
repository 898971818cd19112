import {
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFile } from './hash-file.ts';
import { rememberedHash } from './hash-memo.ts';

let root: string;
let file: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'hash-memo-'));
  file = join(root, 'weights.bin');
  writeFileSync(file, 'weights');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Longer than what counts as "just written". */
const settle = () => delay(150);

test('a settled file is not read twice, whatever its name', async () => {
  await settle();
  expect(await rememberedHash(file)).toBeNull();
  const hashed = await hashFile(file);
  expect(await rememberedHash(file)).toEqual(hashed);
});

test('other bytes of the same length under the old time of change are seen', async () => {
  await settle();
  await hashFile(file);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, 'WEIGHTS');
  utimesSync(file, atime, mtime);
  expect(await rememberedHash(file)).toBeNull();
});

test('another file in its place, and a link to it, are other files', async () => {
  await settle();
  await hashFile(file);
  copyFileSync(file, join(root, 'copy'));
  renameSync(file, join(root, 'aside'));
  symlinkSync(join(root, 'aside'), file);
  expect(await rememberedHash(file)).toBeNull();
  renameSync(join(root, 'copy'), file);
  expect(await rememberedHash(file)).toBeNull();
});

test('a file that was just written is not trusted: the next write may carry the same time', async () => {
  writeFileSync(file, 'just now');
  await hashFile(file);
  expect(await rememberedHash(file)).toBeNull();
});

test('a file that changed while it was read is not remembered', async () => {
  await settle();
  const each = async () => writeFileSync(file, 'changed');
  await hashFile(file, { each });
  expect(await rememberedHash(file)).toBeNull();
});
