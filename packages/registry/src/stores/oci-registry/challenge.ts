/** What a registry asks for with status 401. */
export type Challenge =
  | { scheme: 'basic' }
  | { scheme: 'bearer'; realm: string; service: string | undefined; scope: string | undefined };

/** Reads `WWW-Authenticate`; null for a scheme that registries do not use, or none. */
export function readChallenge(header: string | undefined): Challenge | null {
  if (header === undefined || header.length > 8192) return null;
  const scheme = /^\s*(basic|bearer)\b/i.exec(header)?.[1]?.toLowerCase();
  if (scheme === 'basic') return { scheme };
  if (scheme !== 'bearer') return null;
  const fields = new Map<string, string>();
  for (const [, name, quoted, plain] of header.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi))
    fields.set(name!.toLowerCase(), quoted ?? plain ?? '');
  const realm = fields.get('realm');
  return realm ? { scheme, realm, service: fields.get('service'), scope: fields.get('scope') } : null;
}

/** One scope that allows what either allows, such as `repository:acme/models:pull,push`. */
export function mergeScopes(known: readonly string[], asked: string | undefined): string[] {
  const actions = new Map<string, Set<string>>();
  for (const scope of [...known, ...(asked?.split(' ') ?? [])]) {
    const at = scope.lastIndexOf(':');
    if (at <= 0) continue;
    const resource = scope.slice(0, at);
    const set = actions.get(resource) ?? new Set();
    for (const action of scope.slice(at + 1).split(',')) set.add(action);
    actions.set(resource, set);
  }
  return [...actions].map(([resource, set]) => `${resource}:${[...set].sort().join(',')}`);
}
