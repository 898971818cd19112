import type { Config } from '@model-delivery/core';
import type { Champion } from '@model-delivery/retraining';
import type { Registry } from '../registry/index.ts';

/** Alias of the model that serves: the one evaluations compare with. */
export function championAlias(config: Config): string {
  const champion = config.evaluation?.champion;
  return champion !== undefined && 'alias' in champion && champion.alias !== undefined ? champion.alias : 'champion';
}

/**
 * The champion as the registry knows it; null when no version has the alias.
 * @param withDocuments also its evaluation and data report, which lie in the store.
 * @throws ExternalError when ledger or store cannot be reached: an unreachable champion is not an absent one.
 */
export async function registeredChampion(
  registry: Registry,
  alias: string,
  withDocuments: boolean,
): Promise<Champion | null> {
  const view = await registry.ledger.read();
  const version = view.aliases(registry.model).get(alias);
  if (version === undefined) return null;
  const moved = view.events.findLast((event) => event.model === registry.model && event.alias === alias);
  const since = moved?.meta.time ?? new Date(0).toISOString();
  const named = { version: version as Champion['version'], since };
  if (!withDocuments) return { ...named, evaluation: null, dataReport: null };
  const { loadVersionProof } = await import('../registry/index.ts');
  const proof = await loadVersionProof(registry, version as Champion['version']);
  return { ...named, evaluation: proof.evaluation, dataReport: proof.dataReport };
}
