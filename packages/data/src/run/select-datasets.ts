import { ConfigError, type DataConfig, type DatasetConfig, nearestNames } from '@model-delivery/core';
import type { SourceRequest } from '../measurement/measurement-engine.ts';

/** A data set that the run reads. */
export interface SelectedDataset {
  name: string;
  config: DatasetConfig;
  /** Folder that its source is relative to. */
  baseDirectory: string;
  /** Whether it is judged, or only read as the reference of another. */
  judged: boolean;
}

export interface Selection {
  /** Names to judge; default all. */
  datasets?: readonly string[] | undefined;
  /** Replaces the source of the one data set named (or the only one). */
  source?: string | undefined;
  /** Folder of the configuration. */
  baseDirectory: string;
  /** Folder that `source` is relative to. */
  workingDirectory: string;
}

/**
 * The data sets to read, in the order of the configuration: the judged ones, and those whose data are the reference of one.
 * @throws ConfigError for an unknown name, none at all, or a `source` that does not say whose it is.
 */
export function selectDatasets(data: DataConfig, selection: Selection): SelectedDataset[] {
  const names = judgedNames(data, selection);
  const references = new Set(
    names
      .map((name) => data.datasets[name]!.reference)
      .filter((name) => name !== undefined && data.datasets[name]!.profile === undefined),
  );
  return Object.entries(data.datasets)
    .filter(([name]) => names.includes(name) || references.has(name))
    .map(([name, config]) => {
      const replaced = selection.source !== undefined && names.includes(name);
      return {
        name,
        config: replaced ? { ...config, source: selection.source! } : config,
        baseDirectory: replaced ? selection.workingDirectory : selection.baseDirectory,
        judged: names.includes(name),
      };
    });
}

function judgedNames(data: DataConfig, { datasets, source }: Selection): string[] {
  const all = Object.keys(data.datasets);
  if (all.length === 0) {
    throw new ConfigError({
      code: 'NO_DATASETS',
      message: 'Reading data.datasets: expected at least one data set, found none.',
      hint: 'Add `data: { datasets: { train: { source: data/train.parquet } } }`, or run `model-delivery init --data FILE`.',
    });
  }
  for (const name of datasets ?? []) if (!all.includes(name)) throw unknownDataset(name, all);
  const names = all.filter((name) => (datasets ?? []).length === 0 || datasets!.includes(name));
  if (source !== undefined && names.length !== 1) {
    throw new ConfigError({
      code: 'SOURCE_OF_WHICH_DATASET',
      message: `Replacing a source by ${source}: expected one data set, found ${names.length} (${names.join(', ')}).`,
      hint: 'Say which one with `--dataset NAME`.',
    });
  }
  return names;
}

export function unknownDataset(name: string, known: readonly string[]): ConfigError {
  const near = nearestNames(name, known, 1)[0];
  return new ConfigError({
    code: 'UNKNOWN_DATASET',
    message: `Selecting the data set ${name}: the configuration has ${known.join(', ') || 'none'}.`,
    hint: near === undefined ? 'Name one of them.' : `Did you mean ${near}?`,
  });
}

/** What an engine needs to open a data set. */
export function sourceRequest(
  { name, config, baseDirectory }: Omit<SelectedDataset, 'judged'>,
  data: DataConfig,
): SourceRequest {
  const { source, format, delimiter, quote, encoding, header } = config;
  const nullValues = config.null_values ?? data.defaults.null_values;
  return { name, source, baseDirectory, format, delimiter, quote, encoding, header, nullValues };
}
