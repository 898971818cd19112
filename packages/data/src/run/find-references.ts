import { type DataConfig, type DataProfile, type DeliveryError, EvidenceError } from '@model-delivery/core';
import type { OpenedDataset } from '../measurement/measurement-engine.ts';
import { isPattern, matchingColumns } from '../plan/column-pattern.ts';
import type { ReferenceFacts } from '../plan/dataset-facts.ts';
import { buildProfile } from '../profile/build-profile.ts';
import type { StoredProfile } from '../stores/profile-file.ts';
import type { SelectedDataset } from './select-datasets.ts';

/** The reference of a data set and the file it came from. */
export interface FoundReference {
  facts: ReferenceFacts;
  file: { path: string; sha256: string } | null;
  /** Why the configured profile cannot be used. */
  failure: DeliveryError | null;
}

/** Where references come from. */
export interface ReferenceSources {
  data: DataConfig;
  readProfile: (path: string) => Promise<StoredProfile>;
  /** The data sets of this run that could be opened. */
  opened: ReadonlyMap<string, OpenedDataset>;
}

/**
 * Finds what the drift of each judged data set is measured against: the profile file of its `reference` (else that data set's
 * profile, computed now), or its own profile file. A profile is read or computed once.
 */
export async function findReferences(
  selected: readonly SelectedDataset[],
  sources: ReferenceSources,
): Promise<Map<string, FoundReference>> {
  const profiles = new Map<string, Promise<FoundReference>>();
  const found = new Map<string, FoundReference>();
  const referenced = new Set(Object.values(sources.data.datasets).map((dataset) => dataset.reference));
  for (const { name, config } of selected.filter((dataset) => dataset.judged)) {
    const of = config.reference ?? (config.profile === undefined ? null : name);
    if (of === null) {
      found.set(name, { facts: { state: referenced.has(name) ? 'itself' : 'none' }, file: null, failure: null });
      continue;
    }
    const profile = profiles.get(of) ?? findProfile(of, sources);
    profiles.set(of, profile);
    found.set(name, await profile);
  }
  return found;
}

async function findProfile(name: string, sources: ReferenceSources): Promise<FoundReference> {
  const path = sources.data.datasets[name]!.profile;
  try {
    if (path !== undefined) {
      const { profile, sha256 } = await sources.readProfile(path);
      return { facts: { state: 'profile', name, profile }, file: { path, sha256 }, failure: null };
    }
    return {
      facts: { state: 'profile', name, profile: await computeProfile(name, sources) },
      file: null,
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return {
      facts: { state: 'unusable', reason: error.message },
      file: null,
      failure: path === undefined ? null : error,
    };
  }
}

async function computeProfile(name: string, { data, opened }: ReferenceSources): Promise<DataProfile> {
  const dataset = opened.get(name);
  if (dataset === undefined) {
    throw new EvidenceError({ code: 'REFERENCE_UNREADABLE', message: `The reference ${name} could not be read.` });
  }
  const { source, key = [], time = null } = data.datasets[name]!;
  const profile = await buildProfile(dataset, {
    dataset: name,
    source,
    key,
    time,
    only: driftingColumns(data, dataset.columnNames),
  });
  return { ...profile, engine: null };
}

/** The columns that some drift check may need: profiling the others would cost time and answer nothing. */
function driftingColumns(data: DataConfig, columns: readonly string[]): Set<string> {
  if (data.defaults.drift !== undefined) return new Set(columns);
  const keys = Object.keys(data.columns).filter((key) => data.columns[key]!.drift !== undefined);
  return new Set(keys.flatMap((key) => (isPattern(key) ? matchingColumns(key, columns) : [key])));
}
