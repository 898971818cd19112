import {
  type AliasAction,
  type AliasEvent,
  ConfigError,
  canonicalFile,
  EvidenceError,
  ExternalError,
  isAlias,
  MODEL_NAME,
  type RefLog,
  requireRefName,
  sealDocument,
} from '@model-delivery/core';
import type { Digest } from './digest.ts';
import { LEDGER_FILE, lineagePath, versionPath, versionPathOfModel } from './layout.ts';
import { NO_LINES, parseLedger } from './ledger-lines.ts';
import { LedgerView, requireReadable } from './ledger-view.ts';
import { type Decision, decideArchive, decidePromote, decideRegister, decideRollback } from './moves.ts';
import type {
  ArchiveRequest,
  LedgerOutcome,
  MoveRequest,
  PromoteRequest,
  RefusedMove,
  RegisterRequest,
  RollbackRequest,
} from './requests.ts';

export interface LedgerOptions {
  refLog: RefLog;
  /** Full name, such as `refs/heads/model-ledger`. */
  ref: string;
  /** How often a lost race for the branch is run again. Default 100. */
  attempts?: number | undefined;
  /** Uniform on [0, 1): spreads the writers that lost a race. */
  random?: (() => number) | undefined;
  sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Milliseconds from any start: how long an attempt takes decides how long the next one waits. */
  clock?: (() => number) | undefined;
}

/**
 * The alias ledger: append-only events on a git ref. Compare-and-swap is per alias: a branch that moved is read again and
 * the same decision is tried on it, as long as the alias still stands where the decision found it. Lost races and refusals
 * are values. Every method throws ExternalError or PermissionError where the ref cannot be reached, and EvidenceError
 * where the ledger has a line that cannot be read.
 */
export interface Ledger {
  readonly ref: string;
  /** Where the ledger lives, for messages. */
  readonly place: string;
  /** The ledger as it stands now. */
  read(): Promise<LedgerView>;
  /** Records a version with its documents and moves `candidate` to it, wherever that stood: of two registrations none is lost. */
  register(request: RegisterRequest): Promise<LedgerOutcome>;
  promote(request: PromoteRequest): Promise<LedgerOutcome>;
  rollback(request: RollbackRequest): Promise<LedgerOutcome>;
  /** Labels a version as not to be promoted any more; nothing is deleted. Refused while an alias that was promoted names it. */
  archive(request: ArchiveRequest): Promise<LedgerOutcome>;
}

export function openLedger(options: LedgerOptions): Ledger {
  return new GitLedger(options);
}

const ATTEMPTS = 100;
const MAX_WAIT_MS = 4_000;
/** Losers spread over the time of so many attempts at most: one commit in that time is taken, whoever makes it. */
const MAX_SPREAD = 4;

/** The ledger at one commit with the bytes of its file. */
interface Snapshot {
  view: LedgerView;
  content: Uint8Array;
}

/** What one attempt works with: the ledger now, and where the alias stood when the call began. */
type Decide = (view: LedgerView, begun: LedgerView) => Decision;

class GitLedger implements Ledger {
  readonly ref: string;
  readonly #options: LedgerOptions;
  /** What was read last: the next state of the ledger begins with the same bytes, and need not be read again. */
  #latest: Snapshot | undefined;

  constructor(options: LedgerOptions) {
    requireRefName(options.ref);
    this.ref = options.ref;
    this.#options = options;
  }

  get place(): string {
    return this.#options.refLog.place;
  }

  async read(): Promise<LedgerView> {
    return (await this.#snapshot()).view;
  }

  async #snapshot(): Promise<Snapshot> {
    const { refLog } = this.#options;
    const commit = await refLog.head(this.ref);
    const latest = this.#latest;
    if (latest && latest.view.commit === commit) return latest;
    const content = commit === null ? new Uint8Array() : await refLog.read(commit, LEDGER_FILE);
    if (content === null) throw this.#withoutFile(commit!);
    const lines = parseLedger(content, latest && startsWith(content, latest.content) ? latest.view.lines : NO_LINES);
    requireReadable(lines, this.ref, this.place);
    this.#latest = { view: new LedgerView(refLog, commit, lines), content };
    return this.#latest;
  }

