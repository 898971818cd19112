import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelIdentity } from '@model-delivery/core';
import { REGISTRY_PROFILES, serveFakeRegistry } from '@model-delivery/testkit/oci-registry';
import { rolldown } from 'rolldown';
import type { ModelStore } from '../src/model-store.ts';
import { ociLayoutStore, ociRegistryStore, verifyVersion } from '../src/stores/index.ts';
import { recordOf, writeModel } from './example-model.ts';

/** How many pushes run, and are killed, at once. */
const AT_ONCE = 4;

/** A model, and pushes of it in processes of their own that are killed. */
export interface KilledPushes {
  identity: ModelIdentity;
  /** Where stores are made. */
  root: string;
  /** Path of the model. */
  model: string;
  /** The push in one file: a process starts five times faster from it than from the sources. */
  script: string;
}

/** @param root an empty folder */
export async function prepareKilledPushes(root: string): Promise<KilledPushes> {
  const model = join(root, 'model');
  const identity = await writeModel(model, { 'a.bin': Buffer.alloc(1_500_000, 'a'), 'b.bin': 'b' });
  const build = await rolldown({
    input: join(import.meta.dirname, 'push-process.ts'),
    platform: 'node',
    logLevel: 'silent',
  });
  await build.write({ dir: join(root, 'script'), format: 'esm', entryFileNames: 'push.mjs' });
  await build.close();
  mkdirSync(join(root, 'stores'));
  return { identity, root, model, script: join(root, 'script', 'push.mjs') };
}

/** Pushes in a process; tells whether it came to its end. */
function push(
  { script, model }: KilledPushes,
  store: string,
  { killAt, started }: { killAt?: number; started?: (kill: () => void) => void },
): Promise<boolean> {
  const args = [script, store, model, ...(killAt === undefined ? [] : [String(killAt)])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started?.(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0 && output.includes('pushed')) resolve(true);
      else reject(new Error(`the process ended with ${code ?? signal}`));
    });
  });
}

/** Whatever is visible is whole: no tag without its version, no version without all its bytes. */
async function nothingHalf(store: ModelStore, identity: ModelIdentity): Promise<void> {
  const visible = await store.manifest(identity.version);
  if (visible !== null) assert.deepEqual(await verifyVersion(store, recordOf(identity)), []);
  const { candidate } = await store.tags();
  if (candidate !== undefined) assert.notEqual(visible, null);
}

async function runAgain(store: ModelStore, { identity, model }: KilledPushes): Promise<void> {
  await store.push(identity, model);
  await store.tag('candidate', identity.version);
  assert.deepEqual(await verifyVersion(store, recordOf(identity)), []);
  assert.deepEqual(await store.tags(), { candidate: identity.version });
}

/**
 * Runs a case with 1, 2, 3, … until one says that nothing was left to be killed; gives how many pushes were killed, all
 * those before it.
 */
async function untilItEnds(killedAt: (at: number) => Promise<boolean>): Promise<number> {
  for (let first = 1; ; first += AT_ONCE) {
    const killed = await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => killedAt(first + more)));
    const ended = killed.indexOf(false);
    if (ended < 0) continue;
    assert(!killed.slice(ended).includes(true), 'a push that is killed later than one that came to its end');
    return first + ended - 1;
  }
}

/** Kills a push into a layout before each change to the disk, looks at what is left, and runs it again. */
export function killAtEachChange(pushes: KilledPushes): Promise<number> {
  return untilItEnds(async (at) => {
    const directory = join(pushes.root, 'stores', String(at));
    const store = ociLayoutStore(directory);
    if (await push(pushes, directory, { killAt: at })) return false;
    await nothingHalf(store, pushes.identity);
    await runAgain(store, pushes);
    assert.deepEqual(readdirSync(join(directory, '.incoming')), []);
    assert.deepEqual(
      readdirSync(directory).filter((name) => name.endsWith('.lock')),
      [],
    );
    rmSync(directory, { recursive: true });
    return true;
  });
}

/** Kills a push to a registry at each request, looks at what is left, and runs it again. */
export function killAtEachRequest(pushes: KilledPushes): Promise<number> {
  return untilItEnds(async (at) => {
    const registry = await serveFakeRegistry(REGISTRY_PROFILES.spec11);
    try {
      const reference = `${registry.host}/acme/models`;
      const store = ociRegistryStore({ reference, credentials: null });
      let seen = 0;
      const started = (kill: () => void) => {
        registry.onRequest = () => {
          if (++seen === at) kill();
        };
      };
      const ended = await push(pushes, `http:${reference}`, { started });
      registry.onRequest = null;
      if (ended) return false;
      await nothingHalf(store, pushes.identity);
      await runAgain(store, pushes);
      return true;
    } finally {
      await registry.close();
    }
  });
}
