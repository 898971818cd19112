import type { DispatchRecord } from '../state/retraining-state.ts';
import { durationMs } from '../windows.ts';
import { type Champion, type Signal, unjudged } from './signal.ts';

const DAY_MS = 86_400_000;

/**
 * Age: time since the champion was promoted (or registered). Over from the limit on; crossed unless a run was dispatched since
 * the limit was last passed. `value` and `threshold` in days.
 */
export function ageSignal(
  limit: string,
  champion: Champion | null,
  momentMs: number,
  dispatches: readonly DispatchRecord[],
): Signal {
  const limitMs = durationMs(limit);
  const threshold = limitMs / DAY_MS;
  if (champion === null) return unjudged('age', null, threshold, 'there is no champion');
  const ageMs = momentMs - Date.parse(champion.since);
  // Whole days, so that the document of one day is one document; the decision is by the millisecond.
  const value = Math.max(0, Math.floor(ageMs / DAY_MS));
  const over = ageMs >= limitMs;
  const passedMs = Date.parse(champion.since) + agePeriod(limit, champion, momentMs) * limitMs;
  const answered = over && dispatches.some((each) => Date.parse(each.time) >= passedMs);
  return {
    kind: 'age',
    subject: champion.version,
    value,
    threshold,
    windows: null,
    over,
    crossed: over && !answered,
    judged: true,
    message: `The champion serves since ${champion.since.slice(0, 10)}, ${value} day${value === 1 ? '' : 's'}; allowed ${limit}${answered ? '; a run was started for that' : ''}.`,
  };
}

/** How many whole limits old the champion is: each of them asks for one retraining run, not one per check. */
export function agePeriod(limit: string, champion: Champion, momentMs: number): number {
  return Math.floor((momentMs - Date.parse(champion.since)) / Math.max(1, durationMs(limit)));
}
