import { extname } from 'node:path';
import { ConfigError, type EvaluationConfig, evaluationConfigSchema, type MetricCheck } from '@model-delivery/core';
import { findMetric } from './metrics/catalogue.ts';
import type { EvaluationRequest } from './request.ts';

/** A path and the folder it is relative to. */
export interface FileReference {
  path: string;
  baseDirectory: string;
  /** How the document names the file, where the path itself differs between machines. */
  shown?: string | undefined;
  /** The registry put the file there: it may lie outside the workspace. */
  pulled?: true | undefined;
}

/** Where a side's numbers come from. */
export interface SideFiles {
  predictions?: FileReference | undefined;
  metrics?: FileReference | undefined;
}

/** How the champion is found. */
export type ChampionLocation =
  | { kind: 'none' }
  | { kind: 'alias'; alias: string; rescore?: readonly string[] | undefined }
  | { kind: 'directory'; directory: FileReference }
  | { kind: 'files'; files: SideFiles }
  /** A flag that may name a file or a folder. */
  | { kind: 'path'; path: FileReference };

/** The policy with flags and defaults filled in, and what it says about files. */
export interface EffectivePolicy {
  /** The canonical form that stands in the document and seeds the bootstraps. */
  policy: EvaluationConfig;
  candidate: SideFiles;
  champion: ChampionLocation;
  /** Columns the user named (defaults are looked for, named ones must exist). */
  namedColumns: ReadonlySet<string>;
  /** Whether the user set `decision_threshold`. */
  thresholdNamed: boolean;
  /** Index in `policy.checks` to the path in the configuration; checks added by flags have none. */
  origins: ReadonlyMap<number, (string | number)[]>;
}

const METRIC_EXTENSIONS = ['.json', '.yaml', '.yml'];
const PREDICTION_EXTENSIONS = ['.parquet', '.csv', '.tsv', '.jsonl', '.ndjson', '.gz', '.pq'];

/** Whether a file named by a flag holds metrics or predictions, by its extension. @throws ConfigError for any other one. */
export function fileKind(path: string, flag: string): 'metrics' | 'predictions' {
  const extension = extname(path).toLowerCase();
  if (METRIC_EXTENSIONS.includes(extension)) return 'metrics';
  if (PREDICTION_EXTENSIONS.includes(extension)) return 'predictions';
  throw new ConfigError({
    code: 'EVIDENCE_FILE_KIND',
    message: `Reading ${flag} ${path}: expected a metrics file (.json, .yaml) or a prediction file (.parquet, .csv, .jsonl), found the extension ${extension || '(none)'}.`,
    hint: 'Rename the file, or name it in the configuration under `predictions:` or `metrics:`.',
  });
}

/** Applies flags and defaults to the configuration. @throws ConfigError for contradictions. */
export function effectivePolicy(request: EvaluationRequest): EffectivePolicy {
  const { config, baseDirectory, overrides = {}, seed } = request;
  const working = request.workingDirectory ?? baseDirectory;
  const written = config.evaluation ?? withoutBlock(overrides.thresholds);
  const { checks, origins } = applyThresholds(written.checks, overrides.thresholds ?? {});
  const { candidate, candidatePolicy } = candidateFiles(written, baseDirectory, working, overrides.candidate);
  const { champion, championPolicy } = championLocation(written, baseDirectory, working, overrides.champion);
  refuseTwoDecisions(written);
  const policy: EvaluationConfig = {
    ...written,
    candidate: candidatePolicy,
    columns: { id: 'id', label: 'label', score: 'score', prediction: 'prediction', ...defined(written.columns) },
    statistics: { ...written.statistics, ...(seed === undefined ? {} : { seed }) },
    checks,
  };
  if (policy.decision_threshold === undefined && written.columns.prediction === undefined)
    policy.decision_threshold = 0.5;
  if (championPolicy !== undefined) policy.champion = championPolicy;
  const namedColumns = new Set(Object.keys(defined(written.columns)));
  const thresholdNamed = written.decision_threshold !== undefined;
  return { policy, candidate, champion, namedColumns, thresholdNamed, origins };
}

function withoutBlock(thresholds: Readonly<Record<string, number>> | undefined): EvaluationConfig {
  if (thresholds !== undefined && Object.keys(thresholds).length > 0) return evaluationConfigSchema.parse({});
  throw new ConfigError({
    code: 'EVALUATION_NOT_CONFIGURED',
    message: 'Evaluating the model: the configuration has no `evaluation:` block.',
    hint: 'Add one (`model-delivery init` writes a commented example), or pass `--threshold-METRIC`.',
  });
}

function refuseTwoDecisions(config: EvaluationConfig): void {
  if (config.columns.prediction === undefined || config.decision_threshold === undefined) return;
  throw new ConfigError({
    code: 'EVALUATION_TWO_DECISIONS',
    message: `Reading the policy: the predicted class is defined twice, by \`columns.prediction: ${config.columns.prediction}\` and by \`decision_threshold: ${config.decision_threshold}\`.`,
    hint: 'Keep one of them.',
  });
}

