import { ApiError } from './api-error.ts';
import type { OperationId } from './kept-operations.ts';

interface FaultOptions {
  /** Only requests of this operation; default: any. */
  operation?: OperationId;
  /** How many requests it hits; default 1. */
  times?: number;
}

type Effect =
  | { kind: 'answer'; error: ApiError }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'drop' }
  | { kind: 'lose' }
  | { kind: 'corrupt'; change: (body: unknown) => unknown; status: number | undefined };

interface Fault {
  operation: OperationId | undefined;
  left: number;
  effect: Effect;
}

/** Misfortunes that a test switches on: they hit the next requests and then wear off. */
export class Faults {
  readonly #faults: Fault[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** 502 with a page in HTML, as GitHub's front end answers on a bad day. */
  badGateway(options: FaultOptions = {}): void {
    this.#add(options, { kind: 'answer', error: new ApiError(502, 'Server Error') });
  }

  /** 503, 500 or any other status with a JSON message. */
  fail(status: number, message: string, options: FaultOptions = {}): void {
    this.#add(options, { kind: 'answer', error: new ApiError(status, message) });
  }

  /** The hourly limit: 403 with `x-ratelimit-remaining: 0` and the time it is lifted. */
  primaryRateLimit(options: FaultOptions & { resetInSeconds?: number } = {}): void {
    const reset = Math.floor(this.#clock().getTime() / 1000) + (options.resetInSeconds ?? 60);
    const headers = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    const message = 'API rate limit exceeded for installation.';
    this.#add(options, { kind: 'answer', error: new ApiError(403, message, { headers }) });
  }

  /** The limit on bursts: 403 (or 429) with `retry-after`. */
  secondaryRateLimit(options: FaultOptions & { retryAfterSeconds?: number; status?: 403 | 429 } = {}): void {
    const headers = { 'retry-after': String(options.retryAfterSeconds ?? 1) };
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    this.#add(options, { kind: 'answer', error: new ApiError(options.status ?? 403, message, { headers }) });
  }

  /** The answer comes late. */
  slow(milliseconds: number, options: FaultOptions = {}): void {
    this.#add(options, { kind: 'slow', milliseconds });
  }

  /** The connection is cut without an answer. */
  dropConnection(options: FaultOptions = {}): void {
    this.#add(options, { kind: 'drop' });
  }

  /** The request is carried out, but its answer is lost: 502. A client that just repeats it does it twice. */
  loseAnswer(options: FaultOptions = {}): void {
    this.#add(options, { kind: 'lose' });
  }

  /** Breaks our own answer, to show that the contract would notice. */
  corruptResponse(
    options: FaultOptions & { operation: OperationId; status?: number; change: (body: unknown) => unknown },
  ): void {
    this.#add(options, { kind: 'corrupt', change: options.change, status: options.status });
  }

  /** The next effect of one of these kinds that concerns the operation; it is used up. */
  take<K extends Effect['kind']>(
    operation: OperationId | undefined,
    kinds: K[],
  ): Extract<Effect, { kind: K }> | undefined {
    const fault = this.#faults.find(
      ({ left, effect, operation: only }) =>
        left > 0 && kinds.includes(effect.kind as K) && (only === undefined || only === operation),
    );
    if (fault === undefined) return undefined;
    fault.left -= 1;
    return fault.effect as Extract<Effect, { kind: K }>;
  }

  #add(options: FaultOptions, effect: Effect): void {
    this.#faults.push({ operation: options.operation, left: options.times ?? 1, effect });
  }
}
