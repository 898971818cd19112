import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ModelIdentity, modelIdentity, sha256Hex } from '@model-delivery/core';
import { modelFiles } from '@model-delivery/model-files';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MODEL, recordOf, writeModel } from '../../../testing/example-model.ts';
import type { ModelStore } from '../../model-store.ts';
import { pullVersion } from '../transfer/pull-version.ts';
import { verifyVersion } from '../transfer/verify-version.ts';
import { layoutError } from './layout-error.ts';
import { ociLayoutStore } from './layout-store.ts';

let root: string;
let directory: string;
let store: ModelStore;
let identity: ModelIdentity;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'layout-faults-'));
  directory = join(root, 'registry');
  store = ociLayoutStore(directory, 'registry/');
  identity = await writeModel(join(root, 'model'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const push = () => store.push(identity, join(root, 'model'));
const blobFile = (digest: string) => join(directory, 'blobs/sha256', digest.replace('sha256:', ''));
const index = () => JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8'));
const WEIGHTS = `sha256:${sha256Hex(MODEL['weights.bin']!)}`;

describe('the folder', () => {
  test('is an OCI layout: a descriptor a manifest, and one a tag', async () => {
    await push();
    await store.tag('candidate', identity.version);
    await store.tag('champion', identity.version);
    expect(readFileSync(join(directory, 'oci-layout'), 'utf8')).toBe('{"imageLayoutVersion":"1.0.0"}');
    const descriptor = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
      digest: identity.version,
      size: Buffer.byteLength(identity.manifest),
    };
    const tag = (name: string) => ({ ...descriptor, annotations: { 'org.opencontainers.image.ref.name': name } });
    expect(index()).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [descriptor, tag('candidate'), tag('champion')],
    });
    expect(store.reference(identity.version)).toBe(`registry@${identity.version}`);
    expect(readdirSync(join(directory, 'blobs/sha256')).length).toBe(5);
  });

  test('keeps what others wrote into its index', async () => {
    await push();
    const foreign = {
      mediaType: 'application/x',
      digest: `sha256:${'2'.repeat(64)}`,
      size: 1,
      platform: { os: 'linux' },
    };
    writeFileSync(
      join(directory, 'index.json'),
      JSON.stringify({ ...index(), annotations: { a: 'b' }, manifests: [foreign, ...index().manifests] }),
    );
    await store.tag('candidate', identity.version);
    expect(index()).toMatchObject({ annotations: { a: 'b' }, manifests: [foreign, {}, {}] });
  });

  test('gets back a blob that was lost or cut when the version is pushed again', async () => {
    await push();
    rmSync(blobFile(WEIGHTS));
    expect(await push()).toEqual({ created: false, bytesSent: 3_000_001 });
    writeFileSync(blobFile(WEIGHTS), 'cut');
    expect(await push()).toEqual({ created: false, bytesSent: 3_000_001 });
    expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
  });
});

describe('a file that was identified is copied without being hashed again', () => {
  const weights = () => join(root, 'model/weights.bin');
  /** Identifies the model when its files are no longer fresh. */
  async function identified() {
    await delay(150);
    identity = modelIdentity(await modelFiles(join(root, 'model')));
  }

  test('and is the same bytes, readable like every other blob', async () => {
    chmodSync(weights(), 0o600);
    await identified();
    const moved: number[] = [];
    const outcome = await store.push(identity, join(root, 'model'), { progress: (done) => void moved.push(done) });
    expect(outcome.created).toBe(true);
    expect(moved.at(-1)).toBe(outcome.bytesSent - Buffer.byteLength(identity.manifest));
    expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
    expect(statSync(blobFile(WEIGHTS)).mode & 0o777).toBe(0o666 & ~0o022);
  });

  test('but other bytes of the same length under the same time are found', async () => {
    await identified();
    const { atime, mtime, size } = statSync(weights());
    writeFileSync(weights(), Buffer.alloc(size, 'other'));
    utimesSync(weights(), atime, mtime);
    await expect(push()).rejects.toMatchObject({
      code: 'MODEL_CHANGED',
      message: expect.stringContaining('weights.bin'),
    });
    expect(readdirSync(join(directory, '.incoming'))).toEqual([]);
    expect(await store.manifest(identity.version)).toBeNull();
  });

  test('an abort leaves nothing behind', async () => {
    await identified();
    const abort = new AbortController();
    const pushing = store.push(identity, join(root, 'model'), {
      signal: abort.signal,
      progress: () => abort.abort(new Error('stopped')),
    });
    await expect(pushing).rejects.toThrow('stopped');
    expect(readdirSync(join(directory, '.incoming'))).toEqual([]);
    expect(await store.manifest(identity.version)).toBeNull();
  });
});

