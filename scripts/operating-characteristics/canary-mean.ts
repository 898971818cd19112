import { judgePolicy } from '../../packages/rollout/src/judge/judge-policy.ts';
import { drawMean, SHARE } from './canary-traffic.ts';
import { type CanaryRates, minuteText, playJudge, simulateCanaries } from './canary-trials.ts';
import { markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section, StatedFigure } from './table.ts';
import type { Simulation } from './trials.ts';

const RPS = 100;
const MARGIN = 0.98;
const POLICY = judgePolicy({
  guardrails: [{ id: 'value', kind: 'mean', value: 'sum', total: 'n', harm_if: 'down', non_inferiority: MARGIN }],
});
/** Standard deviation of single values; the stable arm's mean is 1. */
const SD = 1;
const SHOCKS = [0, 0.05, 0.2];
const TRUTHS = [
  { truth: '5 % better', mean: 1.05 },
  { truth: 'equal', mean: 1 },
  { truth: 'at the margin (0.98)', mean: MARGIN },
  { truth: '10 % worse', mean: 0.9 },
  { truth: '30 % worse', mean: 0.7 },
];

/** A business mean with `harm_if: down, non_inferiority: 0.98`; `shock` = standard deviation of a minute's mean in each arm. */
export function meanCanary(simulation: Simulation, mean: number, shock: number): Record<'judge' | 'harm', CanaryRates> {
  return simulateCanaries(
    simulation,
    `mean/${mean}/${shock}`,
    (random) => ({
      candidate: drawMean(random, 60 * RPS * SHARE, { mean, sd: SD, shock }),
      stable: drawMean(random, 60 * RPS * (1 - SHARE), { mean: 1, sd: SD, shock }),
    }),
    { judge: (minutes) => playJudge(POLICY, minutes), harm: (minutes) => playJudge(POLICY, minutes, 'promotion') },
  );
}

export const canaryMean: Section = {
  name: 'canary, means',
  run: (simulation) => {
    const cells = SHOCKS.flatMap((shock) =>
      TRUTHS.map(({ truth, mean }) => ({ truth, mean, shock, ...meanCanary(simulation, mean, shock) })),
    );
    const cellOf = (mean: number) => cells.find((cell) => cell.mean === mean && cell.shock === 0.2)!;
    const stated = (about: string, percent: number, found: StatedFigure['found']): StatedFigure => ({
      ...{ about, stated: `${percent} %`, low: (percent - 0.05) / 100, high: (percent + 0.05) / 100, found },
    });
    return {
      tables: [
        {
          id: 'canary-mean',
          title: 'Canary of a mean',
          markdown: markdownTable(
            [
              'shock of an arm in a minute',
              "candidate's mean",
              'promoted % @ minute',
              'rolled back % @ minute',
              'inconclusive %',
            ],
            cells.map(({ truth, shock, judge }) => [
              ...[String(shock), truth],
              ...[`${percentText(judge.promote)} @ ${minuteText(judge.promoteMinute)}`],
              ...[
                `${percentText(judge.rollback)} @ ${minuteText(judge.rollbackMinute)}`,
                percentText(judge.inconclusive),
              ],
            ]),
          ),
        },
      ],
      figures: [
        stated('mean of equal models under shocks of 0.2, rolled back', 0.9, cellOf(1).harm.rollback),
        stated('mean at the margin under shocks of 0.2, promoted', 2.1, cellOf(MARGIN).judge.promote),
      ],
    };
  },
};
