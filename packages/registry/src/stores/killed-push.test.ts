import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelIdentity } from '@model-delivery/core';
import { REGISTRY_PROFILES, serveFakeRegistry } from '@model-delivery/testkit/oci-registry';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordOf, writeModel } from '../../testing/example-model.ts';
import type { ModelStore } from '../model-store.ts';
import { ociLayoutStore, ociRegistryStore, verifyVersion } from './index.ts';

const PROCESS = join(import.meta.dirname, '../../testing/push-process.ts');

let root: string;
let identity: ModelIdentity;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'killed-push-'));
  identity = await writeModel(join(root, 'model'), { 'a.bin': Buffer.alloc(1_500_000, 'a'), 'b.bin': 'b' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Pushes in a process; resolves with whether it came to its end. */
function pushInProcess(store: string, killAt?: number, started?: (kill: () => void) => void): Promise<boolean> {
  const args = [PROCESS, store, join(root, 'model'), ...(killAt === undefined ? [] : [String(killAt)])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started?.(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) =>
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0 && output.includes('pushed')) resolve(true);
      else reject(new Error(`the process ended with ${code}`));
    }),
  );
}

/** Whatever is visible is whole: no tag without its version, no version without all its bytes. */
async function nothingHalf(store: ModelStore): Promise<void> {
  const visible = await store.manifest(identity.version);
  if (visible !== null) expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
  const { candidate } = await store.tags();
  if (candidate !== undefined) expect(visible).not.toBeNull();
}

async function complete(store: ModelStore): Promise<void> {
  expect(await verifyVersion(store, recordOf(identity))).toEqual([]);
  expect(await store.tags()).toEqual({ candidate: identity.version });
}

test('killed before each change to the disk, and run again: a layout is never half, and complete in the end', async () => {
  let killed = 0;
  for (let at = 1; ; at++) {
    const directory = join(root, `layout-${at}`);
    const store = ociLayoutStore(directory);
    if (await pushInProcess(directory, at)) break;
    killed++;
    await nothingHalf(store);
    await store.push(identity, join(root, 'model'));
    await store.tag('candidate', identity.version);
    await complete(store);
    expect(readdirSync(join(directory, '.incoming'))).toEqual([]);
    expect(readdirSync(directory).filter((name) => name.endsWith('.lock'))).toEqual([]);
    rmSync(directory, { recursive: true });
  }
  expect(killed).toBeGreaterThan(30);
}, 180_000);

test('killed at each request, and run again: a registry shows no half version, and a whole one in the end', async () => {
  let killed = 0;
  for (let at = 1; ; at++) {
    const registry = await serveFakeRegistry(REGISTRY_PROFILES.spec11);
    const reference = `${registry.host}/acme/models`;
    const store = ociRegistryStore({ reference, credentials: null });
    let seen = 0;
    const ended = await pushInProcess(`http:${reference}`, undefined, (kill) => {
      registry.onRequest = () => {
        if (++seen === at) kill();
      };
    });
    registry.onRequest = null;
    if (!ended) {
      killed++;
      await nothingHalf(store);
      await store.push(identity, join(root, 'model'));
      await store.tag('candidate', identity.version);
      await complete(store);
    }
    await registry.close();
    if (ended) break;
  }
  // HEAD; three blobs of HEAD, POST, PUT; HEAD, PUT, HEAD; the tag's GET and PUT.
  expect(killed).toBe(15);
}, 180_000);
