import type { LoadedConfig, Meta } from '@model-delivery/core';

/** Path in the configuration of each check, by check id. */
export type CheckPaths = ReadonlyMap<string, readonly (string | number)[]>;

/** Where in the configuration each check stands, for annotations; empty where the applied policy is another file's. */
export function locationsOf(paths: CheckPaths, locate: LoadedConfig['locate'] | undefined): Pick<Meta, 'locations'> {
  if (locate === undefined) return {};
  return { locations: Object.fromEntries([...paths].map(([id, path]) => [id, locate([...path])])) };
}
