import { type DeliveryError, ExternalError, PermissionError } from '@model-delivery/core';
import { type ApiFailure, rateLimitWait } from './rate-limit.ts';

/** The scope of `permissions:` that a call needs, by the path it goes to; the first match counts. */
const SCOPES: [pattern: RegExp, scope: string][] = [
  [/\/issues\/.*comments/, 'pull-requests'],
  [/\/issues/, 'issues'],
  [/\/check-runs/, 'checks'],
  [/\/pulls/, 'pull-requests'],
  [/\/actions\//, 'actions'],
  [/\/deployments/, 'deployments'],
];

/** Scopes that an action reads only in order to write: asking for `read` first would cost the user a second failed run. */
const WRITTEN = /\/issues\/.*comments|\/check-runs|\/deployments/;

/** Turns a failed API call into one of our errors, with what to do next. */
export function apiError(
  failure: ApiFailure,
  endpoint: { method?: string; url?: string },
  attempts: number,
  nowMs: number,
): DeliveryError {
  const call = describeCall(endpoint);
  const said = String(failure.message ?? 'no message').slice(0, 300);
  const wait = rateLimitWait(failure, nowMs);
  if (wait !== null) return rateLimited(call, failure, attempts, wait);
  if (failure.status === 401) {
    return new PermissionError({
      code: 'TOKEN_REFUSED',
      message: `The GitHub API did not accept the token for ${call} (401: ${said}).`,
      hint: 'The token may have expired or belong to another server. Leave `github-token` at its default in workflows.',
      cause: failure,
    });
  }
  if (failure.status === 403) return forbidden(call, endpoint, failure, said);
  return failed(call, failure, attempts, said);
}

/** `METHOD /path` with the parameters filled in. */
function describeCall(endpoint: { method?: string; url?: string }): string {
  const values = endpoint as Record<string, unknown>;
  const path = (endpoint.url ?? '').replace(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] === undefined ? whole : String(values[name]).slice(0, 100),
  );
  return `${endpoint.method ?? 'GET'} ${path}`.trim();
}

function failed(call: string, failure: ApiFailure, attempts: number, said: string): ExternalError {
  const absent = failure.status === 404;
  const answer = failure.response === undefined ? 'no answer' : `HTTP ${failure.status}`;
  const error = new ExternalError({
    code: absent ? 'GITHUB_NOT_FOUND' : 'GITHUB_API_FAILED',
    system: 'GitHub API',
    message: `The GitHub API failed on ${call}: ${answer} (${said}), after ${attempts} attempt${attempts === 1 ? '' : 's'}.`,
    hint: absent
      ? 'A token without read access also gets 404: check `permissions:` of the job, then the name.'
      : 'Run the job again; if it stays, look at the status page of the GitHub server.',
    attempts,
    retryable: failure.response === undefined || (failure.status ?? 0) >= 500,
    cause: failure,
  });
  return Object.assign(error, { status: failure.status });
}

function rateLimited(call: string, failure: ApiFailure, attempts: number, waitMs: number): ExternalError {
  return new ExternalError({
    code: 'RATE_LIMITED',
    system: 'GitHub API',
    message: `The GitHub API limits this token's rate: ${call} got HTTP ${failure.status} ${attempts} time${attempts === 1 ? '' : 's'}; the limit ends in about ${Math.ceil(waitMs / 1000)} s.`,
    hint: 'Run the job again after that time, or give the job fewer API calls (one report job instead of one per matrix leg).',
    attempts,
    retryable: true,
    cause: failure,
  });
}

function forbidden(
  call: string,
  endpoint: { method?: string; url?: string },
  failure: ApiFailure,
  said: string,
): PermissionError {
  const accepted = failure.response?.headers?.['x-accepted-github-permissions'];
  const url = endpoint.url ?? '';
  const scope = SCOPES.find(([pattern]) => pattern.test(url))?.[1] ?? 'contents';
  const level = WRITTEN.test(url) || (endpoint.method ?? 'GET') !== 'GET' ? 'write' : 'read';
  const lines = scope === 'contents' ? [`contents: ${level}`] : ['contents: read', `${scope}: ${level}`];
  return new PermissionError({
    code: 'PERMISSION_DENIED',
    message: `The token may not ${call} (403: ${said}).`,
    hint:
      `Add to the job:\n  permissions:\n${lines.map((line) => `    ${line}\n`).join('')}` +
      `${accepted ? `(the API accepts: ${accepted.replaceAll('_', '-').replaceAll('=', ': ')}) ` : ''}` +
      'Pull requests from forks always get a read-only token: report on them with the workflow_run recipe (ml-report.yml).',
    cause: failure,
  });
}

/** The HTTP status an error came from, if it came from an API answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { status?: number }).status;
}

/** Whether a call that failed may nevertheless have been carried out. */
export function mayHaveHappened(error: unknown): boolean {
  return error instanceof ExternalError && error.code === 'GITHUB_API_FAILED' && error.retryable;
}
