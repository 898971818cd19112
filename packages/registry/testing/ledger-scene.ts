import { type Lineage, type ModelVersion, type RefLog, sealDocument, sha256Hex } from '@model-delivery/core';
import { inMemoryRefLog, type MemoryRefLog } from '@model-delivery/testkit/ref-log';
import { type Digest, type Ledger, type LedgerOutcome, openLedger, type WrittenEvent } from '../src/ledger/index.ts';

export const REF = 'refs/heads/model-ledger';
export const MODEL = 'flight-delay';
export const meta = { time: '2026-11-21T10:00:00Z', actor: 'ann', run: null };

/** A version id made of a word. */
export function versionOf(word: string): Digest {
  return `sha256:${sha256Hex(word)}`;
}

/** What a registration of a version brings along. */
export function registration(word: string, model = MODEL, run = 'run 1') {
  const version = versionOf(word);
  const lineage: Lineage = {
    schema: 'lineage/1',
    model,
    version,
    code: { commit: '1'.repeat(40), dirty: false, repository: null },
    data: [],
    params: { run },
    environment: { files: [], frameworks: {} },
    seeds: {},
    hardware: {},
    metrics: {},
  };
  const sealedLineage = sealDocument(lineage, { time: meta.time });
  const document: ModelVersion = {
    schema: 'model-version/1',
    model,
    version,
    files: [],
    store: { kind: 'oci_layout', reference: `registry@${version}` },
    evaluation: null,
    data: null,
    lineage: { digest: sealedLineage.digest },
    approval: null,
    adopted: { reason: 'it serves already' },
    evidence: null,
    status: 'registered',
    verdict: 'pass',
  };
  return {
    model,
    version: sealDocument(document, { time: meta.time }).document,
    lineage: { digest: sealedLineage.digest, file: sealedLineage.file },
    evidence: null,
    reason: `registered ${word}`,
    meta,
  };
}

/** A ledger in memory, and short words for what happens in it. */
export class LedgerScene {
  readonly refLog: MemoryRefLog = inMemoryRefLog();
  readonly ledger: Ledger;

  constructor(refLog?: RefLog) {
    this.ledger = openLedger({ refLog: refLog ?? this.refLog, ref: REF, sleep: async () => {}, random: () => 0.5 });
  }

  async register(...words: string[]): Promise<WrittenEvent> {
    let last: WrittenEvent | undefined;
    for (const word of words) last = written(await this.ledger.register(registration(word)));
    return last!;
  }

  promote(word: string, alias = 'champion', expect?: string | null): Promise<LedgerOutcome> {
    const at = expect === undefined ? {} : { expect: expect === null ? null : versionOf(expect) };
    return this.ledger.promote({
      model: MODEL,
      version: versionOf(word),
      alias,
      reason: `promote ${word}`,
      meta,
      ...at,
    });
  }

  rollback(to?: string, alias = 'champion'): Promise<LedgerOutcome> {
    const target = to === undefined ? {} : { to: versionOf(to) };
    return this.ledger.rollback({ model: MODEL, alias, reason: 'it errs in serving', meta, ...target });
  }

  archive(word: string): Promise<LedgerOutcome> {
    return this.ledger.archive({ model: MODEL, version: versionOf(word), reason: 'old', meta });
  }

  async current(alias = 'champion'): Promise<Digest | null> {
    return (await this.ledger.read()).current(MODEL, alias);
  }

  async text(): Promise<string> {
    const head = await this.refLog.head(REF);
    return Buffer.from((await this.refLog.read(head!, 'ledger.jsonl'))!).toString('utf8');
  }
}

export function written(outcome: LedgerOutcome): WrittenEvent {
  if (outcome.ok) return outcome;
  throw new Error(`${outcome.kind}: ${outcome.message}`);
}
