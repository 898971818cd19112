import { type ChampionState, EvidenceError } from '@model-delivery/core';

/** The error of a champion that exists (or may exist) but cannot be compared with; exit 4. */
export function championError(state: Exclude<ChampionState, 'none' | 'ready'>, reason: string): EvidenceError {
  const what = {
    unreachable: 'it cannot be reached',
    stale: 'its predictions are stale',
    incomparable: 'it cannot be compared',
  }[state];
  const hint = {
    unreachable:
      'Make it reachable (path, fetch-depth, remote, permissions); only a registry that answers "no such alias" counts as a first model.',
    stale: "Score the champion on today's test set, or evaluate the candidate on the champion's.",
    incomparable: 'Write both files from the same test set, with unique ids, the same labels and the same metrics.',
  }[state];
  return new EvidenceError({
    code: `CHAMPION_${state.toUpperCase()}`,
    message: `Comparing with the champion: ${what}: ${reason}.`,
    hint,
  });
}
