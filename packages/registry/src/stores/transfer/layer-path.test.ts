import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@model-delivery/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeModel } from '../../../testing/example-model.ts';
import { type Manifest, readManifest } from '../content/descriptor.ts';
import { ociLayoutStore } from '../oci-layout/layout-store.ts';
import { layerFiles } from './layer-path.ts';
import { pullVersion } from './pull-version.ts';

const digest = `sha256:${sha256Hex('x')}` as const;

function manifestOf(paths: (string | undefined)[]): Manifest {
  const blob = { mediaType: 'application/octet-stream', digest, size: 1 };
  return {
    schemaVersion: 2,
    config: blob,
    layers: paths.map((path) => ({
      ...blob,
      ...(path !== undefined && { annotations: { 'org.cncf.model.filepath': path } }),
    })),
  };
}

describe('paths of a version', () => {
  test.each([
    [['/etc/passwd']],
    [['../x']],
    [['a/../../x']],
    [['a/./x']],
    [['']],
    [['a//x']],
    [['a/']],
    [['a\\..\\x']],
    [['C:/x']],
    [['a\0b']],
    [[undefined]],
    [['a', 'a']],
    [['a', 'a/b']],
    [['a/b', 'a']],
  ])('%j is refused', (paths) => {
    expect(() => layerFiles(manifestOf(paths), 'v')).toThrow(
      expect.objectContaining({ code: 'STORE_UNSAFE_PATH', exitCode: 4 }),
    );
  });

  test('ordinary ones are taken as they are', () => {
    const paths = ['a b', '.hidden', 'x/..y', 'x/é'];
    expect(layerFiles(manifestOf(paths), 'v').map((file) => file.path)).toEqual(paths);
  });

  test.each(['', 'no json', '{}', '{"schemaVersion":2,"config":{},"layers":[]}', '[]'])('%j is no manifest', (text) => {
    expect(() => readManifest(Buffer.from(text), 'v')).toThrow(
      expect.objectContaining({ code: 'STORE_MANIFEST', exitCode: 4 }),
    );
  });
});

describe('pull', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'pull-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('takes an empty folder, refuses one in use and never follows a link', async () => {
    const store = ociLayoutStore(join(root, 'registry'));
    const identity = await writeModel(join(root, 'model'), { 'sub/f': 'x' });
    await store.push(identity, join(root, 'model'));
    mkdirSync(join(root, 'empty'));
    mkdirSync(join(root, 'used'));
    writeFileSync(join(root, 'used/f'), '');
    symlinkSync(join(root, 'empty'), join(root, 'link'));
    for (const name of ['used', 'link', 'used/f'])
      await expect(pullVersion(store, identity.version, join(root, name))).rejects.toMatchObject({
        code: 'PULL_TARGET_IN_USE',
        exitCode: 2,
      });
    expect(readdirSync(join(root, 'empty'))).toEqual([]);
    await pullVersion(store, identity.version, join(root, 'empty'));
    await pullVersion(store, identity.version, join(root, 'new/deep'));
    expect(existsSync(join(root, 'empty/sub/f')) && existsSync(join(root, 'new/deep/sub/f'))).toBe(true);
  });
});
