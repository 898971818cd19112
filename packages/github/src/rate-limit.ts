/** What octokit throws, as far as we read it. */
export interface ApiFailure {
  status?: number;
  message?: string;
  response?: { headers?: Record<string, string | undefined>; data?: unknown };
}

const DEFAULT_WAIT_MS = 60_000;

/** How long a primary or secondary rate limit asks to wait, in milliseconds; null when it is none. */
export function rateLimitWait(failure: ApiFailure, now = Date.now()): number | null {
  if (failure.status !== 403 && failure.status !== 429) return null;
  const headers = failure.response?.headers ?? {};
  const retryAfter = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(retryAfter)) return retryAfter * 1000;
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1000 - now;
    return Number.isFinite(reset) ? Math.max(1000, reset) : DEFAULT_WAIT_MS;
  }
  return failure.status === 429 || /secondary rate limit/i.test(failure.message ?? '') ? DEFAULT_WAIT_MS : null;
}