  async register(request: RegisterRequest): Promise<LedgerOutcome> {
    const alias = request.alias ?? 'candidate';
    requireNames(request.model, alias);
    return this.#write('register', request, (view) => decideRegister(view, { ...request, alias }));
  }

  async promote(request: PromoteRequest): Promise<LedgerOutcome> {
    requireNames(request.model, request.alias);
    const { model, alias, expect } = request;
    return this.#write('promote', request, (view, begun) =>
      decidePromote(view, request, expect === undefined ? begun.current(model, alias) : expect),
    );
  }

  async rollback(request: RollbackRequest): Promise<LedgerOutcome> {
    requireNames(request.model, request.alias);
    const { model, alias, expect } = request;
    return this.#write('rollback', request, (view, begun) =>
      decideRollback(view, request, expect === undefined ? begun.current(model, alias) : expect, begun),
    );
  }

  async archive(request: ArchiveRequest): Promise<LedgerOutcome> {
    requireNames(request.model);
    return this.#write('archive', request, (view) => decideArchive(view, request));
  }

  async #write(action: AliasAction, request: MoveRequest | RegisterRequest, decide: Decide): Promise<LedgerOutcome> {
    requireReason(request.reason);
    const attempts = this.#options.attempts ?? ATTEMPTS;
    const clock = this.#options.clock ?? (() => performance.now());
    const { refLog } = this.#options;
    const begun = await this.#snapshot();
    const once = (snapshot: Snapshot) => this.#attempt(action, request, (view) => decide(view, begun.view), snapshot);
    const again = async () => once(await this.#snapshot());
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const began = clock();
      // Who lost a race does not race again, where the others can be asked to wait.
      const inTurn = attempt > 1 && refLog.inTurn !== undefined;
      const outcome = await (attempt === 1 ? once(begun) : inTurn ? refLog.inTurn!(this.ref, again) : again());
      if (outcome !== null) return outcome;
      if (attempt > 1 || refLog.inTurn === undefined) await this.#pause(attempt, clock() - began);
    }
    throw new ExternalError({
      code: 'LEDGER_BUSY',
      system: 'git',
      message: `Writing to the ledger ${this.ref} of ${this.place}: the branch moved ${attempts} times between reading and writing.`,
      hint: 'Many jobs write at once: run this one again, or give the jobs a common `concurrency` group.',
      retryable: true,
      attempts,
    });
  }

  /** Decides and writes on one state of the ledger; null when the branch has moved on from it. */
  async #attempt(
    action: AliasAction,
    request: MoveRequest | RegisterRequest,
    decide: (view: LedgerView) => Decision,
    snapshot: Snapshot,
  ): Promise<LedgerOutcome | null> {
    const { view } = snapshot;
    const decision = view.intact ? decide(view) : broken(view);
    if (!decision.ok) return decision;
    const { event, line, files } = await this.#compose(action, request, decision, snapshot);
    const message = `${action} ${request.model}${decision.alias === null ? '' : ` ${decision.alias}`}: ${decision.to}`;
    const outcome = await this.#options.refLog.append(this.ref, view.commit, { files, message });
    return outcome.ok ? { ok: true, event, line, commit: outcome.commit, created: decision.created } : null;
  }

  /** The next line and the whole files that the commit writes. */
  async #compose(
    action: AliasAction,
    request: MoveRequest | RegisterRequest,
    { alias, from, to }: Decision & { ok: true },
    { view, content }: Snapshot,
  ): Promise<{ event: AliasEvent; line: string; files: Record<string, string | Uint8Array> }> {
    const registered = 'lineage' in request ? { lineage: request.lineage.digest, evidence: request.evidence } : {};
    const { model, reason } = request;
    const sealed = sealDocument(
      {
        schema: 'alias-event/1' as const,
        seq: view.events.length + 1,
        action,
        model,
        alias,
        from,
        to,
        reason,
        previous: view.lines.hashes.at(-1) ?? null,
        ...registered,
      },
      {},
    );
    const event: AliasEvent = { ...sealed.document, meta: { ...request.meta, digest: sealed.digest } };
    const line = canonicalFile(event);
    const files: Record<string, string | Uint8Array> = {
      [LEDGER_FILE]: Buffer.concat([content, Buffer.from(line)]),
    };
    if ('lineage' in request) Object.assign(files, await this.#documents(request, view));
    return { event, line, files };
  }

  /** The documents of a registration that the ledger does not have yet: each is written once and never again. */
  async #documents(request: RegisterRequest, view: LedgerView): Promise<Record<string, string>> {
    const version = request.version.version as Digest;
    const [shared, own] = [versionPath(version), versionPathOfModel(request.model, version)];
    const files: Record<string, string> = {};
    const present = await view.versionDocument(version);
    if (present === null) files[shared] = canonicalFile(request.version);
    else if (present.model !== request.model && (await view.versionDocument(version, request.model)) === null) {
      files[own] = canonicalFile(request.version);
    }
    const lineage = lineagePath(request.lineage.digest);
    if ((await view.lineageDocument(request.lineage.digest)) === null) files[lineage] = request.lineage.file;
    return files;
  }

  /** Waits a random part of the time of some attempts: a slow place needs more room between the writers than a fast one. */
  async #pause(attempt: number, tookMs: number): Promise<void> {
    const limit = Math.min(MAX_WAIT_MS, tookMs * Math.min(MAX_SPREAD, 2 ** attempt));
    const ms = Math.ceil((this.#options.random ?? Math.random)() * limit);
    await (this.#options.sleep ?? ((wait) => new Promise<void>((done) => setTimeout(done, wait))))(ms);
  }

  #withoutFile(commit: string): EvidenceError {
    return new EvidenceError({
      code: 'LEDGER_MALFORMED',
      message: `Reading the ledger ${this.ref} of ${this.place}: its commit ${commit.slice(0, 12)} has no file ${LEDGER_FILE}.`,
      hint: 'Point `registry.ledger.git` to a branch of its own: it holds nothing but the ledger.',
    });
  }
}

