import {
  type AliasEvent,
  EvidenceError,
  type Lineage,
  lineageSchema,
  type ModelVersion,
  modelVersionSchema,
  type RefLog,
} from '@model-delivery/core';
import { type AliasState, foldEvents, type ModelState, NO_MODEL } from './alias-state.ts';
import type { Digest } from './digest.ts';
import type { LedgerFinding } from './finding.ts';
import { LEDGER_FILE, lineagePath, versionPath, versionPathOfModel } from './layout.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { type Resolved, resolveVersion } from './resolve-version.ts';

const MAX_DOCUMENT_BYTES = 32 << 20;

/** The ledger at one commit. Asking it twice gives the same answer; {@link Ledger.read} gives the next one. */
export class LedgerView {
  /** Commit this was read at; null where there is no ledger yet. */
  readonly commit: string | null;
  /** Every event, all models, oldest first. */
  readonly events: readonly AliasEvent[];
  readonly lines: LedgerLines;
  readonly #refLog: RefLog;
  readonly #models: ReadonlyMap<string, ModelState>;
  /** What is wrong with the chain of lines; empty when it is intact. The commits below are `verifyLedger`'s business. */
  readonly findings: readonly LedgerFinding[];

  constructor(refLog: RefLog, commit: string | null, lines: LedgerLines) {
    this.commit = commit;
    this.lines = lines;
    this.events = lines.events;
    this.#refLog = refLog;
    const folded = foldEvents(lines.events);
    this.#models = folded.models;
    this.findings = [...lines.chain, ...folded.findings, ...(lines.malformed ? [lines.malformed] : [])];
  }

  get intact(): boolean {
    return this.findings.length === 0;
  }

  model(model: string): ModelState {
    return this.#models.get(model) ?? NO_MODEL;
  }

  alias(model: string, alias: string): AliasState | undefined {
    return this.model(model).aliases.get(alias);
  }

  /** Version an alias names; null when there is no such alias. */
  current(model: string, alias: string): Digest | null {
    return this.alias(model, alias)?.stack.at(-1) ?? null;
  }

  /** Every alias of a model and the version it names, sorted by alias. */
  aliases(model: string): Map<string, Digest> {
    const states = [...this.model(model).aliases].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(states.map(([alias, { stack }]) => [alias, stack.at(-1)!]));
  }

  /** Versions an alias goes back to, oldest first; the last is the current one. Empty when there is no such alias. */
  stack(model: string, alias: string): readonly Digest[] {
    return this.alias(model, alias)?.stack ?? [];
  }

  /** Registered versions of a model, oldest first. */
  versions(model: string): readonly Digest[] {
    return this.model(model).versions;
  }

  isArchived(model: string, version: Digest): boolean {
    return this.model(model).archived.has(version);
  }

  /**
   * The document written when the bytes were registered first; null when there is none. With `model` it is that model's
   * where the same bytes are a version of several.
   * @throws EvidenceError when it cannot be read or is about something else.
   */
  async versionDocument(version: Digest, model?: string): Promise<ModelVersion | null> {
    const paths = [...(model === undefined ? [] : [versionPathOfModel(model, version)]), versionPath(version)];
    for (const path of paths) {
      const document = await this.#document(path, (value) => modelVersionSchema.safeParse(value));
      if (document === null) continue;
      if (document.version !== version) throw unusable(path, `a document about ${version}`, document.version);
      if (model === undefined || document.model === model) return document;
    }
    return null;
  }

  /** A lineage record by its digest; null when there is none. @throws EvidenceError when it cannot be read. */
  lineageDocument(digest: Digest): Promise<Lineage | null> {
    return this.#document(lineagePath(digest), (value) => lineageSchema.safeParse(value));
  }

  /**
   * The version a word names: an alias, `sha256:<hex>`, or a prefix of at least 8 hex digits (with or without `sha256:`).
   * @throws EvidenceError (exit 4) for an unknown alias or version, ConfigError (exit 2) for an ambiguous prefix or a word that can be neither.
   */
  resolve(model: string, word: string): Resolved {
    return resolveVersion(this, model, word);
  }

  async #document<T>(
    path: string,
    parse: (
      value: unknown,
    ) => { success: true; data: T } | { success: false; error: { issues: { message: string }[] } },
  ): Promise<T | null> {
    const bytes = this.commit === null ? null : await this.#refLog.read(this.commit, path);
    if (bytes === null) return null;
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw unusable(path, `at most ${MAX_DOCUMENT_BYTES} bytes`, `${bytes.length} bytes`);
    }
    let value: unknown;
    try {
      value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    } catch (error) {
      throw unusable(path, 'a JSON document', (error as Error).message.slice(0, 120), error);
    }
    const parsed = parse(value);
    if (parsed.success) return parsed.data;
    throw unusable(path, 'the document of its schema', parsed.error.issues[0]?.message ?? 'something else');
  }
}

function unusable(path: string, expected: string, found: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code: 'LEDGER_DOCUMENT',
    message: `Reading ${path} of the ledger: expected ${expected}, found ${found}.`,
    hint: 'Somebody changed the ledger by hand: `model-delivery verify` names the commit that did.',
    cause,
  });
}

/** @throws EvidenceError naming the line that cannot be read. */
export function requireReadable(lines: LedgerLines, ref: string, place: string): void {
  if (lines.malformed === null) return;
  const { where, expected, found } = lines.malformed;
  throw new EvidenceError({
    code: 'LEDGER_MALFORMED',
    message: `Reading the ledger ${ref} of ${place}: line ${where.slice(LEDGER_FILE.length + 1)} is unusable: expected ${expected}, found ${found}.`,
    hint: 'Ledgers are written by model-delivery only: look at the last commits of the branch, and put it back to the last good one.',
  });
}
