import { markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { StatedFigure, Table } from './table.ts';

/** Standard errors beyond which a found rate contradicts a stated range. */
const TOLERATED_ERRORS = 3;

/** Whether the stated range (with its rounding) lies within three Monte Carlo standard errors of what was found. */
export function isReproduced({ low, high, found }: StatedFigure): boolean {
  const { share, trials } = found;
  const nearest = Math.min(Math.max(share, low), high);
  const deviation = trials === null ? 1e-12 : TOLERATED_ERRORS * Math.sqrt((nearest * (1 - nearest)) / trials);
  return Math.abs(share - nearest) <= deviation;
}

/** Stated against found, one line a figure. */
export function reproductionTable(figures: readonly StatedFigure[]): Table {
  const rows = figures.map((figure) => [
    ...[figure.about, figure.stated, percentText(figure.found)],
    isReproduced(figure) ? 'yes' : '**no**',
  ]);
  return {
    id: 'reproduction',
    title: 'Stated figures',
    markdown: markdownTable(['figure', 'stated', 'found %', 'reproduced'], rows),
  };
}
