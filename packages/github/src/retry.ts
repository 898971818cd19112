import { asDeliveryError, DeliveryError } from '@model-delivery/core';
import { apiError } from './api-error.ts';
import { type ApiFailure, rateLimitWait } from './rate-limit.ts';

export type Sleep = (ms: number) => Promise<void>;

export interface RetryOptions {
  sleep?: Sleep | undefined;
  /** Milliseconds since 1970; the clock that a rate limit's reset is compared with. */
  now?: (() => number) | undefined;
  maxWaitMs?: number | undefined;
  log?: ((line: string) => void) | undefined;
}

/** The options octokit hands to a request hook, as far as we read them. */
export interface Endpoint {
  method?: string;
  url?: string;
}

const ATTEMPTS = 4;
const MAX_WAIT_MS = 60_000;
const BASE_WAIT_MS = 500;
const TRANSIENT: readonly (number | undefined)[] = [500, 502, 503, 504];

/**
 * A request hook that repeats what may be repeated: reads and updates on 5xx and broken connections, anything on a rate
 * limit whose end is near. A creating POST is not repeated after a 5xx or a broken connection: it may have happened.
 * What remains becomes one of our errors.
 */
export function withRetries(options: RetryOptions) {
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const now = options.now ?? Date.now;
  const maxWait = options.maxWaitMs ?? MAX_WAIT_MS;
  return async <R, O extends object>(request: (options: O) => R | Promise<R>, endpoint: O): Promise<R> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(endpoint);
      } catch (error) {
        if (error instanceof DeliveryError) throw error;
        const failure = error as ApiFailure;
        if (failure.status === undefined && !isNetworkFailure(failure)) throw asDeliveryError(error);
        const wait = waitBefore(failure, mayRepeat(endpoint), attempt, now());
        if (wait === null || wait > maxWait || attempt === ATTEMPTS) {
          throw apiError(failure, endpoint as Endpoint, attempt, now());
        }
        options.log?.(
          `GitHub API: ${describe(failure)}; trying again in ${Math.ceil(wait / 1000)} s (attempt ${attempt + 1} of ${ATTEMPTS})`,
        );
        await sleep(wait);
      }
    }
  };
}

/** Whether doing a request twice is the same as doing it once. Our GraphQL calls only read. */
function mayRepeat(endpoint: Endpoint): boolean {
  const method = (endpoint.method ?? 'GET').toUpperCase();
  return method !== 'POST' || /\/graphql$/.test(endpoint.url ?? '');
}

/** Milliseconds to wait before the next attempt; null when there must be none. */
function waitBefore(failure: ApiFailure, repeatable: boolean, attempt: number, nowMs: number): number | null {
  const limit = rateLimitWait(failure, nowMs);
  if (limit !== null) return limit;
  const transient = TRANSIENT.includes(failure.status) || isNetworkFailure(failure);
  return transient && repeatable ? BASE_WAIT_MS * 2 ** (attempt - 1) : null;
}

/** A request that got no answer: octokit reports these as status 500 without a response. */
function isNetworkFailure(failure: ApiFailure): boolean {
  if (failure.response !== undefined) return false;
  return (
    failure.status === 500 ||
    /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket|terminated|fetch failed/i.test(String(failure.message))
  );
}

function describe(failure: ApiFailure): string {
  return failure.response === undefined ? 'no answer' : `HTTP ${failure.status}`;
}
