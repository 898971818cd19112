import { expect, it } from 'vitest';
import { look, policy, rolloutAt, STARTED_MS } from '../../testing/rollout-at.ts';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import { canaryJudging } from '../judge/canary-judging.ts';
import { judgePolicy } from '../judge/judge-policy.ts';
import type { CumulativeCount, CumulativeMean, Reading } from '../ports.ts';
import { isComplete, judgeReading, shareFits } from './evidence.ts';

const COUNT = { kind: 'count', events: 'e', total: 'n' } as const;
const judging = canaryJudging(
  judgePolicy({
    guardrails: [
      { id: 'errors', ...COUNT },
      { id: 'slow', ...COUNT },
    ],
  }),
);

type Arm = [n: number, events: number] | null;
const count = (arm: Arm): CumulativeCount | null => (arm === null ? null : { n: arm[0], events: arm[1] });
/** A read `minute` minutes after the start; both guardrails of the stable arm have 100 requests a minute. */
function read(minute: number, errors: Arm, slow: Arm, more: Partial<Reading> = {}): Reading {
  const stable = { n: 100 * minute, events: 0 };
  const guardrails = { errors: { stable, candidate: count(errors) }, slow: { stable, candidate: count(slow) } };
  return { timeMs: STARTED_MS + 60_000 * minute, guardrails, problems: [], ...more };
}

/** Judges reads, one a minute, and gives the journal after them. */
function judged(...readings: Reading[]): RolloutJournal {
  let journal = rolloutAt({ state: 'Canary', step: 0 });
  for (const [minute, reading] of readings.entries())
    journal = judgeReading(journal, policy, look(60_000 * minute, { reading }), judging)!.journal;
  return journal;
}
const totals = ({ guardrails }: RolloutJournal) =>
  Object.fromEntries(guardrails.map(({ id, candidate }) => [id, [candidate.n, candidate.events]]));

it('counts every request once where one guardrail is missing for a while', () => {
  const journal = judged(read(0, [0, 0], [0, 0]), read(1, [10, 1], null), read(2, [20, 3], [20, 4]));
  expect(totals(journal)).toEqual({ errors: [20, 3], slow: [20, 4] });
  expect(journal.windows).toEqual({ known: 1, unknown: 1, consecutive_unknown: 0 });
});

it('learns what the others say while one guardrail never has numbers, and never knows enough to advance', () => {
  const journal = judged(read(0, [0, 0], null), read(1, [10, 1], null), read(2, [20, 3], null));
  expect(totals(journal)).toEqual({ errors: [20, 3], slow: [0, 0] });
  expect(journal.windows).toEqual({ known: 0, unknown: 3, consecutive_unknown: 3 });
  expect(journal.step_requests.candidate).toBe(0);
});

it('a stale read, also one of another replica that lags, moves nothing', () => {
  const stale = read(1, [10, 1], [10, 1], { timeMs: STARTED_MS - 1 });
  const journal = judged(read(0, [0, 0], [0, 0]), stale, read(2, [20, 3], [20, 4]));
  expect(totals(journal)).toEqual({ errors: [20, 3], slow: [20, 4] });
  expect(journal.windows).toMatchObject({ known: 1, unknown: 1 });
});

it('a source that says its data are partial moves nothing', () => {
  const partial = read(1, [10, 1], [10, 1], { problems: ['a shard is missing'] });
  const journal = judged(partial, read(1, [10, 1], [10, 1]), read(2, [20, 3], [20, 4]));
  expect(totals(journal)).toEqual({ errors: [10, 2], slow: [10, 3] });
  expect(journal.windows).toMatchObject({ known: 1, unknown: 1 });
});

it('a counter that went back contributes nothing, and the next window starts from it', () => {
  const journal = judged(read(0, [50, 5], [50, 5]), read(1, [2, 0], [60, 6]), read(2, [12, 1], [70, 7]));
  expect(totals(journal)).toEqual({ errors: [10, 1], slow: [20, 2] });
  expect(journal.windows).toMatchObject({ known: 1, unknown: 1 });
});

it('tells a complete read from one that is not', () => {
  const mean = (sum: number): CumulativeMean => ({ n: 3, sum, sum_sq: 0 });
  const of = (counts: CumulativeCount | CumulativeMean | null) =>
    isComplete({ timeMs: 1, guardrails: { g: { stable: counts, candidate: counts } }, problems: [] });
  expect(of({ n: 1, events: 0 })).toBe(true);
  expect(of(mean(-5))).toBe(true);
  expect(of({ n: -1, events: 0 })).toBe(false);
  expect(of({ n: 1, events: Number.NaN })).toBe(false);
  expect(of(mean(Number.POSITIVE_INFINITY))).toBe(false);
  expect(of(null)).toBe(false);
  expect(isComplete({ timeMs: 1, guardrails: {}, problems: [] })).toBe(false);
  expect(isComplete({ ...read(1, [1, 0], [1, 0]), timeMs: Number.NaN })).toBe(false);
});

it.each<[stable: number, candidate: number, weight: number, fits: boolean]>([
  [950, 50, 5, true],
  [9500, 500, 5, true],
  [9000, 1000, 5, false],
  [10_000, 0, 5, false],
  [0, 0, 5, false],
  [19, 1, 50, true],
  [200, 20, 50, false],
])('%i and %i requests at a weight of %f', (stable, candidate, weight, fits) => {
  expect(shareFits({ stable, candidate }, weight)).toBe(fits);
});
