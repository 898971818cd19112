import type { WindowCounts } from '@model-delivery/stats';
import { argoLike, fixedHorizon, flaggerLike, repeatedZTest } from './canary-rules.ts';
import { drawMinute, PATTERNS, STATIONARY, type TrafficPattern } from './canary-traffic.ts';
import {
  type CanaryEnd,
  type CanaryRates,
  minuteText,
  playJudge,
  RATE_POLICY,
  RATIO_POLICY,
  simulateCanaries,
} from './canary-trials.ts';
import { markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section, StatedFigure } from './table.ts';
import type { Simulation } from './trials.ts';

const BASE = 0.005;
const RATIOS = [1, 1.5, 2, 4];
const JUDGE = 'this judge, max_rate 1 %';
const RULES: Record<string, (minutes: readonly WindowCounts[]) => CanaryEnd> = {
  [JUDGE]: (minutes) => playJudge(RATE_POLICY, minutes),
  'this judge, ratio only': (minutes) => playJudge(RATIO_POLICY, minutes),
  'z-test each minute': repeatedZTest,
  'z-test at the end': fixedHorizon,
  'Argo Rollouts: success >= 99 %, failureLimit 3': argoLike,
  'Flagger: success >= 99 %, threshold 10': flaggerLike,
};
const RAMP = PATTERNS.find(({ sharedShock }) => sharedShock > 0)!;

/** Every rule on the same canaries, base error rate 0.5 %. */
export function detection(
  simulation: Simulation,
  pattern: TrafficPattern,
  { rps, ratio }: { rps: number; ratio: number },
): Record<string, CanaryRates> {
  return simulateCanaries(
    simulation,
    `detection/${pattern.name}/${rps}/${ratio}`,
    (random, minute) => drawMinute(random, pattern, { rps, stable: BASE, candidate: BASE * ratio }, minute),
    RULES,
    0.5,
  );
}

const SERVICES = [
  { pattern: STATIONARY, rps: 100 },
  { pattern: STATIONARY, rps: 10 },
  { pattern: RAMP, rps: 100 },
];

/** A cell of the table: share rolled back, and the median minute. */
const cellText = ({ rollback, rollbackMinute }: CanaryRates) =>
  `${percentText(rollback)}${rollbackMinute === null ? '' : ` @ ${minuteText(rollbackMinute)}`}`;

export const canaryDetection: Section = {
  name: 'canary, detection',
  run: (simulation) => {
    const services = SERVICES.map((service) => ({
      ...service,
      byRatio: RATIOS.map((ratio) => detection(simulation, service.pattern, { ...service, ratio })),
    }));
    const rows = services.flatMap(({ pattern, rps, byRatio }) =>
      Object.keys(RULES).map((rule) => [
        `${pattern.name}, ${rps}/s`,
        rule,
        ...byRatio.map((rates) => cellText(rates[rule]!)),
      ]),
    );
    return {
      tables: [
        {
          id: 'canary-detection',
          title: 'Detection',
          markdown: markdownTable(
            [
              'traffic',
              'rule',
              'equal (should be near 0) %',
              ...RATIOS.slice(1).map((ratio) => `${ratio}x % @ minute`),
            ],
            rows,
          ),
        },
      ],
      figures: statedFigures(services[0]!.byRatio[2]!, services[1]!.byRatio[2]!),
    };
  },
};

/** Twice as many errors at 100 and at 10 requests per second. */
function statedFigures(busy: Record<string, CanaryRates>, calm: Record<string, CanaryRates>): StatedFigure[] {
  const figure = (about: string, percent: number, slack: number, found: StatedFigure['found']) => ({
    ...{ about, stated: `${percent} %`, low: (percent - slack) / 100, high: (percent + slack) / 100, found },
  });
  return [
    figure('2x at 0.5 %, 100 requests/s, rolled back', 99, 0.5, busy[JUDGE]!.rollback),
    figure('2x at 0.5 %, 10 requests/s, rolled back', 13.5, 0.05, calm[JUDGE]!.rollback),
    figure('2x at 0.5 %, 10 requests/s, inconclusive', 85, 0.5, calm[JUDGE]!.inconclusive),
  ];
}
