import { ExternalError } from '@model-delivery/core';
import lock from './engine.lock.json' with { type: 'json' };
import type { Platform } from './platform.ts';
import { platformPackage } from './platform.ts';

/** One pinned file of a package. */
export interface PinnedFile {
  /** Bare file name. */
  name: string;
  bytes: number;
  /** `sha512-<base64>` of its content. */
  integrity: string;
}

/** One pinned npm package. */
export interface PinnedPackage {
  name: string;
  version: string;
  /** `sha512-<base64>` of its tarball. */
  integrity: string;
  /** The Node module and the library that it links to, as they are in the tarball. */
  files: readonly PinnedFile[];
}

/** All pinned packages, one per platform; written by scripts/engine-lock.ts from package-lock.json and the tarballs that it pins. */
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
