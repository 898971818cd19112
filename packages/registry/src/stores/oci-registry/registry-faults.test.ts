import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type ModelIdentity, sha256Hex } from '@model-delivery/core';
import {
  type FakeRegistry,
  REGISTRY_PROFILES,
  type RegistryProfile,
  serveFakeRegistry,
} from '@model-delivery/testkit/oci-registry';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MODEL, recordOf, writeModel } from '../../../testing/example-model.ts';
import type { ModelStore } from '../../model-store.ts';
import { pullVersion } from '../transfer/pull-version.ts';
import { verifyVersion } from '../transfer/verify-version.ts';
import { ociRegistryStore } from './registry-store.ts';

const WEIGHTS = `sha256:${sha256Hex(MODEL['weights.bin']!)}` as const;
const EVIDENCE = 'application/vnd.model-delivery.evidence.v1+json';

let root: string;
let registry: FakeRegistry;
let store: ModelStore;
let identity: ModelIdentity;
let waits: number[];

async function open(profile: RegistryProfile, credentials = registryCredentials(profile)): Promise<void> {
  registry = await serveFakeRegistry(profile);
  store = ociRegistryStore({
    reference: `${registry.host}/acme/models`,
    credentials: credentials ? registry.credentials : null,
    sleep: async (ms) => void waits.push(ms),
  });
}

