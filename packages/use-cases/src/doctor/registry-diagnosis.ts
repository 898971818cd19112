import { EvidenceError, type Host } from '@model-delivery/core';
import type { Configuration } from '../configuration.ts';
import { openRegistry } from '../registry/index.ts';
import { type Diagnosis, examine } from './diagnosis.ts';

/** Whether the ledger can be read, and whether the store has what the aliases name. Nothing is written. */
export async function diagnoseRegistry(host: Host, configuration: Configuration): Promise<Diagnosis[]> {
  const named = new Set<`sha256:${string}`>();
  const opened = openRegistry(host, configuration);
  const ledger = await examine('registry/ledger', async () => {
    const registry = await opened;
    if ((await registry.refLog.head(registry.ref)) === null)
      return `${registry.ref} does not exist yet; the first registration makes it`;
    const view = await registry.ledger.read();
    const aliases = [...view.aliases(registry.model)];
    for (const [, version] of aliases) named.add(version);
    const words = aliases.map(([alias, version]) => `${alias} ${version.slice(7, 19)}`).join(', ');
    return `${registry.ref}: ${view.events.length} events, ${words || 'no alias'}${registry.localOnly ? ' (local only: no remote)' : ''}`;
  });
  const store = await examine('registry/store', async () => {
    const { store } = await opened;
    await store.tags();
    for (const version of named) if ((await store.manifest(version)) === null) throw absent(version);
    return named.size === 0 ? `the ${store.kind} store answers` : `the ${store.kind} store has what the aliases name`;
  });
  return [ledger, store];
}

function absent(version: string): EvidenceError {
  return new EvidenceError({
    code: 'VERSION_NOT_STORED',
    message: `an alias names ${version}, and the store does not have it`,
    hint: 'Is this the store it was registered in? `registry.store`, and MODEL_DELIVERY_STORE in the environment, say which.',
  });
}
