import { AbsoluteRate } from '@model-delivery/stats';
import type { KnownWindow } from './canary-window.ts';
import { DirectedEvidence, type DirectedLn, directionsOf } from './directed-evidence.ts';
import type { GuardrailPolicy, JudgePolicy } from './judge-policy.ts';

/** Requests and events (for a mean: values and their sum) of one arm since the canary began. */
export interface ArmTotal {
  n: number;
  events: number;
}

/** What one guardrail says after the windows so far. */
export interface GuardrailFinding {
  /** Robust harm is proven (latched): roll back. */
  harmRobust: boolean;
  /** Exact harm is proven as of the last window: hold. */
  harmExact: boolean;
  met: 'ratio' | 'absolute' | null;
}

/** Natural logarithms that the e-values must reach. */
export interface Thresholds {
  /** Of harm, per direction: ln(K/alpha), under `harm_if: both` ln(2K/alpha). */
  harm: number;
  /** Of non-inferiority and of the absolute rate: ln(1/alpha), with `max_rate` ln(2/alpha). */
  met: number;
}

/** The thresholds of one guardrail: any of K guardrails can roll back, so alpha is split; promotion needs all, so it is not. */
export function thresholdsOf(guardrail: GuardrailPolicy, { alpha, guardrails }: JudgePolicy): Thresholds {
  const directions = guardrail.harmIf === 'both' ? 2 : 1;
  const routes = guardrail.maxRate === null ? 1 : 2;
  return { harm: Math.log((directions * guardrails.length) / alpha), met: Math.log(routes / alpha) };
}

/** All evidence about one guardrail. */
export class GuardrailEvidence {
  readonly policy: GuardrailPolicy;
  readonly thresholds: Thresholds;
  readonly #directions: DirectedEvidence[];
  readonly #absolute: AbsoluteRate | null;
  #absoluteBest = Number.NEGATIVE_INFINITY;
  #totals = { stable: { n: 0, events: 0 }, candidate: { n: 0, events: 0 } };

  constructor(policy: GuardrailPolicy, judge: JudgePolicy, numbers?: Float64Array) {
    this.policy = policy;
    this.thresholds = thresholdsOf(policy, judge);
    const kind = policy.kind === 'mean' ? 'means' : 'counts';
    const length = DirectedEvidence.stateLength(kind);
    const directions = directionsOf(policy);
    this.#directions = directions.map(
      (direction, i) => new DirectedEvidence(direction, kind, numbers?.subarray(i * length, (i + 1) * length)),
    );
    const rest = numbers?.subarray(directions.length * length);
    this.#absolute =
      policy.maxRate === null ? null : new AbsoluteRate(policy.maxRate, rest && { n: rest[4]!, x: rest[5]! });
    if (!rest) return;
    this.#totals = { stable: { n: rest[0]!, events: rest[1]! }, candidate: { n: rest[2]!, events: rest[3]! } };
    if (this.#absolute) this.#absoluteBest = rest[6]!;
  }

  /** How many numbers {@link numbers} gives for a guardrail. */
  static stateLength(policy: GuardrailPolicy): number {
    const kind = policy.kind === 'mean' ? 'means' : 'counts';
    return directionsOf(policy).length * DirectedEvidence.stateLength(kind) + (policy.maxRate === null ? 4 : 7);
  }

  update(window: KnownWindow): void {
    for (const direction of this.#directions) direction.update(window);
    if (window.kind === 'counts' && this.#absolute)
      this.#absoluteBest = Math.max(this.#absoluteBest, this.#absolute.update(window.counts.candidate));
    for (const arm of ['stable', 'candidate'] as const) {
      const [n, events] =
        window.kind === 'counts'
          ? [window.counts[arm].n, window.counts[arm].x]
          : [window.means[arm].n, window.means[arm].sum];
      this.#totals[arm] = { n: this.#totals[arm].n + n, events: this.#totals[arm].events + events };
    }
  }

  get finding(): GuardrailFinding {
    const { harm, met } = this.thresholds;
    const each = this.ln;
    const ratio = each.every(({ goodExact, goodRobust }) => (goodExact ?? met) >= met && goodRobust >= met);
    return {
      harmRobust: each.some(({ harmRobust }) => harmRobust >= harm),
      harmExact: each.some(({ harmExact }) => harmExact !== null && harmExact >= harm),
      met: ratio ? 'ratio' : this.#absoluteBest >= met ? 'absolute' : null,
    };
  }

  /** By direction. */
  get ln(): DirectedLn[] {
    return this.#directions.map(({ ln }) => ln);
  }

  /** Largest ln of the absolute test so far; null without `max_rate`. */
  get lnAbsolute(): number | null {
    return this.#absolute ? this.#absoluteBest : null;
  }

  get totals(): { stable: ArmTotal; candidate: ArmTotal } {
    return { stable: { ...this.#totals.stable }, candidate: { ...this.#totals.candidate } };
  }

  /** Everything needed to continue. */
  numbers(): number[] {
    const { stable, candidate } = this.#totals;
    const absolute = this.#absolute?.state;
    return [
      ...this.#directions.flatMap((direction) => direction.numbers()),
      ...[stable.n, stable.events, candidate.n, candidate.events],
      ...(absolute ? [absolute.n, absolute.x, this.#absoluteBest] : []),
    ];
  }
}
