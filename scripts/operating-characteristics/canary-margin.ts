import { worst } from './canary-harm.ts';
import { exactAlone } from './canary-rules.ts';
import { drawMinute, PATTERNS, type TrafficPattern } from './canary-traffic.ts';
import { type CanaryRates, playJudge, RATE_POLICY, RATIO_POLICY, simulateCanaries } from './canary-trials.ts';
import { markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section } from './table.ts';
import type { Simulation } from './trials.ts';

const RPS = 100;
const MARGIN = 1.5;
/** Of the candidate; the stable arm has two thirds of it. The first sits exactly at `max_rate`. */
const CANDIDATE_RATES = [0.01, 0.015, 0.03];

/** The limit of the absolute test, as it was stated. */
const STATED = [
  { rate: 0.01, burst: 0.5, percent: 13 },
  { rate: 0.01, burst: 1, percent: 27 },
  { rate: 0.015, burst: 0.5, percent: 2 },
  { rate: 0.015, burst: 1, percent: 7 },
];

/** A candidate exactly at the margin of 1.5: how often is it promoted? Judged by the ratio alone, and with `max_rate: 0.01` beside it. */
export function atMargin(
  simulation: Simulation,
  pattern: TrafficPattern,
  candidate: number,
): Record<'ratio' | 'exact' | 'withRate', CanaryRates> {
  return simulateCanaries(
    simulation,
    `margin/${pattern.name}/${candidate}`,
    (random, minute) => drawMinute(random, pattern, { rps: RPS, stable: candidate / MARGIN, candidate }, minute),
    {
      ratio: (minutes) => playJudge(RATIO_POLICY, minutes),
      exact: exactAlone,
      withRate: (minutes) => playJudge(RATE_POLICY, minutes),
    },
  );
}

export const canaryMargin: Section = {
  name: 'canary at the margin',
  run: (simulation) => {
    const cells = PATTERNS.flatMap((pattern) =>
      CANDIDATE_RATES.map((rate) => ({ pattern, rate, ...atMargin(simulation, pattern, rate) })),
    );
    return {
      tables: [
        {
          id: 'canary-margin',
          title: 'Canary of a model exactly at the margin',
          markdown: markdownTable(
            [
              'traffic',
              "candidate's error rate %",
              'promoted, ratio only %',
              'promoted, exact test alone %',
              'promoted, with max_rate 1 % %',
              'rolled back %',
            ],
            cells.map(({ pattern, rate, ratio, exact, withRate }) => [
              ...[pattern.name, String(100 * rate)],
              ...[ratio.promote, exact.promote, withRate.promote, ratio.rollback].map(percentText),
            ]),
          ),
        },
      ],
      figures: [
        {
          about: 'promoted at the margin by the ratio, worst of all traffic and rates',
          ...{ stated: 'at most 2 %', low: 0, high: 0.02, found: worst(cells.map(({ ratio }) => ratio.promote)) },
        },
        ...cells
          .filter(({ pattern }) => pattern.burst > 0)
          .map(({ pattern, rate, exact }) => ({
            about: `promoted at the margin by the exact test alone, ${100 * rate} % errors, ${pattern.name}`,
            ...{ stated: '11 to 70 %', low: 0.105, high: 0.705, found: exact.promote },
          })),
        ...STATED.map(({ rate, burst, percent }) => ({
          about: `promoted with max_rate 1 % at a rate of ${100 * rate} %, bursts of variance ${burst}`,
          ...{ stated: `${percent} %`, low: percent / 100 - 0.005, high: percent / 100 + 0.005 },
          found: cells.find((cell) => cell.rate === rate && cell.pattern.burst === burst)!.withRate.promote,
        })),
      ],
    };
  },
};
