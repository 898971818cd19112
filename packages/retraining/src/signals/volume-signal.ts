import { type DataReport, EvidenceError, nearestName } from '@model-delivery/core';
import type { DispatchRecord } from '../state/retraining-state.ts';
import { type Champion, type Signal, unjudged } from './signal.ts';

/**
 * Volume: rows of a data set now, minus its rows in the champion's registered data report (or at the newest dispatch, if that
 * had more: the run it started has seen them). Crossed from `new_rows` on.
 * @param lastDispatch the newest dispatch since the champion was promoted.
 * @throws EvidenceError when the data set is not in the report or could not be read.
 */
export function volumeSignal(
  rule: { new_rows: number; dataset?: string | undefined },
  report: DataReport,
  champion: Champion | null,
  lastDispatch: DispatchRecord | undefined,
): Signal {
  const none = (why: string) => unjudged('volume', rule.dataset ?? null, rule.new_rows, why);
  if (champion === null) return none('there is no champion whose training data it could be compared with');
  if (champion.dataReport === null) return none('no data report was registered with the champion');
  const known = new Map(champion.dataReport.datasets.map((dataset) => [dataset.name, dataset.rows]));
  const name = rule.dataset ?? report.datasets.find((dataset) => known.has(dataset.name))?.name;
  if (name === undefined) return none('the data report and that of the champion have no data set in common');
  const rows = rowsOf(report, name);
  const before = known.get(name);
  if (before === undefined || before === null)
    return none(`the champion's data report does not count the rows of ${name}`);
  const answered = lastDispatch === undefined ? 0 : (lastDispatch.rows[name] ?? 0);
  const base = Math.max(before, answered);
  const value = rows - base;
  const since = answered > before ? 'the newest retraining run' : 'the champion';
  return {
    kind: 'volume',
    subject: name,
    value,
    threshold: rule.new_rows,
    windows: null,
    over: value >= rule.new_rows,
    crossed: value >= rule.new_rows,
    judged: true,
    message: `${name} has ${rows} rows, ${value} more than ${since} was trained with (${base}); ${rule.new_rows} are asked.`,
  };
}

function rowsOf(report: DataReport, name: string): number {
  const dataset = report.datasets.find((each) => each.name === name);
  if (dataset?.rows != null) return dataset.rows;
  const names = report.datasets.map((each) => each.name);
  const near = names.length === 0 ? 'none' : nearestName(name, names);
  throw new EvidenceError({
    code: 'RETRAINING_ROWS_UNKNOWN',
    message: `\`retraining.when.volume\` counts the rows of ${name}, and the data report ${dataset === undefined ? `has no such data set; nearest: ${near}` : 'could not read it'}.`,
    hint: 'Validate that data set before this step, or name another with `volume: {dataset: …}`.',
  });
}

/** Rows by data set, for the record of a dispatch. */
export function rowsByDataset(report: DataReport | null): Record<string, number> {
  const entries = (report?.datasets ?? []).flatMap((each) =>
    each.rows === null ? [] : [[each.name, each.rows] as const],
  );
  return Object.fromEntries(entries);
}
