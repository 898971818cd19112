export { type FakeRegistry, type SeenRequest, serveFakeRegistry } from './fake-registry.ts';
export type { RegistryFailure, RegistryFault } from './faults.ts';
export { REGISTRY_PROFILES, type RegistryProfile } from './profile.ts';
