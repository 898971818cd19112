import type { Evaluation } from '@model-delivery/core';
import { type Block, code, type Inline, left, line, quote, right, table, text } from '../content.ts';
import { formatNumber, formatShare } from '../number-format.ts';

/** Beyond this many classes a table cannot be read; the worst confusions are listed instead. */
const MOST_CLASSES = 10;

type Confusion = NonNullable<Evaluation['confusion']>;

/** The confusion matrix as tables with the share of each row (its recall), candidate first, then champion. */
export function confusionBlocks(confusion: Confusion): Block[] {
  const matrices = [{ name: 'Candidate', cells: confusion.candidate }];
  if (confusion.champion !== null) matrices.push({ name: 'Champion', cells: confusion.champion });
  const tables = matrices.flatMap(({ name, cells }) =>
    confusion.labels.length <= MOST_CLASSES
      ? matrixTable(name, confusion.labels, cells)
      : worstConfusions(name, confusion.labels, cells),
  );
  return [...tables, ...matrices.flatMap(({ name, cells }) => matrixPlot(name, confusion.labels, cells))];
}

function matrixPlot(name: string, labels: string[], cells: number[][]): Block[] {
  if (labels.length > MOST_CLASSES) return [];
  return [{ kind: 'matrix-plot', title: `${name}: rows are the truth, shades the share of the row`, labels, cells }];
}

function matrixTable(name: string, labels: string[], cells: number[][]): Block[] {
  const head = left(name);
  const columns = labels.map((label) => ({ ...right(''), header: line`predicted ${code(label)}` }));
  const rows = labels.map((label, i): Inline[][] => {
    const row = cells[i] ?? [];
    const total = row.reduce((sum, n) => sum + n, 0);
    return [line`truth ${code(label)}`, ...labels.map((_, j) => [text(cellText(row[j] ?? 0, total))])];
  });
  return [table(`Confusion matrix of the ${name.toLowerCase()}`, [head, ...columns], rows)];
}

function cellText(count: number, total: number): string {
  return total === 0 ? formatNumber(count) : `${formatNumber(count)} (${formatShare(count, total)})`;
}

function worstConfusions(name: string, labels: string[], cells: number[][]): Block[] {
  const confusions = cells
    .flatMap((row, i) =>
      row.map((count, j) => ({ truth: labels[i] ?? '', predicted: labels[j] ?? '', count, off: i !== j })),
    )
    .filter(({ count, off }) => off && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_CLASSES);
  return [
    table(
      `Most frequent confusions of the ${name.toLowerCase()}`,
      [left(`${name}: truth`), left('predicted'), right('Rows')],
      confusions.map(({ truth, predicted, count }) => [
        [quote(truth)],
        [quote(predicted)],
        [text(formatNumber(count))],
      ]),
    ),
  ];
}
