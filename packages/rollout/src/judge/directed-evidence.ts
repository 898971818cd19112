import {
  ExactRateRatio,
  GRID_POINTS,
  RobustMean,
  RobustRateRatio,
  type SelfNormalisedState,
  type WindowCounts,
  type WindowMeans,
} from '@model-delivery/stats';
import type { KnownWindow } from './canary-window.ts';
import type { GuardrailPolicy } from './judge-policy.ts';

/** Which arm a direction suspects: `up` the candidate of more, `down` (arms exchanged) of less. */
export interface Direction {
  word: 'up' | 'down';
  /** The margin M of non-inferiority, in terms of the (possibly exchanged) arms. */
  margin: number;
}

/** The directions a guardrail looks in: M = `non_inferiority` upwards, its reciprocal downwards, the larger of the two in both. */
export function directionsOf({ harmIf, nonInferiority }: GuardrailPolicy): Direction[] {
  if (harmIf === 'up') return [{ word: 'up', margin: nonInferiority }];
  if (harmIf === 'down') return [{ word: 'down', margin: 1 / nonInferiority }];
  const margin = Math.max(nonInferiority, 1 / nonInferiority);
  return [
    { word: 'up', margin },
    { word: 'down', margin },
  ];
}

/** Natural logarithms of e-values of one direction; exact ones are null for means, -Infinity is E = 0. */
export interface DirectedLn {
  /** After the last window. */
  harmExact: number | null;
  /** Largest so far. */
  harmRobust: number;
  goodExact: number | null;
  goodRobust: number;
}

/** How many numbers {@link DirectedEvidence.numbers} gives, for counts and for means. */
const STATE_LENGTH = { counts: 2 * (1 + GRID_POINTS) + 2 * 4 + 3, means: 2 * 4 + 2 } as const;

/** Harm and non-inferiority of one guardrail in one direction. */
export class DirectedEvidence {
  readonly #exchanged: boolean;
  readonly #exact: { harm: ExactRateRatio; good: ExactRateRatio } | null;
  readonly #robust: { harm: RobustRateRatio | RobustMean; good: RobustRateRatio | RobustMean };
  #harmRobust = Number.NEGATIVE_INFINITY;
  #goodExact = Number.NEGATIVE_INFINITY;
  #goodRobust = Number.NEGATIVE_INFINITY;

  constructor({ word, margin }: Direction, kind: 'counts' | 'means', numbers?: Float64Array) {
    this.#exchanged = word === 'down';
    const reader = numbers ? new NumberReader(numbers) : undefined;
    const Robust = kind === 'means' ? RobustMean : RobustRateRatio;
    this.#robust = {
      harm: new Robust(1, 'harm', reader?.selfNormalised()),
      good: new Robust(margin, 'non_inferiority', reader?.selfNormalised()),
    };
    this.#exact =
      kind === 'means'
        ? null
        : {
            harm: new ExactRateRatio(1, 'harm', reader?.exact()),
            good: new ExactRateRatio(margin, 'non_inferiority', reader?.exact()),
          };
    if (!reader) return;
    this.#harmRobust = reader.next();
    this.#goodRobust = reader.next();
    if (this.#exact) this.#goodExact = reader.next();
  }

  static stateLength(kind: 'counts' | 'means'): number {
    return STATE_LENGTH[kind];
  }

  update(window: KnownWindow): void {
    if (window.kind === 'counts') {
      const counts = this.#turned(window.counts);
      this.#exact?.harm.update(counts);
      this.#goodExact = Math.max(this.#goodExact, this.#exact?.good.update(counts) ?? Number.NEGATIVE_INFINITY);
      this.#raise(
        (this.#robust.harm as RobustRateRatio).update(counts),
        (this.#robust.good as RobustRateRatio).update(counts),
      );
    } else {
      const means = this.#turned(window.means);
      this.#raise((this.#robust.harm as RobustMean).update(means), (this.#robust.good as RobustMean).update(means));
    }
  }

  #turned<Window extends WindowCounts | WindowMeans>(window: Window): Window {
    return this.#exchanged ? ({ candidate: window.stable, stable: window.candidate } as Window) : window;
  }

  #raise(harm: number, good: number): void {
    this.#harmRobust = Math.max(this.#harmRobust, harm);
    this.#goodRobust = Math.max(this.#goodRobust, good);
  }

  get ln(): DirectedLn {
    return {
      harmExact: this.#exact?.harm.ln ?? null,
      harmRobust: this.#harmRobust,
      goodExact: this.#exact ? this.#goodExact : null,
      goodRobust: this.#goodRobust,
    };
  }

  /** Everything needed to continue, in the order the constructor takes it. */
  numbers(): number[] {
    const robust = [this.#robust.harm.state, this.#robust.good.state].flatMap(selfNormalisedNumbers);
    const exact = this.#exact ? [this.#exact.harm.state, this.#exact.good.state] : [];
    return [
      ...robust,
      ...exact.flatMap(({ candidateEvents, sums }) => [candidateEvents, ...sums]),
      ...[this.#harmRobust, this.#goodRobust],
      ...(this.#exact ? [this.#goodExact] : []),
    ];
  }
}

function selfNormalisedNumbers({ windows, sum, squares, rho }: SelfNormalisedState): number[] {
  return [windows, sum, squares, rho];
}

/** Takes a state's numbers one after the other. */
class NumberReader {
  readonly #numbers: Float64Array;
  #position = 0;

  constructor(numbers: Float64Array) {
    this.#numbers = numbers;
  }

  next(): number {
    return this.#numbers[this.#position++]!;
  }

  selfNormalised(): SelfNormalisedState {
    return { windows: this.next(), sum: this.next(), squares: this.next(), rho: this.next() };
  }

  exact() {
    const candidateEvents = this.next();
    const sums = this.#numbers.slice(this.#position, this.#position + GRID_POINTS);
    this.#position += GRID_POINTS;
    return { candidateEvents, sums };
  }
}
