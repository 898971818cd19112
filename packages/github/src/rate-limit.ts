/** What octokit throws, as far as we read it. */
export interface ApiFailure {
  status?: number;
  message?: string;
  response?: { headers?: Record<string, string | undefined>; data?: unknown };
}

const DEFAULT_WAIT_MS = 60_000;
const SHORTEST_WAIT_MS = 1000;

/**
 * How long a primary or secondary rate limit asks to wait, in milliseconds; null when the failure is none. Order of GitHub's
 * guidance: `retry-after`, then the reset of an exhausted primary limit, then a minute.
 */
export function rateLimitWait(failure: ApiFailure, nowMs: number): number | null {
  if (failure.status !== 403 && failure.status !== 429) return null;
  const headers = failure.response?.headers ?? {};
  const retryAfter = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(retryAfter)) return Math.max(0, retryAfter * 1000);
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1000 - nowMs;
    return Number.isFinite(reset) ? Math.max(SHORTEST_WAIT_MS, reset) : DEFAULT_WAIT_MS;
  }
  return failure.status === 429 || /secondary rate limit/i.test(failure.message ?? '') ? DEFAULT_WAIT_MS : null;
}
