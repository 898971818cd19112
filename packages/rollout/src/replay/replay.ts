import { EvidenceError } from '@model-delivery/core';
import type { CanaryWindow } from '../judge/canary-window.ts';
import { createJudge, type Judgement } from '../judge/judge.ts';
import { decideStep } from '../judge/step-decision.ts';
import { parseRecordedWindow, type RecordedWindow } from './recorded-window.ts';
import type { ReplayPolicy } from './replay-policy.ts';

/** A replay has no steps in time and no split: what only they would ask for is given. */
const ONE_STEP = { timeInStepMs: 0, minTimeMs: 0, shareOk: true, horizonPassed: false };

/** What the judge decides about one series; `at` is the t (seconds) of the deciding or last judged window. */
export interface ReplayedSeries {
  series: string | number;
  decision: 'promote' | 'rollback' | 'inconclusive';
  at: number;
  /** `hold`, `horizon` or `end` where inconclusive; else a sentence. */
  reason: string;
}

/**
 * Judges recorded windows (JSON Lines) series by series, in order of first appearance. The first of rollback and promotion decides; steps do
 * not exist here but for the first one's `min_requests`.
 * @throws EvidenceError for a malformed line, a time that occurs twice in a series, and a recording without windows
 */
export function replayWindows(text: string, policy: ReplayPolicy): ReplayedSeries[] {
  const bySeries = Map.groupBy(parseWindows(text, policy), ({ series }) => series);
  return [...bySeries].map(([series, windows]) => ({ series, ...judgeSeries(inOrder(series, windows), policy) }));
}

function parseWindows(text: string, policy: ReplayPolicy): RecordedWindow[] {
  const windows = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) =>
      line.trim() === '' ? [] : [parseRecordedWindow(line, index + 1, policy.judge.guardrails)],
    );
  if (windows.length > 0) return windows;
  throw new EvidenceError({
    code: 'WINDOWS_EMPTY',
    message: 'The recording has no window, so there is nothing to judge.',
    hint: 'Record one JSON object a line: series, t and the counts of both arms.',
  });
}

function inOrder(series: string | number, windows: RecordedWindow[]): CanaryWindow[] {
  const sorted = windows.toSorted((a, b) => a.window.t - b.window.t);
  for (const [index, { window, line }] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before?.window.t !== window.t) continue;
    throw new EvidenceError({
      code: 'WINDOWS_REPEATED_TIME',
      message: `The series ${series} has the time ${window.t} more than once (lines ${before.line} and ${line}).`,
      hint: 'Every window of a series ends at a time of its own; give different canaries different series.',
    });
  }
  return sorted.map(({ window }) => window);
}

function judgeSeries(windows: readonly CanaryWindow[], policy: ReplayPolicy): Omit<ReplayedSeries, 'series'> {
  const judge = createJudge(policy.judge);
  const first = windows[0]!.t;
  let judgement: Judgement | undefined;
  let at = first;
  let ended = 'end';
  for (const window of windows) {
    if (window.t - first >= policy.horizonSeconds) {
      ended = 'horizon';
      break;
    }
    judgement = judge.add(window);
    at = window.t;
    const { decision, reason } = decideStep({
      ...ONE_STEP,
      ...policy,
      judgement,
      requestsInStep: judge.requestsInStep,
    });
    if (decision === 'rollback') return { decision, at, reason };
    if (decision === 'advance')
      return {
        decision: 'promote',
        at,
        reason: judge
          .statuses()
          .map(({ message }) => message)
          .join(' '),
      };
  }
  return { decision: 'inconclusive', at, reason: judgement?.hold ? 'hold' : ended };
}
