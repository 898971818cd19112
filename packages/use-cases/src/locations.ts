import type { LoadedConfig, Meta } from '@model-delivery/core';

/** Check ids and their paths in the configuration. */
export type CheckPaths = Iterable<readonly [string, readonly (string | number)[]]>;

/** Where in the configuration each check stands, for annotations; empty where the applied policy is another file's. */
export function locationsOf(paths: CheckPaths, locate: LoadedConfig['locate'] | undefined): Pick<Meta, 'locations'> {
  if (locate === undefined) return {};
  return { locations: Object.fromEntries([...paths].map(([id, path]) => [id, locate([...path])])) };
}
