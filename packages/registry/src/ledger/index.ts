export type { Digest } from './digest.ts';
export type { LedgerFinding, LedgerFindingKind } from './finding.ts';
export {
  type ArchiveRequest,
  type EventMeta,
  type Ledger,
  type LedgerOptions,
  type LedgerOutcome,
  openLedger,
  type PromoteRequest,
  type RefusedMove,
  type RegisterRequest,
  type RollbackRequest,
  type WrittenEvent,
} from './ledger.ts';
export type { LedgerView } from './ledger-view.ts';
export type { Resolved } from './resolve-version.ts';
export { type LedgerHistory, ledgerHistory, verifyLedger } from './verify-ledger.ts';
