import type { OperationId } from './kept-operations.ts';

/** One request and what became of it. */
export interface Call {
  method: string;
  /** Path with query, without the base path of GHES. */
  path: string;
  /** Template of the description; undefined for an unlisted route. */
  route: string | undefined;
  operationId: OperationId | 'graphql' | undefined;
  status: number;
  /** The scope that allowed it, such as `issues=write`. */
  permission: string | undefined;
  token: string | undefined;
  /** The JSON that was sent. */
  body: unknown;
}

/** A request or an answer that GitHub's description of its API does not allow. */
export interface Violation {
  kind: 'request' | 'response' | 'unlisted-route' | 'graphql' | 'artifact-service' | 'blob-storage';
  method: string;
  path: string;
  operationId: string | undefined;
  problems: string[];
}

/** What happened, for assertions. Tests end with `violations` empty. */
export class Journal {
  readonly calls: Call[] = [];
  readonly violations: Violation[] = [];

  /** Calls that changed something. */
  get writes(): Call[] {
    return this.calls.filter((call) => call.method !== 'GET' && call.method !== 'HEAD' && call.status < 400);
  }

  /** Scopes that the calls needed, sorted, for comparison with a documented `permissions:` block. */
  get permissionsUsed(): string[] {
    return [...new Set(this.calls.flatMap((call) => call.permission ?? []))].sort();
  }

  /** Empties the list of violations and returns what was in it. */
  takeViolations(): Violation[] {
    return this.violations.splice(0);
  }
}
