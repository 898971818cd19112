import type { AliasEvent, ModelVersion } from '@model-delivery/core';
import type { Digest } from './digest.ts';

/** Who wrote an event, when and in which run; outside the event's digest. */
export interface EventMeta {
  /** ISO 8601. */
  time: string;
  actor: string | null;
  run: string | null;
}

export interface MoveRequest {
  model: string;
  /** Why, for whoever reads the history; secrets are removed. Never empty. */
  reason: string;
  meta: EventMeta;
}

export interface RegisterRequest extends MoveRequest {
  /** The version's document; written once, at the first registration of these bytes. */
  version: ModelVersion;
  /** The lineage record of this registration: its digest and the bytes of its file. */
  lineage: { digest: Digest; file: string };
  /** Digest of the evidence artifact in the store. */
  evidence: Digest | null;
  /** Default `candidate`. */
  alias?: string | undefined;
}
export interface PromoteRequest extends MoveRequest {
  version: Digest;
  alias: string;
  /** Where the alias must stand: a version, or null = it must not exist. Left out: where it stands when the call begins. */
  expect?: Digest | null | undefined;
}
export interface RollbackRequest extends MoveRequest {
  alias: string;
  /** Default: the version under the current one on the alias's stack. */
  to?: Digest | undefined;
  /** As in {@link PromoteRequest}. */
  expect?: Digest | null | undefined;
}
export interface ArchiveRequest extends MoveRequest {
  version: Digest;
}

/** An event that was written. `line` is the document's file (`alias-event.json`): canonical JSON and one LF. */
export interface WrittenEvent {
  ok: true;
  event: AliasEvent;
  line: string;
  commit: string;
  /** `register` only: whether the version is new to the model. */
  created: boolean;
}
/** `moved`: the alias no longer stands where the decision was based on. `refused`: the ledger's rules forbid it. Nothing was written. */
export interface RefusedMove {
  ok: false;
  kind: 'moved' | 'refused';
  /** Where the alias stands; null for none. */
  actual: Digest | null;
  message: string;
}
export type LedgerOutcome = WrittenEvent | RefusedMove;
