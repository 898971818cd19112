/** Token permissions as GitHub computes them from `permissions:` (documentation "Assigning permissions to jobs"). */
export type PermissionLevel = 'none' | 'read' | 'write';
export type PermissionMap = Record<string, PermissionLevel>;

const READ_WRITE_SCOPES = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
];
const READ_ONLY_SCOPES = ['models', 'vulnerability-alerts'];
const WRITE_ONLY_SCOPES = ['id-token'];

/** The restricted default of new repositories and organisations: what a job gets when nobody writes `permissions:`. */
export const RESTRICTED_DEFAULT: PermissionMap = { contents: 'read', packages: 'read' };

/** Reads a `permissions:` value. Scopes that are not named have no access. `undefined` stays "not set". */
export function readPermissions(value: unknown): PermissionMap | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'read-all')
    return Object.fromEntries([...READ_WRITE_SCOPES, ...READ_ONLY_SCOPES].map((scope) => [scope, 'read']));
  if (value === 'write-all') {
    const write = [...READ_WRITE_SCOPES, ...WRITE_ONLY_SCOPES].map((scope) => [scope, 'write']);
    return Object.fromEntries([...write, ...READ_ONLY_SCOPES.map((scope) => [scope, 'read'])]);
  }
  return Object.fromEntries(Object.entries(value as PermissionMap).filter(([, level]) => level !== 'none'));
}

const ORDER: Record<PermissionLevel, number> = { none: 0, read: 1, write: 2 };

/** The first scope in which `requested` asks for more than `allowed` gives; undefined when there is none. */
export function firstExcess(
  requested: PermissionMap,
  allowed: PermissionMap,
): { scope: string; requested: PermissionLevel; allowed: PermissionLevel } | undefined {
  for (const [scope, level] of Object.entries(requested)) {
    const limit = allowed[scope] ?? 'none';
    if (ORDER[level] > ORDER[limit]) return { scope, requested: level, allowed: limit };
  }
  return undefined;
}

/** A pull request from a fork: every write becomes read, OIDC is gone. */
export function readOnly(permissions: PermissionMap): PermissionMap {
  const entries = Object.entries(permissions).filter(([scope]) => !WRITE_ONLY_SCOPES.includes(scope));
  return Object.fromEntries(entries.map(([scope, level]) => [scope, level === 'write' ? 'read' : level]));
}
