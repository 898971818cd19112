import type { DataReport, Evaluation, RetrainingConfig } from '@model-delivery/core';
import { agePeriod, ageSignal } from './signals/age-signal.ts';
import { driftSignal } from './signals/drift-signal.ts';
import { metricSignal } from './signals/metric-signal.ts';
import { type Champion, type Signal, unjudged, type WindowedSignal } from './signals/signal.ts';
import { volumeSignal } from './signals/volume-signal.ts';
import { countedDispatches, withWindows } from './state/changes.ts';
import type { RetrainingState, SeenWindow } from './state/retraining-state.ts';
import { windowRule } from './windows.ts';

/** What is judged: documents, champion, rules and the moment. Pure values; whoever calls has read them. */
export interface RetrainingEvidence {
  model: string;
  policy: RetrainingConfig;
  dataReport: { document: DataReport; digest: string } | null;
  evaluation: { document: Evaluation; digest: string } | null;
  champion: Champion | null;
  /** Milliseconds since 1970 that ages, cooldown and budget are judged at. */
  momentMs: number;
}

/** Signals as judged, the windows this run saw, and the pieces of evidence that crossed. */
export interface JudgedSignals {
  signals: Signal[];
  /** Windows of the documents at hand, to be remembered. */
  windows: SeenWindow[];
  /** What the idempotency key is made of: digests of the windows over the line, data report, champion. */
  crossing: string[];
}

/** Judges every configured signal in the order drift, metric, volume, age. */
export function judgeSignals(evidence: RetrainingEvidence, state: RetrainingState): JudgedSignals {
  const when = evidence.policy.when ?? {};
  const result: JudgedSignals = { signals: [], windows: [], crossing: [] };
  if (when.drift !== undefined) addWindowed(result, evidence, state, drift(evidence), when.drift.windows);
  if (when.metric !== undefined) {
    addWindowed(result, evidence, state, metric(evidence, when.metric), when.metric.windows);
  }
  if (when.volume !== undefined) {
    const signal = volume(evidence, state, when.volume);
    result.signals.push(signal);
    if (signal.crossed) result.crossing.push(`volume:${evidence.dataReport!.digest}`);
  }
  if (when.age !== undefined) {
    const { champion, momentMs } = evidence;
    const signal = ageSignal(when.age, champion, momentMs, countedDispatches(state));
    result.signals.push(signal);
    if (signal.crossed) result.crossing.push(`age:${champion!.version}:${agePeriod(when.age, champion!, momentMs)}`);
  }
  return result;
}

function drift({ dataReport }: RetrainingEvidence): WindowedSignal {
  if (dataReport === null) return { signal: unjudged('drift', null, 0, 'there is no data report'), window: null };
  return driftSignal(dataReport.document, dataReport.digest);
}

function metric(
  { evaluation, champion }: RetrainingEvidence,
  rule: Parameters<typeof metricSignal>[0],
): WindowedSignal {
  if (evaluation !== null) return metricSignal(rule, evaluation.document, evaluation.digest, champion);
  const signal = unjudged('metric', rule.name ?? null, rule.max_drop, 'there is no evaluation of recent data');
  return { signal, window: null };
}

function volume(
  evidence: RetrainingEvidence,
  state: RetrainingState,
  rule: Parameters<typeof volumeSignal>[0],
): Signal {
  const { dataReport, champion } = evidence;
  if (dataReport === null) return unjudged('volume', rule.dataset ?? null, rule.new_rows, 'there is no data report');
  const since = champion === null ? 0 : Date.parse(champion.since);
  const last = countedDispatches(state).findLast((each) => Date.parse(each.time) > since);
  return volumeSignal(rule, dataReport.document, champion, last);
}

/** Counts a signal of reports over the last `m` windows that no dispatch has answered yet. */
function addWindowed(
  result: JudgedSignals,
  evidence: RetrainingEvidence,
  state: RetrainingState,
  { signal, window }: WindowedSignal,
  rule: string | undefined,
): void {
  const { k, m } = windowRule(rule);
  if (window === null) {
    result.signals.push(signal);
    return;
  }
  const seen: SeenWindow = { ...window, time: new Date(evidence.momentMs).toISOString(), answered_by: null };
  result.windows.push(seen);
  const recent = withWindows(state, [seen])
    .windows.filter((each) => each.kind === seen.kind && each.champion === seen.champion && each.answered_by === null)
    .slice(-m);
  const over = recent.filter((each) => each.over);
  const crossed = over.length >= k;
  const words = `${over.length} of the last ${recent.length} window${recent.length === 1 ? '' : 's'} over the line, ${k} of ${m} asked.`;
  result.signals.push({
    ...signal,
    windows: { over: over.length, seen: recent.length, k, m },
    crossed,
    message: `${signal.message} ${words}`,
  });
  if (crossed) result.crossing.push(...over.map((each) => each.digest));
}
