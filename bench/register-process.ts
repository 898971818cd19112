/** Identifies and pushes a model: `node register-process.ts STORE ROOT`. Prints its time, its memory and what it sent as JSON. */
import { modelIdentity } from '@model-delivery/core';
import { modelFiles } from '@model-delivery/model-files';
import { ociLayoutStore, ociRegistryStore } from '@model-delivery/registry';

const [place = '', root = ''] = process.argv.slice(2);
const store = place.startsWith('oci:')
  ? ociRegistryStore({ reference: place.slice('oci:'.length), credentials: null })
  : ociLayoutStore(place);

async function register() {
  const began = performance.now();
  const identity = modelIdentity(await modelFiles(root));
  const identified = performance.now();
  const { bytesSent } = await store.push(identity, root);
  return { ms: performance.now() - began, identifyMs: identified - began, bytesSent };
}

const first = await register();
const second = await register();
// Kibibytes on Linux and macOS.
const residentMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
console.log(JSON.stringify({ ...first, residentMb, bytesSentAgain: second.bytesSent }));
