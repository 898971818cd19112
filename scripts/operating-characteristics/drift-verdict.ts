import { psiEstimate, psiValue, psiVerdict, type RandomStream } from '@model-delivery/stats';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import { type Drift, drawBins, driftWithPsi, NO_DRIFT, populationPsi } from './shifted-samples.ts';
import type { Section, StatedFigure } from './table.ts';
import { type Simulation, simulate } from './trials.ts';

export const THRESHOLD = 0.1;
export const ALPHA = 0.05;

/** A mean shift, and a change of spread, whose true PSI is the threshold. */
export const SHIFT_AT_THRESHOLD = driftWithPsi(THRESHOLD, (shift) => ({ shift, spread: 1 }), 0, 2);
const SPREAD_AT_THRESHOLD = driftWithPsi(THRESHOLD, (spread) => ({ shift: 0, spread }), 1, 4);
const QUARTER_SIGMA: Drift = { shift: 0.25, spread: 1 };

type Sizes = readonly [n: number, m: number];
const SIZES: readonly Sizes[] = [
  [200, 200],
  [1000, 200],
  [1000, 1000],
  [10_000, 200],
  [10_000, 1000],
  [10_000, 10_000],
];
const SMALL: readonly Sizes[] = [
  [50, 50],
  [100, 100],
];

export interface DriftRates {
  pass: Rate;
  fail: Rate;
  inconclusive: Rate;
  /** The rule "PSI > 0.1 is drift" on the same rows, without merging bins. */
  naive: Rate;
}

/** Rates of the verdict of one drift check that stands alone. */
export function driftRates(simulation: Simulation, name: string, drift: Drift, [n, m]: Sizes): DriftRates {
  // One stated figure is a power of about a half, where 2,000 trials tell 45 % and 47 % apart badly.
  const part = name === 'quarter-sigma' && n === 1000 && m === 1000 ? 10 : n >= 10_000 ? 0.5 : 1;
  const cell = `drift/${name}/${n}/${m}`;
  return simulate(simulation, cell, (random) => judgeDrawn(random, drift, n, m), part);
}

function judgeDrawn(random: RandomStream, drift: Drift, n: number, m: number) {
  const bins = drawBins(random, n, m, drift);
  const estimate = psiEstimate({ bins, kind: 'ordered', threshold: THRESHOLD, alpha: ALPHA });
  const verdict = psiVerdict({ estimate, adjustedP: estimate.p, threshold: THRESHOLD, alpha: ALPHA });
  return {
    pass: verdict === 'pass',
    fail: verdict === 'fail',
    inconclusive: verdict === 'inconclusive',
    naive: psiValue(bins).value > THRESHOLD,
  };
}

export const driftVerdict: Section = {
  name: 'drift verdict',
  run: (simulation) => {
    const rates = (name: string, drift: Drift, sizes: readonly Sizes[]) =>
      sizes.map((size) => ({ size, rates: driftRates(simulation, name, drift, size) }));
    const atThreshold = rates('shift-at-threshold', SHIFT_AT_THRESHOLD, SIZES);
    const spread = rates('spread-at-threshold', SPREAD_AT_THRESHOLD, SIZES);
    const none = rates('none', NO_DRIFT, [...SMALL, ...SIZES]);
    const quarter = rates('quarter-sigma', QUARTER_SIGMA, SIZES);
    const half = rates('half-sigma', { shift: 0.5, spread: 1 }, SIZES);
    return {
      tables: [
        {
          id: 'drift-at-threshold',
          title: 'Drift, true PSI exactly at the threshold',
          markdown: verdictTable([
            { truth: `mean shifted by ${SHIFT_AT_THRESHOLD.shift.toFixed(3)} sigma`, cells: atThreshold },
            { truth: `spread times ${SPREAD_AT_THRESHOLD.spread.toFixed(3)}`, cells: spread },
          ]),
        },
        { id: 'drift-none', title: 'Drift, none', markdown: verdictTable([{ truth: 'no drift', cells: none }]) },
        {
          id: 'drift-power',
          title: 'Drift, below and above the threshold',
          markdown: verdictTable([
            { truth: `0.25 sigma (PSI ${populationPsi(QUARTER_SIGMA).toFixed(3)})`, cells: quarter },
            { truth: `0.5 sigma (PSI ${populationPsi({ shift: 0.5, spread: 1 }).toFixed(3)})`, cells: half },
          ]),
        },
      ],
      figures: statedFigures(atThreshold, none, quarter),
    };
  },
};

type Cells = { size: Sizes; rates: DriftRates }[];

function verdictTable(groups: { truth: string; cells: Cells }[]): string {
  const headings = [
    'truth',
    'reference rows',
    'current rows',
    'pass %',
    'fail %',
    'inconclusive %',
    'rule "PSI > 0.1" fires %',
  ];
  const rows = groups.flatMap(({ truth, cells }) =>
    cells.map(({ size, rates }) => [
      truth,
      ...size.map(countText),
      ...[rates.pass, rates.fail, rates.inconclusive, rates.naive].map(percentText),
    ]),
  );
  return markdownTable(headings, rows);
}

const at = (cells: Cells, n: number, m: number) => cells.find(({ size }) => size[0] === n && size[1] === m)!.rates;

function statedFigures(threshold: Cells, none: Cells, quarter: Cells): StatedFigure[] {
  const sized = (n: number, m: number) => `(${countText(n)}, ${countText(m)})`;
  const passShares = [
    [200, 200, 0.48],
    [10_000, 200, 0.88],
    [1000, 1000, 1],
    [10_000, 1000, 1],
    [10_000, 10_000, 1],
  ] as const;
  return [
    ...threshold.map(({ size, rates }) => ({
      ...{ about: `true PSI 0.1, false fail ${sized(...size)}`, stated: '4 to 7 %', low: 0.035, high: 0.075 },
      found: rates.fail,
    })),
    ...threshold.map(({ size, rates }) => ({
      ...{ about: `true PSI 0.1, false pass ${sized(...size)}`, stated: '4 to 5.5 %', low: 0.035, high: 0.06 },
      found: rates.pass,
    })),
    ...none
      .filter(({ size }) => !SMALL.includes(size))
      .map(({ size, rates }) => ({
        ...{ about: `no drift, fail ${sized(...size)}`, stated: '0 %', low: 0, high: 0.005 },
        found: rates.fail,
      })),
    ...passShares.map(([n, m, share]) => ({
      ...{ about: `no drift, pass ${sized(n, m)}`, stated: share === 1 ? '100 %' : `about ${100 * share} %` },
      ...{ low: share - (share === 1 ? 0.005 : 0.015), high: share + 0.015 },
      found: at(none, n, m).pass,
    })),
    {
      about: `0.25 sigma, pass ${sized(1000, 1000)}`,
      stated: '47 %',
      low: 0.465,
      high: 0.475,
      found: at(quarter, 1000, 1000).pass,
    },
    {
      about: `0.25 sigma, pass ${sized(10_000, 10_000)}`,
      stated: '100 %',
      low: 0.995,
      high: 1,
      found: at(quarter, 10_000, 10_000).pass,
    },
    ...quarter.map(({ size, rates }) => ({
      ...{ about: `0.25 sigma, fail ${sized(...size)}`, stated: 'never more than 2 %', low: 0, high: 0.025 },
      found: rates.fail,
    })),
  ];
}
