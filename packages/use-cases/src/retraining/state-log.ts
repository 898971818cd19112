import { ExternalError, type RefLog } from '@model-delivery/core';
import {
  emptyState,
  type RetrainingState,
  readState,
  retrainingRef,
  STATE_FILE,
  stateFile,
} from '@model-delivery/retraining';

/** How often a change is tried again after somebody else's; each try reads anew. */
const ATTEMPTS = 20;
/** A commit without the file: a state that is gone is no empty one, its budget was used. */
const NO_BYTES = new Uint8Array();

/** The state of one model's retraining, in a ref. */
export interface StateLog {
  /** The newest state, and the commit it stands at. */
  load(): Promise<{ state: RetrainingState; commit: string | null }>;
  /**
   * Applies `change` to the newest state until it is written. `change` may be called several times, each time with the state
   * as it is then; giving the same object back writes nothing.
   */
  update<R>(message: string, change: (state: RetrainingState) => Promise<Changed<R>> | Changed<R>): Promise<R>;
}

/** A new state and what the caller wants to know about it. */
export interface Changed<R> {
  state: RetrainingState;
  result: R;
}

/** Opens the state on a `RefLog`. Every write is one commit by compare-and-swap: of two writers one decides anew. */
export function openStateLog(refLog: RefLog, model: string): StateLog {
  const ref = retrainingRef(model);
  const load = async () => {
    const commit = await refLog.head(ref);
    if (commit === null) return { state: emptyState(model), commit };
    const bytes = await refLog.read(commit, STATE_FILE);
    return { state: readState(bytes ?? NO_BYTES, model, refLog.place), commit };
  };
  return {
    load,
    update: async (message, change) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { state, commit } = await load();
        const changed = await change(state);
        if (changed.state === state) return changed.result;
        const files = { [STATE_FILE]: stateFile(changed.state) };
        const outcome = await refLog.append(ref, commit, { files, message });
        if (outcome.ok) return changed.result;
      }
      throw new ExternalError({
        code: 'RETRAINING_STATE_BUSY',
        system: 'git',
        message: `Writing ${ref} (${refLog.place}) lost against other writers ${ATTEMPTS} times.`,
        hint: 'Run it again; give the monitoring workflow `concurrency` so that its runs do not overlap.',
        attempts: ATTEMPTS,
        retryable: true,
      });
    },
  };
}
