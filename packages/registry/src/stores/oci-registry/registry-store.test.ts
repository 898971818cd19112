import { REGISTRY_PROFILES, serveFakeRegistry } from '@model-delivery/testkit/oci-registry';
import { expect } from 'vitest';
import { modelStoreContract } from '../../../testing/model-store-contract.ts';
import { ociRegistryStore } from './registry-store.ts';

for (const profile of Object.values(REGISTRY_PROFILES).filter(({ name }) => name !== 'immutable')) {
  modelStoreContract(`registry like ${profile.name}`, async () => {
    const registry = await serveFakeRegistry(profile);
    const reference = `${registry.host}/acme/models`;
    const store = ociRegistryStore({ reference, credentials: 'auth' in profile ? registry.credentials : null });
    return {
      store,
      close: async () => {
        const strange = registry.requests.filter(({ origin, authorization }) => origin === 'other' && authorization);
        expect(strange, 'credentials sent to another host').toEqual([]);
        await registry.close();
      },
    };
  });
}
