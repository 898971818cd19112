import { readPermissions } from './permissions.ts';
import { notSupported, type Place } from './problems.ts';
import type { Job, RunDefaults, Step, Strategy } from './workflow-model.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

type Mapping = Record<string, unknown>;

const JOB_KEYS = [
  'name',
  'needs',
  'if',
  'permissions',
  'strategy',
  'concurrency',
  'runs-on',
  'env',
  'defaults',
  'outputs',
  'environment',
  'timeout-minutes',
  'continue-on-error',
  'steps',
  'uses',
  'with',
  'secrets',
];
const STEP_KEYS = [
  'id',
  'name',
  'if',
  'env',
  'run',
  'shell',
  'working-directory',
  'uses',
  'with',
  'continue-on-error',
  'timeout-minutes',
];

function placeOf(source: YamlSource, path: YamlPath): Place {
  return { file: source.file, line: source.lineOf(path) };
}

function refuseUnknown(source: YamlSource, path: YamlPath, mapping: Mapping, known: readonly string[]): void {
  for (const key of Object.keys(mapping)) {
    if (!known.includes(key)) throw notSupported(key, placeOf(source, [...path, key]));
  }
}

function optionalString(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** Reads `defaults:` (only `run:` exists). */
export function readDefaults(value: unknown): RunDefaults {
  const run = ((value as Mapping | undefined)?.run ?? {}) as Mapping;
  return {
    ...(run.shell === undefined ? {} : { shell: String(run.shell) }),
    ...(run['working-directory'] === undefined ? {} : { workingDirectory: String(run['working-directory']) }),
  };
}

/** Reads one step of a job or of a composite action found at `path`. */
export function readStep(source: YamlSource, path: YamlPath, step: Mapping): Step {
  refuseUnknown(source, path, step, STEP_KEYS);
  const place = placeOf(source, path);
  const uses = optionalString(step.uses);
  if (uses?.startsWith('docker://')) throw notSupported(`uses: ${uses}`, placeOf(source, [...path, 'uses']));
  return {
    place,
    id: optionalString(step.id),
    name: optionalString(step.name),
    if: step.if,
    env: step.env,
    run: optionalString(step.run),
    shell: optionalString(step.shell),
    workingDirectory: optionalString(step['working-directory']),
    uses,
    with: (step.with as Mapping | undefined) ?? {},
    continueOnError: step['continue-on-error'],
    timeoutMinutes: step['timeout-minutes'],
    placeOf: (...keys) => placeOf(source, [...path, ...keys]),
  };
}

function readStrategy(value: unknown): Strategy | undefined {
  if (value === undefined || value === null) return undefined;
  const strategy = value as Mapping;
  return { matrix: strategy.matrix, failFast: strategy['fail-fast'], maxParallel: strategy['max-parallel'] };
}

function refuseOtherSystems(source: YamlSource, path: YamlPath, runsOn: unknown): void {
  const labels = Array.isArray(runsOn) ? runsOn : [runsOn];
  const foreign = labels.find((label) => typeof label === 'string' && /^(windows|macos)/i.test(label));
  if (foreign) throw notSupported(`runs-on ${foreign}`, placeOf(source, [...path, 'runs-on']));
}

/** Reads one job; the official parser has judged the file before. */
export function readJob(source: YamlSource, id: string, job: Mapping): Job {
  const path = ['jobs', id];
  refuseUnknown(source, path, job, JOB_KEYS);
  refuseOtherSystems(source, path, job['runs-on']);
  const needs = job.needs === undefined || job.needs === null ? [] : [job.needs].flat().map(String);
  const base = {
    place: placeOf(source, path),
    id,
    name: job.name,
    needs,
    if: job.if,
    permissions: readPermissions(job.permissions),
    strategy: readStrategy(job.strategy),
    concurrency: job.concurrency,
  };
  if (job.uses !== undefined) {
    const secrets = job.secrets === 'inherit' ? 'inherit' : ((job.secrets as Mapping | undefined) ?? {});
    return { ...base, kind: 'call', uses: String(job.uses), with: (job.with as Mapping | undefined) ?? {}, secrets };
  }
  const steps = ((job.steps as Mapping[] | undefined) ?? []).map((step, index) =>
    readStep(source, [...path, 'steps', index], step),
  );
  return {
    ...base,
    kind: 'steps',
    runsOn: job['runs-on'],
    env: job.env,
    defaults: readDefaults(job.defaults),
    outputs: (job.outputs as Mapping | undefined) ?? {},
    environment: job.environment,
    timeoutMinutes: job['timeout-minutes'],
    continueOnError: job['continue-on-error'],
    steps,
  };
}