function broken(view: LedgerView): RefusedMove {
  const { where, kind, expected, found } = view.findings[0]!;
  const message = `the ledger's chain is broken at ${where} (${kind}: expected ${expected}, found ${found}); nothing is written on top of it`;
  return { ok: false, kind: 'refused', actual: null, message };
}

function startsWith(content: Uint8Array, prefix: Uint8Array): boolean {
  return content.length >= prefix.length && Buffer.compare(content.subarray(0, prefix.length), prefix) === 0;
}

function requireNames(model: string, alias?: string): void {
  if (!MODEL_NAME.test(model)) {
    throw new ConfigError({
      code: 'MODEL_NAME',
      message: `A model's name has up to 63 of a-z 0-9 . _ - and begins with a letter or digit; found ${JSON.stringify(model.slice(0, 100))}.`,
    });
  }
  if (alias === undefined || isAlias(alias)) return;
  throw new ConfigError({
    code: 'ALIAS_NAME',
    message: `An alias has up to 32 of a-z 0-9 - , begins with a letter and is not 8 or more hex digits; found ${JSON.stringify(alias.slice(0, 100))}.`,
    hint: 'Use candidate, staging, champion, or a word of your own.',
  });
}

const MAX_REASON = 4096;

function requireReason(reason: string): void {
  if (reason.trim() !== '' && reason.length <= MAX_REASON) return;
  throw new ConfigError({
    code: 'REASON_MISSING',
    message: `Every move in the ledger says why, in 1 to ${MAX_REASON} characters; found ${reason.length === 0 ? 'none' : `${reason.length}`}.`,
    hint: 'Give --reason TEXT.',
  });
}
