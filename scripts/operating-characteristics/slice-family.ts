import { holmAdjust, tangoEstimate } from '@model-delivery/stats';
import { judge } from '../../packages/evaluation/src/checks/judge.ts';
import { ALPHA } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import type { Section } from './table.ts';
import { drawCounts, type Simulation, simulate } from './trials.ts';

const SLICES = 20;
const MARGIN = 0.03;
const DISCORDANCE = 0.16;

export interface SliceRates {
  /** At least one slice fails under guard, as the product judges it. */
  holm: Rate;
  /** The same if every slice were judged alone. */
  alone: Rate;
  /** At least one slice measures more than the margin below the champion. */
  point: Rate;
}

/** A guard family of 20 slices with recall `max_regression: 0.03`; `differences` = true candidate - champion of each slice. */
export function sliceRates(
  simulation: Simulation,
  name: string,
  differences: readonly number[],
  n: number,
): SliceRates {
  return simulate(
    simulation,
    `slices/${name}/${n}`,
    (random) => {
      const estimates = differences.map((difference) => {
        const shares = [(DISCORDANCE + difference) / 2, (DISCORDANCE - difference) / 2];
        const [candidateOnly, championOnly] = drawCounts(random, n, shares) as [number, number];
        return tangoEstimate({ candidateOnly, championOnly, n, offset: MARGIN, alpha: ALPHA });
      });
      const anyFails = (pValues: readonly number[]) =>
        estimates.some(
          (estimate, i) => judge('guard', { estimate, p: pValues[i]!, strict: false, alpha: ALPHA }) === 'fail',
        );
      const pValues = estimates.map(({ pFail }) => pFail!);
      return {
        holm: anyFails(holmAdjust(pValues)),
        alone: anyFails(pValues),
        point: estimates.some(
          (estimate) => judge('point', { estimate, p: null, strict: false, alpha: ALPHA }) === 'fail',
        ),
      };
    },
    0.5,
  );
}

export const sliceFamily: Section = {
  name: 'slices',
  run: (simulation) => {
    const all = (difference: number) => new Array<number>(SLICES).fill(difference);
    const truths = [
      { truth: 'equal in every slice', name: 'equal', differences: all(0) },
      { truth: 'at the margin in every slice', name: 'at-margin', differences: all(-MARGIN) },
      {
        truth: 'one slice 15 points worse, the others equal',
        name: 'one-bad',
        differences: [-0.15, ...all(0).slice(1)],
      },
    ];
    const rows = truths.flatMap(({ truth, name, differences }) =>
      [50, 200, 1000].map((n) => {
        const { holm, alone, point } = sliceRates(simulation, name, differences, n);
        return [truth, countText(n), ...[holm, alone, point].map(percentText)];
      }),
    );
    const headings = [
      ...['truth', 'positives in each slice', 'guard with Holm blocks %', 'each slice alone blocks %'],
      'rule "measured value" blocks %',
    ];
    const table = {
      id: 'slice-family',
      title: '20 slices, recall max_regression 0.03',
      markdown: markdownTable(headings, rows),
    };
    return { tables: [table], figures: [] };
  },
};
