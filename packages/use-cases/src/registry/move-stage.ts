import { resolve } from 'node:path';
import { ConfigError, EvidenceError, EXIT, type FailOn, type Host, isAlias } from '@model-delivery/core';
import type { Digest, LedgerView } from '@model-delivery/registry';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { writeWhole } from '../document-file.ts';
import { runStage, type StageOutcome } from '../stage-run.ts';
import { type AliasMove, type MoveOutcome, moveAlias } from './move-alias.ts';
import { openRegistry, type Registry, type RegistryAccess } from './open-registry.ts';
import { ledgerRefusal, refusedOutcome } from './refused-outcome.ts';
import { LOCAL_ONLY } from './store-registration.ts';

/** What `promote`, `rollback` and `archive` are asked, in the words of the user: versions may be prefixes or aliases. */
export interface MoveRequest {
  config: string;
  out: string;
  failOn: FailOn;
  /** `expect`: `none` = the alias must not exist. */
  move:
    | { action: 'promote'; version: string; alias: string; reason: string; expect?: string | undefined }
    | { action: 'rollback'; alias: string; reason: string; to?: string | undefined }
    | { action: 'archive'; version: string; reason: string };
  access?: RegistryAccess | undefined;
  onConfigured?: ((configuration: Configuration) => void) | undefined;
}

/** Moves an alias (or archives a version) and leaves `alias-event.json` behind: the very line of the ledger, or why not. */
export function moveStage(host: Host, request: MoveRequest): Promise<StageOutcome> {
  const file = `${request.out}/alias-event.json`;
  return runStage(host, { schema: 'alias-event/1', file }, async (startedMs) => {
    if ('alias' in request.move) requireAlias(request.move.alias);
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    const registry = await openRegistry(host, configuration, request.access);
    const end = { schema: 'alias-event/1', file, model: registry.model, failOn: request.failOn, startedMs };
    try {
      const move = resolved(await registry.ledger.read(), registry.model, request.move);
      const outcome = await moveAlias(host, registry, move);
      if (!outcome.ok) return refusedOutcome(host, end, ledgerRefusal(outcome));
      return moved(host, registry, file, outcome);
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      const { code, message, hint } = error;
      return refusedOutcome(host, end, { verdict: 'error', code, message, hint });
    }
  });
}

/** @throws ConfigError for a word that cannot be the name of an alias */
export function requireAlias(alias: string): void {
  if (isAlias(alias)) return;
  throw new ConfigError({
    code: 'ALIAS_NAME',
    message: `An alias has up to 32 of a-z 0-9 - , begins with a letter and is not 8 or more hex digits; found ${JSON.stringify(alias.slice(0, 100))}.`,
    hint: 'Use candidate, staging, champion, or a word of your own.',
  });
}

/** Words of the user as full version ids. */
function resolved(view: LedgerView, model: string, move: MoveRequest['move']): AliasMove {
  const full = (word: string): Digest => view.resolve(model, word).version;
  switch (move.action) {
    case 'promote': {
      const { expect } = move;
      const expected = expect === undefined ? {} : { expect: expect === 'none' ? null : full(expect) };
      return { action: 'promote', version: full(move.version), alias: move.alias, reason: move.reason, ...expected };
    }
    case 'rollback':
      return { ...move, to: move.to === undefined ? undefined : full(move.to) };
    case 'archive':
      return { ...move, version: full(move.version) };
  }
}

function moved(host: Host, registry: Registry, file: string, outcome: MoveOutcome & { ok: true }): StageOutcome {
  const { event, line, warnings } = outcome;
  for (const warning of warnings) host.log.warning(warning);
  if (registry.localOnly) host.log.notice(LOCAL_ONLY);
  writeWhole(resolve(host.cwd, file), line);
  return {
    path: file,
    digest: event.meta.digest ?? null,
    verdict: 'pass',
    exitCode: EXIT.pass,
    summary: `pass: ${sentence(event)}`,
    document: event as unknown as Record<string, unknown>,
  };
}

function sentence(event: (MoveOutcome & { ok: true })['event']): string {
  const short = (version: string | null) => (version === null ? 'nothing' : version.slice(0, 19));
  if (event.action === 'archive') return `archived ${short(event.to)} of ${event.model}`;
  const verb = event.action === 'rollback' ? 'rolled back' : 'moved';
  return `${verb} ${event.alias} of ${event.model} from ${short(event.from)} to ${short(event.to)}`;
}
