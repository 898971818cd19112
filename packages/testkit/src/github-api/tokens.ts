import { ApiError } from './api-error.ts';
import type { FakeRepository } from './repository.ts';

export type Level = 'none' | 'read' | 'write';

/** Scopes of a job token, with `_` as in GitHub's header; `pull-requests` is accepted, too. */
export type Permissions = Record<string, string>;

export interface TokenRequest {
  /** `owner/name`. */
  repository: string;
  /** As in a workflow's `permissions:` block, or one of its two words. Scopes not named are `none`. */
  permissions?: Permissions | 'read-all' | 'write-all';
  /** The event of the run. A `pull_request` of a fork gets a read-only token. */
  event?: string;
  /** The run was started by a pull request from a fork (or by Dependabot, which is treated alike). */
  fork?: boolean;
  runId?: number;
  /** A person's token in place of a job token: every permission that person has. */
  user?: string;
  /** Login of the App's bot in place of `github-actions[bot]`. */
  bot?: string;
}

/** What one token may do, and on whose behalf. */
export interface Grant {
  token: string;
  repository: FakeRepository;
  permissions: Record<string, Level>;
  login: string;
  kind: 'installation' | 'user';
  event: string | undefined;
  runId: number | undefined;
}

/** Scopes of the `permissions:` key that the fake's operations ask for. */
const SCOPES = ['actions', 'checks', 'contents', 'deployments', 'issues', 'pull_requests', 'statuses'];
const RANK: Record<Level, number> = { none: 0, read: 1, write: 2 };

function levelOf(scope: string, word: string): Level {
  if (word === 'none' || word === 'read' || word === 'write') return word;
  throw new Error(`permission ${scope} has the value ${JSON.stringify(word)}, expected none, read or write`);
}

function granted(request: TokenRequest): Record<string, Level> {
  const asked = request.permissions ?? {};
  const all = asked === 'write-all' ? 'write' : asked === 'read-all' ? 'read' : undefined;
  const entries: [string, Level][] =
    typeof asked === 'string'
      ? SCOPES.map((scope) => [scope, all!])
      : Object.entries(asked).map(([scope, word]) => [scope.replaceAll('-', '_'), levelOf(scope, word)]);
  // A fork's code must not write: GitHub lowers every write scope, whatever the workflow asks for.
  const readOnly = request.fork === true && request.event === 'pull_request';
  const lowered = entries.map(([scope, level]): [string, Level] => [
    scope,
    readOnly && level === 'write' ? 'read' : level,
  ]);
  return { ...Object.fromEntries(lowered), metadata: 'read' };
}

/** The tokens handed out, and the answer to "who is this and may they". */
export class TokenRegistry {
  readonly #grants = new Map<string, Grant>();
  #count = 0;

  issue(request: TokenRequest, repository: FakeRepository, login: string): string {
    this.#count += 1;
    const kind = request.user === undefined ? 'installation' : 'user';
    const token = `${kind === 'user' ? 'ghp' : 'ghs'}_fake${String(this.#count).padStart(32, '0')}`;
    const { event, runId } = request;
    this.#grants.set(token, { token, repository, permissions: granted(request), login, kind, event, runId });
    return token;
  }

  revoke(token: string): void {
    this.#grants.delete(token);
  }

  /** The grant of an `Authorization` header; throws 401. */
  authenticate(authorization: string | undefined): Grant {
    if (authorization === undefined) throw new ApiError(401, 'Requires authentication');
    const token = /^(?:token|bearer) (.+)$/i.exec(authorization)?.[1];
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (grant === undefined) throw new ApiError(401, 'Bad credentials');
    return grant;
  }
}

/** One of several ways to be allowed: scope and level. */
export type Requirement = [scope: string, level: 'read' | 'write'];

/** Whether `grant` reaches the level. A person's token reaches what the person may do in the repository. */
function reaches(grant: Grant, [scope, level]: Requirement, repository: FakeRepository): boolean {
  if (grant.kind === 'user') {
    return level === 'read' || ['admin', 'maintain', 'write'].includes(repository.permissionOf(grant.login));
  }
  return RANK[grant.permissions[scope] ?? 'none'] >= RANK[level];
}

/**
 * Throws 404 for a private repository that the token cannot see, 403 for a missing scope.
 * Reads need their scope even where the repository is public (GitHub is laxer there): what passes here also works in a
 * private repository. Reads of *another* public repository are free, as on GitHub.
 * Returns the requirement that was met, as `scope=level`.
 */
export function authorize(grant: Grant, repository: FakeRepository, alternatives: Requirement[]): string {
  const own = grant.repository === repository || grant.kind === 'user';
  if (!own) {
    if (repository.isPrivate) throw new ApiError(404, 'Not Found');
    const read = alternatives.find(([, level]) => level === 'read');
    if (read !== undefined) return `public ${read[0]}=read`;
  } else if (grant.kind === 'user' && repository.isPrivate && repository.permissionOf(grant.login) === 'none') {
    throw new ApiError(404, 'Not Found');
  }
  const met = own ? alternatives.find((requirement) => reaches(grant, requirement, repository)) : undefined;
  if (met !== undefined) return met.join('=');
  const accepted = alternatives.map((requirement) => requirement.join('=')).join('; ');
  throw new ApiError(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': accepted },
  });
}