function candidateFiles(config: EvaluationConfig, base: string, working: string, flag: string | undefined) {
  if (flag !== undefined) {
    const kind = fileKind(flag, '--candidate');
    return {
      candidate: { [kind]: { path: flag, baseDirectory: working } } as SideFiles,
      candidatePolicy: { [kind]: flag } as EvaluationConfig['candidate'],
    };
  }
  return { candidate: sideFiles(config.candidate, base), candidatePolicy: config.candidate };
}

function sideFiles(
  files: { predictions?: string | undefined; metrics?: string | undefined },
  baseDirectory: string,
): SideFiles {
  const reference = (path: string | undefined) => (path === undefined ? undefined : { path, baseDirectory });
  return { predictions: reference(files.predictions), metrics: reference(files.metrics) };
}

function championLocation(
  config: EvaluationConfig,
  base: string,
  working: string,
  flag: string | undefined,
): { champion: ChampionLocation; championPolicy: EvaluationConfig['champion'] } {
  if (flag !== undefined) {
    return {
      champion: { kind: 'path', path: { path: flag, baseDirectory: working } },
      championPolicy: championOfFlag(flag),
    };
  }
  const written = config.champion;
  if (written === undefined) return { champion: { kind: 'none' }, championPolicy: undefined };
  const { alias, directory, predictions, metrics, rescore } = written;
  const ways = [alias, directory, predictions ?? metrics].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    throw new ConfigError({
      code: 'CHAMPION_AMBIGUOUS',
      message: `Reading the policy: \`champion:\` needs exactly one of alias, directory, or files (predictions, metrics); found ${ways.length === 0 ? 'none' : ways.join(' and ')}.`,
      hint: 'For example `champion: { alias: champion }` or `champion: { directory: models/production }`.',
    });
  }
  if (rescore !== undefined && alias === undefined) {
    throw new ConfigError({
      code: 'CHAMPION_RESCORE_WITHOUT_ALIAS',
      message: 'Reading the policy: `champion.rescore` scores a registered model anew, but the champion is a file.',
      hint: 'Use `champion: { alias: champion, rescore: [...] }`, or remove `rescore`.',
    });
  }
  if (alias !== undefined) return { champion: { kind: 'alias', alias, rescore }, championPolicy: written };
  if (directory !== undefined) {
    return {
      champion: { kind: 'directory', directory: { path: directory, baseDirectory: base } },
      championPolicy: written,
    };
  }
  return { champion: { kind: 'files', files: sideFiles({ predictions, metrics }, base) }, championPolicy: written };
}

/** What stands in the document for `--champion`: by its extension, without one a folder. */
function championOfFlag(flag: string): NonNullable<EvaluationConfig['champion']> {
  const extension = extname(flag).toLowerCase();
  if (METRIC_EXTENSIONS.includes(extension)) return { metrics: flag };
  if (PREDICTION_EXTENSIONS.includes(extension)) return { predictions: flag };
  return { directory: flag };
}

/** `--threshold-METRIC X` replaces, or adds, the overall `min` (lower is better: `max`) of that metric. */
function applyThresholds(checks: readonly MetricCheck[], thresholds: Readonly<Record<string, number>>) {
  const result: MetricCheck[] = [...checks];
  const origins = new Map(checks.map((_, index) => [index, ['evaluation', 'checks', index] as (string | number)[]]));
  for (const [flag, bound] of Object.entries(thresholds)) {
    if (!Number.isFinite(bound)) {
      throw new ConfigError({
        code: 'THRESHOLD_NOT_A_NUMBER',
        message: `Reading --threshold-${flag}: expected a number, found ${bound}.`,
        hint: 'Write for example --threshold-f1 0.8.',
      });
    }
    const name = metricOfFlag(flag, result);
    const side = lowerIsBetter(name, result) ? 'max' : 'min';
    const present = result.findIndex(
      (check) => check.metric === name && check[side] !== undefined && check.source === undefined,
    );
    if (present >= 0) result[present] = { ...result[present]!, [side]: bound };
    else result.push({ metric: name, [side]: bound, severity: 'fail' });
  }
  return { checks: result, origins };
}

const plain = (name: string) => name.toLowerCase().replaceAll('-', '_');

/** The configured or catalogue name that a flag means; `-` and `_` are the same. */
function metricOfFlag(flag: string, checks: readonly MetricCheck[]): string {
  const configured = checks.find((check) => plain(check.metric) === plain(flag));
  return configured?.metric ?? (findMetric(plain(flag)) ? plain(flag) : flag.replaceAll('-', '_'));
}

function lowerIsBetter(name: string, checks: readonly MetricCheck[]): boolean {
  const direction = findMetric(name)?.direction;
  if (direction !== undefined) return direction === 'lower';
  return checks.some((check) => check.metric === name && check.higher_is_better === false);
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
