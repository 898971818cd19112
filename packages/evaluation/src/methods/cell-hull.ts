import { GENERATOR, hullEstimate, hullGammaShape, type LinearContrast } from '@model-delivery/stats';
import { contrastValue } from '../checks/planned-check.ts';
import { jointCells, tableReader } from '../metrics/confusion-table.ts';
import { presentClasses, tableMetric } from '../metrics/table-metric.ts';
import { type CheckEstimate, compares, type EstimateRequest, mirrored, shownContrast } from './estimate-check.ts';

/** Largest joint table that is drawn cell by cell; larger ones are drawn row by row. */
const MAX_CELLS = 30 ** 3;

/** Whether the joint table of a check is small enough for {@link cellHull}. */
export function fitsCells(classes: number, compared: boolean): boolean {
  return classes ** (compared ? 3 : 2) <= MAX_CELLS;
}

type TableStatistic = (of: LinearContrast) => (cells: Float64Array) => number | undefined;

/** F1, MCC, balanced accuracy, and any share by ratio: hull of Poisson and Gamma draws of the joint confusion cells. */
export function cellHull(request: EstimateRequest): CheckEstimate {
  const { metric, scope, contrast } = request;
  const compared = compares(contrast);
  if (metric.name === 'accuracy' && compared) return accuracyRatio(request);
  const classes = scope.classes.length;
  const cells = jointCells(scope.truth!, scope.candidate.classes!, compared ? scope.champion!.classes! : null, classes);
  const read = tableReader(classes, compared);
  const requiredClasses = presentClasses(read(cells).candidate);
  const statistic: TableStatistic = (of) => (drawn) => {
    const { candidate, champion } = read(drawn);
    const mine = tableMetric(metric.name, candidate, { requiredClasses });
    const theirs = compared ? tableMetric(metric.name, champion, { requiredClasses }) : 0;
    return mine === undefined || theirs === undefined ? undefined : contrastValue(of, mine, theirs);
  };
  return estimateCells(request, cells, hullGammaShape(classes, compared ? 3 : 2), statistic);
}

/** A ratio of accuracies needs only the 2 x 2 table of right and wrong. */
function accuracyRatio(request: EstimateRequest): CheckEstimate {
  const { scope } = request;
  const cells = new Float64Array(4);
  for (let row = 0; row < scope.rows; row++) {
    const mine = scope.candidate.classes![row] === scope.truth![row] ? 1 : 0;
    const theirs = scope.champion!.classes![row] === scope.truth![row] ? 1 : 0;
    cells[2 * mine + theirs]!++;
  }
  const statistic: TableStatistic = (of) => (drawn) => {
    const all = drawn[0]! + drawn[1]! + drawn[2]! + drawn[3]!;
    return all > 0 ? contrastValue(of, (drawn[2]! + drawn[3]!) / all, (drawn[1]! + drawn[3]!) / all) : undefined;
  };
  return estimateCells(request, cells, 1 / 2, statistic);
}

function estimateCells(
  request: EstimateRequest,
  cells: Float64Array,
  gammaShape: number,
  statistic: TableStatistic,
): CheckEstimate {
  const { contrast, replicates, alpha, seed } = request;
  const draw = (of: LinearContrast) =>
    hullEstimate({ cells, statistic: statistic(of), replicates, alpha, gammaShape, seed });
  const estimate = draw(contrast);
  // The same seed draws the same tables, so both intervals are about one set of replicates.
  const shown = mirrored(contrast, estimate) ?? draw(shownContrast(contrast));
  return { estimate, shown, method: `poisson-gamma-hull(${GENERATOR}, B=${replicates})` };
}
