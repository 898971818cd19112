import { resolve } from 'node:path';
import {
  CHECK_VERDICTS,
  type Config,
  combineVerdicts,
  type DataCheck,
  type DataConfig,
  type DataReport,
  type DeliveryError,
  type DocumentError,
  documentError,
} from '@model-delivery/core';
import type { MeasurementEngine } from '../measurement/measurement-engine.ts';
import { type Waivers, waiverWarnings } from '../waivers.ts';
import type { DatasetRun } from './judge-session.ts';
import type { SelectedDataset } from './select-datasets.ts';

/** What the report says besides the results. */
export interface ReportFacts {
  config: Config;
  data: DataConfig;
  selected: readonly SelectedDataset[];
  waivers: Waivers;
  asOf: string;
  engine: Pick<MeasurementEngine, 'name' | 'version'>;
  baseDirectory: string;
}

/** Writes data-report/1, without `meta`. */
export function assembleReport(runs: readonly DatasetRun[], facts: ReportFacts): DataReport {
  const checks = runs.flatMap((run) => run.checks);
  const failures = runs.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  return {
    schema: 'data-report/1',
    model: facts.config.model,
    verdict: failures.length > 0 ? 'error' : combineVerdicts(checks),
    as_of: facts.asOf,
    policy: effectivePolicy(facts),
    inconclusive_blocks: facts.data.on_inconclusive === 'block',
    datasets: runs.map((run) => datasetEntry(run, folders(facts))),
    checks,
    counts: countVerdicts(checks),
    engine: { name: facts.engine.name, version: facts.engine.version },
    warnings: warnings(runs, checks, facts),
    ...(failures.length > 0 ? { error: portable(failures[0]!, folders(facts)) } : {}),
  };
}

/** The `data` block as it was carried out, without the keys that change how long a run takes and nothing else. */
function effectivePolicy({ data, selected }: ReportFacts): DataReport['policy'] {
  const { memory: _memory, threads: _threads, ...defaults } = data.defaults;
  const datasets = { ...data.datasets };
  for (const { name, config } of selected) datasets[name] = config;
  return JSON.parse(JSON.stringify({ ...data, datasets, defaults })) as DataReport['policy'];
}

function datasetEntry(
  { selected, description, missing, reference, failure }: DatasetRun,
  folders: readonly string[],
): DataReport['datasets'][number] {
  const columns = (description?.columns ?? []).map(({ name, type }) => ({
    name,
    type,
    missing: missing?.get(name) ?? null,
  }));
  return {
    name: selected.name,
    source: selected.config.source,
    format: description?.format ?? selected.config.format ?? null,
    rows: description?.rows ?? null,
    bytes: description?.bytes ?? null,
    sha256: description?.sha256 ?? null,
    files: description?.files ?? null,
    columns,
    profile: reference?.file ?? null,
    ...(failure === null ? {} : { error: portable(failure, folders) }),
  };
}

/** An error without this machine's paths: the same inputs must give the same document anywhere. */
function portable(error: DeliveryError, folders: readonly string[]): DocumentError {
  const field = documentError(error);
  const shorten = (text: string) =>
    folders.reduce((short, folder) => short.replaceAll(`${folder}/`, '').replaceAll(folder, '.'), text);
  return {
    ...field,
    message: shorten(field.message),
    ...(field.hint === undefined ? {} : { hint: shorten(field.hint) }),
  };
}

/** The folders that paths are relative to, the longest first. */
function folders({ selected, baseDirectory }: ReportFacts): string[] {
  const all = [baseDirectory, ...selected.map((dataset) => dataset.baseDirectory)].map((folder) => resolve(folder));
  return [...new Set(all)].filter((folder) => folder !== '/').sort((a, b) => b.length - a.length);
}

/** One key per verdict word, and `warn`: checks of lower severity that failed or stayed open. */
function countVerdicts(checks: readonly DataCheck[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(CHECK_VERDICTS.map((word) => [word, 0]));
  for (const check of checks) counts[check.verdict]! += 1;
  const warned = checks.filter(
    ({ severity, verdict }) => severity !== 'fail' && (verdict === 'fail' || verdict === 'inconclusive'),
  );
  return { ...counts, warn: warned.length };
}

function warnings(runs: readonly DatasetRun[], checks: readonly DataCheck[], { data, waivers }: ReportFacts): string[] {
  const judged = new Set(
    runs.filter((run) => run.selected.judged && run.description !== null).map((run) => run.selected.name),
  );
  const isKnown = (name: string) => Object.hasOwn(data.datasets, name);
  // Checks of data sets that this run did not read were not planned: their waivers are not unknown.
  const mayBeJudged = (id: string) => {
    const name = id.split('/')[0]!.replaceAll('%2F', '/');
    return judged.has(name) || !isKnown(name);
  };
  const ids = new Set(checks.map((check) => check.id));
  return [
    ...absentButPresent(runs),
    ...driftWithoutReference(runs, data),
    ...waiverWarnings(waivers, ids, mayBeJudged),
  ].slice(0, 1000);
}

function absentButPresent(runs: readonly DatasetRun[]): string[] {
  return runs.flatMap(({ selected: { name, config }, description }) =>
    config.absent
      .filter((column) => description?.columns.some((found) => found.name === column))
      .map((column) => `${column} is declared absent from ${name}, but the data have it.`),
  );
}

function driftWithoutReference(runs: readonly DatasetRun[], data: DataConfig): string[] {
  if (data.defaults.drift === undefined) return [];
  const compared = runs.some(
    ({ reference }) => reference !== null && reference.facts.state !== 'none' && reference.facts.state !== 'itself',
  );
  return compared ? [] : ['data.defaults.drift has no effect: no data set has a `reference` or a `profile`.'];
}
