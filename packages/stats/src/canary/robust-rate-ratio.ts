import { SelfNormalised, type SelfNormalisedState } from './self-normalised.ts';
import type { WindowCounts } from './window-counts.ts';

/**
 * E_r, the robust e-value of the same question as ExactRateRatio: per window the candidate's events above (harm) or
 * below (non-inferiority) what its share of the requests predicts, s = ±(x_c - π·(x_c + x_s)), π = M·n_c/(M·n_c + n_s), self-normalised.
 */
export class RobustRateRatio {
  readonly #margin: number;
  readonly #sign: 1 | -1;
  readonly #sum: SelfNormalised;

  constructor(margin: number, alternative: 'harm' | 'non_inferiority', state?: SelfNormalisedState) {
    this.#margin = margin;
    this.#sign = alternative === 'harm' ? 1 : -1;
    this.#sum = new SelfNormalised(state);
  }

  /** Adds a window and gives ln E_r after it. An arm without requests, or no event at all, is not counted. */
  update({ candidate, stable }: WindowCounts): number {
    const events = candidate.x + stable.x;
    if (candidate.n === 0 || stable.n === 0 || events === 0) return this.#sum.ln;
    const share = (this.#margin * candidate.n) / (this.#margin * candidate.n + stable.n);
    return this.#sum.add(this.#sign * (candidate.x - share * events));
  }

  get ln(): number {
    return this.#sum.ln;
  }

  get state(): SelfNormalisedState {
    return this.#sum.state;
  }
}
