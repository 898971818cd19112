import { holmAdjust, psiEstimate, psiValue, psiVerdict } from '@model-delivery/stats';
import { ALPHA, SHIFT_AT_THRESHOLD, THRESHOLD } from './drift-verdict.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText, type Rate } from './rate.ts';
import { type Drift, drawBins, NO_DRIFT } from './shifted-samples.ts';
import type { Section } from './table.ts';
import { type Simulation, simulate } from './trials.ts';

const COLUMNS = 20;

export interface FamilyRates {
  /** At least one of the columns fails. */
  holm: Rate;
  /** The same if every column were judged alone. */
  alone: Rate;
  /** At least one column has PSI > 0.1. */
  naive: Rate;
}

/** How often a data set with 20 independent columns, all drifted alike, has a failing column. */
export function driftFamilyRates(simulation: Simulation, name: string, drift: Drift, rows: number): FamilyRates {
  return simulate(
    simulation,
    `drift-family/${name}/${rows}`,
    (random) => {
      const columns = Array.from({ length: COLUMNS }, () => drawBins(random, rows, rows, drift));
      const estimates = columns.map((bins) =>
        psiEstimate({ bins, kind: 'ordered', threshold: THRESHOLD, alpha: ALPHA }),
      );
      const fails = (pValues: readonly (number | null)[]) =>
        estimates.some(
          (estimate, i) =>
            psiVerdict({ estimate, adjustedP: pValues[i]!, threshold: THRESHOLD, alpha: ALPHA }) === 'fail',
        );
      const pValues = estimates.map(({ p }) => p!);
      return {
        holm: fails(holmAdjust(pValues)),
        alone: fails(pValues),
        naive: columns.some((bins) => psiValue(bins).value > THRESHOLD),
      };
    },
    0.25,
  );
}

export const driftFamily: Section = {
  name: 'drift family',
  run: (simulation) => {
    const rows: string[][] = [];
    for (const [truth, name, drift] of [
      ['no drift in any column', 'none', NO_DRIFT],
      ['true PSI 0.1 in every column', 'at-threshold', SHIFT_AT_THRESHOLD],
    ] as const) {
      for (const size of [200, 1000]) {
        const { holm, alone, naive } = driftFamilyRates(simulation, name, drift, size);
        rows.push([truth, countText(size), ...[holm, alone, naive].map(percentText)]);
      }
    }
    const headings = ['truth', 'rows on each side', 'any fail, Holm %', 'any fail, each alone %', 'any "PSI > 0.1" %'];
    const table = {
      id: 'drift-family',
      title: '20 drift checks of one data set',
      markdown: markdownTable(headings, rows),
    };
    return { tables: [table], figures: [] };
  },
};
