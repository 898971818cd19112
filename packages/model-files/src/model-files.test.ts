import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelIdentity } from '@model-delivery/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelFiles } from './model-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'model-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the files that are a model', () => {
  test('version ids of a folder with a hidden file and of a single file', async () => {
    writeFileSync(join(root, 'model.txt'), 'hello\n');
    expect(modelIdentity(await modelFiles(join(root, 'model.txt'))).version).toBe(
      'sha256:9c3b63e7607b4994af68182478d339ac68a0995574b049389de90c66da928c6f',
    );
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'sub', '.w'), '');
    expect(modelIdentity(await modelFiles(root)).version).toBe(
      'sha256:2b9f96dbfb3a496780f4afdb31c89ed8d73568949f6035e3c0945241c32c0a0e',
    );
  });

  const refused = (path: string) => expect(modelFiles(path, 'out/model')).rejects;

  test('what has no bytes of its own, or no name, is refused', async () => {
    await refused(join(root, 'gone')).toMatchObject({ code: 'MODEL_UNUSABLE', exitCode: 4 });
    await refused(root).toThrow('the folder is empty');
    writeFileSync(join(root, 'a'), 'x');
    mkdirSync(join(root, 'deep/empty'), { recursive: true });
    await refused(root).toThrow('out/model/deep/empty');
    rmSync(join(root, 'deep'), { recursive: true });
    symlinkSync(join(root, 'a'), join(root, 'link'));
    await refused(root).toThrow('symbolic link');
    await refused(join(root, 'link')).toThrow('symbolic link');
    rmSync(join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'pipe')], {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/bin:/bin` },
    });
    await refused(root).toThrow('pipe or socket');
    rmSync(join(root, 'pipe'));
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x41])]), 'x');
    await refused(root).toThrow('not UTF-8');
  });
});
