import { EvidenceError } from '@model-delivery/core';
import type { CanaryWindow, GuardrailWindow } from '../judge/canary-window.ts';
import type { GuardrailPolicy } from '../judge/judge-policy.ts';
import { ARMS } from '../ports.ts';

/** One line of a recording. */
export interface RecordedWindow {
  /** A text or a number, as written. */
  series: string | number;
  /** Number of the line, from 1. */
  line: number;
  window: CanaryWindow;
}

type Json = Record<string, unknown>;

/**
 * One line `{"series","t","arms":{"stable":{"n",<guardrail id>…},"candidate":{…}}}`. What is no number inside an arm makes the guardrail
 * unknown (also a bare NaN, as Python writes it); a line without series, t or the form of an object is an error.
 * @throws EvidenceError naming the line
 */
export function parseRecordedWindow(
  text: string,
  line: number,
  guardrails: readonly GuardrailPolicy[],
): RecordedWindow {
  const value = parseLine(text, line);
  const { series, t, arms } = value;
  if (typeof series !== 'string' && typeof series !== 'number') throw malformed(line, '`series` is no text');
  if (typeof t !== 'number' || !Number.isFinite(t)) throw malformed(line, '`t` is no number of seconds');
  const window: CanaryWindow = { t, guardrails: {} };
  for (const guardrail of guardrails) window.guardrails[guardrail.id] = guardrailOf(guardrail, arms);
  const [stable, candidate] = ARMS.map((arm) => armOf(arms, arm)?.n);
  if (isCount(stable) && isCount(candidate)) window.requests = { stable, candidate };
  return { series, line, window };
}

function parseLine(text: string, line: number): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      value = JSON.parse(withoutBareNumbers(text));
    } catch (error) {
      throw malformed(line, `it is not JSON (${(error as Error).message.slice(0, 120)})`);
    }
  }
  if (!isObject(value)) throw malformed(line, 'it is no object');
  return value;
}

/** NaN and infinities, which some writers leave bare, become null; texts stay as they are. */
function withoutBareNumbers(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  );
}

function guardrailOf({ id, kind }: GuardrailPolicy, arms: unknown): GuardrailWindow {
  const window: Record<string, unknown> = {};
  for (const arm of ARMS) {
    const recorded = armOf(arms, arm);
    if (recorded === null) return { unknown: `${arm}: the arm is missing` };
    if (!isCount(recorded.n)) return { unknown: `${arm}: its n is no number of requests` };
    const value = Object.hasOwn(recorded, id) ? recorded[id] : undefined;
    window[arm] = kind === 'mean' ? (isObject(value) ? value : null) : { n: recorded.n, x: value };
  }
  return window as GuardrailWindow;
}

function armOf(arms: unknown, arm: string): Json | null {
  if (!isObject(arms) || !Object.hasOwn(arms, arm)) return null;
  return isObject(arms[arm]) ? arms[arm] : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function malformed(line: number, detail: string): EvidenceError {
  return new EvidenceError({
    code: 'WINDOWS_MALFORMED',
    message: `Line ${line} of the recorded windows cannot be read: ${detail}.`,
    hint: 'A line is {"series": "a", "t": 60, "arms": {"stable": {"n": 5700, "errors": 28}, "candidate": {"n": 300, "errors": 1}}}.',
  });
}
