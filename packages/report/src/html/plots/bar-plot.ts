import type { BarPlot } from '../../content.ts';
import { formatBound, formatInterval, formatNumber } from '../../number-format.ts';
import { at, label, picture, scale, stroke, WIDTH } from './svg.ts';

const ROW = 30;
const TOP = 26;
const LEFT = 220;
const RIGHT = WIDTH - 190;

/** Bars with interval and limit. */
export function barPlot(plot: BarPlot): string {
  const largest = Math.max(...plot.bars.flatMap((bar) => [bar.value, bar.interval?.[1] ?? 0, bar.limit ?? 0]), 0);
  const x = scale(0, largest === 0 ? 1 : largest * 1.04, LEFT, RIGHT);
  const rows = plot.bars.map((bar, i) => {
    const y = TOP + i * ROW;
    const middle = y + ROW / 2;
    const [low, high] = bar.interval ?? [null, null];
    const whisker =
      low === null || high === null
        ? ''
        : stroke(x(low), middle, x(high), middle, 'whisker') +
          stroke(x(low), middle - 5, x(low), middle + 5, 'whisker') +
          stroke(x(high), middle - 5, x(high), middle + 5, 'whisker');
    const limit = bar.limit === null ? '' : stroke(x(bar.limit), y + 2, x(bar.limit), y + ROW - 2, 'limit');
    const width = Math.max(1, x(bar.value) - LEFT);
    const interval = bar.interval === null ? '' : ` (${formatInterval(bar.interval, 3)})`;
    return `<g class="mark-${bar.mark}">${label(LEFT - 10, middle + 5, bar.label, 'end')}<rect x="${LEFT}" y="${at(y + 6)}" width="${at(width)}" height="${ROW - 12}" rx="3" class="bar"/>${limit}${whisker}${label(RIGHT + 12, middle + 5, `${formatNumber(bar.value, 3)}${interval}`, '', 40)}</g>`;
  });
  const limits = new Set(plot.bars.map((bar) => bar.limit).filter((limit) => limit !== null));
  const [only] = limits;
  const title = limits.size === 1 ? label(x(only!), 16, `limit ${formatBound(only!)}`, 'muted mid') : '';
  return picture(plot.title, TOP + plot.bars.length * ROW + 8, [
    title,
    stroke(LEFT, TOP, LEFT, TOP + plot.bars.length * ROW, 'rule'),
    ...rows,
  ]);
}
