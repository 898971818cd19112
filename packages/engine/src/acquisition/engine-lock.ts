import { ExternalError } from '@model-delivery/core';
import lock from './engine.lock.json' with { type: 'json' };
import type { Platform } from './platform.ts';
import { platformPackage } from './platform.ts';

/** One pinned npm package. */
export interface PinnedPackage {
  name: string;
  version: string;
  /** `sha512-<base64>` of its tarball. */
  integrity: string;
}

/** All pinned packages, one per platform; generated from package-lock.json by scripts/engine-lock.ts. */
export const pinnedPackages: readonly PinnedPackage[] = lock.packages;

/** The pinned package of a platform. @throws ExternalError when DuckDB is not published for it. */
export function pinnedPackage(platform: Platform): PinnedPackage {
  const name = platformPackage(platform);
  const pinned = pinnedPackages.find((candidate) => candidate.name === name);
  if (pinned !== undefined) return pinned;
  throw new ExternalError({
    system: 'DuckDB',
    code: 'ENGINE_PLATFORM',
    message: `Looking for the DuckDB library of this machine: ${name} is not among the ${pinnedPackages.length} supported packages.`,
    hint: `Run this stage on Linux, macOS or Windows, x64 or arm64. Supported: ${pinnedPackages.map((one) => one.name.replace('@duckdb/node-bindings-', '')).join(', ')}.`,
  });
}
