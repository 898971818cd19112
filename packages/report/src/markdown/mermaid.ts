/*
 * Plots as Mermaid `xychart-beta`. Its parser is fed with nothing but digits, points, minus signs and labels of a small
 * alphabet, so no text of a document can become a directive. A plot only repeats what a table says.
 */
import type { BarPlot, PairPlot } from '../content.ts';

const MOST_LABELS = 20;
const CANDIDATE = '#2f81f7';
const CHAMPION = '#bf8700';

/** Letters, digits, space, `_`, `.`, `-`; everything else becomes `_`. Mermaid has no escape for the others. */
export function mermaidLabel(label: string): string {
  const plain = label
    .replace(/[^A-Za-z0-9 _.-]/gu, '_')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (plain === '') return '_';
  return plain.length > 20 ? `${plain.slice(0, 12)}..${plain.slice(-6)}` : plain;
}

/** A plain decimal with up to six digits after the point. */
export function mermaidNumber(value: number): string {
  const fixed = value.toFixed(6).replace(/\.?0+$/, '');
  return fixed === '-0' ? '0' : fixed;
}

/** Whether the numbers can be drawn: finite and of a size that a plain decimal expresses. */
function drawable(values: readonly number[]): boolean {
  return values.every((value) => Number.isFinite(value) && Math.abs(value) < 1e12);
}

/** The bars with their common limit as a line; null where a chart would not help. */
export function barChart(plot: BarPlot): { source: string; legend: string } | null {
  const bars = plot.bars.slice(0, MOST_LABELS);
  const limits = bars.map((bar) => bar.limit ?? 0);
  if (bars.length < 2 || !drawable([...bars.map((bar) => bar.value), ...limits])) return null;
  const source = chart(
    bars.map((bar) => bar.label),
    bars.map((bar) => bar.value),
    limits,
  );
  return { source, legend: 'Bars: measured. Line: limit.' };
}

/** Candidate as bars, champion as a line; null where a chart would not help. */
export function pairChart(plot: PairPlot): { source: string; legend: string } | null {
  const pairs = plot.pairs.slice(0, MOST_LABELS);
  const candidates = pairs.map((pair) => pair.candidate);
  const champions = pairs.map((pair) => pair.champion).filter((value) => value !== null);
  const compared = champions.length === pairs.length;
  if (pairs.length < 2 || !drawable([...candidates, ...champions])) return null;
  const labels = pairs.map((pair) => pair.label);
  return {
    source: chart(labels, candidates, compared ? champions : []),
    legend: compared ? 'Blue bars: candidate. Amber line: champion.' : 'Bars: candidate.',
  };
}

/** The axis: bars start at zero, or below where a number does. */
function yAxis(values: readonly number[]): string {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return `y-axis ${mermaidNumber(low)} --> ${mermaidNumber(high - low < 1e-5 ? low + 1 : high)}`;
}

function chart(labels: readonly string[], bars: readonly number[], line: readonly number[]): string {
  const numbers = (values: readonly number[]) => `[${values.map(mermaidNumber).join(', ')}]`;
  const lines = [
    'xychart-beta',
    `  x-axis [${labels.map((label, i) => `"${i + 1} ${mermaidLabel(label)}"`).join(', ')}]`,
    `  ${yAxis([...bars, ...line])}`,
    `  bar ${numbers(bars)}`,
  ];
  if (line.length > 0) lines.push(`  line ${numbers(line)}`);
  const palette = `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${CANDIDATE}, ${CHAMPION}"}}}}%%`;
  return [palette, ...lines].join('\n');
}
