import type { RefLog } from '@model-delivery/core';
import { type LedgerOutcome, openLedger, verifyLedger } from '../src/ledger/index.ts';
import { MODEL, meta, REF, registration, versionOf } from './ledger-scene.ts';

/** What came of a race: `lost` counts events that were reported written and are not in the ledger. */
export interface RaceResult {
  rounds: number;
  written: number;
  lost: number;
  /** Promotions of one shared alias with the same `expect` that won, by round; each must be 1. */
  winners: number[];
  /** Promotions of an alias of the writer's own that were told it had moved. */
  spurious: number;
  findings: number;
}

/**
 * Many writers on one ledger. In every round each promotes an alias of its own (nobody else touches it), and all promote
 * the shared alias `champion`, each on the value that the round began with: one of them may win.
 */
export async function raceLedger(open: () => RefLog, writers: number, rounds: number): Promise<RaceResult> {
  const ledgers = Array.from({ length: writers }, () => openLedger({ refLog: open(), ref: REF, attempts: 10_000 }));
  const first = ledgers[0]!;
  for (const word of ['a', 'b']) await first.register(registration(word));
  const outcomes: LedgerOutcome[] = [];
  const winners: number[] = [];
  let spurious = 0;
  for (let round = 0; round < rounds; round++) {
    const expect = (await first.read()).current(MODEL, 'champion');
    const version = versionOf(round % 2 === 0 ? 'a' : 'b');
    const request = { model: MODEL, version, reason: `round ${round}`, meta };
    const done = await Promise.all(
      ledgers.map(async (ledger, writer) => {
        const own = await ledger.promote({ ...request, alias: `writer-${writer}` });
        if (!own.ok) spurious += 1;
        return [own, await ledger.promote({ ...request, alias: 'champion', expect })];
      }),
    );
    winners.push(done.filter(([, shared]) => shared!.ok).length);
    outcomes.push(...done.flat());
  }
  const events = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.event] : []));
  const present = new Set((await first.read()).events.map((event) => event.meta.digest));
  const lost = events.filter((event) => !present.has(event.meta.digest)).length;
  const findings = (await verifyLedger(open(), REF)).length;
  return { rounds, written: present.size, lost, winners, spurious, findings };
}
