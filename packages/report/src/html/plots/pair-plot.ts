import type { PairPlot } from '../../content.ts';
import { formatNumber, measurementDecimals } from '../../number-format.ts';
import { dot, label, picture, scale, stroke, WIDTH } from './svg.ts';

const ROW = 28;
const TOP = 34;
const LEFT = 240;
const RIGHT = WIDTH - 190;

/** Candidate (filled) and champion (ring) on one axis, one row a slice. */
export function pairPlot(plot: PairPlot): string {
  const values = plot.pairs.flatMap((pair) =>
    pair.champion === null ? [pair.candidate] : [pair.candidate, pair.champion],
  );
  const low = Math.min(...values);
  const high = Math.max(...values);
  const decimals = measurementDecimals(high, [high - low]);
  const margin = (high - low) * 0.05;
  const x = scale(low - margin, high + margin, LEFT, RIGHT);
  const rows = plot.pairs.map((pair, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const champion =
      pair.champion === null
        ? ''
        : stroke(x(pair.champion), y, x(pair.candidate), y, 'link') + dot(x(pair.champion), y, 'champion');
    const numbers =
      pair.champion === null
        ? formatNumber(pair.candidate, decimals)
        : `${formatNumber(pair.champion, decimals)} → ${formatNumber(pair.candidate, decimals)}`;
    return `<g>${label(LEFT - 14, y + 5, pair.label, 'end')}${stroke(LEFT, y, RIGHT, y, 'rule')}${champion}${dot(x(pair.candidate), y, 'candidate')}${label(RIGHT + 14, y + 5, numbers, '', 40)}</g>`;
  });
  const key = [
    dot(LEFT + 6, 12, 'candidate'),
    label(LEFT + 18, 17, 'candidate', 'muted'),
    dot(LEFT + 106, 12, 'champion'),
    label(LEFT + 118, 17, 'champion', 'muted'),
  ];
  return picture(plot.title, TOP + plot.pairs.length * ROW + 8, [...key, ...rows]);
}
