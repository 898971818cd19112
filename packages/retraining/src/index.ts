export { DEFAULT_BREAKER_RUNS, type Decision, decideRetraining, type Hold, idempotencyKey } from './decide.ts';
export type { RetrainingEvidence } from './judge-signals.ts';
export { type DocumentFacts, retrainingDocument, summaryOfRetraining } from './retraining-document.ts';
export type { Champion, Signal } from './signals/signal.ts';
export { rowsByDataset } from './signals/volume-signal.ts';
export { type IntendedDispatch, withIntent, withOutcome, withWindows } from './state/changes.ts';
export {
  type DispatchRecord,
  emptyState,
  type RetrainingState,
  readState,
  retrainingRef,
  STATE_FILE,
  stateFile,
} from './state/retraining-state.ts';
export { durationMs } from './windows.ts';
