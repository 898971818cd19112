import type { AliasEvent } from '@model-delivery/core';
import type { Digest } from './digest.ts';
import type { LedgerFinding } from './finding.ts';
import { LEDGER_FILE } from './layout.ts';

/** Where one alias stands and how it came there. */
export interface AliasState {
  /** Versions the alias would go back to, oldest first; the last is the current one. Never empty. */
  stack: readonly Digest[];
  /** Every version the alias ever named. */
  held: ReadonlySet<Digest>;
  /** The event that moved it last. */
  last: AliasEvent;
}

/** What all events about one model add up to. */
export interface ModelState {
  aliases: ReadonlyMap<string, AliasState>;
  /** Registered versions, oldest first. */
  versions: readonly Digest[];
  archived: ReadonlySet<Digest>;
}

export const NO_MODEL: ModelState = { aliases: new Map(), versions: [], archived: new Set() };

/** What a ledger's events add up to, and where one contradicts the state it was written on. */
export interface FoldedEvents {
  models: ReadonlyMap<string, ModelState>;
  findings: LedgerFinding[];
}

/**
 * The state of every model after a ledger's events. Promotion and registration put a version on the alias's stack (the
 * current one not twice), rollback takes the current one off until the named one is on top; a named version that is not
 * below takes the current one's place.
 */
export function foldEvents(events: readonly AliasEvent[]): FoldedEvents {
  const models = new Map<string, MutableState>();
  const findings: LedgerFinding[] = [];
  events.forEach((event, index) => {
    const model = models.get(event.model) ?? { aliases: new Map(), versions: [], archived: new Set() };
    models.set(event.model, model);
    for (const finding of contradictions(model, event)) {
      findings.push({ ...finding, where: `${LEDGER_FILE}:${index + 1}` });
    }
    apply(model, event);
  });
  return { models, findings };
}

interface MutableState {
  aliases: Map<string, AliasState & { stack: Digest[]; held: Set<Digest> }>;
  versions: Digest[];
  archived: Set<Digest>;
}

function apply(model: MutableState, event: AliasEvent): void {
  const to = event.to as Digest;
  if (event.action === 'archive') model.archived.add(to);
  if (event.action === 'register' && !model.versions.includes(to)) model.versions.push(to);
  if (event.alias === null || event.action === 'archive') return;
  const { stack, held } = model.aliases.get(event.alias) ?? { stack: [] as Digest[], held: new Set<Digest>() };
  model.aliases.set(event.alias, { stack, held, last: event });
  held.add(to);
  if (event.action === 'rollback') {
    const below = stack.length > 1 ? stack.lastIndexOf(to, stack.length - 2) : -1;
    if (below >= 0) stack.splice(below + 1);
    else stack.splice(-1, 1, to);
  } else if (stack.at(-1) !== to) stack.push(to);
}

/** An alias that stood elsewhere, a version nobody registered, a promotion of an archived one. */
function* contradictions(model: MutableState, event: AliasEvent): Generator<Omit<LedgerFinding, 'where'>> {
  const to = event.to as Digest;
  if ((event.alias === null) !== (event.action === 'archive')) {
    const expected = event.action === 'archive' ? 'no alias in an archive event' : `the alias of a ${event.action}`;
    yield { kind: 'malformed', expected, found: String(event.alias) };
  }
  const stood = event.alias === null ? null : (model.aliases.get(event.alias)?.stack.at(-1) ?? null);
  if (event.from !== stood) yield { kind: 'from', expected: String(stood), found: String(event.from) };
  if (event.action !== 'register' && !model.versions.includes(to)) {
    yield { kind: 'version', expected: 'a registered version', found: to };
  }
  if (event.action === 'promote' && model.archived.has(to)) {
    yield { kind: 'version', expected: 'a version that is not archived', found: to };
  }
}
