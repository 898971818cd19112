import { exactAlone, repeatedZTest } from './canary-rules.ts';
import { drawMinute, PATTERNS, type TrafficPattern } from './canary-traffic.ts';
import { type CanaryRates, playJudge, RATIO_POLICY, simulateCanaries } from './canary-trials.ts';
import { markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import type { Section } from './table.ts';
import type { Simulation } from './trials.ts';

const RPS = 100;
const RATES = [0.001, 0.005, 0.02];

/** Equal models for an hour, looked at every minute, not ended by a promotion: how often is harm "found"? */
export function equalModels(
  simulation: Simulation,
  pattern: TrafficPattern,
  rate: number,
): Record<'judge' | 'exact' | 'z', CanaryRates> {
  return simulateCanaries(
    simulation,
    `equal/${pattern.name}/${rate}`,
    (random, minute) => drawMinute(random, pattern, { rps: RPS, stable: rate, candidate: rate }, minute),
    { judge: (minutes) => playJudge(RATIO_POLICY, minutes, 'promotion'), exact: exactAlone, z: repeatedZTest },
  );
}

export const canaryHarm: Section = {
  name: 'canary, equal models',
  run: (simulation) => {
    const cells = PATTERNS.flatMap((pattern) =>
      RATES.map((rate) => ({ pattern, rate, ...equalModels(simulation, pattern, rate) })),
    );
    return {
      tables: [
        {
          id: 'canary-harm',
          title: 'Canary of equal models',
          markdown: markdownTable(
            [
              'traffic',
              'error rate %',
              'rolled back for harm %',
              'held for a while by the exact test %',
              'exact test alone rolls back %',
              'z-test each minute rolls back %',
            ],
            cells.map(({ pattern, rate, judge, exact, z }) => [
              ...[pattern.name, String(100 * rate)],
              ...[judge.rollback, judge.held, exact.rollback, z.rollback].map(percentText),
            ]),
          ),
        },
      ],
      figures: [
        {
          about: 'equal models rolled back for harm, worst of all traffic and rates',
          ...{ stated: 'at most 5 %', low: 0, high: 0.05, found: worst(cells.map(({ judge }) => judge.rollback)) },
        },
        ...cells
          .filter(({ pattern, rate }) => pattern.burst > 0 && rate >= 0.005)
          .map(({ pattern, rate, exact }) => ({
            about: `equal models rolled back by the exact test alone, ${100 * rate} % errors, ${pattern.name}`,
            ...{ stated: '10 to 50 %', low: 0.095, high: 0.505, found: exact.rollback },
          })),
      ],
    };
  },
};

/** The largest rate. */
export function worst(rates: readonly Rate[]): Rate {
  return rates.reduce((largest, rate) => (rate.share > largest.share ? rate : largest));
}
