import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelStoreContract } from '../../../testing/model-store-contract.ts';
import { ociLayoutStore } from './layout-store.ts';

modelStoreContract('OCI layout', async () => {
  const root = mkdtempSync(join(tmpdir(), 'layout-'));
  return {
    store: ociLayoutStore(join(root, 'registry')),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
});
