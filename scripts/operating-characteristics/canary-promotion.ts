import { drawMinute, STATIONARY } from './canary-traffic.ts';
import { type CanaryRates, minuteText, playJudge, RATE_POLICY, simulateCanaries } from './canary-trials.ts';
import { markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section, StatedFigure } from './table.ts';
import type { Simulation } from './trials.ts';

/** Shares of equal models promoted within the hour, as they were stated, and the digits they were stated with. */
const STATED = [
  { rps: 10, rate: 0, percent: 100, slack: 0.5, minute: 15 },
  { rps: 10, rate: 0.0001, percent: 100, slack: 0.5, minute: 15 },
  { rps: 10, rate: 0.001, percent: 99.9, slack: 0.05, minute: 15 },
  { rps: 10, rate: 0.01, percent: 15, slack: 0.5, minute: 43 },
  { rps: 100, rate: 0, percent: 100, slack: 0.5, minute: 2 },
  { rps: 100, rate: 0.0001, percent: 100, slack: 0.5, minute: 2 },
  { rps: 100, rate: 0.001, percent: 100, slack: 0.5, minute: 2 },
  { rps: 100, rate: 0.01, percent: 99.6, slack: 0.05, minute: 22 },
];

/** How canaries end under `max_rate: 0.01` and a margin of 1.5, at a steady 5 %, when the candidate's errors are `ratio` times the stable arm's. */
export function steadyCanary(
  simulation: Simulation,
  { rps, rate, ratio }: { rps: number; rate: number; ratio: number },
): CanaryRates {
  const service = { rps, stable: rate, candidate: ratio * rate };
  return simulateCanaries(
    simulation,
    `steady/${rps}/${rate}/${ratio}`,
    (random, minute) => drawMinute(random, STATIONARY, service, minute),
    { judge: (minutes) => playJudge(RATE_POLICY, minutes) },
  ).judge;
}

export const canaryPromotion: Section = {
  name: 'canary, time to promotion',
  run: (simulation) => {
    const cells = STATED.map((stated) => ({ stated, found: steadyCanary(simulation, { ...stated, ratio: 1 }) }));
    const figures = cells.map(
      ({ stated: { rps, rate, percent, slack }, found }): StatedFigure => ({
        about: `equal models promoted, ${100 * rate} % errors, ${rps} requests/s`,
        stated: `${percent} %`,
        ...{ low: (percent - slack) / 100, high: Math.min(1, (percent + slack) / 100), found: found.promote },
      }),
    );
    return {
      tables: [
        {
          id: 'canary-promotion',
          title: 'Equal models promoted',
          markdown: markdownTable(
            [
              'requests/s',
              'error rate of both %',
              'promoted %',
              'median minute',
              'stated minute',
              'rolled back %',
              'inconclusive %',
            ],
            cells.map(({ stated: { rps, rate, minute }, found }) => [
              ...[String(rps), String(100 * rate), percentText(found.promote)],
              ...[minuteText(found.promoteMinute), String(minute)],
              ...[found.rollback, found.inconclusive].map(percentText),
            ]),
          ),
        },
      ],
      figures,
    };
  },
};
