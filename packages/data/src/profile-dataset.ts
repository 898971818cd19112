import { type Config, ConfigError, type DataConfig, type DataProfile, dataSchema } from '@model-delivery/core';
import type { MeasurementEngine, SourceRequest } from './measurement/measurement-engine.ts';
import { declaredTypes } from './plan/declared-types.ts';
import { buildProfile } from './profile/build-profile.ts';
import { sourceRequest, unknownDataset } from './run/select-datasets.ts';

export interface ProfileInput {
  /** null where there is no configuration: `--source` alone. */
  config: Config | null;
  /** Name in the configuration. */
  dataset?: string | undefined;
  /** A file or glob; replaces the source of `dataset` where both are given. */
  source?: string | undefined;
  baseDirectory: string;
  /** Folder that `source` is relative to. Default: the process's. */
  workingDirectory?: string | undefined;
  /** Takes bins from this profile, so that the two can be added up and compared exactly. */
  like?: DataProfile | undefined;
  engine: MeasurementEngine | (() => Promise<MeasurementEngine>);
  signal?: AbortSignal | undefined;
}

/**
 * Profiles one data set as data-profile/1, without `meta`.
 * @throws ConfigError when it is not said which; EvidenceError when it cannot be read or has no rows.
 */
export async function profileDataset(input: ProfileInput): Promise<DataProfile> {
  const data = input.config?.data ?? dataSchema.parse({});
  const request = requestFor(input, data);
  const engine = typeof input.engine === 'function' ? await input.engine() : input.engine;
  const session = await engine.open([request], { signal: input.signal });
  try {
    const [result] = session.datasets;
    if ('failure' in result!) throw result.failure;
    const { dataset } = result!;
    const config = input.dataset === undefined ? undefined : data.datasets[input.dataset];
    await dataset.declare(config === undefined ? new Map() : declaredTypes(data, input.dataset!, dataset.columnNames));
    const { key = [], time = null } = config ?? {};
    const profile = await buildProfile(dataset, {
      dataset: input.dataset ?? null,
      source: request.source,
      key,
      time,
      like: input.like,
    });
    return { ...profile, engine: { name: engine.name, version: engine.version } };
  } finally {
    await session.close();
  }
}

function requestFor(
  { dataset, source, baseDirectory, workingDirectory }: ProfileInput,
  data: DataConfig,
): SourceRequest {
  const given = workingDirectory ?? process.cwd();
  if (dataset === undefined) {
    if (source === undefined) {
      throw new ConfigError({
        code: 'PROFILE_OF_WHAT',
        message: 'Profiling: expected a data set or a file, found neither.',
        hint: 'Use `--dataset NAME` or `--source FILE`.',
      });
    }
    return { name: 'source', source, baseDirectory: given, nullValues: data.defaults.null_values };
  }
  const config = data.datasets[dataset];
  if (config === undefined) throw unknownDataset(dataset, Object.keys(data.datasets));
  return source === undefined
    ? sourceRequest({ name: dataset, config, baseDirectory }, data)
    : sourceRequest({ name: dataset, config: { ...config, source }, baseDirectory: given }, data);
}
