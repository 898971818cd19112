import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  ConfigError,
  type DataProfile,
  dataProfileSchema,
  documentDigest,
  EvidenceError,
  type Host,
  type SealedDocument,
} from '@model-delivery/core';
import { diffProfiles, duckdbMeasurementEngine, mergeProfiles, profileDataset } from '@model-delivery/data';
import { type Configuration, readConfiguration } from './configuration.ts';
import { metaOf, writeDocument } from './document-file.ts';
import { accessEngine } from './engine-access.ts';

/** What is profiled, and where the profile goes. */
export interface ProfileRequest {
  config: string;
  dataset: string | undefined;
  source: string | undefined;
  /** Profile whose bins are taken over. */
  like: string | undefined;
  to: string;
  enginePath: string | undefined;
}

export type WrittenProfile = SealedDocument<DataProfile> & { path: string };

/** Profiles a dataset of the configuration, or a file, and writes data-profile/1. */
export async function writeProfile(host: Host, request: ProfileRequest): Promise<WrittenProfile> {
  const started = host.now();
  const configuration = configurationFor(host, request);
  const profile = await profileDataset({
    config: configuration?.loaded.config ?? null,
    dataset: request.dataset,
    source: request.source,
    baseDirectory: configuration?.baseDirectory ?? host.cwd,
    workingDirectory: host.cwd,
    like: request.like === undefined ? undefined : readProfile(host, request.like),
    signal: host.signal,
    engine: async () => {
      const { binding, temporaryDirectory } = await accessEngine(host, request.enginePath);
      return duckdbMeasurementEngine({ binding, tempDirectory: temporaryDirectory });
    },
  });
  return write(host, request.to, profile, started);
}

/** A file alone needs no configuration; a dataset does. */
function configurationFor(host: Host, request: ProfileRequest): Configuration | undefined {
  if (request.dataset === undefined && !existsSync(resolve(host.cwd, request.config))) return undefined;
  return readConfiguration(host, request.config);
}

/** Adds up profiles over the same bins. */
export function writeMergedProfile(host: Host, paths: readonly string[], to: string): WrittenProfile {
  const started = host.now();
  return write(host, to, mergeProfiles(paths.map((path) => readProfile(host, path))), started);
}

/** Compares two profile files, column by column. */
export function compareProfiles(host: Host, reference: string, current: string) {
  return diffProfiles(readProfile(host, reference), readProfile(host, current));
}

function write(host: Host, to: string, profile: DataProfile, started: number): WrittenProfile {
  return { ...writeDocument(resolve(host.cwd, to), profile, metaOf(host, started)), path: to };
}

function readProfile(host: Host, path: string): DataProfile {
  const refuse = (found: string) =>
    new EvidenceError({
      code: 'PROFILE_UNREADABLE',
      message: `Reading the profile ${path}: expected a data-profile/1 document, found ${found}.`,
      hint: 'Write one with `npx model-delivery profile --source FILE --to PROFILE.json`.',
    });
  const file = resolve(host.cwd, path);
  if (!existsSync(file))
    throw new ConfigError({
      code: 'PROFILE_NOT_FOUND',
      message: `There is no profile ${path}.`,
      hint: 'Check the path.',
    });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw refuse('text that is not JSON');
  }
  const parsed = dataProfileSchema.safeParse(value);
  if (!parsed.success)
    throw refuse(
      parsed.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; '),
    );
  const stated = parsed.data.meta?.digest;
  if (stated !== undefined && stated !== documentDigest(value as object))
    throw refuse('one that was changed after it was written');
  return parsed.data;
}
