const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Numbers as a row of bars between their smallest and largest; empty for fewer than two. A constant row is level. */
export function sparkline(values: readonly number[]): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  return values.map((value) => LEVELS[range === 0 ? 3 : Math.round(((value - low) / range) * 7)]).join('');
}
