import type { ChampionState, Config, Evaluation, Purpose } from '@model-delivery/core';
import type { PredictionReader } from './predictions/prediction-table.ts';

/** What a registry knows about the model behind an alias. */
export interface ChampionAnswer {
  /** `none` only when the registry itself says that there is no such alias; anything doubtful is `unreachable`. */
  state: Extract<ChampionState, 'none' | 'unreachable' | 'ready'>;
  /** Folder with `predictions.*` and/or `metrics.*`, optionally `evaluation.json`; absolute. Needed when `ready`. */
  directory?: string | undefined;
  version?: `sha256:${string}` | undefined;
  /** Why, as a sentence for people. */
  reason?: string | undefined;
}

/** Port to wherever aliases live. */
export interface ChampionSource {
  /** @param request.rescore the command that scores the champion on today's test set, when the policy names one */
  resolve(request: { alias: string; rescore?: readonly string[] | undefined }): Promise<ChampionAnswer>;
}

/** Values of flags and action inputs, which win over the configuration. Paths are relative to `workingDirectory`. */
export interface EvaluationOverrides {
  /** .json/.yaml = metrics; .parquet/.csv/.jsonl = predictions. */
  candidate?: string | undefined;
  /** A file as above, or a folder. */
  champion?: string | undefined;
  /** The model's file or folder; its digest becomes `model.version`. */
  model?: string | undefined;
  dataReport?: string | undefined;
  /** Metric name (`-` and `_` are the same) to bound. */
  thresholds?: Readonly<Record<string, number>> | undefined;
}

export interface EvaluationRequest {
  config: Config;
  /** Folder of the configuration file: paths in it are relative to this. */
  baseDirectory: string;
  /** Folder that paths in `overrides` are relative to. Default: `baseDirectory`. */
  workingDirectory?: string | undefined;
  /** Folder that no evidence file may lie outside of, also behind symbolic links. */
  containedIn?: string | undefined;
  overrides?: EvaluationOverrides | undefined;
  purpose: Purpose;
  /** `--seed`. */
  seed?: number | undefined;
  /** `YYYY-MM-DD`. */
  asOf: string;
  /** Where the data report is looked for when nobody names one (`<out>/data-report.json`). */
  defaultDataReport?: string | undefined;
  /** Reads prediction files; asked only when there are any, so that metrics files need no engine. */
  predictions: PredictionReader;
  championSource: ChampionSource;
}

export interface EvaluationResult {
  /** The document without `meta`. */
  content: Evaluation;
  /** Check id to the path in the configuration that asked for it. */
  locations: Map<string, (string | number)[]>;
}