describe('one changed byte is found and named', () => {
  test('of a blob, by verify and by pull', async () => {
    await push();
    const bytes = readFileSync(blobFile(WEIGHTS));
    bytes[12345]! ^= 1;
    writeFileSync(blobFile(WEIGHTS), bytes);
    const found = `sha256:${sha256Hex(bytes)}`;
    expect(await verifyVersion(store, recordOf(identity))).toEqual([
      { kind: 'blob', where: `weights.bin (${WEIGHTS})`, expected: WEIGHTS, found },
    ]);
    await expect(pullVersion(store, identity.version, join(root, 'pulled'))).rejects.toMatchObject({
      code: 'STORE_CONTENT_ALTERED',
      exitCode: 4,
    });
    expect(readdirSync(root).sort()).toEqual(['model', 'registry']);
  });

  test('of the manifest, of the record, and of evidence', async () => {
    await push();
    const evidence = await store.attach(identity.version, 'application/x.evidence', [
      { name: 'e.json', content: Buffer.from('{}'), mediaType: 'application/json' },
    ]);
    const file = { role: 'evaluation' as const, path: 'e.json', size: 2, sha256: sha256Hex('{}') };
    const record = { ...recordOf(identity), evidence: { digest: evidence, files: [file] } };
    expect(await verifyVersion(store, record)).toEqual([]);
    const wrong = { ...record, files: record.files.map((each) => ({ ...each, size: each.size + 1 })) };
    expect(await verifyVersion(store, wrong)).toMatchObject([{ kind: 'version', expected: identity.version }]);
    writeFileSync(blobFile(`sha256:${file.sha256}`), '[]');
    expect(await verifyVersion(store, record)).toContainEqual({
      kind: 'evidence',
      where: `e.json (sha256:${file.sha256})`,
      expected: `sha256:${file.sha256}`,
      found: `sha256:${sha256Hex('[]')}`,
    });
    const forged = { ...record, evidence: { digest: evidence, files: [{ ...file, sha256: sha256Hex('x') }] } };
    expect(await verifyVersion(store, forged)).toContainEqual({
      kind: 'evidence',
      where: `e.json in ${evidence}`,
      expected: `sha256:${sha256Hex('x')}`,
      found: 'absent',
    });
    writeFileSync(blobFile(identity.version), `${identity.manifest} `);
    const altered = sha256Hex(`${identity.manifest} `);
    expect((await verifyVersion(store, recordOf(identity)))[0]).toMatchObject({
      kind: 'manifest',
      found: `sha256:${altered}`,
    });
  });
});

describe('what goes wrong with the disk is one clear error', () => {
  test('a damaged index, and a place that is no folder', async () => {
    await push();
    for (const text of ['', '{"schemaVersion":2', '{"schemaVersion":2,"manifests":[{"digest":"x"}]}']) {
      writeFileSync(join(directory, 'index.json'), text);
      await expect(push()).rejects.toMatchObject({ code: 'STORE_CORRUPT', exitCode: 4 });
      await expect(store.tags()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe(text);
    }
    writeFileSync(join(root, 'file'), '');
    const nowhere = ociLayoutStore(join(root, 'file/registry'));
    await expect(nowhere.push(identity, join(root, 'model'))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      exitCode: 5,
    });
  });

  test.each([
    ['ENOSPC', 'STORE_FULL', 5],
    ['EDQUOT', 'STORE_FULL', 5],
    ['EROFS', 'STORE_READ_ONLY', 5],
    ['EACCES', 'STORE_READ_ONLY', 5],
    ['EIO', 'STORE_UNREACHABLE', 5],
  ])('%s is %s', (errno, code, exitCode) => {
    const cause = Object.assign(new Error(errno), { code: errno });
    expect(layoutError('/registry', 'Storing x', cause)).toMatchObject({ code, exitCode });
  });
});

describe('the lock of the index', () => {
  const lock = () => join(directory, 'index.json.lock');

  test('of a process that is gone is taken over at once', async () => {
    await push();
    // Larger than any process id.
    writeFileSync(lock(), JSON.stringify({ token: 'x', pid: 2 ** 30, host: hostname() }));
    await store.tag('candidate', identity.version);
    expect(await store.tags()).toEqual({ candidate: identity.version });
    expect(() => statSync(lock())).toThrow();
  });

  test('of another host is waited for, and taken over when it is old', async () => {
    await push();
    writeFileSync(lock(), JSON.stringify({ token: 'x', pid: process.pid, host: 'elsewhere' }));
    const began = Date.now();
    const old = setTimeout(() => utimesSync(lock(), 1, 1), 300);
    await store.tag('candidate', identity.version);
    clearTimeout(old);
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
    expect(await store.tags()).toEqual({ candidate: identity.version });
  });

  test('drafts of processes that are gone are removed, those of living ones are kept', async () => {
    const incoming = join(directory, '.incoming');
    mkdirSync(incoming, { recursive: true });
    writeFileSync(join(incoming, `${2 ** 30}@${hostname()}@a`), 'abandoned');
    writeFileSync(join(incoming, `${process.ppid}@${hostname()}@b`), 'in work');
    await push();
    expect(readdirSync(incoming)).toEqual([`${process.ppid}@${hostname()}@b`]);
  });
});
