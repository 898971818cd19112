import type { BoundPlot } from '../../content.ts';
import { MARKS } from '../../verdict-words.ts';
import { dot, label, picture, scale, stroke, WIDTH } from './svg.ts';

const ROW = 30;
const TOP = 28;
const LEFT = 270;
const RIGHT = WIDTH - 340;

/** Where each contrast and its interval lie: left of the line the bound is missed, right of it it is met. */
export function boundPlot(plot: BoundPlot): string {
  const bottom = TOP + plot.rows.length * ROW;
  const center = (LEFT + RIGHT) / 2;
  const rows = plot.rows.map((row, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const ends = [...(row.interval ?? [])].filter((end): end is number => end !== null);
    const reach = Math.max(Math.abs(row.value), ...ends.map((end) => Math.abs(end))) * 1.08;
    const x = scale(-reach, reach, LEFT, RIGHT);
    const [low, high] = row.interval ?? [row.value, row.value];
    const whisker = stroke(x(low ?? -reach), y, x(high ?? reach), y, 'whisker');
    const note = `${MARKS[row.mark].word}${row.note === '' ? '' : ` · ${row.note}`}`;
    return `<g class="mark-${row.mark}">${label(LEFT - 12, y + 5, row.label, 'end', 38)}${whisker}${dot(x(row.value), y, 'tone')}${label(RIGHT + 12, y + 5, note, '', 48)}</g>`;
  });
  return picture(plot.title, bottom + 8, [
    label(center - 12, 16, '← misses the bound', 'muted end'),
    label(center + 12, 16, 'meets the bound →', 'muted'),
    stroke(center, TOP - 6, center, bottom, 'limit'),
    ...rows,
  ]);
}
