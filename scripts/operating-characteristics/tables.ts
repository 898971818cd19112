import { canaryDetection } from './canary-detection.ts';
import { canaryHarm } from './canary-harm.ts';
import { canaryMargin } from './canary-margin.ts';
import { canaryMean } from './canary-mean.ts';
import { canaryPromotion } from './canary-promotion.ts';
import { driftFamily } from './drift-family.ts';
import { driftVerdict } from './drift-verdict.ts';
import { gateAccuracy } from './gate-accuracy.ts';
import { gateAuc } from './gate-auc.ts';
import { gateF1 } from './gate-f1.ts';
import { gateLatency } from './gate-latency.ts';
import { gateLogLoss } from './gate-log-loss.ts';
import { isReproduced, reproductionTable } from './reproduction.ts';
import { sliceFamily } from './slice-family.ts';
import { smallSamples } from './small-samples.ts';
import type { Section, StatedFigure, Table } from './table.ts';
import type { Simulation } from './trials.ts';

const SECTIONS: readonly Section[] = [
  driftVerdict,
  driftFamily,
  gateAccuracy,
  gateAuc,
  gateLogLoss,
  gateF1,
  smallSamples,
  gateLatency,
  sliceFamily,
  canaryHarm,
  canaryMargin,
  canaryPromotion,
  canaryDetection,
  canaryMean,
];

/** Simulates everything: the tables of the page in its order, and the stated figures that were not found again. */
export function simulateTables(simulation: Simulation): { tables: Table[]; contradicted: StatedFigure[] } {
  const parts = SECTIONS.map((section) => section.run(simulation));
  const figures = parts.flatMap((part) => part.figures);
  const run = {
    id: 'run',
    title: 'This run',
    markdown: `Seed ${simulation.seed}, ${simulation.trials.toLocaleString('en-US')} trials a cell (a half or a quarter of them where a trial is costly).`,
  };
  return {
    tables: [run, ...parts.flatMap((part) => part.tables), reproductionTable(figures)],
    contradicted: figures.filter((figure) => !isReproduced(figure)),
  };
}
