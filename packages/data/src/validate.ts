import { type Config, ConfigError, type DataConfig, type DataReport } from '@model-delivery/core';
import type { MeasurementEngine } from './measurement/measurement-engine.ts';
import { assembleReport } from './run/assemble-report.ts';
import { judgeSession } from './run/judge-session.ts';
import { selectDatasets, sourceRequest } from './run/select-datasets.ts';
import { readProfileFile } from './stores/profile-file.ts';
import { waiversOn } from './waivers.ts';

export interface ValidateInput {
  config: Config;
  /** Folder of the configuration: its paths are relative to it. */
  baseDirectory: string;
  /** Folder that `source` is relative to. Default: the process's. */
  workingDirectory?: string | undefined;
  /** Folder that profiles may not lie outside of (the workspace). */
  containedIn?: string | undefined;
  /** Names to judge; default all. */
  datasets?: readonly string[] | undefined;
  /** Replaces the source of the one data set named (or the only one). */
  source?: string | undefined;
  engine: MeasurementEngine | (() => Promise<MeasurementEngine>);
  /** The date that waivers are judged by, `YYYY-MM-DD`. */
  asOf: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
}

export interface ValidateResult {
  /** Without `meta`. */
  report: DataReport;
  /** Where in the configuration each check stands, by id. */
  locations: Record<string, (string | number)[]>;
}

/**
 * Judges data sets by the configuration: config -> plan -> measurements -> verdicts. A data set that cannot be read is an error of
 * the document; the checks of the others stand.
 * @throws ConfigError for a configuration that cannot be carried out; ExternalError where the engine or the disk fails.
 */
export async function validateData(input: ValidateInput): Promise<ValidateResult> {
  const data = dataConfig(input.config);
  const waivers = waiversOn(data.waivers, input.asOf);
  const selected = selectDatasets(data, { ...input, workingDirectory: input.workingDirectory ?? process.cwd() });
  const engine = typeof input.engine === 'function' ? await input.engine() : input.engine;
  input.onProgress?.(`reading ${selected.map(({ name }) => name).join(', ')}`);
  const requests = selected.map((dataset) => sourceRequest(dataset, data));
  const session = await engine.open(requests, { signal: input.signal });
  try {
    const runs = await judgeSession(session, {
      data,
      selected,
      waivers,
      readProfile: (path) => readProfileFile(path, input.baseDirectory, input.containedIn),
      progress: input.onProgress ?? (() => undefined),
      signal: input.signal,
    });
    const report = assembleReport(runs, {
      config: input.config,
      data,
      selected,
      waivers,
      asOf: input.asOf,
      engine,
      baseDirectory: input.baseDirectory,
    });
    return {
      report,
      locations: Object.fromEntries(runs.flatMap(({ planned }) => planned.map(({ id, path }) => [id, path]))),
    };
  } finally {
    await session.close();
  }
}

function dataConfig(config: Config): DataConfig {
  const { data } = config;
  if (data === undefined) {
    throw new ConfigError({
      code: 'NO_DATA_BLOCK',
      message: 'Validating data: the configuration has no `data:` block.',
      hint: 'Add one, or run `model-delivery init --data FILE` to have one written.',
    });
  }
  if (data.contracts.length === 0) return data;
  throw new ConfigError({
    code: 'CONTRACTS_NOT_AVAILABLE',
    message: `Reading data.contracts: importing ${data.contracts.map((contract) => contract.import).join(', ')} was asked for, but importers are not part of this version.`,
    hint: 'Write the checks under data.columns and data.checks, and remove `contracts`.',
  });
}
