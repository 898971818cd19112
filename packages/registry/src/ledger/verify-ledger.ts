import {
  type AliasEvent,
  documentDigest,
  lineageSchema,
  modelVersionSchema,
  type RefLog,
  type RefLogCommit,
} from '@model-delivery/core';
import type { Digest } from './digest.ts';
import type { LedgerFinding } from './finding.ts';
import { LEDGER_FILE, lineagePath, versionPath, versionPathOfModel } from './layout.ts';
import { parseLedger } from './ledger-lines.ts';
import { LedgerView } from './ledger-view.ts';

/** The events of a ledger, and whether they can be believed. */
export interface LedgerHistory {
  /** Oldest first; up to the first line that cannot be read. */
  events: readonly AliasEvent[];
  /** Whether every line can be read, hangs on the line before, and fits the state it was written on. */
  intact: boolean;
  findings: readonly LedgerFinding[];
}

/** The events about a model and an alias (default: all), and whether the whole chain is intact. No ledger: no events, intact. */
export async function ledgerHistory(
  refLog: RefLog,
  ref: string,
  only: { model?: string | undefined; alias?: string | undefined } = {},
): Promise<LedgerHistory> {
  const commit = await refLog.head(ref);
  if (commit === null) return { events: [], intact: true, findings: [] };
  const content = await refLog.read(commit, LEDGER_FILE);
  if (content === null) return { events: [], intact: false, findings: [withoutFile(commit)] };
  const view = new LedgerView(refLog, commit, parseLedger(content));
  const asked = view.events.filter(
    ({ model, alias }) => model === (only.model ?? model) && alias === (only.alias ?? alias),
  );
  return { events: asked, intact: view.intact, findings: view.findings };
}

/**
 * Recomputes a whole ledger: every line and its chain, every document and its digest, and that each commit since the
 * first only appended. Nothing found = nothing was altered since anybody who has a later commit wrote it.
 */
export async function verifyLedger(refLog: RefLog, ref: string): Promise<LedgerFinding[]> {
  const head = await refLog.head(ref);
  if (head === null)
    return [{ kind: 'absent', where: ref, expected: 'a ledger', found: `no such ref in ${refLog.place}` }];
  const content = await refLog.read(head, LEDGER_FILE);
  if (content === null) return [withoutFile(head)];
  const view = new LedgerView(refLog, head, parseLedger(content));
  return [...view.findings, ...(await documentFindings(refLog, view)), ...(await commitFindings(refLog, head))];
}

function withoutFile(commit: string): LedgerFinding {
  return { kind: 'absent', where: `commit ${commit}`, expected: LEDGER_FILE, found: 'no such file' };
}

/** Documents that are not what their names, digests and the events say, and registrations without their documents. */
async function documentFindings(refLog: RefLog, view: LedgerView): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  const paths = await refLog.list(view.commit!, '');
  for (const path of paths) {
    const kind = /^(versions|lineage)\/(?:[a-z0-9._-]+\/)?[^/]+$/.exec(path)?.[1];
    if (kind === undefined) continue;
    const bytes = await refLog.read(view.commit!, path);
    findings.push(...(kind === 'versions' ? versionFindings : lineageFindings)(path, bytes ?? new Uint8Array()));
  }
  const present = new Set(paths);
  const missing = new Set(documentsOf(view.events).filter((path) => !present.has(path)));
  for (const where of missing)
    findings.push({ kind: 'absent', where, expected: 'the document', found: 'no such file' });
  return findings;
}

/** Documents that registrations left. The first model with some bytes has the shared record, a later one its own. */
function documentsOf(events: readonly AliasEvent[]): string[] {
  const first = new Map<string, string>();
  return events.flatMap(({ action, model, to, lineage }) => {
    if (action !== 'register') return [];
    if (!first.has(to)) first.set(to, model);
    const record = first.get(to) === model ? versionPath(to as Digest) : versionPathOfModel(model, to as Digest);
    return [record, ...(lineage ? [lineagePath(lineage as Digest)] : [])];
  });
}

type Parsed = {
  document: Record<string, unknown> & { meta?: { digest?: string | undefined } | undefined };
  findings: LedgerFinding[];
};

