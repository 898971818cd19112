import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { ConfigError, type DataProfile, type Host, loadConfig, utcDate, type Verdict } from '@model-delivery/core';
import { duckdbMeasurementEngine, profileDataset, validateData } from '@model-delivery/data';
import { metaOf, writeDocument, writeWhole } from './document-file.ts';
import { accessEngine } from './engine-access.ts';
import { configurationText } from './init/configuration-text.ts';
import { keyColumn } from './init/key-column.ts';
import { workflowText } from './init/workflow-text.ts';

export interface InitRequest {
  /** Data file to profile; without one a template is written. */
  data: string | undefined;
  /** Directory of the repository. */
  directory: string;
  force: boolean;
  enginePath: string | undefined;
}

export interface InitResult {
  files: string[];
  /** Verdict of the new configuration on the profiled data; null without data. */
  verdict: Verdict | null;
}

const CONFIG = 'model-delivery.yaml';
const WORKFLOW = '.github/workflows/ml.yml';
const IGNORED = '.model-delivery/';

/**
 * Writes a commented configuration, the profile of a data file and a workflow, and validates the file with them.
 * @throws ConfigError when a file is in the way and `force` is not set: nothing is written then.
 */
export async function init(host: Host, request: InitRequest): Promise<InitResult> {
  const directory = resolve(host.cwd, request.directory);
  const dataset = request.data === undefined ? 'train' : datasetName(request.data);
  const profilePath = `profiles/${dataset}.json`;
  refuseToOverwrite(
    directory,
    request.data === undefined ? [CONFIG, WORKFLOW] : [CONFIG, WORKFLOW, profilePath],
    request.force,
  );
  const profile = request.data === undefined ? null : await profileOf(host, request);
  const source =
    request.data === undefined ? 'data/train.csv' : posix(relative(directory, resolve(host.cwd, request.data)));
  const text = configurationText({
    model: modelName(basename(directory)),
    dataset,
    source,
    profilePath: profile === null ? null : profilePath,
    profile,
    key: profile === null ? null : keyColumn(profile),
  });
  loadConfig(text, CONFIG);
  const files = [CONFIG, WORKFLOW];
  writeWhole(join(directory, CONFIG), text);
  writeWhole(join(directory, WORKFLOW), workflowText());
  if (profile !== null) {
    writeDocument(join(directory, profilePath), profile, metaOf(host, host.now()));
    files.push(profilePath);
  }
  if (ignore(directory)) files.push('.gitignore');
  return { files, verdict: profile === null ? null : await verdictOf(host, request, directory, text) };
}

function refuseToOverwrite(directory: string, files: readonly string[], force: boolean): void {
  const present = files.filter((file) => existsSync(join(directory, file)));
  if (force || present.length === 0) return;
  throw new ConfigError({
    code: 'INIT_WOULD_OVERWRITE',
    message: `init would overwrite ${present.join(', ')} in ${directory}; nothing was written.`,
    hint: 'Add --force to overwrite, or write elsewhere with --dir DIR.',
  });
}

async function profileOf(host: Host, request: InitRequest): Promise<DataProfile> {
  return profileDataset({
    config: null,
    source: request.data!,
    baseDirectory: host.cwd,
    workingDirectory: host.cwd,
    signal: host.signal,
    engine: engineOf(host, request),
  });
}

function engineOf(host: Host, request: InitRequest) {
  return async () => {
    const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
    return duckdbMeasurementEngine({ binding, tempDirectory: temporaryDirectory });
  };
}

/** The proof that what was written passes on the data it was written for. */
async function verdictOf(host: Host, request: InitRequest, directory: string, text: string): Promise<Verdict> {
  const { report } = await validateData({
    config: loadConfig(text, CONFIG).config,
    baseDirectory: directory,
    workingDirectory: host.cwd,
    asOf: utcDate(host.now()),
    signal: host.signal,
    engine: engineOf(host, request),
  });
  return report.verdict;
}

/** Keeps documents out of commits. Returns whether the file changed. */
function ignore(directory: string): boolean {
  const path = join(directory, '.gitignore');
  const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (present.split('\n').some((line) => line.trim() === IGNORED || line.trim() === '.model-delivery')) return false;
  appendFileSync(path, `${present === '' || present.endsWith('\n') ? '' : '\n'}${IGNORED}\n`);
  return true;
}

function datasetName(path: string): string {
  const stem = basename(path).replace(/\.gz$/, '');
  const name = stem
    .slice(0, stem.length - extname(stem).length)
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'train' : name;
}

function modelName(directory: string): string {
  const name = directory
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 63);
  return name === '' ? 'model' : name;
}

function posix(path: string): string {
  return path.replaceAll('\\', '/');
}
