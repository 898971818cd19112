import type { ArmCounts } from '@model-delivery/stats';
import type { BreakerPolicy } from './judge-policy.ts';

/** The candidate's latest known windows of one guardrail, no more than a breaker needs. */
export class BreakerRun {
  readonly #policy: BreakerPolicy;
  #windows: ArmCounts[];

  constructor(policy: BreakerPolicy, numbers: ArrayLike<number> = []) {
    this.#policy = policy;
    this.#windows = Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => ({
      n: numbers[2 * i]!,
      x: numbers[2 * i + 1]!,
    }));
  }

  /** The shortest run of latest windows that has `min_requests` (at least one request) is all that counts. */
  add({ n, x }: ArmCounts): void {
    this.#windows.push({ n, x });
    while (this.#windows.length > 1 && this.#requests - this.#windows[0]!.n >= this.#least) this.#windows.shift();
  }

  get #least(): number {
    return Math.max(1, this.#policy.minRequests);
  }

  get #requests(): number {
    return this.#windows.reduce((sum, { n }) => sum + n, 0);
  }

  /** The candidate's share of events where it exceeds the limit; null otherwise. */
  get broken(): { requests: number; share: number } | null {
    const requests = this.#requests;
    if (requests < this.#least) return null;
    const share = this.#windows.reduce((sum, { x }) => sum + x, 0) / requests;
    return share > this.#policy.maxShare ? { requests, share } : null;
  }

  numbers(): number[] {
    return this.#windows.flatMap(({ n, x }) => [n, x]);
  }
}