/** The document of a file, if it is one of its schema, and whether its own digest is that of its content. */
function parse(
  path: string,
  bytes: Uint8Array,
  schema: typeof modelVersionSchema | typeof lineageSchema,
): Parsed | LedgerFinding {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    return {
      kind: 'malformed',
      where: path,
      expected: 'a JSON document',
      found: (error as Error).message.slice(0, 120),
    };
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const found = parsed.error.issues[0]?.message ?? 'something else';
    return { kind: 'malformed', where: path, expected: 'the document of its schema', found };
  }
  const digest = documentDigest(parsed.data);
  const stated = parsed.data.meta?.digest;
  const forged = stated !== undefined && stated !== digest;
  return {
    document: parsed.data,
    findings: forged ? [{ kind: 'digest', where: path, expected: stated, found: digest }] : [],
  };
}

function versionFindings(path: string, bytes: Uint8Array): LedgerFinding[] {
  const parsed = parse(path, bytes, modelVersionSchema);
  if (!('document' in parsed)) return [parsed];
  return [...parsed.findings, ...nameFinding(path, String(parsed.document.version))];
}

function lineageFindings(path: string, bytes: Uint8Array): LedgerFinding[] {
  const parsed = parse(path, bytes, lineageSchema);
  if (!('document' in parsed)) return [parsed];
  return [...parsed.findings, ...nameFinding(path, documentDigest(parsed.document))];
}

/** A file is named by the digest of what it holds. */
function nameFinding(path: string, digest: string): LedgerFinding[] {
  const named = `sha256:${path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '')}`;
  return named === digest ? [] : [{ kind: 'digest', where: path, expected: named, found: digest }];
}

/** Commits that did something else than append: lines that changed, documents that changed or vanished, merges. */
async function commitFindings(refLog: RefLog, head: string): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  let later: State | undefined;
  for await (const commit of refLog.commits(head)) {
    const earlier = await stateAt(refLog, commit, later);
    if (later) findings.push(...stepFindings(earlier, later));
    if (commit.parents.length > 1) {
      findings.push({
        kind: 'history',
        where: `commit ${commit.commit}`,
        expected: 'one parent',
        found: `${commit.parents.length}`,
      });
    }
    later = earlier;
  }
  return findings.reverse();
}

interface State {
  ids: ReadonlyMap<string, string>;
  commit: string;
  /** Bytes of the ledger's file. */
  ledger: Buffer;
}

/** A commit's files; the bytes of a ledger that is as in `later` are not read again. */
async function stateAt(refLog: RefLog, { commit }: RefLogCommit, later: State | undefined): Promise<State> {
  const ids = refLog.contentIds ? await refLog.contentIds(commit) : await idsByReading(refLog, commit);
  const same = later !== undefined && later.ids.get(LEDGER_FILE) === ids.get(LEDGER_FILE);
  const ledger = same ? later.ledger : Buffer.from((await refLog.read(commit, LEDGER_FILE)) ?? '');
  return { commit, ids, ledger };
}

async function idsByReading(refLog: RefLog, commit: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const path of await refLog.list(commit, '')) {
    ids.set(path, Buffer.from((await refLog.read(commit, path)) ?? '').toString('base64'));
  }
  return ids;
}

function stepFindings(earlier: State, later: State): LedgerFinding[] {
  const findings: LedgerFinding[] = [];
  const where = `commit ${later.commit}`;
  for (const [path, id] of earlier.ids) {
    const now = later.ids.get(path);
    if (now === id) continue;
    if (path === LEDGER_FILE && now !== undefined) {
      const line = changedLine(earlier.ledger, later.ledger);
      if (line === null) continue;
      findings.push({ kind: 'history', where, expected: `${LEDGER_FILE}:${line} as before`, found: 'other bytes' });
    } else {
      findings.push({
        kind: 'history',
        where,
        expected: `${path} as before`,
        found: now === undefined ? 'no such file' : 'other bytes',
      });
    }
  }
  return findings;
}

/** The first line of the ledger that is not as it was; null when lines were only appended. */
function changedLine(before: Buffer, after: Buffer): number | null {
  if (after.length >= before.length && after.subarray(0, before.length).equals(before)) return null;
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same++;
  return before.subarray(0, same).toString('latin1').split('\n').length;
}
