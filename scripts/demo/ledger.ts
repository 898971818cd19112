import type { AliasEvent } from '@model-delivery/core';
import type { WorkingTree } from '@model-delivery/testkit';
import { fileAt } from './git-file.ts';

const LEDGER = 'refs/heads/model-ledger';

/** Every event of the ledger, oldest first. */
export function ledgerEvents(tree: WorkingTree): AliasEvent[] {
  const text = fileAt(tree, LEDGER, 'ledger.jsonl') ?? '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AliasEvent);
}

/** What an alias names after these events; null when it does not exist. */
export function aliasIn(events: readonly AliasEvent[], alias: string): string | null {
  return events.findLast((event) => event.alias === alias)?.to ?? null;
}
