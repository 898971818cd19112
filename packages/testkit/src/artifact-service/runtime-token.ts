import { createHash } from 'node:crypto';
import type { RunAttempt } from './artifact-store.ts';

/** Names the backend ids of a run attempt and a job: UUIDs, the same for the same run. */
export function backendId(...parts: (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** What a runtime token stands for. */
export interface RuntimeGrant extends RunAttempt {
  runBackendId: string;
  jobBackendId: string;
}

/**
 * Issues ACTIONS_RUNTIME_TOKEN values: unsigned JWTs whose `scp` names the backend ids, which is all that the client of
 * `@actions/artifact` reads of them.
 */
export class RuntimeTokens {
  readonly #grants = new Map<string, RuntimeGrant>();

  issue(attempt: RunAttempt, jobName: string): string {
    const runBackendId = backendId(attempt.repository, attempt.runId, attempt.runAttempt);
    const jobBackendId = backendId(attempt.repository, attempt.runId, attempt.runAttempt, jobName);
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { scp: `Actions.Results:${runBackendId}:${jobBackendId}`, exp: 4_102_444_800 };
    const token = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    this.#grants.set(token, { ...attempt, runBackendId, jobBackendId });
    return token;
  }

  find(authorization: string | undefined): RuntimeGrant | undefined {
    return this.#grants.get(/^bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
  }
}
