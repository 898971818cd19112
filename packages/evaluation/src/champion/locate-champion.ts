import { readdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ChampionState } from '@model-delivery/core';
import { type ChampionLocation, type FileReference, fileKind, type SideFiles } from '../effective-policy.ts';
import type { ChampionSource } from '../request.ts';

/** Where the champion's numbers are, or why they are not to be had. */
export interface LocatedChampion {
  state: Extract<ChampionState, 'none' | 'unreachable' | 'ready'>;
  version: `sha256:${string}` | null;
  /** The alias or path as written. */
  source: string | null;
  reason: string | null;
  files: SideFiles;
  warnings: string[];
}

const PREDICTION_FILES = ['predictions.parquet', 'predictions.csv', 'predictions.jsonl'];
const METRICS_FILES = ['metrics.json', 'metrics.yaml', 'metrics.yml'];

/** Finds the champion's files. Never throws for a champion that cannot be had: that is a state of its own. */
export async function locateChampion(location: ChampionLocation, source: ChampionSource): Promise<LocatedChampion> {
  switch (location.kind) {
    case 'none':
      return champion('none', null, 'the policy names no champion');
    case 'files':
      return { ...champion('ready', shown(location.files), null), files: location.files };
    case 'directory':
      return inDirectory(location.directory, location.directory.path);
    case 'path':
      return atPath(location.path);
    case 'alias':
      return behindAlias(location, source);
  }
}

function champion(state: LocatedChampion['state'], source: string | null, reason: string | null): LocatedChampion {
  return { state, version: null, source, reason, files: {}, warnings: [] };
}

function shown(files: SideFiles): string {
  return [files.predictions?.path, files.metrics?.path].filter((path) => path !== undefined).join(', ');
}

async function atPath(reference: FileReference): Promise<LocatedChampion> {
  const { path, baseDirectory } = reference;
  const facts = await stat(resolve(baseDirectory, path)).catch(() => null);
  if (facts === null) return champion('unreachable', path, `there is nothing at ${path}`);
  if (facts.isDirectory()) return inDirectory(reference, path);
  return { ...champion('ready', path, null), files: { [fileKind(path, '--champion')]: reference } };
}

async function behindAlias(
  location: ChampionLocation & { kind: 'alias' },
  source: ChampionSource,
): Promise<LocatedChampion> {
  const answer = await source.resolve({ alias: location.alias, rescore: location.rescore });
  if (answer.state !== 'ready') {
    const reason =
      answer.reason ??
      (answer.state === 'none' ? `the registry has no alias ${location.alias}` : 'the registry did not answer');
    return champion(answer.state, location.alias, reason);
  }
  if (answer.directory === undefined)
    return champion('unreachable', location.alias, 'the registry gave no files for it');
  const found = await inDirectory(
    { path: answer.directory, baseDirectory: '/', shown: location.alias, pulled: true },
    location.alias,
  );
  return { ...found, version: answer.version ?? found.version };
}

async function inDirectory(directory: FileReference, source: string): Promise<LocatedChampion> {
  const folder = resolve(directory.baseDirectory, directory.path);
  const names = await readdir(folder).catch(() => null);
  if (names === null) return champion('unreachable', source, `there is no folder ${directory.path}`);
  const predictions = PREDICTION_FILES.filter((name) => names.includes(name));
  const metrics = METRICS_FILES.filter((name) => names.includes(name));
  if (predictions.length + metrics.length === 0) {
    return champion(
      'unreachable',
      source,
      `the folder ${directory.path} has none of ${[...PREDICTION_FILES, ...METRICS_FILES].join(', ')}`,
    );
  }
  for (const found of [predictions, metrics]) {
    if (found.length > 1)
      return champion(
        'unreachable',
        source,
        `the folder ${directory.path} has ${found.join(' and ')}: only one may be there`,
      );
  }
  const reference = (name: string | undefined) =>
    name === undefined
      ? undefined
      : {
          ...directory,
          path: `${directory.path.replace(/\/+$/, '')}/${name}`,
          ...(directory.shown === undefined ? {} : { shown: `${directory.shown}/${name}` }),
        };
  const { version, warning } = await versionIn(folder, directory.path, names);
  return {
    ...champion('ready', source, null),
    version,
    warnings: warning === null ? [] : [warning],
    files: { predictions: reference(predictions[0]), metrics: reference(metrics[0]) },
  };
}

/** The version id in the champion's own evaluation document, where there is one. */
async function versionIn(folder: string, path: string, names: readonly string[]) {
  if (!names.includes('evaluation.json')) return { version: null, warning: null };
  try {
    const document = JSON.parse(await readFile(resolve(folder, 'evaluation.json'), 'utf8')) as {
      model?: { version?: unknown };
    };
    const version = document.model?.version;
    if (typeof version === 'string' && /^sha256:[0-9a-f]{64}$/.test(version))
      return { version: version as `sha256:${string}`, warning: null };
    return { version: null, warning: null };
  } catch (error) {
    return {
      version: null,
      warning: `${path}/evaluation.json could not be read (${(error as Error).message}), so the champion's version is unknown.`,
    };
  }
}
