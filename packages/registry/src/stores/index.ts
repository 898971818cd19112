export { ociLayoutStore } from './oci-layout/layout-store.ts';
export { type OciRegistryOptions, ociRegistryStore } from './oci-registry/registry-store.ts';
export { type ConfiguredStore, type StoreSettings, storeFor } from './store-for.ts';
export { type PulledFile, pullVersion } from './transfer/pull-version.ts';
export { type StoreFinding, verifyVersion } from './transfer/verify-version.ts';
