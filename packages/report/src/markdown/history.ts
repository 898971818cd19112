/*
 * Earlier verdicts of the same pull request. They live in a hidden last line of our own comment and change only when the
 * head commit or the verdict does, so that a repeated run leaves the comment as it is.
 */
import { VERDICTS, type Verdict } from '@model-delivery/core';
import type { ReportView } from '../view/report-view.ts';

/** Earlier verdicts that are kept. */
const KEPT = 5;

export interface HistoryEntry {
  verdict: Verdict;
  /** Abbreviated commit; empty where none was known. */
  commit: string;
  value: number | null;
}

export interface History {
  /** The metric of the values; empty where there is none. */
  metric: string;
  now: HistoryEntry;
  /** Newest first. */
  past: HistoryEntry[];
}

const LINE = /^<!-- model-delivery:history metric=([A-Za-z0-9_.-]{0,64}) now=(\S{1,80}) past=(\S{0,480}) -->$/;
const ENTRY = new RegExp(`^(${VERDICTS.join('|')})/([0-9a-f]{0,12})/(-?\\d{1,15}(?:\\.\\d{1,8})?)?$`);

/** The history after this report: what the previous comment says, and this verdict if it is a new one. */
export function nextHistory(view: ReportView, previousBody: string | undefined): History {
  const metric = view.trend === null ? '' : view.trend.metric.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 64);
  const now: HistoryEntry = {
    verdict: view.verdict,
    commit: view.headSha?.slice(0, 7) ?? '',
    value: view.trend === null ? null : rounded(view.trend.value),
  };
  const previous = previousBody === undefined ? null : parseHistory(previousBody);
  if (previous === null) return { metric, now, past: [] };
  const same = previous.now.commit === now.commit && previous.now.verdict === now.verdict;
  const past = same ? previous.past : [previous.now, ...previous.past].slice(0, KEPT);
  const comparable = previous.metric === metric ? past : past.map((entry) => ({ ...entry, value: null }));
  return { metric, now, past: comparable };
}

/** Six digits after the point, as the hidden line stores it; a number that does not fit is not kept. */
function rounded(value: number): number | null {
  return Number.isFinite(value) && Math.abs(value) < 1e12 ? Number(value.toFixed(6)) : null;
}

export function renderHistory(history: History): string {
  const entry = ({ verdict, commit, value }: HistoryEntry) =>
    `${verdict}/${commit}/${value === null ? '' : value.toFixed(6).replace(/\.?0+$/, '')}`;
  return `<!-- model-delivery:history metric=${history.metric} now=${entry(history.now)} past=${history.past.map(entry).join(',')} -->`;
}

/** Reads the hidden line of a body, which only counts as the last one; null when there is none or it is not ours. */
export function parseHistory(body: string): History | null {
  const match = LINE.exec(body.replaceAll('\r\n', '\n').trimEnd().split('\n').at(-1) ?? '');
  if (match === null) return null;
  const now = parseEntry(match[2]!);
  const past = match[3] === '' ? [] : match[3]!.split(',').map(parseEntry);
  if (now === null || past.length > KEPT || past.some((entry) => entry === null)) return null;
  return { metric: match[1]!, now, past: past.filter((entry) => entry !== null) };
}

function parseEntry(written: string): HistoryEntry | null {
  const match = ENTRY.exec(written);
  if (match === null) return null;
  const value = match[3] === undefined ? null : Number(match[3]);
  return { verdict: match[1] as Verdict, commit: match[2]!, value };
}
