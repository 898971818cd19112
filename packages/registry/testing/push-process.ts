/**
 * A process of its own that pushes a model, to be killed: `node push-process.ts STORE ROOT [N]`, STORE being a folder or
 * `http:HOST/NAME`. With N it kills itself before the N-th change to the file system; it prints `pushed` when done.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [place = '', root = '', killAt] = process.argv.slice(2);
let changes = 0;

function beforeChange(): void {
  if (++changes === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

/** Counts calls of functions that change the file system. */
function count(object: object, names: readonly string[]): void {
  const functions = object as Record<string, (...values: unknown[]) => unknown>;
  for (const name of names) {
    const original = functions[name]!;
    functions[name] = function (this: unknown, ...values: unknown[]) {
      beforeChange();
      return original.apply(this, values);
    };
  }
}

if (killAt !== undefined) {
  const handle = await fs.promises.open('/dev/null');
  count(Object.getPrototypeOf(handle), ['write', 'writeFile', 'sync', 'datasync']);
  await handle.close();
  count(fs.promises, ['open', 'mkdir', 'rename', 'writeFile', 'rm', 'link', 'copyFile', 'chmod']);
  syncBuiltinESMExports();
}

const { modelIdentity } = await import('@model-delivery/core');
const { modelFiles } = await import('@model-delivery/model-files');
const { ociLayoutStore, ociRegistryStore } = await import('../src/stores/index.ts');
const identity = modelIdentity(await modelFiles(root));
changes = 0;
const store = place.startsWith('http:')
  ? ociRegistryStore({ reference: place.slice('http:'.length), credentials: null, plainHttp: true })
  : ociLayoutStore(place);
await store.push(identity, root);
await store.tag('candidate', identity.version);
console.log('pushed');
