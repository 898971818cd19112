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
 * Judges the window since the last read. What is missing, late or impossible in a read contributes nothing, and the window counts
 * as unknown; a guardrail's next window starts where its last one ended, so that nothing is judged twice.
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
  const previous = journal.reading as Reading | null;
  if (previous === null) return firstRead(journal, policy, seen, times, reading);
  const judgement = judging.judge(journal.evidence, previous, reading);
  const { requests, problem } = judgement;
  const evidence = judgement.evidence as RolloutJournal['evidence'];
  const from = { times, evidence, guardrails: judgement.statuses, reading: nextStart(previous, reading) };
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

/** Where the first window starts: no gap when it is complete, and it tells nothing yet. What it lacks starts with a later read. */
function firstRead(
  journal: RolloutJournal,
  policy: RolloutPolicy,
  seen: Observation,
  times: RolloutJournal['times'],
  reading: Reading,
): Judged {
  const trusted = Number.isFinite(reading.timeMs) && reading.problems.length === 0;
  const start = trusted ? startOf(reading) : null;
  if (isComplete(reading))
    return { journal: changed(journal, policy, seen, { times, reading: start }), judgement: null, known: false };
  const problem = reading.problems[0] ?? 'the metrics lack an arm, or a number of it';
  return unknown({ ...journal, reading: start }, policy, seen, times, problem);
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
  const guardrails = Object.values(reading.guardrails);
  const trusted = Number.isFinite(reading.timeMs) && reading.problems.length === 0;
  return trusted && guardrails.length > 0 && guardrails.every(isWhole);
}

type Arms = Reading['guardrails'][string];

/** Whether one guardrail has every number of both arms. Only the sum of a business value may be negative. */
const isWhole = ({ stable, candidate }: Arms): boolean =>
  [stable, candidate].every(
    (counts) =>
      counts !== null &&
      Object.entries(counts).every(([name, value]) => Number.isFinite(value) && (value >= 0 || name === 'sum')),
  );

const startOf = ({ timeMs, guardrails }: Reading): RolloutJournal['reading'] => ({
  timeMs,
  guardrails: Object.fromEntries(
    Object.entries(guardrails).map(([id, arms]) => [id, isWhole(arms) ? arms : { stable: null, candidate: null }]),
  ),
  problems: [],
});

/**
 * Where the next window starts, guardrail by guardrail: at this read where the guardrail was whole, so that what was judged is not
 * judged again; otherwise where it started before. A read that is not newer, or that cannot be trusted, moves nothing.
 */
function nextStart(previous: Reading, reading: Reading): RolloutJournal['reading'] {
  if (reading.problems.length > 0 || !(reading.timeMs > previous.timeMs)) return previous;
  const start = startOf(reading)!;
  const entries = Object.entries(start.guardrails).map(([id, arms]) => {
    const whole = reading.guardrails[id] !== undefined && isWhole(reading.guardrails[id]);
    return [id, whole ? arms : (previous.guardrails[id] ?? arms)];
  });
  return { ...start, guardrails: { ...previous.guardrails, ...Object.fromEntries(entries) } };
}

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
