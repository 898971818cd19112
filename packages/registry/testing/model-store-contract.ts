import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { canonicalJson, sha256Hex } from '@model-delivery/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelStore } from '../src/model-store.ts';
import { pullVersion } from '../src/stores/transfer/pull-version.ts';
import { verifyVersion } from '../src/stores/transfer/verify-version.ts';
import { MODEL, recordOf, writeModel } from './example-model.ts';

export interface OpenedStore {
  store: ModelStore;
  close(): Promise<void> | void;
}

const EVIDENCE = 'application/vnd.model-delivery.evidence.v1+json';

/** What every place of versions promises, whatever it is made of. */
export function modelStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`model store: ${name}`, () => {
    let root: string;
    let store: ModelStore;
    let close: OpenedStore['close'];
    beforeEach(async () => {
      root = mkdtempSync(join(tmpdir(), 'model-store-'));
      ({ store, close } = await open());
    });
    afterEach(async () => {
      rmSync(root, { recursive: true, force: true });
      await close();
    });
    const model = () => join(root, 'model');
    const attached = (text: string) => [
      { name: 'evaluation.json', content: Buffer.from(text), mediaType: 'application/json' },
    ];

    test('what is not there is null, and there are no tags', async () => {
      expect(await store.manifest(`sha256:${'1'.repeat(64)}`)).toBeNull();
      expect(await store.blob(`sha256:${'1'.repeat(64)}`)).toBeNull();
      expect(await store.tags()).toEqual({});
    });

    test('a version is what was identified, and pushing it again moves nothing', async () => {
      const identity = await writeModel(model());
      const moved: number[] = [];
      const first = await store.push(identity, model(), { progress: (done) => moved.push(done) });
      expect(first.created).toBe(true);
      expect(first.bytesSent).toBe(
        6 + 3_000_001 + Buffer.byteLength(identity.config) + Buffer.byteLength(identity.manifest),
      );
      expect(moved.at(-1)).toBe(6 + 3_000_001 + Buffer.byteLength(identity.config));
      expect(Buffer.from((await store.manifest(identity.version))!).toString()).toBe(identity.manifest);
      const blob = await store.blob(`sha256:${sha256Hex(MODEL['weights.bin']!)}`);
      expect((await buffer(blob!)).equals(MODEL['weights.bin'] as Buffer)).toBe(true);
      expect(await store.push(identity, model())).toEqual({ created: false, bytesSent: 0 });
      expect(store.reference(identity.version)).toContain(`@${identity.version}`);
    });

    test('one changed file of a model is all that moves', async () => {
      await store.push(await writeModel(model()), model());
      const next = await writeModel(model(), { 'model.txt': 'changed\n' });
      const { bytesSent, created } = await store.push(next, model());
      expect(created).toBe(true);
      expect(bytesSent).toBe(8 + Buffer.byteLength(next.config) + Buffer.byteLength(next.manifest));
    });

    test('bytes that changed since they were identified are refused, and nothing is visible', async () => {
      const identity = await writeModel(model());
      const other = Buffer.alloc(3_000_001, 'weights');
      other[2_999_999]! ^= 1;
      for (const bytes of [other, Buffer.alloc(10), Buffer.alloc(4_000_000)]) {
        writeFileSync(join(model(), 'weights.bin'), bytes);
        await expect(store.push(identity, model())).rejects.toMatchObject({ code: 'MODEL_CHANGED', exitCode: 4 });
        expect(await store.manifest(identity.version)).toBeNull();
        expect(await store.blob(`sha256:${sha256Hex(MODEL['weights.bin']!)}`)).toBeNull();
      }
    });

    test('a pulled version has every byte; altered ones are named by verify', async () => {
      const identity = await writeModel(model());
      await store.push(identity, model());
      const { files } = await pullVersion(store, identity.version, join(root, 'pulled'));
      expect(files).toEqual(identity.files);
      for (const [path, content] of Object.entries(MODEL))
        expect(readFileSync(join(root, 'pulled', path)).equals(Buffer.from(content))).toBe(true);
      expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
      const absent = await writeModel(join(root, 'other'), { a: 'never pushed' });
      expect(await verifyVersion(store, recordOf(absent))).toEqual([
        { kind: 'manifest', where: `manifest ${absent.version}`, expected: absent.version, found: 'absent' },
      ]);
      await expect(pullVersion(store, absent.version, join(root, 'x'))).rejects.toMatchObject({
        code: 'VERSION_NOT_STORED',
      });
    });

    test('documents are attached to their version, the same ones under the same digest', async () => {
      const identity = await writeModel(model());
      await store.push(identity, model());
      const digest = await store.attach(identity.version, EVIDENCE, attached('{"verdict":"pass"}'));
      expect(await store.attach(identity.version, EVIDENCE, attached('{"verdict":"pass"}'))).toBe(digest);
      expect(await store.attach(identity.version, EVIDENCE, attached('{"verdict":"fail"}'))).not.toBe(digest);
      const manifest = JSON.parse(Buffer.from((await store.manifest(digest))!).toString());
      expect(manifest).toMatchObject({
        artifactType: EVIDENCE,
        subject: { digest: identity.version },
        layers: [{ annotations: { 'org.opencontainers.image.title': 'evaluation.json' } }],
      });
      expect(canonicalJson(manifest)).not.toMatch(/created|20\d\d-\d\d/);
      await pullVersion(store, digest, join(root, 'evidence'));
      expect(readFileSync(join(root, 'evidence/evaluation.json'), 'utf8')).toBe('{"verdict":"pass"}');
      await expect(store.attach(`sha256:${'1'.repeat(64)}`, EVIDENCE, attached('{}'))).rejects.toMatchObject({
        code: 'VERSION_NOT_STORED',
      });
    });

    test('tags name versions; reserved and malformed ones are refused', async () => {
      const a = await writeModel(join(root, 'a'), { f: 'a' });
      const b = await writeModel(join(root, 'b'), { f: 'b' });
      await store.push(a, join(root, 'a'));
      await store.push(b, join(root, 'b'));
      expect(await store.tags()).toEqual({});
      for (const alias of ['candidate', 'champion', 'staging']) await store.tag(alias, a.version);
      await store.tag('candidate', a.version);
      expect(await store.tags()).toEqual({ candidate: a.version, champion: a.version, staging: a.version });
      await expect(store.tag('champion', `sha256:${'1'.repeat(64)}`)).rejects.toMatchObject({
        code: 'VERSION_NOT_STORED',
      });
      for (const tag of ['a b', '', `sha256-${'1'.repeat(64)}`, '../x'])
        await expect(store.tag(tag, a.version)).rejects.toMatchObject({ code: 'STORE_TAG_NAME', exitCode: 2 });
    });

    test('writers at the same time lose nothing', async () => {
      const identities = await Promise.all(
        [...Array(6).keys()].map((n) =>
          writeModel(join(root, `m${n % 3}`), { f: `model ${n % 3}`, shared: 'x'.repeat(99_999) }),
        ),
      );
      await Promise.all(
        identities.map(async (identity, n) => {
          await store.push(identity, join(root, `m${n % 3}`));
          await store.tag(`t${n}`, identity.version);
        }),
      );
      expect(await store.tags()).toEqual(Object.fromEntries(identities.map(({ version }, n) => [`t${n}`, version])));
    });
  });
}
