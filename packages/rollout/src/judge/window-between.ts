import { ARMS, type CumulativeCount, type CumulativeMean, type Reading } from '../ports.ts';
import type { CanaryWindow, GuardrailWindow } from './canary-window.ts';
import type { GuardrailPolicy } from './judge-policy.ts';

type Cumulative = CumulativeCount | CumulativeMean | null | undefined;

/**
 * The window between two successive reads of cumulative counters. Nothing is guessed: a read that is not newer, that reports problems,
 * lacks an arm or has a counter which is no number or went backwards makes the guardrails concerned unknown, with the reason.
 */
export function windowBetween(
  previous: Reading,
  reading: Reading,
  guardrails: readonly GuardrailPolicy[],
): CanaryWindow {
  const wholly = problemOfReads(previous, reading);
  const entries = guardrails.map(({ id, kind }): [string, GuardrailWindow] => [
    id,
    wholly === null ? difference(kind, previous.guardrails[id], reading.guardrails[id]) : { unknown: wholly },
  ]);
  return { t: reading.timeMs / 1000, guardrails: Object.fromEntries(entries) };
}

function problemOfReads(previous: Reading, reading: Reading): string | null {
  if (!(reading.timeMs > previous.timeMs)) return 'a stale read: its time is not after that of the read before';
  const problems = [...previous.problems.map((problem) => `read before: ${problem}`), ...reading.problems];
  return problems.length === 0 ? null : problems.join('; ');
}

function difference(
  kind: GuardrailPolicy['kind'],
  before: Reading['guardrails'][string] | undefined,
  after: Reading['guardrails'][string] | undefined,
): GuardrailWindow {
  const window: Record<string, object> = {};
  for (const arm of ARMS) {
    const [from, to] = [before?.[arm], after?.[arm]];
    const problem = counterProblem(kind, from, to);
    if (problem !== null) return { unknown: `${arm}: ${problem}` };
    window[arm] = kind === 'mean' ? meanBetween(from, to) : countBetween(from, to);
  }
  return window as GuardrailWindow;
}

function counterProblem(kind: GuardrailPolicy['kind'], from: Cumulative, to: Cumulative): string | null {
  if (!to) return 'no series';
  if (!from) return 'no series in the read before';
  const rising = kind === 'mean' ? ['n', 'sum_sq'] : ['n', 'events'];
  const names = kind === 'mean' ? [...rising, 'sum'] : rising;
  for (const name of names) {
    const [start, end] = [numberOf(from, name), numberOf(to, name)];
    if (!Number.isFinite(start) || !Number.isFinite(end)) return `${name} is ${Number.isFinite(end) ? start : end}`;
    if (rising.includes(name) && (end as number) < (start as number))
      return `counter reset, ${name} went from ${start} to ${end}`;
  }
  return null;
}

function numberOf(numbers: CumulativeCount | CumulativeMean, name: string): unknown {
  return (numbers as unknown as Record<string, unknown>)[name];
}

function countBetween(from: Cumulative, to: Cumulative) {
  const [start, end] = [from as CumulativeCount, to as CumulativeCount];
  return { n: end.n - start.n, x: end.events - start.events };
}

function meanBetween(from: Cumulative, to: Cumulative) {
  const [start, end] = [from as CumulativeMean, to as CumulativeMean];
  return { n: end.n - start.n, sum: end.sum - start.sum, sum_sq: end.sum_sq - start.sum_sq };
}
