import { ExternalError } from '@model-delivery/core';
import { type DownloadOptions, download } from './download.ts';
import type { PinnedPackage } from './engine-lock.ts';
import type { NpmSettings } from './npm-settings.ts';

/** The largest tarball, that of macOS, has 37 MB. */
const MAX_TARBALL_BYTES = 128 * 2 ** 20;
const MAX_METADATA_BYTES = 32 * 2 ** 20;

/**
 * Downloads a package's tarball from its usual address, or, where a registry keeps tarballs elsewhere, from the one that the
 * registry's metadata names. The bytes are not to be trusted before their digest is checked.
 * @throws ExternalError
 */
export async function fetchTarball(
  pinned: Pick<PinnedPackage, 'name' | 'version'>,
  settings: NpmSettings,
  options: Omit<DownloadOptions, 'settings' | 'maxBytes' | 'accept'>,
): Promise<Buffer> {
  const base = pinned.name.replace(/^@[^/]+\//, '');
  const usual = `${settings.registry}${pinned.name}/-/${base}-${pinned.version}.tgz`;
  const direct = await download(usual, { ...options, settings, maxBytes: MAX_TARBALL_BYTES });
  if (direct.found) return direct.body;
  const stated = await statedAddress(pinned, settings, options);
  const listed = stated === null ? null : await download(stated, { ...options, settings, maxBytes: MAX_TARBALL_BYTES });
  if (listed?.found === true) return listed.body;
  throw new ExternalError({
    system: 'npm registry',
    code: 'REGISTRY_NOT_FOUND',
    message: `Downloading ${pinned.name}@${pinned.version}: the registry ${settings.registry} does not have it.`,
    hint: 'Let the registry mirror the scope @duckdb, set `@duckdb:registry` in .npmrc, or set engine-path to a folder with the files.',
  });
}

/** `dist.tarball` of the version in the registry's metadata, or null. */
async function statedAddress(
  pinned: Pick<PinnedPackage, 'name' | 'version'>,
  settings: NpmSettings,
  options: Omit<DownloadOptions, 'settings' | 'maxBytes' | 'accept'>,
): Promise<string | null> {
  const metadata = await download(`${settings.registry}${pinned.name.replace('/', '%2f')}`, {
    ...options,
    settings,
    maxBytes: MAX_METADATA_BYTES,
    accept: 'application/vnd.npm.install-v1+json, application/json',
  });
  if (!metadata.found) return null;
  try {
    const { versions } = JSON.parse(metadata.body.toString('utf8')) as {
      versions?: Record<string, { dist?: { tarball?: unknown } }>;
    };
    const address = versions?.[pinned.version]?.dist?.tarball;
    return typeof address === 'string' && URL.canParse(address, settings.registry)
      ? new URL(address, settings.registry).href
      : null;
  } catch {
    return null; // an answer that is no metadata says nothing about where the tarball is
  }
}
