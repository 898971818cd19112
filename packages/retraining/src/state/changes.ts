import type { DispatchRecord, RetrainingState, SeenWindow } from './retraining-state.ts';

/** A dispatch before it is known what became of it. */
export type IntendedDispatch = Omit<DispatchRecord, 'status' | 'run_id' | 'run_url'>;

/** The state with windows that were not seen before; a report that was judged twice stays one window. */
export function withWindows(state: RetrainingState, windows: readonly SeenWindow[]): RetrainingState {
  const fresh = windows.filter((window) => !isSeen(state, window));
  return fresh.length === 0 ? state : { ...state, windows: [...state.windows, ...fresh] };
}

/** Whether the state holds the window: the same report, and for a metric the same champion. */
export function isSeen(state: RetrainingState, window: Pick<SeenWindow, 'kind' | 'digest' | 'champion'>): boolean {
  return state.windows.some(
    (seen) => seen.kind === window.kind && seen.digest === window.digest && seen.champion === window.champion,
  );
}

/** The state with the intent to dispatch: every window that still counted is answered by it. */
export function withIntent(state: RetrainingState, record: IntendedDispatch): RetrainingState {
  return {
    ...state,
    windows: state.windows.map((window) =>
      window.answered_by === null ? { ...window, answered_by: record.key } : window,
    ),
    dispatches: [...state.dispatches, { ...record, status: 'intended', run_id: null, run_url: null }],
  };
}

/** The state once it is known what became of the intent `key`. What failed answered nothing: its windows count again. */
export function withOutcome(
  state: RetrainingState,
  key: string,
  outcome: { status: 'dispatched'; run_id: number | null; run_url: string | null } | { status: 'failed' },
): RetrainingState {
  return {
    ...state,
    windows:
      outcome.status === 'dispatched'
        ? state.windows
        : state.windows.map((window) => (window.answered_by === key ? { ...window, answered_by: null } : window)),
    dispatches: state.dispatches.map((each) =>
      each.key === key && each.status === 'intended' ? { ...each, ...outcome } : each,
    ),
  };
}

/** Dispatches that happened or may have: all but those known to have failed. */
export function countedDispatches(state: RetrainingState): DispatchRecord[] {
  return state.dispatches.filter((each) => each.status !== 'failed');
}
