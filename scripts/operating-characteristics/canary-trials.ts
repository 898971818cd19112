import { checkSeed } from '@model-delivery/core';
import { createRandom, type RandomStream } from '@model-delivery/stats';
import type { GuardrailWindow } from '../../packages/rollout/src/judge/canary-window.ts';
import { createJudge } from '../../packages/rollout/src/judge/judge.ts';
import { type JudgePolicy, judgePolicy } from '../../packages/rollout/src/judge/judge-policy.ts';
import { MINUTES } from './canary-traffic.ts';
import { type Rate, rateOf } from './rate.ts';
import type { Simulation } from './trials.ts';

/** How one simulated canary ended, and after which minute (from 1). */
export interface CanaryEnd {
  decision: 'promote' | 'rollback' | 'inconclusive';
  minute: number;
  /** Whether the exact test ever held it. */
  held: boolean;
}

export interface CanaryRates {
  promote: Rate;
  rollback: Rate;
  inconclusive: Rate;
  held: Rate;
  /** Median minute among the canaries that ended so; null where none did. */
  promoteMinute: number | null;
  rollbackMinute: number | null;
}

const SHARED = { id: 'errors', kind: 'count', events: 'errors', total: 'requests', non_inferiority: 1.5 } as const;
/** One guardrail with margin 1.5: alone, and with `max_rate: 0.01`. */
export const RATIO_POLICY: JudgePolicy = judgePolicy({ guardrails: [SHARED] });
export const RATE_POLICY: JudgePolicy = judgePolicy({ guardrails: [{ ...SHARED, max_rate: 0.01 }] });

/** Plays minutes to the judge as `canary replay` does: the first of rollback and promotion decides. */
export function playJudge(policy: JudgePolicy, minutes: readonly GuardrailWindow[], ignore?: 'promotion'): CanaryEnd {
  const judge = createJudge(policy);
  const { id } = policy.guardrails[0]!;
  let held = false;
  for (const [index, window] of minutes.entries()) {
    const { rollback, hold, met } = judge.add({ t: 60 * index, guardrails: { [id]: window } });
    held ||= hold !== null;
    if (rollback) return { decision: 'rollback', minute: index + 1, held };
    if (met && !hold && ignore !== 'promotion') return { decision: 'promote', minute: index + 1, held };
  }
  return { decision: 'inconclusive', minute: minutes.length, held };
}

/** Plays many canaries by several rules, each rule on the same minutes; every cell has a random stream of its own. */
export function simulateCanaries<Rule extends string, Window>(
  { trials, seed, progress }: Simulation,
  cell: string,
  draw: (random: RandomStream, minute: number) => Window,
  rules: Record<Rule, (minutes: readonly Window[]) => CanaryEnd>,
  part = 1,
): Record<Rule, CanaryRates> {
  const random = createRandom(checkSeed(`canary/${cell}`, { seed }));
  const count = Math.max(1, Math.round(trials * part));
  const names = Object.keys(rules) as Rule[];
  const ends = new Map(names.map((name) => [name, [] as CanaryEnd[]]));
  for (let trial = 0; trial < count; trial++) {
    const minutes = Array.from({ length: MINUTES }, (_, minute) => draw(random, minute));
    for (const name of names) ends.get(name)!.push(rules[name](minutes));
  }
  progress(`canary/${cell}`);
  return Object.fromEntries([...ends].map(([name, list]) => [name, ratesOf(list)])) as Record<Rule, CanaryRates>;
}

function ratesOf(ends: readonly CanaryEnd[]): CanaryRates {
  const share = (test: (end: CanaryEnd) => boolean) => rateOf(ends.filter(test).length, ends.length);
  const median = (decision: CanaryEnd['decision']) => {
    const minutes = ends.filter((end) => end.decision === decision).map(({ minute }) => minute);
    return minutes.toSorted((a, b) => a - b)[Math.floor((minutes.length - 1) / 2)] ?? null;
  };
  return {
    promote: share(({ decision }) => decision === 'promote'),
    rollback: share(({ decision }) => decision === 'rollback'),
    inconclusive: share(({ decision }) => decision === 'inconclusive'),
    held: share(({ held }) => held),
    promoteMinute: median('promote'),
    rollbackMinute: median('rollback'),
  };
}

/** A median minute in a table. */
export function minuteText(minute: number | null): string {
  return minute === null ? '-' : String(minute);
}
