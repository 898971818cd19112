import type { ArmCounts, ArmMean, WindowCounts, WindowMeans } from '@model-delivery/stats';
import { ARMS, type Arm } from '../ports.ts';
import type { GuardrailPolicy } from './judge-policy.ts';

/** One guardrail in one window: counts or values of both arms, or why nothing is known. */
export type GuardrailWindow = Record<Arm, ArmCounts | ArmMean> | { unknown: string };

/** What happened between two reads. Guardrails that are absent, and numbers that cannot be, are unknown. */
export interface CanaryWindow {
  /** When the window ended, seconds. */
  t: number;
  guardrails: Record<string, GuardrailWindow>;
  /** Requests of each arm; by default the largest number of any guardrail. */
  requests?: Record<Arm, number>;
}

/** A guardrail's numbers after every check that they can be judged. */
export type KnownWindow = { kind: 'counts'; counts: WindowCounts } | { kind: 'means'; means: WindowMeans };

/** Checks one guardrail's numbers: finite, not negative, no more events than requests. Gives the reason where they are unknown. */
export function readGuardrail(
  { kind }: Pick<GuardrailPolicy, 'kind'>,
  window: GuardrailWindow | undefined,
): KnownWindow | { unknown: string } {
  if (window === undefined || window === null) return { unknown: 'no numbers' };
  if ('unknown' in window) return window;
  for (const arm of ARMS) {
    const problem = kind === 'mean' ? meanProblem(window[arm]) : countProblem(window[arm]);
    if (problem !== null) return { unknown: `${arm}: ${problem}` };
  }
  return kind === 'mean'
    ? { kind: 'means', means: window as WindowMeans }
    : { kind: 'counts', counts: window as WindowCounts };
}

function countProblem(arm: ArmCounts | ArmMean | null | undefined): string | null {
  if (arm === undefined || arm === null) return 'no numbers';
  const { n, x } = arm as ArmCounts;
  if (!isCount(n)) return `${shown(n)} requests`;
  if (!isCount(x)) return `${shown(x)} events`;
  return x > n ? `${x} events in ${n} requests` : null;
}

function meanProblem(arm: ArmCounts | ArmMean | null | undefined): string | null {
  if (arm === undefined || arm === null) return 'no numbers';
  const { n, sum, sum_sq } = arm as ArmMean;
  if (!isCount(n)) return `${shown(n)} values`;
  if (typeof sum !== 'number' || !Number.isFinite(sum)) return `a sum of ${shown(sum)}`;
  return isCount(sum_sq) ? null : `a sum of squares of ${shown(sum_sq)}`;
}

/** A finite number that is not negative. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** A value of unknown origin, short enough for a sentence. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'no number of';
  return typeof value === 'number' ? String(value) : `"${String(value).slice(0, 40)}"`;
}
