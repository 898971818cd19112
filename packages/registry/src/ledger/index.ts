export type { Digest } from './digest.ts';
export type { LedgerFinding, LedgerFindingKind } from './finding.ts';
export { type Ledger, type LedgerOptions, openLedger } from './ledger.ts';
export type { LedgerView } from './ledger-view.ts';
export type {
  ArchiveRequest,
  EventMeta,
  LedgerOutcome,
  PromoteRequest,
  RefusedMove,
  RegisterRequest,
  RollbackRequest,
  WrittenEvent,
} from './requests.ts';
export type { Resolved } from './resolve-version.ts';
export { type LedgerHistory, ledgerHistory, verifyLedger } from './verify-ledger.ts';
