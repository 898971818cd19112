import { rowsNeeded, tangoEstimate } from '@model-delivery/stats';
import { ALPHA, gateOutcome, pointRuleBlocks } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import type { Section, StatedFigure } from './table.ts';
import { drawCounts, type Simulation, simulate } from './trials.ts';

const CHAMPION_ACCURACY = 0.85;
/** Share of rows on which exactly one of the two models is right. */
const DISCORDANCE = 0.1;
const MARGIN = 0.01;
const ROWS = [200, 500, 1000, 5000, 20_000];
const TRUTHS = [
  { truth: '1 point better', difference: 0.01 },
  { truth: 'equal', difference: 0 },
  { truth: '1 point worse (at the margin)', difference: -0.01 },
  { truth: '3 points worse', difference: -0.03 },
];

export interface AccuracyRates {
  pass: Rate;
  guardFail: Rate;
  inconclusive: Rate;
  /** Blocked by "candidate >= 0.98 champion", by "candidate - champion >= -0.005". */
  ratio: Rate;
  tolerance: Rate;
}

/** Paired accuracy against `max_regression: margin` by Tango's interval; `difference` = true candidate - champion. */
export function accuracyRates(simulation: Simulation, difference: number, n: number, margin = MARGIN): AccuracyRates {
  const shares = [(DISCORDANCE + difference) / 2, (DISCORDANCE - difference) / 2];
  const bothRight = CHAMPION_ACCURACY - shares[1]!;
  return simulate(
    simulation,
    `accuracy/${difference}/${n}/${margin}`,
    (random) => {
      const [candidateOnly, championOnly, both] = drawCounts(random, n, [...shares, bothRight]) as [
        number,
        number,
        number,
      ];
      const [candidate, champion] = [(both + candidateOnly) / n, (both + championOnly) / n];
      return {
        ...gateOutcome(tangoEstimate({ candidateOnly, championOnly, n, offset: margin, alpha: ALPHA })),
        ratio: pointRuleBlocks('min_ratio', 0.98, candidate, champion),
        tolerance: pointRuleBlocks('min_delta', -0.005, candidate, champion),
      };
    },
    n >= 20_000 ? 0.5 : 1,
  );
}

export const gateAccuracy: Section = {
  name: 'accuracy against the champion',
  run: (simulation) => {
    const cells = TRUTHS.flatMap(({ truth, difference }) =>
      ROWS.map((n) => ({ truth, difference, n, rates: accuracyRates(simulation, difference, n) })),
    );
    const rows = cells.map(({ truth, n, rates }) => [
      truth,
      countText(n),
      ...[rates.pass, rates.guardFail, rates.inconclusive, rates.ratio, rates.tolerance].map(percentText),
    ]);
    const headings = [
      ...['truth', 'rows', 'pass %', 'fail (guard blocks) %', 'inconclusive %'],
      ...['rule "ratio 0.98" blocks %', 'rule "tolerance -0.005" blocks %'],
    ];
    const promised = [0.02, 0.01, 0.005].map((margin) => promise(simulation, margin));
    return {
      tables: [
        { id: 'gate-accuracy', title: 'Accuracy, max_regression 0.01', markdown: markdownTable(headings, rows) },
        { id: 'rows-needed', title: 'rows_needed keeps its word', markdown: promiseTable(promised) },
      ],
      figures: statedFigures(
        (difference, n) => cells.find((cell) => cell.difference === difference && cell.n === n)!.rates,
      ),
    };
  },
};

/** Pass rate of equal models at the number of rows that `rows_needed` states. */
function promise(simulation: Simulation, margin: number) {
  const n = rowsNeeded({ n: 1, standardError: Math.sqrt(DISCORDANCE), margin, alpha: ALPHA })!;
  return { margin, n, pass: accuracyRates(simulation, 0, n, margin).pass };
}

function promiseTable(promised: { margin: number; n: number; pass: Rate }[]): string {
  const headings = ['margin', 'rows_needed', 'equal models pass % (80 promised)'];
  return markdownTable(
    headings,
    promised.map(({ margin, n, pass }) => [String(margin), countText(n), percentText(pass)]),
  );
}

function statedFigures(at: (difference: number, n: number) => AccuracyRates): StatedFigure[] {
  const around = (share: number, slack: number) => ({ low: share - slack, high: share + slack });
  const equalPass = [
    [500, 0.18, 0.005],
    [1000, 0.26, 0.005],
    [5000, 0.73, 0.005],
    [20_000, 0.998, 0.0005],
  ] as const;
  const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
  return [
    ...[500, 1000, 5000, 20_000].map((n) => ({
      ...{
        about: `accuracy at the margin of 0.01, pass (n = ${countText(n)})`,
        stated: 'about 5 %',
        ...around(0.05, 0.01),
      },
      found: at(-0.01, n).pass,
    })),
    ...equalPass.map(([n, share, slack]) => ({
      ...{ about: `accuracy of equal models, margin 0.01, pass (n = ${countText(n)})`, stated: percent(share) },
      ...around(share, slack),
      found: at(0, n).pass,
    })),
    ...[
      {
        about: 'tolerance -0.005 blocks an equal model (n = 1,000)',
        share: 0.29,
        slack: 0.005,
        found: at(0, 1000).tolerance,
      },
      {
        ...{ about: 'tolerance -0.005 passes a model 1 point worse (n = 1,000)', share: 0.32, slack: 0.005 },
        found: passed(at(-0.01, 1000).tolerance),
      },
      { about: 'ratio 0.98 blocks an equal model (n = 500)', share: 0.12, slack: 0.005, found: at(0, 500).ratio },
      {
        ...{ about: 'ratio 0.98 passes a model 1 point worse (n = 20,000)', share: 0.999, slack: 0.0005 },
        found: passed(at(-0.01, 20_000).ratio),
      },
    ].map(({ about, share, slack, found }) => ({ about, stated: percent(share), ...around(share, slack), found })),
  ];
}

function passed(blocked: Rate): Rate {
  return { ...blocked, share: 1 - blocked.share };
}
