import { ConfigError, EvidenceError, isAlias, nearestNames } from '@model-delivery/core';
import { type Digest, hexOf } from './digest.ts';
import type { LedgerView } from './ledger-view.ts';

/** A version, and the alias it was asked by (null for a version or prefix). */
export interface Resolved {
  version: Digest;
  alias: string | null;
}

const VERSION = /^(sha256:)?([0-9a-f]{8,64})$/;

/** @see LedgerView.resolve */
export function resolveVersion(view: LedgerView, model: string, word: string): Resolved {
  if (isAlias(word)) return { version: aliased(view, model, word), alias: word };
  const prefix = VERSION.exec(word)?.[2];
  if (prefix === undefined) {
    throw new ConfigError({
      code: 'VERSION_WORD',
      message: `Looking up a version of ${model}: ${JSON.stringify(word.slice(0, 100))} is neither an alias nor sha256:<hex> nor a prefix of at least 8 hex digits.`,
      hint: 'Aliases are lower-case words such as champion; `model-delivery history` shows the versions.',
    });
  }
  return { version: byPrefix(view, model, prefix), alias: null };
}

function aliased(view: LedgerView, model: string, alias: string): Digest {
  const version = view.current(model, alias);
  if (version !== null) return version;
  const known = [...view.aliases(model).keys()];
  const near = nearestNames(alias, known);
  throw new EvidenceError({
    code: 'ALIAS_UNKNOWN',
    message: `The model ${model} has no alias ${alias}; ${known.length === 0 ? 'nothing is registered under that name yet' : `it has ${known.join(', ')}`}.`,
    hint: near.length > 0 ? `Did you mean ${near[0]}?` : 'Register a version first, then promote it to the alias.',
  });
}

function byPrefix(view: LedgerView, model: string, prefix: string): Digest {
  const found = view.versions(model).filter((version) => hexOf(version).startsWith(prefix));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new ConfigError({
      code: 'VERSION_AMBIGUOUS',
      message: `The prefix ${prefix} names ${found.length} versions of ${model}: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}.`,
      hint: 'Write more digits.',
    });
  }
  throw new EvidenceError({
    code: 'VERSION_UNKNOWN',
    message: `The ledger knows no version sha256:${prefix}${prefix.length < 64 ? '…' : ''} of ${model}; it knows ${view.versions(model).length} others.`,
    hint: '`model-delivery history` shows the versions; a version is known once it is registered.',
  });
}
