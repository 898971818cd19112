import { asDeliveryError } from '@model-delivery/core';
import type { Registry } from './open-registry.ts';
import type { RegistryFinding } from './registry-finding.ts';

type Digest = `sha256:${string}`;

/** Tag that follows an alias in the store. */
export function aliasTag(model: string, alias: string): string {
  return `${model}-${alias}`;
}

/** Tag that keeps a version from garbage collection. Never `sha256-…`: that is where registries keep referrers. */
export function versionTag(model: string, version: string): string {
  return `${model}-${version.slice('sha256:'.length, 'sha256:'.length + 20)}`;
}

/** Sets the tags of aliases to what the ledger says now; gives what could not be written as warnings. */
export async function projectAliases(registry: Registry, aliases: readonly string[]): Promise<string[]> {
  const warnings: string[] = [];
  try {
    const names = (await registry.ledger.read()).aliases(registry.model);
    for (const alias of aliases) {
      const version = names.get(alias);
      if (version !== undefined) await registry.store.tag(aliasTag(registry.model, alias), version as Digest);
    }
  } catch (thrown) {
    const error = asDeliveryError(thrown);
    warnings.push(
      `The ledger has moved, but the tags of ${aliases.join(', ')} in the store could not follow (${error.message.replace(/\.$/, '')}). ` +
        'They are projections of the ledger: the next move or `model-delivery verify REF --repair` mends them.',
    );
  }
  return warnings;
}

/** Tags of the model that disagree with the ledger. */
export async function tagFindings(registry: Registry): Promise<(RegistryFinding & { tag: string; version: Digest })[]> {
  const view = await registry.ledger.read();
  const tags = await registry.store.tags();
  const wanted = [
    ...[...view.aliases(registry.model)].map(([alias, version]) => [aliasTag(registry.model, alias), version] as const),
    ...view.versions(registry.model).map((version) => [versionTag(registry.model, version), version] as const),
  ];
  return wanted
    .filter(([tag, version]) => tags[tag] !== version)
    .map(([tag, version]) => ({
      kind: 'projection',
      where: `tag ${tag}`,
      expected: version,
      found: tags[tag] ?? 'no such tag',
      tag,
      version: version as Digest,
    }));
}
