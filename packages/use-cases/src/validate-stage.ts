import { type Config, ConfigError, type FailOn, type Host, utcDate } from '@model-delivery/core';
import { effectivePolicy, type FindBasePolicy } from './base-policy.ts';
import { type Configuration, containment, readConfiguration } from './configuration.ts';
import { finishStage } from './finish-stage.ts';
import { locationsOf } from './locations.ts';
import { runStage, type StageOutcome } from './stage-run.ts';

/** What `validate` is asked. */
export interface ValidateRequest {
  config: string;
  out: string;
  failOn: FailOn;
  asOf: string | undefined;
  datasets: string[] | undefined;
  source: string | undefined;
  enginePath: string | undefined;
  basePolicy: FindBasePolicy | undefined;
  /** Called when inputs and configuration are read, before anything heavy is loaded. */
  onConfigured?: ((configuration: Configuration) => void) | undefined;
}

/** Validates data and leaves `data-report.json` behind, whatever happens. */
export function validateStage(host: Host, request: ValidateRequest): Promise<StageOutcome> {
  const file = `${request.out}/data-report.json`;
  return runStage(host, { schema: 'data-report/1', file }, async (started) => {
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    if (configuration.loaded.config.data === undefined) throw noBlock('data', request.config);
    const policy = await effectivePolicy(configuration, 'data', request.basePolicy);
    const { validateData, duckdbMeasurementEngine, summaryOfData } = await import('@model-delivery/data');
    const { accessEngine } = await import('./engine-access.ts');
    const { defaults } = policy.config.data!;
    const containedIn = containment(host, sourcesOf(policy.config, request.source));
    const { report, locations } = await validateData({
      config: policy.config,
      baseDirectory: configuration.baseDirectory,
      workingDirectory: host.cwd,
      containedIn,
      datasets: request.datasets,
      source: request.source,
      asOf: request.asOf ?? utcDate(host.now()),
      signal: host.signal,
      onProgress: (line: string) => host.log.info(line),
      engine: async () => {
        const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
        return duckdbMeasurementEngine({
          binding,
          tempDirectory: temporaryDirectory,
          containedIn,
          memory: defaults.memory,
          threads: defaults.threads,
        });
      },
    });
    return finishStage(host, report, {
      file,
      failOn: request.failOn,
      startedMs: started,
      change: policy.change,
      meta: locationsOf(Object.entries(locations), policy.locate),
      summary: summaryOfData(report),
    });
  });
}

function sourcesOf(config: Config, source: string | undefined): string[] {
  const written = Object.values(config.data?.datasets ?? {}).flatMap((dataset) => [
    dataset.source,
    dataset.profile ?? '',
  ]);
  return source === undefined ? written : [...written, source];
}

/** The error of a stage whose block the configuration lacks. */
export function noBlock(block: string, file: string): ConfigError {
  return new ConfigError({
    code: 'CONFIG_BLOCK_MISSING',
    message: `The configuration ${file} has no \`${block}:\` block, so there is nothing to judge.`,
    hint: `Add one; \`npx model-delivery init --data FILE\` writes a commented example.`,
  });
}
