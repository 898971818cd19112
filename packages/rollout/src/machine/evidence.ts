import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { Arm, Reading } from '../ports.ts';
import { type CanaryJudging, isUnreachable, type Judgement, type Observation } from './observation.ts';
import type { RolloutPolicy } from './rollout-policy.ts';
import { changed } from './transition.ts';

/** The journal after a look at the metrics; `judgement` is null where there was no window to judge. */
export interface Judged {
  journal: RolloutJournal;
  judgement: Judgement | null;
  /** Whether this look told something: without it nothing may advance. */
  known: boolean;
}

/** Whether a new window is over. A tick that comes twice must not count an empty window as a silent one. */
export function windowDue(journal: RolloutJournal, policy: RolloutPolicy, nowMs: number): boolean {
  const { judged } = journal.times;
  return judged === null || nowMs < judged || nowMs - judged >= policy.windowMs / 2;
}

/**
 * Judges the window since the last complete read. An incomplete, late or impossible read contributes nothing and is counted;
 * the window after it starts from the last complete read.
 */
export function judgeReading(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  judging: CanaryJudging,
): Judged | null {
  const { reading } = seen;
  if (reading === undefined || !windowDue(journal, policy, seen.nowMs)) return null;
  const times = { ...journal.times, judged: seen.nowMs };
  if (isUnreachable(reading)) return unknown(journal, policy, seen, times, reading.unreachable.message);
  const usable = isComplete(reading);
  const previous = journal.reading as Reading | null;
  if (previous === null) {
    // The first complete read is where the first window starts: it is no gap, and it tells nothing yet.
    if (!usable) return unknown(journal, policy, seen, times, reading.problems[0] ?? 'the metrics are incomplete');
    return {
      journal: changed(journal, policy, seen, { times, reading: kept(reading) }),
      judgement: null,
      known: false,
    };
  }
  const judgement = judging.judge(journal.evidence, previous, reading);
  const { requests, problem } = judgement;
  const evidence = judgement.evidence as RolloutJournal['evidence'];
  const base = { times, evidence, guardrails: judgement.statuses };
  const from = usable ? { ...base, reading: kept(reading) } : base;
  if (!judgement.known) return { ...unknown({ ...journal, ...from }, policy, seen, times, problem), judgement };
  const { windows, step_requests } = journal;
  const next = changed(journal, policy, seen, {
    ...from,
    windows: { ...windows, known: windows.known + 1, consecutive_unknown: 0 },
    step_requests: {
      stable: step_requests.stable + requests.stable,
      candidate: step_requests.candidate + requests.candidate,
    },
  });
  return { journal: next, judgement, known: true };
}

function unknown(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  times: RolloutJournal['times'],
  problem: string,
): Judged {
  const { windows } = journal;
  const next = changed(journal, policy, seen, {
    times,
    windows: { ...windows, unknown: windows.unknown + 1, consecutive_unknown: windows.consecutive_unknown + 1 },
    reason: `Unknown window: ${problem}`.slice(0, 4096),
  });
  return { journal: next, judgement: null, known: false };
}

/** Whether every number of both arms is there. */
export function isComplete(reading: Reading): boolean {
  const arms = Object.values(reading.guardrails).flatMap(({ stable, candidate }) => [stable, candidate]);
  if (arms.length === 0 || reading.problems.length > 0) return false;
  return arms.every(
    (counts) => counts !== null && Object.values(counts).every((value) => Number.isFinite(value) && value >= 0),
  );
}

/** A read as the journal keeps it. */
const kept = (reading: Reading): RolloutJournal['reading'] => ({
  timeMs: reading.timeMs,
  guardrails: reading.guardrails,
  problems: reading.problems.map((problem) => problem.slice(0, 4096)),
});

/** Requests the candidate has answered in all, as far as the metrics tell: the largest count of any guardrail. */
export function candidateRequests(reading: Reading): number | null {
  const counts = Object.values(reading.guardrails).map(({ candidate }) => candidate?.n);
  const known = counts.filter((n): n is number => typeof n === 'number' && Number.isFinite(n));
  return known.length === 0 ? null : Math.max(...known);
}

/** Standard errors beyond which chance does not explain the share of requests, and the relative deviation that is always tolerated. */
const SHARE_STANDARD_ERRORS = 5;
const SHARE_TOLERANCE = 0.2;

/**
 * Whether the candidate's share of requests since the step began fits the weight: within a fifth of it plus what chance
 * explains. A split that is not the one asked for (sticky sessions, a cache in front) must not advance.
 * @param weight the candidate's share in percent
 */
export function shareFits(requests: Record<Arm, number>, weight: number): boolean {
  const total = requests.stable + requests.candidate;
  if (total === 0) return false;
  const expected = weight / 100;
  const spread = Math.sqrt((expected * (1 - expected)) / total);
  const tolerated = SHARE_TOLERANCE * Math.min(expected, 1 - expected) + SHARE_STANDARD_ERRORS * spread;
  return Math.abs(requests.candidate / total - expected) <= tolerated;
}
