import type { AliasEvent, Host } from '@model-delivery/core';
import type { Digest } from '@model-delivery/registry';
import { eventMeta } from './event-meta.ts';
import type { Registry } from './open-registry.ts';
import { projectAliases } from './tag-projection.ts';

/** A change of an alias. `expect`: the version the alias must name now, null: it must not exist; left out: as read. */
export type AliasMove =
  | { action: 'promote'; version: string; alias: string; reason: string; expect?: string | null | undefined }
  | { action: 'rollback'; alias: string; reason: string; to?: string | undefined; expect?: string | null | undefined }
  | { action: 'archive'; version: string; reason: string };

/** What became of a move; losing a race and a refusal are values. */
export type MoveOutcome =
  | { ok: true; event: AliasEvent; line: string; commit: string; warnings: string[] }
  | { ok: false; kind: 'moved' | 'refused'; actual: Digest | null; message: string };

/**
 * Moves an alias of the registry's model in the ledger by compare-and-swap and lets the store's tags follow. Versions are
 * full ids. A tag that could not be written is a warning: tags are projections, the next move or `verify --repair` mends them.
 */
export async function moveAlias(host: Host, registry: Registry, move: AliasMove): Promise<MoveOutcome> {
  const { ledger, model } = registry;
  const meta = await eventMeta(host);
  const outcome =
    move.action === 'promote'
      ? await ledger.promote({
          model,
          version: move.version as Digest,
          alias: move.alias,
          reason: move.reason,
          meta,
          ...expectOf(move),
        })
      : move.action === 'rollback'
        ? await ledger.rollback({
            model,
            alias: move.alias,
            reason: move.reason,
            meta,
            to: move.to as Digest | undefined,
            ...expectOf(move),
          })
        : await ledger.archive({ model, version: move.version as Digest, reason: move.reason, meta });
  if (!outcome.ok) return outcome;
  const warnings = outcome.event.alias === null ? [] : await projectAliases(registry, [outcome.event.alias]);
  return { ...outcome, warnings };
}

function expectOf(move: { expect?: string | null | undefined }): { expect?: Digest | null } {
  return move.expect === undefined ? {} : { expect: move.expect as Digest | null };
}
