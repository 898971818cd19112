/** A GitHub table; cells are text. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Rows as people read them: 200, 1,000, 20,000. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}
