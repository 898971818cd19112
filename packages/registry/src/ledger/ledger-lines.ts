import { type AliasEvent, aliasEventSchema, documentDigest, sha256Hex } from '@model-delivery/core';
import type { Digest } from './digest.ts';
import type { LedgerFinding } from './finding.ts';
import { LEDGER_FILE } from './layout.ts';

/** A ledger of this size holds about a hundred thousand events; beyond it somebody plays with us. */
export const MAX_LEDGER_BYTES = 64 << 20;
const MAX_LINE_BYTES = 64 << 10;
const LF = 0x0a;

/** The readable lines of a ledger from its start, and the first line that cannot be read. */
export interface LedgerLines {
  events: readonly AliasEvent[];
  /** `sha256:…` of each line's bytes without its LF. */
  hashes: readonly Digest[];
  /** How many bytes the readable lines take. */
  bytes: number;
  malformed: LedgerFinding | null;
  /** Readable lines that are wrongly numbered, do not hang on the line before, or are not what their own digest says. */
  chain: readonly LedgerFinding[];
}

export const NO_LINES: LedgerLines = { events: [], hashes: [], bytes: 0, malformed: null, chain: [] };

/**
 * Reads the lines of a ledger until the first that is none. With `before` (the lines of an earlier state of the same
 * ledger, whose bytes these begin with) only what was appended is read.
 */
export function parseLedger(content: Uint8Array, before: LedgerLines = NO_LINES): LedgerLines {
  const events = [...before.events];
  const hashes = [...before.hashes];
  const chain = [...before.chain];
  let start = before.bytes;
  const stop = (expected: string, found: string): LedgerLines => {
    const where = `${LEDGER_FILE}:${events.length + 1}`;
    return { events, hashes, bytes: start, chain, malformed: { kind: 'malformed', where, expected, found } };
  };
  if (content.length > MAX_LEDGER_BYTES) {
    return stop(`a ledger of at most ${MAX_LEDGER_BYTES} bytes`, `${content.length} bytes`);
  }
  while (start < content.length) {
    const end = content.indexOf(LF, start);
    if (end < 0) return stop('a line that ends with LF', `${content.length - start} bytes without it`);
    if (end - start > MAX_LINE_BYTES) return stop(`at most ${MAX_LINE_BYTES} bytes`, `${end - start} bytes`);
    const line = content.subarray(start, end);
    const event = parseEvent(line);
    if (typeof event === 'string') return stop('one alias-event/1 in JSON', event);
    chain.push(...linkFindings(event, events.length + 1, hashes.at(-1) ?? null));
    events.push(event);
    hashes.push(`sha256:${sha256Hex(line)}`);
    start = end + 1;
  }
  return { events, hashes, bytes: start, chain, malformed: null };
}

/** The event of a line, or what is wrong with it. */
function parseEvent(line: Uint8Array): AliasEvent | string {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch (error) {
    return `${(error as Error).message.slice(0, 120)}`;
  }
  const parsed = aliasEventSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not an event'}`.slice(0, 200);
}

/** How an event fails to be line `number` (from 1) after a line with the hash `previous`. */
function linkFindings(event: AliasEvent, number: number, previous: Digest | null): LedgerFinding[] {
  const where = `${LEDGER_FILE}:${number}`;
  const findings: LedgerFinding[] = [];
  if (event.seq !== number) findings.push({ kind: 'seq', where, expected: String(number), found: String(event.seq) });
  if (event.previous !== previous) {
    findings.push({ kind: 'previous', where, expected: String(previous), found: String(event.previous) });
  }
  const stated = event.meta.digest;
  const digest = documentDigest(event);
  if (stated !== undefined && stated !== digest) {
    findings.push({ kind: 'digest', where, expected: digest, found: stated });
  }
  return findings;
}
