import { type DeliveryError, ExternalError, PermissionError } from '@model-delivery/core';
import { type ApiFailure, rateLimitWait } from './rate-limit.ts';

/** The `permissions:` lines a call needs, by the path it goes to. */
const SCOPES: [RegExp, string][] = [
  [/\/issues\/.*comments|\/issues\/comments/, 'pull-requests: write'],
  [/\/check-runs/, 'checks: write'],
  [/\/pulls/, 'pull-requests: read'],
  [/\/actions\//, 'actions: read'],
  [/\/contents|\/git\/|\/commits/, 'contents: read'],
  [/\/deployments/, 'deployments: write'],
];

/** Turns a failed API call into one of our errors, with what to do next. */
export function apiError(
  failure: ApiFailure,
  endpoint: { method?: string; url?: string },
  attempts: number,
): DeliveryError {
  const call = `${endpoint.method ?? 'GET'} ${endpoint.url ?? ''}`.trim();
  const said = String(failure.message ?? 'no message').slice(0, 300);
  if (rateLimitWait(failure) !== null) return rateLimited(call, failure, attempts);
  if (failure.status === 401) {
    return new PermissionError({
      code: 'TOKEN_REFUSED',
      message: `The GitHub API did not accept the token for ${call} (401: ${said}).`,
      hint: 'The token may have expired or belong to another server. Leave `github-token` at its default in workflows.',
      cause: failure,
    });
  }
  if (failure.status === 403) return forbidden(call, endpoint.url ?? '', failure, said);
  const error = new ExternalError({
    code: failure.status === 404 ? 'GITHUB_NOT_FOUND' : 'GITHUB_API_FAILED',
    system: 'GitHub API',
    message: `The GitHub API failed on ${call}: ${failure.response === undefined ? 'no answer' : `HTTP ${failure.status}`} (${said}), after ${attempts} attempt${attempts === 1 ? '' : 's'}.`,
    hint:
      failure.status === 404
        ? 'A token without read access also gets 404: check `permissions:` of the job, then the name.'
        : 'Run the job again; if it stays, look at the status page of the GitHub server.',
    attempts,
    retryable: true,
    cause: failure,
  });
  return Object.assign(error, { status: failure.status });
}

function rateLimited(call: string, failure: ApiFailure, attempts: number): ExternalError {
  const seconds = Math.ceil((rateLimitWait(failure) ?? 0) / 1000);
  return new ExternalError({
    code: 'RATE_LIMITED',
    system: 'GitHub API',
    message: `The GitHub API limits this token's rate: ${call} got HTTP ${failure.status} ${attempts} time${attempts === 1 ? '' : 's'}; the limit ends in about ${seconds} s.`,
    hint: 'Run the job again after that time, or give the job fewer API calls (one report job instead of one per matrix leg).',
    attempts,
    retryable: true,
    cause: failure,
  });
}

function forbidden(call: string, url: string, failure: ApiFailure, said: string): PermissionError {
  const accepted = failure.response?.headers?.['x-accepted-github-permissions'];
  const scope = SCOPES.find(([pattern]) => pattern.test(url))?.[1] ?? 'contents: read';
  return new PermissionError({
    code: 'PERMISSION_DENIED',
    message: `The token may not ${call} (403: ${said}).`,
    hint:
      `Add to the job:\n  permissions:\n    contents: read\n    ${scope}\n` +
      `${accepted ? `(the API accepts: ${accepted.replaceAll('_', '-').replaceAll('=', ': ')}) ` : ''}` +
      'Pull requests from forks always get a read-only token: report on them with the workflow_run recipe (ml-report.yml).',
    cause: failure,
  });
}

/** The HTTP status an error came from, if it came from an API answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { status?: number }).status;
}
