/** How a registry differs from the specification, as real ones do. Everything is off in `spec11`. */
export interface RegistryProfile {
  name: string;
  /** `api`: OCI-Subject and a list; `none`: 404; `lying`: OCI-Subject, and an empty list. */
  referrers: 'api' | 'none' | 'lying';
  /** Who may do anything; absent: everyone. */
  auth?: 'basic' | 'token';
  /** `relative`: a path; `other-host`: uploads go to another origin, with a signature of their own. */
  location: 'absolute' | 'relative' | 'other-host';
  /** Blobs are read from another origin, by redirect. */
  redirectsReads: boolean;
  /** A tag that exists cannot name another manifest. */
  immutableTags: boolean;
  /** The answer to HEAD and GET of a manifest without a fitting `Accept` is 404. */
  needsAccept: boolean;
  /** Takes blobs and manifests whose digest is wrong. */
  unchecked: boolean;
  /** Tags in a page of the list. */
  tagsPerPage: number;
}

const spec11: RegistryProfile = {
  name: 'spec11',
  referrers: 'api',
  location: 'absolute',
  redirectsReads: false,
  immutableTags: false,
  needsAccept: false,
  unchecked: false,
  tagsPerPage: 100,
};

/** Profiles after registries as their users describe them. */
export const REGISTRY_PROFILES = {
  spec11,
  distribution: { ...spec11, name: 'distribution', referrers: 'none', needsAccept: true, tagsPerPage: 2 },
  ghcr: { ...spec11, name: 'ghcr', referrers: 'none', auth: 'token', location: 'relative', redirectsReads: true },
  ecr: { ...spec11, name: 'ecr', referrers: 'lying', auth: 'basic' },
  immutable: { ...spec11, name: 'immutable', immutableTags: true },
  gar: { ...spec11, name: 'gar', auth: 'token', location: 'other-host', redirectsReads: true, tagsPerPage: 1 },
  sloppy: { ...spec11, name: 'sloppy', referrers: 'none', unchecked: true },
} as const satisfies Record<string, RegistryProfile>;
