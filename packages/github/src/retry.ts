import { asDeliveryError, DeliveryError } from '@model-delivery/core';
import { apiError } from './api-error.ts';
import { type ApiFailure, rateLimitWait } from './rate-limit.ts';

export type Sleep = (ms: number) => Promise<void>;

interface RetryOptions {
  sleep?: Sleep | undefined;
  maxWaitMs?: number | undefined;
  log?: ((line: string) => void) | undefined;
}

const ATTEMPTS = 4;
const MAX_WAIT_MS = 60_000;
const BASE_WAIT_MS = 500;

/**
 * A request hook that repeats what may be repeated: reads and updates on 502, 503, 504 and broken connections, anything on
 * a rate limit whose reset is near. A creating POST is not repeated after a broken connection: it may have happened.
 * What remains becomes one of our errors.
 */
export function withRetries(options: RetryOptions) {
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const maxWait = options.maxWaitMs ?? MAX_WAIT_MS;
  return async <R, O extends object>(request: (options: O) => R | Promise<R>, endpoint: O): Promise<R> => {
    const method = String((endpoint as { method?: string }).method ?? 'GET').toUpperCase();
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(endpoint);
      } catch (error) {
        if (error instanceof DeliveryError) throw error;
        const failure = error as ApiFailure;
        const wait = waitBefore(failure, method, attempt);
        if (wait === null || wait > maxWait || attempt === ATTEMPTS) {
          throw failure.status === undefined && !isNetworkFailure(failure)
            ? asDeliveryError(error)
            : apiError(failure, endpoint as { method?: string; url?: string }, attempt);
        }
        options.log?.(
          `GitHub API: ${describe(failure)}; trying again in ${Math.ceil(wait / 1000)} s (attempt ${attempt + 1} of ${ATTEMPTS})`,
        );
        await sleep(wait);
      }
    }
  };
}

/** Milliseconds to wait before the next attempt; null when there must be none. */
function waitBefore(failure: ApiFailure, method: string, attempt: number): number | null {
  const limit = rateLimitWait(failure);
  if (limit !== null) return limit;
  const backoff = BASE_WAIT_MS * 2 ** (attempt - 1);
  if (failure.status === 502 || failure.status === 503 || failure.status === 504) return backoff;
  if (isNetworkFailure(failure)) return method === 'POST' ? null : backoff;
  return null;
}

/** A request that got no answer: octokit reports these as status 500 without a response. */
function isNetworkFailure(failure: ApiFailure): boolean {
  if (failure.response !== undefined) return false;
  return (
    failure.status === 500 || /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket|fetch failed/i.test(String(failure.message))
  );
}

function describe(failure: ApiFailure): string {
  return failure.response === undefined ? 'no answer' : `HTTP ${failure.status}`;
}
