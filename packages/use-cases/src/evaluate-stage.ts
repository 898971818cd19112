import { resolve } from 'node:path';
import { type Config, type FailOn, type Host, type Purpose, utcDate } from '@model-delivery/core';
import type { ChampionSource } from '@model-delivery/evaluation';
import { effectivePolicy, type FindBasePolicy } from './base-policy.ts';
import { type Configuration, containment, readConfiguration } from './configuration.ts';
import { finishStage } from './finish-stage.ts';
import { locationsOf } from './locations.ts';
import type { RegistryAccess } from './registry/open-registry.ts';
import { runStage, type StageOutcome } from './stage-run.ts';
import { noBlock } from './validate-stage.ts';

/** What `evaluate` is asked. Paths are relative to the working directory. */
export interface EvaluateRequest {
  config: string;
  out: string;
  failOn: FailOn;
  asOf: string | undefined;
  seed: number | undefined;
  candidate: string | undefined;
  champion: string | undefined;
  model: string | undefined;
  dataReport: string | undefined;
  purpose: Purpose | undefined;
  thresholds: { metric: string; value: number }[];
  enginePath: string | undefined;
  basePolicy: FindBasePolicy | undefined;
  /** Where aliases are looked up; default the registry of the configuration. */
  championSource?: ChampionSource | undefined;
  /** How an action reaches the ledger: through the API. */
  access?: RegistryAccess | undefined;
  onConfigured?: ((configuration: Configuration) => void) | undefined;
}

/** Judges a model and leaves `evaluation.json` behind, whatever happens. */
export function evaluateStage(host: Host, request: EvaluateRequest): Promise<StageOutcome> {
  const file = `${request.out}/evaluation.json`;
  return runStage(host, { schema: 'evaluation/1', file }, async (started) => {
    const configuration = readConfiguration(host, request.config);
    request.onConfigured?.(configuration);
    const policy = await effectivePolicy(configuration, 'evaluation', request.basePolicy);
    if (policy.config.evaluation === undefined) throw noBlock('evaluation', request.config);
    const { duckdbPredictionReader, evaluate, summaryOfEvaluation } = await import('@model-delivery/evaluation');
    const { accessEngine } = await import('./engine-access.ts');
    const { content, locations } = await evaluate({
      config: policy.config,
      baseDirectory: configuration.baseDirectory,
      workingDirectory: host.cwd,
      containedIn: containment(
        host,
        [request.candidate, request.champion, request.model].filter((path) => path !== undefined),
      ),
      overrides: {
        candidate: request.candidate,
        champion: request.champion,
        model: request.model,
        dataReport: request.dataReport,
        thresholds: Object.fromEntries(request.thresholds.map(({ metric, value }) => [metric, value])),
      },
      purpose: request.purpose ?? purposeOf(host),
      seed: request.seed,
      asOf: request.asOf ?? utcDate(host.now()),
      defaultDataReport: resolve(host.cwd, request.out, 'data-report.json'),
      predictions: duckdbPredictionReader(async () => accessEngine(host, request.enginePath)),
      championSource: request.championSource ?? championOf(host, configuration, policy.config, request.access),
    });
    return finishStage(host, content, {
      file,
      failOn: request.failOn,
      startedMs: started,
      change: policy.change,
      meta: locationsOf(locations, policy.locate),
      summary: summaryOfEvaluation(content),
    });
  });
}

/** The registry as the champion's source; it is loaded only where a policy names an alias. */
function championOf(
  host: Host,
  configuration: Configuration,
  config: Config,
  access: RegistryAccess | undefined,
): ChampionSource {
  return {
    resolve: async (request) => {
      const { registryChampionSource } = await import('./registry/champion-source.ts');
      const applied = { ...configuration, loaded: { ...configuration.loaded, config } };
      return registryChampionSource(host, applied, access).resolve(request);
    },
  };
}

/** What an evaluation is for unless the user says: a pull request or merge group is a proposal, all else a promotion. */
export function purposeOf(host: Host): Purpose {
  const event = host.env.GITHUB_EVENT_NAME;
  return event === 'pull_request' || event === 'merge_group' ? 'pull_request' : 'promotion';
}
