import type { DataCheck, DataReport, Meta } from '@model-delivery/core';
import { type Block, caption, code, left, line, mark, quote, right, type TableBlock, table, text } from '../content.ts';
import { counted, formatBytes, formatNumber } from '../number-format.ts';
import { markOf } from '../verdict-words.ts';
import { dataRule, failedRows, observedText } from './data-check.ts';
import { locationCell } from './location.ts';
import type { StageContext } from './stage-view.ts';

/** Columns of an example table; rows with more say how many are missing. */
const EXAMPLE_COLUMNS = 8;
const EXAMPLE_ROWS = 5;
const EXAMPLE_CHECKS = 5;

/** Checks as a table: mark, data set, column, rule, failed rows, what was seen. */
export function dataCheckTable(
  name: string,
  checks: readonly DataCheck[],
  locations: Meta['locations'],
  context: StageContext,
): TableBlock {
  return table(
    name,
    [
      left('Verdict'),
      left('Data set'),
      left('Column'),
      left('Rule'),
      right('Failed rows'),
      right('Observed'),
      left('Set at'),
    ],
    checks.map((check) => [
      [mark(markOf(check))],
      [code(check.dataset)],
      check.column === null ? [] : [code(check.column)],
      dataRule(check),
      failedRows(check) === '' ? [] : [text(failedRows(check))],
      observedText(check),
      locationCell(locations?.[check.id], context),
    ]),
  );
}

/** The data sets that were read: source and size; their digests stand among the evidence. */
export function datasetTable(datasets: DataReport['datasets']): TableBlock {
  const number = (value: number | null) => (value === null ? [] : [text(formatNumber(value))]);
  return table(
    'Data sets',
    [left('Data set'), left('Source'), right('Rows'), right('Columns'), right('Size'), left('Problem')],
    datasets.map((dataset) => [
      [code(dataset.name)],
      [code(dataset.source)],
      number(dataset.rows),
      dataset.error === undefined ? number(dataset.columns.length) : [],
      dataset.bytes === null ? [] : [text(formatBytes(dataset.bytes))],
      dataset.error === undefined ? [] : line`${mark('error', false)} ${quote(dataset.error.message)}`,
    ]),
  );
}

/** The first failing rows of the worst checks, one small table each. */
export function exampleBlocks(checks: readonly DataCheck[]): Block[] {
  const withRows = checks.filter((check) => (check.examples ?? []).length > 0);
  return withRows.slice(0, EXAMPLE_CHECKS).flatMap((check) => {
    const rows = (check.examples ?? []).slice(0, EXAMPLE_ROWS);
    const names = exampleColumns(check, rows);
    const shown = names.slice(0, EXAMPLE_COLUMNS);
    const rest = names.length - shown.length;
    const more = rest === 0 ? [] : line` (${counted(rest, 'more column')} in the document)`;
    return [
      caption(line`${code(check.id)}: first ${counted(rows.length, 'failing row')}${more}`),
      table(
        `Failing rows of ${check.id}`,
        shown.map((column) => ({ ...left(''), header: [code(column)] })),
        rows.map((row) => shown.map((column) => exampleCell(row, column))),
      ),
    ];
  });
}

/** Columns of the examples, the judged one first. */
function exampleColumns(check: DataCheck, rows: readonly Record<string, string | null>[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return check.column !== null && names.includes(check.column)
    ? [check.column, ...names.filter((name) => name !== check.column)]
    : names;
}

function exampleCell(row: Record<string, string | null>, column: string) {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  return value === null || value === undefined ? [text('(missing)')] : [code(value)];
}

/** Waived checks: what they found, why that is accepted, until when, by whom. */
export function waivedTable(checks: readonly DataCheck[]): TableBlock {
  return table(
    'Waived checks',
    [
      left('Verdict'),
      left('Check'),
      left('Rule'),
      right('Failed rows'),
      right('Observed'),
      left('Reason'),
      left('Until'),
      left('By'),
    ],
    checks.map((check) => [
      [mark('waived')],
      [code(check.id)],
      dataRule(check),
      failedRows(check) === '' ? [] : [text(failedRows(check))],
      observedText(check),
      check.waiver === undefined ? [] : [quote(check.waiver.reason)],
      check.waiver === undefined ? [] : [text(check.waiver.until)],
      check.waiver === undefined ? [] : [code(check.waiver.by)],
    ]),
  );
}

/** PSI per column with its interval against the threshold. */
export function driftPlot(checks: readonly DataCheck[]): Block[] {
  const bars = checks
    .filter((check) => check.statistic !== undefined && check.statistic.value !== null)
    .map((check) => ({
      label: check.column ?? check.dataset,
      value: check.statistic!.value!,
      interval: check.statistic!.interval,
      limit: check.statistic!.threshold,
      mark: markOf(check),
    }))
    .sort((a, b) => b.value - a.value)
    .slice(0, 30);
  if (bars.length === 0) return [];
  const { name: written } = checks.find((check) => check.statistic !== undefined)!.statistic!;
  const name = written === 'psi' ? 'PSI' : written;
  return [{ kind: 'bar-plot', title: `${name} of each column against its reference`, unit: name, bars }];
}
