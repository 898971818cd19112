import { ConfigError } from '@model-delivery/core';

/** A tag as the distribution specification allows it. @throws ConfigError */
export function assertTag(name: string): void {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name) && !isReservedTag(name)) return;
  throw new ConfigError({
    code: 'STORE_TAG_NAME',
    message: `Setting a tag: expected at most 128 letters, digits, ".", "_" or "-", found ${JSON.stringify(name)}.`,
    hint: 'Choose another alias; `sha256-…` and `c-…` are kept for the store itself.',
  });
}

/** The tag under which registries without a referrers API list what is about a manifest. */
export const referrersTag = (digest: string) => digest.replace(':', '-');

/** The tag that keeps a version from a registry that collects what has no tag. */
export const keepingTag = (digest: string) => `c-${digest.slice('sha256:'.length, 'sha256:'.length + 20)}`;

/** Whether a tag belongs to the store itself and says nothing about an alias. */
export function isReservedTag(name: string): boolean {
  return /^sha256-[0-9a-f]{64}(\..*)?$/.test(name) || /^c-[0-9a-f]{20}$/.test(name);
}
