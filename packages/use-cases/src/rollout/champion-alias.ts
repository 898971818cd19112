import type { Host } from '@model-delivery/core';
import type { ChampionAlias } from '@model-delivery/rollout';
import { moveAlias, type Registry } from '../registry/index.ts';

type Digest = `sha256:${string}`;

/** The alias of what serves, as the registry's ledger has it. */
export function championAlias(host: Host, registry: Registry, alias = 'champion'): ChampionAlias {
  const current = async (): Promise<Digest | null> => {
    const view = await registry.ledger.read();
    return (view.aliases(registry.model).get(alias) ?? null) as Digest | null;
  };
  return {
    alias,
    current,
    async move(action, to, expect, reason) {
      const outcome = await moveAlias(
        host,
        registry,
        action === 'promote' ? { action, version: to, alias, reason, expect } : { action, alias, reason, to, expect },
      );
      if (!outcome.ok) {
        return { ok: false, actual: outcome.actual as Digest | null, message: outcome.message };
      }
      for (const warning of outcome.warnings) host.log.warning(warning);
      return { ok: true };
    },
  };
}
