import { f1, hullEstimate, hullGammaShape, poissonBootstrap, type RandomStream } from '@model-delivery/stats';
import { ALPHA, gateOutcome, pointRuleBlocks, REPLICATES } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import type { Section } from './table.ts';
import { drawCounts, type Simulation, simulate } from './trials.ts';

const PREVALENCE = 0.3;
/** Cells in lexicographic order of (truth, candidate), 1 = positive. */
const f1OfCells = (cells: ArrayLike<number>) => f1({ fp: cells[1]!, fn: cells[2]!, tp: cells[3]! });
/** Cells in lexicographic order of (truth, candidate, champion). */
const f1OfCandidate = (cells: ArrayLike<number>) =>
  f1({ fp: cells[2]! + cells[3]!, fn: cells[4]! + cells[5]!, tp: cells[6]! + cells[7]! });
const f1OfChampion = (cells: ArrayLike<number>) =>
  f1({ fp: cells[1]! + cells[3]!, fn: cells[4]! + cells[6]!, tp: cells[5]! + cells[7]! });

/** F1 with its true value exactly at `bound` (as many false positives as false negatives): how often is it "proven"? */
function f1AtBound(
  simulation: Simulation,
  bound: number,
  n: number,
): { percentile: Rate; hull: Rate; guardFail: Rate } {
  const wrong = PREVALENCE * (1 - bound);
  const shares = [1 - PREVALENCE - wrong, wrong, wrong, PREVALENCE - wrong];
  return simulate(
    simulation,
    `f1-bound/${bound}/${n}`,
    (random) => {
      const cells = drawCounts(random, n, shares);
      const statistic = (drawn: ArrayLike<number>) => {
        const value = f1OfCells(drawn);
        return value === undefined ? undefined : value - bound;
      };
      const seed = random.uint32();
      const common = { statistic, replicates: REPLICATES, alpha: ALPHA, seed };
      const outcome = gateOutcome(hullEstimate({ ...common, cells, gammaShape: hullGammaShape(2, 2) }));
      return { percentile: percentilePasses(cells, common), hull: outcome.pass, guardFail: outcome.guardFail };
    },
    n >= 1000 ? 0.25 : 0.5,
  );
}

/**
 * The plain percentile interval as a passing rule: rows drawn again, here by Poisson weights, nothing for the cells that happen to be
 * empty, and draws without a value left out however many they are.
 */
function percentilePasses(
  cells: number[],
  {
    statistic,
    ...rest
  }: { statistic: (cells: number[]) => number | undefined; replicates: number; alpha: number; seed: number },
): boolean {
  const cellOf = cells.flatMap((count, cell) => new Array<number>(count).fill(cell));
  const observed = statistic(cells);
  if (observed === undefined) return false;
  const weighted = (weights: Uint8Array) => {
    const drawn = cells.map(() => 0);
    for (let row = 0; row < weights.length; row++) drawn[cellOf[row]!]! += weights[row]!;
    return statistic(drawn);
  };
  const { lower } = poissonBootstrap({ ...rest, value: observed, units: cellOf.length, statistic: weighted });
  return lower !== null && lower >= 0;
}

const CHAMPION_F1 = 0.85;
const RATIO = 0.98;
const TRUTHS = [
  { truth: 'equal', candidate: CHAMPION_F1 },
  { truth: 'at the margin', candidate: RATIO * CHAMPION_F1 },
  { truth: '5 points worse', candidate: 0.8 },
];

/**
 * F1 of both models on the same rows: as many false positives as false negatives, of which two thirds of the champion's are shared
 * in each class. Shares of (truth, candidate, champion).
 */
function jointShares(candidateF1: number): number[] {
  const theirs = PREVALENCE * (1 - CHAMPION_F1);
  const mine = PREVALENCE * (1 - candidateF1);
  const shared = (2 / 3) * theirs;
  const [onlyMine, onlyTheirs] = [mine - shared, theirs - shared];
  const anyWrong = shared + onlyMine + onlyTheirs;
  return [
    ...[1 - PREVALENCE - anyWrong, onlyTheirs, onlyMine, shared],
    ...[shared, onlyMine, onlyTheirs, PREVALENCE - anyWrong],
  ];
}

function f1Ratio(simulation: Simulation, candidateF1: number, n: number) {
  const shares = jointShares(candidateF1);
  const trial = (random: RandomStream) => {
    const cells = drawCounts(random, n, shares);
    const statistic = (drawn: ArrayLike<number>) => {
      const [mine, theirs] = [f1OfCandidate(drawn), f1OfChampion(drawn)];
      return mine === undefined || theirs === undefined ? undefined : mine - RATIO * theirs;
    };
    const drawnBy = { replicates: REPLICATES, alpha: ALPHA, gammaShape: hullGammaShape(2, 3), seed: random.uint32() };
    const [mine, theirs] = [f1OfCandidate(cells) ?? 0, f1OfChampion(cells) ?? 0];
    return {
      ...gateOutcome(hullEstimate({ cells, statistic, ...drawnBy })),
      ratio: pointRuleBlocks('min_ratio', RATIO, mine, theirs),
      tolerance: pointRuleBlocks('min_delta', -0.005, mine, theirs),
    };
  };
  return simulate(simulation, `f1-ratio/${candidateF1}/${n}`, trial, 0.25);
}

export const gateF1: Section = {
  name: 'F1',
  run: (simulation) => {
    const atBound = [20, 50, 200, 1000].map((n) => ({ n, rates: f1AtBound(simulation, 0.95, n) }));
    const ratios = TRUTHS.flatMap(({ truth, candidate }) =>
      [200, 500, 1000, 5000].map((n) => ({ truth, n, rates: f1Ratio(simulation, candidate, n) })),
    );
    const stated = { percentile: [56, 22, 9.6], hull: [0, 0, 3.3] } as const;
    const figures = (['percentile', 'hull'] as const).flatMap((rule) =>
      stated[rule].map((percent, i) => {
        const slack = Number.isInteger(percent) ? 0.005 : 0.0005;
        return {
          about: `F1 at its bound 0.95 "proven" by the ${rule === 'hull' ? 'hull' : 'plain percentile interval'} (n = ${atBound[i]!.n})`,
          ...{ stated: `${percent} %`, low: percent / 100 - slack, high: percent / 100 + slack },
          found: atBound[i]!.rates[rule],
        };
      }),
    );
    return {
      tables: [
        {
          id: 'gate-f1-bound',
          title: 'F1 exactly at its bound 0.95',
          markdown: markdownTable(
            ['rows', 'percentile bootstrap passes %', 'hull (ours) passes %', 'hull fails (guard blocks) %'],
            atBound.map(({ n, rates }) => [
              countText(n),
              ...[rates.percentile, rates.hull, rates.guardFail].map(percentText),
            ]),
          ),
        },
        {
          id: 'gate-f1-ratio',
          title: 'F1, min_ratio 0.98',
          markdown: markdownTable(
            [
              ...['truth', 'rows', 'pass %', 'fail (guard blocks) %', 'inconclusive %'],
              ...['rule "ratio 0.98" blocks %', 'rule "tolerance -0.005" blocks %'],
            ],
            ratios.map(({ truth, n, rates }) => [
              ...[truth, countText(n)],
              ...[rates.pass, rates.guardFail, rates.inconclusive, rates.ratio, rates.tolerance].map(percentText),
            ]),
          ),
        },
      ],
      figures,
    };
  },
};
