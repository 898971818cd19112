import { ExternalError } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { runJsonCommand } from '../json-command.ts';
import {
  ARMS,
  type Arm,
  type CumulativeCount,
  type CumulativeMean,
  type MetricSource,
  type Reading,
} from '../ports.ts';
import type { ArmLabels, Guardrail } from './guardrail-counters.ts';

/** The command and what it is asked for. */
export interface CommandSourceSettings {
  command: readonly string[];
  guardrails: readonly Guardrail[];
  arms: ArmLabels;
  timeoutMs: number;
}

type Numbers = CumulativeCount | CumulativeMean | null;

/**
 * The user's command prints cumulative counters in the form of recorded windows:
 * `{"t":1767225600,"arms":{"stable":{"n":1000,"errors":3},"candidate":{"n":52,"errors":0}},"problems":[]}`. `t` in seconds, default now.
 * A guardrail is its events, or `{"n","events"}` with its own total, or `{"n","sum","sum_sq"}` for a mean; null or absent = not known.
 * It gets `{"guardrails":[…],"arms":{…}}` on stdin.
 */
export function commandSource(settings: CommandSourceSettings, context: AdapterContext): MetricSource {
  return {
    kind: 'command',
    read: async (signal) => {
      const answer = await runJsonCommand({
        name: 'source.command',
        command: settings.command,
        input: { guardrails: settings.guardrails, arms: settings.arms },
        timeoutMs: settings.timeoutMs,
        context,
        signal,
      });
      try {
        return readingFrom(answer, settings.guardrails, context.now ?? Date.now);
      } catch (cause) {
        throw new ExternalError({
          code: 'SOURCE_ANSWER_UNUSABLE',
          system: 'source.command',
          message: `The answer of source.command cannot be used: ${(cause as Error).message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
          hint: 'Expected {"t":SECONDS,"arms":{"stable":{"n":…,"<guardrail id>":…},"candidate":{…}}} with cumulative counters.',
          cause,
        });
      }
    },
  };
}

function readingFrom(answer: unknown, guardrails: readonly Guardrail[], now: () => number): Reading {
  const { t, arms, problems } = object(answer, 'the answer');
  if (t !== undefined && (typeof t !== 'number' || !Number.isFinite(t))) throw new Error('`t` is no number of seconds');
  const byArm = object(arms, '`arms`');
  for (const arm of Object.keys(byArm)) {
    if (!(ARMS as readonly string[]).includes(arm)) throw new Error(`unknown arm ${JSON.stringify(arm)}`);
  }
  return {
    timeMs: t === undefined ? now() : Math.round((t as number) * 1000),
    guardrails: Object.fromEntries(
      guardrails.map((guardrail) => [
        guardrail.id,
        Object.fromEntries(ARMS.map((arm) => [arm, numbersOf(guardrail, arm, byArm[arm])])) as Record<Arm, Numbers>,
      ]),
    ),
    problems: problems === undefined ? [] : texts(problems),
  };
}

function numbersOf(guardrail: Guardrail, arm: Arm, value: unknown): Numbers {
  if (value === undefined || value === null) return null;
  const numbers = object(value, `arms.${arm}`);
  const own = Object.hasOwn(numbers, guardrail.id) ? numbers[guardrail.id] : undefined;
  if (own === undefined || own === null) return null;
  const where = `arms.${arm}.${guardrail.id}`;
  if (guardrail.kind === 'mean') {
    const mean = object(own, where);
    return { n: number(mean.n, where), sum: number(mean.sum, where), sum_sq: number(mean.sum_sq ?? 0, where) };
  }
  if (typeof own === 'object') {
    const count = object(own, where);
    return { n: number(count.n, where), events: number(count.events, where) };
  }
  return { n: number(numbers.n, `arms.${arm}.n`), events: number(own, where) };
}

/** "NaN" is how JSON writers without NaN spell it: it stays no number, and makes the window unknown. */
function number(value: unknown, where: string): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined || value === 'NaN') return Number.NaN;
  throw new Error(`${where}: expected a number`);
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`${where}: expected an object`);
}

function texts(value: unknown): string[] {
  if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return value;
  throw new Error('`problems`: expected a list of texts');
}
