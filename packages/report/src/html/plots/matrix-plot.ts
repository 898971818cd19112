import type { MatrixPlot } from '../../content.ts';
import { formatNumber, formatShare } from '../../number-format.ts';
import { at, label, picture, WIDTH } from './svg.ts';

const LEFT = 190;
const TOP = 46;
const HEIGHT = 54;

/** A confusion matrix as a heat map; the shade is the share of the row, so that a rare class is seen too. */
export function matrixPlot(plot: MatrixPlot): string {
  const size = plot.labels.length;
  const width = Math.min(150, (WIDTH - LEFT - 10) / Math.max(1, size));
  const longest = Math.max(4, Math.floor(width / 8));
  const cells = plot.labels.flatMap((truth, i) => {
    const row = plot.cells[i] ?? [];
    const total = row.reduce((sum, n) => sum + n, 0);
    const y = TOP + i * HEIGHT;
    return [
      label(LEFT - 12, y + HEIGHT / 2 + 5, `truth ${truth}`, 'end', 24),
      ...plot.labels.map((_, j) => {
        const count = row[j] ?? 0;
        const share = total === 0 ? 0 : count / total;
        const x = LEFT + j * width;
        const percent = total === 0 ? '' : label(x + width / 2, y + 40, formatShare(count, total), 'muted mid', 16);
        return `<rect x="${at(x)}" y="${y}" width="${at(width)}" height="${HEIGHT}" fill-opacity="${at(share * 0.45)}" class="cell"/>${label(x + width / 2, y + 22, formatNumber(count), 'mid', 16)}${percent}`;
      }),
    ];
  });
  const head = plot.labels.map((predicted, j) =>
    label(LEFT + (j + 0.5) * width, TOP - 10, predicted, 'muted mid', longest),
  );
  return picture(plot.title, TOP + size * HEIGHT + 8, [label(LEFT, 16, 'predicted', 'muted'), ...head, ...cells]);
}
