/** Draws the mermaid charts of our own comments (`xychart-beta` with bars and lines), which GitHub draws in the browser. */

interface Chart {
  labels: string[];
  bars: number[];
  lines: number[][];
}

const WIDTH = 720;
const HEIGHT = 260;
const MARGIN = { left: 56, right: 16, top: 16, bottom: 56 };

function numbers(text: string): number[] {
  return text.split(',').map((part) => Number(part.trim()));
}

function parse(source: string): Chart | null {
  const labels = /x-axis(?: "[^"]*")? \[([^\]]*)\]/.exec(source)?.[1];
  const bars = /^\s*bar(?: "[^"]*")? \[([^\]]*)\]/m.exec(source)?.[1];
  if (labels === undefined || bars === undefined) return null;
  const lines = [...source.matchAll(/^\s*line(?: "[^"]*")? \[([^\]]*)\]/gm)].map((match) => numbers(match[1]!));
  return { labels: labels.split(',').map((label) => label.trim().replaceAll('"', '')), bars: numbers(bars), lines };
}

/** An SVG of the chart; null when it is none that we draw. */
export function chartSvg(source: string): string | null {
  const chart = parse(source);
  if (chart === null || chart.bars.some(Number.isNaN)) return null;
  const top = Math.max(...chart.bars, ...chart.lines.flat()) * 1.1 || 1;
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const slot = inner.width / chart.bars.length;
  const x = (i: number) => MARGIN.left + slot * (i + 0.5);
  const y = (value: number) => MARGIN.top + inner.height * (1 - value / top);
  const width = Math.min(48, slot * 0.6);
  const bars = chart.bars.map(
    (value, i) =>
      `<rect x="${(x(i) - width / 2).toFixed(1)}" y="${y(value).toFixed(1)}" width="${width.toFixed(1)}" height="${(MARGIN.top + inner.height - y(value)).toFixed(1)}" fill="#2f81f7"/>`,
  );
  const lines = chart.lines.map(
    (line) =>
      `<polyline points="${line.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}" fill="none" stroke="#bf8700" stroke-width="2"/>`,
  );
  const label = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const labels = chart.labels.map(
    (text, i) =>
      `<text x="${x(i).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle" font-size="11" fill="currentColor">${label(text)}</text>`,
  );
  const ticks = [0, 0.5, 1].map((share) => {
    const value = (top / 1.1) * share;
    return `<text x="${MARGIN.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" font-size="11" fill="currentColor">${value.toPrecision(3)}</text><line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="currentColor" stroke-opacity=".2"/>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="chart; the table has the same numbers">${ticks.join('')}${bars.join('')}${lines.join('')}${labels.join('')}</svg>`;
}
