import type { ModelStore } from '../../model-store.ts';
import { writeArtifact, writeVersion } from '../content/write-content.ts';
import { RegistryClient } from './client.ts';
import type { Credentials } from './credentials.ts';
import { repositoryAddress } from './reference.ts';
import { RegistryPlace } from './registry-place.ts';

export interface OciRegistryOptions {
  /** `ghcr.io/acme/models`. */
  reference: string;
  credentials: Credentials | null;
  /** Proxy settings are read from it. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Overrides what the host says: http for this machine, https for every other. */
  plainHttp?: boolean | undefined;
  now?: (() => number) | undefined;
  sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

/**
 * A store in a container registry. A version that is there costs one request and no byte; a new one a HEAD, a POST and one
 * streaming PUT a blob, then its manifest. Chunked uploads are not used: many registries do them differently or wrongly.
 */
export function ociRegistryStore(options: OciRegistryOptions): ModelStore {
  const address = repositoryAddress(options.reference, options.plainHttp);
  const place = new RegistryPlace(new RegistryClient({ ...options, address }));
  return {
    kind: 'oci',
    reference: (digest) => `${address.reference}@${digest}`,
    manifest: (digest) => place.manifest(digest),
    push: async (identity, root, transfer) => {
      if (await place.hasManifest(identity.version)) return { created: false, bytesSent: 0 };
      return await writeVersion(place, identity, root, transfer);
    },
    attach: (subject, artifactType, files, transfer) => writeArtifact(place, subject, artifactType, files, transfer),
    blob: (digest) => place.blob(digest),
    tag: (name, digest) => place.tag(name, digest),
    tags: () => place.tags(),
  };
}
