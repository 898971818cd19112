import { resolve } from 'node:path';
import { ConfigError, type RegistryConfig } from '@model-delivery/core';
import type { ModelStore } from '../model-store.ts';
import { ociLayoutStore } from './oci-layout/layout-store.ts';
import { findCredentials } from './oci-registry/credentials.ts';
import { repositoryAddress } from './oci-registry/reference.ts';
import { ociRegistryStore } from './oci-registry/registry-store.ts';

/** What a store is opened with. */
export interface StoreSettings {
  /** Folder of the configuration file, which `oci_layout` is relative to. */
  baseDirectory: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The job's GitHub token, used at ghcr.io only. */
  token?: string | undefined;
}

/** A store, and whether the environment named it in place of the configuration (which is recorded). */
export interface ConfiguredStore {
  store: ModelStore;
  overridden: boolean;
}

/**
 * Opens the store of the configuration, or the one that MODEL_DELIVERY_STORE names (`oci_layout:PATH` or
 * `oci:HOST/NAME`). Nothing is contacted yet. @throws ConfigError
 */
export async function storeFor(configured: RegistryConfig['store'], settings: StoreSettings): Promise<ConfiguredStore> {
  const override = settings.env.MODEL_DELIVERY_STORE;
  const named = override ? parseOverride(override) : configured;
  if (named === undefined) {
    throw new ConfigError({
      code: 'STORE_MISSING',
      message: 'Opening the model store: `registry.store` is not set.',
      hint: 'Add `registry: { store: { oci_layout: registry/ } }` for a folder, or `{ oci: "ghcr.io/OWNER/NAME" }` for a container registry.',
    });
  }
  const overridden = Boolean(override);
  if ('mlflow' in named) {
    throw new ConfigError({
      code: 'STORE_UNSUPPORTED',
      message: 'Opening the model store: `registry.store.mlflow` is not in this version.',
      hint: 'Use `oci_layout` or `oci`; versions registered there can be copied to MLflow by its own tools.',
    });
  }
  if ('oci_layout' in named)
    return { store: ociLayoutStore(resolve(settings.baseDirectory, named.oci_layout), named.oci_layout), overridden };
  const { host } = repositoryAddress(named.oci);
  const credentials = await findCredentials(host, settings.env, settings.token);
  return { store: ociRegistryStore({ reference: named.oci, credentials, env: settings.env }), overridden };
}

function parseOverride(text: string): { oci_layout: string } | { oci: string } {
  const match = /^(oci_layout|oci):(.+)$/s.exec(text);
  if (match?.[1] === 'oci_layout') return { oci_layout: match[2]! };
  if (match?.[1] === 'oci') return { oci: match[2]! };
  throw new ConfigError({
    code: 'STORE_OVERRIDE',
    message: `Reading MODEL_DELIVERY_STORE: expected oci_layout:PATH or oci:HOST/NAME, found ${JSON.stringify(text)}.`,
    hint: 'Correct it, or unset it to use `registry.store`.',
  });
}