const registryCredentials = (profile: RegistryProfile) => profile.auth !== undefined;
const content = () => registry.repository('acme/models');
const requests = () => registry.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{30,}/, '…')}`);

beforeEach(async () => {
  waits = [];
  root = mkdtempSync(join(tmpdir(), 'registry-faults-'));
  identity = await writeModel(join(root, 'model'));
});
afterEach(async () => {
  await registry.close();
  rmSync(root, { recursive: true, force: true });
});
const push = () => store.push(identity, join(root, 'model'));

describe('an upload', () => {
  test('is a HEAD, a POST and a PUT a blob, then the manifest; a second one is one request', async () => {
    await open(REGISTRY_PROFILES.spec11);
    await push();
    const blob = [
      'HEAD /v2/acme/models/blobs/sha256:…',
      'POST /v2/acme/models/blobs/uploads/',
      'PUT /v2/acme/models/blobs/uploads/…',
    ];
    const manifest = 'HEAD /v2/acme/models/manifests/sha256:…';
    const tag = `PUT /v2/acme/models/manifests/c-${identity.version.slice(7, 27)}`;
    expect(requests()).toEqual([manifest, ...blob, ...blob, ...blob, ...blob, manifest, tag, manifest]);
    registry.requests.length = 0;
    expect(await push()).toEqual({ created: false, bytesSent: 0 });
    expect(requests()).toEqual([manifest]);
  });

  test('that breaks after some bytes starts anew', async () => {
    await open(REGISTRY_PROFILES.gar);
    registry.fail({ method: 'PUT', path: /uploads/, times: 2, does: { breakAfterBytes: 100_000 } });
    await push();
    expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
    expect(waits).toEqual([250, 1000]);
  });

  test('goes on with a new token when the old one ends in the middle', async () => {
    await open(REGISTRY_PROFILES.ghcr);
    registry.fail({ method: 'PUT', path: /uploads/, times: 1, does: { expireTokens: true } });
    await push();
    expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
    expect(registry.requests.filter(({ origin }) => origin === 'token').length).toBeGreaterThan(1);
  });

  test('waits as long as the registry asks, four times at most', async () => {
    await open(REGISTRY_PROFILES.spec11);
    registry.fail({
      method: 'POST',
      path: /uploads/,
      times: 2,
      does: { status: 429, headers: { 'retry-after': '7' } },
    });
    await push();
    expect(waits).toEqual([7000, 7000]);
    identity = await writeModel(join(root, 'model'), { 'model.txt': 'next' });
    registry.fail({ method: 'PUT', path: /manifests/, does: { status: 503, headers: { 'retry-after': '9999' } } });
    await expect(push()).rejects.toMatchObject({ code: 'STORE_REFUSED', exitCode: 5, retryable: true, attempts: 4 });
    expect(waits.slice(2)).toEqual([60_000, 60_000, 60_000]);
    expect(await store.manifest(identity.version)).toBeNull();
  });

  test('is kept under its digest where its tag is taken', async () => {
    await open(REGISTRY_PROFILES.immutable);
    content().tags.set(`c-${identity.version.slice(7, 27)}`, `sha256:${'1'.repeat(64)}`);
    await push();
    expect(content().manifests.has(identity.version)).toBe(true);
  });

  test('without the right to it says what to give', async () => {
    await open(REGISTRY_PROFILES.ecr, false);
    await expect(push()).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
      exitCode: 5,
      hint: expect.stringContaining('packages: write'),
    });
    await registry.close();
    await open(REGISTRY_PROFILES.ghcr, false);
    await expect(push()).rejects.toMatchObject({
      code: 'STORE_TOKEN',
      message: expect.stringContaining('without credentials: it answered 401'),
    });
  });

  test('whose other host asks for credentials gets none', async () => {
    await open(REGISTRY_PROFILES.gar);
    const headers = { 'www-authenticate': `Bearer realm="http://${registry.host}/token",service="x"` };
    registry.fail({ method: 'PUT', path: /uploads/, does: { status: 401, headers } });
    await expect(push()).rejects.toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    const tokens = registry.requests.filter(({ origin }) => origin === 'token').length;
    expect(tokens).toBe(2);
    expect(registry.requests.filter(({ origin, authorization }) => origin === 'other' && authorization)).toEqual([]);
  });

  test('to a registry that is not there is repeated and then given up', async () => {
    await open(REGISTRY_PROFILES.spec11);
    await registry.close();
    await expect(push()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', exitCode: 5, attempts: 4 });
    expect(waits).toEqual([250, 1000, 4000]);
  });

  test('stops when it is told to', async () => {
    await open(REGISTRY_PROFILES.spec11);
    const stop = new AbortController();
    registry.onRequest = ({ method }) => method === 'PUT' && stop.abort(new Error('stopped'));
    await expect(store.push(identity, join(root, 'model'), { signal: stop.signal })).rejects.toThrow(/stopped|abort/i);
    expect(await store.manifest(identity.version)).toBeNull();
  });
});

describe('what is read', () => {
  test('and is not what its digest says is an error that names both', async () => {
    await open(REGISTRY_PROFILES.spec11);
    await push();
    registry.fail({ method: 'GET', path: /blobs/, times: 1, does: { corrupt: true } });
    await expect(buffer((await store.blob(WEIGHTS))!)).rejects.toMatchObject({
      code: 'STORE_CONTENT_ALTERED',
      exitCode: 4,
    });
    registry.fail({ method: 'GET', path: /manifests/, times: 1, does: { corrupt: true } });
    await expect(store.manifest(identity.version)).rejects.toMatchObject({ code: 'STORE_CONTENT_ALTERED' });
  });

  test('and breaks off leaves no folder', async () => {
    await open(REGISTRY_PROFILES.gar);
    await push();
    registry.fail({ method: 'GET', path: new RegExp(WEIGHTS), does: { cutAnswer: true } });
    await expect(pullVersion(store, identity.version, join(root, 'pulled'))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      exitCode: 5,
    });
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(root)).toEqual(['model']);
  });

  test('and broke off before anybody read it still says so', async () => {
    await open(REGISTRY_PROFILES.spec11);
    await push();
    registry.fail({ method: 'GET', path: new RegExp(WEIGHTS), does: { cutAnswer: true } });
    const blob = (await store.blob(WEIGHTS))!;
    await registry.close();
    await new Promise((later) => setTimeout(later, 50));
    await expect(buffer(blob)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    await open(REGISTRY_PROFILES.spec11);
  });

  test('with one bit changed in the registry is found by verify and named', async () => {
    await open(REGISTRY_PROFILES.sloppy);
    await push();
    const altered = Buffer.from(content().blobs.get(WEIGHTS)!);
    altered[1_000_000]! ^= 1;
    content().blobs.set(WEIGHTS, altered);
    expect(await verifyVersion(store, recordOf(identity))).toEqual([
      { kind: 'blob', where: `weights.bin (${WEIGHTS})`, expected: WEIGHTS, found: `sha256:${sha256Hex(altered)}` },
    ]);
  });
});

describe('documents of a version are listed', () => {
  const attach = (text: string) =>
    store.attach(identity.version, EVIDENCE, [
      { name: 'a.json', content: Buffer.from(text), mediaType: 'application/json' },
    ]);
  const fallback = () => {
    const found = content().manifest(identity.version.replace(':', '-'));
    return (
      found && (JSON.parse(found.manifest.bytes.toString()).manifests as { digest: string; artifactType: string }[])
    );
  };

  test('by the registry where it can', async () => {
    await open(REGISTRY_PROFILES.spec11);
    await push();
    await attach('{}');
    expect(fallback()).toBeNull();
  });

  test.each(['ghcr', 'ecr'] as const)('under the fallback tag where it cannot, or only says so: %s', async (name) => {
    await open(REGISTRY_PROFILES[name]);
    await push();
    const digests = [await attach('{"a":1}'), await attach('{"a":2}'), await attach('{"a":1}')];
    expect(fallback()?.map(({ digest }) => digest)).toEqual([...new Set(digests)].sort());
    expect(fallback()?.every(({ artifactType }) => artifactType === EVIDENCE)).toBe(true);
    expect(await store.tags()).toEqual({});
  });

  test('also when a run was killed between storing and listing', async () => {
    await open(REGISTRY_PROFILES.ghcr);
    await push();
    const digest = await attach('{}');
    content().tags.delete(identity.version.replace(':', '-'));
    expect(await attach('{}')).toBe(digest);
    expect(fallback()).toHaveLength(1);
  });
});
